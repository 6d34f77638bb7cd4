//! A test document laid out as the ABI lends it.

use super::document::{TestDoc, TestLayer};
use super::host::Host;
use super::staged::Staged;
use crate::buffer::{Cell, Cells};
use crate::call::index;
use crate::manifest::{Attr, Layer};
use crate::spec::Type;
use chaffinch_plugin_abi::{chf_column, chf_doc, chf_layer, chf_range, chf_run, chf_span, chf_str, chf_text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ptr;
use std::sync::Mutex;

/// A document, and room for what is written.
pub(super) struct Lent<'h> {
    pub(super) host: &'h Host,
    pub(super) id: String,
    pub(super) text: String,
    pub(super) source: String,
    pub(super) runs: Vec<chf_run>,
    /// As JSON texts.
    pub(super) meta: BTreeMap<String, String>,
    /// Those that the stage declared.
    pub(super) layers: Vec<LentLayer>,
    /// Number of rows of every layer.
    pub(super) lens: BTreeMap<String, usize>,
    tables: Vec<chf_layer>,
    pub(super) staged: Mutex<Staged>,
}

// SAFETY: the pointers go to what the document owns and does not change.
unsafe impl Sync for Lent<'_> {}

pub(super) struct LentLayer {
    pub(super) present: bool,
    pub(super) spans: Vec<chf_span>,
    cells: Vec<Cells>,
    columns: Vec<chf_column>,
}

impl<'h> Lent<'h> {
    pub(super) fn new(host: &'h Host, doc: &TestDoc) -> Self {
        let n = index(doc.text.len());
        let (source, runs) = doc.source.clone().unwrap_or_else(|| (doc.text.clone(), vec![(0, 0, n)]));
        let runs = runs.into_iter().map(|(text, source, len)| chf_run { text, source, len }).collect();
        let layers: Vec<_> =
            host.stage.layers.iter().map(|l| LentLayer::new(host, l, doc.layers.get(&l.name))).collect();
        let slots = host.stage.layers.len() + host.stage.tables.len();
        let staged = Staged { slots: (0..slots).map(|_| None).collect(), ..Staged::default() };
        Self {
            host,
            id: doc.id.clone(),
            text: doc.text.clone(),
            source,
            runs,
            meta: doc.meta.iter().map(|(key, value)| (key.clone(), value.to_string())).collect(),
            tables: layers.iter().map(LentLayer::lend).collect(),
            layers,
            lens: doc.layers.iter().map(|(name, layer)| (name.clone(), layer.spans.len())).collect(),
            staged: Mutex::new(staged),
        }
    }

    /// The table that a stage gets; valid as long as the document is.
    pub(super) fn lend(&self) -> chf_doc {
        let (runs, n_runs) = (self.runs.as_ptr(), self.runs.len());
        chf_doc {
            struct_size: index(size_of::<chf_doc>()),
            n_layers: index(self.tables.len()),
            id: chf_str::of(&self.id),
            source: chf_str::of(&self.source),
            now: chf_text { text: chf_str::of(&self.text), runs, n_runs },
            layers: self.tables.as_ptr(),
            host: ptr::from_ref(self).cast_mut().cast(),
        }
    }
}

impl LentLayer {
    fn new(host: &Host, declared: &Layer, layer: Option<&TestLayer>) -> Self {
        let Some(layer) = layer else {
            return Self { present: false, spans: Vec::new(), cells: Vec::new(), columns: Vec::new() };
        };
        let span = |(start, end, label): &(u32, u32, String)| chf_span {
            start: *start,
            end: *end,
            label: host.intern(label),
            score: f32::NAN,
        };
        let cells: Vec<_> =
            declared.attrs.iter().map(|a| cells(a, layer.attrs.get(&a.name), layer.spans.len())).collect();
        let columns = declared.attrs.iter().zip(&cells);
        let columns = columns.map(|(a, cells)| match layer.attrs.contains_key(&a.name) {
            true => cells.lend(),
            false => chf_column::NONE,
        });
        Self {
            present: true,
            spans: layer.spans.iter().map(span).collect(),
            columns: columns.collect(),
            cells,
        }
    }

    fn lend(&self) -> chf_layer {
        let n_columns = if self.present { index(self.cells.len()) } else { 0 };
        chf_layer {
            spans: self.spans.as_ptr(),
            len: self.spans.len(),
            columns: self.columns.as_ptr(),
            n_columns,
            present: u32::from(self.present),
        }
    }
}

fn cells(attr: &Attr, values: Option<&Vec<Value>>, rows: usize) -> Cells {
    let mut cells = Cells::new(attr.ty);
    for (row, value) in values.into_iter().flatten().enumerate().filter(|(_, v)| !v.is_null()) {
        let (name, ty) = (&attr.name, attr.ty.name());
        set(&mut cells, attr.ty, row, value).unwrap_or_else(|| panic!("`{name}`: {value} is no `{ty}`"));
    }
    cells.fill(rows);
    cells
}

fn set(cells: &mut Cells, ty: Type, row: usize, value: &Value) -> Option<()> {
    let number = |v: &Value| u32::try_from(v.as_u64()?).ok();
    let list;
    let cell = match ty {
        Type::I64 => Cell::I64(value.as_i64()?),
        Type::F64 => Cell::F64(value.as_f64()?),
        Type::Bool => Cell::Bool(value.as_bool()?),
        Type::Str => Cell::Str(value.as_str()?),
        Type::Span => Cell::Span(chf_range { start: number(value.get(0)?)?, end: number(value.get(1)?)? }),
        Type::Ref => Cell::Ref(number(value)?),
        Type::Refs => {
            list = value.as_array()?.iter().map(number).collect::<Option<Vec<u32>>>()?;
            Cell::Refs(&list)
        }
    };
    cells.set(row, cell).then_some(())
}
