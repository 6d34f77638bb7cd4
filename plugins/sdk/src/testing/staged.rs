//! What a stage has written: checked row by row, and sorted when it is committed.

use super::outcome::OutRow;
use crate::manifest::Attr;
use crate::spec::Type;
use chaffinch_plugin_abi::{self as abi, chf_column, chf_range, chf_span, chf_value};
use serde_json::{Value, json};
use std::cmp::Reverse;

/// The writes for one document.
#[derive(Default)]
pub(super) struct Staged {
    /// By slot; `None`: not written.
    pub(super) slots: Vec<Option<Rows>>,
    pub(super) meta: Vec<(String, Value)>,
    pub(super) rewritten: Option<Rewritten>,
    pub(super) dropped: Option<String>,
    /// The first write that was refused.
    pub(super) refused: Option<String>,
}

/// A text that was rewritten.
pub(super) struct Rewritten {
    pub(super) text: String,
    pub(super) runs: Vec<abi::chf_run>,
}

/// Rows of one layer or table; `null` is absent.
pub(super) struct Rows {
    pub(super) spans: Vec<chf_span>,
    pub(super) rows: usize,
    pub(super) columns: Vec<Vec<Value>>,
    /// Rows that were there before this stage.
    pub(super) base: usize,
}

impl Rows {
    pub(super) fn add(&mut self, spans: &[chf_span], n: usize) -> usize {
        let first = self.rows;
        self.spans.extend_from_slice(spans);
        self.rows += n;
        self.columns.iter_mut().for_each(|c| c.resize(self.rows, Value::Null));
        first
    }

    /// The order in which rows become visible.
    fn order(&self, labels: &[String]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows).collect();
        let key = |s: &chf_span| (s.start, Reverse(s.end), labels.get(s.label as usize).cloned());
        if !self.spans.is_empty() {
            order.sort_by_key(|&row| key(&self.spans[row]));
        }
        order
    }

    /// Sorts; the result says where each row went.
    pub(super) fn sort(&mut self, labels: &[String]) -> Vec<usize> {
        let order = self.order(labels);
        let mut moved = vec![0; order.len()];
        order.iter().enumerate().for_each(|(new, &old)| moved[old] = new);
        if !self.spans.is_empty() {
            self.spans = order.iter().map(|&row| self.spans[row]).collect();
        }
        for column in &mut self.columns {
            *column = order.iter().map(|&row| std::mem::take(&mut column[row])).collect();
        }
        moved
    }

    /// References to a layer whose rows moved. An error says which row there is not.
    pub(super) fn renumber(&mut self, attrs: &[Attr], target: &str, moved: &[usize]) -> Result<(), String> {
        for (attr, column) in attrs.iter().zip(&mut self.columns).filter(|(a, _)| a.target == target) {
            for value in column.iter_mut().filter(|v| !v.is_null()) {
                let rows = match value {
                    Value::Array(rows) => rows.iter_mut().collect(),
                    row => vec![row],
                };
                for row in rows {
                    let to = row.as_u64().and_then(|r| moved.get(usize::try_from(r).ok()?));
                    *row = json!(to.ok_or_else(|| {
                        format!(
                            "`{}` refers to row {row} of `{target}`, which has {}",
                            attr.name,
                            moved.len()
                        )
                    })?);
                }
            }
        }
        Ok(())
    }

    pub(super) fn out(&self, attrs: &[Attr], labels: &[String], text: &str) -> Vec<OutRow> {
        (0..self.rows)
            .map(|row| {
                let span = self.spans.get(row).copied();
                let (start, end) = span.map_or((0, 0), |s| (s.start as usize, s.end as usize));
                let attrs = attrs.iter().zip(&self.columns).filter(|(_, c)| !c[row].is_null());
                OutRow {
                    range: start..end,
                    text: text[start..end].to_owned(),
                    label: span.map_or_else(String::new, |s| labels[s.label as usize].clone()),
                    score: span.map(|s| s.score).filter(|s| !s.is_nan()),
                    attrs: attrs.map(|(a, c)| (a.name.clone(), c[row].clone())).collect(),
                }
            })
            .collect()
    }
}

/// Whether a range can be cut out of `text`.
pub(super) fn fits(text: &str, range: chf_range) -> bool {
    text.get(range.start as usize..range.end as usize).is_some()
}

/// A span with its label and score, or what is wrong with it.
pub(super) fn check_span(span: &chf_span, text: &str, labels: &[u32]) -> Result<(), String> {
    let chf_span { start, end, label, score } = *span;
    if !fits(text, chf_range { start, end }) {
        let bytes = text.len();
        return Err(format!(
            "span {start}..{end} is reversed, out of bounds or cuts a character ({bytes} bytes)"
        ));
    }
    if !labels.contains(&label) {
        return Err(format!("span {start}..{end} has label {label}, which is not declared"));
    }
    if score.is_infinite() {
        return Err(format!("span {start}..{end} has an infinite score"));
    }
    Ok(())
}

/// The values of a column, `null` where absent.
///
/// # Safety
/// `column` has `n` rows of its type, and their data.
pub(super) unsafe fn values(column: &chf_column, n: usize, text: &str) -> Result<Vec<Value>, String> {
    /// # Safety
    /// As [`values`].
    unsafe fn rows<'a, T>(column: &chf_column, n: usize) -> &'a [T] {
        // SAFETY: the caller's promise.
        unsafe { abi::slice(column.rows.cast(), n) }
    }
    // SAFETY: the caller's promise.
    unsafe {
        match column.ty {
            abi::ty::I64 => Ok(rows::<i64>(column, n).iter().map(|&v| integer(v)).collect()),
            abi::ty::F64 => rows::<f64>(column, n).iter().map(|&v| number(v)).collect(),
            abi::ty::BOOL => rows::<u8>(column, n).iter().map(|&v| truth(v.into())).collect(),
            abi::ty::SPAN => rows::<chf_range>(column, n).iter().map(|&v| span(v, text)).collect(),
            abi::ty::REF => Ok(rows::<u32>(column, n).iter().map(|&v| reference(v)).collect()),
            abi::ty::STR => {
                let data: &[u8] = abi::slice(column.data.cast(), column.data_len);
                rows::<chf_range>(column, n)
                    .iter()
                    .map(|&r| part(data, r).map_or(Ok(Value::Null), string))
                    .collect()
            }
            abi::ty::REFS => {
                let data: &[u32] = abi::slice(column.data.cast(), column.data_len);
                let list = |r| part(data, r).map_or(Value::Null, |rows| json!(rows));
                Ok(rows::<chf_range>(column, n).iter().map(|&r| list(r)).collect())
            }
            ty => Err(format!("there is no type {ty}")),
        }
    }
}

/// One value.
///
/// # Safety
/// `value` holds what its type says.
pub(super) unsafe fn value(value: &chf_value, text: &str) -> Result<Value, String> {
    // SAFETY: the caller's promise.
    unsafe {
        match value.ty {
            abi::ty::I64 => Ok(integer(value.v.i)),
            abi::ty::F64 => number(value.v.f),
            abi::ty::BOOL => truth(value.v.i),
            abi::ty::SPAN => span(value.v.span, text),
            abi::ty::REF => Ok(reference(value.v.r)),
            abi::ty::STR => string(value.v.s.bytes()),
            abi::ty::REFS => Ok(json!(abi::slice(value.v.refs.ptr, value.v.refs.len))),
            ty => Err(format!("there is no type {ty}")),
        }
    }
}

/// The type that a code means.
pub(super) fn is(ty: Type, code: u32) -> bool {
    ty.code() == code
}

fn integer(v: i64) -> Value {
    if v == i64::MIN { Value::Null } else { json!(v) }
}

fn number(v: f64) -> Result<Value, String> {
    if v.is_infinite() { Err("a number is infinite".to_owned()) } else { Ok(json!(v)) }
}

fn truth(v: i64) -> Result<Value, String> {
    match v {
        0 => Ok(json!(false)),
        1 => Ok(json!(true)),
        2 => Ok(Value::Null),
        v => Err(format!("{v} is no truth value")),
    }
}

fn span(v: chf_range, text: &str) -> Result<Value, String> {
    if v == chf_range::ABSENT {
        return Ok(Value::Null);
    }
    let refused = || format!("span {}..{} is reversed, out of bounds or cuts a character", v.start, v.end);
    if fits(text, v) { Ok(json!([v.start, v.end])) } else { Err(refused()) }
}

fn reference(v: u32) -> Value {
    if v == abi::NO_ROW { Value::Null } else { json!(v) }
}

fn string(bytes: &[u8]) -> Result<Value, String> {
    std::str::from_utf8(bytes).map(|s| json!(s)).map_err(|e| format!("a text is not UTF-8: {e}"))
}

fn part<T>(data: &[T], r: chf_range) -> Option<&[T]> {
    (r != chf_range::ABSENT).then(|| &data[r.start as usize..r.end as usize])
}
