//! The three layers together, without a pipeline around them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::abbreviations::Abbreviations;
use crate::blocks::{self, Block};
use crate::lines::Layout;
use crate::sentences::model::{self, Classifier, Scratch, Trained};
use crate::sentences::{self, Ruled};
use crate::tokens::Token;
use crate::{BlockMode, Boundaries, Segment, tokens};
use chaffinch_model::{Bytes, ModelError};

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
    /// `None`: rules alone decide.
    classifier: Option<Arc<Classifier>>,
}

/// What was found: spans in bytes of the text, in order, without overlap. Reuse it from text to text.
#[derive(Clone, Debug, Default)]
pub struct Segmented {
    pub(crate) blocks: Vec<Block>,
    pub(crate) sentences: Vec<Range<usize>>,
    pub(crate) tokens: Vec<Token>,
    cuts: Vec<usize>,
    pub(crate) ruled: Vec<Ruled>,
    scratch: Scratch,
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
    /// A segmenter with these options and the released model; files that `config` names are not read.
    pub fn new(config: &Segment) -> Self {
        let classifier = match config.boundaries {
            Boundaries::Rules => None,
            Boundaries::Trained => released(),
        };
        Self::with(config, classifier)
    }

    /// A segmenter with these options and the model in `file`, as `chaffinch train sentences` writes it.
    ///
    /// # Errors
    /// `file` is no such model, or one for other features than this version's.
    pub fn with_model(config: &Segment, file: impl Into<Bytes>) -> Result<Self, ModelError> {
        Ok(Self::with(config, Some(Arc::new(Classifier::open(file)?))))
    }

    fn with(config: &Segment, classifier: Option<Arc<Classifier>>) -> Self {
        Self { abbreviations: Abbreviations::new(&config.abbreviations), mode: config.blocks, classifier }
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
        self.decide(text, out);
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
        self.decide(text, out);
    }

    fn region(&self, text: &str, region: Range<usize>, layout: Layout, out: &mut Segmented) {
        let first = out.tokens.len();
        tokens::tokenize(text, region, &self.abbreviations, &mut out.tokens);
        sentences::split(text, &out.tokens, first, layout, &mut out.ruled);
    }

    /// Turns the sentences of the rules into those of the text.
    fn decide(&self, text: &str, out: &mut Segmented) {
        let Segmented { tokens, ruled, sentences, scratch, .. } = out;
        match self.classifier.as_deref() {
            Some(Classifier { classes, weights }) => {
                let mut judge = Trained { weights, classes };
                model::walk(text, tokens, ruled, scratch, &mut judge, sentences);
            }
            None => sentences.extend(ruled.iter().map(|sentence| span(tokens, *sentence))),
        }
    }
}

/// The bytes of a sentence of the rules.
fn span(tokens: &[Token], sentence: Ruled) -> Range<usize> {
    let tokens = &tokens[sentence.tokens()];
    match tokens {
        [first, .., last] => first.range().start..last.range().end,
        [only] => only.range(),
        [] => 0..0,
    }
}

/// The released model, opened once. A test opens it; should it be damaged all the same, rules decide alone.
fn released() -> Option<Arc<Classifier>> {
    static RELEASED: OnceLock<Option<Arc<Classifier>>> = OnceLock::new();
    RELEASED.get_or_init(|| Classifier::released().ok().map(Arc::new)).clone()
}

impl Segmented {
    fn clear(&mut self) {
        self.blocks.clear();
        self.sentences.clear();
        self.tokens.clear();
        self.cuts.clear();
        self.ruled.clear();
    }
}
