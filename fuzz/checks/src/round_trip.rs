//! Documents to records and back.

use chaffinch_io::{Unit, WriteOptions, encode};
use pipeline_core::testing::audit;
use pipeline_core::{Document, Labels};
use serde_json::Value;

use crate::{Broken, files};

/// Writes the document in each unit in which its offsets are known; each record is one line of JSON, is read back
/// as a sound document, and that is written as the same record (the keys of a row may come in another order).
pub(crate) fn check(document: &Document, known_in: Option<Unit>, labels: &Labels) -> Result<(), Broken> {
    let units = match known_in {
        Some(unit) => vec![unit],
        None => vec![Unit::Char, Unit::Byte, Unit::Utf16],
    };
    units.into_iter().try_for_each(|unit| in_unit(document, known_in, unit, labels))
}

fn in_unit(document: &Document, known_in: Option<Unit>, unit: Unit, labels: &Labels) -> Result<(), Broken> {
    let (first, json) = written(document, known_in, unit)?;
    let mut read = files::read("again.jsonl", &first, labels)?;
    let (Some(again), true) = (read.pop(), read.is_empty()) else {
        return Err(format!("one record became {} in {unit:?}", read.len()));
    };
    let again = again.map_err(|refused| format!("a record that was written is refused: {refused}"))?;
    audit(&again.document)?;
    let (second, json_again) = written(&again.document, again.unit, unit)?;
    if json == json_again {
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

/// The record, as a line and as a value.
fn written(document: &Document, known_in: Option<Unit>, unit: Unit) -> Result<(Vec<u8>, Value), Broken> {
    let mut line = Vec::new();
    let options = WriteOptions { unit, layers: None };
    encode(document, known_in, &options, &mut line).map_err(|e| e.to_string())?;
    let json = line.strip_suffix(b"\n").filter(|json| !json.contains(&b'\n'));
    let json = json.ok_or("a record is not one line")?;
    match serde_json::from_slice(json) {
        Ok(value) => Ok((line, value)),
        Err(e) => Err(format!("a record is no JSON: {e}: {}", String::from_utf8_lossy(json))),
    }
}
