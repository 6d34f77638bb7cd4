//! What one stage did to a document: the rows it added to layers and tables, and the `meta` it
//! set.

use pipeline_core::{Columns, Coords, Document, Label, Layer, PlannedStage, Scalar};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::ops::Range;

/// Longest excerpt, in characters.
const EXCERPT: usize = 90;
/// Longest value of an attribute that points into the text.
const SHORT: usize = 40;

/// What a stage did.
pub(super) struct Step {
    pub(super) name: String,
    /// The stage's kind, as `use` names it.
    pub(super) kind: &'static str,
    pub(super) summary: &'static str,
    pub(super) rewrites: bool,
    /// Length of the text before and after, in bytes.
    pub(super) text_bytes: [usize; 2],
    pub(super) layers: Vec<Added>,
    pub(super) tables: Vec<(&'static str, Vec<Attrs>)>,
    pub(super) meta: Vec<Set>,
}

/// The rows that a layer gained.
pub(super) struct Added {
    pub(super) layer: &'static str,
    pub(super) coords: Coords,
    pub(super) rows: Vec<Row>,
    /// Rows that were there before and are not any more.
    pub(super) removed: usize,
}

/// Attributes of a row, in the order of declaration.
pub(super) type Attrs = Vec<(String, Value)>;

pub(super) struct Row {
    /// In the layer's coordinates.
    pub(super) range: Range<usize>,
    pub(super) source: Range<usize>,
    pub(super) label: String,
    pub(super) score: Option<f32>,
    pub(super) attrs: Attrs,
    /// What it covers, on one line; of markup nothing.
    pub(super) excerpt: String,
}

/// A key of `meta` that was set.
pub(super) struct Set {
    pub(super) key: String,
    pub(super) value: Value,
    /// Where the stage says that it found it (`meta.provenance`).
    pub(super) from: Option<String>,
}

impl Step {
    /// The difference between a document before and after a stage.
    pub(super) fn between(stage: &PlannedStage, before: &Document, after: &Document) -> Self {
        let spec = stage.spec;
        let absent = |name: &str| before.layer(name).is_none();
        let created = spec.creates.iter().map(|l| l.name);
        let if_absent = spec.creates_if_absent.iter().map(|l| l.name).filter(|n| absent(n));
        let extended = spec.extends.iter().map(|l| l.name);
        let mut layers: Vec<Added> =
            created.chain(if_absent).filter_map(|name| added(name, None, after)).collect();
        layers
            .extend(extended.filter_map(|name| added(name, before.layer(name).map(|l| (before, l)), after)));
        let tables = spec.tables.iter().filter_map(|t| {
            let table = after.table(t.name)?;
            let text = after.text();
            Some((t.name, (0..table.len()).map(|row| attrs(after, text, table, row)).collect()))
        });
        Self {
            name: stage.name.clone(),
            kind: spec.name,
            summary: spec.summary,
            rewrites: spec.rewrites,
            text_bytes: [before.text().len(), after.text().len()],
            layers,
            tables: tables.collect(),
            meta: set(before, after),
        }
    }

    pub(super) fn json(&self) -> Value {
        let layers: Map<String, Value> = self.layers.iter().map(|l| (l.layer.to_owned(), l.json())).collect();
        let tables: Map<String, Value> = self
            .tables
            .iter()
            .map(|(name, rows)| (name.to_string(), rows.iter().map(object).collect()))
            .collect();
        let meta: Map<String, Value> = self
            .meta
            .iter()
            .map(|set| (set.key.clone(), json!({"value": set.value, "from": set.from})))
            .collect();
        json!({"name": self.name, "use": self.kind, "rewrites": self.rewrites, "text_length": self.text_bytes,
               "layers": layers, "tables": tables, "meta": meta})
    }
}

impl Added {
    fn json(&self) -> Value {
        let rows: Vec<Value> = self.rows.iter().map(|row| row.json(self.coords)).collect();
        json!({"coordinates": self.coords.name(), "added": rows, "removed": self.removed})
    }
}

impl Row {
    fn json(&self, coords: Coords) -> Value {
        let mut row = Map::new();
        if coords == Coords::Text {
            row.insert("start".into(), self.range.start.into());
            row.insert("end".into(), self.range.end.into());
        }
        row.insert("source".into(), json!([self.source.start, self.source.end]));
        if !self.label.is_empty() {
            row.insert("label".into(), self.label.as_str().into());
        }
        if let Some(score) = self.score {
            row.insert("score".into(), decimal(score));
        }
        row.insert("attributes".into(), object(&self.attrs));
        row.insert("excerpt".into(), self.excerpt.as_str().into());
        row.into()
    }
}

/// A score as it was meant: 0.9, not 0.8999999761581421.
fn decimal(score: f32) -> Value {
    score.to_string().parse::<f64>().map_or(Value::Null, Value::from)
}

fn object(attrs: &Attrs) -> Value {
    attrs.iter().cloned().collect::<Map<_, _>>().into()
}

/// The rows that `name` has after the stage and had not before it.
fn added(name: &'static str, before: Option<(&Document, &Layer)>, after: &Document) -> Option<Added> {
    let layer = after.layer(name)?;
    let mut known: HashMap<String, usize> = HashMap::new();
    if let Some((document, old)) = before {
        for number in 0..old.len() {
            *known.entry(row(document, old, number).key()).or_default() += 1;
        }
    }
    let mut rows = Vec::new();
    for number in 0..layer.len() {
        let row = row(after, layer, number);
        match known.get_mut(&row.key()).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => rows.push(row),
        }
    }
    Some(Added { layer: name, coords: layer.coords(), rows, removed: known.values().sum() })
}

fn row(document: &Document, layer: &Layer, number: usize) -> Row {
    let span = layer.spans()[number];
    let range = span.range();
    let (text, source) = match layer.coords() {
        Coords::Text => (document.text(), document.ledger().to_source(range.clone())),
        Coords::Source => (document.source(), range.clone()),
    };
    let covered = text.get(range.clone()).unwrap_or_default();
    let excerpt = match layer.coords() {
        Coords::Text => one_line(covered, EXCERPT),
        Coords::Source => one_line(&without_tags(covered), EXCERPT),
    };
    let label = if span.label() == Label::NONE { "" } else { document.label_name(span.label()) };
    Row {
        range,
        source,
        label: label.to_owned(),
        score: span.score(),
        attrs: attrs(document, text, layer.attrs(), number),
        excerpt,
    }
}

impl Row {
    /// What tells it from other rows of its layer. References are left out: they follow rows.
    fn key(&self) -> String {
        format!("{:?} {} {:?}", self.source, self.label, self.score)
    }
}

/// The attributes of a row; `text` is what its spans point into.
fn attrs(document: &Document, text: &str, columns: &Columns, row: usize) -> Attrs {
    let value = |(name, column): (&str, &pipeline_core::Column)| {
        let value = match column.get(row)? {
            Scalar::Str(text) => text.into(),
            Scalar::F64(number) => number.into(),
            Scalar::I64(number) => number.into(),
            Scalar::Bool(flag) => flag.into(),
            Scalar::Span(range) => text.get(range).map(|t| one_line(t, SHORT)).into(),
            Scalar::Ref(to) => columns.target(name).and_then(|layer| covered(document, layer, to)).into(),
            Scalar::RefList(to) => to.into(),
            Scalar::Json(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        };
        Some((name.to_owned(), value))
    };
    columns.iter().filter_map(value).collect()
}

/// The text of the row that a reference means.
fn covered(document: &Document, layer: &str, row: usize) -> Option<String> {
    let span = document.layer(layer)?.spans().get(row)?.range();
    document.text().get(span).map(|t| one_line(t, SHORT))
}

fn set(before: &Document, after: &Document) -> Vec<Set> {
    let origins = after.meta().get("provenance").and_then(Value::as_object);
    let changed = after.meta().iter().filter(|(key, value)| before.meta().get(*key) != Some(*value));
    changed
        .filter(|(key, value)| !(*key == "provenance" && value.is_object()))
        .map(|(key, value)| Set {
            key: key.clone(),
            value: value.clone(),
            from: origins.and_then(|o| o.get(key)?.as_str()).map(str::to_owned),
        })
        .collect()
}

/// At most `most` characters of a text, white space as one space, nothing that a terminal would
/// obey.
pub(super) fn one_line(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut left = most;
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            space = !line.is_empty();
            continue;
        }
        let wanted = 1 + usize::from(space);
        if left < wanted {
            return line + "…";
        }
        left -= wanted;
        if std::mem::take(&mut space) {
            line.push(' ');
        }
        line.push(c);
    }
    line
}

/// A piece of a page without its tags, comments, scripts and styles.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].trim_start_matches('/');
        let ends = |mark: &str| rest.find(mark).map_or(rest.len(), |n| n + mark.len());
        let begins = |tag: &str| name.get(..tag.len()).is_some_and(|n| n.eq_ignore_ascii_case(tag));
        let len = if rest.starts_with("<!--") {
            ends("-->")
        } else if begins("script") && !rest.starts_with("</") {
            ends("</script>")
        } else if begins("style") && !rest.starts_with("</") {
            ends("</style>")
        } else if name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
            text.push(' ');
            ends(">")
        } else {
            text.push('<');
            1
        };
        rest = &rest[len..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts() {
        assert_eq!(one_line("  a \n b\u{1b}[31m ", 90), "a b [31m");
        assert_eq!(one_line("one two three", 7), "one two…");
        assert_eq!(one_line("één twee", 5), "één t…");
        assert_eq!(one_line("", 5), "");
    }

    #[test]
    fn tags() {
        assert_eq!(without_tags("<p>a <b>b</b><!-- <p>x --><script>if (a < b) x</script>").trim(), "a  b");
        assert_eq!(without_tags("a < b, 2 > 1"), "a < b, 2 > 1");
        assert_eq!(without_tags("<p"), " ");
        assert_eq!(without_tags("<script>x"), "");
    }

    #[test]
    fn scores() {
        assert_eq!(decimal(0.9).to_string(), "0.9");
    }
}
