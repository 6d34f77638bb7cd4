//! The page as both front ends hand it to the classifier: blocks of clean text with features.

use crate::kind::Noise;
use crate::mend::{Flow, Syntax};
use std::ops::Range;

/// A document has so many blocks at most; the last takes all the rest. A block costs some 270 bytes
/// of memory, whatever is in it, and a hostile document has one in every two bytes.
pub(crate) const MOST_BLOCKS: usize = if cfg!(test) { 1000 } else { 1 << 20 };

/// What the page's form (tags, bullets) says a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing: a paragraph, a line, a table cell.
    #[default]
    Plain,
    /// A heading of this level (1 to 6).
    Heading(u8),
    /// An item of a list.
    Item,
    /// Inside a block quotation.
    Quote,
    /// The contents of `<title>`.
    PageTitle,
}

/// What the markup around a block says about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hint {
    pub(crate) noise: Noise,
    pub(crate) rule: &'static str,
    pub(crate) score: f32,
}

impl Hint {
    /// Whether it says little more than that the block is not of the article, and the words may say
    /// what it is.
    pub(crate) fn is_vague(&self) -> bool {
        self.is_place() || matches!(self.noise, Noise::Boilerplate | Noise::Footer)
    }

    /// Whether it says only where the block stands.
    pub(crate) fn is_place(&self) -> bool {
        self.rule == crate::html::OUTSIDE || self.rule == crate::html::ONLY_LINKS
    }
}

/// One paragraph, heading, list item, or line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    /// Its bytes in the page, from the first to the last that is not white space.
    pub(crate) source: Range<usize>,
    /// Its bytes in [`Flow::text`].
    pub(crate) clean: Range<usize>,
    /// Its runs in [`Flow::runs`].
    pub(crate) runs: Range<usize>,
    pub(crate) role: Role,
    /// Whether no blank line parts it from the block before.
    pub(crate) tight: bool,
    /// Bytes of `clean` that are inside links.
    pub(crate) link_bytes: usize,
    pub(crate) hint: Option<Hint>,
}

/// Blocks in the order of the page, none empty.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) flow: Flow,
    pub(crate) blocks: Vec<Block>,
}

impl Page {
    pub(crate) fn clear(&mut self) {
        self.flow.clear();
        self.blocks.clear();
    }

    /// Whether only one more block is to come.
    pub(crate) fn is_nearly_full(&self) -> bool {
        self.blocks.len() + 1 >= MOST_BLOCKS
    }

    pub(crate) fn clean(&self, block: usize) -> &str {
        &self.flow.text[self.blocks[block].clean.clone()]
    }

    /// Mends `text[range]` and appends it as a block; nothing when no clean text is left.
    pub(crate) fn push_plain(&mut self, text: &str, range: Range<usize>, block: Block) {
        let first_run = self.flow.runs.len();
        self.flow.begin();
        self.flow.feed(text, range.clone(), Syntax::Plain);
        self.finish_block(first_run, Block { source: range, ..block });
    }

    /// Appends the block that was just fed to the flow.
    pub(crate) fn finish_block(&mut self, first_run: usize, block: Block) {
        let clean = self.flow.block();
        if !clean.is_empty() {
            self.blocks.push(Block { clean, runs: first_run..self.flow.runs.len(), ..block });
        }
    }
}
