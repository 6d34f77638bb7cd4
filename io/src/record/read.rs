//! One line of JSON Lines to a document: record v1, or a plain record of anybody's making.
//!
//! A line is read in two passes: the first finds its fields, the second reads each as what it is. A record is
//! record v1 when it has `"v": 1`; then `id`, `meta`, `unit`, `text`, `source_length`, `ledger`, `layers`, `pairs`
//! and `tables` have their meaning. In a plain record the configured fields hold id, text and HTML, and `layers`
//! (with `unit`) may bring layers. All other fields survive in `meta`; what a `meta` object holds comes first.

use std::borrow::Cow;
use std::fmt;

use pipeline_core::{Document, Labels, Meta};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::columns::{self, ReadyLayer, ReadyTable, Ruler};
use super::rebuild::{self, Rebuilt};
use super::rows::{RawRows, plain};
use super::schema::Schema;
use super::value::Text;
use crate::config::InputConfig;
use crate::quarantine::Reason;
use crate::{Offsets, Unit};

/// Layers that one record may bring; keeps a hostile record from making the search for a layer quadratic.
const MAX_LAYERS: usize = 1000;

/// A document read from a record, or from a file.
#[derive(Debug)]
pub struct Decoded {
    /// The document.
    pub document: Document,
    /// The only unit in which its offsets are known, when it came as a record v1 whose source has gaps; give it to
    /// [`encode`](crate::encode).
    pub unit: Option<Unit>,
}

/// A refusal, with the record's own id when it could be read.
pub(crate) type Refusal = (Option<String>, Reason);

/// The fields of a record, unread, in order.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// Reads one line. `place` is the id for a record without one.
pub(crate) fn decode(
    line: &str,
    place: &dyn Fn() -> String,
    config: &InputConfig,
    schema: &Schema,
    labels: &Labels,
) -> Result<Decoded, Refusal> {
    let fields: Fields<'_> = serde_json::from_str(line).map_err(|error| (None, syntax(line, &error)))?;
    let is_v1 = fields.is_v1().map_err(|reason| (None, reason.into()))?;
    let names = if is_v1 { Names::V1 } else { Names::of(config) };
    let id = id(&fields, names.id).map_err(|reason| (None, reason.into()))?;
    let id_known = id.clone();
    let id = id.unwrap_or_else(place);
    let limit = config.max_document_bytes;
    let result = if is_v1 {
        v1(&fields, id, schema, labels, limit)
    } else {
        foreign(&fields, &names, id, schema, labels)
    };
    result.map_err(|reason| (id_known, reason.into()))
}

/// The names of the fields of a plain record, or of record v1.
struct Names<'c> {
    id: &'c str,
    text: &'c str,
    html: &'c str,
}

impl Names<'static> {
    const V1: Self = Self { id: "id", text: "text", html: "" };
}

impl<'c> Names<'c> {
    fn of(config: &'c InputConfig) -> Self {
        Self { id: &config.id_field, text: &config.text_field, html: &config.html_field }
    }
}

impl<'a> Fields<'a> {
    /// The field of that name; the last one where it is repeated.
    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    /// The field of that name, where it is there and not null.
    fn present(&self, name: &str) -> Option<&'a RawValue> {
        self.get(name).filter(|value| value.get() != "null")
    }

    fn is_v1(&self) -> Result<bool, String> {
        match self.get("v").map(RawValue::get) {
            Some("1") => Ok(true),
            Some(other) if self.get("ledger").is_some() && other.parse::<u32>().is_ok() => {
                Err(format!("record version {other}, expected 1; this chaffinch is too old for it"))
            }
            _ => Ok(false),
        }
    }

    fn string(&self, name: &str) -> Result<Option<Cow<'a, str>>, String> {
        let Some(json) = self.present(name) else { return Ok(None) };
        match serde_json::from_str(json.get()) {
            Ok(Text(text)) => Ok(Some(text)),
            Err(error) => Err(format!("`{name}`: {}", plain(&error))),
        }
    }

    /// `meta`: the object of that name first, then all fields that have no meaning.
    fn meta(&self, known: &[&str]) -> Result<Meta, String> {
        let mut meta = match self.get("meta") {
            Some(json) if json.get().starts_with('{') => value(json)?,
            _ => Meta::new(),
        };
        for (key, json) in &self.0 {
            let is_merged = key == "meta" && json.get().starts_with('{');
            if !is_merged && !known.contains(&key.as_ref()) && !meta.contains_key(key.as_ref()) {
                meta.insert(key.to_string(), value(json)?);
            }
        }
        Ok(meta)
    }
}

fn v1(
    fields: &Fields<'_>,
    id: String,
    schema: &Schema,
    labels: &Labels,
    limit: u64,
) -> Result<Decoded, String> {
    const KNOWN: &[&str] =
        &["v", "id", "unit", "text", "source_length", "ledger", "layers", "pairs", "tables"];
    let text = fields.string("text")?.ok_or("`text` is missing; every record v1 has one")?.into_owned();
    let unit = rebuild::unit(fields.string("unit")?)?;
    let meta = fields.meta(KNOWN)?;
    let rebuilt = Rebuilt::new(text, fields.present("ledger"), fields.present("source_length"), unit, limit)?;
    let mut brought = Brought::default();
    brought.layers(fields.present("layers"))?;
    brought.tables(fields.present("pairs"), fields.present("tables"))?;
    let ready = brought.ready(&rebuilt, unit, schema)?;
    let has_gaps = rebuilt.has_gaps;
    let mut document = rebuilt.document(id, labels)?;
    *document.meta_mut() = meta;
    ready.put(&mut document)?;
    Ok(Decoded { document, unit: has_gaps.then_some(unit) })
}

fn foreign(
    fields: &Fields<'_>,
    names: &Names<'_>,
    id: String,
    schema: &Schema,
    labels: &Labels,
) -> Result<Decoded, String> {
    let mut known = vec![names.id];
    let (text, is_html) = content(fields, names)?;
    known.push(names.text);
    if is_html {
        known.push(names.html);
    }
    let mut brought = Brought::default();
    let mut unit = Unit::Char;
    if let Some(layers) = fields.present("layers").filter(|json| json.get().starts_with('{')) {
        unit = rebuild::unit(fields.string("unit")?)?;
        known.extend(["layers", "unit"]);
        brought.layers(Some(layers))?;
    }
    let mut meta = fields.meta(&known)?;
    if is_html {
        meta.insert("format".to_owned(), Value::from("html"));
    }
    let whole = Rebuilt { text, source: None, has_gaps: false };
    let ready = brought.ready(&whole, unit, schema)?;
    let mut document = whole.document(id, labels)?;
    *document.meta_mut() = meta;
    ready.put(&mut document)?;
    Ok(Decoded { document, unit: None })
}

/// The text of a plain record, and whether it is HTML.
fn content(fields: &Fields<'_>, names: &Names<'_>) -> Result<(String, bool), String> {
    if let Some(text) = fields.string(names.text)? {
        return Ok((text.into_owned(), false));
    }
    if let Some(html) = fields.string(names.html)? {
        return Ok((html.into_owned(), true));
    }
    let found: Vec<String> = fields.0.iter().take(8).map(|(key, _)| format!("`{key}`")).collect();
    Err(format!(
        "the record has neither `{}` nor `{}`; found {}; set `input.text_field` or `input.html_field`",
        names.text,
        names.html,
        if found.is_empty() { "no field".to_owned() } else { found.join(", ") }
    ))
}

/// The id of a record: a string, or a number as it is written. Empty and null are no id.
fn id(fields: &Fields<'_>, name: &str) -> Result<Option<String>, String> {
    let Some(json) = fields.present(name) else { return Ok(None) };
    match json.get().as_bytes().first() {
        Some(b'"') => Ok(fields.string(name)?.map(Cow::into_owned).filter(|id| !id.is_empty())),
        Some(b'-' | b'0'..=b'9') => Ok(Some(json.get().to_owned())),
        _ => Err(format!("`{name}` is neither a string nor a number; set `input.id_field`")),
    }
}

/// The layers and tables of a record, unread.
#[derive(Default)]
struct Brought<'a> {
    layers: Vec<(Cow<'a, str>, &'a RawValue)>,
    tables: Vec<(Cow<'a, str>, &'a RawValue)>,
}

struct Ready<'a> {
    layers: Vec<ReadyLayer<'a>>,
    tables: Vec<ReadyTable<'a>>,
}

impl<'a> Brought<'a> {
    fn layers(&mut self, json: Option<&'a RawValue>) -> Result<(), String> {
        self.layers = object(json, "layers")?;
        Ok(())
    }

    fn tables(&mut self, pairs: Option<&'a RawValue>, others: Option<&'a RawValue>) -> Result<(), String> {
        self.tables = pairs.map(|json| (Cow::Borrowed("pairs"), json)).into_iter().collect();
        self.tables.extend(object(others, "tables")?);
        Ok(())
    }

    fn ready(self, text: &Rebuilt, unit: Unit, schema: &Schema) -> Result<Ready<'a>, String> {
        if self.layers.is_empty() && self.tables.is_empty() {
            return Ok(Ready { layers: Vec::new(), tables: Vec::new() });
        }
        let ruler =
            Ruler { unit, text: Offsets::new(&text.text, unit), source: Offsets::new(text.source(), unit) };
        let names: Vec<Cow<'a, str>> = self.layers.iter().map(|(name, _)| name.clone()).collect();
        let brought = |name: &str| names.iter().any(|brought| brought == name);
        let layer = |(name, json): (Cow<'a, str>, &'a RawValue)| {
            let rows = RawRows::parse(json).map_err(|error| format!("layer `{name}`, {error}"))?;
            ReadyLayer::new(name, rows, &ruler, schema, &brought)
        };
        let table = |(name, json): (Cow<'a, str>, &'a RawValue)| {
            let rows = RawRows::parse(json).map_err(|error| format!("table `{name}`, {error}"))?;
            ReadyTable::new(name, rows, &ruler, schema, &brought)
        };
        let mut layers = self.layers.into_iter().map(layer).collect::<Result<Vec<_>, String>>()?;
        ReadyLayer::tie_holders(&mut layers);
        Ok(Ready { layers, tables: self.tables.into_iter().map(table).collect::<Result<_, String>>()? })
    }
}

impl Ready<'_> {
    fn put(self, document: &mut Document) -> Result<(), String> {
        for layer in self.layers {
            layer.put(document)?;
        }
        for table in self.tables {
            table.put(document)?;
        }
        columns::settle(document)
    }
}

/// The members of an object, unread.
fn object<'a>(json: Option<&'a RawValue>, name: &str) -> Result<Vec<(Cow<'a, str>, &'a RawValue)>, String> {
    let Some(json) = json else { return Ok(Vec::new()) };
    let Fields(members) =
        serde_json::from_str(json.get()).map_err(|error| format!("`{name}`: {}", plain(&error)))?;
    if members.len() > MAX_LAYERS {
        return Err(format!("`{name}` has {} members, expected at most {MAX_LAYERS}", members.len()));
    }
    Ok(members)
}

fn value<T: for<'de> Deserialize<'de>>(json: &RawValue) -> Result<T, String> {
    serde_json::from_str(json.get()).map_err(|error| plain(&error))
}

/// A line that is not JSON: serde's message and column.
fn syntax(line: &str, error: &serde_json::Error) -> Reason {
    let column = if error.line() == 1 { error.column() } else { line.len() };
    Reason { error: format!("not a JSON object: {}", plain(error)), column: Some(column as u64) }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;
        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::with_capacity(16);
                while let Some((Text(key), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    fields.push((key, value));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_any(FieldsVisitor)
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
pub(crate) mod tests;
