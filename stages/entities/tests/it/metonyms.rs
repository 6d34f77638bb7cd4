//! Capitals and seats of government: do they act here? Sentences of our own over many capitals, about half of which act. Rules may be
//! tuned on `dev.txt`; `held.txt` tells how they do on others.

use crate::{column, run};
use pipeline_core::testing::texts;

/// Whether the capital of a case is rolled up to a side.
fn acts(capital: &str, sentence: &str) -> bool {
    let doc = run(sentence);
    let row = texts(&doc, "entities").iter().position(|t| t.eq_ignore_ascii_case(capital));
    let row = row.unwrap_or_else(|| panic!("no {capital:?} in {sentence:?}"));
    column(&doc, "actor")[row] != "-"
}

/// Checks that at least `floor` of the cases are right; a failure lists the wrong ones.
#[track_caller]
fn check(cases: &str, floor: usize) {
    let cases = cases.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    let (mut right, mut wrong) = (0, Vec::new());
    for case in cases {
        let [want, capital, sentence] = case.split('|').collect::<Vec<_>>()[..] else { panic!("{case}") };
        match (want == "acts") == acts(capital, sentence) {
            true => right += 1,
            false => wrong.push(case),
        }
    }
    let all = right + wrong.len();
    assert!(right >= floor, "{right} of {all} are right:\n{}", wrong.join("\n"));
}

#[test]
fn sentences_the_rules_were_tuned_on() {
    check(include_str!("metonyms/dev.txt"), 68);
}

#[test]
fn sentences_kept_aside() {
    check(include_str!("metonyms/held.txt"), 64);
}
