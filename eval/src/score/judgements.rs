//! `stance` against rows that judge one mention: NewsMTSC, SEESAW, DSE.
//!
//! The stance that answers is the one whose `mention` is the target's span, or else the one
//! whose mention overlaps it most; without any, there is no answer. SEESAW goes by the sign of
//! the score. DSE takes the direction that is not neutral, and the stronger where both are not.

use crate::gold::{Input, Shape};
use crate::metric::calibration::Calibration;
use crate::metric::confusion::Confusion;
use crate::metric::counts::ByLabel;
use crate::metric::matching::jaccard;
use crate::report::Report;
use crate::score::{Case, Tally, sign};
use crate::side::{Mark, Side};

pub(crate) struct Judgements {
    shape: Shape,
    table: Confusion,
    calibration: Calibration,
}

impl Judgements {
    pub(crate) fn new(shape: Shape) -> Self {
        Self { shape, table: Confusion::new(shape.classes().len()), calibration: Calibration::default() }
    }
}

impl Tally for Judgements {
    fn add(&mut self, case: &Case<'_>) {
        let Some(class) = case.class else { return };
        let answers: Vec<Option<&Mark>> =
            case.inputs.iter().zip(case.found).map(|(input, side)| answer(input, side)).collect();
        let (found, confidence) = match (self.shape, &answers[..]) {
            (Shape::Dse, [p_to_q, q_to_p]) => directed(*p_to_q, *q_to_p),
            (Shape::Seesaw, [Some(mark), ..]) => (polarity(mark), mark.confidence),
            (_, [Some(mark), ..]) => (three_way(mark), mark.confidence),
            _ => (None, None),
        };
        self.table.add(class, found);
        if let (Some(found), Some(confidence)) = (found, confidence) {
            self.calibration.add(confidence, found == class);
        }
    }

    fn merge(&mut self, other: Self) {
        self.table.merge(&other.table);
        self.calibration.merge(&other.calibration);
    }

    fn write(self, report: &mut Report) {
        let classes = self.shape.classes();
        let mut by = ByLabel::default();
        for (class, name) in classes.iter().enumerate() {
            *by.of(name) = self.table.counts(class);
        }
        report.labels("classes", &by);
        let of = (self.table.total(), "rows");
        let macro_f1 = self.table.macro_f1();
        report.figure("macro_f1", macro_f1, (classes.len() as u64, "classes"), "mean F1 of the classes");
        report.figure("accuracy", self.table.accuracy(), of, "answered rightly");
        let answered = (self.calibration.answers(), "answers with a confidence");
        let error = self.calibration.error();
        report.figure(
            "calibration_error",
            error,
            answered,
            "expected calibration error, ten bins; 0 is best",
        );
        if self.table.unanswered() > 0 {
            report
                .notes
                .push(format!("rows without an answer, which count as wrong: {}", self.table.unanswered()));
        }
        report.compared = match self.shape {
            Shape::Dse => "who stands how to whom, five classes",
            Shape::Seesaw => "the sign of the stance of a given holder toward a given target",
            _ => "the stance toward a given mention, three classes",
        };
        match self.shape {
            Shape::Seesaw => report.headline("accuracy", self.table.accuracy()),
            _ => report.headline("macro_f1", macro_f1),
        }
    }
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

fn three_way(mark: &Mark) -> Option<usize> {
    Shape::NewsMtsc.classes().iter().position(|c| *c == mark.label)
}

/// The side of the score; of the label where it has none.
fn polarity(mark: &Mark) -> Option<usize> {
    let side = mark.score.unwrap_or_else(|| f64::from(sign(&mark.label, None)));
    match side {
        s if s > 0.0 => Some(0),
        s if s < 0.0 => Some(1),
        _ => None,
    }
}

/// The class of two directions, and how sure its answer was.
fn directed(p_to_q: Option<&Mark>, q_to_p: Option<&Mark>) -> (Option<usize>, Option<f64>) {
    let strength = |m: &Mark| m.score.map_or(1.0, f64::abs);
    let sided = |m: Option<&'_ Mark>| m.map(|m| sign(&m.label, None)).filter(|s| *s != 0);
    let first = match (p_to_q, q_to_p) {
        (Some(p), Some(q)) if sided(Some(q)).is_some() => {
            sided(Some(p)).is_some() && strength(p) >= strength(q)
        }
        (p, _) => p.is_some(),
    };
    let (mark, shift) = if first { (p_to_q, 0) } else { (q_to_p, 1) };
    let class = mark.map(|m| match sign(&m.label, None) {
        1 => 1 + shift,
        -1 => 3 + shift,
        _ => 0,
    });
    (class, mark.and_then(|m| m.confidence))
}

#[cfg(test)]
#[path = "judgements_tests.rs"]
mod tests;
