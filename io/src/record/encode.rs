//! Writes a document as one line of record v1, straight into a byte buffer.
//!
//! Keys come in the order of the record's description: `v`, `id`, `meta`, `unit`, `text`, `source_length`,
//! `ledger`, `layers` (the standard ones first, then others in the order in which they came), `pairs`, `tables`.
//! Empty labels, absent scores and absent attributes are left out, and so is a reference into a layer that is not
//! written. Layers that are there but have no rows are written as `[]`.

use std::fmt;
use std::ops::Range;

use pipeline_core::{Column, Columns, Coords, Document, Layer, Scalar};

use super::escape;
use crate::{Offsets, OutputConfig, Unit};

/// The order of the layers that record v1 describes.
const STANDARD: &[&str] = &["blocks", "dropped", "sentences", "tokens", "entities", "quotes", "stances"];

/// What to write of a document, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// The unit of every offset and length.
    pub unit: Unit,
    /// The layers to write; `None` for all.
    pub layers: Option<Vec<String>>,
}

impl From<&OutputConfig> for WriteOptions {
    fn from(config: &OutputConfig) -> Self {
        Self { unit: config.offsets, layers: config.layers.clone() }
    }
}

impl WriteOptions {
    fn writes(&self, layer: &str) -> bool {
        self.layers.as_ref().is_none_or(|layers| layers.iter().any(|name| name == layer))
    }
}

/// A document that cannot be written in the unit asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError(String);

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EncodeError {}

/// Appends the document as one line, `\n` included. `known_in` is the [`Decoded::unit`](crate::Decoded::unit) that
/// it came with.
///
/// # Errors
/// When the document's source is not known and offsets are asked for in another unit than they came in. Nothing has
/// been appended then.
pub fn encode(
    document: &Document,
    known_in: Option<Unit>,
    options: &WriteOptions,
    out: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    if let Some(unit) = known_in.filter(|unit| *unit != options.unit) {
        let (there, here) = (unit.name(), options.unit.name());
        return Err(EncodeError(format!(
            "the record came without its source and counts in `{there}`; its offsets in `{here}` cannot be known; \
             set `output.offsets` to `{there}`, or run on the original articles"
        )));
    }
    out.reserve(document.text().len() + document.text().len() / 2 + 256);
    let record = Record {
        document,
        options,
        text: Offsets::new(document.text(), options.unit),
        source: Offsets::new(document.source(), options.unit),
    };
    record.write(out);
    out.push(b'\n');
    Ok(())
}

struct Record<'d> {
    document: &'d Document,
    options: &'d WriteOptions,
    text: Offsets<'d>,
    source: Offsets<'d>,
}

impl Record<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"v\":1,\"id\":");
        escape::string(self.document.id(), out);
        out.extend_from_slice(b",\"meta\":");
        escape::object(self.document.meta(), out);
        out.extend_from_slice(b",\"unit\":\"");
        out.extend_from_slice(self.options.unit.name().as_bytes());
        out.extend_from_slice(b"\",\"text\":");
        escape::string(self.document.text(), out);
        out.extend_from_slice(b",\"source_length\":");
        escape::integer(self.source.len(), out);
        out.extend_from_slice(b",\"ledger\":");
        self.ledger(out);
        out.extend_from_slice(b",\"layers\":");
        self.layers(out);
        self.tables(out);
        out.push(b'}');
    }

    fn ledger(&self, out: &mut Vec<u8>) {
        list(self.document.ledger().runs(), (b'[', b']'), out, |run, out| {
            let text = self.text.to_unit(run.text().start);
            let length = self.text.to_unit(run.text().end) - text;
            out.push(b'[');
            escape::integer(text, out);
            out.push(b',');
            escape::integer(self.source.to_unit(run.source().start), out);
            out.push(b',');
            escape::integer(length, out);
            out.push(b']');
        });
    }

    fn layers(&self, out: &mut Vec<u8>) {
        let mut layers: Vec<(&str, &Layer)> =
            self.document.layers().filter(|(name, _)| self.options.writes(name)).collect();
        layers.sort_by_key(|(name, _)| {
            STANDARD.iter().position(|known| known == name).unwrap_or(STANDARD.len())
        });
        list(&layers, (b'{', b'}'), out, |(name, layer), out| {
            escape::string(name, out);
            out.push(b':');
            self.layer(layer, out);
        });
    }

    fn layer(&self, layer: &Layer, out: &mut Vec<u8>) {
        let coords = layer.coords();
        let columns = self.columns(layer.attrs());
        let mut row = 0;
        list(layer.spans(), (b'[', b']'), out, |span, out| {
            let score = span.score().filter(|score| score.is_finite());
            match coords {
                Coords::Text => self.start_end(span.range(), out),
                Coords::Source => {
                    out.extend_from_slice(b"{\"source\":");
                    self.pair(span.range(), coords, out);
                }
            }
            let label = self.document.label_name(span.label());
            if !label.is_empty() {
                out.extend_from_slice(b",\"label\":");
                escape::string(label, out);
            }
            if let (Some(score), Coords::Text) = (score, coords) {
                out.extend_from_slice(b",\"score\":");
                escape::f32(score, out);
            }
            self.attrs(&columns, row, coords, out);
            // The description of `dropped` has the score last.
            if let (Some(score), Coords::Source) = (score, coords) {
                out.extend_from_slice(b",\"score\":");
                escape::f32(score, out);
            }
            out.push(b'}');
            row += 1;
        });
    }

    fn start_end(&self, range: Range<usize>, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"start\":");
        escape::integer(self.text.to_unit(range.start), out);
        out.extend_from_slice(b",\"end\":");
        escape::integer(self.text.to_unit(range.end), out);
    }

    /// The columns to write, each with its key.
    fn columns<'c>(&self, columns: &'c Columns) -> Vec<(Vec<u8>, &'c Column)> {
        let is_written = |(name, _): &(&str, &Column)| match columns.target(name) {
            Some(target) => self.options.writes(target) && self.document.layer(target).is_some(),
            None => true,
        };
        let keyed = |(name, column): (&str, &'c Column)| {
            let mut key = vec![b','];
            escape::string(name, &mut key);
            key.push(b':');
            (key, column)
        };
        columns.iter().filter(is_written).map(keyed).collect()
    }

    /// The attributes of a row, each with a comma before it.
    fn attrs(&self, columns: &[(Vec<u8>, &Column)], row: usize, coords: Coords, out: &mut Vec<u8>) {
        for (key, column) in columns {
            let Some(value) = column.get(row) else { continue };
            if matches!(value, Scalar::F64(number) if !number.is_finite()) {
                continue;
            }
            out.extend_from_slice(key);
            self.scalar(&value, coords, out);
        }
    }

    fn scalar(&self, value: &Scalar<'_>, coords: Coords, out: &mut Vec<u8>) {
        match value {
            Scalar::Str(value) => escape::string(value, out),
            Scalar::F64(value) => escape::f64(*value, out),
            Scalar::I64(value) => {
                if *value < 0 {
                    out.push(b'-');
                }
                escape::integer(usize::try_from(value.unsigned_abs()).unwrap_or(usize::MAX), out);
            }
            Scalar::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
            Scalar::Span(range) => self.pair(range.clone(), coords, out),
            Scalar::Ref(row) => escape::integer(*row, out),
            Scalar::RefList(rows) => {
                list(rows, (b'[', b']'), out, |row, out| escape::integer(*row as usize, out));
            }
            Scalar::Json(json) => out.extend_from_slice(json.as_bytes()),
        }
    }

    fn pair(&self, range: Range<usize>, coords: Coords, out: &mut Vec<u8>) {
        let offsets = match coords {
            Coords::Text => &self.text,
            Coords::Source => &self.source,
        };
        out.push(b'[');
        escape::integer(offsets.to_unit(range.start), out);
        out.push(b',');
        escape::integer(offsets.to_unit(range.end), out);
        out.push(b']');
    }

    fn tables(&self, out: &mut Vec<u8>) {
        if let Some(pairs) = self.document.table("pairs") {
            out.extend_from_slice(b",\"pairs\":");
            self.table(pairs, out);
        }
        let others: Vec<(&str, &Columns)> =
            self.document.tables().filter(|(name, _)| *name != "pairs").collect();
        if others.is_empty() {
            return;
        }
        out.extend_from_slice(b",\"tables\":");
        list(&others, (b'{', b'}'), out, |(name, table), out| {
            escape::string(name, out);
            out.push(b':');
            self.table(table, out);
        });
    }

    fn table(&self, table: &Columns, out: &mut Vec<u8>) {
        let columns = self.columns(table);
        let rows: Vec<usize> = (0..table.len()).collect();
        list(&rows, (b'[', b']'), out, |row, out| {
            let start = out.len();
            self.attrs(&columns, *row, Coords::Text, out);
            // The first attribute's comma becomes the brace.
            match out.get_mut(start) {
                Some(comma) => *comma = b'{',
                None => out.push(b'{'),
            }
            out.push(b'}');
        });
    }
}

/// Appends the items with commas between them and brackets around.
fn list<T>(items: &[T], (open, close): (u8, u8), out: &mut Vec<u8>, mut write: impl FnMut(&T, &mut Vec<u8>)) {
    out.push(open);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(item, out);
    }
    out.push(close);
}

#[cfg(test)]
#[path = "encode_tests.rs"]
mod tests;
