//! The trainer of the stage `stance`: gold that says which side is taken toward a mention in, a small model out.
//!
//! A multinomial logistic regression over the stage's hashed features, with a hidden layer over those with values (`fit`),
//! features dropped at random (N. Srivastava et al., *Dropout*, 2014); several that differ in their random choices are
//! averaged (L. Breiman, *Bagging Predictors*, 1996). Gold may be a guess, with odds in place of a label: a small model learns
//! from a bigger one so (G. Hinton et al., *Distilling the Knowledge in a Neural Network*, 2015). Dev finds what leans the
//! choice of the label towards rare classes, and the temperature under which the answers are as sure as they are right
//! (C. Guo et al., *On Calibration of Modern Neural Networks*, 2017).
//!
//! ```text
//! gold ── rows (the stage's own features) ── fit, once a round ── side by side ── lean and temperature on dev ── file
//! ```
//!
//! Gold that names holders (SEESAW, DSE) makes a model that is asked about pairs; other gold (`NewsMTSC`) one that is asked
//! about the author. A precise model is fine-tuned elsewhere (`models/encoder.py`) and only finished here. Rows of dev whose text is also in the gold are left out.

mod checkpoint;
mod encoder;
mod file;
mod fit;
mod rows;
mod score;
mod tune;

pub use encoder::{finish, pieces};

use crate::data::Question;
use crate::{ErrorKind, Progress, Round, Settings, TrainError, Trained};
use chaffinch_stance::stance::features::FEATURES;
use chaffinch_stance::stance::model::{Asks, UNITS};
use file::BAGS;
use fit::Triple;
use rows::{Reader, Row};
use tune::Tuned;

/// Trains on `gold`; `dev` tells the temperature and how far to lean.
///
/// # Errors
/// `Usage` for no round, or more than fit into a file; `Data` when the gold or dev takes fewer than two sides, or dev has
/// no row that is not in the gold; `Config` when what the stage embeds cannot be read.
pub fn train(
    gold: &[Question],
    dev: &[Question],
    settings: Settings,
    progress: &mut dyn Progress,
) -> Result<Trained, TrainError> {
    if let Some(rounds) = settings.rounds.filter(|rounds| *rounds > BAGS) {
        let message =
            format!("asked for {rounds} rounds, expected {BAGS} or fewer: so many models fit into a file");
        return Err(TrainError::new(ErrorKind::Usage, message));
    }
    let (dev, repeated) = apart(gold, dev);
    let mut reader = Reader::new()?;
    let rows = reader.read(gold)?;
    let trials = reader.read(&dev)?;
    let dev = &dev[..];
    several(&rows, "gold")?;
    several(&trials, "dev")?;
    let asks = if gold.iter().any(|question| question.holder.is_some()) { Asks::Pair } else { Asks::Target };
    let most = settings.rounds.unwrap_or(BAGS);
    let mut models = Vec::new();
    let mut reached: Option<Reached> = None;
    for number in 1..=most {
        models.push(fit::fit(&rows, settings.seed.wrapping_add(number as u64)));
        let mut packed = file::Packed::of(&models);
        let scores: Vec<Triple> = trials.iter().map(|row| packed.scores(row)).collect();
        let tuned = Tuned::on(&trials, &scores, dev);
        packed.cool(tuned.temperature);
        progress.round(&Round { number, of: most, message: tuned.score.says() });
        reached = Some(Reached { round: number, packed, tuned });
    }
    let reached = reached
        .ok_or_else(|| TrainError::new(ErrorKind::Usage, "no round was trained; ask for one or more"))?;
    let facts = facts(&reached, &rows, repeated, settings);
    let file = reached.packed.write(asks, reached.tuned.lean);
    Ok(Trained { file, facts })
}

/// What the rounds so far have made.
struct Reached {
    round: usize,
    packed: file::Packed,
    tuned: Tuned,
}

/// The questions of dev whose text is not in the gold, and how many rows were left out.
fn apart(gold: &[Question], dev: &[Question]) -> (Vec<Question>, usize) {
    let known: std::collections::BTreeSet<&str> = gold.iter().map(|question| &*question.text).collect();
    let (kept, repeated): (Vec<_>, Vec<_>) =
        dev.iter().cloned().partition(|question| !known.contains(&*question.text));
    let mut rows: Vec<usize> = repeated.iter().map(|question| question.row).collect();
    rows.dedup();
    (kept, rows.len())
}

/// That rows take more sides than one.
fn several(rows: &[Row], name: &str) -> Result<(), TrainError> {
    if rows.first().is_some_and(|first| rows.iter().any(|row| row.class != first.class)) {
        return Ok(());
    }
    let message = format!("every row of the {name} takes the same side, or there is none; two are needed");
    Err(TrainError::new(ErrorKind::Data, message))
}

fn facts(reached: &Reached, rows: &[Row], repeated: usize, settings: Settings) -> Vec<(String, String)> {
    let of = |class: usize| rows.iter().filter(|row| row.class == class).count();
    let mut facts = vec![
        ("model", format!("softmax of three classes, hashed features of one byte, {UNITS} hidden units")),
        ("feature set", FEATURES.to_owned()),
        ("questions learnt from", rows.len().to_string()),
        ("of these guessed by another model", rows.iter().filter(|row| row.guessed).count().to_string()),
        ("against, neutral, for", format!("{}, {}, {}", of(0), of(1), of(2))),
        ("seed", settings.seed.to_string()),
        ("averaged models", reached.round.to_string()),
    ];
    facts.extend(reached.tuned.facts(repeated));
    facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests;
