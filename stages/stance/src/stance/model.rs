//! The linear model of sentiment toward a mention: three classes, hashed features, weights of one byte.
//!
//! `models/newsmtsc.bin` is trained by `examples/train.rs` (see `models/CARD.md`). Layout: the magic `CFSTANCE`, a
//! version byte, log₂ of the buckets, two zero bytes, three scales and three biases as little-endian `f32`, then the
//! weights, three `i8` a bucket: against, neutral, for.

use std::ops::Range;
use std::sync::LazyLock;

use super::features::{BITS, Sink, extract};
use crate::tok::Sentence;

const MAGIC: &[u8] = b"CFSTANCE\x01";
const HEAD: usize = 12 + 24;
static EMBEDDED: &[u8] = include_bytes!("../../models/newsmtsc.bin");

/// The released model; `None` only if the embedded file were not one.
pub static MODEL: LazyLock<Option<Model<'static>>> = LazyLock::new(|| Model::read(EMBEDDED));

/// A loaded model.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    scales: [f32; 3],
    biases: [f32; 3],
    weights: &'a [u8],
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

impl<'a> Model<'a> {
    /// Reads a model file. `None` when it is not one of this version.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let right = bytes.starts_with(MAGIC) && u32::from(*bytes.get(9)?) == BITS;
        if !right || bytes.len() != HEAD + 3 * (1 << BITS) {
            return None;
        }
        let float = |i: usize| -> Option<f32> {
            let four = bytes.get(12 + 4 * i..16 + 4 * i)?;
            four.try_into().ok().map(f32::from_le_bytes)
        };
        Some(Self {
            scales: [float(0)?, float(1)?, float(2)?],
            biases: [float(3)?, float(4)?, float(5)?],
            weights: &bytes[HEAD..],
        })
    }

    /// Writes a model file.
    #[must_use]
    pub fn write(scales: [f32; 3], biases: [f32; 3], weights: &[i8]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend([u8::try_from(BITS).unwrap_or(0), 0, 0]);
        out.extend(scales.iter().chain(&biases).flat_map(|f| f.to_le_bytes()));
        out.extend(weights.iter().map(|w| w.to_le_bytes()[0]));
        out
    }

    /// Judges the mention at `target` (token indices of the sentence).
    #[must_use]
    pub fn judge(&self, sentence: &Sentence, target: Range<usize>) -> Odds {
        let mut sums = Sums { weights: self.weights, sparse: [0; 3], count: 0, dense: [0.0; 3] };
        extract(sentence, target, &mut sums);
        let norm = 1.0 / sums.count_f32().max(1.0).sqrt();
        let mut scores = [0.0; 3];
        for (c, score) in scores.iter_mut().enumerate() {
            *score = self.biases[c] + self.scales[c] * (sums.sparse_f32(c) * norm + sums.dense[c]);
        }
        softmax(scores)
    }
}

fn softmax(scores: [f32; 3]) -> Odds {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers = scores.map(|s| (s - top).exp());
    let sum: f32 = powers.iter().sum();
    Odds { against: powers[0] / sum, neutral: powers[1] / sum, favor: powers[2] / sum }
}

struct Sums<'a> {
    weights: &'a [u8],
    sparse: [i32; 3],
    count: u16,
    dense: [f32; 3],
}

impl Sums<'_> {
    fn weight(&self, bucket: usize, class: usize) -> i8 {
        self.weights.get(3 * bucket + class).map_or(0, |byte| i8::from_le_bytes([*byte]))
    }

    fn count_f32(&self) -> f32 {
        f32::from(self.count)
    }

    #[allow(clippy::cast_precision_loss)] // a few hundred weights of one byte: exact
    fn sparse_f32(&self, class: usize) -> f32 {
        self.sparse[class] as f32
    }
}

impl Sink for Sums<'_> {
    fn sparse(&mut self, bucket: usize) {
        self.count = self.count.saturating_add(1);
        for class in 0..3 {
            self.sparse[class] += i32::from(self.weight(bucket, class));
        }
    }

    fn dense(&mut self, bucket: usize, value: f32) {
        for class in 0..3 {
            self.dense[class] += value * f32::from(self.weight(bucket, class));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_is_whole() {
        assert!(MODEL.is_some());
        assert!(Model::read(b"not a model").is_none());
    }
}
