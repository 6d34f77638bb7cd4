//! The document: an immutable source, the text that stages read, the ledger between them,
//! layers over them, and `meta`.

use crate::label::DocumentLabels;
use crate::layer::{Columns, Layer};
use crate::span::{self, Span};
use crate::{AttrType, Coords, DocumentError, Label, Labels, Ledger, Scalar};
use std::ops::Range;
use std::sync::Arc;

/// The `meta` object of a document: JSON values under string keys, in order of insertion.
pub type Meta = serde_json::Map<String, serde_json::Value>;

/// Whether the document holds its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceState {
    /// The source is the bytes that were read and decoded.
    Known,
    /// The document was read from a record, which carries a ledger but not the source: copied
    /// text stands at its place and the rest is blank.
    Rebuilt,
}

/// One document on its way through a pipeline.
#[derive(Clone, Debug)]
pub struct Document {
    id: String,
    meta: Meta,
    source: Arc<str>,
    source_state: SourceState,
    /// `None` while the text is the source.
    text: Option<String>,
    ledger: Ledger,
    labels: DocumentLabels,
    layers: Vec<(Arc<str>, Layer)>,
    tables: Vec<(Arc<str>, Columns)>,
}

impl Document {
    /// A document whose text is its source. `labels` is the table of the pipeline it will go
    /// through ([`Pipeline::labels`](crate::Pipeline::labels)).
    ///
    /// # Errors
    /// When the source has 4 GiB or more: offsets are 32 bits wide.
    pub fn new(
        id: impl Into<String>,
        source: impl Into<Arc<str>>,
        labels: &Labels,
    ) -> Result<Self, DocumentError> {
        let (id, source) = (id.into(), source.into());
        check_len("source", source.len())?;
        Ok(Self {
            id,
            meta: Meta::new(),
            source_state: SourceState::Known,
            text: None,
            ledger: Ledger::identity(source.len()),
            source,
            labels: DocumentLabels::new(labels.clone()),
            layers: Vec::new(),
            tables: Vec::new(),
        })
    }

    /// A document from a record, which has text and ledger but no source: the source is rebuilt
    /// with `source` as its content.
    ///
    /// # Errors
    /// When the lengths do not fit the ledger, or a run is not the same in text and source.
    pub fn rebuilt(
        id: impl Into<String>,
        source: impl Into<Arc<str>>,
        text: String,
        ledger: Ledger,
        labels: &Labels,
    ) -> Result<Self, DocumentError> {
        let mut doc = Self::new(id, source, labels)?;
        check_len("text", text.len())?;
        if ledger.text_len() != text.len() || ledger.source_len() != doc.source.len() {
            return Err(DocumentError(format!(
                "ledger is for a text of {} and a source of {} bytes, found {} and {}",
                ledger.text_len(),
                ledger.source_len(),
                text.len(),
                doc.source.len()
            )));
        }
        verify_runs(&ledger, &text, &doc.source)?;
        doc.source_state = SourceState::Rebuilt;
        doc.text = Some(text);
        doc.ledger = ledger;
        Ok(doc)
    }

    /// The id; unique within a run if the input's ids are.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What is known about the document as a whole.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// For readers; stages set `meta` through their draft.
    pub fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    /// The decoded source, immutable.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether [`Document::source`] is what was read.
    #[must_use]
    pub fn source_state(&self) -> SourceState {
        self.source_state
    }

    /// The text that stages read and spans index.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.source)
    }

    /// The map between text and source.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The layer `name`.
    #[must_use]
    pub fn layer(&self, name: &str) -> Option<&Layer> {
        self.layers.iter().find(|(n, _)| &**n == name).map(|(_, l)| l)
    }

    /// All layers, in the order in which they came.
    pub fn layers(&self) -> impl Iterator<Item = (&str, &Layer)> {
        self.layers.iter().map(|(n, l)| (&**n, l))
    }

    /// The document-level table `name`.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Columns> {
        self.tables.iter().find(|(n, _)| &**n == name).map(|(_, t)| t)
    }

    /// All document-level tables, in the order in which they came.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &Columns)> {
        self.tables.iter().map(|(n, t)| (&**n, t))
    }

    /// The name of a label, empty for [`Label::NONE`].
    #[must_use]
    pub fn label_name(&self, label: Label) -> &str {
        self.labels.name(label)
    }

    /// The label named `name`, if the pipeline or this document has it.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<Label> {
        self.labels.get(name)
    }

    /// Starts an incoming layer, replacing one of that name. After the last one, call
    /// [`Document::settle`].
    pub fn input_layer(&mut self, name: &str, coords: Coords) -> InputLayer<'_> {
        let at = self.put_layer(name, Layer::new(coords));
        let Self { layers, labels, text, source, .. } = self;
        let base = match coords {
            Coords::Text => text.as_deref().unwrap_or(source),
            Coords::Source => source,
        };
        InputLayer { layer: &mut layers[at].1, labels, base }
    }

    /// Starts an incoming table, replacing one of that name.
    pub fn input_table(&mut self, name: &str) -> &mut Columns {
        let at = self.put_table(name, Columns::default());
        &mut self.tables[at].1
    }

    /// Brings incoming layers in order and lets references follow.
    ///
    /// # Errors
    /// When a reference means a row that does not exist, or a span in a table is not valid:
    /// names layer, attribute and row.
    pub fn settle(&mut self) -> Result<(), DocumentError> {
        self.check_references()?;
        self.check_table_spans()?;
        for at in 0..self.layers.len() {
            let labels = &self.labels;
            if let Some(moved) = self.layers[at].1.sort(|l| labels.name(l)) {
                let name = self.layers[at].0.clone();
                self.remap(&name, &moved);
            }
        }
        Ok(())
    }

    fn check_references(&self) -> Result<(), DocumentError> {
        let layers = self.layers.iter().map(|(n, l)| (n, &l.columns));
        for (owner, columns) in layers.chain(self.tables.iter().map(|(n, t)| (n, t))) {
            for c in columns.columns.iter().filter(|c| !c.target.is_empty()) {
                let rows = self.layer(&c.target).map_or(0, Layer::len);
                let bad = (0..columns.rows).find_map(|row| match c.column.get(row)? {
                    Scalar::Ref(to) => (to >= rows).then_some((row, to)),
                    Scalar::RefList(list) => {
                        list.iter().map(|&t| t as usize).find(|&t| t >= rows).map(|t| (row, t))
                    }
                    _ => None,
                });
                if let Some((row, to)) = bad {
                    return Err(DocumentError(format!(
                        "`{}` of row {row} in `{owner}` means row {to} of `{}`, which has {rows}",
                        c.name, c.target
                    )));
                }
            }
        }
        Ok(())
    }

    /// Layers check their spans as they come; tables are plain columns until here.
    fn check_table_spans(&self) -> Result<(), DocumentError> {
        for (owner, table) in self.tables() {
            for (name, column) in table.iter().filter(|(_, c)| c.ty() == AttrType::Span) {
                let bad = (0..table.len()).find_map(|row| match column.get(row)? {
                    Scalar::Span(r) => (!span::is_valid(self.text(), &r)).then_some((row, r)),
                    _ => None,
                });
                if let Some((row, range)) = bad {
                    return Err(DocumentError(format!(
                        "`{name}` of row {row} in `{owner}`: span {range:?} is out of bounds, reversed or cuts a character"
                    )));
                }
            }
        }
        Ok(())
    }

    pub(crate) fn put_layer(&mut self, name: &str, layer: Layer) -> usize {
        if let Some(at) = self.layers.iter().position(|(n, _)| &**n == name) {
            self.layers[at].1 = layer;
            return at;
        }
        self.layers.push((Arc::from(name), layer));
        self.layers.len() - 1
    }

    pub(crate) fn put_table(&mut self, name: &str, table: Columns) -> usize {
        if let Some(at) = self.tables.iter().position(|(n, _)| &**n == name) {
            self.tables[at].1 = table;
            return at;
        }
        self.tables.push((Arc::from(name), table));
        self.tables.len() - 1
    }

    /// Takes the layer and the table `name` out; references to the layer become absent.
    pub(crate) fn remove(&mut self, name: &str) {
        self.layers.retain(|(n, _)| &**n != name);
        self.tables.retain(|(n, _)| &**n != name);
        self.remap(name, &[]);
    }

    pub(crate) fn layer_mut(&mut self, name: &str) -> Option<&mut Layer> {
        self.layers.iter_mut().find(|(n, _)| &**n == name).map(|(_, l)| l)
    }

    /// References into `layer`, wherever they are, follow its rows.
    pub(crate) fn remap(&mut self, layer: &str, moved: &[Option<u32>]) {
        self.layers.iter_mut().for_each(|(_, l)| l.columns.remap(layer, moved));
        self.tables.iter_mut().for_each(|(_, t)| t.remap(layer, moved));
    }

    pub(crate) fn replace_text(&mut self, text: String, ledger: Ledger) {
        self.text = Some(text);
        self.ledger = ledger;
    }

    /// Moves every range of the text through `carry`; rows whose text is gone go too, and rows
    /// that shrank are brought in order again.
    pub(crate) fn carry(&mut self, carry: impl Fn(Range<usize>) -> Option<Range<usize>>) {
        for (_, table) in &mut self.tables {
            table.carry_spans(&carry);
        }
        for at in 0..self.layers.len() {
            let (name, layer) = &mut self.layers[at];
            if layer.coords != Coords::Text {
                continue;
            }
            let name = name.clone();
            let mut kept = Vec::with_capacity(layer.len());
            for (row, span) in layer.spans.iter_mut().enumerate() {
                if let Some(range) = carry(span.range()) {
                    *span = span.moved(range);
                    kept.push(span::to_u32(row));
                }
            }
            layer.columns.carry_spans(&carry);
            if kept.len() < layer.len() {
                layer.keep(&kept);
                self.remap(&name, &crate::layer::inverse(&kept));
            }
            if let Some(moved) = self.sort_layer(&name) {
                self.remap(&name, &moved);
            }
        }
    }

    pub(crate) fn sort_layer(&mut self, name: &str) -> Option<Vec<Option<u32>>> {
        let labels = &self.labels;
        let (_, layer) = self.layers.iter_mut().find(|(n, _)| &**n == name)?;
        layer.sort(|l| labels.name(l))
    }
}

/// An incoming layer under construction: the checked door for readers.
#[derive(Debug)]
pub struct InputLayer<'d> {
    layer: &'d mut Layer,
    labels: &'d mut DocumentLabels,
    base: &'d str,
}

impl InputLayer<'_> {
    /// Makes room for so many rows more.
    pub fn reserve(&mut self, rows: usize) {
        self.layer.spans.reserve(rows);
    }

    /// Adds a span; returns its row.
    ///
    /// # Errors
    /// When `range` is out of bounds, reversed, or cuts a character, or the score is not finite.
    pub fn push(
        &mut self,
        range: Range<usize>,
        label: &str,
        score: Option<f32>,
    ) -> Result<usize, DocumentError> {
        if !span::is_valid(self.base, &range) {
            return Err(DocumentError(format!(
                "span {}..{} is out of bounds, reversed or cuts a character (there are {} bytes)",
                range.start,
                range.end,
                self.base.len()
            )));
        }
        if let Some(score) = score.filter(|s| !s.is_finite()) {
            return Err(DocumentError(format!("score {score} is not finite")));
        }
        let label = self.labels.intern(label);
        Ok(self.layer.push(Span::new(range, label, score.unwrap_or(f32::NAN))))
    }

    /// Sets an attribute of `row`; `target` names the layer that references mean.
    ///
    /// # Errors
    /// When the row does not exist, the column holds another type, or a span attribute is not
    /// a valid span.
    pub fn set(
        &mut self,
        row: usize,
        name: &str,
        target: &str,
        value: &Scalar<'_>,
    ) -> Result<(), DocumentError> {
        if let Scalar::Span(range) = value
            && !span::is_valid(self.base, range)
        {
            return Err(DocumentError(format!(
                "`{name}`: span {range:?} is out of bounds or cuts a character"
            )));
        }
        self.layer.columns.set(row, name, target, value).map_err(DocumentError)
    }
}

pub(crate) fn check_len(what: &str, len: usize) -> Result<(), DocumentError> {
    if len < u32::MAX as usize {
        return Ok(());
    }
    Err(DocumentError(format!("{what} has {len} bytes, the limit is 4 GiB; split the document")))
}

fn verify_runs(ledger: &Ledger, text: &str, source: &str) -> Result<(), DocumentError> {
    for (i, run) in ledger.runs().iter().enumerate() {
        let (t, s) = (text.get(run.text()), source.get(run.source()));
        if t.is_none() || t != s {
            return Err(DocumentError(format!(
                "ledger run {i} says that text {:?} is source {:?}, but they differ",
                run.text(),
                run.source()
            )));
        }
    }
    Ok(())
}
