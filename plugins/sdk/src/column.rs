//! Attribute columns of a layer, lent by the host without a copy. A column that the document
//! does not have reads as absent in every row.

use crate::call::present;
use crate::spec::Type;
use chaffinch_plugin_abi::{self as abi, chf_column, chf_range};
use std::ops::Range;

macro_rules! column {
    ($($(#[$doc:meta])* $name:ident: $cell:ty => $value:ty, |$at:ident| $read:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'d>(&'d [$cell]);

        impl<'d> $name<'d> {
            /// The value of `row`.
            #[must_use]
            pub fn get(&self, row: usize) -> Option<$value> {
                let $at = *self.0.get(row)?;
                $read
            }

            /// # Safety
            /// `raw` is lent for `'d` and has `len` rows if it is of this type.
            pub(crate) unsafe fn lent(raw: Option<&chf_column>, len: usize) -> Self {
                // SAFETY: the caller's promise.
                Self(raw.map_or(&[], |c| unsafe { abi::slice(c.rows.cast(), len) }))
            }
        }
    )*};
}

column! {
    /// Integers.
    I64Column: i64 => i64, |v| (v != i64::MIN).then_some(v);
    /// Numbers.
    F64Column: f64 => f64, |v| (!v.is_nan()).then_some(v);
    /// Truth values.
    BoolColumn: u8 => bool, |v| (v < 2).then_some(v == 1);
    /// Byte ranges.
    SpanColumn: chf_range => Range<usize>, |v| present(v);
    /// References to rows of another layer.
    RefColumn: u32 => usize, |v| (v != abi::NO_ROW).then_some(v as usize);
}

/// Texts.
#[derive(Clone, Copy, Debug)]
pub struct StrColumn<'d> {
    rows: &'d [chf_range],
    data: &'d str,
}

impl<'d> StrColumn<'d> {
    /// The value of `row`.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&'d str> {
        self.data.get(present(*self.rows.get(row)?)?)
    }

    /// # Safety
    /// `raw` is lent for `'d` and has `len` rows if it is of this type.
    pub(crate) unsafe fn lent(raw: Option<&chf_column>, len: usize) -> Self {
        // SAFETY: the caller's promise; text of a host is UTF-8.
        raw.map_or(Self { rows: &[], data: "" }, |c| unsafe {
            let data = abi::slice(c.data.cast(), c.data_len);
            Self { rows: abi::slice(c.rows.cast(), len), data: std::str::from_utf8_unchecked(data) }
        })
    }
}

/// Lists of references to rows of another layer.
#[derive(Clone, Copy, Debug)]
pub struct RefsColumn<'d> {
    rows: &'d [chf_range],
    data: &'d [u32],
}

impl<'d> RefsColumn<'d> {
    /// The rows that `row` refers to.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&'d [u32]> {
        self.data.get(present(*self.rows.get(row)?)?)
    }

    /// # Safety
    /// `raw` is lent for `'d` and has `len` rows if it is of this type.
    pub(crate) unsafe fn lent(raw: Option<&chf_column>, len: usize) -> Self {
        // SAFETY: the caller's promise.
        raw.map_or(Self { rows: &[], data: &[] }, |c| unsafe {
            Self { rows: abi::slice(c.rows.cast(), len), data: abi::slice(c.data.cast(), c.data_len) }
        })
    }
}

/// The raw column when it is there and of type `ty`.
pub(crate) fn typed(raw: Option<&chf_column>, ty: Type) -> Option<&chf_column> {
    raw.filter(|c| c.ty == ty.code())
}
