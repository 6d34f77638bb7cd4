//! The three layers together, without a pipeline around them.

use std::ops::Range;

use crate::abbreviations::Abbreviations;
use crate::blocks::{self, Block};
use crate::lines::Layout;
use crate::tokens::Token;
use crate::{BlockMode, Segment, sentences, tokens};

/// Cuts text into blocks, sentences and tokens.
///
/// ```
/// use chaffinch_segment::{Segment, Segmented, Segmenter};
///
/// let segmenter = Segmenter::new(&Segment::default());
/// let mut out = Segmented::default();
/// segmenter.segment("Mr. Noor won’t go. He stays.", &mut out);
/// assert_eq!(out.sentences(), [0..20, 21..30]);
/// assert_eq!(out.tokens().count(), 9);
/// ```
#[derive(Clone, Debug)]
pub struct Segmenter {
    abbreviations: Abbreviations,
    mode: BlockMode,
}

/// What was found: spans in bytes of the text, in order, without overlap. Reuse it from text to text.
#[derive(Clone, Debug, Default)]
pub struct Segmented {
    pub(crate) blocks: Vec<Block>,
    pub(crate) sentences: Vec<Range<usize>>,
    pub(crate) tokens: Vec<Token>,
    cuts: Vec<usize>,
}

impl Segmented {
    /// The sentences.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The tokens.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = Range<usize>> + '_ {
        self.tokens.iter().map(Token::range)
    }

    /// The blocks of raw text; empty after [`Segmenter::segment_within`].
    pub fn blocks(&self) -> impl ExactSizeIterator<Item = Range<usize>> + '_ {
        self.blocks.iter().map(|block| block.range.clone())
    }
}

impl Segmenter {
    /// A segmenter with these options.
    pub fn new(config: &Segment) -> Self {
        Self { abbreviations: Abbreviations::new(&config.abbreviations), mode: config.blocks }
    }

    /// Finds blocks, sentences and tokens of raw text. `out` is emptied first.
    pub fn segment(&self, text: &str, out: &mut Segmented) {
        let layout = Layout::of(text);
        out.clear();
        blocks::find(text, self.mode, layout, &mut out.blocks);
        for at in 0..out.blocks.len() {
            let region = out.blocks[at].range.clone();
            self.region(text, region, layout, out);
        }
    }

    /// Finds sentences and tokens that cross none of the edges of `blocks`. `out` is emptied first.
    pub fn segment_within(
        &self,
        text: &str,
        blocks: impl Iterator<Item = Range<usize>>,
        out: &mut Segmented,
    ) {
        let layout = Layout::of(text);
        out.clear();
        out.cuts.extend(
            blocks.flat_map(|block| [block.start, block.end]).filter(|&cut| text.is_char_boundary(cut)),
        );
        out.cuts.push(text.len());
        out.cuts.sort_unstable();
        let mut start = 0;
        for at in 0..out.cuts.len() {
            let end = out.cuts[at];
            if end > start {
                self.region(text, start..end, layout, out);
                start = end;
            }
        }
    }

    fn region(&self, text: &str, region: Range<usize>, layout: Layout, out: &mut Segmented) {
        let first = out.tokens.len();
        tokens::tokenize(text, region, &self.abbreviations, &mut out.tokens);
        sentences::split(text, &out.tokens[first..], layout, &mut out.sentences);
    }
}

impl Segmented {
    fn clear(&mut self) {
        self.blocks.clear();
        self.sentences.clear();
        self.tokens.clear();
        self.cuts.clear();
    }
}
