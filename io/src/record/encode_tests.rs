#![allow(clippy::unwrap_used)]
use pipeline_core::Labels;
use serde_json::Value;

use super::*;
use crate::record::{read, schema::Schema};
use crate::{Decoded, InputConfig};

fn record(line: &str) -> Decoded {
    let schema = read::tests::schema();
    read::decode(line, &String::new, &InputConfig::default(), &schema, &Labels::default()).unwrap()
}

fn written(decoded: &Decoded, options: &WriteOptions) -> Result<Value, String> {
    let mut out = Vec::new();
    encode(&decoded.document, decoded.unit, options, &mut out).map_err(|error| error.to_string())?;
    assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 1);
    Ok(serde_json::from_slice(&out).unwrap())
}

#[test]
fn offsets_in_every_unit() {
    let plain = record(r#"{"id":"a","text":"é😀 Kabul","layers":{"x":[{"start":3,"end":8,"at":[0,2]}]}}"#);
    for (unit, start, end, at, length) in
        [(Unit::Char, 3, 8, 2, 8), (Unit::Byte, 7, 12, 6, 12), (Unit::Utf16, 4, 9, 3, 9)]
    {
        let json = written(&plain, &WriteOptions { unit, layers: None }).unwrap();
        let row = &json["layers"]["x"][0];
        assert_eq!((&row["start"], &row["end"]), (&Value::from(start), &Value::from(end)), "{unit:?}");
        assert_eq!(row["at"], serde_json::json!([0, at]));
        assert_eq!(json["ledger"], serde_json::json!([[0, 0, length]]));
        assert_eq!(json["source_length"], Value::from(length));
        assert_eq!(json["unit"], Value::from(unit.name()));
    }
}

#[test]
fn only_the_layers_asked_for() {
    let decoded = record(
        r#"{"id":"a","text":"ab","layers":{"entities":[{"start":0,"end":1}],"quotes":[{"start":0,"end":2,"speaker":0,"cue":[1,2]}]}}"#,
    );
    let all = written(&decoded, &WriteOptions::default()).unwrap();
    assert_eq!(all["layers"]["quotes"][0]["speaker"], Value::from(0));
    let options = WriteOptions { unit: Unit::Char, layers: Some(vec!["quotes".into()]) };
    let some = written(&decoded, &options).unwrap();
    assert_eq!(some["layers"], serde_json::json!({"quotes": [{"start": 0, "end": 2, "cue": [1, 2]}]}));
}

#[test]
fn a_record_with_gaps_keeps_its_unit() {
    let decoded = record(r#"{"v":1,"id":"a","text":"ab","source_length":9,"ledger":[[0,3,2]],"layers":{}}"#);
    let error = written(&decoded, &WriteOptions { unit: Unit::Byte, layers: None }).unwrap_err();
    assert_eq!(
        error,
        "the record came without its source and counts in `char`; its offsets in `byte` cannot be known; set \
         `output.offsets` to `char`, or run on the original articles"
    );
    let whole =
        record(r#"{"v":1,"id":"a","text":"é b","source_length":2,"ledger":[[0,0,1],[2,1,1]],"layers":{}}"#);
    let json = written(&whole, &WriteOptions { unit: Unit::Byte, layers: None }).unwrap();
    assert_eq!(json["ledger"], serde_json::json!([[0, 0, 2], [3, 2, 1]]));
}

#[test]
fn standard_layers_come_first() {
    let line = r#"{"id":"a","text":"ab","layers":{"zeta":[],"entities":[],"alpha":[],"blocks":[]}}"#;
    let json = written(&record(line), &WriteOptions::default()).unwrap();
    let names: Vec<&String> = json["layers"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["blocks", "entities", "zeta", "alpha"]);
    let _ = Schema::default();
}

mod any_text {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Any text, any spans, any ledger: written in any unit, read and written again it is the same line.
        #[test]
        fn round_trip(
            text in "([a-z ]|é|€|😀|\\PC){0,80}",
            cuts in prop::collection::vec((0_usize..90, 0_usize..90, -1.0_f32..1.0), 0..12),
            gap in 0_usize..5,
            unit in prop::sample::select(vec![Unit::Char, Unit::Byte, Unit::Utf16]),
        ) {
            let chars = text.chars().count();
            let rows: Vec<Value> = cuts.iter().map(|&(a, b, score)| {
                let (a, b) = (a % (chars + 1), b % (chars + 1));
                serde_json::json!({"start": a.min(b), "end": a.max(b), "score": score, "at": [a.min(b), chars]})
            }).collect();
            let line = serde_json::json!({"id": "x", "text": text, "layers": {"l": rows}}).to_string();
            let mut first = Vec::new();
            let decoded = record(&line);
            encode(&decoded.document, decoded.unit, &WriteOptions { unit, layers: None }, &mut first).unwrap();
            // Moves the text by a gap that the record does not tell the content of.
            let mut json: Value = serde_json::from_slice(&first).unwrap();
            if chars > 0 {
                let length = json["source_length"].as_u64().unwrap();
                json["source_length"] = Value::from(length + gap as u64);
                json["ledger"][0][1] = Value::from(gap);
            }
            let mut second = Vec::new();
            let decoded = record(&json.to_string());
            encode(&decoded.document, decoded.unit, &WriteOptions { unit, layers: None }, &mut second).unwrap();
            let second: Value = serde_json::from_slice(&second).unwrap();
            prop_assert_eq!(second, json);
        }
    }
}
