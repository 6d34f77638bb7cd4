//! The commit: applies a finished draft to its document. References are checked first, then
//! nothing can fail: the text is replaced and layers carried through the edits, staged layers
//! are put in or merged, rows are sorted, and references follow every move.

use crate::draft::{Mode, Overlap, Rewrite, StagedLayer};
use crate::layer::{Columns, Layer, inverse};
use crate::span::{self, Span};
use crate::{Coords, Document, StageError, StageSpec, TableSpec};
use std::ops::Range;

/// A finished draft, to be applied to its document.
#[derive(Debug)]
pub(crate) struct Commit {
    pub(crate) spec: &'static StageSpec,
    pub(crate) rewrite: Option<Rewrite>,
    pub(crate) layers: Vec<StagedLayer>,
    pub(crate) tables: Vec<(&'static TableSpec, Columns)>,
    /// In order; `null` takes the key away.
    pub(crate) meta: Vec<(String, serde_json::Value)>,
}

impl Commit {
    /// Applies everything. References are checked first, so that nothing is half-applied.
    pub(crate) fn apply(self, doc: &mut Document, overlap: Overlap) -> Result<(), StageError> {
        self.check_references(doc)?;
        for name in self.left_out() {
            doc.remove(name);
        }
        let Self { rewrite, mut layers, mut tables, meta, .. } = self;
        if let Some(Rewrite { text, ledger, edits }) = rewrite {
            let carrier = edits.carrier();
            doc.carry(|range| carrier.carry(range));
            doc.replace_text(text, ledger);
        }
        for (key, value) in meta {
            match value.is_null() {
                true => doc.meta_mut().shift_remove(&key),
                false => doc.meta_mut().insert(key, value),
            };
        }
        // References of older layers into one that is made anew mean nothing now.
        for staged in layers.iter().filter(|l| l.mode != Mode::Extend) {
            doc.remap(staged.spec.name, &[]);
        }
        let renumbered: Vec<_> = layers
            .iter_mut()
            .filter_map(|staged| {
                let layer = std::mem::take(&mut staged.layer);
                let moved = merge(doc, staged, layer, overlap)?;
                Some((staged.spec.name, moved))
            })
            .collect();
        for (spec, table) in tables.drain(..) {
            doc.put_table(spec.name, table);
        }
        for (name, moved) in renumbered {
            doc.remap(name, &moved);
        }
        Ok(())
    }

    /// Layers and tables that the stage creates and did not write for this document: what the
    /// input brought under their names is stale.
    fn left_out(&self) -> impl Iterator<Item = &'static str> {
        let layers = self.spec.creates.iter().map(|l| l.name);
        let layers = layers.filter(|n| self.staged(n).is_none());
        let tables = self.spec.tables.iter().map(|t| t.name);
        layers.chain(tables.filter(|n| !self.tables.iter().any(|(t, _)| t.name == *n)))
    }

    /// Every reference means a row that is there or staged.
    fn check_references(&self, doc: &Document) -> Result<(), StageError> {
        let layers = self.layers.iter().map(|l| (l.spec.name, &l.layer.columns));
        for (owner, columns) in layers.chain(self.tables.iter().map(|(s, t)| (s.name, t))) {
            for c in columns.columns.iter().filter(|c| !c.target.is_empty()) {
                let Some(furthest) = c.column.furthest_reference() else {
                    continue;
                };
                if self.rewrite.is_some() && self.moves(doc, &c.target) {
                    return Err(StageError::new(format!(
                        "`{}` in `{owner}` refers to `{}`, whose rows move as the text is rewritten; refer to it in a later stage",
                        c.name, c.target
                    )));
                }
                if furthest >= self.rows_of(doc, &c.target) {
                    return Err(StageError::new(format!(
                        "`{}` in `{owner}` means row {furthest} of `{}`, which does not exist",
                        c.name, c.target
                    )));
                }
            }
        }
        Ok(())
    }

    fn staged(&self, name: &str) -> Option<&StagedLayer> {
        self.layers.iter().find(|l| l.spec.name == name)
    }

    fn rows_of(&self, doc: &Document, layer: &str) -> usize {
        match self.staged(layer) {
            Some(l) => l.base + l.layer.len(),
            None if self.left_out().any(|n| n == layer) => 0,
            None => doc.layer(layer).map_or(0, Layer::len),
        }
    }

    /// Whether a rewrite moves rows of `layer` that references of this draft could mean.
    fn moves(&self, doc: &Document, layer: &str) -> bool {
        let anew = self.staged(layer).is_some_and(|l| l.mode != Mode::Extend);
        let there = doc.layer(layer);
        !anew && there.is_some_and(|l| l.coords == Coords::Text && !l.is_empty())
    }
}

/// Puts a staged layer into the document; `Some(moved)` when row numbers changed.
fn merge(
    doc: &mut Document,
    staged: &StagedLayer,
    layer: Layer,
    overlap: Overlap,
) -> Option<Vec<Option<u32>>> {
    let name = staged.spec.name;
    if staged.mode != Mode::Extend || doc.layer(name).is_none() {
        doc.put_layer(name, layer);
        return doc.sort_layer(name);
    }
    // What was dropped before and what is dropped now may nest in the source; both stay.
    let overlap = match staged.spec.coords {
        Coords::Text => overlap,
        Coords::Source => Overlap::Both,
    };
    let there = doc.layer_mut(name)?;
    let order = append(there, &layer, overlap);
    let rows = there.len();
    there.keep(&order);
    let mut moved = inverse(&order);
    moved.resize(rows, None);
    if let Some(sorted) = doc.sort_layer(name) {
        for row in moved.iter_mut() {
            *row = row.and_then(|r| sorted.get(r as usize).copied().flatten());
        }
    }
    Some(moved)
}

/// Appends the rows of `new`; returns the rows to keep under `overlap`.
fn append(there: &mut Layer, new: &Layer, overlap: Overlap) -> Vec<u32> {
    let base = there.len();
    for (row, span) in new.spans.iter().enumerate() {
        let to = there.push(*span);
        for c in &new.columns.columns {
            if let Some(value) = c.column.get(row) {
                // A column of another type under the same name stays as it was.
                let _ = there.columns.set(to, &c.name, &c.target, &value);
            }
        }
    }
    let (old, added) = there.spans.split_at(base);
    let old_first_overlap = overlapping(old, added);
    let added_first_overlap = overlapping(added, old);
    let rows = 0..there.len();
    rows.filter(|&row| match overlap {
        Overlap::Both => true,
        Overlap::Keep => row < base || !added_first_overlap[row - base],
        Overlap::Replace => row >= base || !old_first_overlap[row],
    })
    .map(span::to_u32)
    .collect()
}

/// For each span of `a`: does it share a byte with some span of `b`? One sweep over both.
fn overlapping(a: &[Span], b: &[Span]) -> Vec<bool> {
    let mut others: Vec<Range<usize>> = b.iter().map(|s| s.range()).collect();
    others.sort_by_key(|r| r.start);
    // furthest end among the spans that start no later than the i-th
    let mut reach = 0;
    let reaches: Vec<usize> = others
        .iter()
        .map(|r| {
            reach = reach.max(r.end);
            reach
        })
        .collect();
    a.iter()
        .map(|s| {
            let before = others.partition_point(|r| r.start < s.end());
            before > 0 && reaches[before - 1] > s.start()
        })
        .collect()
}
