//! Answers to questions about mentions, counted: what `eval stance` reports of NewsMTSC, SEESAW and DSE, and what a trainer
//! stops by.
//!
//! A row with one question has three classes, or two where the gold is never neutral; a row that asks both directions of
//! a pair has five, and its answer is the direction that takes a side, the stronger where both do.

use crate::gold::{GoldQuestion, Shape};
use crate::metric::calibration::Calibration;
use crate::metric::confusion::Confusion;
use crate::metric::counts::ratio;

/// An answer to a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// The side taken: 1 for, -1 against, 0 neither.
    pub side: i8,
    /// -1 to 1, where the answer has one.
    pub score: Option<f64>,
    /// How sure it is, 0 to 1, where it says so.
    pub confidence: Option<f64>,
}

/// Counted answers.
#[derive(Clone, Debug)]
pub struct Judged {
    pub(crate) shape: Shape,
    /// The classes of the shape.
    pub(crate) table: Confusion,
    /// For, against and neutral, whoever takes the side.
    pub(crate) three: Confusion,
    /// For and against, where gold and answer take sides.
    pub(crate) polarity: Confusion,
    /// p to q and q to p, where gold and answer take sides.
    pub(crate) direction: Confusion,
    pub(crate) calibration: Calibration,
}

impl Judged {
    pub(crate) fn new(shape: Shape) -> Self {
        Self {
            shape,
            table: Confusion::new(shape.classes().len()),
            three: Confusion::new(3),
            polarity: Confusion::new(2),
            direction: Confusion::new(2),
            calibration: Calibration::default(),
        }
    }

    /// Counts the answers to questions, one each.
    #[must_use]
    pub fn of(questions: &[GoldQuestion], answers: &[Judgement]) -> Self {
        let rows = || questions.chunk_by(|a, b| a.row == b.row);
        let shape = match () {
            () if rows().any(|row| row.len() > 1) => Shape::Dse,
            () if questions.iter().all(|question| question.side != 0) => Shape::Seesaw,
            () => Shape::NewsMtsc,
        };
        let mut judged = Self::new(shape);
        let mut at = 0;
        for row in rows() {
            let answers = answers.get(at..at + row.len()).unwrap_or_default();
            at += row.len();
            let answers: Vec<Option<Judgement>> = answers.iter().copied().map(Some).collect();
            let sides: Vec<i8> = row.iter().map(|question| question.side).collect();
            if let Some(class) = shape.class(&sides) {
                judged.add(class, &answers);
            }
        }
        judged
    }

    /// Counts the answers to the questions of a row whose class is `gold`.
    pub(crate) fn add(&mut self, gold: usize, answers: &[Option<Judgement>]) {
        let (found, confidence) = match (self.shape, answers) {
            (Shape::Dse, [p_to_q, q_to_p]) => directed(*p_to_q, *q_to_p),
            (Shape::Seesaw, [Some(answer), ..]) => (polarity(answer), answer.confidence),
            (shape, [Some(answer), ..]) => (shape.class(&[answer.side]), answer.confidence),
            _ => (None, None),
        };
        self.table.add(gold, found);
        let way = |class: usize| (self.shape.side(class, 0), self.shape.side(class, 1));
        let three = |class: usize| match self.shape {
            Shape::Dse => side(way(class).0 + way(class).1),
            _ => side(way(class).0),
        };
        self.three.add(three(gold), found.map(three));
        if let Some(found) = found {
            let sided = three(gold) != 2 && three(found) != 2;
            if sided {
                self.polarity.add(three(gold), Some(three(found)));
                self.direction.add(usize::from(way(gold).0 == 0), Some(usize::from(way(found).0 == 0)));
            }
            if let Some(confidence) = confidence {
                self.calibration.add(confidence, found == gold);
            }
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.table.merge(&other.table);
        self.three.merge(&other.three);
        self.polarity.merge(&other.polarity);
        self.direction.merge(&other.direction);
        self.calibration.merge(&other.calibration);
    }

    /// Rows.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.table.total()
    }

    /// The name of the figure that counts most, and its value: accuracy where the gold is never neutral, else macro-F1.
    #[must_use]
    pub fn headline(&self) -> (&'static str, Option<f64>) {
        match self.shape {
            Shape::Seesaw => ("accuracy", self.accuracy()),
            _ => ("macro_f1", self.macro_f1()),
        }
    }

    /// The mean F1 of the classes that occur.
    #[must_use]
    pub fn macro_f1(&self) -> Option<f64> {
        self.table.macro_f1()
    }

    /// The share of rows that are answered rightly.
    #[must_use]
    pub fn accuracy(&self) -> Option<f64> {
        ratio(self.table.right(), self.table.total())
    }

    /// The mean F1 of for, against and neutral, whoever takes the side; of the gold that has neutral rows.
    #[must_use]
    pub fn three_way(&self) -> Option<f64> {
        self.three.macro_f1()
    }

    /// Expected calibration error of the confidences, in ten bins; 0 is best.
    #[must_use]
    pub fn calibration_error(&self) -> Option<f64> {
        self.calibration.error()
    }
}

/// The number of the class `for`, `against` or `neutral`.
fn side(side: i8) -> usize {
    match side {
        1.. => 0,
        0 => 2,
        _ => 1,
    }
}

/// The side of the score; of the label where it has none.
fn polarity(answer: &Judgement) -> Option<usize> {
    match answer.score.unwrap_or_else(|| f64::from(answer.side)) {
        score if score > 0.0 => Some(0),
        score if score < 0.0 => Some(1),
        _ => None,
    }
}

/// The class of two directions, and how sure its answer was.
fn directed(p_to_q: Option<Judgement>, q_to_p: Option<Judgement>) -> (Option<usize>, Option<f64>) {
    let strength = |a: Judgement| a.score.map_or(1.0, f64::abs);
    let sided = |a: Option<Judgement>| a.is_some_and(|a| a.side != 0);
    let first = match (p_to_q, q_to_p) {
        (Some(p), Some(q)) if sided(Some(q)) => sided(Some(p)) && strength(p) >= strength(q),
        (p, _) => p.is_some(),
    };
    let (answer, shift) = if first { (p_to_q, 0) } else { (q_to_p, 1) };
    let class = answer.map(|a| match a.side {
        1.. => 1 + shift,
        0 => 0,
        _ => 3 + shift,
    });
    (class, answer.and_then(|a| a.confidence))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn answer(side: i8, score: f64) -> Judgement {
        Judgement { side, score: Some(score), confidence: Some(0.5) }
    }

    fn questions(rows: &[&[i8]]) -> Vec<GoldQuestion> {
        let row = |(row, sides): (usize, &&[i8])| {
            sides
                .iter()
                .map(move |&side| GoldQuestion {
                    row,
                    text: "Ada met Bo.".into(),
                    target: 0..3,
                    holder: None,
                    side,
                    odds: None,
                })
                .collect::<Vec<_>>()
        };
        rows.iter().enumerate().flat_map(row).collect()
    }

    #[test]
    fn dse_takes_the_stronger_direction() {
        let ask = |p: Option<(i8, f64)>, q: Option<(i8, f64)>| {
            directed(p.map(|(s, v)| answer(s, v)), q.map(|(s, v)| answer(s, v))).0
        };
        assert_eq!(ask(Some((0, 0.0)), Some((0, 0.0))), Some(0));
        assert_eq!(ask(Some((1, 0.4)), Some((0, 0.0))), Some(1));
        assert_eq!(ask(Some((0, 0.1)), Some((1, 0.4))), Some(2));
        assert_eq!(ask(Some((-1, -0.6)), Some((1, 0.4))), Some(3));
        assert_eq!(ask(Some((1, 0.3)), Some((-1, -0.4))), Some(4));
        assert_eq!(ask(None, Some((-1, -0.4))), Some(4));
        assert_eq!(ask(Some((0, 0.0)), None), Some(0));
        assert_eq!(ask(None, None), None);
    }

    #[test]
    fn five_classes_are_three_and_two() {
        // gold: p for q, q against p, nobody; answers: q for p, q against p, p against q
        let gold = questions(&[&[1, 0], &[0, -1], &[0, 0]]);
        let answers = [
            answer(0, 0.0),
            answer(1, 0.6),
            answer(0, 0.0),
            answer(-1, -0.6),
            answer(-1, -0.2),
            answer(0, 0.0),
        ];
        let judged = Judged::of(&gold, &answers);
        assert_eq!((judged.rows(), judged.headline().0), (3, "macro_f1"));
        assert_eq!(judged.accuracy(), Some(1.0 / 3.0));
        // for 1, against 2/3, neutral 0
        assert!((judged.three_way().unwrap() - 5.0 / 9.0).abs() < 1e-12);
        assert_eq!(judged.polarity.accuracy(), Some(1.0));
        assert_eq!(judged.direction.accuracy(), Some(0.5));
    }

    #[test]
    fn gold_without_neutral_goes_by_the_sign_of_the_score() {
        let judged = Judged::of(
            &questions(&[&[1], &[-1], &[-1]]),
            &[answer(0, 0.1), answer(0, 0.1), answer(-1, -0.9)],
        );
        assert_eq!(judged.headline(), ("accuracy", Some(2.0 / 3.0)));
        let judged = Judged::of(&questions(&[&[1], &[0]]), &[answer(0, 0.1), answer(0, 0.1)]);
        assert_eq!(judged.headline().0, "macro_f1");
        assert_eq!(judged.accuracy(), Some(0.5));
    }
}
