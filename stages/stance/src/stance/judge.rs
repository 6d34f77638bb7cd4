//! How the words around a mention judge it: by a trained model, or by rules that can be read off the words.

use std::ops::Range;

use chaffinch_model::{Bytes, Model as File, ModelError};

use super::features::Question;
use super::layout::LAYOUT;
use super::model::{Asks, KIND, Model, Odds, Verdict};
use super::precise::Precise;
use crate::grammar::Class;
use crate::tok::{Kind, Sentence};

/// Windows of the rules, in tokens.
const NEAR: usize = 12;

/// What judges.
#[derive(Clone, Debug)]
pub enum Judge {
    /// The linear model.
    Model(Box<Model>),
    /// The precise model.
    Precise(Box<Precise>),
    /// Lexicons, windows and negation only.
    Rules,
}

impl Judge {
    /// Opens a model file of either kind.
    ///
    /// # Errors
    /// As [`Model::open`] and [`Precise::open`].
    pub fn open(file: impl Into<Bytes>) -> Result<Self, ModelError> {
        let file = file.into();
        match File::open(file.clone(), KIND)?.meta("features") {
            Some(LAYOUT) => Precise::open(file).map(Self::from),
            _ => Model::open(file).map(Self::from),
        }
    }

    /// Answers a question.
    #[must_use]
    pub fn judge(&self, question: &Question<'_>) -> Verdict {
        match self {
            Self::Model(model) => model.judge(question),
            Self::Precise(model) => model.judge(question),
            Self::Rules => Verdict::of(rules(question.sentence, question.target.clone()), [0.0; 3]),
        }
    }

    /// Whether holders are asked about; then what the verb packs say is one of the features, and does not overrule.
    #[must_use]
    pub fn knows_holders(&self) -> bool {
        match self {
            Self::Model(model) => model.asks() == Asks::Pair,
            Self::Precise(model) => model.asks() == Asks::Pair,
            Self::Rules => false,
        }
    }
}

impl From<Model> for Judge {
    fn from(model: Model) -> Self {
        Self::Model(Box::new(model))
    }
}

impl From<Precise> for Judge {
    fn from(model: Precise) -> Self {
        Self::Precise(Box::new(model))
    }
}

/// Lexicon values around the mention, weighed by distance, clause, negation, and contrast.
fn rules(sentence: &Sentence, target: Range<usize>) -> Odds {
    let toks = &sentence.toks;
    let Some(here) = toks.get(target.start) else { return odds(0.0) };
    let low = target.start.saturating_sub(NEAR);
    let high = (target.end + NEAR).min(toks.len());
    let turn = (low..high).find(|i| toks[*i].class.is(Class::CONTRAST) && toks[*i].kind == Kind::Word);
    let mut sum = 0.0;
    for i in (low..target.start).chain(target.end..high) {
        let tok = &toks[i];
        let distance = if i < target.start { target.start - i } else { i + 1 - target.end };
        let mut weight = 1.0 / (1.0 + f32::from(u8::try_from(distance).unwrap_or(u8::MAX)) / 4.0);
        if tok.clause != here.clause {
            weight *= 0.4;
        }
        if turn.is_some_and(|turn| i < turn && target.start > turn) {
            weight *= 0.5;
        }
        if i > 0 && toks[i - 1].class.is(Class::INTENSIFIER) {
            weight *= 1.3;
        }
        let done_to = i < target.start && tok.valence.verb < 0;
        let value = tok.valence.mean() * if tok.negated { -0.6 } else { 1.0 };
        sum += value * weight * if done_to { 0.3 } else { 1.0 };
    }
    odds(sum)
}

fn odds(sum: f32) -> Odds {
    let favor = 1.0 / (1.0 + (-4.0 * (sum - 0.45)).exp());
    let against = 1.0 / (1.0 + (-4.0 * (-sum - 0.35)).exp());
    let neutral = (1.0 - favor - against).max(0.05);
    let all = favor + against + neutral;
    Odds { against: against / all, neutral: neutral / all, favor: favor / all }
}
