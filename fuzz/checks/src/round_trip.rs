//! Documents to records and back.

use chaffinch_io::{Unit, WriteOptions, encode};
use pipeline_core::testing::audit;
use pipeline_core::{Document, Labels};
use serde_json::Value;

use crate::{Broken, files};

/// Every unit.
pub(crate) const UNITS: &[Unit] = &[Unit::Char, Unit::Byte, Unit::Utf16];

/// Writes the document in each of `units` in which its offsets are known; each record is one line of JSON, is read
/// back as a sound document, and that is written as the same record (the keys of a row may come in another order).
pub(crate) fn check(
    document: &Document,
    known_in: Option<Unit>,
    units: &[Unit],
    labels: &Labels,
) -> Result<(), Broken> {
    let known = units.iter().filter(|unit| known_in.is_none_or(|known| known == **unit));
    known.into_iter().try_for_each(|unit| in_unit(document, known_in, *unit, labels))
}

fn in_unit(document: &Document, known_in: Option<Unit>, unit: Unit, labels: &Labels) -> Result<(), Broken> {
    let first = written(document, known_in, unit)?;
    let mut read = files::read("again.jsonl", &first, labels)?;
    let (Some(again), true) = (read.pop(), read.is_empty()) else {
        return Err(format!("one record became {} in {unit:?}", read.len()));
    };
    let again = again.map_err(|refused| format!("a record that was written is refused: {refused}"))?;
    audit(&again.document)?;
    let second = written(&again.document, again.unit, unit)?;
    if first == second || value(&first)? == value(&second)? {
        return Ok(());
    }
    let (before, after) = (around(&first, &second), around(&second, &first));
    Err(format!("in {unit:?}, a record was written as {before} but read and written again as {after}"))
}

/// A window of `line` where it first differs from `other`.
fn around(line: &[u8], other: &[u8]) -> String {
    let at = line.iter().zip(other).take_while(|(a, b)| a == b).count();
    String::from_utf8_lossy(&line[at.saturating_sub(100)..line.len().min(at + 100)]).into_owned()
}

/// The record, `\n` included.
fn written(document: &Document, known_in: Option<Unit>, unit: Unit) -> Result<Vec<u8>, Broken> {
    let mut line = Vec::new();
    let options = WriteOptions { unit, layers: None };
    encode(document, known_in, &options, &mut line).map_err(|e| e.to_string())?;
    match line.strip_suffix(b"\n").is_some_and(|json| !json.contains(&b'\n')) {
        true => Ok(line),
        false => Err(format!("a record is not one line: {}", String::from_utf8_lossy(&line))),
    }
}

fn value(record: &[u8]) -> Result<Value, Broken> {
    serde_json::from_slice(record).map_err(|e| format!("a record is no JSON: {e}"))
}
