//! Spans: `[start, end)` byte ranges with a label and a score, 16 bytes each.
//!
//! A [`Span`] has private fields and is only made by the checked doors of a draft
//! ([`LayerDraft::push`](crate::LayerDraft::push)) or of a document under construction, so a
//! span in a layer is in bounds, on character boundaries and has `start <= end`.

use crate::Label;
use std::ops::Range;

/// One annotation: a byte range, a label and a score. `repr(C)`, so that plugins in any
/// language read a layer's spans without a copy.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Span {
    start: u32,
    end: u32,
    label: Label,
    score: f32,
}

/// The layout that plugins rely on.
const _: () = assert!(size_of::<Span>() == 16 && align_of::<Span>() == 4);

impl Span {
    pub(crate) fn new(range: Range<usize>, label: Label, score: f32) -> Self {
        Self { start: to_u32(range.start), end: to_u32(range.end), label, score }
    }

    /// First byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// `start..end`.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether the span covers no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The label, [`Label::NONE`] when there is none.
    #[must_use]
    pub fn label(self) -> Label {
        self.label
    }

    /// The score; absent scores are NaN inside.
    #[must_use]
    pub fn score(self) -> Option<f32> {
        (!self.score.is_nan()).then_some(self.score)
    }

    pub(crate) fn moved(self, range: Range<usize>) -> Self {
        Self { start: to_u32(range.start), end: to_u32(range.end), ..self }
    }
}

impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        self.range() == other.range() && self.label == other.label && self.score() == other.score()
    }
}

/// What the offsets of a layer count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Coords {
    /// Bytes of the document's text, which stages read and cleaning may replace.
    #[default]
    Text,
    /// Bytes of the immutable source.
    Source,
}

impl Coords {
    /// Name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Coords::Text => "text coordinates",
            Coords::Source => "source coordinates",
        }
    }
}

/// Offsets fit `u32` because [`Document`](crate::Document) refuses longer text.
pub(crate) fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Whether `range` lies in `text`, is not reversed and cuts no character.
pub(crate) fn is_valid(text: &str, range: &Range<usize>) -> bool {
    range.start <= range.end
        && range.end <= text.len()
        && text.is_char_boundary(range.start)
        && text.is_char_boundary(range.end)
}
