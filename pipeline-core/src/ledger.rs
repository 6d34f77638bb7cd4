//! The offset ledger: which bytes of the text were copied from where in the source.
//!
//! A ledger is a list of maximal [`Run`]s, increasing in both coordinates. Text that lies in
//! no run was inserted (a decoded `&eacute;`, a blank line between blocks); source that lies
//! in no run was dropped. Ledgers compose: cleaning a cleaned text gives a ledger that still
//! ends in the first source.
//!
//! ```
//! use pipeline_core::{Edits, Ledger};
//! // "Share.Kabul" → "Kabul"
//! let mut edits = Edits::new();
//! edits.delete(0..6);
//! let (text, ledger) = edits.apply("Share.Kabul", &Ledger::identity(11)).unwrap();
//! assert_eq!(text, "Kabul");
//! assert_eq!(ledger.to_source(0..5), 6..11);
//! assert_eq!(ledger.to_text(6..11), Some(0..5));
//! assert_eq!(ledger.to_text(0..6), None);
//! ```

use crate::span::to_u32;
use std::fmt;
use std::ops::Range;

/// `len` bytes copied verbatim from `source` to `text`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub(crate) text: u32,
    pub(crate) source: u32,
    pub(crate) len: u32,
}

impl Run {
    /// The bytes of the text.
    #[must_use]
    pub fn text(self) -> Range<usize> {
        self.text as usize..self.text as usize + self.len as usize
    }

    /// The bytes of the source.
    #[must_use]
    pub fn source(self) -> Range<usize> {
        self.source as usize..self.source as usize + self.len as usize
    }
}

/// A ledger that cannot be: runs that overlap, go backwards, or leave text or source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerError {
    /// The run at fault, counted from 0.
    pub run: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ledger run {}: {}", self.run, self.message)
    }
}
impl std::error::Error for LedgerError {}

/// The piecewise map between text and source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    runs: Vec<Run>,
    text_len: u32,
    source_len: u32,
}

impl Ledger {
    /// Text and source are the same `len` bytes.
    #[must_use]
    pub fn identity(len: usize) -> Self {
        let len = to_u32(len);
        let runs = if len == 0 { vec![] } else { vec![Run { text: 0, source: 0, len }] };
        Self { runs, text_len: len, source_len: len }
    }

    /// A ledger from `(text start, source start, length)` triples, in bytes. Adjacent runs are
    /// joined, empty ones left out.
    ///
    /// # Errors
    /// When a run overlaps or precedes the one before it, or leaves the text or the source.
    pub fn from_runs(
        runs: impl IntoIterator<Item = (usize, usize, usize)>,
        text_len: usize,
        source_len: usize,
    ) -> Result<Self, LedgerError> {
        let mut builder = LedgerBuilder::default();
        let (mut text_end, mut source_end) = (0, 0);
        for (run, (text, source, len)) in runs.into_iter().enumerate() {
            let fail = |message: String| Err(LedgerError { run, message });
            if text < text_end || source < source_end {
                return fail(format!(
                    "starts at text {text}, source {source}, before the end of the run before it (text {text_end}, source {source_end})"
                ));
            }
            let ends = text.checked_add(len).zip(source.checked_add(len));
            match ends {
                Some((t, s)) if t <= text_len && s <= source_len => (text_end, source_end) = (t, s),
                _ => {
                    return fail(format!(
                        "[{text}, {source}, {len}] leaves the text ({text_len}) or the source ({source_len})"
                    ));
                }
            }
            builder.push(text, source, len);
        }
        Ok(builder.finish(text_len, source_len))
    }

    /// The runs, increasing in both coordinates, none empty, none touching the next in both.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Length of the text in bytes.
    #[must_use]
    pub fn text_len(&self) -> usize {
        self.text_len as usize
    }

    /// Length of the source in bytes.
    #[must_use]
    pub fn source_len(&self) -> usize {
        self.source_len as usize
    }

    /// Whether text and source are the same.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.text_len == self.source_len
            && (self.text_len == 0 || (self.runs.len() == 1 && self.runs[0].len == self.text_len))
    }

    /// The smallest source range that holds every copied byte of a text range. Inserted text
    /// adds nothing; a range of nothing but inserted text resolves to an empty range where it
    /// stands.
    #[must_use]
    pub fn to_source(&self, text: Range<usize>) -> Range<usize> {
        let end = self.source_of_end(text.end);
        if text.is_empty() {
            return end..end;
        }
        self.source_of_start(text.start).min(end)..end
    }

    /// The text range in which a source range survives, `None` when nothing of it was copied.
    #[must_use]
    pub fn to_text(&self, source: Range<usize>) -> Option<Range<usize>> {
        let first = self.runs.partition_point(|r| r.source().end <= source.start);
        let last = self.runs.partition_point(|r| r.source().start < source.end);
        if first >= last {
            return None;
        }
        let (a, b) = (self.runs[first], self.runs[last - 1]);
        let start = a.text().start + source.start.saturating_sub(a.source().start);
        let end = b.text().end - b.source().end.saturating_sub(source.end);
        (start < end).then_some(start..end)
    }

    /// Source of the first copied byte at or after `at`.
    fn source_of_start(&self, at: usize) -> usize {
        let next = self.runs.partition_point(|r| r.text().end <= at);
        match self.runs.get(next) {
            Some(run) => run.source().start + at.saturating_sub(run.text().start),
            None => self.source_len(),
        }
    }

    /// Source of the end of the last copied byte before `at`.
    fn source_of_end(&self, at: usize) -> usize {
        let after = self.runs.partition_point(|r| r.text().start < at);
        let Some(run) = after.checked_sub(1).map(|i| self.runs[i]) else {
            return self.runs.first().map_or(0, |r| r.source().start);
        };
        run.source().end.min(run.source().start + (at - run.text().start))
    }
}

/// Appends runs in order and keeps them maximal.
#[derive(Default)]
pub(crate) struct LedgerBuilder {
    runs: Vec<Run>,
}

impl LedgerBuilder {
    pub(crate) fn push(&mut self, text: usize, source: usize, len: usize) {
        if len == 0 {
            return;
        }
        let run = Run { text: to_u32(text), source: to_u32(source), len: to_u32(len) };
        match self.runs.last_mut() {
            Some(last) if last.text().end == text && last.source().end == source => {
                last.len += run.len;
            }
            _ => self.runs.push(run),
        }
    }

    pub(crate) fn finish(self, text_len: usize, source_len: usize) -> Ledger {
        Ledger { runs: self.runs, text_len: to_u32(text_len), source_len: to_u32(source_len) }
    }
}
