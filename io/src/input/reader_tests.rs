#![allow(clippy::unwrap_used)]
use std::fs;
use std::io::Write;

use pipeline_core::Labels;

use super::*;
use crate::{ReadContext, Schema};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            fs::write(folder.0.path().join(name), bytes).unwrap();
        }
        folder
    }

    fn read_with(&self, config: InputConfig) -> Vec<String> {
        let inputs = Arc::new(Inputs::expand(&[self.0.path().to_string_lossy()], None).unwrap());
        let reader = Reader::new(inputs, &config);
        let cx = ReadContext { config, schema: Schema::default(), labels: Labels::default() };
        let show = |item: RawItem| match item.decode(&cx) {
            Ok(decoded) => {
                let meta = serde_json::to_string(decoded.document.meta()).unwrap();
                format!("{} {:?} {meta}", decoded.document.id(), decoded.document.text())
            }
            Err(quarantine) => format!("{quarantine}"),
        };
        reader.map(show).collect()
    }

    fn read(&self) -> Vec<String> {
        self.read_with(InputConfig::default())
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_folder_of_everything() {
    let cut = gzip("{\"id\":\"a\",\"text\":\"A\"}\n".repeat(500).as_bytes());
    let folder = Folder::new(&[
        ("a.txt", b"caf\xE9 na\xEFve caf\xE9 na\xEFve"),
        ("b.html", b"<p>One"),
        ("c", b"<!doctype html><p>Two"),
        ("d.txt.gz", &gzip(b"zipped\r\n")),
        ("e.log", b"{\"text\":\"three\"}\n\n{\"id\":\"x\",\"text\":\"four\"}"),
        ("f.txt", b""),
        ("g.pdf", b"%PDF-1.4 ..."),
        ("h.json", b"{\n  \"text\": \"pretty\"\n}"),
        ("i.gz", &cut[..40]),
        ("j.jsonl", b"\xEF\xBB\xBF{\"text\":\"marked\"}\r\n{\"text\":\"\xE9\"}\n{\"text\": nope}\n"),
    ]);
    assert_eq!(
        folder.read(),
        [
            r#"a "café naïve café naïve" {"path":"a.txt","charset":"windows-1252"}"#,
            r#"b "<p>One" {"path":"b.html","format":"html","charset":"utf-8"}"#,
            r#"c "<!doctype html><p>Two" {"path":"c","format":"html","charset":"utf-8"}"#,
            r#"d "zipped\r\n" {"path":"d.txt.gz","charset":"utf-8"}"#,
            r#"e:1 "three" {}"#,
            r#"x "four" {}"#,
            r#"f "" {"path":"f.txt","charset":"utf-8"}"#,
            "`g`: input: binary: this is a PDF; expected text, HTML or JSON Lines",
            "`h`: input: this is not JSON Lines; expected one object a line (`jq -c . FILE`, or `jq -c '.[]' FILE` for an array)",
            "`i`: input: the gzip stream ends early; the file is cut off, fetch it again",
            r#"j:1 "marked" {}"#,
            "`j:2`: input: the line is not UTF-8 (found byte 0xE9); JSON Lines must be",
            "`j:3`: input: not a JSON object: expected ident",
        ]
    );
}

#[test]
fn a_cut_json_lines_file_gives_what_it_has() {
    let text: String =
        (0..5000).map(|i| format!("{{\"id\":\"r{i}\",\"text\":\"{}\"}}\n", i * 7919)).collect();
    let whole = gzip(text.as_bytes());
    let folder = Folder::new(&[("a.jsonl.gz", &whole[..whole.len() / 2]), ("b.txt", b"after")]);
    let found = folder.read();
    assert!(found.len() > 100);
    assert_eq!(found[0], r#"r0 "0" {}"#);
    let last = &found[found.len() - 2];
    assert!(
        last.starts_with("`a:")
            && last.ends_with("the gzip stream ends early; the file is cut off, fetch it again")
    );
    assert!(found[found.len() - 1].starts_with("b "));
}

#[test]
fn a_format_can_be_forced() {
    let folder = Folder::new(&[("a.jsonl", b"{\"text\":1}"), ("b.html", b"<p>")]);
    let text = InputConfig { format: InputFormat::Text, ..InputConfig::default() };
    assert_eq!(folder.read_with(text)[0], r#"a "{\"text\":1}" {"path":"a.jsonl","charset":"utf-8"}"#);
    let html = InputConfig { format: InputFormat::Html, ..InputConfig::default() };
    assert!(folder.read_with(html)[0].contains(r#""format":"html""#));
}

#[test]
fn documents_over_the_limit() {
    let folder =
        Folder::new(&[("a.txt", b"0123456789"), ("b.jsonl", b"{\"text\":\"long\"}\n{\"text\":\"\"}\n")]);
    let config = InputConfig { max_document_bytes: 11, ..InputConfig::default() };
    let found = folder.read_with(config);
    assert!(found[0].starts_with("a "));
    assert_eq!(
        found[1],
        "`b:1`: input: the document is too long: found 15 bytes, expected at most 11 bytes; split it or raise `input.max_document_bytes`"
    );
    assert_eq!(found[2], r#"b:2 "" {}"#);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_quarantined() {
    let folder = Folder::new(&[("b.txt", b"after")]);
    std::os::unix::fs::symlink("nowhere", folder.0.path().join("a.jsonl")).unwrap();
    let found = folder.read();
    assert_eq!(found[0], "`a`: input: cannot be read: no such file or directory");
    assert_eq!(found.len(), 2);
}

#[test]
fn weights_count_what_will_be_rebuilt() {
    assert_eq!(line_weight(b"{}"), 2);
    assert_eq!(line_weight(br#"{"source_length": 1000}"#), 1023);
}
