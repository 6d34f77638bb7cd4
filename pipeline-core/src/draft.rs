//! The draft: what a stage writes for one document. Everything is staged and committed only if
//! the stage returns `Ok`, so a document is never left half-written.

use crate::commit::Commit;
use crate::edits::Edits;
use crate::layer::{Columns, Layer};
use crate::span::{self, Span};
use crate::{AttrSpec, Coords, Document, Label, LayerSpec, Ledger, Scalar, StageError, StageSpec, TableSpec};
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
    Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema,
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
pub(crate) enum Mode {
    Create,
    CreateIfAbsent,
    Extend,
}

#[derive(Debug)]
pub(crate) struct StagedLayer {
    pub(crate) spec: &'static LayerSpec,
    pub(crate) mode: Mode,
    pub(crate) layer: Layer,
    /// Rows of the extended layer before this stage.
    pub(crate) base: usize,
}

#[derive(Debug)]
pub(crate) struct Rewrite {
    pub(crate) text: String,
    pub(crate) ledger: Ledger,
    pub(crate) edits: Edits,
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
    /// An empty draft for `doc`, of a stage that declares `spec`; for hosts that run stages outside
    /// a pipeline.
    #[must_use]
    pub fn new(doc: &'d Document, spec: &'static StageSpec) -> Self {
        Self { doc, spec, rewrite: None, layers: Vec::new(), tables: Vec::new(), meta: Vec::new() }
    }

    /// The text that layers of this draft index: the new one after [`Draft::rewrite`].
    #[must_use]
    pub fn text(&self) -> &str {
        self.rewrite.as_ref().map_or(self.doc.text(), |r| &r.text)
    }

    /// The ledger of [`Draft::text`].
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.rewrite.as_ref().map_or(self.doc.ledger(), |r| &r.ledger)
    }

    /// Replaces the text. Once, and before any layer or table is written, since these index the
    /// new text; the stage must declare `rewrites`.
    ///
    /// # Errors
    /// When one of these is broken, or an edit is out of order or out of bounds.
    pub fn rewrite(&mut self, edits: Edits) -> Result<(), StageError> {
        if !self.spec.rewrites {
            return Err(self.undeclared("rewrites", "text"));
        }
        if self.rewrite.is_some() || !self.layers.is_empty() || !self.tables.is_empty() {
            return Err(StageError::new("text is rewritten once, before any layer or table is written"));
        }
        if edits.is_empty() {
            return Ok(());
        }
        let (text, ledger) = edits.apply(self.doc.text(), self.doc.ledger())?;
        crate::document::check_len("rewritten text", text.len())?;
        self.rewrite = Some(Rewrite { text, ledger, edits });
        Ok(())
    }

    /// Whether a layer declared `creates_if_absent` is to be written for this document.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        self.doc.layer(name).is_none()
    }

    /// The draft of the declared layer `name`. An empty one is written too: it says that the
    /// stage looked and found nothing. A layer that it creates and does not ask for is not
    /// there afterwards, even if the input brought one.
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
        Ok(LayerDraft { staged: &mut self.layers[at], text })
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
        let text = self.rewrite.as_ref().map_or(self.doc.text(), |r| &r.text);
        Ok(TableDraft { spec, columns, text })
    }

    /// Sets a declared `meta` key; `null` values are ignored.
    ///
    /// # Errors
    /// When the stage did not declare the key.
    pub fn meta(&mut self, key: &str, value: impl Into<serde_json::Value>) -> Result<(), StageError> {
        if !self.spec.meta.contains(&key) {
            return Err(self.undeclared("meta key", key));
        }
        let value = value.into();
        if !value.is_null() {
            self.meta.push((key.to_owned(), value));
        }
        Ok(())
    }

    /// Takes away a declared `meta` key that the input, or an earlier stage, brought.
    ///
    /// # Errors
    /// When the stage did not declare the key.
    pub fn clear_meta(&mut self, key: &str) -> Result<(), StageError> {
        if !self.spec.meta.contains(&key) {
            return Err(self.undeclared("meta key", key));
        }
        self.meta.push((key.to_owned(), serde_json::Value::Null));
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
        if mode == Mode::Extend && there.is_some_and(|l| l.coords != spec.coords) {
            return Err(StageError::new(format!(
                "stage `{}` declares layer `{name}` in {}, but the document has it in {}",
                self.spec.name,
                spec.coords.name(),
                there.map_or("", |l| l.coords.name())
            )));
        }
        if mode == Mode::CreateIfAbsent && there.is_some() {
            return Err(StageError::new(format!(
                "layer `{name}` is already there; ask `Draft::wants` before writing it"
            )));
        }
        let base = if mode == Mode::Extend { there.map_or(0, Layer::len) } else { 0 };
        self.layers.push(StagedLayer { spec, mode, layer: Layer::declared(spec), base });
        Ok(self.layers.len() - 1)
    }

    fn undeclared(&self, what: &str, name: &str) -> StageError {
        StageError::new(format!("stage `{}` did not declare {what} `{name}`", self.spec.name))
    }

    /// Ends the borrow of the document. Layers and tables come in the order of declaration,
    /// whatever the order of the calls.
    pub(crate) fn finish(mut self) -> Commit {
        let spec = self.spec;
        let place = |name| spec.writes().position(|l| l.name == name);
        self.layers.sort_by_key(|l| place(l.spec.name));
        let place = |name| spec.tables.iter().position(|t| t.name == name);
        self.tables.sort_by_key(|(t, _)| place(t.name));
        Commit { spec, rewrite: self.rewrite, layers: self.layers, tables: self.tables, meta: self.meta }
    }
}

/// Rows of one layer, being written.
#[derive(Debug)]
pub struct LayerDraft<'d> {
    staged: &'d mut StagedLayer,
    text: &'d str,
}

impl LayerDraft<'_> {
    /// The row that references mean by `number`, if this draft has made it.
    ///
    /// # Errors
    /// When it is not a row of this draft.
    pub fn row(&self, number: usize) -> Result<Row, StageError> {
        row_of(number, self.staged.base, self.staged.layer.len(), self.staged.spec.name)
    }

    /// Makes room for so many rows more.
    pub fn reserve(&mut self, rows: usize) {
        self.staged.layer.spans.reserve(rows);
    }

    /// The number that the next row will have.
    #[must_use]
    pub fn next_number(&self) -> usize {
        self.staged.base + self.staged.layer.len()
    }

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
    pub fn push_scored(&mut self, range: Range<usize>, label: Label, score: f32) -> Result<Row, StageError> {
        if !score.is_finite() {
            return Err(StageError::new(format!(
                "score {score} in layer `{}` is not finite",
                self.staged.spec.name
            )));
        }
        self.push_span(range, label, score)
    }

    fn push_span(&mut self, range: Range<usize>, label: Label, score: f32) -> Result<Row, StageError> {
        self.check(&range)?;
        let own = self.staged.layer.push(Span::new(range, label, score));
        Ok(Row { own, base: self.staged.base })
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
    /// When the value is of another type than declared, is not finite, or is a span that is not
    /// valid.
    pub fn set(&mut self, row: Row, attr: Attr, value: &Scalar<'_>) -> Result<(), StageError> {
        if let Scalar::Span(range) = value {
            self.check(range)?;
        }
        set_at(&mut self.staged.layer.columns, self.staged.spec.name, row, attr, value)
    }

    fn check(&self, range: &Range<usize>) -> Result<(), StageError> {
        check_span(self.text, range, "layer", self.staged.spec.name)
    }
}

/// Rows of one document-level table, being written.
#[derive(Debug)]
pub struct TableDraft<'d> {
    spec: &'static TableSpec,
    columns: &'d mut Columns,
    text: &'d str,
}

impl TableDraft<'_> {
    /// Adds a row with every column absent.
    pub fn push(&mut self) -> Row {
        Row { own: self.columns.push_row(), base: 0 }
    }

    /// The row that [`Row::number`] numbers so.
    ///
    /// # Errors
    /// When there is no such row.
    pub fn row(&self, number: usize) -> Result<Row, StageError> {
        row_of(number, 0, self.columns.len(), self.spec.name)
    }

    /// The number that the next row will have.
    #[must_use]
    pub fn next_number(&self) -> usize {
        self.columns.len()
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
    /// When the value is of another type than declared, is not finite, or is a span that is not
    /// valid in the text.
    pub fn set(&mut self, row: Row, attr: Attr, value: &Scalar<'_>) -> Result<(), StageError> {
        if let Scalar::Span(range) = value {
            check_span(self.text, range, "table", self.spec.name)?;
        }
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

fn check_span(text: &str, range: &Range<usize>, what: &str, name: &str) -> Result<(), StageError> {
    if span::is_valid(text, range) {
        return Ok(());
    }
    Err(StageError::new(format!(
        "span {}..{} in {what} `{name}` is reversed, out of bounds or cuts a character ({} bytes)",
        range.start,
        range.end,
        text.len()
    )))
}

fn row_of(number: usize, base: usize, own: usize, owner: &str) -> Result<Row, StageError> {
    let row = number.checked_sub(base).filter(|row| *row < own);
    row.map(|own| Row { own, base })
        .ok_or_else(|| StageError::new(format!("row {number} of `{owner}` was not made by this stage")))
}

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
