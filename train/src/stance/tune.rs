//! The few numbers that are chosen, not learnt: the temperature, and what leans the choice of the label.

use super::fit::Triple;
use super::rows::Row;
use super::score::{Answer, Lean, Score};
use crate::data::Question;

/// Steps of the grid to each side, and how many make one unit of log-odds.
const STEPS: i16 = 15;
const PARTS: f32 = 10.0;

/// What was chosen, and how the answers then do on dev.
pub(super) struct Tuned {
    pub(super) temperature: f32,
    pub(super) lean: Lean,
    pub(super) score: Score,
}

impl Tuned {
    /// Chooses by the scores of the classes of dev's questions.
    pub(super) fn on(rows: &[Row], scores: &[Triple], dev: &[Question]) -> Self {
        let answers = |temperature: f32| -> Vec<Answer> {
            rows.iter().zip(scores).map(|(row, scores)| Answer::of(row, *scores, temperature)).collect()
        };
        let (lean, _) = lean(&answers(1.0), dev);
        let temperature = temperature(|temperature| {
            let lean = lean.cooled(temperature);
            answers(temperature).iter().zip(rows).map(|(answer, row)| answer.trust(lean, row)).collect()
        });
        let lean = lean.cooled(temperature);
        Self { temperature, lean, score: Score::of(&answers(temperature), dev, lean) }
    }

    /// For the card.
    pub(super) fn facts(&self, repeated: usize) -> Vec<(&'static str, String)> {
        let mut facts = vec![
            ("temperature", format!("{:.2} (on dev)", self.temperature)),
            ("lean", format!("{:?} (log-odds of against, neutral, for; on dev)", self.lean.ahead)),
            ("lean where the holder stands behind", format!("{:?}", self.lean.behind)),
        ];
        if repeated > 0 {
            facts.push(("dev rows left out, their text is in the gold", repeated.to_string()));
        }
        facts.extend(self.score.facts());
        facts
    }
}

/// The temperature from 0.5 to 3 under which answers are as sure as they are right: `trust` says for a temperature how sure
/// each answer is, and whether it is right.
pub(super) fn temperature(trust: impl Fn(f32) -> Vec<(f32, bool)>) -> f32 {
    let loss = |temperature: f32| -> f64 {
        let row = |(sure, right): (f32, bool)| {
            let odds = f64::from(if right { sure } else { 1.0 - sure });
            -libm::log(odds.max(1e-6))
        };
        trust(temperature).into_iter().map(row).sum()
    };
    let grid = (50..=300_u16).map(|step| f32::from(step) * 0.01);
    let losses = grid.map(|temperature| (loss(temperature), temperature));
    losses.reduce(|best, next| if next.0 < best.0 { next } else { best }).map_or(1.0, |(_, best)| best)
}

/// What to add to the log-odds of the classes for the best score on dev; the least that gives it. First for all questions
/// alike, then for those whose holder stands behind the target.
pub(super) fn lean(answers: &[Answer], dev: &[Question]) -> (Lean, Score) {
    let start = Lean::default();
    let first = best(answers, dev, start, |lean| Lean { ahead: lean, behind: lean });
    if !answers.iter().any(|answer| answer.behind) {
        return first;
    }
    let ahead = first.0.ahead;
    best(answers, dev, first.0, |lean| Lean { ahead, behind: lean })
}

fn best(answers: &[Answer], dev: &[Question], start: Lean, made: impl Fn(Triple) -> Lean) -> (Lean, Score) {
    let mut grid: Vec<(i16, i16)> =
        (-STEPS..=STEPS).flat_map(|against| (-STEPS..=STEPS).map(move |favor| (against, favor))).collect();
    grid.sort_by_key(|(against, favor)| against.abs() + favor.abs());
    let mut best = (start, Score::of(answers, dev, start));
    for (against, favor) in grid {
        let lean = made([f32::from(against) / PARTS, 0.0, f32::from(favor) / PARTS]);
        let score = Score::of(answers, dev, lean);
        if score.headline() > best.1.headline() + 1e-9 {
            best = (lean, score);
        }
    }
    best
}
