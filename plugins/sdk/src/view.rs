//! A layer as a stage reads it, without a copy.

use crate::column::{self, BoolColumn, F64Column, I64Column, RefColumn, RefsColumn, SpanColumn, StrColumn};
use crate::spec::{Layer, Type};
use crate::{Error, Span};
use chaffinch_plugin_abi::{self as abi, chf_column, chf_layer};

/// A layer of a document, and the text that its spans index. Empty when the document does not
/// have it.
#[derive(Clone, Copy)]
pub struct LayerView<'d> {
    spec: &'static Layer,
    spans: &'d [Span],
    columns: &'d [Column],
    text: &'d str,
    present: bool,
}

/// SAFETY of sharing: what it points to is lent, constant data.
#[repr(transparent)]
pub(crate) struct Column(chf_column);

// SAFETY: constant data for the whole call.
unsafe impl Sync for Column {}

impl<'d> LayerView<'d> {
    /// # Safety
    /// `raw` is lent for `'d`.
    pub(crate) unsafe fn lent(raw: &'d chf_layer, spec: &'static Layer, text: &'d str) -> Self {
        // SAFETY: the caller's promise; `Span` and `Column` are transparent.
        let (spans, columns) = unsafe {
            (abi::slice(raw.spans.cast(), raw.len), abi::slice(raw.columns.cast(), raw.n_columns as usize))
        };
        Self { spec, spans, columns, text, present: raw.present != 0 }
    }

    /// Whether the document has the layer.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.present
    }

    /// Number of spans.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are no spans.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The spans, sorted by start, then end descending.
    #[must_use]
    pub fn spans(&self) -> &'d [Span] {
        self.spans
    }

    /// What span `row` covers.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn text_of(&self, row: usize) -> &'d str {
        &self.text[self.spans[row].range()]
    }

    /// Each span with what it covers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&'d Span, &'d str)> + Clone + use<'d> {
        let text = self.text;
        self.spans.iter().map(move |span| (span, &text[span.range()]))
    }

    fn column(&self, name: &str, ty: Type) -> Result<Option<&'d chf_column>, Error> {
        let declared = self.spec.attrs.iter().position(|a| a.name == name);
        let at = declared.ok_or_else(|| {
            Error::new(format!("layer `{}` is declared without attribute `{name}`", self.spec.name))
        })?;
        let declared = self.spec.attrs[at].ty;
        if declared != ty {
            return Err(Error::new(format!(
                "attribute `{name}` of layer `{}` is declared `{}`, but read as `{}`",
                self.spec.name,
                declared.name(),
                ty.name()
            )));
        }
        Ok(column::typed(self.columns.get(at).map(|c| &c.0), ty))
    }
}

macro_rules! columns {
    ($($(#[$doc:meta])* $method:ident: $ty:ident, $column:ident;)*) => {
        impl<'d> LayerView<'d> {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// When the layer is declared without it, or with another type.
            pub fn $method(&self, name: &str) -> Result<$column<'d>, Error> {
                let raw = self.column(name, Type::$ty)?;
                // SAFETY: lent for `'d` with the layer, and a column has a row for each span.
                Ok(unsafe { $column::lent(raw, self.len()) })
            }
        )*}
    };
}

columns! {
    /// The attribute `name`, of texts.
    str: Str, StrColumn;
    /// The attribute `name`, of integers.
    i64: I64, I64Column;
    /// The attribute `name`, of numbers.
    f64: F64, F64Column;
    /// The attribute `name`, of truth values.
    bool: Bool, BoolColumn;
    /// The attribute `name`, of byte ranges.
    span: Span, SpanColumn;
    /// The attribute `name`, of references to rows.
    reference: Ref, RefColumn;
    /// The attribute `name`, of lists of references.
    references: Refs, RefsColumn;
}
