//! The ledger against a model that remembers, for every byte of the text, the byte of the
//! source it was copied from.

use crate::support::{any_steps, any_text, edits, placed};
use pipeline_core::Ledger;
use proptest::prelude::*;
use std::ops::Range;

/// Text whose bytes know where they come from; `None` for inserted ones.
struct Model(Vec<(u8, Option<usize>)>);

impl Model {
    fn new(source: &str) -> Self {
        Self(source.bytes().enumerate().map(|(i, b)| (b, Some(i))).collect())
    }

    fn edit(&mut self, placed: &[(Range<usize>, String)]) {
        for (range, with) in placed.iter().rev() {
            let with = with.bytes().map(|b| (b, None));
            self.0.splice(range.clone(), with);
        }
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.iter().map(|(b, _)| *b).collect()).unwrap()
    }

    /// Maximal runs as `(text, source, length)`.
    fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs: Vec<(usize, usize, usize)> = Vec::new();
        for (at, source) in self.0.iter().enumerate().filter_map(|(i, b)| Some((i, b.1?))) {
            match runs.last_mut() {
                Some((t, s, len)) if *t + *len == at && *s + *len == source => *len += 1,
                _ => runs.push((at, source, 1)),
            }
        }
        runs
    }

    /// The smallest source range with every copied byte of `text`.
    fn to_source(&self, text: Range<usize>) -> Option<Range<usize>> {
        let sources = || self.0[text.clone()].iter().filter_map(|b| b.1);
        Some(sources().min()?..sources().max()? + 1)
    }

    /// The smallest text range with every copied byte of `source`.
    fn to_text(&self, source: Range<usize>) -> Option<Range<usize>> {
        let copied = |b: &(u8, Option<usize>)| b.1.is_some_and(|s| source.contains(&s));
        let first = self.0.iter().position(copied)?;
        let last = self.0.iter().rposition(copied)?;
        Some(first..last + 1)
    }
}

fn triples(ledger: &Ledger) -> Vec<(usize, usize, usize)> {
    let triple = |r: &pipeline_core::Run| (r.text().start, r.source().start, r.text().len());
    ledger.runs().iter().map(triple).collect()
}

proptest! {
    /// Edits on edits on edits: the ledger is what the model says, in both directions.
    #[test]
    fn follows_the_model(source in any_text(), rounds in prop::collection::vec(any_steps(), 0..4)) {
        let mut model = Model::new(&source);
        let (mut text, mut ledger) = (source.clone(), Ledger::identity(source.len()));
        for steps in &rounds {
            let placed = placed(&text, steps);
            model.edit(&placed);
            (text, ledger) = edits(&placed).apply(&text, &ledger).unwrap();
        }
        prop_assert_eq!(&text, &model.text());
        prop_assert_eq!(triples(&ledger), model.runs());
        prop_assert_eq!((ledger.text_len(), ledger.source_len()), (text.len(), source.len()));
        for run in ledger.runs() {
            prop_assert_eq!(&text[run.text()], &source[run.source()]);
        }
        for start in 0..=text.len() {
            for end in start..=text.len() {
                let found = ledger.to_source(start..end);
                match model.to_source(start..end) {
                    Some(expected) => prop_assert_eq!(found, expected),
                    None => prop_assert!(found.is_empty() && found.end <= source.len()),
                }
            }
        }
        for start in 0..=source.len() {
            for end in start..=source.len() {
                prop_assert_eq!(ledger.to_text(start..end), model.to_text(start..end));
            }
        }
    }

    /// Where a range of the text went and came back is where it was, inserted text aside.
    #[test]
    fn there_and_back(source in any_text(), steps in any_steps()) {
        let placed = placed(&source, &steps);
        let (text, ledger) = edits(&placed).apply(&source, &Ledger::identity(source.len())).unwrap();
        for run in ledger.runs() {
            prop_assert_eq!(ledger.to_source(run.text()), run.source());
            prop_assert_eq!(ledger.to_text(run.source()), Some(run.text()));
        }
        let all = ledger.to_source(0..text.len());
        if let Some(back) = ledger.to_text(all) {
            prop_assert_eq!(back.start, ledger.runs()[0].text().start);
            prop_assert_eq!(back.end, ledger.runs().last().unwrap().text().end);
        }
    }

    /// Runs of a ledger make the same ledger again, also when they are cut in pieces.
    #[test]
    fn from_runs_joins_what_touches(source in any_text(), steps in any_steps(), cut in 1..4usize) {
        let placed = placed(&source, &steps);
        let (_, ledger) = edits(&placed).apply(&source, &Ledger::identity(source.len())).unwrap();
        let mut pieces = Vec::new();
        for (text, origin, len) in triples(&ledger) {
            for at in (0..len).step_by(cut) {
                pieces.push((text + at, origin + at, cut.min(len - at)));
                pieces.push((text + at + cut.min(len - at), origin + at + cut.min(len - at), 0));
            }
        }
        let again = Ledger::from_runs(pieces, ledger.text_len(), ledger.source_len());
        prop_assert_eq!(again, Ok(ledger));
    }

    /// Any triples make a ledger or an error, never a panic.
    #[test]
    fn from_runs_takes_anything(runs in prop::collection::vec((0..9usize, 0..9usize, 0..5usize), 0..5)) {
        if let Ok(ledger) = Ledger::from_runs(runs, 8, 8) {
            let ends = ledger.runs().iter().map(|r| (r.text().end, r.source().end));
            prop_assert!(ends.clone().is_sorted());
            prop_assert!(ends.into_iter().all(|(t, s)| t <= 8 && s <= 8));
        }
    }

    /// Offsets outside the text, or the wrong way round, resolve to something inside.
    #[test]
    fn any_offset_resolves(source in any_text(), steps in any_steps(), a in 0..99usize, b in 0..99usize) {
        let placed = placed(&source, &steps);
        let (text, ledger) = edits(&placed).apply(&source, &Ledger::identity(source.len())).unwrap();
        let there = ledger.to_source(a..b);
        prop_assert!(there.start <= there.end && there.end <= source.len());
        if let Some(back) = ledger.to_text(a..b) {
            prop_assert!(back.start < back.end && back.end <= text.len());
        }
    }
}

#[test]
fn identity_maps_everything_to_itself() {
    let ledger = Ledger::identity(5);
    assert!(ledger.is_identity());
    assert_eq!(ledger.to_source(1..4), 1..4);
    assert_eq!(ledger.to_text(1..4), Some(1..4));
    assert_eq!(ledger.to_source(3..3), 3..3);
    assert_eq!(ledger.to_text(3..3), None, "an empty range was not copied");
}

#[test]
fn identity_of_nothing_has_no_run() {
    let ledger = Ledger::identity(0);
    assert!(ledger.is_identity() && ledger.runs().is_empty());
    assert_eq!(ledger.to_source(0..0), 0..0);
    assert_eq!(ledger.to_text(0..0), None);
}

#[test]
fn equal_length_is_not_identity() {
    let ledger = Ledger::from_runs([(0, 0, 2), (3, 3, 2)], 5, 5).unwrap();
    assert!(!ledger.is_identity());
}

#[test]
fn inserted_text_resolves_to_where_it_stands() {
    // source "ab", text "a--b"
    let ledger = Ledger::from_runs([(0, 0, 1), (3, 1, 1)], 4, 2).unwrap();
    assert_eq!(ledger.to_source(1..3), 1..1);
    assert_eq!(ledger.to_source(0..3), 0..1);
    assert_eq!(ledger.to_source(1..4), 1..2);
}

#[test]
fn text_without_any_copy_resolves_to_the_start() {
    let ledger = Ledger::from_runs([], 3, 9).unwrap();
    assert_eq!(ledger.to_source(0..3), 0..0);
    assert_eq!(ledger.to_text(0..9), None);
}

#[track_caller]
fn refused(runs: &[(usize, usize, usize)], expected: &str) {
    let error = Ledger::from_runs(runs.iter().copied(), 10, 20).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn overlapping_runs_are_refused() {
    refused(
        &[(0, 0, 4), (3, 8, 2)],
        "ledger run 1: starts at text 3, source 8, before the end of the run before it (text 4, source 4)",
    );
}

#[test]
fn runs_that_go_backwards_in_the_source_are_refused() {
    refused(
        &[(0, 9, 2), (2, 0, 2)],
        "ledger run 1: starts at text 2, source 0, before the end of the run before it (text 2, source 11)",
    );
}

#[test]
fn runs_that_leave_the_text_are_refused() {
    refused(&[(8, 8, 3)], "ledger run 0: [8, 8, 3] leaves the text (10) or the source (20)");
}

#[test]
fn runs_that_overflow_are_refused() {
    refused(
        &[(1, 1, usize::MAX)],
        "ledger run 0: [1, 1, 18446744073709551615] leaves the text (10) or the source (20)",
    );
}
