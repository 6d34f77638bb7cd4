//! Spans, labels and runs as the host lends them.

use crate::call::Call;
use chaffinch_plugin_abi as abi;
use chaffinch_plugin_abi::chf_doc;
use std::ops::Range;

/// A label, the same number for the whole run. Look it up in [`Stage::create`](crate::Stage::create).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label(pub(crate) u32);

impl Label {
    /// No label.
    pub const NONE: Self = Self(abi::NO_LABEL);

    pub(crate) fn name<'c>(self, call: Call<'c>, doc: *const chf_doc) -> &'c str {
        if self == Self::NONE { "" } else { call.label_name(doc, self.0) }
    }
}

/// One annotation.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct Span(pub(crate) abi::chf_span);

impl Span {
    /// First byte.
    #[must_use]
    pub const fn start(&self) -> usize {
        self.0.start as usize
    }

    /// One past the last byte.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.0.end as usize
    }

    /// The bytes it covers.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Its label, [`Label::NONE`] when it has none.
    #[must_use]
    pub const fn label(&self) -> Label {
        Label(self.0.label)
    }

    /// Its score.
    #[must_use]
    pub fn score(&self) -> Option<f32> {
        Some(self.0.score).filter(|s| !s.is_nan())
    }
}

/// Bytes that were copied verbatim from source to text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Run(pub(crate) abi::chf_run);

impl Run {
    /// Where they stand in the text.
    #[must_use]
    pub const fn text(&self) -> Range<usize> {
        self.0.text as usize..self.0.text as usize + self.0.len as usize
    }

    /// Where they stand in the source.
    #[must_use]
    pub const fn source(&self) -> Range<usize> {
        self.0.source as usize..self.0.source as usize + self.0.len as usize
    }
}
