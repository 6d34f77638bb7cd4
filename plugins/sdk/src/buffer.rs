//! What a stage has written and not yet handed over: one buffer a layer or table, columns as the
//! ABI wants them. Kept in the worker, so that a document costs no allocation.

use crate::Error;
use crate::call::{Call, index};
use crate::spec::{Attr, Spec, Type};
use chaffinch_plugin_abi::{self as abi, chf_column, chf_doc, chf_range, chf_span};
use std::ffi::c_void;

/// The buffers of one document, a slot for each layer and table of the stage.
pub(crate) struct Buffers {
    slots: Vec<Slot>,
    /// The first mistake of the stage: it fails the document, whatever `process` returns.
    mistake: Option<Error>,
}

/// Rows of one layer or table.
pub(crate) struct Slot {
    name: &'static str,
    attrs: &'static [Attr],
    has_spans: bool,
    /// The number of the first row, once the slot is open.
    first: Option<u32>,
    spans: Vec<chf_span>,
    rows: usize,
    columns: Vec<Cells>,
}

/// One column; rows past its end are absent.
pub(crate) enum Cells {
    I64(Vec<i64>),
    F64(Vec<f64>),
    Bool(Vec<u8>),
    Span(Vec<chf_range>),
    Ref(Vec<u32>),
    Str(Vec<chf_range>, String),
    Refs(Vec<chf_range>, Vec<u32>),
}

/// One value to be written.
#[derive(Clone, Copy)]
pub(crate) enum Cell<'a> {
    I64(i64),
    F64(f64),
    Bool(bool),
    Span(chf_range),
    Ref(u32),
    Str(&'a str),
    Refs(&'a [u32]),
}

impl Buffers {
    pub(crate) fn new(spec: &'static Spec) -> Self {
        let layers = spec.layers.iter().map(|l| Slot::new(l.name, l.attrs, true));
        let tables = spec.tables.iter().map(|t| Slot::new(t.name, t.attrs, false));
        Self { slots: layers.chain(tables).collect(), mistake: None }
    }

    /// Forgets what the last document left, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.mistake = None;
        self.slots.iter_mut().filter(|s| s.first.is_some()).for_each(Slot::clear);
    }

    /// The slot, opened: adding nothing to a layer tells the number of its first row, and makes
    /// an empty layer if no row follows.
    pub(crate) fn open(
        &mut self,
        call: Call<'_>,
        doc: *const chf_doc,
        at: usize,
    ) -> Result<(&mut Slot, &mut Option<Error>), Error> {
        let slot = &mut self.slots[at];
        if slot.first.is_none() {
            // Nothing is before the rows of a table.
            let first = if slot.has_spans { call.add(doc, index(at), Some(&[]), 0) } else { Ok(0) };
            slot.first = Some(first.map_err(|_| slot.refused())?);
        }
        Ok((slot, &mut self.mistake))
    }

    pub(crate) fn check(&mut self) -> Result<(), Error> {
        self.mistake.take().map_or(Ok(()), Err)
    }

    /// Hands everything over: one call a layer or table, and one a column that was used.
    pub(crate) fn flush(&mut self, call: Call<'_>, doc: *const chf_doc) -> Result<(), Error> {
        self.check()?;
        self.slots.iter_mut().enumerate().try_for_each(|(at, slot)| slot.flush(call, doc, index(at)))
    }
}

impl Slot {
    fn new(name: &'static str, attrs: &'static [Attr], has_spans: bool) -> Self {
        let columns = attrs.iter().map(|a| Cells::new(a.ty)).collect();
        Self { name, attrs, has_spans, first: None, spans: Vec::new(), rows: 0, columns }
    }

    fn clear(&mut self) {
        self.first = None;
        self.spans.clear();
        self.rows = 0;
        self.columns.iter_mut().for_each(Cells::clear);
    }

    /// The number of the row that comes next.
    pub(crate) fn next(&self) -> u32 {
        self.first.unwrap_or(0).saturating_add(index(self.rows))
    }

    pub(crate) fn push_span(&mut self, span: chf_span) {
        self.spans.push(span);
        self.rows += 1;
    }

    pub(crate) fn push_row(&mut self) {
        self.rows += 1;
    }

    /// `false` when something is wrong: [`Slot::wrong`] says what.
    #[inline]
    pub(crate) fn set(&mut self, row: u32, attr: &str, value: Cell<'_>) -> bool {
        let (own, at) = (self.own(row), self.attrs.iter().position(|a| a.name == attr));
        at.zip(own).is_some_and(|(at, own)| self.columns[at].set(own, value))
    }

    #[cold]
    pub(crate) fn wrong(&self, row: u32, attr: &str, value: Cell<'_>) -> Error {
        let name = self.name;
        let Some(declared) = self.attrs.iter().find(|a| a.name == attr) else {
            return Error::new(format!("`{name}` is declared without attribute `{attr}`"));
        };
        if self.own(row).is_none() {
            return Error::new(format!("`{name}` has no row {row} of this document"));
        }
        let (wanted, found) = (declared.ty.name(), value.ty().name());
        Error::new(format!("attribute `{attr}` of `{name}` is declared `{wanted}`, but set to a `{found}`"))
    }

    /// The place of a row in this buffer.
    fn own(&self, row: u32) -> Option<usize> {
        let own = row.checked_sub(self.first?)? as usize;
        (own < self.rows).then_some(own)
    }

    fn flush(&mut self, call: Call<'_>, doc: *const chf_doc, at: u32) -> Result<(), Error> {
        // A layer without rows was made when it was opened.
        let Some(promised) = self.first.filter(|_| self.rows > 0 || !self.has_spans) else { return Ok(()) };
        let spans = self.has_spans.then_some(&*self.spans);
        let first = call.add(doc, at, spans, self.rows).map_err(|_| self.refused())?;
        if first != promised {
            return Err(Error::new(format!("the host moved the rows of `{}`", self.name)));
        }
        for (attr, cells) in self.columns.iter_mut().enumerate().filter(|(_, c)| !c.is_empty()) {
            cells.fill(self.rows);
            let column = cells.lend();
            // SAFETY: `lend` borrows from `cells`, which has as many rows.
            let done = unsafe { call.set_column(doc, at, first, self.rows, index(attr), &column) };
            let attr = self.attrs[attr].name;
            done.map_err(|_| Error::refused(format!("the host refused `{attr}` of `{}`", self.name)))?;
        }
        Ok(())
    }

    fn refused(&self) -> Error {
        Error::refused(format!("the host refused rows of `{}`", self.name))
    }
}

impl Cells {
    pub(crate) fn new(ty: Type) -> Self {
        match ty {
            Type::I64 => Self::I64(Vec::new()),
            Type::F64 => Self::F64(Vec::new()),
            Type::Bool => Self::Bool(Vec::new()),
            Type::Span => Self::Span(Vec::new()),
            Type::Ref => Self::Ref(Vec::new()),
            Type::Str => Self::Str(Vec::new(), String::new()),
            Type::Refs => Self::Refs(Vec::new(), Vec::new()),
        }
    }

    /// `false` when the value is of another type.
    #[inline]
    pub(crate) fn set(&mut self, row: usize, value: Cell<'_>) -> bool {
        match (self, value) {
            (Self::I64(cells), Cell::I64(v)) => put(cells, row, v, i64::MIN),
            (Self::F64(cells), Cell::F64(v)) => put(cells, row, v, f64::NAN),
            (Self::Bool(cells), Cell::Bool(v)) => put(cells, row, u8::from(v), 2),
            (Self::Span(cells), Cell::Span(v)) => put(cells, row, v, chf_range::ABSENT),
            (Self::Ref(cells), Cell::Ref(v)) => put(cells, row, v, abi::NO_ROW),
            (Self::Str(cells, data), Cell::Str(v)) => {
                let start = index(data.len());
                data.push_str(v);
                put(cells, row, chf_range { start, end: index(data.len()) }, chf_range::ABSENT);
            }
            (Self::Refs(cells, data), Cell::Refs(v)) => {
                let start = index(data.len());
                data.extend_from_slice(v);
                put(cells, row, chf_range { start, end: index(data.len()) }, chf_range::ABSENT);
            }
            _ => return false,
        }
        true
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::I64(cells) => cells.is_empty(),
            Self::F64(cells) => cells.is_empty(),
            Self::Bool(cells) => cells.is_empty(),
            Self::Ref(cells) => cells.is_empty(),
            Self::Span(cells) | Self::Str(cells, _) | Self::Refs(cells, _) => cells.is_empty(),
        }
    }

    fn clear(&mut self) {
        match self {
            Self::I64(cells) => cells.clear(),
            Self::F64(cells) => cells.clear(),
            Self::Bool(cells) => cells.clear(),
            Self::Ref(cells) => cells.clear(),
            Self::Span(cells) => cells.clear(),
            Self::Str(cells, data) => {
                cells.clear();
                data.clear();
            }
            Self::Refs(cells, data) => {
                cells.clear();
                data.clear();
            }
        }
    }

    /// Rows that were not set are absent.
    pub(crate) fn fill(&mut self, rows: usize) {
        match self {
            Self::I64(cells) => cells.resize(rows, i64::MIN),
            Self::F64(cells) => cells.resize(rows, f64::NAN),
            Self::Bool(cells) => cells.resize(rows, 2),
            Self::Ref(cells) => cells.resize(rows, abi::NO_ROW),
            Self::Span(cells) | Self::Str(cells, _) | Self::Refs(cells, _) => {
                cells.resize(rows, chf_range::ABSENT);
            }
        }
    }

    pub(crate) fn lend(&self) -> chf_column {
        let plain = |ty: Type, rows: *const c_void| chf_column { ty: ty.code(), rows, ..chf_column::NONE };
        match self {
            Self::I64(cells) => plain(Type::I64, cells.as_ptr().cast()),
            Self::F64(cells) => plain(Type::F64, cells.as_ptr().cast()),
            Self::Bool(cells) => plain(Type::Bool, cells.as_ptr().cast()),
            Self::Span(cells) => plain(Type::Span, cells.as_ptr().cast()),
            Self::Ref(cells) => plain(Type::Ref, cells.as_ptr().cast()),
            Self::Str(cells, data) => {
                let column = plain(Type::Str, cells.as_ptr().cast());
                chf_column { data: data.as_ptr().cast(), data_len: data.len(), ..column }
            }
            Self::Refs(cells, data) => {
                let column = plain(Type::Refs, cells.as_ptr().cast());
                chf_column { data: data.as_ptr().cast(), data_len: data.len(), ..column }
            }
        }
    }
}

impl Cell<'_> {
    fn ty(&self) -> Type {
        match self {
            Self::I64(_) => Type::I64,
            Self::F64(_) => Type::F64,
            Self::Bool(_) => Type::Bool,
            Self::Span(_) => Type::Span,
            Self::Ref(_) => Type::Ref,
            Self::Str(_) => Type::Str,
            Self::Refs(_) => Type::Refs,
        }
    }
}

/// Rows come mostly in order: then this is a push.
#[inline]
fn put<T: Copy>(cells: &mut Vec<T>, row: usize, value: T, absent: T) {
    if row >= cells.len() {
        cells.resize(row, absent);
        cells.push(value);
    } else {
        cells[row] = value;
    }
}
