//! A trained classifier beside the rules: boundaries that no mark announces.
//!
//! Rules cut first. Then the gaps between tokens that they did not judge, or of which they are unsure (dots, several marks,
//! no mark at all), are scored by a linear model over hashed features of the words around them, the sentence so far, the
//! document and what the rules say. Most gaps of edited news are settled
//! before: a word in lower case begins no sentence where sentences begin with a capital and end with a mark, and where
//! all of a document's do, the rules are left alone. The other gaps see a quick model of a few features,
//! and only what that one lets through sees the full one.
//!
//! ```text
//! thanks for your help Sean Boyle 08/17/2000 11:21 AM I spoke to Bruce → 3 boundaries without a mark
//! ```
//!
//! Cutting every white space gap with a linear model: T. Kiss and J. Strunk, *Unsupervised Multilingual Sentence Boundary
//! Detection* (2006) has the problem, D. Gillick, *Sentence Boundary Detection and the Problem with the U.S.* (2009) the
//! supervised features; hashing: K. Weinberger et al., *Feature Hashing for Large Scale Multitask Learning* (2009).

mod classes;
mod decide;
mod facts;
mod features;
mod gate;
mod weights;
mod word;

pub(crate) use classes::Classes;
pub(crate) use decide::{Judge, Place, Scratch, walk};
pub(crate) use facts::Facts;
pub(crate) use features::{Gap, Glimpse, full, quick};
pub(crate) use weights::{Trained, Weights};
pub(crate) use word::id as word_id;

use chaffinch_model::{Bytes, ModelError};

/// The version of the features. A model that was trained for another one is refused.
pub(crate) const FEATURES: &str = "sentences-2";

static WORDS: &[u8] = chaffinch_model::include_model!("../../../../models/words.bin");
static RELEASED: &[u8] = chaffinch_model::include_model!("../../../../models/sentences.bin");

/// The trained part: what words are like, and what features weigh.
#[derive(Clone, Debug)]
pub(crate) struct Classifier {
    pub(crate) classes: Classes,
    pub(crate) weights: Weights,
}

impl Classifier {
    /// The released one.
    pub(crate) fn released() -> Result<Self, ModelError> {
        Self::open(RELEASED)
    }

    /// A model file that `chaffinch train sentences` wrote.
    pub(crate) fn open(file: impl Into<Bytes>) -> Result<Self, ModelError> {
        Ok(Self { classes: Classes::open(WORDS)?, weights: Weights::open(file)? })
    }
}

/// What the trainer asks of words.
pub(crate) fn classes() -> Result<Classes, ModelError> {
    Classes::open(WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_released_model_opens() {
        assert!(Classifier::released().is_ok(), "{:?}", Classifier::released().err());
    }

    #[test]
    fn a_file_that_is_no_model_is_refused() {
        let error = Classifier::open(&b"nothing"[..]).err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("is no model file")));
    }
}
