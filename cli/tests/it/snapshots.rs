//! Real output, as people see it: the text and the annotations of one sample document, laid out
//! for reading.

use crate::{lines, ran_in, root};
use serde_json::Value;
use std::fmt::Write;

fn layer<'r>(record: &'r Value, name: &str) -> &'r [Value] {
    record["layers"][name].as_array().map_or(&[], Vec::as_slice)
}

fn slice(text: &[char], span: &Value) -> String {
    let at = |key: &str| usize::try_from(span[key].as_u64().expect("an offset")).expect("small");
    text[at("start")..at("end")].iter().collect()
}

fn readable(record: &Value) -> String {
    let text: Vec<char> = record["text"].as_str().expect("text").chars().collect();
    let mut out = String::new();
    for (name, keys) in [
        ("blocks", &["label"][..]),
        ("entities", &["label", "id", "actor"]),
        ("quotes", &["label", "holder"]),
        ("stances", &["label", "voice", "holder", "target"]),
    ] {
        writeln!(out, "== {name}").expect("a string");
        for span in layer(record, name) {
            let values: Vec<&str> = keys.iter().map(|k| span[k].as_str().unwrap_or("-")).collect();
            writeln!(out, "{:<40} {}", values.join(" "), slice(&text, span)).expect("a string");
        }
    }
    writeln!(out, "== dropped").expect("a string");
    for span in layer(record, "dropped") {
        writeln!(out, "{:<16} {}", span["label"].as_str().unwrap_or("-"), span["source"]).expect("a string");
    }
    out
}

#[test]
fn a_plain_text_and_an_html_document() {
    let ran = ran_in(
        &root(),
        &["run", "config/news.toml", "seeds/001-border-talks.txt", "seeds/003-emir-and-oath.html"],
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let records = lines(&ran.stdout);
    insta::assert_snapshot!("plain_text", readable(&records[0]));
    insta::assert_snapshot!("html", readable(&records[1]));
}
