//! `config/corpus.toml` on a small site: templates go, duplicates are told, and nothing depends on
//! threads.

use crate::{folder, lines, ran_in, root};
use serde_json::Value;
use tempfile::TempDir;

const BOX: &str = "The Harbour Letter arrives every evening with what the day was about.";

/// Eight articles of one site with a box that `clean` has no rule for, a second version and a
/// copy of the first, and an article of another site that quotes the box.
fn site() -> TempDir {
    let subjects = ["bridge", "harbour", "school", "market", "river", "railway", "museum", "library"];
    let article = |subject: &str| {
        format!(
            "The council of Eastport has decided to close the {subject} for the winter, its speaker Ann Lee said on Monday.\n\n\
             Nobody at the {subject} had been told before, according to people who work there and asked not to be named.\n\n\
             The {subject} was last repaired nine years ago. A new plan for the {subject} is expected before the end of March.\n\n\
             Opponents of the plan want the {subject} to stay open, and have collected four thousand signatures in a week."
        )
    };
    let mut files: Vec<(String, String)> = subjects
        .iter()
        .map(|subject| (format!("orva/{subject}.txt"), format!("{}\n\n{BOX}\n", article(subject))))
        .collect();
    let updated = format!("{}\n\nUpdate: the vote was put off.\n\n{BOX}\n", article("bridge"));
    files.push(("orva/bridge-2.txt".to_owned(), updated));
    files.push(("orva/bridge-copy.txt".to_owned(), files[0].1.replace("Nobody", "NOBODY")));
    files.push(("kell/letter.txt".to_owned(), format!("{}\n\n{BOX}\n", article("newsletter"))));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    folder(&files)
}

fn run(site: &TempDir, more: &[&str]) -> String {
    let config = root().join("config/corpus.toml");
    let ran = ran_in(site.path(), &[&["run", &config.to_string_lossy(), "."], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

fn by_id<'r>(records: &'r [Value], id: &str) -> &'r Value {
    records.iter().find(|r| r["id"] == id).unwrap_or_else(|| panic!("no record {id}"))
}

#[test]
fn templates_go_and_duplicates_are_told() {
    let records = lines(&run(&site(), &["--set", "output.offsets=byte"]));
    assert_eq!(records.len(), 11, "nothing is dropped by default");
    for record in &records {
        let text = record["text"].as_str().expect("text");
        assert_eq!(text.contains(BOX), record["id"] == "kell/letter", "{record}");
    }
    let dropped = &by_id(&records, "orva/bridge")["layers"]["dropped"][0];
    assert_eq!((&dropped["label"], &dropped["rule"]), (&"boilerplate".into(), &"corpus/template".into()));

    let told = |id: &str| {
        let meta = &by_id(&records, id)["meta"];
        (meta["representative"].clone(), meta["duplicate"].clone())
    };
    assert_eq!(told("orva/bridge-2"), ("orva/bridge-2".into(), Value::Null));
    assert_eq!(told("orva/bridge"), ("orva/bridge-2".into(), "near".into()));
    assert_eq!(told("orva/bridge-copy"), ("orva/bridge-2".into(), "exact".into()));
    assert_eq!(told("orva/harbour"), (Value::Null, Value::Null));
    assert_eq!(by_id(&records, "orva/bridge")["meta"]["cluster_size"], 3);
}

#[test]
fn what_was_dropped_is_found_in_the_source() {
    let site = site();
    let records = lines(&run(&site, &["--set", "output.offsets=byte"]));
    let span = &by_id(&records, "orva/museum")["layers"]["dropped"][0]["source"];
    let at = |i: usize| usize::try_from(span[i].as_u64().expect("an offset")).expect("small");
    let source = std::fs::read_to_string(site.path().join("orva/museum.txt")).expect("written above");
    assert_eq!(&source[at(0)..at(1)], BOX);
}

#[test]
fn dropping_is_for_the_configuration_to_say() {
    let site = site();
    run(&site, &["--set", "stage.dedup.drop=near", "-o", "out/"]);
    let read = |file: &str| std::fs::read_to_string(site.path().join("out").join(file)).expect("written");
    assert_eq!(read("part-00000.jsonl").lines().count(), 9);
    let dropped = lines(&read("dropped.jsonl"));
    let reason = |id: &str| by_id(&dropped, id)["reason"].as_str().expect("a reason").to_owned();
    let near = reason("orva/bridge");
    assert!(near.starts_with("near duplicate of `orva/bridge-2`, similarity 0.9"), "{near}");
    assert_eq!(reason("orva/bridge-copy"), "same words as `orva/bridge`");
    assert!(dropped.iter().all(|d| d["stage"] == "dedup"));
}

#[test]
fn output_does_not_depend_on_threads() {
    let site = site();
    let expected = run(&site, &["--threads", "1"]);
    for threads in ["2", "8"] {
        assert!(run(&site, &["--threads", threads]) == expected, "{threads} threads");
    }
}

#[test]
fn bench_reads_the_corpus_first() {
    let site = site();
    let config = root().join("config/corpus.toml");
    let ran = ran_in(site.path(), &["bench", &config.to_string_lossy(), ".", "--passes", "1", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("corpus passes: "), "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(report["quarantined"], 0, "a stage that has not seen its corpus fails on every document");
    assert_eq!(report["stages"][2]["documents"], 11, "`templates` and `dedup` kept them all");
}
