//! Stable hashes: the same on every machine and in every version, since sketches are kept.
//!
//! XXH3 (Collet), whose output is fixed since its version 0.8. It is not cryptographic: whoever
//! writes both texts can make two that collide.

use serde::{Deserialize, Serialize};
use std::fmt;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// 128 bits that stand for a text: among a thousand million texts, two of the same content hash
/// are there with a probability below 10⁻²⁰.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Content(u64, u64);

impl Content {
    pub(crate) fn of(text: &str) -> Self {
        let hash = xxh3_128(text.as_bytes());
        let half = |bits: u128| u64::try_from(bits & u128::from(u64::MAX)).unwrap_or_default();
        Self(half(hash >> 64), half(hash))
    }
}

/// 16 hexadecimal digits: the first half.
impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// 64 bits that stand for a short text.
pub(crate) fn short(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// Hashes of parts, in their order, as one hash.
pub(crate) fn join(parts: impl Iterator<Item = u64>) -> u64 {
    parts.fold(0, |all, part| mix(all.rotate_left(23) ^ part))
}

/// A bijection under which close numbers end far apart: the last step of SplitMix64 (Steele,
/// Lea, Flood 2014).
pub(crate) fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saved sketches hold these numbers. Those of the empty text, and the first of SplitMix64
    /// from 0, are published.
    #[test]
    fn hashes_stay_what_they_are() {
        assert_eq!(short(""), 0x2d06_8005_38d3_94c2);
        assert_eq!(Content::of(""), Content(0x99aa_06d3_0147_98d8, 0x6001_c324_468d_497f));
        assert_eq!(Content::of("").to_string(), "99aa06d3014798d8");
        assert_eq!(short("the bridge is safe"), 15_744_257_042_444_884_902);
        assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf);
        assert_ne!(join([1, 2].into_iter()), join([2, 1].into_iter()));
    }
}
