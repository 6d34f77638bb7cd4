//! The precise model from a fine-tuned checkpoint: its weights as bytes, and the last numbers chosen on dev.

use super::checkpoint::{Checkpoint, file};
use super::rows::{Reader, Row, Seen};
use super::tune::Tuned;
use super::{apart, several};
use crate::data::Question;
use crate::{ErrorKind, Progress, Round, TrainError, Trained};
use chaffinch_encoder::Pieces;
use chaffinch_stance::stance::layout::{Asked, LAYOUT, Layout, Mentions};
use chaffinch_stance::stance::precise::{self, Calibration, Precise};
use std::path::Path;

/// The questions in pieces of a vocabulary, as the stage will see them: what to fine-tune an encoder on. `None` where the target has no
/// word.
///
/// # Errors
/// `Data` for a vocabulary that lacks a special piece; `Config` when what the stage embeds cannot be read.
pub fn pieces(
    vocabulary: &str,
    mentions: Mentions,
    questions: &[Question],
) -> Result<Vec<Option<Asked>>, TrainError> {
    let refused = |error| TrainError::new(ErrorKind::Data, format!("the vocabulary {error}"));
    let pieces = Pieces::read(vocabulary).map_err(refused)?;
    let layout = Layout::of(&pieces, mentions).map_err(refused)?;
    Reader::new()?.each(questions, |_, asked| asked.map(|asked| layout.lay(&pieces, &asked)))
}

/// Makes a model of a fine-tuned checkpoint, a folder, and of the file of a linear model that is to stand beside it, if any; `gold`
/// is what they learnt from, and `dev` tells the temperature and how far to lean.
///
/// # Errors
/// `Io` and `Data` for a checkpoint or file that cannot be read or is not what is expected, and for dev as [`super::train`].
pub fn finish(
    checkpoint: &Path,
    beside: Option<&Path>,
    gold: &[Question],
    dev: &[Question],
    progress: &mut dyn Progress,
) -> Result<Trained, TrainError> {
    let Checkpoint { asks, weights, head } = Checkpoint::read(checkpoint)?;
    let linear = beside.map(file).transpose()?;
    let write = |calibration| precise::write(asks, &weights, &head, linear.as_deref(), calibration);
    let model = Precise::open(write(Calibration::default()))
        .map_err(|error| TrainError::new(ErrorKind::Data, format!("the model {error}")))?;
    let (dev, repeated) = apart(gold, dev);
    let answer = |question: &Question, asked: Option<Seen<'_>>| {
        let row = Row { behind: asked.as_ref().is_some_and(|asked| asked.is_behind()), ..Row::of(question) };
        let odds = asked.map_or([0.0, 1.0, 0.0], |asked| model.odds(&asked).list());
        (row, odds.map(|odds| odds.max(1e-9).ln()))
    };
    let (rows, scores): (Vec<Row>, Vec<_>) = Reader::new()?.each(&dev, answer)?.into_iter().unzip();
    several(&rows, "dev")?;
    let tuned = Tuned::on(&rows, &scores, &dev);
    progress.round(&Round { number: 1, of: 1, message: tuned.score.says() });
    let sides = |side: i8| gold.iter().filter(|question| question.side.signum() == side).count();
    let mut facts = vec![
        (
            "model",
            format!(
                "transformer encoder, {} layers of {} numbers, weights of one byte",
                weights.layers.len(),
                weights.width()
            ),
        ),
        ("layout of questions", LAYOUT.to_owned()),
        ("mentions that are asked about", head.mentions.name().to_owned()),
        ("beside it", if linear.is_some() { "a linear model" } else { "nothing" }.to_owned()),
        ("pieces", weights.words.nrows().to_string()),
        ("questions learnt from", gold.len().to_string()),
        ("against, neutral, for", format!("{}, {}, {}", sides(-1), sides(0), sides(1))),
    ];
    facts.extend(tuned.facts(repeated));
    let calibration = Calibration {
        temperature: tuned.temperature,
        lean: tuned.lean.ahead,
        lean_behind: tuned.lean.behind,
    };
    let facts = facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Trained { file: write(calibration), facts })
}
