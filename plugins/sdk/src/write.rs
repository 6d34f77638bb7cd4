//! Writing layers and tables. Nothing here returns an error: the first mistake is kept and fails
//! the document when `process` returns, so that a stage reads as a sequence of facts.

use crate::buffer::{Buffers, Cell, Slot};
use crate::call::{Call, index, narrow};
use crate::{Error, Label};
use chaffinch_plugin_abi::{chf_doc, chf_span};
use std::ops::Range;

/// A row that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row(u32);

impl Row {
    /// The number by which references mean it.
    #[must_use]
    pub const fn number(self) -> usize {
        self.0 as usize
    }
}

/// What both writers hold.
struct Rows<'w> {
    slot: &'w mut Slot,
    mistake: &'w mut Option<Error>,
}

impl<'w> Rows<'w> {
    fn open(buffers: &'w mut Buffers, call: Call<'_>, doc: *const chf_doc, at: usize) -> Result<Self, Error> {
        let (slot, mistake) = buffers.open(call, doc, at)?;
        Ok(Self { slot, mistake })
    }

    #[inline]
    fn set(&mut self, row: Row, attr: &str, value: Cell<'_>) {
        if !self.slot.set(row.0, attr, value) {
            self.mistake.get_or_insert_with(|| self.slot.wrong(row.0, attr, value));
        }
    }
}

/// A layer that is being written. Spans may come in any order. A wrong span, or an attribute of
/// another name or type than declared, fails the document.
pub struct LayerWriter<'w>(Rows<'w>);

impl<'w> LayerWriter<'w> {
    pub(crate) fn open(
        buffers: &'w mut Buffers,
        call: Call<'_>,
        doc: *const chf_doc,
        at: usize,
    ) -> Result<Self, Error> {
        Rows::open(buffers, call, doc, at).map(Self)
    }

    /// Adds a span without a score.
    #[inline]
    pub fn push(&mut self, range: Range<usize>, label: Label) -> Row {
        self.push_scored(range, label, f32::NAN)
    }

    /// Adds a span with a score; NaN is none.
    #[inline]
    pub fn push_scored(&mut self, range: Range<usize>, label: Label, score: f32) -> Row {
        let row = Row(self.0.slot.next());
        let range = narrow(range);
        self.0.slot.push_span(chf_span { start: range.start, end: range.end, label: label.0, score });
        row
    }
}

/// A document-level table that is being written. A column of another name or type than declared
/// fails the document.
pub struct TableWriter<'w>(Rows<'w>);

impl<'w> TableWriter<'w> {
    pub(crate) fn open(
        buffers: &'w mut Buffers,
        call: Call<'_>,
        doc: *const chf_doc,
        at: usize,
    ) -> Result<Self, Error> {
        Rows::open(buffers, call, doc, at).map(Self)
    }

    /// Adds a row, absent in every column.
    #[inline]
    pub fn push(&mut self) -> Row {
        let row = Row(self.0.slot.next());
        self.0.slot.push_row();
        row
    }
}

macro_rules! setters {
    ($($writer:ident),*) => {$(
        impl $writer<'_> {
            /// Sets an integer; `i64::MIN` means none.
            #[inline]
            pub fn set_i64(&mut self, row: Row, attr: &str, value: i64) {
                self.0.set(row, attr, Cell::I64(value));
            }

            /// Sets a number; NaN means none.
            #[inline]
            pub fn set_f64(&mut self, row: Row, attr: &str, value: f64) {
                self.0.set(row, attr, Cell::F64(value));
            }

            /// Sets a truth value.
            #[inline]
            pub fn set_bool(&mut self, row: Row, attr: &str, value: bool) {
                self.0.set(row, attr, Cell::Bool(value));
            }

            /// Sets a text.
            #[inline]
            pub fn set_str(&mut self, row: Row, attr: &str, value: &str) {
                self.0.set(row, attr, Cell::Str(value));
            }

            /// Sets a byte range.
            #[inline]
            pub fn set_span(&mut self, row: Row, attr: &str, value: Range<usize>) {
                self.0.set(row, attr, Cell::Span(narrow(value)));
            }

            /// Sets a reference: the number of a row of a [`LayerView`](crate::LayerView), or
            /// [`Row::number`] of a row that was written.
            #[inline]
            pub fn set_ref(&mut self, row: Row, attr: &str, target: usize) {
                self.0.set(row, attr, Cell::Ref(index(target)));
            }

            /// Sets a list of references.
            #[inline]
            pub fn set_refs(&mut self, row: Row, attr: &str, targets: &[u32]) {
                self.0.set(row, attr, Cell::Refs(targets));
            }
        }
    )*};
}
setters!(LayerWriter, TableWriter);
