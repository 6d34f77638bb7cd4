//! How answers do on dev: as `chaffinch eval stance` counts it.

use super::fit::{Triple, softmax};
use super::rows::Row;
use crate::data::Question;
use chaffinch_eval::{Judged, Judgement};
use chaffinch_stance::stance::model::{Odds, Verdict};

/// The odds of a question's classes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    pub(super) odds: Triple,
    pub(super) behind: bool,
}

/// What is added to the log-odds when the label is chosen: where the holder, if any, stands before the target, and where
/// it stands behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Lean {
    pub(super) ahead: Triple,
    pub(super) behind: Triple,
}

impl Lean {
    /// The lean that answers the same when the scores are divided by a temperature.
    pub(super) fn cooled(self, temperature: f32) -> Self {
        let cooled = |lean: Triple| lean.map(|lean| lean / temperature);
        Self { ahead: cooled(self.ahead), behind: cooled(self.behind) }
    }
}

impl Answer {
    /// The odds of scores that are divided by a temperature.
    pub(super) fn of(row: &Row, scores: Triple, temperature: f32) -> Self {
        Self { odds: softmax(scores.map(|score| score / temperature)), behind: row.behind }
    }

    /// How sure the answer is, and whether it is right.
    pub(super) fn trust(self, lean: Lean, row: &Row) -> (f32, bool) {
        let verdict = self.verdict(lean);
        (verdict.confidence(), verdict.class == row.class)
    }

    fn verdict(self, lean: Lean) -> Verdict {
        let [against, neutral, favor] = self.odds;
        let lean = if self.behind { lean.behind } else { lean.ahead };
        Verdict::of(Odds { against, neutral, favor }, lean)
    }

    fn judgement(self, lean: Lean) -> Judgement {
        let verdict = self.verdict(lean);
        Judgement {
            side: [-1, 0, 1][verdict.class],
            score: Some(f64::from(verdict.score())),
            confidence: Some(f64::from(verdict.confidence())),
        }
    }
}

/// The score of a model on dev.
pub(super) struct Score(Judged);

impl Score {
    pub(super) fn of(answers: &[Answer], dev: &[Question], lean: Lean) -> Self {
        let judgements: Vec<Judgement> = answers.iter().map(|answer| answer.judgement(lean)).collect();
        Self(Judged::of(dev, &judgements))
    }

    /// The figure that training stops by.
    pub(super) fn headline(&self) -> f64 {
        self.0.headline().1.unwrap_or(0.0)
    }

    /// For people.
    pub(super) fn says(&self) -> String {
        let error = self.0.calibration_error().unwrap_or(0.0);
        format!("dev {} {:.4}, calibration error {error:.4}", self.0.headline().0, self.headline())
    }

    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let figure =
            |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| format!("{value:.4}"));
        vec![
            ("dev rows", self.0.rows().to_string()),
            ("dev macro-F1", figure(self.0.macro_f1())),
            ("dev macro-F1, three classes", figure(self.0.three_way())),
            ("dev accuracy", figure(self.0.accuracy())),
            ("dev calibration error, ten bins", figure(self.0.calibration_error())),
        ]
    }
}
