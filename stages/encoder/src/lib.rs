//! A small transformer encoder: text in, a state for each piece of it out.
//!
//! BERT's architecture (J. Devlin et al., *BERT*, 2019; A. Vaswani et al., *Attention Is All You Need*, 2017): word pieces,
//! learnt positions, layers of self-attention. It runs on one thread, so that documents can be worked on side by side.
//!
//! ```text
//! "Orland praised Venn." ── Pieces ── [101, 2030, …, 102] ── Encoder ── 384 numbers a piece
//! ```
//!
//! Weights lie in a model file ([`chaffinch_model`]) as bytes with a scale a row, and are used as `f32`. Sums of products are
//! made by the widest instructions that the machine has, so states of two kinds of machine differ in their last digits.

mod encoder;
mod math;
mod pieces;
mod weights;

pub use encoder::{Encoder, States};
pub use pieces::Pieces;
pub use weights::{Affine, Layer, Norm, Table, Weights, write};
