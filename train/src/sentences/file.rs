//! The model file: weights as bytes, and what their sums are compared with.
//!
//! More than half of the full model's weights are nothing as bytes. Only the others are written, behind a bit for each
//! place that says whether it has one.

use chaffinch_model::ModelBuilder;
use chaffinch_segment::training::FEATURES;

/// Weights as bytes: `weight ≈ byte / scale`.
pub(super) struct Packed {
    pub(super) bytes: Vec<i8>,
    pub(super) scale: f32,
}

impl Packed {
    /// The heaviest weight becomes 127.
    pub(super) fn of(weights: &[f32]) -> Self {
        let heaviest = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = if heaviest > 0.0 { 127.0 / heaviest } else { 1.0 };
        #[allow(clippy::cast_possible_truncation)] // Rounded and within ±127 by the scale.
        let bytes =
            weights.iter().map(|weight| (weight * scale).round().clamp(-127.0, 127.0) as i8).collect();
        Self { bytes, scale }
    }

    /// The sum of the bytes of a row.
    pub(super) fn sum(&self, hashes: &[u32]) -> i32 {
        let shift = 32 - self.bytes.len().ilog2();
        hashes.iter().map(|hash| i32::from(self.bytes[(hash >> shift) as usize])).sum()
    }

    /// A sum of weights, as a sum of bytes.
    pub(super) fn limit(&self, sum: f32) -> i32 {
        #[allow(clippy::cast_possible_truncation)] // A few hundred at most.
        let limit = (sum * self.scale).round() as i32;
        limit
    }
}

/// What sums of bytes are compared with.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// In a sentence that looks edited, and in others.
    pub(super) look: [i32; 2],
    pub(super) cut: i32,
}

/// A table without its zeros.
struct Sparse {
    /// A bit a place, the lowest first: it has a weight.
    places: Vec<u8>,
    bytes: Vec<i8>,
}

impl Sparse {
    fn of(bytes: &[i8]) -> Self {
        let bits = |eight: &[i8]| eight.iter().rev().fold(0, |bits, &byte| bits << 1 | u8::from(byte != 0));
        Self {
            places: bytes.chunks(8).map(bits).collect(),
            bytes: bytes.iter().copied().filter(|&byte| byte != 0).collect(),
        }
    }
}

pub(super) fn write(full: &Packed, quick: &Packed, limits: Limits) -> Vec<u8> {
    let full = Sparse::of(&full.bytes);
    ModelBuilder::new("sentences")
        .meta("features", FEATURES)
        .meta("look_edited", limits.look[0].to_string())
        .meta("look", limits.look[1].to_string())
        .meta("cut", limits.cut.to_string())
        .section("places", &full.places)
        .section_of("full", &full.bytes)
        .section_of("quick", &quick.bytes)
        .finish()
}
