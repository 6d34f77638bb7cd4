#![allow(clippy::unwrap_used)]
use super::*;
use crate::score::testing::{empty_report, figure, row};

fn stance(at: usize, label: &str, score: f64, confidence: f64) -> Mark {
    Mark {
        score: Some(score),
        confidence: Some(confidence),
        mention: Some(at..at + 4),
        ..Mark::new(0..50, label)
    }
}

fn side(marks: Vec<Mark>) -> Side {
    Side { marks, ..Side::default() }
}

fn input(at: usize) -> Input {
    Input { target: Some(at..at + 4), ..Input::plain("") }
}

fn report(shape: Shape, rows: Vec<(usize, Vec<Input>, Vec<Side>)>) -> Report {
    let mut tally = Judgements::new(shape);
    for (class, inputs, found) in rows {
        tally.add(&Case {
            source: "",
            gold: &Side::default(),
            class: Some(class),
            inputs: &inputs,
            found: &found,
        });
    }
    let mut report = empty_report();
    tally.write(&mut report);
    report
}

#[test]
fn three_classes() {
    let one = |class, marks| (class, vec![input(10)], vec![side(marks)]);
    let report = report(
        Shape::NewsMtsc,
        vec![
            one(0, vec![stance(10, "for", 0.5, 0.9), stance(30, "against", -0.9, 0.9)]),
            one(0, vec![stance(11, "neutral", 0.0, 0.9)]),
            one(1, vec![stance(10, "against", -0.5, 0.9)]),
            one(2, vec![stance(30, "neutral", 0.0, 0.9)]), // about something else: no answer
        ],
    );
    assert_eq!(row(&report, "classes", "for"), (1, 1, 2));
    assert_eq!(row(&report, "classes", "neutral"), (0, 1, 1));
    // for 2/3, against 1, neutral 0
    assert!((report.headline.value.unwrap() - 5.0 / 9.0).abs() < 1e-12);
    assert_eq!(figure(&report, "accuracy").value, Some(0.5));
    // three answers in one bin: 2 of 3 right, confidence 0.9
    let error = figure(&report, "calibration_error");
    assert_eq!(error.of, 3);
    assert!((error.value.unwrap() - (0.9 - 2.0 / 3.0)).abs() < 1e-12);
    assert_eq!(report.notes, ["rows without an answer, which count as wrong: 1"]);
}

#[test]
fn seesaw_goes_by_the_sign_of_the_score() {
    let one = |class, label, score| (class, vec![input(0)], vec![side(vec![stance(0, label, score, 1.0)])]);
    let report = report(
        Shape::Seesaw,
        vec![one(0, "neutral", 0.1), one(1, "neutral", 0.1), one(1, "against", -0.6), one(1, "neutral", 0.0)],
    );
    assert_eq!(report.headline.name, "accuracy");
    assert_eq!(report.headline.value, Some(0.5));
}

#[test]
fn dse_asks_two_documents() {
    let both = vec![input(0), input(20)];
    let found =
        vec![side(vec![stance(0, "neutral", 0.0, 0.7)]), side(vec![stance(20, "against", -0.4, 0.7)])];
    let report = report(Shape::Dse, vec![(4, both, found)]);
    assert_eq!(row(&report, "classes", "q against p"), (1, 1, 1));
}
