//! The draft: what a stage writes for one document. Everything is staged and committed only if
//! the stage returns `Ok`, so a document is never left half-written.

use crate::edits::Edits;
use crate::layer::{Columns, Layer, inverse};
use crate::span::{self, Span};
use crate::{
    AttrSpec, Coords, Document, Label, LayerSpec, Ledger, Scalar, StageError, StageSpec, TableSpec,
};
use std::ops::Range;

/// A row that was pushed to a layer draft or a table draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Position among the rows of the draft itself.
    own: usize,
    /// Number of rows that were there before (of an extended layer).
    base: usize,
}

impl Row {
    /// The number by which references mean this row. The core renumbers when it sorts.
    #[must_use]
    pub fn number(self) -> usize {
        self.base + self.own
    }
}

/// Handle of an attribute column; look it up once per document.
#[derive(Clone, Copy, Debug)]
pub struct Attr(usize);

/// What to do where an added span overlaps one that is already in an extended layer.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    serde::Deserialize,
    serde::Serialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Overlap {
    /// The one that is there stays, the new one is left out.
    #[default]
    Keep,
    /// The new one replaces it.
    Replace,
    /// Both stay.
    Both,
}

/// How a stage declared a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Create,
    CreateIfAbsent,
    Extend,
}

#[derive(Debug)]
struct StagedLayer {
    spec: &'static LayerSpec,
    mode: Mode,
    layer: Layer,
    /// Rows of the extended layer before this stage.
    base: usize,
}

#[derive(Debug)]
struct Rewrite {
    text: String,
    ledger: Ledger,
    edits: Edits,
}

/// The staged writes of one stage for one document.
#[derive(Debug)]
pub struct Draft<'d> {
    doc: &'d Document,
    spec: &'static StageSpec,
    rewrite: Option<Rewrite>,
    layers: Vec<StagedLayer>,
    tables: Vec<(&'static TableSpec, Columns)>,
    meta: Vec<(String, serde_json::Value)>,
}

impl<'d> Draft<'d> {
    pub(crate) fn new(doc: &'d Document, spec: &'static StageSpec) -> Self {
        Self {
            doc,
            spec,
            rewrite: None,
            layers: Vec::new(),
            tables: Vec::new(),
            meta: Vec::new(),
        }
    }

    /// The text that layers of this draft index: the new one after [`Draft::rewrite`].
    #[must_use]
    pub fn text(&self) -> &str {
        self.rewrite.as_ref().map_or(self.doc.text(), |r| &r.text)
    }

    /// The ledger of [`Draft::text`].
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.rewrite
            .as_ref()
            .map_or(self.doc.ledger(), |r| &r.ledger)
    }

    /// Replaces the text. Once, and before any layer is written, since layers index the new
    /// text; the stage must declare `rewrites`.
    ///
    /// # Errors
    /// When one of these is broken, or an edit is out of order or out of bounds.
    pub fn rewrite(&mut self, edits: Edits) -> Result<(), StageError> {
        if !self.spec.rewrites {
            return Err(self.undeclared("rewrites", "text"));
        }
        if self.rewrite.is_some() || !self.layers.is_empty() {
            return Err(StageError::new(
                "text is rewritten once, before any layer is written",
            ));
        }
        if edits.is_empty() {
            return Ok(());
        }
        let (text, ledger) = edits.apply(self.doc.text(), self.doc.ledger())?;
        self.rewrite = Some(Rewrite {
            text,
            ledger,
            edits,
        });
        Ok(())
    }

    /// Whether a layer declared `creates_if_absent` is to be written for this document.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        self.doc.layer(name).is_none()
    }

    /// The draft of the declared layer `name`. An empty one is written too: it says that the
    /// stage looked and found nothing.
    ///
    /// # Errors
    /// When the stage did not declare it, or declared it `creates_if_absent` and it is there.
    pub fn layer(&mut self, name: &'static str) -> Result<LayerDraft<'_>, StageError> {
        let at = match self.layers.iter().position(|l| l.spec.name == name) {
            Some(at) => at,
            None => self.stage_layer(name)?,
        };
        let text = match self.layers[at].spec.coords {
            Coords::Source => self.doc.source(),
            Coords::Text => self.rewrite.as_ref().map_or(self.doc.text(), |r| &r.text),
        };
        Ok(LayerDraft {
            staged: &mut self.layers[at],
            text,
        })
    }

    /// The draft of the declared document-level table `name`.
    ///
    /// # Errors
    /// When the stage did not declare it.
    pub fn table(&mut self, name: &'static str) -> Result<TableDraft<'_>, StageError> {
        let at = match self.tables.iter().position(|(spec, _)| spec.name == name) {
            Some(at) => at,
            None => {
                let spec = self.spec.tables.iter().find(|t| t.name == name);
                let spec = spec.ok_or_else(|| self.undeclared("table", name))?;
                self.tables.push((spec, Columns::declared(spec.attrs)));
                self.tables.len() - 1
            }
        };
        let (spec, columns) = &mut self.tables[at];
        Ok(TableDraft { spec, columns })
    }

    /// Sets a declared `meta` key; `null` values are ignored.
    ///
    /// # Errors
    /// When the stage did not declare the key.
    pub fn meta(
        &mut self,
        key: &str,
        value: impl Into<serde_json::Value>,
    ) -> Result<(), StageError> {
        if !self.spec.meta.contains(&key) {
            return Err(self.undeclared("meta key", key));
        }
        let value = value.into();
        if !value.is_null() {
            self.meta.push((key.to_owned(), value));
        }
        Ok(())
    }

    fn stage_layer(&mut self, name: &str) -> Result<usize, StageError> {
        let find = |specs: &'static [LayerSpec]| specs.iter().find(|l| l.name == name);
        let (spec, mode) = find(self.spec.creates)
            .map(|l| (l, Mode::Create))
            .or_else(|| find(self.spec.creates_if_absent).map(|l| (l, Mode::CreateIfAbsent)))
            .or_else(|| find(self.spec.extends).map(|l| (l, Mode::Extend)))
            .ok_or_else(|| self.undeclared("layer", name))?;
        let there = self.doc.layer(name);
        if mode == Mode::CreateIfAbsent && there.is_some() {
            return Err(StageError::new(format!(
                "layer `{name}` is already there; ask `Draft::wants` before writing it"
            )));
        }
        let base = if mode == Mode::Extend {
            there.map_or(0, Layer::len)
        } else {
            0
        };
        self.layers.push(StagedLayer {
            spec,
            mode,
            layer: Layer::declared(spec),
            base,
        });
        Ok(self.layers.len() - 1)
    }

    fn undeclared(&self, what: &str, name: &str) -> StageError {
        StageError::new(format!(
            "stage `{}` did not declare {what} `{name}`",
            self.spec.name
        ))
    }

    /// Ends the borrow of the document.
    pub(crate) fn finish(self) -> Commit {
        let Self {
            rewrite,
            layers,
            tables,
            meta,
            ..
        } = self;
        Commit {
            rewrite,
            layers,
            tables,
            meta,
        }
    }
}

/// Rows of one layer, being written.
#[derive(Debug)]
pub struct LayerDraft<'d> {
    staged: &'d mut StagedLayer,
    text: &'d str,
}

impl LayerDraft<'_> {
    /// The text or source that this layer's spans index.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text
    }

    /// Adds a span without a score.
    ///
    /// # Errors
    /// When `range` is reversed, out of bounds, or cuts a character.
    pub fn push(&mut self, range: Range<usize>, label: Label) -> Result<Row, StageError> {
        self.push_span(range, label, f32::NAN)
    }

    /// Adds a span with a score.
    ///
    /// # Errors
    /// As [`LayerDraft::push`], and when the score is infinite or NaN.
    pub fn push_scored(
        &mut self,
        range: Range<usize>,
        label: Label,
        score: f32,
    ) -> Result<Row, StageError> {
        if !score.is_finite() {
            return Err(StageError::new(format!(
                "score {score} in layer `{}` is not finite",
                self.staged.spec.name
            )));
        }
        self.push_span(range, label, score)
    }

    fn push_span(
        &mut self,
        range: Range<usize>,
        label: Label,
        score: f32,
    ) -> Result<Row, StageError> {
        self.check(&range)?;
        let own = self.staged.layer.push(Span::new(range, label, score));
        Ok(Row {
            own,
            base: self.staged.base,
        })
    }

    /// The column of the declared attribute `name`.
    ///
    /// # Errors
    /// When the layer's declaration has no such attribute.
    pub fn attr(&self, name: &str) -> Result<Attr, StageError> {
        find_attr(self.staged.spec.attrs, name, self.staged.spec.name)
    }

    /// Sets any attribute.
    ///
    /// # Errors
    /// When the value is of another type than declared, or is a span that is not valid.
    pub fn set(&mut self, row: Row, attr: Attr, value: &Scalar<'_>) -> Result<(), StageError> {
        if let Scalar::Span(range) = value {
            self.check(range)?;
        }
        set_at(
            &mut self.staged.layer.columns,
            self.staged.spec.name,
            row,
            attr,
            value,
        )
    }

    fn check(&self, range: &Range<usize>) -> Result<(), StageError> {
        if span::is_valid(self.text, range) {
            return Ok(());
        }
        Err(StageError::new(format!(
            "span {}..{} in layer `{}` is reversed, out of bounds or cuts a character ({} bytes)",
            range.start,
            range.end,
            self.staged.spec.name,
            self.text.len()
        )))
    }
}

/// Rows of one document-level table, being written.
#[derive(Debug)]
pub struct TableDraft<'d> {
    spec: &'static TableSpec,
    columns: &'d mut Columns,
}

impl TableDraft<'_> {
    /// Adds a row with every column absent.
    pub fn push(&mut self) -> Row {
        Row {
            own: self.columns.push_row(),
            base: 0,
        }
    }

    /// The declared column `name`.
    ///
    /// # Errors
    /// When the table's declaration has no such column.
    pub fn attr(&self, name: &str) -> Result<Attr, StageError> {
        find_attr(self.spec.attrs, name, self.spec.name)
    }

    /// Sets any column.
    ///
    /// # Errors
    /// When the value is of another type than declared.
    pub fn set(&mut self, row: Row, attr: Attr, value: &Scalar<'_>) -> Result<(), StageError> {
        set_at(self.columns, self.spec.name, row, attr, value)
    }
}

/// The typed setters that layer and table drafts share.
macro_rules! setters {
    ($($ty:ident),*) => {$(
        impl $ty<'_> {
            /// Sets a string.
            ///
            /// # Errors
            /// When the attribute is of another type.
            pub fn set_str(&mut self, row: Row, attr: Attr, value: &str) -> Result<(), StageError> {
                self.set(row, attr, &Scalar::Str(value))
            }

            /// Sets a number; it must be finite.
            ///
            /// # Errors
            /// When the attribute is of another type or the number is not finite.
            pub fn set_f64(&mut self, row: Row, attr: Attr, value: f64) -> Result<(), StageError> {
                if !value.is_finite() {
                    return Err(StageError::new(format!("attribute value {value} is not finite")));
                }
                self.set(row, attr, &Scalar::F64(value))
            }

            /// Sets an integer.
            ///
            /// # Errors
            /// When the attribute is of another type.
            pub fn set_i64(&mut self, row: Row, attr: Attr, value: i64) -> Result<(), StageError> {
                self.set(row, attr, &Scalar::I64(value))
            }

            /// Sets a truth value.
            ///
            /// # Errors
            /// When the attribute is of another type.
            pub fn set_bool(&mut self, row: Row, attr: Attr, value: bool) -> Result<(), StageError> {
                self.set(row, attr, &Scalar::Bool(value))
            }

            /// Sets a byte range.
            ///
            /// # Errors
            /// When the attribute is of another type or the range is not valid.
            pub fn set_span(&mut self, row: Row, attr: Attr, value: Range<usize>) -> Result<(), StageError> {
                self.set(row, attr, &Scalar::Span(value))
            }

            /// Sets a reference to a row of the layer the attribute's declaration names.
            ///
            /// # Errors
            /// When the attribute is of another type.
            pub fn set_ref(&mut self, row: Row, attr: Attr, target: usize) -> Result<(), StageError> {
                self.set(row, attr, &Scalar::Ref(target))
            }

            /// Sets a list of references.
            ///
            /// # Errors
            /// When the attribute is of another type.
            pub fn set_ref_list(&mut self, row: Row, attr: Attr, targets: &[u32]) -> Result<(), StageError> {
                self.set(row, attr, &Scalar::RefList(targets))
            }
        }
    )*};
}
setters!(LayerDraft, TableDraft);

fn find_attr(attrs: &[AttrSpec], name: &str, owner: &str) -> Result<Attr, StageError> {
    attrs
        .iter()
        .position(|a| a.name == name)
        .map(Attr)
        .ok_or_else(|| StageError::new(format!("`{owner}` is declared without attribute `{name}`")))
}

fn set_at(
    columns: &mut Columns,
    owner: &str,
    row: Row,
    attr: Attr,
    value: &Scalar<'_>,
) -> Result<(), StageError> {
    columns
        .set_at(row.own, attr.0, value)
        .map_err(|message| StageError::new(format!("in `{owner}`: {message}")))
}

/// A finished draft, to be applied to its document.
#[derive(Debug)]
pub(crate) struct Commit {
    rewrite: Option<Rewrite>,
    layers: Vec<StagedLayer>,
    tables: Vec<(&'static TableSpec, Columns)>,
    meta: Vec<(String, serde_json::Value)>,
}

impl Commit {
    /// Applies everything. References are checked first, so that nothing is half-applied.
    pub(crate) fn apply(self, doc: &mut Document, overlap: Overlap) -> Result<(), StageError> {
        self.check_references(doc)?;
        let Self {
            rewrite,
            mut layers,
            mut tables,
            meta,
        } = self;
        if let Some(Rewrite {
            text,
            ledger,
            edits,
        }) = rewrite
        {
            let carrier = edits.carrier();
            doc.carry(|range| carrier.carry(range));
            doc.replace_text(text, ledger);
        }
        for (key, value) in meta {
            doc.meta_mut().insert(key, value);
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

    /// Every reference means a row that is there or staged.
    fn check_references(&self, doc: &Document) -> Result<(), StageError> {
        let rows_of = |target: &str| {
            let staged = self.layers.iter().find(|l| l.spec.name == target);
            staged.map_or_else(
                || doc.layer(target).map_or(0, Layer::len),
                |l| l.base + l.layer.len(),
            )
        };
        let layers = self.layers.iter().map(|l| (l.spec.name, &l.layer.columns));
        for (owner, columns) in layers.chain(self.tables.iter().map(|(s, t)| (s.name, t))) {
            for c in columns.columns.iter().filter(|c| !c.target.is_empty()) {
                let staged = self.layers.iter().any(|l| l.spec.name == c.target);
                if self.rewrite.is_some() && !staged {
                    return Err(StageError::new(format!(
                        "`{}` in `{owner}` refers to `{}`, whose rows move as the text is rewritten; refer to it in a later stage",
                        c.name, c.target
                    )));
                }
                let rows = rows_of(&c.target);
                let dangling = (0..columns.rows).any(|row| match c.column.get(row) {
                    Some(Scalar::Ref(to)) => to >= rows,
                    Some(Scalar::RefList(list)) => list.iter().any(|&to| to as usize >= rows),
                    _ => false,
                });
                if dangling {
                    return Err(StageError::new(format!(
                        "`{}` in `{owner}` means a row of `{}` that does not exist",
                        c.name, c.target
                    )));
                }
            }
        }
        Ok(())
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
