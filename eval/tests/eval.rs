//! The whole way: gold files, a pipeline of toy stages, the report.

#![allow(clippy::unwrap_used)]

mod toys;

use chaffinch_eval::{ErrorKind, Report, SourceLookup, Task, load, run};
use pipeline_core::{Bounds, Executor};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use toys::plan;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

fn score(task: &str, stages: &[&str], gold: &Path) -> Result<Report, (ErrorKind, String)> {
    score_with(task, stages, gold, &SourceLookup::beside_gold(), 2)
}

fn score_with(
    task: &str,
    stages: &[&str],
    gold: &Path,
    sources: &SourceLookup,
    threads: usize,
) -> Result<Report, (ErrorKind, String)> {
    let failed = |e: chaffinch_eval::EvalError| (e.kind(), e.to_string());
    let task = Task::parse(task, ["names"]).map_err(failed)?;
    let gold = load(&task, &[gold.to_path_buf()]).map_err(failed)?;
    let (plan, pipeline) = plan(stages);
    task.check(&plan).map_err(failed)?;
    let executor = Executor::new(threads, Bounds::default()).unwrap();
    run(&gold, &pipeline, &executor, sources).map_err(failed)
}

fn gold_file(dir: &TempDir, name: &str) -> PathBuf {
    dir.path().join(name)
}

/// `(right, found, gold)` of a row.
fn row(report: &Report, table: &str, label: &str) -> (u64, u64, u64) {
    let table = report.tables.iter().find(|t| t.name == table).unwrap();
    let row = table.rows.iter().find(|r| r.label == label).unwrap();
    (row.right, row.found, row.gold)
}

fn figure(report: &Report, name: &str) -> Option<f64> {
    report.figures.iter().find(|f| f.name == name).unwrap().value
}

#[test]
fn sentences_of_texts() {
    let dir = folder(&[(
        "s.jsonl",
        concat!(
            r#"{"id":"a","text":"Zoë left. Bo stayed.","sentences":[[0,9],[10,20]]}"#,
            "\n",
            r#"{"id":"b","text":"One. Two","sentences":[[0,8]]}"#,
            "\n",
            r#"{"id":"c","text":"Three.","sentences":null}"#,
        ),
    )]);
    let report = score("sentences", &["split"], &gold_file(&dir, "s.jsonl")).unwrap();
    assert_eq!(row(&report, "spans", "all"), (2, 4, 3));
    assert_eq!(figure(&report, "perfect_documents"), Some(0.5));
    assert_eq!(report.documents.gold, 2);
    assert_eq!(report.notes, ["rows left out because their `sentences` is null: 1"]);
}

#[test]
fn a_record_is_read_from_its_source_through_both_ledgers() {
    // The toy `clean` drops lines that begin with `#`. The gold keeps the second of them, too.
    let source = "#nav\nÉva met Bo.\n#tip\nLima waits.\n";
    let record = concat!(
        r#"{"v":1,"id":"a","meta":{"path":"a.txt"},"text":"Éva met Bo.\n#tip\nLima waits.\n","#,
        r#""source_length":34,"ledger":[[0,5,29]],"layers":{"#,
        r#""names":[{"start":0,"end":3},{"start":8,"end":10},{"start":13,"end":16}],"#,
        r#""dropped":[{"source":[0,4],"label":"nav"}]}}"#,
    );
    let dir = folder(&[("a.txt", source), ("gold/g.jsonl", record)]);
    let gold = gold_file(&dir, "gold/g.jsonl");
    let report = score("names", &["clean", "names"], &gold).unwrap();
    assert_eq!(report.documents.from_source, 1);
    // found: Éva, Bo, Lima; right: Éva, Bo; the gold has `tip` instead of Lima
    assert_eq!(row(&report, "spans", "all"), (2, 3, 3));

    let report = score("clean", &["clean"], &gold).unwrap();
    // gold keeps 23 characters that are not white space, the pipeline 19 of them
    assert_eq!(row(&report, "kept", "all"), (19, 19, 23));
    assert_eq!(row(&report, "dropped", "nav"), (4, 8, 4));

    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["v"], 1);
    assert_eq!(json["task"], "clean");
    assert_eq!(json["tables"][0]["rows"][0]["recall"], 0.826087);
    assert_eq!(json["documents"]["from_source"], 1);
}

#[test]
fn without_sources_records_are_their_own_text() {
    let record = r#"{"v":1,"id":"a","text":"Éva met Bo.","ledger":[[0,5,11]],"source_length":16,
        "layers":{"names":[{"start":0,"end":3}],"dropped":[]}}"#
        .replace('\n', " ");
    let dir = folder(&[("g.jsonl", &record)]);
    let gold = gold_file(&dir, "g.jsonl");
    let report = score("names", &["names"], &gold).unwrap();
    assert_eq!(row(&report, "spans", "all"), (1, 2, 1));
    assert_eq!(
        report.notes,
        ["records given as their cleaned text, because their sources were not found: 1"]
    );
    let (kind, message) = score("clean", &["clean"], &gold).unwrap_err();
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(message.ends_with("say where the sources are (`--source DIR`)"), "{message}");
    let sources = SourceLookup::in_dir(dir.path()).unwrap();
    let (kind, message) = score_with("names", &["names"], &gold, &sources, 1).unwrap_err();
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(message.starts_with("the source of record `a` is not there"), "{message}");
}

#[test]
fn a_source_that_changed_is_an_error() {
    let record = r#"{"v":1,"id":"a","meta":{"path":"a.txt"},"text":"Bo","ledger":[[0,0,2]],"source_length":2,"layers":{"names":[]}}"#;
    let dir = folder(&[("a.txt", "Bo."), ("g.jsonl", record)]);
    let (kind, message) = score("names", &["names"], &gold_file(&dir, "g.jsonl")).unwrap_err();
    assert_eq!(kind, ErrorKind::Data);
    assert!(message.ends_with(
        "record `a`: the source has length 3 (char), the record states 2: the file has changed since"
    ));
}

#[test]
fn pages_are_measured_in_shingles_without_their_title() {
    let dir = folder(&[(
        "p.jsonl",
        r##"{"id":"p","html":"Title of it\n#share\none two three four five","gold_text":"one two three four"}"##,
    )]);
    let report = score("clean", &["clean"], &gold_file(&dir, "p.jsonl")).unwrap();
    assert_eq!(figure(&report, "precision"), Some(0.5));
    assert_eq!(figure(&report, "recall"), Some(1.0));
    assert_eq!(report.headline.name, "f1");
}

#[test]
fn tagged_tokens_are_joined_to_documents() {
    let dir = folder(&[(
        "n.jsonl",
        concat!(
            r#"{"tokens":["Éva","met","Bo","Li"],"tags":["B-person","O","B-person","I-person"],"doc":1}"#,
            "\n",
            r#"{"tokens":["in","Lima"],"tags":["O","B-location"],"doc":1}"#,
        ),
    )]);
    let report = score("entities", &["entities"], &gold_file(&dir, "n.jsonl")).unwrap();
    assert_eq!(report.documents.gold, 1);
    // the toy finds Éva, Bo, Li and Lima, each as PER
    assert_eq!(row(&report, "spans_and_labels", "PER"), (1, 4, 2));
    assert_eq!(row(&report, "spans_and_labels", "LOC"), (0, 0, 1));
    assert_eq!(row(&report, "boundaries", "all"), (2, 4, 3));
    assert_eq!(report.notes, ["tags of the set are read: location as LOC, person as PER"]);
}

#[test]
fn targets_are_judged() {
    let dir = folder(&[(
        "m.jsonl",
        concat!(
            r#"{"text":"Good Éva and bad Bo.","target_span":[5,8],"label":"positive"}"#,
            "\n",
            r#"{"text":"Good Éva and bad Bo.","target_span":[17,19],"label":"negative"}"#,
            "\n",
            r#"{"text":"Éva slept.","target_span":[0,3],"label":"negative"}"#,
        ),
    )]);
    let report = score("stance", &["stance"], &gold_file(&dir, "m.jsonl")).unwrap();
    assert_eq!(row(&report, "classes", "for"), (1, 1, 1));
    assert_eq!(row(&report, "classes", "against"), (1, 1, 2));
    assert_eq!(row(&report, "classes", "neutral"), (0, 1, 0));
    assert_eq!(figure(&report, "accuracy"), Some(2.0 / 3.0));
}

#[test]
fn dropped_and_failed_documents_are_empty() {
    let text = |id: &str, text: &str| format!(r#"{{"id":"{id}","text":"{text}","sentences":[[0,4]]}}"#);
    let lines = [text("a", "Bad."), text("b", "Empt"), text("c", "Well")].join("\n");
    let dir = folder(&[("s.jsonl", &lines)]);
    let report = score("sentences", &["moody", "split"], &gold_file(&dir, "s.jsonl")).unwrap();
    assert_eq!(row(&report, "spans", "all"), (1, 1, 3));
    let d = report.documents;
    assert_eq!((d.gold, d.processed, d.dropped, d.quarantined), (3, 1, 1, 1));
    assert_eq!(report.notes, ["quarantined: `a` by stage `moody`: too bad"]);
}

#[test]
fn the_report_is_the_same_at_any_number_of_threads() {
    let line = |i: usize| {
        let names = "Ada and Bo. ".repeat(i % 7 + 1);
        format!(r#"{{"id":"{i}","html":"{names}","gold_text":"Ada and Bo. Ada and {i}."}}"#)
    };
    let lines: Vec<String> = (0..300).map(line).collect();
    let dir = folder(&[("p.jsonl", &lines.join("\n"))]);
    let json = |threads| {
        let sources = SourceLookup::beside_gold();
        let gold = gold_file(&dir, "p.jsonl");
        let report = score_with("clean", &["clean"], &gold, &sources, threads).unwrap();
        serde_json::to_string(&report).unwrap()
    };
    assert_eq!(json(1), json(2));
    assert_eq!(json(1), json(8));
}

#[test]
fn the_table_is_aligned() {
    let dir = folder(&[("s.jsonl", r#"{"text":"One. Two","sentences":[[0,4],[5,8]]}"#)]);
    let gold = gold_file(&dir, "s.jsonl");
    let report = score("sentences", &["split"], &gold).unwrap();
    let expected = format!(
        "sentences · {} (text with spans)\n\
         compared: exact spans and labels, in the source\n\
         documents: 1\n\
         \n\
         spans  precision  recall     F1      gold     found     right\n\
         all        1.000   1.000  1.000         2         2         2\n\
         \n\
         perfect documents  1.000  without any mistake (documents: 1)\n\
         \n\
         f1: 1.000\n",
        gold.display()
    );
    assert_eq!(report.to_string(), expected);
}

#[test]
fn what_cannot_be_scored_is_refused() {
    let check = |task: &str, stages: &[&str], text: &str, kind: ErrorKind, expected: &str| {
        let dir = folder(&[("g.jsonl", text)]);
        let gold = gold_file(&dir, "g.jsonl");
        let (found, message) = score(task, stages, &gold).unwrap_err();
        let message = message.replace(&gold.display().to_string(), "g.jsonl");
        assert!(message.starts_with(expected), "{message}");
        assert_eq!(found, kind);
    };
    check(
        "sentences",
        &["split"],
        "\n{\"body\":\"x\",\"n\":1}",
        ErrorKind::Data,
        "`g.jsonl`, line 2: the fields `body`, `n` are none of the known shapes:\n  record v1: `v`: 1, `text`, `layers`\n",
    );
    check(
        "clean",
        &["clean"],
        r#"{"tokens":["a"],"tags":["O"]}"#,
        ErrorKind::Data,
        "`g.jsonl`, line 1: tagged tokens can score `entities`, not `clean` (fields: `tokens`, `tags`)",
    );
    check(
        "sentences",
        &["split"],
        r#"{"text":"a b","tokens":[[0,1],[2,3]]}"#,
        ErrorKind::Data,
        "`g.jsonl`, line 1: text with spans can score `tokens`, not `sentences`",
    );
    check(
        "entities",
        &["entities"],
        r#"{"tokens":["a","b"],"tags":["O"]}"#,
        ErrorKind::Data,
        "`g.jsonl`, line 1: found 2 `tokens` and 1 `tags`, expected as many",
    );
    check(
        "sentences",
        &["split"],
        r#"{"text":"abc","sentences":[[0,9]]}"#,
        ErrorKind::Data,
        "`g.jsonl`, line 1: `sentences`: found [0, 9], expected start ≤ end within the text, which has 3 characters",
    );
    check("sentences", &["split"], r#"{"text":"#, ErrorKind::Data, "`g.jsonl`, line 1: not valid JSON: EOF");
    check("sentences", &["split"], "", ErrorKind::Data, "no gold in g.jsonl: not one row");
    check(
        "sentences",
        &["names"],
        r#"{"text":"abc","sentences":[[0,3]]}"#,
        ErrorKind::Config,
        "the pipeline makes no layer `sentences`, which `sentences` compares; its stages: `names`",
    );
    let (kind, message) = score("entitties", &[], Path::new("x")).unwrap_err();
    assert_eq!(kind, ErrorKind::Usage);
    assert!(message.starts_with("unknown task `entitties`; did you mean `entities`?"));
}

#[test]
fn stages_for_gold() {
    let dir = folder(&[("s.jsonl", r#"{"text":"One.","sentences":[[0,4]]}"#)]);
    let task = Task::parse("sentences", []).unwrap();
    let gold = load(&task, &[gold_file(&dir, "s.jsonl")]).unwrap();
    assert_eq!(gold.stages(&SourceLookup::beside_gold()), ["segment"]);
    assert_eq!((gold.len(), gold.task().name()), (1, "sentences"));
}
