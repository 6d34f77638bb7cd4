//! Inputs that would hurt a careless program. No times are asserted; a quadratic stage would
//! make these tests hang.

use crate::{ALL, folder, lines, ran_in};

/// Runs all stages over one file; gives its only record.
fn record(name: &str, bytes: &[u8]) -> serde_json::Value {
    let dir = folder(&[("p.toml", ALL), (name, bytes)]);
    let ran = ran_in(dir.path(), &["run", "p.toml", name]);
    assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
    lines(&ran.stdout).remove(0)
}

#[test]
fn megabytes_on_one_line() {
    record("words.txt", "Kabul said it. ".repeat(100_000).as_bytes());
    record("letters.txt", "a".repeat(2_000_000).as_bytes());
    record("quotes.txt", "“".repeat(300_000).as_bytes());
    record("brackets.txt", "([".repeat(300_000).as_bytes());
    record("capitals.txt", "Name ".repeat(200_000).as_bytes());
    record("dots.txt", ".".repeat(1_000_000).as_bytes());
}

#[test]
fn html_bombs() {
    let deep = format!("<html><body>{}Deep text here.", "<div>".repeat(100_000));
    record("deep.html", deep.as_bytes());
    record("unclosed.html", format!("<html>{}", "<p>Text. <b>".repeat(50_000)).as_bytes());
    record("attributes.html", format!("<html><p {}>Text.</p>", "a=b ".repeat(200_000)).as_bytes());
    record("lt.html", format!("<html><p>{}</p>", "<".repeat(500_000)).as_bytes());
    record("amp.html", format!("<html><p>{}</p>", "&".repeat(500_000)).as_bytes());
}

#[test]
fn nothing_and_nearly_nothing() {
    assert_eq!(record("empty.txt", b"")["text"], "");
    record("newlines.txt", b"\n\r\n\n \t \n");
    record("empty.html", b"<html></html>");
    record("combining.txt", "\u{301}\u{202e}\u{feff}\u{200d}👩‍👩‍👧‍👦 ".repeat(1000).as_bytes());
}
