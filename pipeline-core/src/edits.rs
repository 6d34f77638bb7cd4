//! Edits: how a stage replaces text. A list of replacements of byte ranges, in order; the core
//! applies them, composes the ledger and carries existing layers through.

use crate::ledger::{Ledger, LedgerBuilder};
use crate::{StageError, span};
use std::ops::Range;

#[derive(Clone, Copy, Debug)]
struct Edit {
    start: usize,
    end: usize,
    /// End of the replacement in [`Edits::inserted`]; it begins where the one before it ended.
    inserted_end: usize,
}

/// Replacements of ranges of the old text, ascending and not overlapping.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    edits: Vec<Edit>,
    inserted: String,
    out_of_order: Option<Range<usize>>,
}

impl Edits {
    /// No edits.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.out_of_order.is_none()
    }

    /// Removes `range`.
    pub fn delete(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Puts `with` in the place of `range`, which may be empty. Ranges come in ascending order;
    /// one that overlaps the edit before it is reported by [`Edits::apply`].
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        let after = self.edits.last().map_or(0, |e| e.end);
        if range.start < after || range.end < range.start {
            self.out_of_order.get_or_insert(range);
            return;
        }
        self.inserted.push_str(with);
        self.edits.push(Edit { start: range.start, end: range.end, inserted_end: self.inserted.len() });
    }

    /// The new text, and its ledger: `ledger` (of the old text) composed with these edits.
    ///
    /// # Errors
    /// When an edit is out of order, out of bounds, or cuts a character.
    pub fn apply(&self, text: &str, ledger: &Ledger) -> Result<(String, Ledger), StageError> {
        self.check(text)?;
        let mut new = String::with_capacity(text.len());
        let mut map = Composer { old: ledger, next: 0, out: LedgerBuilder::default() };
        for (kept, inserted) in self.pieces(text.len()) {
            map.copy(kept.clone(), new.len());
            new.push_str(&text[kept]);
            new.push_str(inserted);
        }
        let ledger = map.out.finish(new.len(), ledger.source_len());
        Ok((new, ledger))
    }

    /// How ranges of the old text move to the new.
    pub(crate) fn carrier(&self) -> Carrier<'_> {
        let mut starts = Vec::with_capacity(self.edits.len());
        let (mut new_at, mut old_at, mut inserted_at) = (0, 0, 0);
        for e in &self.edits {
            new_at += e.start - old_at;
            let inserted = e.inserted_end - inserted_at;
            starts.push((new_at, inserted));
            new_at += inserted;
            (old_at, inserted_at) = (e.end, e.inserted_end);
        }
        Carrier { edits: &self.edits, placed: starts }
    }

    fn check(&self, text: &str) -> Result<(), StageError> {
        let bad = self
            .out_of_order
            .clone()
            .or_else(|| self.edits.iter().map(|e| e.start..e.end).find(|r| !span::is_valid(text, r)));
        match bad {
            None => Ok(()),
            Some(r) => Err(StageError::new(format!(
                "edit {}..{} is out of order, out of bounds or cuts a character (text has {} bytes)",
                r.start,
                r.end,
                text.len()
            ))),
        }
    }

    /// `(range kept, text inserted after it)`, in order, covering the whole text.
    fn pieces(&self, len: usize) -> impl Iterator<Item = (Range<usize>, &str)> {
        let (mut old_at, mut inserted_at) = (0, 0);
        let mut edits = self.edits.iter();
        let mut done = false;
        std::iter::from_fn(move || {
            if let Some(e) = edits.next() {
                let piece = (old_at..e.start, &self.inserted[inserted_at..e.inserted_end]);
                (old_at, inserted_at) = (e.end, e.inserted_end);
                return Some(piece);
            }
            (!std::mem::replace(&mut done, true)).then_some((old_at..len, ""))
        })
    }
}

/// Pushes the old ledger's runs through the edits; kept ranges come in ascending order, so one
/// cursor over the runs serves all.
struct Composer<'a> {
    old: &'a Ledger,
    next: usize,
    out: LedgerBuilder,
}

impl Composer<'_> {
    fn copy(&mut self, kept: Range<usize>, new_at: usize) {
        while let Some(run) = self.old.runs().get(self.next) {
            let (text, source) = (run.text(), run.source());
            let (from, to) = (text.start.max(kept.start), text.end.min(kept.end));
            if from < to {
                self.out.push(new_at + (from - kept.start), source.start + (from - text.start), to - from);
            }
            if text.end > kept.end {
                return;
            }
            self.next += 1;
        }
    }
}

/// Moves ranges of the old text to the new.
pub(crate) struct Carrier<'a> {
    edits: &'a [Edit],
    /// For each edit: where its replacement starts in the new text, and its length.
    placed: Vec<(usize, usize)>,
}

impl Carrier<'_> {
    /// Where `range` went: shrunk to what is left of it, `None` when it was not empty and all of
    /// it is gone.
    pub(crate) fn carry(&self, range: Range<usize>) -> Option<Range<usize>> {
        if range.is_empty() {
            let at = self.place(range.start, Side::Start);
            return Some(at..at);
        }
        let start = self.place(range.start, Side::Start);
        let end = self.place(range.end, Side::End);
        (start < end).then_some(start..end)
    }

    /// A position inside an edited range goes to the end of its replacement when it starts a
    /// span, and to its start when it ends one: an annotation never grows over inserted text
    /// that it did not cover whole.
    fn place(&self, at: usize, side: Side) -> usize {
        let n = self.edits.partition_point(|e| match side {
            Side::Start => e.start < at || (e.start == at && e.end == at),
            Side::End => e.start < at,
        });
        let Some(e) = n.checked_sub(1).map(|i| self.edits[i]) else {
            return at;
        };
        let (new_start, inserted) = self.placed[n - 1];
        if at >= e.end {
            return new_start + inserted + (at - e.end);
        }
        match side {
            Side::Start => new_start + inserted,
            Side::End => new_start,
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}
