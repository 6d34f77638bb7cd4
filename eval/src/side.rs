//! One side of a comparison: what the gold says of a document, or what the pipeline says of it,
//! all in bytes of the document's source.

use std::ops::Range;

/// An annotation, in source coordinates, with the attributes that some task compares.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Mark {
    pub(crate) range: Range<usize>,
    pub(crate) label: String,
    pub(crate) score: Option<f64>,
    pub(crate) confidence: Option<f64>,
    pub(crate) id: Option<String>,
    pub(crate) actor: Option<String>,
    pub(crate) holder: Option<String>,
    pub(crate) target: Option<String>,
    pub(crate) mention: Option<Range<usize>>,
}

impl Mark {
    pub(crate) fn new(range: Range<usize>, label: impl Into<String>) -> Self {
        Self { range, label: label.into(), ..Self::default() }
    }
}

/// A document-level stance.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Pair {
    pub(crate) holder: String,
    pub(crate) target: String,
    pub(crate) label: String,
    pub(crate) score: Option<f64>,
}

/// Everything that a task may compare.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Side {
    /// The layer of the task.
    pub(crate) marks: Vec<Mark>,
    pub(crate) pairs: Vec<Pair>,
    /// What of the source survives in the text, and what was dropped, by kind.
    pub(crate) kept: Vec<Range<usize>>,
    pub(crate) dropped: Vec<Mark>,
    /// The text without its title.
    pub(crate) article: String,
}
