//! One document as the corpus pass sees it: its blocks as hashes.

use crate::hash;
use crate::units::units;
use crate::words::Words;
use pipeline_core::{StageError, View};
use serde::{Deserialize, Serialize};

/// Blocks remembered of a page from its start, and as many from its end: templates frame the
/// article.
const MOST_AT_AN_END: usize = 64;

/// A block: 56 bits of the hash of its words, and how many they are, in the lowest 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Block(u64);

impl Block {
    /// A block of more words has this many.
    pub(crate) const MOST_WORDS: u8 = u8::MAX;

    pub(crate) fn new(hash: u64, words: usize) -> Self {
        let words = u8::try_from(words).unwrap_or(Self::MOST_WORDS);
        Self(hash & !0xff | u64::from(words))
    }

    /// The block of this text; `None` when it has no words.
    pub(crate) fn of(text: &str, words: &mut Words) -> Option<Self> {
        let words = words.read(text);
        (!words.is_empty()).then(|| Self::new(hash::short(words.text()), words.len()))
    }

    /// How many words, [`Block::MOST_WORDS`] at most.
    pub(crate) fn words(self) -> u8 {
        self.0.to_le_bytes()[0]
    }
}

/// What is remembered of a page. Ordered by its hash, which decides who stays where not all can.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Page {
    /// Of all blocks in their order: pages of the same blocks are the same.
    pub(crate) hash: u64,
    /// Each once, ascending, without titles.
    pub(crate) blocks: Vec<Block>,
}

impl Page {
    /// The page of `doc`; `None` when it has no words besides its title.
    pub(crate) fn of(doc: &View<'_>) -> Result<Option<Self>, StageError> {
        let mut words = Words::default();
        let units = units(doc)?;
        let texts = units.iter().filter(|u| !u.is_title).filter_map(|u| doc.text().get(u.range.clone()));
        let blocks: Vec<Block> = texts.filter_map(|text| Block::of(text, &mut words)).collect();
        let hash = hash::join(blocks.iter().map(|b| b.0));
        Ok((!blocks.is_empty()).then(|| Self { hash, blocks: ends(blocks) }))
    }
}

fn ends(mut blocks: Vec<Block>) -> Vec<Block> {
    if blocks.len() > 2 * MOST_AT_AN_END {
        blocks.drain(MOST_AT_AN_END..blocks.len() - MOST_AT_AN_END);
    }
    blocks.sort_unstable();
    blocks.dedup();
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_knows_its_words() {
        let mut words = Words::default();
        let of = |text: &str, words: &mut Words| Block::of(text, words).map(Block::words);
        assert_eq!(of("One, two.", &mut words), Some(2));
        assert_eq!(of(&"a ".repeat(300), &mut words), Some(255));
        assert_eq!(of("* * *", &mut words), None);
        assert_eq!(Block::of("One, two.", &mut words), Block::of("ONE TWO", &mut words));
    }

    #[test]
    fn of_long_pages_the_ends_are_remembered() {
        let blocks = |numbers: &mut dyn Iterator<Item = u64>| -> Vec<Block> {
            numbers.map(|n| Block::new(n << 8, 1)).collect()
        };
        let kept = ends(blocks(&mut (0..1000)));
        assert_eq!(kept, blocks(&mut (0..64).chain(936..1000)));
    }
}
