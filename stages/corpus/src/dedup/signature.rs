//! MinHash by one permutation: 128 numbers that say how similar two texts are.
//!
//! Every run of five words is hashed once; the hash chooses one of 128 bins, and each bin keeps
//! its smallest hash (Broder 1997; Li, Owen & Zhang 2012), of it 16 bits (Li & König 2010). The
//! share of bins in which two texts agree, among those that either fills, is an unbiased
//! estimate of their Jaccard similarity, with a standard error of √(J(1−J)/128): 0.035 at 0.8. A
//! text of few words leaves bins empty, and its estimate is nearly exact.

use crate::hash;
use crate::words::Words;
use serde::{Deserialize, Serialize};

/// Bins of a signature.
pub(crate) const BINS: usize = 128;
/// Bits of a hash that choose the bin.
const BIN_BITS: u32 = BINS.trailing_zeros();
/// Words in a shingle.
const SHINGLE: usize = 5;

/// 16 bits of the smallest hash of each bin; 0 where it is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u16>", into = "Vec<u16>")]
pub(crate) struct Signature(Box<[u16; BINS]>);

impl Signature {
    /// The signature of `words`, and the smallest hash of all.
    pub(crate) fn of(words: &Words) -> (Self, u64) {
        let mut smallest = [u64::MAX; BINS];
        for shingle in words.shingles(SHINGLE) {
            let hash = hash::short(shingle);
            let bin = &mut smallest[bin_of(hash)];
            *bin = hash.min(*bin);
        }
        let all = smallest.iter().copied().min().unwrap_or(u64::MAX);
        (Self(Box::new(smallest.map(short))), all)
    }

    /// The estimated Jaccard similarity, 0 to 1.
    pub(crate) fn similarity(&self, other: &Self) -> f64 {
        let (mut same, mut filled) = (0_u32, 0_u32);
        for (a, b) in self.0.iter().zip(other.0.iter()) {
            filled += u32::from(a | b != 0);
            same += u32::from(a == b && *a != 0);
        }
        f64::from(same) / f64::from(filled.max(1))
    }

    /// The bins from `first` on, `rows` of them, as one hash. An empty bin takes the number of
    /// the next that is not, and how far that is (Shrivastava & Li 2014).
    pub(crate) fn band(&self, first: usize, rows: usize) -> u64 {
        hash::join((first..first + rows).map(|bin| self.filled(bin)))
    }

    fn filled(&self, bin: usize) -> u64 {
        let found = (0_u64..).zip(self.0.iter().cycle().skip(bin).take(BINS)).find(|(_, value)| **value != 0);
        found.map_or(0, |(steps, value)| steps << 16 | u64::from(*value))
    }
}

/// The bin is in the highest bits, so the smallest hash of all is in the first bin that is not empty.
fn bin_of(hash: u64) -> usize {
    usize::try_from(hash >> (u64::BITS - BIN_BITS)).unwrap_or_default()
}

/// The lowest bits, which being smallest says nothing about.
fn short(smallest: u64) -> u16 {
    if smallest == u64::MAX {
        return 0;
    }
    u16::try_from(smallest & u64::from(u16::MAX)).unwrap_or_default().max(1)
}

impl TryFrom<Vec<u16>> for Signature {
    type Error = String;

    fn try_from(bins: Vec<u16>) -> Result<Self, String> {
        let bins: Result<Box<[u16; BINS]>, _> = bins.try_into();
        bins.map(Self).map_err(|bins| format!("a signature has {BINS} numbers, found {}", bins.len()))
    }
}

impl From<Signature> for Vec<u16> {
    fn from(signature: Signature) -> Self {
        signature.0.to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    /// `count` words of their own numbers from `from` on.
    fn text(from: usize, count: usize) -> String {
        (from..from + count).fold(String::new(), |mut text, n| {
            write!(text, "w{n} ").unwrap_or_default();
            text
        })
    }

    fn signature(text: &str) -> Signature {
        Signature::of(Words::default().read(text)).0
    }

    /// Two texts of `count` words, shifted by `shift`: their true similarity is known.
    fn check(count: usize, shift: usize, tolerance: f64) {
        let shingles = |n: usize| f64::from(u32::try_from(n).unwrap_or_default());
        let (all, common) = (count - SHINGLE + 1, (count - SHINGLE + 1).saturating_sub(shift));
        let truth = shingles(common) / shingles(2 * all - common);
        let found = signature(&text(0, count)).similarity(&signature(&text(shift, count)));
        assert!((found - truth).abs() <= tolerance, "{count} words, shift {shift}: {found}, not {truth}");
    }

    #[test]
    fn similarity_is_jaccard_within_three_standard_errors() {
        for shift in [0, 10, 50, 100, 200, 400, 1000, 3000] {
            check(1000, shift, 3.0 * (0.25_f64 / 128.0).sqrt());
            check(5000, shift * 5, 3.0 * (0.25_f64 / 128.0).sqrt());
        }
    }

    #[test]
    fn short_texts_are_compared_nearly_exactly() {
        for shift in [0, 1, 2, 3, 5, 8, 20] {
            check(16, shift, 0.06);
        }
    }

    #[test]
    fn bands_of_the_same_text_agree_even_where_bins_are_empty() {
        for count in [1, 5, 20, 2000] {
            let (a, b) = (signature(&text(0, count)), signature(&text(0, count)));
            let other = signature(&text(9000, count));
            for first in (0..BINS - 6).step_by(6) {
                assert_eq!(a.band(first, 6), b.band(first, 6));
                assert_ne!(a.band(first, 6), other.band(first, 6));
            }
        }
    }

    #[test]
    fn a_signature_of_another_length_is_refused() {
        let found = serde_json::from_str::<Signature>("[1,2]").expect_err("two numbers").to_string();
        assert!(found.starts_with("a signature has 128 numbers, found 2"), "{found}");
    }
}
