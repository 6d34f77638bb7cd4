//! `chaffinch plugin check`: a good plugin passes, and each bad one fails in the test that is there
//! for it, with words that its author can use.

use crate::plugins::c_example;
use crate::{folder, lines, ran_in};
use serde_json::Value;
use std::path::Path;

/// Checks a library and reads the JSON.
fn check(library: &Path, more: &[&str]) -> (i32, Value) {
    let library = library.display().to_string();
    let mut args = vec!["plugin", "check", &library, "--json"];
    args.extend(more);
    let ran = ran_in(Path::new("."), &args);
    let json =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|e| panic!("{e}: {}{}", ran.stdout, ran.stderr));
    (ran.code, json)
}

fn library(folder: &'static str, name: &str) -> std::path::PathBuf {
    c_example(folder).join(format!("lib{name}.so"))
}

/// The tests that ended so.
fn ended<'j>(json: &'j Value, result: &str) -> Vec<&'j str> {
    let tests = json["tests"].as_array().into_iter().flatten();
    tests.filter(|t| t["result"] == result).filter_map(|t| t["test"].as_str()).collect()
}

/// Those that a plugin without a corpus pass is put to.
const ALL: [&str; 12] = [
    "file",
    "loads",
    "manifest",
    "options",
    "documents",
    "refusals",
    "deterministic",
    "instances",
    "threads",
    "cancel",
    "leaks",
    "process",
];

#[test]
fn a_good_plugin_passes_everything() {
    let (code, json) = check(&library("keywords", "keywords"), &[]);
    assert_eq!((code, ended(&json, "passed").as_slice()), (0, &ALL[..]), "{json:#}");
    assert_eq!(ended(&json, "skipped"), ["corpus"]);
    let speed = json["speed"][0].as_str().unwrap_or_default();
    assert!(
        speed.contains("stage `keywords/keywords`: ") && speed.contains(" ns for a document of "),
        "{json:#}"
    );
}

/// A bad plugin, the test that catches it, and what that says.
const CAUGHT: [(&str, &str, &str); 19] = [
    ("aborts", "documents", "crashed (SIGABRT) on document `word ABORT`"),
    ("bad_manifest", "manifest", "unknown field `layer`, expected one of"),
    ("changes_state", "process", "the handler of signal SIGUSR1: was the default, is now to ignore it"),
    ("exits", "documents", "called exit() on document `word EXIT`"),
    ("fatal", "documents", "would end the whole run"),
    ("globals", "instances", "in turn with a stage of the options {\"level\":1}"),
    ("ignores_refusal", "documents", "the host refused a write: span 0..1 in layer `bad_marks`"),
    ("leaks", "leaks", "free in `destroy` all that was made"),
    ("never_returns", "cancel", "has not returned from document `word HANG`"),
    ("no_entry", "file", "does not export `chaffinch_plugin_v1`"),
    ("nondeterministic", "deterministic", "gives another output for document `empty`"),
    ("older_minor", "loads", "it needs version 1.99 of the plugin interface"),
    ("out_of_bounds", "documents", "the host refused a write: span 0..1 in layer `bad_marks`"),
    ("reads_past_end", "documents", "crashed (SIGSEGV) on document `empty`"),
    ("segfaults", "documents", "crashed (SIGSEGV) on document `word CRASH`"),
    ("splits_character", "documents", "cuts a character"),
    (
        "undeclared_label",
        "documents",
        "label `other` is none of those that layer `bad_marks` declares: `mark`",
    ),
    ("undeclared_layer", "documents", "slot 1 does not exist"),
    ("wrong_version", "file", "it is built for version 2 of the plugin interface"),
];

#[test]
fn each_bad_plugin_is_caught_by_the_test_that_is_there_for_it() {
    for (name, test, words) in CAUGHT {
        let (code, json) = check(&library("bad", name), &["--test", test]);
        let said = json["tests"][0]["findings"].to_string().replace("\\\"", "\"");
        assert_eq!((code, ended(&json, "failed")), (1, vec![test]), "{name}: {json:#}");
        assert!(said.contains(words), "{name}: expected {words:?} in {said}");
    }
}

#[test]
fn a_bad_plugin_fails_in_no_other_test() {
    for (name, test) in
        [("segfaults", "documents"), ("never_returns", "cancel"), ("nondeterministic", "deterministic")]
    {
        let (_, json) = check(&library("bad", name), &[]);
        assert_eq!(ended(&json, "failed"), [test], "{name}: {json:#}");
    }
}

#[test]
fn to_refuse_an_option_to_fail_on_a_document_and_to_end_when_told_is_allowed() {
    let tests = ["--test", "options", "--test", "documents", "--test", "cancel"];
    for (name, words) in [
        ("bad_config", "were refused with a reason"),
        ("half_written", "reports an error for document `word HALF`"),
        ("slow", "1 given up"),
    ] {
        let (code, json) = check(&library("bad", name), &tests);
        assert_eq!((code, ended(&json, "passed").len()), (0, 3), "{name}: {json:#}");
        assert!(json.to_string().contains(words), "{name}: expected {words:?} in {json:#}");
    }
}

#[test]
fn options_come_from_a_file() {
    let options = |toml: &str| {
        let dir = folder(&[("o.toml", toml.as_bytes())]);
        let file = dir.path().join("o.toml").display().to_string();
        check(&library("keywords", "keywords"), &["--test", "options", "--options", &file])
    };
    let (code, json) = options("[keywords]\nwords = [\"bridge\"]\n");
    assert_eq!(code, 0, "{json:#}");
    assert!(
        json.to_string().contains("those of the options file: {\\\"words\\\":[\\\"bridge\\\"]}"),
        "{json:#}"
    );
    let (code, json) = options("[keywords]\nwords = [\"two words\"]\n");
    assert!(code == 1 && json.to_string().contains("a keyword is one token"), "{json:#}");
    let (code, json) = options("[keyword]\n");
    assert!(code == 1 && json.to_string().contains("the stages of this library are keywords"), "{json:#}");
}

#[test]
fn what_cannot_be_checked_has_an_exit_code() {
    let good = library("keywords", "keywords").display().to_string();
    let code = |args: &[&str]| {
        let ran = ran_in(Path::new("."), &[&["plugin", "check"], args].concat());
        assert!(lines(&ran.stdout).is_empty(), "{}", ran.stdout);
        (ran.code, ran.stderr)
    };
    let (missing, said) = code(&["no/such/library.so"]);
    assert!(missing == 66 && said.contains("cannot read the library `no/such/library.so`"), "{said}");
    let (unknown, said) = code(&[&good, "--test", "speeds"]);
    assert!(unknown == 2 && said.contains("there is no test `speeds`; the tests are file, loads,"), "{said}");
    let (options, said) = code(&[&good, "--options", "no/such/options.toml"]);
    assert!(options == 66 && said.contains("cannot read the options"), "{said}");
}
