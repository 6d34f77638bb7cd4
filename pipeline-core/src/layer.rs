//! Layers: spans plus attribute columns, one shape for everybody.

use crate::column::{Column, RefListColumn, Scalar, StrColumn};
use crate::{AttrSpec, AttrType, Coords, LayerSpec, Span};
use std::borrow::Cow;
use std::ops::Range;

/// One named column. References name the layer whose rows they mean.
#[derive(Clone, Debug)]
pub(crate) struct NamedColumn {
    pub(crate) name: Cow<'static, str>,
    pub(crate) target: Cow<'static, str>,
    pub(crate) column: Column,
}

/// Columns are dense, so a record that brings a new attribute on every row would fill memory.
const MOST_COLUMNS: usize = 256;

/// Named attribute columns of equal length: the attributes of a layer, or a whole table.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    pub(crate) rows: usize,
    pub(crate) columns: Vec<NamedColumn>,
}

impl Columns {
    /// Empty columns of these attributes.
    #[must_use]
    pub fn declared(attrs: &[AttrSpec]) -> Self {
        let columns = attrs.iter().map(|a| NamedColumn {
            name: a.name.into(),
            target: a.target.into(),
            column: Column::new(a.ty, 0),
        });
        Self { rows: 0, columns: columns.collect() }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Names and columns, in declaration order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.columns.iter().map(|c| (&*c.name, &c.column))
    }

    /// The layer that the references of column `name` mean.
    #[must_use]
    pub fn target(&self, name: &str) -> Option<&str> {
        self.named(name).map(|c| &*c.target).filter(|t| !t.is_empty())
    }

    /// The column `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Column> {
        self.named(name).map(|c| &c.column)
    }

    /// The strings of column `name`.
    #[must_use]
    pub fn str(&self, name: &str) -> Option<&StrColumn> {
        match self.get(name)? {
            Column::Str(c) => Some(c),
            _ => None,
        }
    }

    /// The number in column `name` at `row`.
    #[must_use]
    pub fn f64(&self, name: &str, row: usize) -> Option<f64> {
        match self.get(name)?.get(row)? {
            Scalar::F64(v) => Some(v),
            _ => None,
        }
    }

    /// The integer in column `name` at `row`.
    #[must_use]
    pub fn i64(&self, name: &str, row: usize) -> Option<i64> {
        match self.get(name)?.get(row)? {
            Scalar::I64(v) => Some(v),
            _ => None,
        }
    }

    /// The truth value in column `name` at `row`.
    #[must_use]
    pub fn bool(&self, name: &str, row: usize) -> Option<bool> {
        match self.get(name)?.get(row)? {
            Scalar::Bool(v) => Some(v),
            _ => None,
        }
    }

    /// The span in column `name` at `row`.
    #[must_use]
    pub fn span(&self, name: &str, row: usize) -> Option<Range<usize>> {
        match self.get(name)?.get(row)? {
            Scalar::Span(v) => Some(v),
            _ => None,
        }
    }

    /// The row that column `name` refers to at `row`.
    #[must_use]
    pub fn reference(&self, name: &str, row: usize) -> Option<usize> {
        match self.get(name)?.get(row)? {
            Scalar::Ref(v) => Some(v),
            _ => None,
        }
    }

    /// The lists of rows of column `name`.
    #[must_use]
    pub fn ref_list(&self, name: &str) -> Option<&RefListColumn> {
        match self.get(name)? {
            Column::RefList(c) => Some(c),
            _ => None,
        }
    }

    /// Adds a row with every attribute absent; returns its number.
    pub fn push_row(&mut self) -> usize {
        self.rows += 1;
        for c in &mut self.columns {
            c.column.resize(self.rows);
        }
        self.rows - 1
    }

    /// Sets attribute `name` of `row`, making the column on first use. `target` names the layer
    /// that references mean.
    ///
    /// # Errors
    /// When there is no such row, the column holds another type (the message names both), the
    /// value is one that columns keep for "absent", or there are more than 256 attributes.
    pub fn set(&mut self, row: usize, name: &str, target: &str, value: &Scalar<'_>) -> Result<(), String> {
        let ty = value.ty();
        let at = match self.columns.iter().position(|c| c.name == name) {
            Some(at) => at,
            None if self.columns.len() == MOST_COLUMNS => {
                return Err(format!("attribute `{name}` is one too many: {MOST_COLUMNS} is the limit"));
            }
            None => {
                let column = Column::new(ty, self.rows);
                let (name, target) = (name.to_owned().into(), target.to_owned().into());
                self.columns.push(NamedColumn { name, target, column });
                self.columns.len() - 1
            }
        };
        self.set_at(row, at, value)
    }

    pub(crate) fn set_at(&mut self, row: usize, at: usize, value: &Scalar<'_>) -> Result<(), String> {
        let rows = self.rows;
        if row >= rows {
            return Err(format!("row {row} does not exist (there are {rows})"));
        }
        let c = &mut self.columns[at];
        if !value.is_storable() {
            return Err(format!(
                "attribute `{}` cannot hold {value:?}: numbers are finite, and the least integer and the last row mean `absent`",
                c.name
            ));
        }
        if c.column.set(row, value) {
            return Ok(());
        }
        let (found, wanted) = (value.ty().name(), c.column.ty().name());
        Err(format!("attribute `{}` is of type {wanted}, found {found}", c.name))
    }

    pub(crate) fn reorder(&mut self, order: &[u32]) {
        self.rows = order.len();
        for c in &mut self.columns {
            c.column.reorder(order);
        }
    }

    /// References into `layer` follow its rows to their new places.
    pub(crate) fn remap(&mut self, layer: &str, moved: &[Option<u32>]) {
        for c in self.columns.iter_mut().filter(|c| c.target == layer) {
            c.column.remap(moved);
        }
    }

    /// Span attributes follow the text; those whose text is gone become absent.
    pub(crate) fn carry_spans(&mut self, carry: impl Fn(Range<usize>) -> Option<Range<usize>>) {
        for c in &mut self.columns {
            c.column.carry_spans(&carry);
        }
    }

    fn named(&self, name: &str) -> Option<&NamedColumn> {
        self.columns.iter().find(|c| c.name == name)
    }
}

/// A layer: annotations over the text or the source, sorted by start, end descending, label
/// name, and order of insertion.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    pub(crate) coords: Coords,
    pub(crate) spans: Vec<Span>,
    pub(crate) columns: Columns,
}

impl Layer {
    /// An empty layer with the columns of `spec`.
    #[must_use]
    pub fn declared(spec: &LayerSpec) -> Self {
        Self { coords: spec.coords, spans: Vec::new(), columns: Columns::declared(spec.attrs) }
    }

    /// An empty layer without attributes.
    #[must_use]
    pub fn new(coords: Coords) -> Self {
        Self { coords, ..Self::default() }
    }

    /// What its offsets count in.
    #[must_use]
    pub fn coords(&self) -> Coords {
        self.coords
    }

    /// The annotations, in order.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Number of annotations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is no annotation.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The attribute columns.
    #[must_use]
    pub fn attrs(&self) -> &Columns {
        &self.columns
    }

    /// The strings of attribute `name`.
    #[must_use]
    pub fn str(&self, name: &str) -> Option<&StrColumn> {
        self.columns.str(name)
    }

    /// The annotations that start inside `range`, as row numbers, found by binary search.
    #[must_use]
    pub fn rows_in(&self, range: Range<usize>) -> Range<usize> {
        let first = self.spans.partition_point(|s| s.start() < range.start);
        let len = self.spans[first..].partition_point(|s| s.start() < range.end);
        first..first + len
    }

    pub(crate) fn push(&mut self, span: Span) -> usize {
        self.spans.push(span);
        self.columns.push_row()
    }

    /// Sorts the rows; `Some(moved)` maps old rows to new when any moved.
    pub(crate) fn sort<'l>(
        &mut self,
        label_name: impl Fn(crate::Label) -> &'l str,
    ) -> Option<Vec<Option<u32>>> {
        let key = |s: &Span| (s.start(), std::cmp::Reverse(s.end()));
        let in_order = |a: &Span, b: &Span| {
            key(a).cmp(&key(b)).then_with(|| label_name(a.label()).cmp(label_name(b.label())))
        };
        if self.spans.is_sorted_by(|a, b| in_order(a, b).is_le()) {
            return None;
        }
        let mut order: Vec<u32> = (0..crate::span::to_u32(self.spans.len())).collect();
        order.sort_by(|&a, &b| in_order(&self.spans[a as usize], &self.spans[b as usize]));
        self.keep(&order);
        Some(inverse(&order))
    }

    /// Keeps the rows of `order`, in that order.
    pub(crate) fn keep(&mut self, order: &[u32]) {
        self.spans = order.iter().map(|&i| self.spans[i as usize]).collect();
        self.columns.reorder(order);
    }
}

/// `moved[old row] = new row`, for the rows that `order` keeps.
pub(crate) fn inverse(order: &[u32]) -> Vec<Option<u32>> {
    let size = order.iter().max().map_or(0, |m| *m as usize + 1);
    let mut moved = vec![None; size];
    for (new, &old) in order.iter().enumerate() {
        moved[old as usize] = Some(crate::span::to_u32(new));
    }
    moved
}

impl AttrSpec {
    /// The type that records show for it: references and lists of them are integers there.
    #[must_use]
    pub fn is_reference(&self) -> bool {
        matches!(self.ty, AttrType::Ref | AttrType::RefList)
    }
}
