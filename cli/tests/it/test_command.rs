//! `chaffinch test`: the tests inside configurations and packs, its report and its exit codes.

use crate::{SEGMENT, folder, lines, ran_in, root};
use serde_json::Value;

const PACK: &str = r#"[pack]
name = "mine"

[[rule]]
id = "more"
kind = "related"
match = "starts"
phrases = ["more from us"]
tests = [
  { text = "More from us: the ferry", where = "bottom", kind = "related" },
  { text = "Much more from us", where = "bottom", kind = "keep" },
]
"#;

const CLEAN: &str = "[[stage]]\nuse = \"clean\"\npacks = [\"builtin\", \"packs/mine.toml\"]\n";

const ARTICLE: &str = "The bridge over the Lind fell in May, the governor said on Monday.";

/// Runs `chaffinch test p.toml`.
#[track_caller]
fn tested(config: &str, code: i32) -> crate::Ran {
    let dir = folder(&[("p.toml", config.as_bytes()), ("packs/mine.toml", PACK.as_bytes())]);
    let ran = ran_in(dir.path(), &["test", "p.toml"]);
    assert_eq!(ran.code, code, "{}{}", ran.stdout, ran.stderr);
    ran
}

#[test]
fn a_pack_that_passes() {
    let dir = folder(&[("mine.toml", PACK.as_bytes())]);
    let ran = ran_in(dir.path(), &["test", "mine.toml"]);
    assert_eq!((ran.code, &*ran.stdout), (0, "mine.toml: 2 tests passed\n"), "{}", ran.stderr);
    let quiet = ran_in(dir.path(), &["test", "mine.toml", "--quiet"]);
    assert_eq!((quiet.code, &*quiet.stdout), (0, ""));
}

#[test]
fn a_pack_that_fails_says_where_and_which_rule() {
    let broken = PACK.replace("\"starts\"", "\"contains\"")
        + "\n[[rule]]\nid = \"bare\"\nkind = \"nav\"\nmatch = \"exact\"\nphrases = [\"home\"]\n";
    let dir = folder(&[("mine.toml", broken.as_bytes())]);
    let ran = ran_in(dir.path(), &["test", "mine.toml"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "mine.toml:11: rule `more`: \"Much more from us\" (bottom)\n  \
         expected `keep`, found `related`: rule `pack:mine/more` fires, score 0.9\n\
         mine.toml:15: warning: rule `bare` has no tests\n\
         mine.toml: 1 of 2 tests failed\n"
    );
    let json = ran_in(dir.path(), &["test", "mine.toml", "--json"]);
    let report: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(json.code, 1);
    assert_eq!((&report["tests"], &report["failed"]), (&Value::from(2), &Value::from(1)));
    assert_eq!(report["files"][0]["failures"][0]["line"], 11);
    assert_eq!(report["files"][0]["failures"][0]["rule"], "more");
    assert_eq!(report["files"][0]["untested"][0]["rule"], "bare");
}

#[test]
fn exit_codes() {
    let dir = folder(&[
        ("good.toml", PACK.as_bytes()),
        ("bad.toml", b"[pack]\nname = \"bad\"\ncolour = 1\n"),
        ("other.toml", b"[package]\nname = \"x\"\n"),
        ("broken.toml", b"[pack\n"),
        ("empty/readme.txt", b""),
    ]);
    let code = |args: &[&str]| {
        let ran = ran_in(dir.path(), args);
        (ran.code, ran.stderr, ran.stdout)
    };
    assert_eq!(code(&["test"]).0, 2);
    let (missing, stderr, stdout) = code(&["test", "good.toml", "gone.toml"]);
    assert_eq!((missing, &*stdout), (66, ""));
    assert!(stderr.contains("`gone.toml` not found"), "{stderr}");
    assert_eq!(code(&["test", "empty"]).0, 66);
    let (bad, stderr, stdout) = code(&["test", "bad.toml", "good.toml"]);
    assert_eq!(bad, 78);
    assert!(stderr.contains("rule pack `bad.toml`, line 3: unknown field `colour`"), "{stderr}");
    assert!(stdout.contains("good.toml: 2 tests passed"), "the others are tested all the same: {stdout}");
    let (neither, stderr, _) = code(&["test", "other.toml"]);
    assert_eq!(neither, 78);
    assert!(stderr.contains("`other.toml` is neither a configuration"), "{stderr}");
    let (broken, stderr, _) = code(&["test", "broken.toml"]);
    assert_eq!(broken, 78);
    assert!(stderr.contains("broken.toml:1:"), "{stderr}");
}

#[test]
fn a_folder_is_walked_and_each_file_is_tested_once() {
    let dir = folder(&[
        ("p.toml", CLEAN.as_bytes()),
        ("packs/mine.toml", PACK.as_bytes()),
        ("actors.toml", b"[[actor]]\nid = \"x\"\n"),
        (".hidden/mine.toml", PACK.as_bytes()),
    ]);
    let ran = ran_in(dir.path(), &["test", "p.toml", ".", "packs"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "p.toml: no tests\n./packs/mine.toml: 2 tests passed\n\
         ./actors.toml: skipped, neither configuration nor pack\n2 tests in 2 files passed\n"
    );
}

#[test]
fn packs_are_added_to_the_built_in_ones() {
    let text = "text = \"\"\"\nShare on Facebook\n\nThe bridge over the Lind fell in May, the governor said on Monday.\n\nMore from us: the ferry\n\"\"\"";
    let both = format!(
        "{CLEAN}[[test]]\n{text}\nclean = \"{ARTICLE}\"\n[test.layers]\ndropped = {{ exact = [{{ label = \"share\" }}, {{ text = \"More from us: the ferry\", rule = \"pack:mine/more\" }}] }}\n"
    );
    tested(&both, 0);
    // Without `builtin`, a pack still replaces the built-in ones.
    let ran = tested(&both.replace("\"builtin\", ", ""), 1);
    assert!(ran.stdout.contains("p.toml:4: test `1`"), "{}", ran.stdout);
    let spam_only = both.replace("builtin", "spam");
    assert_eq!(tested(&spam_only, 1).stdout, ran.stdout);
    let ran = tested("[[stage]]\nuse = \"clean\"\npacks = [\"builtins\"]\n", 78);
    assert!(ran.stderr.contains("did you mean the built-in pack `builtin`?"), "{}", ran.stderr);
}

#[test]
fn a_site_pack_holds_for_its_site() {
    let pack = PACK.replace("name = \"mine\"", "name = \"mine\"\nsites = [\"courier.example\"]");
    let page = |head: &str| {
        format!(
            "<html><head>{head}</head><body><h1>The bridge</h1><p>{ARTICLE}</p><p>{ARTICLE} Twice.</p><p>More from us: the ferry</p></body></html>"
        )
    };
    let records = format!(
        "{}\n{}\n{}\n{}\n",
        serde_json::json!({"id": "meta", "html": page(""), "url": "https://www.courier.example/a"}),
        serde_json::json!({"id": "og", "html": page("<meta property=og:url content='https://courier.example/a'>")}),
        serde_json::json!({"id": "canonical", "html": page("<link rel=canonical href='https://courier.example/a'>")}),
        serde_json::json!({"id": "other", "html": page("<meta property=og:url content='https://elsewhere.example/a'>")}),
    );
    let config = "[[stage]]\nuse = \"clean\"\npacks = [\"mine.toml\"]\n";
    let dir = folder(&[
        ("p.toml", config.as_bytes()),
        ("mine.toml", pack.as_bytes()),
        ("pages.jsonl", records.as_bytes()),
    ]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "pages.jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let rule = |record: &Value| {
        record["layers"]["dropped"].as_array().expect("a layer").iter().any(|d| d["rule"] == "pack:mine/more")
    };
    let fired: Vec<_> = lines(&ran.stdout)
        .iter()
        .map(|r| (r["id"].as_str().unwrap_or_default().to_owned(), rule(r)))
        .collect();
    let expected = [("meta", true), ("og", true), ("canonical", true), ("other", false)];
    assert_eq!(fired, expected.map(|(id, fired)| (id.to_owned(), fired)));
}

#[test]
fn failures_of_a_configuration_say_what_was_found() {
    let config = format!(
        "[[stage]]\nuse = \"segment\"\n\n[[test]]\nname = \"wrong\"\ntext = \"{ARTICLE}\"\n\
         clean = \"The bridge stands.\"\nlacks = [\"governor\"]\nmeta = {{ title = \"x\" }}\n\
         [test.layers]\nsentences = [\n  {{ text = \"The bridge\" }},\n]\ntokens = {{ count = 3 }}\n"
    );
    let ran = tested(&config, 1);
    let said: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(said[0], "p.toml:4: test `wrong`");
    assert_eq!(
        said[1],
        "  expected the text \"The bridge stands.\", found \"The bridge over the Lind fell in May, the…\""
    );
    assert!(said[2].starts_with("  the text has \"governor\": \"…"), "{}", said[2]);
    assert_eq!(said[3], "  expected `meta.title` to be \"x\", but there is none");
    assert!(
        said[4].starts_with(
            "  line 12: layer `sentences` has no { text = \"The bridge\" }; found { text = \"The bridge over"
        ),
        "{}",
        said[4]
    );
    assert_eq!(said[5], "  line 14: layer `tokens` has 15 rows, expected 3");
    assert_eq!(said[6], "p.toml: 1 of 1 test failed");
}

#[test]
fn exact_and_lacks() {
    let config = |layers: &str| {
        format!(
            "[[stage]]\nuse = \"segment\"\n[[test]]\ntext = \"One day. Two days.\"\n[test.layers]\n{layers}\n"
        )
    };
    tested(&config("sentences = { exact = [{ text = \"One  day.\" }, { text = \"Two days.\" }] }"), 0);
    let ran = tested(&config("sentences = { exact = [{ text = \"One day.\" }] }"), 1);
    assert!(
        ran.stdout.contains("layer `sentences` has 1 row more than expected: { text = \"Two days.\" }"),
        "{}",
        ran.stdout
    );
    let ran = tested(&config("sentences = { exact = [{ text = \"Two days.\" }] }"), 1);
    assert!(
        ran.stdout.contains(
            "row 1 of layer `sentences` must be { text = \"Two days.\" }, found { text = \"One day.\" }"
        ),
        "{}",
        ran.stdout
    );
    let ran = tested(&config("sentences = { lacks = [{ text = \"Two days.\" }] }"), 1);
    assert!(ran.stdout.contains("must have no { text = \"Two days.\" }"), "{}", ran.stdout);
}

/// What `chaffinch test` says of a configuration that it refuses; `check` says the same.
#[track_caller]
fn refused(test: &str) -> String {
    let config = format!("[[stage]]\nuse = \"segment\"\n\n[[test]]\n{test}");
    let ran = tested(&config, 78);
    let dir = folder(&[("p.toml", config.as_bytes())]);
    let check = ran_in(dir.path(), &["check", "p.toml"]);
    assert_eq!((check.code, check.stderr), (78, ran.stderr.clone()));
    ran.stderr
}

#[test]
fn tests_that_make_no_sense_are_refused_with_their_place() {
    for (test, place, message, help) in [
        ("txt = \"x\"\n", "p.toml:5:1", "unknown key `txt`", "did you mean `text`?"),
        ("text = \"x\"\n[test.layer]\n", "p.toml:6:7", "unknown key `layer`", "did you mean `layers`?"),
        ("name = \"x\"\n", "p.toml:4:1", "this test has no document", "`html = \"…\"`"),
        ("text = \"x\"\nhtml = \"y\"\n", "p.toml:4:1", "more than one document", "give it one of"),
        ("text = \"x\"\n", "p.toml:4:1", "this test expects nothing", "`contains`"),
        (
            "text = \"x\"\n[test.layers]\nsentence = []\n",
            "p.toml:7:12",
            "no stage of this pipeline writes layer `sentence`",
            "did you mean `sentences`?",
        ),
        (
            "text = \"x\"\n[test.layers]\nsentences = [{ txt = \"x\" }]\n",
            "p.toml:7:16",
            "layer `sentences` has no field `txt`",
            "did you mean `text`?",
        ),
        (
            "text = \"x\"\n[test.layers]\nsentences = { exakt = [] }\n",
            "p.toml:7:15",
            "unknown key `exakt`",
            "did you mean `exact`?",
        ),
        (
            "text = \"x\"\n[test.layers]\nsentences = [\"x\"]\n",
            "p.toml:7:14",
            "a row is a table of its fields, found a string",
            "[{ text =",
        ),
        (
            "text = \"x\"\noutcome = \"droped\"\n",
            "p.toml:6:11",
            "expected one of `written`, `dropped`, `quarantined`",
            "did you mean `dropped`?",
        ),
        (
            "text = \"x\"\nclean = \"x\"\noutcome = \"quarantined\"\n",
            "p.toml:7:11",
            "a quarantined document has no text",
            "keep `outcome`",
        ),
        ("text = \"x\"\nreason = \"x\"\n", "p.toml:6:10", "a written document has no `reason`", "outcome ="),
    ] {
        let said = refused(test);
        for part in [place, message, help] {
            assert!(said.contains(part), "{part}\n{said}");
        }
    }
    let ran = tested("[[stage]]\nuse = \"segment\"\n[test]\ntext = \"x\"\n", 78);
    assert!(ran.stderr.contains("`test` is a table, expected an array of tables"), "{}", ran.stderr);
}

#[test]
fn documents_from_files_and_their_ends() {
    let config = |file: &str, rest: &str| {
        format!("[[stage]]\nuse = \"segment\"\n[[test]]\nfile = \"docs/{file}\"\n{rest}\n")
    };
    let dir = folder(&[
        ("docs/a.txt", b"One day. Two days."),
        ("docs/binary.txt", b"\0\0\0\0\0\0"),
        ("docs/two.jsonl", b"{\"id\": \"1\", \"text\": \"a\"}\n{\"id\": \"2\", \"text\": \"b\"}\n"),
    ]);
    let test = |name: &str, config: String| {
        std::fs::write(dir.path().join(name), config).expect("can be written");
        ran_in(dir.path(), &["test", name])
    };
    let ran = test(
        "p.toml",
        config("a.txt", "meta = { path = \"a.txt\" }\n[test.layers]\nsentences = { count = 2 }"),
    );
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let ran = test("q.toml", config("binary.txt", "outcome = \"quarantined\"\nreason = \"binary\""));
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let ran = test("r.toml", config("binary.txt", "contains = [\"x\"]"));
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("expected the document to be written, but it was quarantined by `input`: "),
        "{}",
        ran.stdout
    );
    let ran = test("s.toml", config("gone.txt", "contains = [\"x\"]"));
    assert_eq!(ran.code, 78);
    assert!(ran.stderr.contains("s.toml:4:8") && ran.stderr.contains("gone.txt"), "{}", ran.stderr);
    let ran = test("t.toml", config("two.jsonl", "contains = [\"x\"]"));
    assert_eq!(ran.code, 78);
    assert!(ran.stderr.contains("several documents"), "{}", ran.stderr);
}

#[test]
fn flags_of_every_configuration_hold_here_too() {
    let plugins = "[[plugins.library]]\nname = \"x\"\nfile = \"libx.so\"\n[[stage]]\nuse = \"segment\"\n";
    let dir = folder(&[("p.toml", plugins.as_bytes()), ("s.toml", SEGMENT)]);
    let ran = ran_in(dir.path(), &["test", "p.toml", "--no-plugins"]);
    assert_eq!(ran.code, 78);
    assert!(ran.stderr.contains("plugins"), "{}", ran.stderr);
    let ran = ran_in(dir.path(), &["test", "s.toml", "--set", "stage.segment.colour=1"]);
    assert_eq!(ran.code, 78, "{}", ran.stderr);
}

#[test]
fn the_projects_own_configurations_and_packs_pass() {
    let ran = ran_in(&root(), &["test", "config/news.toml", "config/packs"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(!ran.stdout.contains("warning"), "{}", ran.stdout);
    for file in ["news.toml", "news-boilerplate.toml", "spam.toml", "quotes-cues.toml", "stance-verbs.toml"] {
        assert_eq!(ran.stdout.matches(file).count(), 1, "{file}: {}", ran.stdout);
    }
}
