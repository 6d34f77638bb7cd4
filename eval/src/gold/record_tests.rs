#![allow(clippy::unwrap_used, clippy::single_range_in_vec_init)]
use super::*;
use std::path::Path;

const SOURCE: &str = "Übrig | Zoë spoke. Share!";

fn read(task: &str, json: &str) -> Result<Record, String> {
    let file: Arc<Path> = Arc::from(Path::new("g.jsonl"));
    let row = Row::parse(&file, 2, json.as_bytes()).unwrap();
    let task = Task::parse(task, ["headlines"]).unwrap();
    match item(&row, &task).map_err(|e| e.to_string())?.answer {
        Answer::Record(record) => Ok(*record),
        _ => unreachable!(),
    }
}

fn record(unit: &str, ledger: &str, length: usize, layers: &str) -> String {
    format!(
        r#"{{"v":1,"text":"Zoë spoke.","unit":"{unit}","ledger":{ledger},"source_length":{length},"layers":{layers}}}"#
    )
}

#[test]
fn spans_go_through_the_ledger_in_any_unit() {
    for (unit, at, end, text_len, len, name) in
        [("char", 8, 18, 10, 25, 3), ("byte", 9, 20, 11, 27, 4), ("utf16", 8, 18, 10, 25, 3)]
    {
        let ledger = format!("[[0,{at},{text_len}]]");
        let layers = format!(
            r#"{{"entities":[{{"start":0,"end":{name},"label":"PER","id":"zoe"}}],
                "dropped":[{{"source":[{end},{len}],"label":"share"}}]}}"#
        );
        let json = record(unit, &ledger, len, &layers);
        let side = read("entities", &json).unwrap().resolve(Base::Source(SOURCE)).unwrap();
        assert_eq!(&SOURCE[side.marks[0].range.clone()], "Zoë", "{unit}");
        assert_eq!(side.marks[0].id.as_deref(), Some("zoe"));
        let side = read("entities", &json).unwrap().resolve(Base::Text).unwrap();
        assert_eq!(side.marks[0].range, 0..4);
        let side = read("clean", &json).unwrap().resolve(Base::Source(SOURCE)).unwrap();
        assert_eq!(side.kept, [9..20]);
        assert_eq!(&SOURCE[side.dropped[0].range.clone()], " Share!");
    }
}

#[test]
fn a_changed_source_is_noticed() {
    let json = record("char", "[[0,8,10]]", 25, r#"{"entities":[]}"#);
    let record = read("entities", &json).unwrap();
    assert_eq!(
        record.resolve(Base::Source("shorter")).unwrap_err(),
        "the source has length 7 (char), the record states 25: the file has changed since"
    );
    let error = record.resolve(Base::Source("Übrig | Zoé spoke. Share!")).unwrap_err();
    assert_eq!(error, "ledger run 0 is not the same in text and source: the file has changed since");
}

#[test]
fn bad_records_are_refused() {
    let check = |task: &str, json: &str, expected: &str| {
        let error = read(task, json).unwrap_err();
        assert_eq!(error, format!("`g.jsonl`, line 2: {expected}"));
    };
    check(
        "quotes",
        &record("char", "[[0,8,10]]", 25, r#"{"tokens":[],"entities":[]}"#),
        "the record has no layer `quotes`; it has `tokens`, `entities`",
    );
    check(
        "tokens",
        &record("char", "[[0,8,30]]", 25, r#"{"tokens":[]}"#),
        "ledger run 0: [0, 8, 30] leaves the text (10) or the source (25)",
    );
    check(
        "tokens",
        &record("word", "[]", 25, r#"{"tokens":[]}"#),
        "`unit`: expected `char`, `byte` or `utf16`",
    );
    check("pairs", &record("char", "[]", 25, "{}"), "the record has no `pairs`");
}
