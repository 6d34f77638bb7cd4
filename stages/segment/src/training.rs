//! What the trainer of sentences sees: the gaps of a text that the model would be asked about, with their features.
//!
//! ```
//! use chaffinch_segment::training::Gaps;
//!
//! let text = "thanks for your help see you tomorrow";
//! let gaps = Gaps::new().unwrap();
//! let mut examples = Vec::new();
//! gaps.read(text, &[0, 21], &mut examples);
//! let boundaries: Vec<usize> = examples.iter().filter(|gap| gap.boundary).map(|gap| gap.place).collect();
//! assert_eq!(boundaries, [21]);
//! ```

use std::ops::Range;

use chaffinch_model::ModelError;

use crate::sentences::model::{self, Classes, Facts, Gap, Glimpse, Judge, Place, Scratch};
use crate::{Boundaries, Segment, Segmented, Segmenter};

/// The version of the features; a model carries it as `features`.
pub const FEATURES: &str = model::FEATURES;

/// A gap between two tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The byte at which the token behind it begins.
    pub place: usize,
    /// A sentence begins there.
    pub boundary: bool,
    /// The rules' sentence around it begins with a capital and ends with a mark.
    pub edited: bool,
    /// Hashes of the features of the quick model.
    pub quick: Vec<u32>,
    /// Hashes of the features of the full model.
    pub full: Vec<u32>,
}

/// Reads texts as the segmenter does.
#[derive(Clone, Debug)]
pub struct Gaps {
    segmenter: Segmenter,
    classes: Classes,
}

impl Gaps {
    /// With default options.
    ///
    /// # Errors
    /// The built-in word lists are damaged.
    pub fn new() -> Result<Self, ModelError> {
        let rules = Segment { boundaries: Boundaries::Rules, ..Segment::default() };
        Ok(Self { segmenter: Segmenter::new(&rules), classes: model::classes()? })
    }

    /// Appends the gaps of `text` that are not settled before any model is asked. `starts` are the bytes where
    /// sentences begin, in order; the gaps are judged with these as what was decided before.
    pub fn read(&self, text: &str, starts: &[usize], out: &mut Vec<Example>) {
        let mut found = Segmented::default();
        self.segmenter.segment(text, &mut found);
        let classes = &self.classes;
        let mut gold = Gold { starts, classes, quick: Vec::new(), edited: false, out };
        let (tokens, ruled) = (&found.tokens, &found.ruled);
        let mut sentences: Vec<Range<usize>> = Vec::new();
        model::walk(text, tokens, ruled, &mut Scratch::default(), &mut gold, &mut sentences);
    }
}

/// Answers as the gold does, and writes down what it was asked.
struct Gold<'a> {
    classes: &'a Classes,
    starts: &'a [usize],
    quick: Vec<u32>,
    edited: bool,
    out: &'a mut Vec<Example>,
}

impl Judge for Gold<'_> {
    const HURRIES: bool = false;

    fn may_cut(&mut self, glimpse: &Glimpse, _: Place) -> bool {
        self.quick.clear();
        self.edited = glimpse.is_regular();
        model::quick(glimpse, &mut self.quick);
        true
    }

    fn cuts(&mut self, gap: Gap<'_>, facts: &Facts, Place(place): Place) -> bool {
        let boundary = self.starts.binary_search(&place).is_ok();
        let mut full = Vec::new();
        model::full(gap, facts, self.classes, &mut full);
        self.out.push(Example {
            place,
            boundary,
            edited: self.edited,
            quick: std::mem::take(&mut self.quick),
            full,
        });
        boundary
    }
}

/// The number under which `models/words.bin` knows a word.
pub fn word_id(word: &str) -> u32 {
    model::word_id(word.as_bytes())
}
