//! The model of sentiment toward a mention: three classes; a sum of hashed features with weights of one byte, and a small
//! layer of hidden units over the features with values.
//!
//! `models/stance.bin` (card: `models/stance.md`) is written by `chaffinch train stance`. Sections of the file:
//!
//! | section | holds |
//! |---|---|
//! | `sparse` | four `i8` a bucket (against, neutral, for, 0), by the high bits of a feature's hash |
//! | `dense` | 20 `f32` a slot, for the features with values: what it gives to each of 16 hidden units, then to against, neutral, for; 0 |
//! | `units` | four `f32` a hidden unit: what it begins with, and what it gives to against, neutral, for |
//! | `head` | twelve `f32`: what a unit of `sparse` weighs, what each class begins with, what is added to that, and what instead where a holder stands behind the target |
//!
//! A hidden unit gives what it has above 0 (X. Glorot et al., *Deep Sparse Rectifier Neural Networks*, 2011). Models that
//! were trained apart are one model here: their units stand side by side, and the rest is averaged.
//!
//! The classes' odds are calibrated: the temperature is in the weights, and the `lean` is added, which makes the rarer
//! classes found as often as the mean of the classes' F1 wants: it stands for how often they are to be expected (M. Saerens et
//! al., *Adjusting the Outputs of a Classifier to New a Priori Probabilities*, 2002).

use std::sync::LazyLock;

use chaffinch_model::{Bytes, Model as File, ModelBuilder, ModelError, Numbers};

use super::features::{FEATURES, Question, SLOTS, Sink, extract};
use super::vectors::Vectors;

/// What the file is for, in its header.
pub const KIND: &str = "stance";
/// Hidden units.
pub const UNITS: usize = 16;
/// What a feature with a value gives to the hidden units, then to the classes, then 0.
pub type Lanes = [f32; UNITS + 4];
/// The classes, in the order of their weights.
pub const CLASSES: [&str; 3] = ["against", "neutral", "for"];

static EMBEDDED: &[u8] = chaffinch_model::include_model!("../../../../models/stance.bin");

/// The released model.
static RELEASED: LazyLock<Result<Model, ModelError>> = LazyLock::new(|| Model::open(EMBEDDED));

/// What the model was asked about in training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// The author's stance toward a mention.
    Target,
    /// The stance of a holder, named in the text, toward a mention.
    Pair,
}

impl Asks {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Pair => "pair",
        }
    }

    /// What the header of a file says.
    pub(super) fn of(file: &File) -> Result<Self, ModelError> {
        match file.meta("asks") {
            Some("target") => Ok(Self::Target),
            Some("pair") => Ok(Self::Pair),
            found => {
                let found = found.unwrap_or_default();
                Err(ModelError::new(format!("has `asks` `{found}`, expected `target` or `pair`")))
            }
        }
    }
}

/// An open model. A clone shares its weights.
#[derive(Clone, Debug)]
pub struct Model {
    asks: Asks,
    vectors: Vectors,
    sparse: Numbers<[i8; 4]>,
    dense: Numbers<Lanes>,
    units: Numbers<[f32; 4]>,
    /// 32 less the bits of a hash that choose a bucket.
    shift: u32,
    head: Head,
}

/// The numbers that a model has once.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Head {
    /// What a unit of the hashed weights weighs.
    pub scale: [f32; 3],
    /// What each class begins with.
    pub bias: [f32; 3],
    /// What is added to a class's log-odds.
    pub lean: [f32; 3],
    /// The same where a holder stands behind the target, which is rarer and takes sides less often.
    pub lean_behind: [f32; 3],
}

/// The weights of a model file.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Against, neutral, for and 0, a bucket; their number is a power of two.
    pub sparse: Vec<[i8; 4]>,
    /// By slot.
    pub dense: Vec<Lanes>,
    /// What each hidden unit begins with, and what it gives to against, neutral and for.
    pub units: Vec<[f32; 4]>,
    /// The rest.
    pub head: Head,
}

/// How likely it is that a sentence is against, neutral to, or for a mention. Sums to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Odds {
    /// Against.
    pub against: f32,
    /// Neither.
    pub neutral: f32,
    /// For.
    pub favor: f32,
}

impl Odds {
    pub(super) fn of([against, neutral, favor]: [f32; 3]) -> Self {
        Self { against, neutral, favor }
    }

    /// Against, neutral, for.
    #[must_use]
    pub fn list(self) -> [f32; 3] {
        [self.against, self.neutral, self.favor]
    }
}

/// The answer to a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The odds of the classes.
    pub odds: Odds,
    /// The number of the class that is answered, as in [`CLASSES`].
    pub class: usize,
}

impl Verdict {
    /// The class whose odds are best after `lean`, and the odds that then are; of equal ones neutral, then against.
    #[must_use]
    pub fn of(odds: Odds, lean: [f32; 3]) -> Self {
        let list = odds.list();
        let leaned: [f32; 3] = std::array::from_fn(|class| list[class] * lean[class].exp());
        let sum: f32 = leaned.iter().sum();
        let class = [1, 0, 2].into_iter().reduce(|best, next| match leaned[next] > leaned[best] {
            true => next,
            false => best,
        });
        Self { odds: Odds::of(leaned.map(|value| value / sum)), class: class.unwrap_or(1) }
    }

    /// From −1, against, to 1, for: the difference of the odds, on the side of the answer.
    #[must_use]
    pub fn score(self) -> f32 {
        let raw = self.odds.favor - self.odds.against;
        match self.class {
            0 => raw.min(-0.05),
            2 => raw.max(0.05),
            _ => raw.clamp(-0.3, 0.3),
        }
    }

    /// How likely it is that the answer is right.
    #[must_use]
    pub fn confidence(self) -> f32 {
        self.odds.list()[self.class]
    }
}

impl Model {
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
    /// `file` is no such model, is damaged, or has other features than this version's.
    pub fn open(file: impl Into<Bytes>) -> Result<Self, ModelError> {
        let file = File::open(file, KIND)?.verify()?;
        file.expect("features", FEATURES)?;
        let asks = Asks::of(&file)?;
        let (sparse, dense) = (file.keep::<[i8; 4]>("sparse")?, file.keep::<Lanes>("dense")?);
        let units = file.keep::<[f32; 4]>("units")?;
        let head = file.numbers::<[f32; 3]>("head")?;
        let &[scale, bias, lean, lean_behind] = head else {
            return Err(misfit("head", head.len(), "4 rows"));
        };
        let head = Head { scale, bias, lean, lean_behind };
        if dense.len() != SLOTS {
            return Err(misfit("dense", dense.len(), &format!("{SLOTS} rows")));
        }
        if units.len() != UNITS {
            return Err(misfit("units", units.len(), &format!("{UNITS} rows")));
        }
        if !sparse.len().is_power_of_two() || sparse.len() < 2 {
            return Err(misfit("sparse", sparse.len(), "a power of two"));
        }
        let starts = [scale, bias, lean, lean_behind];
        let numbers = starts.iter().flatten().chain(dense.iter().flatten()).chain(units.iter().flatten());
        if !numbers.into_iter().all(|number| number.is_finite()) {
            return Err(ModelError::new("has weights that are no numbers; train it anew"));
        }
        let shift = 32 - sparse.len().ilog2();
        Ok(Self { asks, vectors: Vectors::released()?, sparse, dense, units, shift, head })
    }

    /// What the model was asked about in training.
    #[must_use]
    pub fn asks(&self) -> Asks {
        self.asks
    }

    /// Answers a question.
    #[must_use]
    pub fn judge(&self, question: &Question<'_>) -> Verdict {
        let lean = if question.is_behind() { self.head.lean_behind } else { self.head.lean };
        Verdict::of(self.odds(question), lean)
    }

    /// The odds of the classes, without the lean.
    #[must_use]
    pub fn odds(&self, question: &Question<'_>) -> Odds {
        let mut sums = Sums {
            sparse: &self.sparse,
            dense: &self.dense,
            shift: self.shift,
            sums: [0; 3],
            count: 0,
            lanes: [0.0; UNITS + 4],
        };
        extract(question, &self.vectors, &mut sums);
        let norm = 1.0 / f32::from(sums.count.max(1)).sqrt();
        let mut scores: [f32; 3] = std::array::from_fn(|c| {
            self.head.bias[c] + self.head.scale[c] * sums.sparse_f32(c) * norm + sums.lanes[UNITS + c]
        });
        for (lane, [start, gives @ ..]) in sums.lanes.iter().zip(&*self.units) {
            let above = (lane + start).max(0.0);
            for (score, gives) in scores.iter_mut().zip(gives) {
                *score += above * gives;
            }
        }
        softmax(scores)
    }
}

fn misfit(section: &str, found: usize, expected: &str) -> ModelError {
    ModelError::new(format!("has {found} rows in section `{section}`, expected {expected}; train it anew"))
}

/// Writes a model file.
#[must_use]
pub fn write(asks: Asks, weights: &Weights) -> Vec<u8> {
    let Head { scale, bias, lean, lean_behind } = weights.head;
    ModelBuilder::new(KIND)
        .meta("features", FEATURES)
        .meta("asks", asks.name())
        .section_of("sparse", &weights.sparse)
        .section_of("dense", &weights.dense)
        .section_of("units", &weights.units)
        .section_of("head", &[scale, bias, lean, lean_behind])
        .finish()
}

fn softmax(scores: [f32; 3]) -> Odds {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers = scores.map(|s| (s - top).exp());
    let sum: f32 = powers.iter().sum();
    Odds::of(powers.map(|power| power / sum))
}

struct Sums<'a> {
    sparse: &'a [[i8; 4]],
    dense: &'a [Lanes],
    shift: u32,
    sums: [i32; 3],
    count: u16,
    lanes: Lanes,
}

impl Sums<'_> {
    #[allow(clippy::cast_precision_loss)] // a few thousand weights of one byte: exact
    fn sparse_f32(&self, class: usize) -> f32 {
        self.sums[class] as f32
    }
}

impl Sink for Sums<'_> {
    #[inline]
    fn sparse(&mut self, hash: u32) {
        let Some([against, neutral, favor, _]) = self.sparse.get((hash >> self.shift) as usize) else {
            return;
        };
        self.count = self.count.saturating_add(1);
        self.sums[0] += i32::from(*against);
        self.sums[1] += i32::from(*neutral);
        self.sums[2] += i32::from(*favor);
    }

    #[inline]
    fn dense(&mut self, slot: usize, value: f32) {
        if value != 0.0 {
            self.block(slot, &[value]);
        }
    }

    fn block(&mut self, slot: usize, values: &[f32]) {
        let rows = self.dense.get(slot..slot + values.len()).unwrap_or_default();
        let mut lanes = self.lanes;
        for (row, value) in rows.iter().zip(values) {
            for (lane, weight) in lanes.iter_mut().zip(row) {
                *lane += value * weight;
            }
        }
        self.lanes = lanes;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::split;
    use crate::tok::Sentence;

    fn weights() -> Weights {
        let lean = [0.0, 0.7, 0.0];
        let head = Head { scale: [0.01; 3], bias: [0.5, 0.0, 0.0], lean, lean_behind: [0.0; 3] };
        let units = vec![[0.0; 4]; UNITS];
        Weights { sparse: vec![[0, 0, 0, 0]; 16], dense: vec![[0.0; UNITS + 4]; SLOTS], units, head }
    }

    fn error(file: Vec<u8>) -> String {
        Model::open(file).unwrap_err().to_string()
    }

    #[test]
    fn the_embedded_model_is_whole() {
        assert_eq!(Model::released().unwrap().asks(), Asks::Target);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let model = Model::open(write(Asks::Pair, &weights())).unwrap();
        assert_eq!((model.asks(), model.head), (Asks::Pair, weights().head));
        let mut sentence = Sentence::default();
        let text = "Orland praised Venn.";
        sentence.fill(text, split::words(text));
        let question = Question { text, sentence: &sentence, own: 0..4, target: 2..3, holder: None };
        let verdict = model.judge(&question);
        // odds from the biases and the lean
        let all = 0.5_f32.exp() + 0.7_f32.exp() + 1.0;
        assert!((verdict.odds.against - 0.5_f32.exp() / all).abs() < 1e-6, "{verdict:?}");
        assert_eq!(CLASSES[verdict.class], "neutral");
        assert!((verdict.confidence() - 0.7_f32.exp() / all).abs() < 1e-6);
    }

    #[test]
    fn files_that_do_not_fit_are_refused() {
        assert!(error(b"not a model".to_vec()).starts_with("is no model file"));
        let mut other = weights();
        other.dense.pop();
        let message = error(write(Asks::Target, &other));
        assert_eq!(
            message,
            format!("has {} rows in section `dense`, expected {SLOTS} rows; train it anew", SLOTS - 1)
        );
        let mut other = weights();
        other.sparse.pop();
        assert_eq!(
            error(write(Asks::Target, &other)),
            "has 15 rows in section `sparse`, expected a power of two; train it anew"
        );
        let mut other = weights();
        other.dense[3][1] = f32::NAN;
        assert_eq!(error(write(Asks::Target, &other)), "has weights that are no numbers; train it anew");
        let mut other = weights();
        other.units.pop();
        assert_eq!(
            error(write(Asks::Target, &other)),
            format!("has {} rows in section `units`, expected {UNITS} rows; train it anew", UNITS - 1)
        );
        let file = ModelBuilder::new(KIND).meta("features", "stance-1").finish();
        assert!(error(file).contains("has `features` `stance-1`, this program needs `stance-3`"));
        let file = ModelBuilder::new(KIND).meta("features", FEATURES).meta("asks", "why").finish();
        assert_eq!(error(file), "has `asks` `why`, expected `target` or `pair`");
    }

    #[test]
    fn damaged_files_are_refused() {
        let whole = write(Asks::Target, &weights());
        for at in (0..whole.len()).step_by(7) {
            let mut file = whole.clone();
            file[at] ^= 0x40;
            let padding = Model::open(file.clone()).is_ok();
            assert!(!padding || whole[at] == 0, "byte {at}");
        }
        assert!(error(whole[..whole.len() - 1].to_vec()).contains("is cut off"));
    }
}
