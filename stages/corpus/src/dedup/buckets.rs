//! Which texts are near duplicates: locality-sensitive hashing (Indyk & Motwani 1998; Leskovec,
//! Rajaraman & Ullman, Mining of Massive Datasets, ch. 3.4).
//!
//! A signature is cut into bands; texts that agree in a whole band fall into one bucket, and
//! only there are they compared. A bucket has a few leaders, the first of those unlike each
//! other, and each member is compared with them alone, so that a bucket of thousands of pages
//! costs thousands of comparisons and not millions.

use super::signature::{BINS, Signature};
use crate::union::Sets;

/// Leaders of a bucket. With more, fewer pairs are missed in buckets of unlike texts; each pair
/// has a chance in every band.
const LEADERS: usize = 8;
/// How likely two texts that are just similar enough should share a bucket.
const RECALL: f64 = 0.99;

/// Puts texts into one set that are at least as similar as `threshold`.
pub(crate) fn unite(texts: &[&Signature], threshold: f64, sets: &mut Sets) {
    let rows = rows(threshold);
    for first in (0..=BINS - rows).step_by(rows) {
        let mut keys: Vec<(u64, usize)> = texts.iter().map(|t| t.band(first, rows)).zip(0..).collect();
        keys.sort_unstable();
        for bucket in keys.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1) {
            settle(bucket, texts, threshold, sets);
        }
    }
}

fn settle(bucket: &[(u64, usize)], texts: &[&Signature], threshold: f64, sets: &mut Sets) {
    let mut leaders: Vec<usize> = Vec::with_capacity(LEADERS);
    for &(_, text) in bucket {
        let mut is_like_a_leader = false;
        for &leader in &leaders {
            if sets.root(leader) == sets.root(text) {
                is_like_a_leader = true;
            } else if texts[leader].similarity(texts[text]) >= threshold {
                sets.unite(leader, text);
                is_like_a_leader = true;
            }
        }
        if !is_like_a_leader && leaders.len() < LEADERS {
            leaders.push(text);
        }
    }
}

/// Bins of a band: as many as leave two texts of the threshold's similarity a chance of
/// [`RECALL`] to agree in some band, which is 1 − (1 − tʳ)ᵇ for b bands of r bins.
fn rows(threshold: f64) -> usize {
    let recall = |rows: usize| {
        let whole_band: f64 = (0..rows).map(|_| threshold).product();
        1.0 - (0..BINS / rows).map(|_| 1.0 - whole_band).product::<f64>()
    };
    (1..=BINS).rev().find(|rows| recall(*rows) >= RECALL).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn bands_grow_with_the_threshold() {
        let check = |threshold: f64, expected: usize| assert_eq!(rows(threshold), expected, "{threshold}");
        check(0.5, 3);
        check(0.7, 4);
        check(0.8, 6);
        check(0.9, 10);
        check(1.0, 128);
    }
}
