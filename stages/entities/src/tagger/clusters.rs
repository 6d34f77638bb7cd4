//! Word clusters: words that stand in the same company share a cluster, at four grains.
//!
//! ```text
//! Karachi ─ row 812 ─ clusters 3, 41, 207, 1350      Lahore ─ row 813 ─ clusters 3, 41, 207, 1350
//! ```
//!
//! Known words lie in a hash table of one number each: 17 bits of the key, 15 bits of the row. A word that is not there is
//! taken for another with a chance of one in thirty thousand.

use crate::flags::Flags;
use crate::token::{Kind, Shape, Token, tokenise};
use chaffinch_model::{Model, ModelError};

/// Grains of clusters, coarse to fine.
pub(crate) const GRAINS: usize = 4;

/// Words in a bucket.
const BUCKET: usize = 8;

/// Bits of an entry that hold the row, counted from one.
const ROW_BITS: u32 = 15;

/// What the file is for, in its header.
pub(crate) const KIND: &str = "clusters";

/// An open table.
#[derive(Clone, Copy)]
pub(crate) struct Clusters<'c> {
    words: &'c [[u32; BUCKET]],
    rows: &'c [[u16; GRAINS]],
}

impl<'c> Clusters<'c> {
    /// Opens the table of a model file.
    ///
    /// # Errors
    /// A section is missing or of another size.
    pub(crate) fn open(model: &'c Model) -> Result<Self, ModelError> {
        let (words, rest) = model.numbers::<u32>("words")?.as_chunks::<BUCKET>();
        let (rows, more) = model.numbers::<u16>("rows")?.as_chunks::<GRAINS>();
        if !rest.is_empty() || !more.is_empty() || !words.len().is_power_of_two() {
            return Err(ModelError::new(
                "has sections `words` and `rows` of sizes that do not fit; make it anew",
            ));
        }
        Ok(Self { words, rows })
    }

    /// The row of a token, from 1; 0 where the word is unknown. A word is looked up as it is written, then otherwise.
    pub(crate) fn row(&self, token: &Token) -> u32 {
        if token.kind != Kind::Word {
            return 0;
        }
        let order = match token.shape {
            Shape::Lower => [Shape::Lower, Shape::Cap, Shape::Upper],
            Shape::Upper => [Shape::Upper, Shape::Cap, Shape::Lower],
            _ => [Shape::Cap, Shape::Lower, Shape::Upper],
        };
        order.into_iter().find_map(|shape| self.find(key(token.hash, shape))).unwrap_or(0)
    }

    fn find(&self, key: u64) -> Option<u32> {
        let bucket = &self.words[place(key, self.words.len())];
        let mark = mark(key);
        let entry = bucket.iter().find(|e| *e >> ROW_BITS == mark && **e != 0)?;
        Some(entry & ((1 << ROW_BITS) - 1))
    }

    /// The clusters of a row.
    pub(crate) fn grains(&self, row: u32) -> [u16; GRAINS] {
        let at = row.checked_sub(1).and_then(|r| usize::try_from(r).ok());
        at.and_then(|r| self.rows.get(r)).copied().unwrap_or([u16::MAX; GRAINS])
    }
}

fn key(hash: u64, shape: Shape) -> u64 {
    salted(hash, rank(shape))
}

/// Written small, with a capital, in capitals.
fn rank(shape: Shape) -> u64 {
    match shape {
        Shape::Lower => 0,
        Shape::Upper => 2,
        _ => 1,
    }
}

fn salted(hash: u64, rank: u64) -> u64 {
    (hash ^ rank).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn place(key: u64, buckets: usize) -> usize {
    usize::try_from(key >> 40).unwrap_or(0) & (buckets - 1)
}

fn mark(key: u64) -> u32 {
    u32::try_from(key >> 8 & 0x1_ffff).unwrap_or(0)
}

/// Packs words with their rows (from 0) into the section `words`; of two with one key the first stays. A word that is no single
/// token, that is found as well when written otherwise, or that finds its bucket full, is left out. Also how many are in.
pub(crate) fn pack<'w>(words: impl Iterator<Item = (&'w str, u32)>) -> (Vec<u32>, usize) {
    let mut known = std::collections::BTreeMap::new();
    let mut buffer = Vec::new();
    for (word, row) in words {
        tokenise(word, |_| Flags::default(), &mut buffer);
        if let [token] = buffer.as_slice()
            && token.kind == Kind::Word
            && row + 1 < 1 << ROW_BITS
        {
            known.entry((token.hash, rank(token.shape))).or_insert(row + 1);
        }
    }
    let found = |hash, shape| known.get(&(hash, rank(shape)));
    let needed = known.iter().filter(|((hash, shape), row)| match shape {
        0 => true,
        1 => found(*hash, Shape::Lower) != Some(*row),
        _ => found(*hash, Shape::Cap).or(found(*hash, Shape::Lower)) != Some(*row),
    });
    let needed: Vec<(u64, u32)> = needed.map(|((hash, shape), row)| (salted(*hash, *shape), *row)).collect();
    let buckets = needed.len().div_ceil(BUCKET).next_power_of_two();
    let mut table = vec![0_u32; buckets * BUCKET];
    let mut count = 0;
    for (key, row) in needed {
        let bucket = &mut table[place(key, buckets) * BUCKET..][..BUCKET];
        if let Some(free) = bucket.iter_mut().find(|e| **e == 0) {
            *free = mark(key) << ROW_BITS | row;
            count += 1;
        }
    }
    (table, count)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chaffinch_model::ModelBuilder;

    fn model(words: &[(&str, u32)]) -> Model {
        let (table, count) = pack(words.iter().copied());
        assert_eq!(count, words.len());
        let rows: Vec<u16> = (0..12).collect();
        let file = ModelBuilder::new(KIND).section_of("words", &table).section_of("rows", &rows).finish();
        Model::open(file, KIND).unwrap()
    }

    fn row(clusters: &Clusters<'_>, word: &str) -> u32 {
        let mut tokens = Vec::new();
        tokenise(word, |_| Flags::default(), &mut tokens);
        clusters.row(&tokens[0])
    }

    #[test]
    fn words_are_found_as_written_first() {
        let model = model(&[("Turkey", 0), ("turkey", 1), ("lahore", 2)]);
        let clusters = Clusters::open(&model).unwrap();
        assert_eq!([row(&clusters, "Turkey"), row(&clusters, "turkey")], [1, 2]);
        assert_eq!([row(&clusters, "TURKEY"), row(&clusters, "Lahore")], [1, 3]);
        assert_eq!(row(&clusters, "Quetta"), 0);
        assert_eq!(clusters.grains(2), [4, 5, 6, 7]);
        assert_eq!([clusters.grains(0), clusters.grains(9)], [[u16::MAX; GRAINS]; 2]);
    }

    #[test]
    fn a_file_of_other_sizes_is_refused() {
        let file =
            ModelBuilder::new(KIND).section_of("words", &[0_u32; 9]).section_of("rows", &[0_u16; 4]).finish();
        let model = Model::open(file, KIND).unwrap();
        let error = Clusters::open(&model).err().unwrap();
        assert_eq!(
            error.to_string(),
            "has sections `words` and `rows` of sizes that do not fit; make it anew"
        );
    }
}
