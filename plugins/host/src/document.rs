//! One document in a call: lending it to the plugin, and taking the plugin's writes.
//!
//! Every write is checked here and by the draft; one that is refused is remembered, and fails
//! the document whatever the plugin returns.

use crate::guard::Memory;
use crate::manifest::Slot;
use crate::write::{Cell, Write};
use chaffinch_plugin_abi::{
    NO_LABEL, chf_column, chf_doc, chf_edit, chf_layer, chf_range, chf_run, chf_span, chf_str, chf_text, ty,
};
use pipeline_core::{AttrSpec, AttrType, Column, Coords, Draft, Edits, Label, Scalar, StageError, View};
use std::ffi::c_void;
use std::ops::Range;

/// Room for the tables of one document; kept by a worker, so that nothing is allocated for the
/// next one.
#[derive(Default)]
pub(crate) struct Tables {
    layers: Vec<chf_layer>,
    columns: Vec<chf_column>,
}

// SAFETY: the pointers in the tables are written anew for each call and mean nothing between calls.
unsafe impl Send for Tables {}

/// What is behind a lent document.
pub(crate) struct Lent<'t, 'd> {
    pub(crate) view: View<'t>,
    /// `None` where only reading is allowed.
    draft: Option<&'t mut Draft<'d>>,
    slots: &'static [Slot],
    /// For each slot, the ids of its labels; empty where any label goes.
    labels: &'t [Vec<u32>],
    /// The first write that was refused.
    pub(crate) refused: Option<String>,
    pub(crate) reason: Option<String>,
    /// What was written, where that is to be done again elsewhere.
    pub(crate) record: Option<Vec<Write>>,
    /// Texts made for the plugin; they live as long as the call.
    pub(crate) texts: Vec<Box<str>>,
    refuses: bool,
}

impl<'t, 'd> Lent<'t, 'd> {
    pub(crate) fn new(
        view: View<'t>,
        draft: Option<&'t mut Draft<'d>>,
        slots: &'static [Slot],
        labels: &'t [Vec<u32>],
    ) -> Self {
        Self {
            view,
            draft,
            slots,
            labels,
            refused: None,
            reason: None,
            record: None,
            texts: Vec::new(),
            refuses: false,
        }
    }

    /// Refuses every write, as if it were wrong.
    pub(crate) fn refusing(self) -> Self {
        Self { refuses: true, ..self }
    }

    /// Keeps what is written, to be done again elsewhere.
    pub(crate) fn recording(self) -> Self {
        Self { record: Some(Vec::new()), ..self }
    }

    /// The document as the plugin sees it; valid while `self`, `tables` and `memory` are.
    pub(crate) fn lend(&self, tables: &mut Tables, memory: &mut Memory) -> Result<chf_doc, StageError> {
        let view = &self.view;
        tables.layers.clear();
        tables.columns.clear();
        // No growth below: the layers point into the columns.
        tables.columns.reserve(self.slots.iter().map(|s| s.attrs.len()).sum());
        for slot in self.slots.iter().filter(|s| !s.table) {
            let first = tables.columns.len();
            let layer = view.layer(slot.name)?;
            let column = |a: &AttrSpec| lend_column(layer.and_then(|l| l.attrs().get(a.name)), a.ty, memory);
            tables.columns.extend(slot.attrs.iter().map(column));
            let spans = layer.map_or(&[][..], |l| l.spans());
            tables.layers.push(chf_layer {
                spans: memory.put(spans).cast::<chf_span>(),
                len: spans.len(),
                columns: tables.columns[first..].as_ptr(),
                n_columns: u32::try_from(slot.attrs.len()).unwrap_or(0),
                present: layer.map_or(0, |l| if l.coords() == Coords::Source { 2 } else { 1 }),
            });
        }
        Ok(chf_doc {
            struct_size: u32::try_from(size_of::<chf_doc>()).unwrap_or(0),
            n_layers: u32::try_from(tables.layers.len()).unwrap_or(0),
            id: memory.put_str(view.id()),
            source: memory.put_str(view.source()),
            now: text(memory.put_str(view.text()), view.ledger()),
            layers: tables.layers.as_ptr(),
            host: std::ptr::null_mut(),
        })
    }

    fn slot(&self, slot: u32) -> Result<&'static Slot, String> {
        if self.refuses {
            return Err("every write is refused, to see what the plugin makes of that".to_owned());
        }
        let slots = self.slots;
        let found = slots.get(slot as usize).ok_or_else(|| {
            format!("slot {slot} does not exist; the manifest has {} layers and tables", slots.len())
        })?;
        match found.writes {
            true => Ok(found),
            false => Err(format!("layer `{}` is declared for reading; it cannot be written", found.name)),
        }
    }

    pub(crate) fn is_table(&self, slot: u32) -> bool {
        self.slots.get(slot as usize).is_some_and(|s| s.table)
    }

    fn draft(&mut self) -> Result<&mut Draft<'d>, String> {
        self.draft.as_deref_mut().ok_or_else(|| "nothing can be written in this call".to_owned())
    }

    /// Remembers a write for the process that asked for it.
    fn note(&mut self, write: impl FnOnce() -> Write) {
        if let Some(record) = &mut self.record {
            record.push(write());
        }
    }

    /// Replaces text; the new text and its ledger.
    pub(crate) fn rewrite(&mut self, edits: &[(Range<usize>, &str)]) -> Result<chf_text, String> {
        let mut all = Edits::new();
        for (range, with) in edits {
            all.replace(range.clone(), with);
        }
        self.draft()?.rewrite(all).map_err(|e| e.to_string())?;
        self.note(|| Write::rewrite(edits));
        let draft = self.draft()?;
        Ok(text(chf_str::of(draft.text()), draft.ledger()))
    }

    /// Adds rows to a layer; the number of the first.
    pub(crate) fn add(&mut self, at: u32, spans: &[chf_span]) -> Result<usize, String> {
        let slot = self.slot(at)?;
        if slot.table {
            return Err(format!("`{}` is a table; add rows to it without spans", slot.name));
        }
        let allowed = self.labels.get(at as usize).map_or(&[][..], Vec::as_slice);
        let view = self.view;
        let draft = self.draft()?;
        let mut layer = draft.layer(slot.name).map_err(|e| e.to_string())?;
        let first = layer.next_number();
        layer.reserve(spans.len());
        // Neighbours mostly have the same label.
        let mut checked = NO_LABEL;
        for span in spans {
            let label = Label::from_id(span.label);
            if span.label != checked && span.label != NO_LABEL {
                let known = match allowed {
                    [] => !view.label_name(label).is_empty(),
                    allowed => allowed.contains(&span.label),
                };
                if !known {
                    return Err(undeclared(slot, span.label, view.label_name(label)));
                }
                checked = span.label;
            }
            let range = span.start as usize..span.end as usize;
            let added = match span.score.is_nan() {
                true => layer.push(range, label),
                false => layer.push_scored(range, label, span.score),
            };
            added.map_err(|e| e.to_string())?;
        }
        self.note(|| Write::add(at, spans, |id| view.label_name(Label::from_id(id)).to_owned()));
        Ok(first)
    }

    /// Adds rows to a table; the number of the first.
    pub(crate) fn add_rows(&mut self, at: u32, rows: usize) -> Result<usize, String> {
        let slot = self.slot(at)?;
        if !slot.table {
            return Err(format!("`{}` is a layer; its rows need spans", slot.name));
        }
        let mut table = self.draft()?.table(slot.name).map_err(|e| e.to_string())?;
        let first = table.next_number();
        for _ in 0..rows {
            table.push();
        }
        self.note(|| Write::Rows { slot: at, rows });
        Ok(first)
    }

    /// Sets attribute `attr` of the rows from `first` on; `None` leaves a row absent.
    pub(crate) fn set<'v>(
        &mut self,
        at: u32,
        first: u32,
        attr: u32,
        values: impl Iterator<Item = Option<Scalar<'v>>> + Clone,
    ) -> Result<(), String> {
        let slot = self.slot(at)?;
        let spec = slot.attrs.get(attr as usize).ok_or_else(|| {
            format!(
                "`{}` is declared with {} attributes, there is no number {attr}",
                slot.name,
                slot.attrs.len()
            )
        })?;
        let draft = self.draft()?;
        let rows = (first as usize..).zip(values.clone());
        let result = if slot.table {
            draft.table(slot.name).and_then(|mut table| {
                let attr = table.attr(spec.name)?;
                set_rows(rows, |row, value| table.set(table.row(row)?, attr, value))
            })
        } else {
            draft.layer(slot.name).and_then(|mut layer| {
                let attr = layer.attr(spec.name)?;
                set_rows(rows, |row, value| layer.set(layer.row(row)?, attr, value))
            })
        };
        result.map_err(|e| e.to_string())?;
        self.note(|| Write::Set {
            slot: at,
            first,
            attr,
            values: values.map(|v| v.as_ref().and_then(Cell::of)).collect(),
        });
        Ok(())
    }

    pub(crate) fn set_meta(&mut self, key: &str, json: &str) -> Result<(), String> {
        let value: serde_json::Value =
            serde_json::from_str(json).map_err(|e| format!("meta `{key}` is not JSON: {e}"))?;
        self.draft()?.meta(key, value).map_err(|e| e.to_string())?;
        self.note(|| Write::Meta { key: key.to_owned(), json: json.to_owned() });
        Ok(())
    }

    pub(crate) fn set_reason(&mut self, reason: &str) -> Result<(), String> {
        self.reason = Some(reason.to_owned());
        Ok(())
    }

    /// The ledger of the text that spans index now.
    pub(crate) fn ledger(&self) -> &pipeline_core::Ledger {
        self.draft.as_deref().map_or(self.view.ledger(), |d| d.ledger())
    }
}

fn set_rows<'v>(
    rows: impl Iterator<Item = (usize, Option<Scalar<'v>>)>,
    mut set: impl FnMut(usize, &Scalar<'v>) -> Result<(), StageError>,
) -> Result<(), StageError> {
    for (row, value) in rows {
        if let Some(value) = value {
            set(row, &value)?;
        }
    }
    Ok(())
}

fn undeclared(slot: &Slot, id: u32, name: &str) -> String {
    if name.is_empty() {
        return format!("label id {id} in layer `{}` means nothing; get ids from `label`", slot.name);
    }
    let list = slot.labels.iter().map(|l| format!("`{l}`")).collect::<Vec<_>>().join(", ");
    format!("label `{name}` is none of those that layer `{}` declares: {list}", slot.name)
}

fn text(text: chf_str, ledger: &pipeline_core::Ledger) -> chf_text {
    let runs = ledger.runs();
    chf_text { text, runs: runs.as_ptr().cast::<chf_run>(), n_runs: runs.len() }
}

fn lend_column(column: Option<&Column>, wanted: AttrType, memory: &mut Memory) -> chf_column {
    let Some(column) = column.filter(|c| c.ty() == wanted) else { return chf_column::NONE };
    let plain = |ty, rows| chf_column { ty, rows, ..chf_column::NONE };
    match column {
        Column::I64(rows) => plain(ty::I64, memory.put(rows).cast()),
        Column::F64(rows) => plain(ty::F64, memory.put(rows).cast()),
        Column::Bool(rows) => plain(ty::BOOL, memory.put(rows).cast()),
        Column::Span(rows) => plain(ty::SPAN, memory.put(rows).cast()),
        Column::Ref(rows) => plain(ty::REF, memory.put(rows).cast()),
        Column::Str(column) => {
            let (rows, data) = column.raw();
            ranges(ty::STR, memory.put(rows).cast(), memory.put(data.as_bytes()).cast(), data.len())
        }
        Column::RefList(column) => {
            let (rows, data) = column.raw();
            ranges(ty::REFS, memory.put(rows).cast(), memory.put(data).cast(), data.len())
        }
        Column::Json(_) => chf_column::NONE,
    }
}

fn ranges(ty: u32, rows: *const c_void, data: *const c_void, data_len: usize) -> chf_column {
    chf_column { ty, reserved: 0, rows, data, data_len }
}

/// The layouts that are lent without a copy.
const _: () = {
    use pipeline_core::{Extent, Run, Span};
    assert!(size_of::<Span>() == size_of::<chf_span>() && align_of::<Span>() == align_of::<chf_span>());
    assert!(size_of::<Run>() == size_of::<chf_run>() && align_of::<Run>() == align_of::<chf_run>());
    assert!(size_of::<Extent>() == size_of::<chf_range>() && align_of::<Extent>() == align_of::<chf_range>());
};

/// The edits of a call, checked.
///
/// # Safety
/// Each `with` is valid for its length while the result is used.
pub(crate) unsafe fn edits(edits: &[chf_edit]) -> Result<Vec<(Range<usize>, &str)>, String> {
    let mut all = Vec::with_capacity(edits.len());
    for edit in edits {
        // SAFETY: by the caller's promise.
        let with = std::str::from_utf8(unsafe { edit.with.bytes() });
        let with = with.map_err(|_| format!("the text of edit {}..{} is not UTF-8", edit.start, edit.end))?;
        all.push((edit.start as usize..edit.end as usize, with));
    }
    Ok(all)
}
