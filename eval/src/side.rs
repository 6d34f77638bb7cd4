//! One side of a comparison: what the gold says of a document, or what the pipeline says of it,
//! all in bytes of the document's source.

use std::collections::BTreeMap;
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
    /// Of a quotation: the mention that names the speaker, the side that the holder speaks for, the words that introduce it.
    pub(crate) speaker: Option<Range<usize>>,
    pub(crate) side: Option<String>,
    pub(crate) cue: Option<Range<usize>>,
}

impl Mark {
    pub(crate) fn new(range: Range<usize>, label: impl Into<String>) -> Self {
        Self { range, label: label.into(), ..Self::default() }
    }
}

/// The side that each entity of a document speaks for, by the first of its mentions that has one.
pub(crate) struct Actors<'d>(BTreeMap<&'d str, &'d str>);

impl<'d> Actors<'d> {
    /// From the ids and actors of entities.
    pub(crate) fn new(sides: impl Iterator<Item = (&'d str, &'d str)>) -> Self {
        let mut first = BTreeMap::new();
        for (id, actor) in sides {
            first.entry(id).or_insert(actor);
        }
        Self(first)
    }

    /// The side of a holder: its actor, else itself.
    pub(crate) fn of(&self, holder: &str) -> String {
        self.0.get(holder).copied().unwrap_or(holder).to_owned()
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
