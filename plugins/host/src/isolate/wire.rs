//! What crosses the pipe between host and child: frames of a length (`u32`, little endian) and
//! that many bytes of postcard.

use crate::manifest::Slot;
use crate::write::{Cell, Write};
use chaffinch_plugin_abi::chf_span;
use pipeline_core::{Columns, Coords, Document, Label, Labels, Layer, Scalar, Span, View};
use serde::{Deserialize, Serialize};

/// From the host to the child.
#[derive(Serialize, Deserialize)]
pub(crate) enum Request<'a> {
    /// Makes the stage; answered with [`Response::Made`] or [`Response::Refused`].
    #[serde(borrow)]
    Create(Create<'a>),
    /// The answer to [`Response::Need`].
    File(Result<Vec<u8>, String>),
    /// Processes documents.
    Process(Vec<Doc<'a>>),
    /// Begins a corpus pass.
    Sketch,
    Observe(Doc<'a>),
    /// Adds the sketch that another child has saved.
    Merge(&'a [u8]),
    Save,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Create<'a> {
    pub(crate) kind: &'a str,
    pub(crate) title: &'a str,
    /// JSON text.
    pub(crate) options: &'a str,
    pub(crate) timeout_ms: Option<u64>,
    pub(crate) cpu_seconds: Option<u64>,
    /// What a corpus pass came to.
    pub(crate) sketch: Option<&'a [u8]>,
}

/// From the child to the host.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Response {
    /// A line to log; more follows.
    Log(i32, String),
    /// A file that `create` asks for; more follows.
    Need(String),
    /// The manifest, as JSON: the first thing a child says.
    Hello(String),
    /// The library cannot be used.
    Unusable(String),
    /// The names of labels that were interned, in order.
    Made(Vec<String>),
    /// JSON pointer and message.
    Refused(String, String),
    Processed(Vec<Processed>),
    Done,
    Saved(Vec<u8>),
    Failed(String),
}

/// What became of one document.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Processed {
    pub(crate) ended: Ended,
    pub(crate) writes: Vec<Write>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Ended {
    Kept,
    Dropped(String),
    Failed(String),
    Fatal(String),
}

/// A document: what a stage that has `slots` may see of it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Doc<'a> {
    pub(crate) id: &'a str,
    /// A JSON object, or nothing.
    meta: String,
    text: &'a str,
    /// `None` where it is the text.
    source: Option<&'a str>,
    /// Of a text that is not the source.
    runs: Vec<(u32, u32, u32)>,
    /// Id on the host's side and name of each label.
    #[serde(borrow)]
    labels: Vec<(u32, &'a str)>,
    layers: Vec<Option<Rows<'a>>>,
}

/// A layer.
#[derive(Serialize, Deserialize)]
struct Rows<'a> {
    in_source: bool,
    /// As they lie in memory: both sides are this program, on this machine.
    spans: &'a [u8],
    #[serde(borrow)]
    columns: Vec<Option<Values<'a>>>,
}

/// An attribute.
#[derive(Serialize, Deserialize)]
enum Values<'a> {
    #[serde(borrow)]
    Str(Vec<Option<&'a str>>),
    Other(Vec<Option<Cell>>),
}

impl<'a> Doc<'a> {
    pub(crate) fn of(view: &View<'a>, slots: &[Slot]) -> Result<Self, pipeline_core::StageError> {
        let same = view.ledger().is_identity();
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let runs = view.ledger().runs().iter().filter(|_| !same);
        let runs = runs.map(|r| (small(r.text().start), small(r.source().start), small(r.text().len())));
        let mut names: Vec<(u32, &'a str)> = Vec::new();
        let mut layers = Vec::with_capacity(slots.len());
        for slot in slots.iter().filter(|s| !s.table) {
            layers.push(view.layer(slot.name)?.map(|layer| Rows::of(layer, slot, view, &mut names)));
        }
        let meta = view.all_meta();
        Ok(Self {
            id: view.id(),
            meta: if meta.is_empty() {
                String::new()
            } else {
                serde_json::to_string(meta).unwrap_or_default()
            },
            text: view.text(),
            source: (!same).then(|| view.source()),
            runs: runs.collect(),
            labels: names,
            layers,
        })
    }

    /// The document, as far as it came.
    pub(crate) fn into_document(self, slots: &[Slot], labels: &Labels) -> Result<Document, String> {
        let mut doc = match self.source {
            None => Document::new(self.id, self.text, labels).map_err(|e| e.to_string())?,
            Some(source) => {
                let runs = self.runs.iter().map(|&(t, s, n)| (t as usize, s as usize, n as usize));
                let ledger = pipeline_core::Ledger::from_runs(runs, self.text.len(), source.len());
                let ledger = ledger.map_err(|e| e.to_string())?;
                let text = self.text.to_owned();
                Document::rebuilt(self.id, source, text, ledger, labels).map_err(|e| e.to_string())?
            }
        };
        if !self.meta.is_empty() {
            *doc.meta_mut() = serde_json::from_str(&self.meta).map_err(|e| e.to_string())?;
        }
        let layers = slots.iter().filter(|s| !s.table).zip(&self.layers);
        for (slot, rows) in layers.filter_map(|(slot, rows)| Some((slot, rows.as_ref()?))) {
            rows.put(&mut doc, slot, &self.labels).map_err(|e| format!("layer `{}`: {e}", slot.name))?;
        }
        doc.settle().map_err(|e| e.to_string())?;
        Ok(doc)
    }
}

impl<'a> Rows<'a> {
    fn of(layer: &'a Layer, slot: &Slot, view: &View<'a>, names: &mut Vec<(u32, &'a str)>) -> Self {
        let mut last = Label::NONE;
        for label in layer.spans().iter().map(|s| s.label()) {
            // Neighbours mostly have the same label.
            if label != last && !names.iter().any(|(known, _)| *known == label.id()) {
                names.push((label.id(), view.label_name(label)));
            }
            last = label;
        }
        let spans = as_bytes(layer.spans());
        let column = |a: &pipeline_core::AttrSpec| Values::of(layer.attrs(), a);
        let columns = slot.attrs.iter().map(column).collect();
        Self { in_source: layer.coords() == Coords::Source, spans, columns }
    }

    fn put(&self, doc: &mut Document, slot: &Slot, labels: &[(u32, &str)]) -> Result<(), String> {
        let coords = if self.in_source { Coords::Source } else { Coords::Text };
        let mut layer = doc.input_layer(slot.name, coords);
        let rows = self.spans.len() / size_of::<chf_span>();
        layer.reserve(rows);
        let (mut last, mut name) = (Label::NONE.id(), "");
        for span in self.spans.chunks_exact(size_of::<chf_span>()) {
            let [start, end, label, score] = words(span);
            if label != last {
                name = labels.iter().find(|(id, _)| *id == label).map_or("", |(_, name)| name);
                last = label;
            }
            let score = f32::from_bits(score);
            let score = (!score.is_nan()).then_some(score);
            layer.push(start as usize..end as usize, name, score).map_err(|e| e.to_string())?;
        }
        for (attr, values) in slot.attrs.iter().zip(&self.columns) {
            let Some(values) = values else { continue };
            for row in 0..rows {
                if let Some(value) = values.get(row) {
                    // Without a target: the layer that is meant may not have come.
                    layer.set(row, attr.name, "", &value).map_err(|e| e.to_string())?;
                }
            }
        }
        Ok(())
    }
}

/// Spans as they lie in memory.
fn as_bytes(spans: &[Span]) -> &[u8] {
    // SAFETY: a `Span` is `repr(C)`, four numbers of 32 bits without padding; any bytes are bytes.
    unsafe { std::slice::from_raw_parts(spans.as_ptr().cast::<u8>(), size_of_val(spans)) }
}

/// The four numbers of a span.
fn words(span: &[u8]) -> [u32; 4] {
    std::array::from_fn(|i| {
        let word = span.get(i * 4..i * 4 + 4).and_then(|w| w.try_into().ok());
        u32::from_ne_bytes(word.unwrap_or_default())
    })
}

impl<'a> Values<'a> {
    fn of(columns: &'a Columns, attr: &pipeline_core::AttrSpec) -> Option<Self> {
        let column = columns.get(attr.name).filter(|c| c.ty() == attr.ty)?;
        let rows = 0..columns.len();
        Some(match column {
            pipeline_core::Column::Str(column) => Self::Str(rows.map(|row| column.get(row)).collect()),
            _ => Self::Other(rows.map(|row| column.get(row).as_ref().and_then(Cell::of)).collect()),
        })
    }

    fn get(&self, row: usize) -> Option<Scalar<'_>> {
        match self {
            Self::Str(values) => values.get(row).copied().flatten().map(Scalar::Str),
            Self::Other(values) => values.get(row)?.as_ref().map(Cell::as_scalar),
        }
    }
}

/// A frame, ready to be sent.
pub(crate) fn frame(message: &impl Serialize, buffer: &mut Vec<u8>) -> Result<(), String> {
    buffer.clear();
    buffer.extend_from_slice(&[0; 4]);
    let mut bytes = postcard::to_extend(message, std::mem::take(buffer)).map_err(|e| e.to_string())?;
    let length = u32::try_from(bytes.len() - 4).map_err(|_| "the frame is larger than 4 GiB".to_owned())?;
    bytes[..4].copy_from_slice(&length.to_le_bytes());
    *buffer = bytes;
    Ok(())
}
