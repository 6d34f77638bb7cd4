//! The trainer of sentences on a toy: it learns, it repeats itself, and it says what is missing.

#![allow(clippy::unwrap_used)]

use chaffinch_segment::{Boundaries, Segment, Segmented, Segmenter};
use chaffinch_train::data::{Document, Mark};
use chaffinch_train::{ErrorKind, Round, Settings, Trained, sentences};
use std::fmt::Write;

const WORDS: [&str; 8] = ["rain", "fell", "on", "the", "old", "town", "all", "day"];

/// Lines of lower-case words, each sentence beginning with `so`, now and then two in a line.
fn toy(documents: usize) -> Vec<Document> {
    (0..documents).map(document).collect()
}

fn document(number: usize) -> Document {
    let mut text = String::new();
    let mut marks = Vec::new();
    for sentence in 0..12 {
        if sentence > 0 {
            text.push_str(if (sentence + number).is_multiple_of(3) { "\n\n" } else { " " });
        }
        let start = text.len();
        text.push_str("so");
        for word in 0..4 + (number * 7 + sentence * 3) % 5 {
            write!(text, " {}", WORDS[(number + sentence * 5 + word * 3) % WORDS.len()]).unwrap();
        }
        marks.push(mark(start, text.len()));
    }
    Document { id: format!("toy-{number}"), text: text.as_str().into(), marks }
}

fn mark(start: usize, end: usize) -> Mark {
    Mark { range: start..end, label: String::new() }
}

fn train(seed: u64, rounds: &mut Vec<Round>) -> Trained {
    let settings = Settings { seed, rounds: Some(2) };
    sentences::train(&toy(30), &toy(6), settings, &mut |round: &Round| rounds.push(round.clone())).unwrap()
}

#[test]
fn learns_what_rules_do_not_know() {
    let mut rounds = Vec::new();
    let trained = train(1, &mut rounds);
    assert_eq!(rounds.len(), 2);
    assert!(rounds[1].message.starts_with("dev F1 "), "{:?}", rounds[1]);
    let found = |segmenter: &Segmenter| {
        let mut found = Segmented::default();
        segmenter.segment(&document(40).text, &mut found);
        found.sentences().to_vec()
    };
    let gold: Vec<_> = document(40).marks.into_iter().map(|mark| mark.range).collect();
    let rules = Segmenter::new(&Segment { boundaries: Boundaries::Rules, ..Segment::default() });
    assert_ne!(found(&rules), gold);
    assert_eq!(found(&Segmenter::with_model(&Segment::default(), trained.file).unwrap()), gold);
}

#[test]
fn the_same_data_and_seed_give_the_same_bytes() {
    let file = |seed| train(seed, &mut Vec::new()).file;
    assert_eq!(file(1), file(1));
    assert_ne!(file(1), file(2));
}

#[test]
fn says_what_is_missing() {
    let settings = Settings { seed: 1, rounds: Some(1) };
    let error = sentences::train(&toy(3), &[], settings, &mut |_: &Round| {}).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    assert_eq!(
        error.to_string(),
        "no document of the dev has two sentences, so there is no boundary to learn"
    );
    let error = sentences::train(&[], &toy(3), settings, &mut |_: &Round| {}).unwrap_err();
    assert!(error.to_string().starts_with("no document of the gold"), "{error}");
}
