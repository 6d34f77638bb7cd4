//! `chaffinch explain`: what it says of a document is what `run` does to it.

use crate::plugins::{plugins, rust_examples};
use crate::{ALL, Ran, folder, lines, ran_in};
use serde_json::Value;

const PAGE: &str = "<html lang=en><head><title>Why It Fell | Orva Courier</title>\
<meta name=author content='Ana Tanaka'><meta name=date content='2031-03-03T09:12:00Z'></head>\
<body><nav><a href=/>Home</a> <a href=/world>World</a></nav><article><h1>Why It Fell</h1>\
<p class=byline>By Ana Tanaka</p><p>The old bridge over the Orva fell on Monday night, and the town woke up in two halves.</p>\
<h2>The money</h2><p>Engineers of the Taliban had asked for a new one for years, and the council said that it had no money for it.</p>\
</article><footer>All rights reserved.</footer></body></html>";

fn explain(dir: &std::path::Path, args: &[&str]) -> Ran {
    ran_in(dir, &[&["explain", "p.toml"], args].concat())
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).expect("JSON")
}

/// The values of a key in a list of rows.
fn column(rows: &Value, key: &str) -> Vec<Value> {
    rows.as_array().expect("rows").iter().map(|r| r[key].clone()).collect()
}

#[test]
fn what_was_dropped_names_its_rule_and_what_stays_says_why() {
    let dir = folder(&[("p.toml", ALL), ("a.html", PAGE.as_bytes())]);
    let ran = explain(dir.path(), &["a.html"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let shown = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ")
    };
    let text: Vec<String> = ran.stdout.lines().map(shown).collect();
    for line in [
        "1. clean — finds the article in a scraped page: drops noise by kind and rule, mends what stays",
        "- nav 0.90 html/nav Home World",
        "+ title 0.90 html/first-h1 Why It Fell",
        "- byline 0.88 html/byline By Ana Tanaka",
        "+ heading 0.80 html/in-article form/heading The money",
        "- footer 0.88 html/footer All rights reserved.",
        "blocks: 4 (1 title, 2 body, 1 heading)",
        "meta authors = [\"Ana Tanaka\"] from meta:author",
        "meta published_at = 2031-03-03T09:12:00Z from meta:date",
        "2. segment — cuts text into blocks, sentences and tokens",
        "… and 1 more (`--rows 0` shows all)",
    ] {
        assert!(text.iter().any(|l| l == line), "{line}\n{}", ran.stdout);
    }
    assert!(text.iter().any(|l| l.starts_with("written: ")), "{}", ran.stdout);
    // In the order of the source.
    let at = |sign: &str| text.iter().position(|l| l.starts_with(sign)).expect("there");
    assert!(
        at("- nav") < at("+ title") && at("+ title") < at("- byline") && at("+ heading") < at("- footer")
    );
}

#[test]
fn an_explanation_changes_nothing() {
    let config = [ALL, b"[output]\noffsets = \"byte\"\n"].concat();
    let dir = folder(&[("p.toml", &config), ("a.html", PAGE.as_bytes())]);
    let explained = json(&explain(dir.path(), &["a.html", "--json"]));
    let record = &lines(&ran_in(dir.path(), &["run", "p.toml", "a.html"]).stdout)[0];
    assert_eq!(explained["unit"], "byte");
    for stage in explained["stages"].as_array().expect("stages") {
        for (name, layer) in stage["layers"].as_object().expect("layers") {
            let (rows, written) = (&layer["added"], &record["layers"][name]);
            for key in ["start", "end", "label"] {
                assert_eq!(column(rows, key), column(written, key), "{key} of {name}");
            }
            if name == "dropped" {
                assert_eq!(column(rows, "source"), column(written, "source"));
                assert_eq!(column(rows, "score"), column(written, "score"));
            }
            for row in rows.as_array().expect("rows").iter().filter(|_| stage["use"] == "clean") {
                assert!(row["attributes"]["rule"].is_string() && row["score"].is_number(), "{row}");
            }
        }
        for (key, set) in stage["meta"].as_object().expect("meta") {
            assert_eq!(set["value"], record["meta"][key]);
            assert_eq!(set["from"], record["meta"]["provenance"][key]);
        }
    }
    assert!(record["layers"]["blocks"][0].get("rule").is_none(), "`run` is not asked to explain");
    let unasked = explain(dir.path(), &["a.html", "--json", "--set", "stage.clean.explain=false"]);
    let rows = &json(&unasked)["stages"][0]["layers"]["blocks"]["added"];
    assert!(
        rows.as_array()
            .expect("rows")
            .iter()
            .all(|r| r["attributes"].as_object().is_some_and(|a| a.is_empty()))
    );
}

#[test]
fn one_document_of_many() {
    let many =
        "{\"id\": \"a\", \"text\": \"The bridge fell.\"}\n{\"id\": \"b\", \"text\": \"It fell again.\"}\n";
    let dir = folder(&[("p.toml", crate::SEGMENT), ("many.jsonl", many.as_bytes()), ("none.jsonl", b"")]);
    let first = explain(dir.path(), &["many.jsonl"]);
    assert!(first.stdout.starts_with("a · many.jsonl\n"), "{}", first.stdout);
    assert!(first.stderr.contains("`--nth N` or `--id ID` picks another"), "{}", first.stderr);
    for pick in [["--nth", "2"], ["--id", "b"]] {
        let ran = explain(dir.path(), &["many.jsonl", pick[0], pick[1]]);
        assert!(ran.stdout.starts_with("b · "), "{}", ran.stdout);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    }
    for (args, message) in [
        (
            &["many.jsonl", "--id", "c"][..],
            "no document in `many.jsonl` has the id `c`; there are `a`, `b`, …",
        ),
        (&["many.jsonl", "--nth", "3"], "`many.jsonl` holds 2 documents, so there is no 3-th"),
        (&["none.jsonl"], "`none.jsonl` holds no document"),
        (&["nowhere.txt"], "nowhere.txt"),
    ] {
        let ran = explain(dir.path(), args);
        assert_eq!(ran.code, 66, "{}", ran.stderr);
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
    }
    assert_eq!(explain(dir.path(), &["many.jsonl", "--id", "a", "--nth", "1"]).code, 2);
}

#[test]
fn a_document_that_cannot_be_read() {
    let dir = folder(&[("p.toml", ALL), ("a.txt", b"\0\0\x01\x02binary\0\0\0")]);
    let ran = explain(dir.path(), &["a.txt"]);
    assert_eq!(ran.code, 65, "{}", ran.stderr);
    assert!(ran.stdout.contains("quarantined by `input`: "), "{}", ran.stdout);
    let ran = explain(dir.path(), &["a.txt", "--json"]);
    assert_eq!(json(&ran)["outcome"]["stage"], "input");
}

#[test]
fn a_page_cannot_write_to_the_terminal() {
    let page = PAGE.replace("Home", "\u{1b}[2JHome\u{7}").replace("The money", "The \u{1b}]0;x\u{7}money");
    let dir = folder(&[("p.toml", ALL), ("a.html", page.as_bytes())]);
    let ran = explain(dir.path(), &["a.html", "--rows", "0"]);
    assert!(ran.stdout.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", ran.stdout);
}

#[test]
fn layers_of_plugins_and_stages_that_read_the_corpus_first() {
    let table = plugins(&rust_examples(), "common_lines");
    let config = format!("{table}[[stage]]\nuse = \"p/common-lines\"\ndocuments = 2\n");
    let documents =
        [("a.txt", "Read more here\nThe bridge fell."), ("b.txt", "Read more here\nIt fell again.")];
    let mut files: Vec<(&str, &[u8])> =
        documents.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    files.push(("p.toml", config.as_bytes()));
    let dir = folder(&files);
    let alone = explain(dir.path(), &["a.txt"]);
    assert!(
        alone.stderr.contains("reads the whole corpus first; here it sees this document alone"),
        "{}",
        alone.stderr
    );
    assert!(alone.stdout.contains("common_lines: 0"), "{}", alone.stdout);
    let fitted = explain(dir.path(), &["a.txt", "--corpus", "a.txt", "b.txt"]);
    assert!(!fitted.stderr.contains("this document alone"), "{}", fitted.stderr);
    assert!(fitted.stdout.contains("common_lines: 1"), "{}", fitted.stdout);
    assert!(fitted.stdout.contains("Read more here"), "{}", fitted.stdout);
}
