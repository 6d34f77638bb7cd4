//! The precise model: a small transformer reads the words around a mention. It is right more often than the linear model,
//! and some hundred times slower.
//!
//! It is asked what the linear model is asked, and sees the same words, as `layout` lays them out. The answer is read from the
//! first state, the mean of all, and the means of the marked ones (after L. Soares et al., *Matching the Blanks*, 2019). A linear
//! model may stand beside the encoder: then the odds are the geometric mean of both.
//!
//! `chaffinch train stance --encoder FOLDER` makes the file from a fine-tuned checkpoint. Beside the encoder's sections
//! ([`chaffinch_encoder`]) it has:
//!
//! | section | holds |
//! |---|---|
//! | `head` | `f32`, a row an answer: what each number weighs, and what is added |
//! | `beside` | a file of a linear model (`model`); may be missing |
//! | `answer` | three `f32` three times: the temperature; what is added to the log-odds; what instead where a holder stands behind the target |

use std::sync::{Arc, LazyLock};

use chaffinch_encoder::{Encoder, Weights};
use chaffinch_model::{Bytes, Model as File, ModelBuilder, ModelError};

use super::features::Question;
use super::layout::{LAYOUT, Layout, Mentions};
use super::model::{Asks, KIND, Model, Odds, Verdict};

static EMBEDDED: &[u8] = chaffinch_model::include_model!("../../../../models/stance-precise.bin");

/// The released model, opened when it is first asked for.
static RELEASED: LazyLock<Result<Precise, ModelError>> = LazyLock::new(|| Precise::open(EMBEDDED));

/// What a question is answered with beside the states.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Against, neutral and for; then what the target does to the holder, which counts as neutral.
    pub answers: Vec<Answer>,
    /// What the encoder sees of the mentions.
    pub mentions: Mentions,
}

/// How an answer is read from states.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What each number weighs: of the first state, of the means of all, of the target and of the holder.
    pub weights: Vec<f32>,
    /// What is added.
    pub start: f32,
}

/// What makes odds as sure as they are right, and leans the choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// What log-odds are divided by.
    pub temperature: f32,
    /// What is then added to them.
    pub lean: [f32; 3],
    /// The same where a holder stands behind the target.
    pub lean_behind: [f32; 3],
}

impl Default for Calibration {
    fn default() -> Self {
        Self { temperature: 1.0, lean: [0.0; 3], lean_behind: [0.0; 3] }
    }
}

/// An open precise model. A clone shares its weights.
#[derive(Clone, Debug)]
pub struct Precise {
    asks: Asks,
    encoder: Encoder,
    layout: Layout,
    head: Arc<Head>,
    beside: Option<Box<Model>>,
    calibration: Calibration,
}

impl Precise {
    /// The model in the binary.
    ///
    /// # Errors
    /// It cannot be read, which a test keeps from being released.
    pub fn released() -> Result<Self, ModelError> {
        RELEASED.clone()
    }

    /// Opens a model file.
    ///
    /// # Errors
    /// `file` is no such model, is damaged, or lays questions out otherwise than this version.
    pub fn open(file: impl Into<Bytes>) -> Result<Self, ModelError> {
        let file = File::open(file, KIND)?.verify()?;
        file.expect("features", LAYOUT)?;
        let asks = Asks::of(&file)?;
        let encoder = Encoder::open(&file)?;
        let mentions = file.meta("mentions").unwrap_or_default().parse();
        let mentions = mentions.map_err(|why| ModelError::new(format!("says of its `mentions`: {why}")))?;
        let layout = Layout::of(encoder.pieces(), mentions)?;
        let &[[temperature, ..], lean, lean_behind] = file.numbers::<[f32; 3]>("answer")? else {
            return Err(ModelError::new("has a section `answer` that has not three rows; train it anew"));
        };
        let calibration = Calibration { temperature, lean, lean_behind };
        let head = Head::read(&file, asks.pooled() * encoder.width(), mentions)?;
        let beside = match file.has("beside") {
            true => Some(Box::new(Model::open(file.section("beside")?.to_vec())?)),
            false => None,
        };
        if beside.as_ref().is_some_and(|beside| beside.asks() != asks) {
            let message = "has a linear model beside its encoder that is asked something else; train it anew";
            return Err(ModelError::new(message));
        }
        let numbers = [temperature].into_iter().chain(lean).chain(lean_behind);
        if !numbers.chain(head.numbers()).all(f32::is_finite) || temperature <= 0.0 {
            return Err(ModelError::new("has weights that are no numbers; train it anew"));
        }
        Ok(Self { asks, encoder, layout, head: head.into(), beside, calibration })
    }

    /// What the model was asked about in training.
    #[must_use]
    pub fn asks(&self) -> Asks {
        self.asks
    }

    /// Answers a question.
    #[must_use]
    pub fn judge(&self, question: &Question<'_>) -> Verdict {
        let Calibration { temperature, lean, lean_behind } = self.calibration;
        let odds = self.odds(question).list().map(|odds| odds.powf(1.0 / temperature));
        let sum: f32 = odds.iter().sum();
        let lean = if question.is_behind() { lean_behind } else { lean };
        Verdict::of(Odds::of(odds.map(|odd| odd / sum)), lean)
    }

    /// The odds of the classes, without temperature and lean.
    #[must_use]
    pub fn odds(&self, question: &Question<'_>) -> Odds {
        let own = self.read(question);
        let Some(beside) = &self.beside else { return own };
        let mut odds = beside.odds(question).list();
        odds.iter_mut().zip(own.list()).for_each(|(odd, own)| *odd = (*odd * own).sqrt());
        let sum: f32 = odds.iter().sum();
        Odds::of(odds.map(|odd| odd / sum))
    }

    /// What the encoder says.
    fn read(&self, question: &Question<'_>) -> Odds {
        let asked = self.layout.lay(self.encoder.pieces(), question);
        let states = self.encoder.states(&asked.ids);
        let mut read = Vec::new();
        for range in [0..1, 0..states.count(), asked.target] {
            states.mean(range, &mut read);
        }
        if self.asks == Asks::Pair {
            states.mean(asked.holder.unwrap_or_default(), &mut read);
        }
        let score = |answer: &Answer| {
            let products = answer.weights.iter().zip(&read).map(|(weight, number)| weight * number);
            products.sum::<f32>() + answer.start
        };
        let scores: Vec<f32> = self.head.answers.iter().map(score).collect();
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
        let sum: f32 = powers.iter().sum();
        let odds: Vec<f32> = powers.iter().map(|power| power / sum).collect();
        let rest: f32 = odds.iter().skip(3).sum();
        Odds::of([odds[0], odds[1] + rest, odds[2]])
    }
}

impl Asks {
    /// How many states an answer is read from.
    fn pooled(self) -> usize {
        match self {
            Self::Target => 3,
            Self::Pair => 4,
        }
    }
}

impl Head {
    fn read(file: &File, width: usize, mentions: Mentions) -> Result<Self, ModelError> {
        let numbers = file.numbers::<f32>("head")?;
        let rows = numbers.chunks_exact(width + 1);
        if !rows.remainder().is_empty() || rows.len() < 3 {
            let (found, expected) = (numbers.len(), width + 1);
            return Err(ModelError::new(format!(
                "has {found} numbers in section `head`, expected {expected} for each of three answers or more"
            )));
        }
        let answer = |row: &[f32]| {
            row.split_last().map(|(start, weights)| Answer { weights: weights.to_vec(), start: *start })
        };
        Ok(Self { answers: rows.filter_map(answer).collect(), mentions })
    }

    fn numbers(&self) -> impl Iterator<Item = f32> {
        self.answers.iter().flat_map(|answer| answer.weights.iter().chain([&answer.start])).copied()
    }
}

/// Writes a model file; `beside` is one of a linear model.
#[must_use]
pub fn write(
    asks: Asks,
    weights: &Weights,
    head: &Head,
    beside: Option<&[u8]>,
    calibration: Calibration,
) -> Vec<u8> {
    let Calibration { temperature, lean, lean_behind } = calibration;
    let mut file = ModelBuilder::new(KIND)
        .meta("features", LAYOUT)
        .meta("asks", asks.name())
        .meta("mentions", head.mentions.name())
        .section_of("head", &head.numbers().collect::<Vec<_>>())
        .section_of("answer", &[[temperature; 3], lean, lean_behind]);
    if let Some(beside) = beside {
        file = file.section("beside", beside);
    }
    chaffinch_encoder::write(file, weights).finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::layout::{LONGEST, tests::PIECES};
    use super::*;
    use crate::split;
    use crate::tok::Sentence;
    use chaffinch_encoder::{Norm, Table};

    #[test]
    fn the_embedded_model_is_whole() {
        let model = Precise::released().unwrap();
        assert_eq!((model.asks(), model.head.mentions), (Asks::Target, Mentions::Hidden));
    }

    /// An encoder that answers with what the head begins with.
    fn model(answers: &[f32], calibration: Calibration) -> Vec<u8> {
        let norm = |gain: f32| Norm { gain: vec![gain; 2].into(), bias: vec![0.0; 2].into() };
        let weights = Weights {
            pieces: PIECES.to_owned(),
            heads: 1,
            words: Table::ones((PIECES.lines().count(), 2)),
            places: Table::ones((LONGEST, 2)),
            start: norm(1.0),
            layers: Vec::new(),
        };
        let answers = answers.iter().map(|start| Answer { weights: vec![1.0; 8], start: *start }).collect();
        write(Asks::Pair, &weights, &Head { answers, mentions: Mentions::Shown }, None, calibration)
    }

    fn error(file: Vec<u8>) -> String {
        Precise::open(file).unwrap_err().to_string()
    }

    #[test]
    fn answers_about_the_other_direction_are_neutral() {
        let calibration = Calibration { lean: [0.0, 0.0, 1.0], ..Calibration::default() };
        let model = Precise::open(model(&[0.0; 5], calibration)).unwrap();
        let text = "Orland praised Venn.";
        let mut sentence = Sentence::default();
        sentence.fill(text, split::words(text));
        let question = Question { text, sentence: &sentence, own: 0..4, target: 2..3, holder: None };
        assert_eq!(model.odds(&question).list().map(|odd| (odd * 5.0).round()), [1.0, 3.0, 1.0]);
        let odds = model.judge(&question).odds;
        assert!((odds.favor / odds.against - std::f32::consts::E).abs() < 1e-4, "{odds:?}");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let whole = || Calibration::default();
        assert!(Precise::open(model(&[0.0; 3], whole())).is_ok());
        let few = "has 18 numbers in section `head`, expected 9 for each of three answers or more";
        assert_eq!(error(model(&[0.0; 2], whole())), few);
        let none = "has weights that are no numbers; train it anew";
        assert_eq!(error(model(&[f32::NAN; 3], whole())), none);
        assert_eq!(error(model(&[0.0; 3], Calibration { temperature: 0.0, ..whole() })), none);
        let mut cut = model(&[0.0; 3], whole());
        cut.truncate(cut.len() - 1);
        assert!(Precise::open(cut).is_err());
        let linear = ModelBuilder::new(KIND).meta("features", "stance-3").finish();
        assert!(error(linear).contains("has `features` `stance-3`, this program needs `pieces-1`"));
    }
}
