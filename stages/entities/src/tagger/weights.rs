//! The weights of the features: a hash table of rows of 16 bytes, four to a cache line.
//!
//! ```text
//! row = 13 weights (i8, one a tag) │ 3 bytes of the key
//! ```
//!
//! A feature that training never saw finds no row and adds nothing, so that unknown words do not borrow the weights of others.

use crate::tagger::tags::TAGS;

/// Bytes of a row.
pub(crate) const ROW: usize = 16;
/// Rows of a bucket.
const SLOTS: usize = 4;
/// Bytes of a bucket: a cache line.
pub(crate) const BUCKET: usize = SLOTS * ROW;

/// Sums of weights of one token, by tag; the last three are of no use.
pub(crate) type Sums = [i16; ROW];

/// An open table.
#[derive(Clone, Copy)]
pub(crate) struct Weights<'w> {
    buckets: &'w [[i8; BUCKET]],
    mask: usize,
}

impl<'w> Weights<'w> {
    /// Opens a table; none if its size is not a power of two buckets.
    pub(crate) fn open(bytes: &'w [i8]) -> Option<Self> {
        let (buckets, rest) = bytes.as_chunks::<BUCKET>();
        let fits = rest.is_empty() && buckets.len().is_power_of_two();
        fits.then(|| Self { buckets, mask: buckets.len() - 1 })
    }

    /// Adds the weights of features to `sums`. The table is larger than the nearest caches, so all cache lines are asked for
    /// first, and no branch waits for one of them.
    pub(crate) fn add(&self, keys: &[u64], sums: &mut Sums) {
        let touched = keys.iter().fold(0, |sum, key| sum ^ self.buckets[place(*key, self.mask)][0]);
        std::hint::black_box(touched);
        for &key in keys {
            let (rows, _) = self.buckets[place(key, self.mask)].as_chunks::<ROW>();
            let tag = mark(key);
            let (mut at, mut found) = (0, false);
            for (number, row) in rows.iter().enumerate().rev() {
                let same = mark_of(row) == tag;
                at = if same { number } else { at };
                found |= same;
            }
            let keep = -i16::from(found);
            for (sum, weight) in sums.iter_mut().zip(&rows[at % SLOTS]) {
                *sum = sum.wrapping_add(i16::from(*weight) & keep);
            }
        }
    }
}

/// Where a key lives among `mask + 1` buckets.
#[inline]
fn place(key: u64, mask: usize) -> usize {
    usize::try_from(key >> 32).unwrap_or(0) & mask
}

/// The part of a key that its row keeps; never zero, which marks an empty row.
#[inline]
fn mark(key: u64) -> u32 {
    let [a, b, c, ..] = key.to_le_bytes();
    u32::from_le_bytes([a, b, c, 0]).max(1)
}

#[inline]
fn mark_of(row: &[i8; ROW]) -> u32 {
    let byte = |at: usize| row[at].cast_unsigned();
    u32::from_le_bytes([byte(TAGS), byte(TAGS + 1), byte(TAGS + 2), 0])
}

/// Packs rows of weights into a table of at most `2^log` buckets, the heaviest rows first; a row that finds its bucket full is
/// left out. Returns the bytes, what one step of a weight is worth, and how many rows are in.
pub(crate) fn pack(rows: &[(u64, [f32; TAGS])], log: u32, step: f32) -> (Vec<i8>, usize) {
    let mask = (1_usize << log) - 1;
    let mut order: Vec<(f32, usize)> = rows.iter().map(|r| weight(&r.1)).zip(0..).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut table = vec![0_i8; (mask + 1) * BUCKET];
    let mut used = vec![0_u8; mask + 1];
    let mut count = 0;
    for (_, index) in order {
        let (key, weights) = &rows[index];
        let row = weights.map(|w| quantised(w, step));
        let bucket = place(*key, mask);
        let slot = usize::from(used[bucket]);
        if slot * ROW == BUCKET || row.iter().all(|w| *w == 0) {
            continue;
        }
        used[bucket] += 1;
        let at = bucket * BUCKET + slot * ROW;
        table[at..at + TAGS].copy_from_slice(&row);
        for (to, from) in table[at + TAGS..at + ROW].iter_mut().zip(mark(*key).to_le_bytes()) {
            *to = from.cast_signed();
        }
        count += 1;
    }
    (table, count)
}

fn weight(row: &[f32; TAGS]) -> f32 {
    row.iter().map(|w| w * w).sum()
}

/// The nearest step; weights past ±127 steps are cut there.
fn quantised(weight: f32, step: f32) -> i8 {
    let steps = (weight / step).round().clamp(-127.0, 127.0);
    #[allow(clippy::cast_possible_truncation, reason = "a whole number from -127 to 127")]
    let steps = steps as i8;
    steps
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rows_come_back_within_half_a_step() {
        let key = |k: u64| (k + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let rows: Vec<(u64, [f32; TAGS])> = (0..100_u8)
            .map(|k| {
                let w = std::array::from_fn(|t| {
                    f32::from(k) * 0.013 - f32::from(u8::try_from(t).unwrap()) * 0.07
                });
                (key(k.into()), w)
            })
            .collect();
        let step = 0.02;
        let (bytes, count) = pack(&rows, 7, step);
        assert_eq!(count, 100);
        let table = Weights::open(&bytes).unwrap();
        for (key, weights) in &rows {
            let mut sums = [0; ROW];
            table.add(&[*key], &mut sums);
            for (sum, weight) in sums.iter().zip(weights) {
                assert!((f32::from(*sum) * step - weight).abs() <= step / 2.0 + 1e-6, "{sum} {weight}");
            }
        }
        let mut sums = [0; ROW];
        table.add(&[key(1000)], &mut sums);
        assert_eq!(sums[..TAGS], [0; TAGS]);
    }

    #[test]
    fn the_lightest_rows_give_way() {
        let rows: Vec<(u64, [f32; TAGS])> =
            (1..=6_u8).map(|k| (u64::from(k), [f32::from(k); TAGS])).collect();
        let (bytes, count) = pack(&rows, 0, 0.1);
        assert_eq!((bytes.len(), count), (BUCKET, 4));
        let table = Weights::open(&bytes).unwrap();
        let found = |key| {
            let mut sums = [0; ROW];
            table.add(&[key], &mut sums);
            sums[0]
        };
        assert_eq!([found(1), found(2), found(3), found(6)], [0, 0, 30, 60]);
    }

    #[test]
    fn a_table_of_another_size_is_refused() {
        assert!(Weights::open(&[]).is_none());
        assert!(Weights::open(&[0; 3 * BUCKET]).is_none());
        assert!(Weights::open(&[0; BUCKET - 1]).is_none());
    }
}
