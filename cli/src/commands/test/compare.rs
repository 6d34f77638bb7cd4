//! Compares a document with what a test expects of it. Texts of spans are compared with runs of
//! white space as one space, numbers to two decimals.

use super::report::counted;
use crate::cases::{Case, Row, Rows};
use pipeline_core::config::{Place, Sources};
use pipeline_core::{Columns, Coords, Document, Layer, Scalar};
use serde_json::Value;
use std::ops::Range;

/// Numbers that differ by less are the same.
const NEAR: f64 = 0.005;
/// So many rows are shown where an expected one is missing.
const MOST_SHOWN: usize = 5;
/// Characters shown of a text, and around the first difference of two.
const SHOWN: usize = 60;

/// Appends what is not as the test says.
pub(super) fn compare(sources: &Sources, case: &Case, document: &Document, out: &mut Vec<String>) {
    let text = document.text();
    if let Some(expected) = case.clean.as_deref().map(str::trim)
        && expected != text.trim()
    {
        out.push(differs(expected, text.trim()));
    }
    let missing = case.contains.iter().filter(|part| !text.contains(part.as_str()));
    out.extend(missing.map(|part| format!("the text lacks {}; it is {}", short(part), short(text))));
    let there = case.lacks.iter().filter_map(|part| Some((part, text.find(part.as_str())?)));
    out.extend(there.map(|(part, at)| format!("the text has {}: {}", short(part), around(text, at))));
    for (key, expected) in &case.meta {
        match document.meta().get(key) {
            None => out.push(format!("expected `meta.{key}` to be {expected}, but there is none")),
            Some(found) if !same(expected, found) => {
                out.push(format!("expected `meta.{key}` to be {expected}, found {found}"));
            }
            Some(_) => {}
        }
    }
    for rows in &case.layers {
        let layer = document.layer(&rows.name).map(|layer| Table::Layer(document, layer));
        check("layer", sources, rows, layer.as_ref(), out);
    }
    for rows in &case.tables {
        let table = document.table(&rows.name).map(|table| Table::Columns(document, table));
        check("table", sources, rows, table.as_ref(), out);
    }
}

/// A layer or a document-level table.
enum Table<'d> {
    Layer(&'d Document, &'d Layer),
    Columns(&'d Document, &'d Columns),
}

/// The rows of a layer or table of a document, and what a test expects of them.
struct Check<'c, 'd> {
    /// `layer` or `table`.
    what: &'static str,
    sources: &'c Sources,
    rows: &'c Rows,
    /// `None` when the document has none of this name.
    table: Option<&'c Table<'d>>,
}

fn check(
    what: &'static str,
    sources: &Sources,
    rows: &Rows,
    table: Option<&Table<'_>>,
    out: &mut Vec<String>,
) {
    let check = Check { what, sources, rows, table };
    rows.has.iter().for_each(|row| out.extend(check.has(row)));
    rows.lacks.iter().for_each(|row| out.extend(check.lacks(row)));
    out.extend(rows.count.and_then(|count| check.count(count)));
    if let Some(exact) = &rows.exact {
        out.extend(exact.iter().enumerate().filter_map(|(at, row)| check.stands_at(at, row)));
        out.extend(check.more_than(exact.len()));
    }
}

impl Check<'_, '_> {
    fn len(&self) -> usize {
        self.table.map_or(0, Table::len)
    }

    fn is(&self, at: usize, row: &Row) -> bool {
        self.table.is_some_and(|table| table.is(at, row))
    }

    fn line(&self, at: &Place) -> String {
        format!("line {}", self.sources.line(at))
    }

    /// What messages call it.
    fn name(&self) -> String {
        format!("{} `{}`", self.what, self.rows.name)
    }

    fn has(&self, row: &Row) -> Option<String> {
        if (0..self.len()).any(|at| self.is(at, row)) {
            return None;
        }
        let (line, name) = (self.line(&row.at), self.name());
        Some(format!("{line}: {name} has no {}; {}", show_expected(row), found(self.table, row)))
    }

    fn lacks(&self, row: &Row) -> Option<String> {
        let table = self.table?;
        let at = (0..table.len()).find(|at| table.is(*at, row))?;
        let (line, name) = (self.line(&row.at), self.name());
        Some(format!("{line}: {name} has {}, but must have no {}", table.show(at, row), show_expected(row)))
    }

    fn count(&self, count: u64) -> Option<String> {
        let (line, name, len) = (self.line(&self.rows.at), self.name(), self.len());
        (count != len as u64).then(|| format!("{line}: {name} has {}, expected {count}", counted(len, "row")))
    }

    fn stands_at(&self, at: usize, row: &Row) -> Option<String> {
        if self.is(at, row) {
            return None;
        }
        let found = match self.table.filter(|table| at < table.len()) {
            Some(table) => table.show(at, row),
            None => format!("only {}", counted(self.len(), "row")),
        };
        let (line, name) = (self.line(&row.at), self.name());
        Some(format!("{line}: row {} of {name} must be {}, found {found}", at + 1, show_expected(row)))
    }

    fn more_than(&self, expected: usize) -> Option<String> {
        let table = self.table.filter(|table| table.len() > expected)?;
        let more = (expected..table.len()).take(MOST_SHOWN).map(|at| table.show_all(at));
        let (line, name) = (self.line(&self.rows.at), self.name());
        let shown = more.collect::<Vec<_>>().join(", ");
        let number = counted(table.len() - expected, "row");
        Some(format!("{line}: {name} has {number} more than expected: {shown}"))
    }
}

/// What is there instead of a row: those with the same text, else those with the same label,
/// else the first.
fn found(table: Option<&Table<'_>>, row: &Row) -> String {
    let Some(table) = table.filter(|t| t.len() > 0) else { return "it is empty".to_owned() };
    let alike = |key: &str| -> Vec<usize> {
        let Some((_, expected)) = row.fields.iter().find(|(k, _)| k.name == key) else { return Vec::new() };
        (0..table.len()).filter(|at| table.field(*at, key).is_some_and(|f| same(expected, &f))).collect()
    };
    let keys = ["text", "holder", "label"];
    let near = keys.iter().map(|key| alike(key)).find(|rows| !rows.is_empty());
    let rows = near.unwrap_or_else(|| (0..table.len()).collect());
    let shown: Vec<String> = rows.iter().take(MOST_SHOWN).map(|at| table.show(*at, row)).collect();
    let more = if rows.len() > MOST_SHOWN { ", …" } else { "" };
    format!("found {}{more}", shown.join(", "))
}

impl Table<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Layer(_, layer) => layer.len(),
            Self::Columns(_, table) => table.len(),
        }
    }

    /// Whether a row has all these fields.
    fn is(&self, at: usize, row: &Row) -> bool {
        row.fields
            .iter()
            .all(|(key, expected)| self.field(at, &key.name).is_some_and(|found| same(expected, &found)))
    }

    fn field(&self, at: usize, name: &str) -> Option<Value> {
        match self {
            Self::Layer(document, layer) => {
                let span = layer.spans().get(at)?;
                match name {
                    "text" => Some(Value::from(covered(document, layer, span.range()))),
                    "label" => Some(Value::from(document.label_name(span.label()))),
                    "score" => span.score().map(|s| Value::from(f64::from(s))),
                    _ => attribute(document, layer.attrs(), covered_by(layer, document), name, at),
                }
            }
            Self::Columns(document, table) => attribute(document, table, document.text(), name, at),
        }
    }

    /// A row with its text, its label, and the fields that were asked for.
    fn show(&self, at: usize, row: &Row) -> String {
        let asked = row.fields.iter().map(|(key, _)| key.name.as_str());
        let mut names: Vec<&str> = match self {
            Self::Layer(..) => vec!["text", "label"],
            Self::Columns(..) => Vec::new(),
        };
        names.extend(asked.filter(|n| !matches!(*n, "text" | "label")));
        self.show_fields(at, names)
    }

    fn show_all(&self, at: usize) -> String {
        let columns = match self {
            Self::Layer(_, layer) => layer.attrs(),
            Self::Columns(_, table) => table,
        };
        self.show_fields(at, ["text", "label"].into_iter().chain(columns.iter().map(|(name, _)| name)))
    }

    fn show_fields<'n>(&self, at: usize, names: impl IntoIterator<Item = &'n str>) -> String {
        let fields = names.into_iter().filter_map(|name| Some((name, self.field(at, name)?)));
        show(fields.filter(|(_, value)| value != ""))
    }
}

fn covered_by<'d>(layer: &Layer, document: &'d Document) -> &'d str {
    match layer.coords() {
        Coords::Text => document.text(),
        Coords::Source => document.source(),
    }
}

fn covered<'d>(document: &'d Document, layer: &Layer, range: Range<usize>) -> &'d str {
    covered_by(layer, document).get(range).unwrap_or_default()
}

/// The value of an attribute; spans and references as the text that they cover.
fn attribute(document: &Document, columns: &Columns, base: &str, name: &str, at: usize) -> Option<Value> {
    let target = || document.layer(columns.target(name).unwrap_or_default());
    let row_text = |row: usize| {
        let layer = target()?;
        Some(covered(document, layer, layer.spans().get(row)?.range()))
    };
    Some(match columns.get(name)?.get(at)? {
        Scalar::Str(text) => Value::from(text),
        Scalar::F64(number) => Value::from(number),
        Scalar::I64(number) => Value::from(number),
        Scalar::Bool(truth) => Value::from(truth),
        Scalar::Span(range) => Value::from(base.get(range)?),
        Scalar::Ref(row) => Value::from(row_text(row)?),
        Scalar::RefList(rows) => {
            rows.iter().filter_map(|row| row_text(*row as usize)).map(Value::from).collect()
        }
        Scalar::Json(json) => serde_json::from_str(json).ok()?,
    })
}

/// Whether two values are the same for a test.
fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::String(a), Value::String(b)) => a.split_whitespace().eq(b.split_whitespace()),
        (Value::Number(a), Value::Number(b)) => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() < NEAR,
            _ => a == b,
        },
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => expected == found,
    }
}

fn show_expected(row: &Row) -> String {
    show(row.fields.iter().map(|(key, value)| (key.name.as_str(), value.clone())))
}

/// Fields as TOML shows them.
fn show<'n>(fields: impl Iterator<Item = (&'n str, Value)>) -> String {
    let value = |value: Value| match value {
        Value::String(text) => short(&text),
        Value::Number(n) if n.is_f64() => format!("{:.2}", n.as_f64().unwrap_or_default()),
        other => other.to_string(),
    };
    let fields: Vec<String> = fields.map(|(name, v)| format!("{name} = {}", value(v))).collect();
    if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) }
}

/// A text in quotes, cut where it is long.
fn short(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{:?}", format!("{}…", &text[..cut])),
        None => format!("{text:?}"),
    }
}

/// The text around a byte that begins a character.
fn around(text: &str, at: usize) -> String {
    let before = text[..at].char_indices().rev().nth(SHOWN / 2).map_or(0, |(i, _)| i);
    let after = text[at..].char_indices().nth(SHOWN / 2).map_or(text.len(), |(i, _)| at + i);
    let (open, close) = (if before > 0 { "…" } else { "" }, if after < text.len() { "…" } else { "" });
    format!("{:?}", format!("{open}{}{close}", &text[before..after]))
}

/// Two texts around the first place where they differ.
fn differs(expected: &str, found: &str) -> String {
    let pairs = expected.char_indices().zip(found.chars());
    let at = pairs.take_while(|((_, a), b)| a == b).last().map_or(0, |((i, a), _)| i + a.len_utf8());
    format!("expected the text {}, found {}", around(expected, at), around(found, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_the_same() {
        assert!(same(&json!("a b"), &json!(" a\n b")));
        assert!(same(&json!(0.9), &json!(0.899_999_976)));
        assert!(same(&json!(3), &json!(3.0)));
        assert!(!same(&json!("a b"), &json!("ab")));
        assert!(!same(&json!(0.9), &json!(0.91)));
        assert!(!same(&json!([1]), &json!([1, 2])));
        assert!(!same(&json!({"a": 1}), &json!({"a": 1, "b": 2})));
    }

    #[test]
    fn texts_that_differ_late_are_cut() {
        let long = "é".repeat(100);
        let message = differs(&format!("{long}a"), &format!("{long}b c"));
        assert!(message.contains("éa\"") && message.contains("éb c\"") && message.contains('…'), "{message}");
        assert!(message.len() < 300, "{message}");
        assert_eq!(differs("abc", "ab"), "expected the text \"abc\", found \"ab\"");
    }
}
