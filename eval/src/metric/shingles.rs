//! The measure of the Article Extraction Benchmark: multisets of 4-gram shingles of words.
//!
//! A word is a maximal run of letters, digits and `_`. Per document, shingles are counted as
//! right, wrong and missed and divided by their sum, so that long texts weigh no more than short
//! ones; precision and recall are then averaged over the documents that have any found, or any
//! gold, and F1 is made of the two averages. A text of fewer than four words is one shingle.

use crate::metric::counts::{Counts, ratio};
use std::collections::HashMap;

const N: usize = 4;

/// Sums over documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shingles {
    precision: (f64, u64),
    recall: (f64, u64),
    /// Documents whose shingles are all right.
    pub(crate) perfect: u64,
    pub(crate) documents: u64,
}

impl Shingles {
    /// Adds one document.
    pub(crate) fn add(&mut self, gold: &str, found: &str) {
        let counts = compare(gold, found);
        self.documents += 1;
        self.perfect += u64::from(counts.wrong + counts.missed == 0);
        if let Some(precision) = counts.precision() {
            self.precision = (self.precision.0 + precision, self.precision.1 + 1);
        }
        if let Some(recall) = counts.recall() {
            self.recall = (self.recall.0 + recall, self.recall.1 + 1);
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        let sum = |a: (f64, u64), b: (f64, u64)| (a.0 + b.0, a.1 + b.1);
        self.precision = sum(self.precision, other.precision);
        self.recall = sum(self.recall, other.recall);
        self.perfect += other.perfect;
        self.documents += other.documents;
    }

    pub(crate) fn precision(&self) -> Option<f64> {
        ratio(1, self.precision.1).map(|share| self.precision.0 * share)
    }

    pub(crate) fn recall(&self) -> Option<f64> {
        ratio(1, self.recall.1).map(|share| self.recall.0 * share)
    }

    pub(crate) fn f1(&self) -> Option<f64> {
        let (p, r) = (self.precision()?, self.recall()?);
        Some(if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
    }
}

/// Shingles of both texts, as multisets.
fn compare(gold: &str, found: &str) -> Counts {
    let mut ids = HashMap::new();
    let (gold, found) = (words(gold, &mut ids), words(found, &mut ids));
    let mut balance: HashMap<[u32; N], (u64, u64)> = HashMap::new();
    shingles(&gold, |s| balance.entry(s).or_default().0 += 1);
    shingles(&found, |s| balance.entry(s).or_default().1 += 1);
    let mut counts = Counts::default();
    for (gold, found) in balance.into_values() {
        counts.right += gold.min(found);
        counts.wrong += found.saturating_sub(gold);
        counts.missed += gold.saturating_sub(found);
    }
    counts
}

/// The words as numbers from 1, the same for equal words.
fn words<'t>(text: &'t str, ids: &mut HashMap<&'t str, u32>) -> Vec<u32> {
    let is_gap = |c: char| !(c.is_alphanumeric() || c == '_');
    let words = text.split(is_gap).filter(|w| !w.is_empty());
    words
        .map(|w| {
            let next = u32::try_from(ids.len() + 1).unwrap_or(u32::MAX);
            *ids.entry(w).or_insert(next)
        })
        .collect()
}

fn shingles(words: &[u32], mut each: impl FnMut([u32; N])) {
    if !words.is_empty() && words.len() < N {
        let mut short = [0; N];
        short[..words.len()].copy_from_slice(words);
        each(short);
    }
    for window in words.windows(N) {
        each([window[0], window[1], window[2], window[3]]);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn shingles_are_counted_as_multisets() {
        // gold: abcd bcde; found: bcde cdef defg
        let counts = compare("a b c d e", "b, c d. e f g");
        assert_eq!((counts.right, counts.wrong, counts.missed), (1, 2, 1));
        let counts = compare("a a a a a a", "a a a a");
        assert_eq!((counts.right, counts.wrong, counts.missed), (1, 0, 2));
    }

    #[test]
    fn a_short_text_is_one_shingle() {
        assert_eq!(compare("two words", "Two words").wrong, 1);
        assert_eq!(compare("two words", "two-words").right, 1);
        assert_eq!(compare("", "…"), Counts::default());
    }

    #[test]
    fn documents_weigh_the_same() {
        let mut sums = Shingles::default();
        sums.add("a b c d e", "b c d e f g"); // P 1/3, R 1/2
        sums.add("x y z w", "x y z w"); // P 1, R 1
        sums.add("x y z w", ""); // nothing found: recall 0, precision not counted
        assert!((sums.precision().unwrap() - 2.0 / 3.0).abs() < 1e-12);
        assert!((sums.recall().unwrap() - 0.5).abs() < 1e-12);
        assert!((sums.f1().unwrap() - 4.0 / 7.0).abs() < 1e-12);
        assert_eq!(sums.perfect, 1);
    }
}
