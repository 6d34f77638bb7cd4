//! Replacements of text, for stages that rewrite it.

use chaffinch_plugin_abi::{chf_edit, chf_str};
use std::ops::Range;

/// Edits of a text, in ascending order and not overlapping; all offsets are those of the text
/// before any of them.
///
/// ```
/// use chaffinch_plugin::Edits;
///
/// let mut edits = Edits::new();
/// edits.delete(0..3);
/// edits.replace(5..6, "\u{2019}");
/// edits.insert(9, "\n");
/// assert_eq!(edits.len(), 3);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Edits {
    edits: Vec<(Range<usize>, Range<usize>)>,
    with: String,
}

impl Edits {
    /// No edits.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts `with` in the place of `range`.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        let start = self.with.len();
        self.with.push_str(with);
        self.edits.push((range, start..self.with.len()));
    }

    /// Takes `range` out.
    pub fn delete(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Puts `with` before the byte `at`.
    pub fn insert(&mut self, at: usize, with: &str) {
        self.replace(at..at, with);
    }

    /// Number of edits.
    #[must_use]
    pub fn len(&self) -> usize {
        self.edits.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    pub(crate) fn lend(&self) -> Vec<chf_edit> {
        let lend = |(range, with): &(Range<usize>, Range<usize>)| {
            let range = crate::call::narrow(range.clone());
            chf_edit { start: range.start, end: range.end, with: chf_str::of(&self.with[with.clone()]) }
        };
        self.edits.iter().map(lend).collect()
    }
}
