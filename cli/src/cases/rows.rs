//! What a test expects of a layer or a table: rows that are there, rows that are not, all rows
//! in order, or their number. A row is a table of the fields that matter; others may be anything.

use pipeline_core::config::{Diagnostic, Key, Node, Place, Value, decode};
use pipeline_core::{AttrSpec, Plan};
use schemars::{Schema, json_schema};
use std::collections::BTreeMap;

/// The fields of every span, besides its attributes.
pub(crate) const SPAN_FIELDS: [&str; 3] = ["text", "label", "score"];
const KEYS: [&str; 4] = ["has", "lacks", "exact", "count"];

/// One expected row.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) at: Place,
    pub(crate) fields: Vec<(Key, serde_json::Value)>,
}

/// What is expected of a layer or table.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) name: String,
    pub(crate) at: Place,
    pub(crate) has: Vec<Row>,
    pub(crate) lacks: Vec<Row>,
    pub(crate) exact: Option<Vec<Row>>,
    pub(crate) count: Option<u64>,
}

/// Reads `[test.layers]` or `[test.tables]`.
pub(super) fn read_all(node: &Node) -> Result<Vec<Rows>, Diagnostic> {
    if !matches!(node.value, Value::Table(_)) {
        let message = format!("expected a table, found {}", node.value.kind());
        return Err(Diagnostic::new(node.at.clone(), message)
            .help("name the layers: `[test.layers]`, and below it `entities = [{ text = \"…\" }]`"));
    }
    node.entries().iter().map(|(key, node)| read(&key.name, node)).collect()
}

/// Reads what is expected of the layer or table `name`.
pub(super) fn read(name: &str, node: &Node) -> Result<Rows, Diagnostic> {
    let at = node.at.clone();
    let mut rows =
        Rows { name: name.to_owned(), at, has: Vec::new(), lacks: Vec::new(), exact: None, count: None };
    let Value::Table(entries) = &node.value else {
        rows.has = list(node)?;
        return Ok(rows);
    };
    for (key, node) in entries {
        match key.name.as_str() {
            "has" => rows.has = list(node)?,
            "lacks" => rows.lacks = list(node)?,
            "exact" => rows.exact = Some(list(node)?),
            "count" => rows.count = Some(decode(node)?),
            other => {
                let finding = Diagnostic::new(key.at.clone(), format!("unknown key `{other}`"));
                return Err(finding.suggest(other, KEYS));
            }
        }
    }
    Ok(rows)
}

fn list(node: &Node) -> Result<Vec<Row>, Diagnostic> {
    let help = "write the rows in brackets: `[{ text = \"…\", label = \"…\" }]`";
    let Value::Array(items) = &node.value else {
        let message = format!("expected an array of rows, found {}", node.value.kind());
        return Err(Diagnostic::new(node.at.clone(), message).help(help));
    };
    let row = |item: &Node| {
        if !matches!(item.value, Value::Table(_)) {
            let message = format!("a row is a table of its fields, found {}", item.value.kind());
            return Err(Diagnostic::new(item.at.clone(), message).help(help));
        }
        let fields = item.entries().iter().map(|(key, node)| {
            let key = Key { name: key.name.clone(), at: key.at.clone() };
            Ok((key, decode(node)?))
        });
        Ok(Row { at: item.at.clone(), fields: fields.collect::<Result<_, Diagnostic>>()? })
    };
    items.iter().map(row).collect()
}

/// The layers and tables of a pipeline with their attributes.
pub(super) struct Known<'p> {
    layers: BTreeMap<&'p str, Vec<&'static str>>,
    tables: BTreeMap<&'p str, Vec<&'static str>>,
    /// Layers that the input brings; their attributes are not known.
    brought: &'p [String],
}

impl<'p> Known<'p> {
    pub(super) fn new(plan: &'p Plan, brought: &'p [String]) -> Self {
        let mut known = Self { layers: BTreeMap::new(), tables: BTreeMap::new(), brought };
        let names = |attrs: &'static [AttrSpec]| attrs.iter().map(|a| a.name);
        for spec in plan.stages.iter().map(|s| s.spec) {
            for layer in spec.writes() {
                known
                    .layers
                    .entry(layer.name)
                    .or_insert_with(|| SPAN_FIELDS.to_vec())
                    .extend(names(layer.attrs));
            }
            for table in spec.tables {
                known.tables.entry(table.name).or_default().extend(names(table.attrs));
            }
        }
        known
    }

    /// What of `rows` does not fit a layer of the pipeline.
    pub(super) fn layer(&self, rows: &Rows) -> Vec<Diagnostic> {
        if self.brought.contains(&rows.name) && !self.layers.contains_key(&*rows.name) {
            return Vec::new();
        }
        misfits("layer", &self.layers, rows)
    }

    /// The same for tables.
    pub(super) fn table(&self, rows: &Rows) -> Vec<Diagnostic> {
        misfits("table", &self.tables, rows)
    }
}

fn misfits(what: &str, known: &BTreeMap<&str, Vec<&'static str>>, rows: &Rows) -> Vec<Diagnostic> {
    let name = &rows.name;
    let Some(fields) = known.get(name.as_str()) else {
        let message = format!("no stage of this pipeline writes {what} `{name}`");
        return vec![Diagnostic::new(rows.at.clone(), message).suggest(name, known.keys().copied())];
    };
    let all = rows.has.iter().chain(&rows.lacks).chain(rows.exact.iter().flatten());
    let unknown = all.flat_map(|r| &r.fields).filter(|(key, _)| !fields.contains(&&*key.name));
    unknown
        .map(|(key, _)| {
            let message = format!("{what} `{name}` has no field `{}`", key.name);
            Diagnostic::new(key.at.clone(), message).suggest(&key.name, fields.iter().copied())
        })
        .collect()
}

/// The schema of what is expected of one layer or table.
pub(super) fn one_schema(_: &mut schemars::SchemaGenerator) -> Schema {
    let rows = || json_schema!({"type": "array", "items": {"type": "object"}}).to_value();
    json_schema!({
        "description": "Rows that are there; or a table: `has`, `lacks`, `exact` (all rows in order), `count`.",
        "oneOf": [
            rows(),
            {"type": "object", "additionalProperties": false,
             "properties": {"has": rows(), "lacks": rows(), "exact": rows(),
                            "count": {"type": "integer", "minimum": 0}}},
        ],
    })
}

/// The schema of what is expected of layers or tables, by name.
pub(super) fn schema(generator: &mut schemars::SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "description": "What is expected, by name.",
        "additionalProperties": one_schema(generator),
    })
}
