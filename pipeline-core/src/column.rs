//! Attribute columns: one typed, dense array a column, with a value that means "absent".
//!
//! The arrays are what a plugin is lent without a copy, so each type has a fixed C layout:
//! `f64` (NaN absent), `i64` (`i64::MIN` absent), `u8` for bool (2 absent), pairs of `u32` for
//! spans and `u32` for references (`u32::MAX` absent), offsets into one buffer for strings.

use crate::span::to_u32;
use std::ops::Range;

/// Type of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttrType {
    /// Text.
    Str,
    /// Floating point number.
    F64,
    /// Integer.
    I64,
    /// Truth value.
    Bool,
    /// A byte range, in the coordinates of its layer.
    Span,
    /// A row of the layer that the [`AttrSpec`](crate::AttrSpec) names.
    Ref,
    /// A list of such rows.
    RefList,
    /// Any other JSON value, kept verbatim; only brought by input.
    Json,
}

impl AttrType {
    /// Name for people and schemas.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            AttrType::Str => "str",
            AttrType::F64 => "f64",
            AttrType::I64 => "i64",
            AttrType::Bool => "bool",
            AttrType::Span => "span",
            AttrType::Ref => "reference",
            AttrType::RefList => "list of references",
            AttrType::Json => "json",
        }
    }
}

const NO_ROW: u32 = u32::MAX;

/// A range as columns keep it: of bytes, or of rows. `repr(C)`, for plugins.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// First.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl Extent {
    /// No range.
    pub const ABSENT: Self = Self { start: NO_ROW, end: NO_ROW };

    fn new(start: usize, end: usize) -> Self {
        Self { start: to_u32(start), end: to_u32(end) }
    }

    fn range(self) -> Option<Range<usize>> {
        (self.start != NO_ROW).then_some(self.start as usize..self.end as usize)
    }
}

/// Strings of a column, in one buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StrColumn {
    buffer: String,
    ranges: Vec<Extent>,
}

impl StrColumn {
    /// The value of `row`.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        self.ranges.get(row)?.range().map(|r| &self.buffer[r])
    }

    /// Where each row's text is, and the texts, to be lent to a plugin.
    #[must_use]
    pub fn raw(&self) -> (&[Extent], &str) {
        (&self.ranges, &self.buffer)
    }

    fn set(&mut self, row: usize, value: &str) {
        // Equal neighbours (the same id on many rows) share their bytes.
        let last =
            row.checked_sub(1).and_then(|r| self.get(r).filter(|v| *v == value).map(|_| self.ranges[r]));
        self.ranges[row] = last.unwrap_or_else(|| {
            let start = self.buffer.len();
            self.buffer.push_str(value);
            Extent::new(start, self.buffer.len())
        });
    }
}

/// JSON texts of a column.
pub type JsonColumn = StrColumn;

/// Lists of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefListColumn {
    rows: Vec<u32>,
    ranges: Vec<Extent>,
}

impl RefListColumn {
    /// The rows that `row` refers to.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&[u32]> {
        self.ranges.get(row)?.range().map(|r| &self.rows[r])
    }

    /// Where each row's list is, and the lists, to be lent to a plugin.
    #[must_use]
    pub fn raw(&self) -> (&[Extent], &[u32]) {
        (&self.ranges, &self.rows)
    }

    fn set(&mut self, row: usize, rows: impl IntoIterator<Item = u32>) {
        let start = self.rows.len();
        self.rows.extend(rows);
        self.ranges[row] = Extent::new(start, self.rows.len());
    }
}

/// A column of one type.
#[derive(Clone, Debug)]
pub enum Column {
    /// [`AttrType::Str`].
    Str(StrColumn),
    /// [`AttrType::F64`].
    F64(Vec<f64>),
    /// [`AttrType::I64`].
    I64(Vec<i64>),
    /// [`AttrType::Bool`]: 0, 1, or 2 when absent.
    Bool(Vec<u8>),
    /// [`AttrType::Span`].
    Span(Vec<Extent>),
    /// [`AttrType::Ref`].
    Ref(Vec<u32>),
    /// [`AttrType::RefList`].
    RefList(RefListColumn),
    /// [`AttrType::Json`].
    Json(JsonColumn),
}

/// One value of any column, borrowed.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// Text.
    Str(&'a str),
    /// Number.
    F64(f64),
    /// Integer.
    I64(i64),
    /// Truth value.
    Bool(bool),
    /// Byte range.
    Span(Range<usize>),
    /// Row of another layer.
    Ref(usize),
    /// Rows of another layer.
    RefList(&'a [u32]),
    /// JSON text.
    Json(&'a str),
}

impl Scalar<'_> {
    /// The type of the column that holds it.
    #[must_use]
    pub fn ty(&self) -> AttrType {
        match self {
            Scalar::Str(_) => AttrType::Str,
            Scalar::F64(_) => AttrType::F64,
            Scalar::I64(_) => AttrType::I64,
            Scalar::Bool(_) => AttrType::Bool,
            Scalar::Span(_) => AttrType::Span,
            Scalar::Ref(_) => AttrType::Ref,
            Scalar::RefList(_) => AttrType::RefList,
            Scalar::Json(_) => AttrType::Json,
        }
    }

    /// Whether it is not one of the values by which columns say "absent".
    pub(crate) fn is_storable(&self) -> bool {
        match self {
            Scalar::F64(v) => v.is_finite(),
            Scalar::I64(v) => *v != i64::MIN,
            Scalar::Ref(row) => to_u32(*row) != NO_ROW,
            _ => true,
        }
    }
}

impl Column {
    pub(crate) fn new(ty: AttrType, rows: usize) -> Self {
        let mut column = match ty {
            AttrType::Str => Column::Str(StrColumn::default()),
            AttrType::F64 => Column::F64(Vec::new()),
            AttrType::I64 => Column::I64(Vec::new()),
            AttrType::Bool => Column::Bool(Vec::new()),
            AttrType::Span => Column::Span(Vec::new()),
            AttrType::Ref => Column::Ref(Vec::new()),
            AttrType::RefList => Column::RefList(RefListColumn::default()),
            AttrType::Json => Column::Json(JsonColumn::default()),
        };
        column.resize(rows);
        column
    }

    /// Its type.
    #[must_use]
    pub fn ty(&self) -> AttrType {
        match self {
            Column::Str(_) => AttrType::Str,
            Column::F64(_) => AttrType::F64,
            Column::I64(_) => AttrType::I64,
            Column::Bool(_) => AttrType::Bool,
            Column::Span(_) => AttrType::Span,
            Column::Ref(_) => AttrType::Ref,
            Column::RefList(_) => AttrType::RefList,
            Column::Json(_) => AttrType::Json,
        }
    }

    /// The value of `row`, `None` when absent.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Scalar<'_>> {
        match self {
            Column::Str(c) => c.get(row).map(Scalar::Str),
            Column::F64(c) => c.get(row).filter(|v| !v.is_nan()).map(|v| Scalar::F64(*v)),
            Column::I64(c) => c.get(row).filter(|v| **v != i64::MIN).map(|v| Scalar::I64(*v)),
            Column::Bool(c) => c.get(row).filter(|v| **v < 2).map(|v| Scalar::Bool(*v == 1)),
            Column::Span(c) => c.get(row).and_then(|v| v.range()).map(Scalar::Span),
            Column::Ref(c) => c.get(row).filter(|v| **v != NO_ROW).map(|v| Scalar::Ref(*v as usize)),
            Column::RefList(c) => c.get(row).map(Scalar::RefList),
            Column::Json(c) => c.get(row).map(Scalar::Json),
        }
    }

    /// Sets `row`; a value of another type is a bug of the caller and is reported as `false`.
    pub(crate) fn set(&mut self, row: usize, value: &Scalar<'_>) -> bool {
        match (self, value) {
            (Column::Str(c), Scalar::Str(v)) | (Column::Json(c), Scalar::Json(v)) => c.set(row, v),
            (Column::F64(c), Scalar::F64(v)) => c[row] = *v,
            (Column::I64(c), Scalar::I64(v)) => c[row] = *v,
            (Column::Bool(c), Scalar::Bool(v)) => c[row] = u8::from(*v),
            (Column::Span(c), Scalar::Span(v)) => c[row] = Extent::new(v.start, v.end),
            (Column::Ref(c), Scalar::Ref(v)) => c[row] = to_u32(*v),
            (Column::RefList(c), Scalar::RefList(v)) => c.set(row, v.iter().copied()),
            _ => return false,
        }
        true
    }

    /// Rows past the old end are absent.
    pub(crate) fn resize(&mut self, rows: usize) {
        match self {
            Column::Str(c) | Column::Json(c) => c.ranges.resize(rows, Extent::ABSENT),
            Column::F64(c) => c.resize(rows, f64::NAN),
            Column::I64(c) => c.resize(rows, i64::MIN),
            Column::Bool(c) => c.resize(rows, 2),
            Column::Span(c) => c.resize(rows, Extent::ABSENT),
            Column::Ref(c) => c.resize(rows, NO_ROW),
            Column::RefList(c) => c.ranges.resize(rows, Extent::ABSENT),
        }
    }

    /// Row `i` of the result is row `order[i]` of the old column.
    pub(crate) fn reorder(&mut self, order: &[u32]) {
        fn by<T: Copy>(values: &mut Vec<T>, order: &[u32]) {
            *values = order.iter().map(|&i| values[i as usize]).collect();
        }
        match self {
            Column::Str(c) | Column::Json(c) => by(&mut c.ranges, order),
            Column::F64(c) => by(c, order),
            Column::I64(c) => by(c, order),
            Column::Bool(c) => by(c, order),
            Column::Span(c) => by(c, order),
            Column::Ref(c) => by(c, order),
            Column::RefList(c) => by(&mut c.ranges, order),
        }
    }

    /// The largest row that is referred to.
    pub(crate) fn furthest_reference(&self) -> Option<usize> {
        let furthest = match self {
            Column::Ref(rows) => rows.iter().filter(|r| **r != NO_ROW).max(),
            Column::RefList(c) => (0..c.ranges.len()).filter_map(|row| c.get(row)).flatten().max(),
            _ => None,
        };
        furthest.map(|&row| row as usize)
    }

    /// Replaces each reference by `moved[old]`; rows that are gone become absent, or leave
    /// their list.
    pub(crate) fn remap(&mut self, moved: &[Option<u32>]) {
        let to = |row: u32| moved.get(row as usize).copied().flatten();
        match self {
            Column::Ref(rows) => rows.iter_mut().for_each(|r| *r = to(*r).unwrap_or(NO_ROW)),
            Column::RefList(c) => {
                let old = std::mem::take(c);
                c.ranges.resize(old.ranges.len(), Extent::ABSENT);
                for row in 0..old.ranges.len() {
                    if let Some(list) = old.get(row) {
                        c.set(row, list.iter().filter_map(|&r| to(r)));
                    }
                }
            }
            _ => {}
        }
    }

    pub(crate) fn carry_spans(&mut self, carry: impl Fn(Range<usize>) -> Option<Range<usize>>) {
        let Column::Span(spans) = self else { return };
        for span in spans {
            if let Some(range) = span.range() {
                *span = carry(range).map_or(Extent::ABSENT, |r| Extent::new(r.start, r.end));
            }
        }
    }
}
