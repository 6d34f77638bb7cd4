//! Exit codes, and what becomes of each input.

use crate::{ALL, SEGMENT, chaffinch, folder, lines, ran, ran_in};
use std::collections::BTreeMap;

#[test]
fn done() {
    let dir = folder(&[("p.toml", ALL), ("in/a.txt", b"One. Two."), ("in/b.txt", "Café.".as_bytes())]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "in"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let records = lines(&ran.stdout);
    assert_eq!(records.iter().map(|r| r["id"].as_str()).collect::<Vec<_>>(), [Some("a"), Some("b")]);
    assert!(records.iter().all(|r| r["v"] == 1 && r["unit"] == "char"));
}

#[test]
fn usage() {
    let dir = folder(&[("p.toml", SEGMENT), ("a.txt", b"One.")]);
    for args in [
        &["run"][..],
        &["rn", "p.toml"],
        &["run", "p.toml", "a.txt", "--thread", "2"],
        &["run", "p.toml", "a.txt", "--threads", "0"],
        &["run", "p.toml", "a.txt", "-o", "out.csv"],
        &["run", "p.toml", "a.txt", "--resume", "--fresh"],
        &["diff", "a", "b"],
    ] {
        let ran = ran_in(dir.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(!ran.stderr.is_empty(), "{args:?} says why");
    }
}

#[test]
fn input_not_found() {
    let dir = folder(&[("p.toml", SEGMENT), ("empty/.keep", b"")]);
    for input in ["missing.txt", "*.nothing", "empty"] {
        let ran = ran_in(dir.path(), &["run", "p.toml", input]);
        assert_eq!(ran.code, 66, "{input}: {}", ran.stderr);
        assert!(ran.stderr.contains(input), "names it: {}", ran.stderr);
    }
}

#[test]
fn some_quarantined_and_all_bad() {
    let dir =
        folder(&[("p.toml", SEGMENT), ("in/a.txt", b"One."), ("in/b.bin", b"\x00\x01\x02\x00\x7fELF\x00")]);
    let some = ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out"]);
    assert_eq!(some.code, 1, "{}", some.stderr);
    let quarantine = std::fs::read_to_string(dir.path().join("out/quarantine.jsonl")).expect("written");
    assert_eq!(lines(&quarantine)[0]["id"], "b");
    let all = ran_in(dir.path(), &["run", "p.toml", "in/b.bin"]);
    assert_eq!(all.code, 65, "{}", all.stderr);
}

#[test]
fn cannot_write() {
    let dir = folder(&[("p.toml", SEGMENT), ("a.txt", b"One."), ("taken", b"a file")]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "a.txt", "-o", "taken/below/out.jsonl"]);
    assert_eq!(ran.code, 74, "{}", ran.stderr);
}

#[test]
fn each_input_ends_in_one_outcome() {
    let long_line = "word ".repeat(200_000);
    let dir = folder(&[
        ("p.toml", ALL),
        ("in/binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("in/empty.txt", b""),
        ("in/invalid.txt", b"Caf\xe9 au lait costs \x80 5."),
        ("in/long.txt", long_line.as_bytes()),
        ("in/records.jsonl", b"{\"id\":\"r1\",\"text\":\"One.\"}\n{broken\n{\"text\":\"Two.\"}\n"),
    ]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let mut ends: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for file in ["part-00000.jsonl", "dropped.jsonl", "quarantine.jsonl"] {
        let text = std::fs::read_to_string(dir.path().join("out").join(file)).expect("written");
        for line in lines(&text) {
            ends.entry(line["id"].as_str().expect("an id").to_owned()).or_default().push(file);
        }
    }
    let expected = ["binary", "empty", "invalid", "long", "r1", "records:2", "records:3"];
    assert_eq!(ends.keys().map(String::as_str).collect::<Vec<_>>(), expected);
    assert!(ends.values().all(|files| files.len() == 1), "{ends:?}");
    assert_eq!(ends["binary"], ["quarantine.jsonl"]);
    assert_eq!(ends["records:2"], ["quarantine.jsonl"]);
    let manifest = std::fs::read_to_string(dir.path().join("out/manifest.json")).expect("written");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    assert_eq!(manifest["counts"]["documents"], 7);
}

#[test]
fn standard_input() {
    let dir = folder(&[("p.toml", SEGMENT)]);
    let piped = ran(chaffinch()
        .current_dir(dir.path())
        .args(["run", "p.toml"])
        .write_stdin("{\"id\":\"x\",\"text\":\"One.\"}\n"));
    assert_eq!(piped.code, 0, "{}", piped.stderr);
    assert_eq!(lines(&piped.stdout)[0]["id"], "x");
    let dash =
        ran(chaffinch().current_dir(dir.path()).args(["run", "p.toml", "-"]).write_stdin("Plain text."));
    assert_eq!(lines(&dash.stdout)[0]["text"], "Plain text.");
}

#[test]
fn paths_of_the_configuration_start_at_it() {
    let config = b"[input]\npaths = [\"data\"]\n[[stage]]\nuse = \"segment\"\n";
    let dir = folder(&[("conf/p.toml", config), ("conf/data/a.txt", b"One."), ("here/.keep", b"")]);
    let ran = ran_in(&dir.path().join("here"), &["run", "../conf/p.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(lines(&ran.stdout)[0]["meta"]["path"], "a.txt");
}

#[test]
fn a_limit() {
    let dir = folder(&[("p.toml", SEGMENT), ("in/a.txt", b"A."), ("in/b.txt", b"B."), ("in/c.txt", b"C.")]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "in", "--limit", "2"]);
    assert_eq!(lines(&ran.stdout).len(), 2);
}

#[test]
fn flags_have_variables() {
    let dir = folder(&[("p.toml", SEGMENT), ("in/a.txt", b"A."), ("in/b.txt", b"B.")]);
    let ran =
        ran(chaffinch().current_dir(dir.path()).args(["run", "p.toml", "in"]).env("CHAFFINCH_LIMIT", "1"));
    assert_eq!(lines(&ran.stdout).len(), 1);
}
