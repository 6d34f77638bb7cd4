//! `stance` against rows that judge one mention: NewsMTSC, SEESAW, DSE.
//!
//! The stance that answers is the one whose `mention` is the target's span, or else the one
//! whose mention overlaps it most; without any, there is no answer. SEESAW goes by the sign of
//! the score. DSE takes the direction that is not neutral, and the stronger where both are not.

use crate::gold::{Input, Shape};
use crate::metric::confusion::Confusion;
use crate::metric::counts::ByLabel;
use crate::metric::matching::jaccard;
use crate::report::Report;
use crate::score::judged::{Judged, Judgement};
use crate::score::{Case, Tally, sign};
use crate::side::{Mark, Side};

pub(crate) struct Judgements {
    judged: Judged,
}

impl Judgements {
    pub(crate) fn new(shape: Shape) -> Self {
        Self { judged: Judged::new(shape) }
    }
}

impl Tally for Judgements {
    fn add(&mut self, case: &Case<'_>) {
        let Some(class) = case.class else { return };
        let pairs = case.inputs.iter().zip(case.found);
        let answers: Vec<Option<Judgement>> =
            pairs.map(|(input, side)| answer(input, side).map(judgement)).collect();
        self.judged.add(class, &answers);
    }

    fn merge(&mut self, other: Self) {
        self.judged.merge(&other.judged);
    }

    fn write(self, report: &mut Report) {
        let Judged { shape, table, three, polarity, direction, calibration } = &self.judged;
        let classes = shape.classes();
        let mut by = ByLabel::default();
        for (class, name) in classes.iter().enumerate() {
            *by.of(name) = table.counts(class);
        }
        report.labels("classes", &by);
        let of = (table.total(), "rows");
        report.figure(
            "macro_f1",
            table.macro_f1(),
            (classes.len() as u64, "classes"),
            "mean F1 of the classes",
        );
        report.figure("accuracy", table.accuracy(), of, "answered rightly");
        if *shape == Shape::Dse {
            let three = three.macro_f1();
            report.figure(
                "macro_f1_three",
                three,
                (3, "classes"),
                "for, against, neutral, whoever takes the side",
            );
        }
        if *shape != Shape::Seesaw {
            sided(report, polarity, direction, *shape);
        }
        let answered = (calibration.answers(), "answers with a confidence");
        let name = "expected calibration error, ten bins; 0 is best";
        report.figure("calibration_error", calibration.error(), answered, name);
        if table.unanswered() > 0 {
            report
                .notes
                .push(format!("rows without an answer, which count as wrong: {}", table.unanswered()));
        }
        report.compared = match shape {
            Shape::Dse => "who stands how to whom, five classes",
            Shape::Seesaw => "the sign of the stance of a given holder toward a given target",
            _ => "the stance toward a given mention, three classes",
        };
        let (name, value) = self.judged.headline();
        report.headline(name, value);
    }
}

/// The rows in which gold and answer take sides.
fn sided(report: &mut Report, polarity: &Confusion, direction: &Confusion, shape: Shape) {
    let of = (polarity.total(), "rows in which gold and answer take sides");
    report.figure("polarity_accuracy", polarity.accuracy(), of, "on the right side");
    report.figure(
        "polarity_f1",
        polarity.macro_f1(),
        (2, "sides"),
        "mean F1 of for and against in these rows",
    );
    if shape == Shape::Dse {
        report.figure("direction_accuracy", direction.accuracy(), of, "in the right direction");
    }
}

/// What a stance answers.
fn judgement(mark: &Mark) -> Judgement {
    Judgement { side: sign(&mark.label, None), score: mark.score, confidence: mark.confidence }
}

/// The stance about the target of the input.
fn answer<'s>(input: &Input, side: &'s Side) -> Option<&'s Mark> {
    let target = input.target.as_ref()?;
    let overlaps = side.marks.iter().filter_map(|mark| {
        let shared = jaccard(mark.mention.as_ref()?, target);
        (shared > 0.0).then_some((shared, mark))
    });
    let best = overlaps.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, mark)| mark)
}

#[cfg(test)]
#[path = "judgements_tests.rs"]
mod tests;
