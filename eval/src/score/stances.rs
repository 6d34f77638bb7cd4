//! `stance` against records: who takes which side toward whom, at which mention.
//!
//! Where no record of the gold has a neutral stance, neutral ones of the pipeline are not
//! counted: such gold does not say where nobody takes sides.

use crate::metric::counts::{Counts, ratio};
use crate::metric::matching::compare;
use crate::report::{Report, Row};
use crate::score::{Case, Tally, sign};
use crate::side::Mark;
use std::collections::BTreeMap;

/// Holder, target, mention.
type Edge<'m> = (&'m str, &'m str, usize, usize);

#[derive(Default)]
pub(crate) struct Stances {
    /// With all stances, and without the neutral ones.
    all: Sums,
    sided: Sums,
    gold_has_neutral: bool,
}

#[derive(Default)]
struct Sums {
    full: Counts,
    edges: Counts,
    parties: Counts,
    compared: u64,
    same_sign: u64,
}

impl Tally for Stances {
    fn add(&mut self, case: &Case<'_>) {
        let gold: Vec<&Mark> = case.gold.marks.iter().collect();
        let found: Vec<&Mark> = case.found().marks.iter().collect();
        self.all.add(&gold, &found);
        let sided = |marks: &[&'_ Mark]| marks.iter().copied().filter(|m| m.label != "neutral").count();
        self.gold_has_neutral |= sided(&gold) < gold.len();
        let keep =
            |marks: Vec<_>| marks.into_iter().filter(|m: &&Mark| m.label != "neutral").collect::<Vec<_>>();
        self.sided.add(&keep(gold), &keep(found));
    }

    fn merge(&mut self, other: Self) {
        self.all.merge(&other.all);
        self.sided.merge(&other.sided);
        self.gold_has_neutral |= other.gold_has_neutral;
    }

    fn write(self, report: &mut Report) {
        report.compared = "holder, target, mention and label of stances, mentions in the source";
        let sums = if self.gold_has_neutral { self.all } else { self.sided };
        report.table("holder_target_mention_label", vec![Row::new("all", sums.full)]);
        report.table("holder_target_mention", vec![Row::new("all", sums.edges)]);
        report.table("holder_target_of_document", vec![Row::new("all", sums.parties)]);
        report.figure(
            "sign_accuracy",
            ratio(sums.same_sign, sums.compared),
            (sums.compared, "stances with the right holder, target and mention"),
            "on the right side",
        );
        if !self.gold_has_neutral {
            report.notes.push("the gold has no neutral stance, so neutral ones are not counted".to_owned());
        }
        report.headline("f1", sums.full.f1());
    }
}

impl Sums {
    fn add(&mut self, gold: &[&Mark], found: &[&Mark]) {
        let full = |marks: &[&Mark]| marks.iter().map(|m| (owned(m), m.label.clone())).collect();
        self.full += compare::<(_, String)>(full(gold), full(found));
        let edges = |marks: &[&Mark]| marks.iter().map(|m| owned(m)).collect();
        self.edges += compare::<_>(edges(gold), edges(found));
        let parties = |marks: &[&Mark]| {
            let mut list: Vec<_> = marks.iter().map(|m| (owned(m).0, owned(m).1)).collect();
            list.sort_unstable();
            list.dedup();
            list
        };
        self.parties += compare(parties(gold), parties(found));
        let mut by_edge: BTreeMap<Edge<'_>, Vec<i8>> = BTreeMap::new();
        for mark in gold.iter().rev() {
            by_edge.entry(edge(mark)).or_default().push(sign(&mark.label, mark.score));
        }
        for mark in found {
            if let Some(gold) = by_edge.get_mut(&edge(mark)).and_then(Vec::pop) {
                self.compared += 1;
                self.same_sign += u64::from(gold == sign(&mark.label, mark.score));
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.full += other.full;
        self.edges += other.edges;
        self.parties += other.parties;
        self.compared += other.compared;
        self.same_sign += other.same_sign;
    }
}

/// Without a mention, the evidence says which stance it is.
fn edge(mark: &Mark) -> Edge<'_> {
    let mention = mark.mention.as_ref().unwrap_or(&mark.range);
    (
        mark.holder.as_deref().unwrap_or_default(),
        mark.target.as_deref().unwrap_or_default(),
        mention.start,
        mention.end,
    )
}

fn owned(mark: &Mark) -> (String, String, usize, usize) {
    let (holder, target, start, end) = edge(mark);
    (holder.to_owned(), target.to_owned(), start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::{check, figure, row};
    use crate::side::Side;

    fn side(stances: &[(&str, &str, usize, &str)]) -> Side {
        let mark = |&(holder, target, at, label): &(&str, &str, usize, &str)| Mark {
            holder: Some(holder.to_owned()),
            target: Some(target.to_owned()),
            mention: Some(at..at + 4),
            ..Mark::new(0..90, label)
        };
        Side { marks: stances.iter().map(mark).collect(), ..Side::default() }
    }

    #[test]
    fn edges_labels_and_signs() {
        let gold = side(&[("a", "x", 0, "against"), ("a", "y", 9, "for"), ("b", "x", 20, "for")]);
        let found = side(&[
            ("a", "x", 0, "against"),
            ("a", "y", 9, "against"),
            ("b", "x", 30, "for"),
            ("b", "y", 40, "neutral"),
        ]);
        let report = check(Stances::default(), "", gold, found);
        assert_eq!(row(&report, "holder_target_mention_label", "all"), (1, 3, 3));
        assert_eq!(row(&report, "holder_target_mention", "all"), (2, 3, 3));
        assert_eq!(row(&report, "holder_target_of_document", "all"), (3, 3, 3));
        assert_eq!(figure(&report, "sign_accuracy").value, Some(0.5));
        assert_eq!(report.notes.len(), 1);
    }

    #[test]
    fn neutral_counts_where_the_gold_has_it() {
        let gold = side(&[("a", "x", 0, "neutral")]);
        let found = side(&[("a", "x", 0, "neutral"), ("a", "y", 9, "neutral")]);
        let report = check(Stances::default(), "", gold, found);
        assert_eq!(row(&report, "holder_target_mention_label", "all"), (1, 2, 1));
        assert!(report.notes.is_empty());
    }
}
