#![allow(clippy::unwrap_used)]
use pipeline_core::{AttrSpec, AttrType, Column, Coords, LayerSpec, SourceState};

use super::*;
use crate::{WriteOptions, encode};

const ENTITIES: LayerSpec = LayerSpec::new("entities", "")
    .attrs(&[AttrSpec::new("id", AttrType::Str), AttrSpec::new("rank", AttrType::F64)]);
const QUOTES: LayerSpec = LayerSpec::new("quotes", "")
    .attrs(&[AttrSpec::reference("speaker", "entities"), AttrSpec::new("cue", AttrType::Span)]);
const DROPPED: LayerSpec = LayerSpec::new("dropped", "").in_source();

pub(crate) fn schema() -> Schema {
    const PAIRS: pipeline_core::TableSpec =
        pipeline_core::TableSpec::new("pairs", "", &[AttrSpec::references("evidence", "entities")]);
    Schema::new([&ENTITIES, &QUOTES, &DROPPED], [&PAIRS])
}

fn read_with(config: &InputConfig, line: &str) -> Result<Decoded, Refusal> {
    decode(line, &|| "dump:7".to_owned(), config, &schema(), &Labels::default())
}

fn read(line: &str) -> Document {
    read_with(&InputConfig::default(), line).unwrap().document
}

fn refused(line: &str) -> String {
    read_with(&InputConfig::default(), line).unwrap_err().1.error
}

fn round_trip(line: &str) {
    let decoded = read_with(&InputConfig::default(), line).unwrap_or_else(|error| panic!("{error:?}"));
    let unit: Value = serde_json::from_str(line).unwrap();
    let unit = Unit::from_name(unit["unit"].as_str().unwrap()).unwrap();
    let mut out = Vec::new();
    encode(&decoded.document, decoded.unit, &WriteOptions { unit, layers: None }, &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap().trim_end_matches('\n'), line);
}

#[test]
fn a_plain_record() {
    let doc = read(
        r#"{"id":"a","text":"Kabul.\u2028","title":"T","meta":{"date":"2022"},"pairs":[1],"unit":"kg"}"#,
    );
    assert_eq!((doc.id(), doc.text(), doc.source()), ("a", "Kabul.\u{2028}", "Kabul.\u{2028}"));
    let meta = serde_json::to_string(doc.meta()).unwrap();
    assert_eq!(meta, r#"{"date":"2022","title":"T","pairs":[1],"unit":"kg"}"#);
    assert_eq!(doc.source_state(), SourceState::Known);
}

#[test]
fn other_peoples_fields() {
    let config =
        InputConfig { text_field: "body".into(), id_field: "docid".into(), ..InputConfig::default() };
    let doc = read_with(&config, r#"{"docid":17,"text":"not this","body":"this","v":"x"}"#).unwrap().document;
    assert_eq!((doc.id(), doc.text()), ("17", "this"));
    assert_eq!(serde_json::to_string(doc.meta()).unwrap(), r#"{"text":"not this","v":"x"}"#);
}

#[test]
fn html_is_marked() {
    let doc = read(r#"{"html":"<p>One</p>","text":null}"#);
    assert_eq!((doc.id(), doc.text()), ("dump:7", "<p>One</p>"));
    assert_eq!(serde_json::to_string(doc.meta()).unwrap(), r#"{"format":"html"}"#);
    let both = read(r#"{"html":"<p>One</p>","text":"One"}"#);
    assert_eq!((both.text(), both.meta()["html"].as_str()), ("One", Some("<p>One</p>")));
}

#[test]
fn incoming_layers_count_in_characters() {
    let doc = read(r#"{"id":"a","text":"é Kabul","layers":{"targets":[{"start":2,"end":7}]}}"#);
    assert_eq!(doc.layer("targets").unwrap().spans()[0].range(), 3..8);
    let doc = read(r#"{"id":"a","text":"é Kabul","unit":"byte","layers":{"targets":[{"start":3,"end":8}]}}"#);
    assert_eq!(doc.layer("targets").unwrap().spans()[0].range(), 3..8);
}

#[test]
fn holders_stay_with_their_targets_when_layers_are_sorted() {
    let line = r#"{"text":"Ann, Bob","layers":{"targets":[{"start":5,"end":8},{"start":0,"end":3}],"holders":[{"start":0,"end":3},{"start":5,"end":8}]}}"#;
    let doc = read(line);
    let (targets, holders) = (doc.layer("targets").unwrap(), doc.layer("holders").unwrap());
    for row in 0..2 {
        let target = holders.attrs().reference("target", row).unwrap();
        assert_ne!(targets.spans()[target].range(), holders.spans()[row].range(), "each judges the other");
    }
}

#[test]
fn records_come_back_as_they_were() {
    let full = concat!(
        r#"{"v":1,"id":"a/1","meta":{"path":"a/1.html","n":1.5,"x":[null,{"y":"é"}]},"unit":"char","#,
        r#""text":"Zoë said “no”.\u0085","source_length":40,"ledger":[[0,12,9],[9,22,5]],"#,
        r#""layers":{"blocks":[{"start":0,"end":15,"label":"body"}],"#,
        r#""dropped":[{"source":[0,12],"label":"spam","rule":"r1","score":0.98},{"source":[30,40]}],"sentences":[],"#,
        r#""entities":[{"start":0,"end":3,"label":"PER","score":0.97,"id":"zoe","rank":2.0}],"#,
        r#""quotes":[{"start":9,"end":13,"label":"direct","speaker":0,"cue":[4,8]}],"#,
        r#""acme":[{"start":0,"end":3,"n":3,"ok":true,"w":-0.5,"s":"x","at":[0,2],"other":{"a":[1,"\u2028"]}},{"start":4,"end":4,"n":-4}]},"#,
        r#""pairs":[{"holder":"x","for":3,"evidence":[0]},{}],"tables":{"more":[{"k":[1,2]}]}}"#,
    );
    round_trip(full);
    round_trip(
        r#"{"v":1,"id":"","meta":{},"unit":"utf16","text":"","source_length":0,"ledger":[],"layers":{}}"#
            .replace(r#""id":"""#, r#""id":"e""#)
            .as_str(),
    );
    round_trip(
        r#"{"v":1,"id":"u","meta":{},"unit":"utf16","text":"😀 a","source_length":9,"ledger":[[0,3,4]],"layers":{"x":[{"start":3,"end":4}]}}"#,
    );
    round_trip(
        r#"{"v":1,"id":"b","meta":{},"unit":"byte","text":"😀 a","source_length":9,"ledger":[[0,3,6]],"layers":{"x":[{"start":5,"end":6}]}}"#,
    );
}

#[test]
fn declared_types_count() {
    let doc = read(
        r#"{"v":1,"id":"a","text":"ab","layers":{"quotes":[{"start":0,"end":2,"speaker":1}],"entities":[{"start":0,"end":1,"rank":3},{"start":0,"end":2}]}}"#,
    );
    // The second entity is longer, so it comes first and the reference follows.
    assert_eq!(doc.layer("quotes").unwrap().attrs().reference("speaker", 0), Some(0));
    assert_eq!(doc.layer("entities").unwrap().attrs().f64("rank", 1), Some(3.0));
    let doc = read(
        r#"{"v":1,"id":"a","text":"ab","layers":{"dropped":[],"quotes":[{"start":0,"end":2,"speaker":5}]}}"#,
    );
    assert_eq!(doc.layer("dropped").unwrap().coords(), Coords::Source);
    assert!(
        doc.layer("quotes").unwrap().attrs().get("speaker").is_none(),
        "a reference into nothing is left out"
    );
}

#[test]
fn undeclared_types_are_inferred() {
    let doc = read(
        r#"{"v":1,"id":"a","text":"abcd","layers":{"x":[{"start":0,"end":1,"mixed":1,"pair":[0,4],"years":[2020,2021]},{"start":1,"end":2,"mixed":"m","pair":[1,2],"none":null}]}}"#,
    );
    let attrs = doc.layer("x").unwrap().attrs();
    assert!(matches!(attrs.get("mixed"), Some(Column::Json(_))));
    assert!(matches!(attrs.get("pair"), Some(Column::Span(_))));
    assert!(matches!(attrs.get("years"), Some(Column::Json(_))));
    assert!(attrs.get("none").is_none());
}

#[test]
fn what_is_wrong_is_said_where() {
    let v1 = |rest: &str| refused(&format!(r#"{{"v":1,"id":"a","text":"abé"{rest}}}"#));
    let layer = |rows: &str| v1(&format!(r#","layers":{{"entities":{rows}}}"#));
    let check = |found: String, expected: &str| assert_eq!(found, expected);
    check(
        layer(r#"[{"start":0,"end":2},{"start":1,"end":4}]"#),
        "layer `entities`, row 1: found span [1, 4], expected start ≤ end within the text, which has 3 characters",
    );
    check(layer(r#"[{"start":0}]"#), "layer `entities`, row 0: `end` is missing, expected `start` and `end`");
    check(
        layer(r#"[{"start":"0","end":1}]"#),
        "layer `entities`, row 0: `start` is a string, expected an integer",
    );
    check(layer(r#"[{"start":0,"end":1,"id":5}]"#), "layer `entities`, row 0: `id` is 5, expected a string");
    check(
        layer(r#"[{"start":0,"end":1,"label":5}]"#),
        "layer `entities`, row 0: `label` is 5, expected a string",
    );
    check(
        layer(r#"[{"start":0,"end":1,"score":"x"}]"#),
        "layer `entities`, row 0: `score` is a string, expected a number",
    );
    check(layer("[3]"), "layer `entities`, row 0: invalid type: integer `3`, expected an object");
    check(
        v1(r#","layers":{"dropped":[{"source":[0,9]}]}"#),
        "layer `dropped`, row 0: found span [0, 9], expected start ≤ end within the source, which has 3 characters",
    );
    check(
        v1(r#","layers":{"entities":[],"quotes":[{"start":0,"end":1,"speaker":3}]}"#),
        "`speaker` of row 0 in `quotes` means row 3 of `entities`, which has 0",
    );
    check(v1(r#","unit":"word""#), "`unit` is `word`, expected `char`, `byte` or `utf16`");
    check(v1(r#","layers":[]"#), "`layers`: invalid type: sequence, expected an object");
    check(refused(r#"{"v":1,"id":"a"}"#), "`text` is missing; every record v1 has one");
    check(
        refused(r#"{"v":2,"text":"","ledger":[]}"#),
        "record version 2, expected 1; this chaffinch is too old for it",
    );
    check(
        refused(r#"{"title":"x","body":"y"}"#),
        "the record has neither `text` nor `html`; found `title`, `body`; set `input.text_field` or `input.html_field`",
    );
    check(refused(r#"{"text":5}"#), "`text`: invalid type: integer `5`, expected a string");
    check(refused(r#"{"text":"","id":[]}"#), "`id` is neither a string nor a number; set `input.id_field`");
}

#[test]
fn broken_lines_have_a_column() {
    let (id, reason) = read_with(&InputConfig::default(), r#"{"id":"a", "text": "x""#).unwrap_err();
    assert_eq!((id, reason.column), (None, Some(22)));
    assert_eq!(reason.error, "not a JSON object: EOF while parsing an object");
    assert_eq!(refused("[1]"), "not a JSON object: invalid type: sequence, expected an object");
    let deep = format!("{{\"text\":\"\",\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refused(&deep).contains("recursion limit"));
}

#[test]
fn many_fields_and_labels_are_linear() {
    let fields: Vec<String> = (0..50_000).map(|i| format!("\"k{i}\":{i}")).collect();
    assert_eq!(read(&format!("{{\"text\":\"\",{}}}", fields.join(","))).meta().len(), 50_000);
}
