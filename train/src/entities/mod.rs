//! The trainer of the stage `entities`: gold with PER, ORG and LOC (GPE counts as LOC) in, a tagger out.
//!
//! ```text
//! gold ─ recase (copies in lower case) ─ corpus (features of the stage, by number) ─ crf (rounds)
//!      ─ the stage's model file ─ dev F1 ─ again, until nothing gets better
//! ```

mod corpus;
mod crf;
mod recase;
mod score;

use crate::data::Document;
use crate::{ErrorKind, Progress, Round, Settings, TrainError, Trained};
use chaffinch_entities::training::{self, Extractor, Weights};
use corpus::Corpus;
use crf::{Crf, Mean};

/// Rounds at most, unless the settings say otherwise.
const ROUNDS: usize = 16;
/// Rounds without a better dev F1 after which training stops.
const PATIENCE: usize = 6;
/// The table of weights has `2^SIZE` cache lines of four rows.
const SIZE: u32 = 16;

/// Trains a tagger. With `dev`, the model of the best round is kept and training stops when it gets no better.
///
/// # Errors
/// `Data` when the gold names no person, organisation or place; `Config` when what the stage embeds cannot be read.
pub fn train(
    gold: &[Document],
    dev: &[Document],
    settings: Settings,
    progress: &mut dyn Progress,
) -> Result<Trained, TrainError> {
    let mut extractor = Extractor::new()?;
    let corpus = Corpus::read(gold, &mut extractor)?;
    if corpus.names == 0 {
        return Err(TrainError::new(
            ErrorKind::Data,
            "the gold names no `PER`, `ORG`, `LOC` or `GPE`; nothing can be learned from it",
        ));
    }
    let of = settings.rounds.unwrap_or(ROUNDS).max(1);
    let mut crf = Crf::new(corpus.keys.len(), settings.seed);
    let mut mean = Mean::default();
    let mut best: Option<Best> = None;
    for number in 1..=of {
        let loss = crf.round(&corpus, number, of);
        mean.add(&crf);
        let trial = Trial::of(&mean.weights(&corpus.keys), 0.0, dev, &mut extractor)?;
        let message = match dev {
            [] => format!("loss {loss:.4}"),
            _ => format!("loss {loss:.4}, dev F1 {:.4}", trial.counts.f1()),
        };
        progress.round(&Round { number, of, message });
        if best.as_ref().is_none_or(|b| dev.is_empty() || trial.counts.f1() > b.trial.counts.f1()) {
            best = Some(Best { round: number, weights: mean.weights(&corpus.keys), trial });
        }
        if best.as_ref().is_some_and(|b| number >= b.round + PATIENCE) {
            break;
        }
    }
    let mut best =
        best.ok_or_else(|| TrainError::new(ErrorKind::Usage, "no round was trained; ask for one or more"))?;
    best.lean(dev, &mut extractor)?;
    Ok(Trained { facts: facts(&best, gold, dev, &corpus, settings), file: best.trial.file })
}

/// What is tried as [`Trial::lean`].
const LEANS: [f32; 6] = [0.2, 0.4, 0.6, 0.8, 1.0, 1.2];

/// The best round so far.
struct Best {
    round: usize,
    weights: Weights,
    trial: Trial,
}

impl Best {
    /// Likelihood and F1 want different things: a model that finds too little for the best F1 is leaned towards names.
    fn lean(&mut self, dev: &[Document], extractor: &mut Extractor) -> Result<(), TrainError> {
        for lean in LEANS.into_iter().filter(|_| !dev.is_empty()) {
            let trial = Trial::of(&self.weights, lean, dev, extractor)?;
            if trial.counts.f1() > self.trial.counts.f1() {
                self.trial = trial;
            }
        }
        Ok(())
    }
}

/// A model file, and how it does on dev.
struct Trial {
    /// How much the score of every tag outside names was lowered.
    lean: f32,
    file: Vec<u8>,
    rows: usize,
    counts: score::Counts,
}

impl Trial {
    fn of(
        weights: &Weights,
        lean: f32,
        dev: &[Document],
        extractor: &mut Extractor,
    ) -> Result<Self, TrainError> {
        let mut weights = weights.clone();
        for row in &mut weights.transitions {
            row[training::OUTSIDE] -= lean;
        }
        let (file, rows) = training::model(&weights, SIZE, &[])?;
        let counts = score::counts(dev, &file, extractor)?;
        Ok(Self { lean, file, rows, counts })
    }
}

fn facts(
    best: &Best,
    gold: &[Document],
    dev: &[Document],
    corpus: &Corpus,
    settings: Settings,
) -> Vec<(String, String)> {
    let mut facts = vec![
        ("model", "linear-chain CRF, BILOU over PER ORG LOC, AdaGrad, mean of the last rounds".to_owned()),
        ("feature set", training::FEATURE_SET.to_owned()),
        ("documents, names", format!("{}, {}", gold.len(), corpus.names)),
        ("features seen twice or more", corpus.keys.len().to_string()),
        ("features in the model", best.trial.rows.to_string()),
        ("seed", settings.seed.to_string()),
        ("rounds", best.round.to_string()),
        ("lean towards names", best.trial.lean.to_string()),
    ];
    if !dev.is_empty() {
        facts.push(("dev documents", dev.len().to_string()));
        facts.extend(best.trial.counts.facts());
    }
    facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests;
