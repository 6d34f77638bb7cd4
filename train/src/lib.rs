//! Trainers: annotated text in, a model file and its card out.
//!
//! ```text
//! GOLD ── data::read ── a trainer ── Trained { file, facts } ── card::write
//! ```
//!
//! One module, one trainer. Each is deterministic: the same data, options and seed give the same bytes at any
//! number of threads. Features are computed by the stage's own code, so that training and running
//! see the same text the same way; gold is read by [`chaffinch_eval`], in every shape that `chaffinch eval` reads.

pub mod card;
pub mod data;
pub mod entities;
mod error;
pub mod gazetteer;
mod progress;
mod random;
pub mod sentences;
pub mod stance;

pub use error::{ErrorKind, TrainError};
pub use progress::{Progress, Round};

/// What every trainer with gold is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where random choices begin.
    pub seed: u64,
    /// Passes over the gold at most; `None` for the trainer's own number.
    pub rounds: Option<usize>,
}

/// What a trainer made.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The model file, see [`chaffinch_model`].
    pub file: Vec<u8>,
    /// What the card says of it beside its data: numbers and choices, in order, as name and value.
    pub facts: Vec<(String, String)>,
}
