//! The ledger on real pages: every page of the shared data that is there. Without the data the test says so and
//! passes. A debug build takes a few pages of each set, a release build all of them.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr)]

mod common;

use common::{clean, verify};
use flate2::read::MultiGzDecoder;
use pipeline_core::Document;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/clean");
const PAGES: usize = if cfg!(debug_assertions) { 4 } else { usize::MAX };

fn data_sets() -> Vec<PathBuf> {
    let Ok(folder) = std::fs::read_dir(DATA) else { return Vec::new() };
    let files = folder.map(|entry| entry.unwrap().path());
    let mut sets: Vec<_> = files.filter(|f| f.extension().is_some_and(|e| e == "gz")).collect();
    sets.sort();
    sets
}

fn pages(set: &Path) -> impl Iterator<Item = String> {
    let lines = BufReader::new(MultiGzDecoder::new(File::open(set).unwrap())).lines();
    lines.take(PAGES).map(|line| {
        let row: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        row["html"].as_str().unwrap().to_owned()
    })
}

#[test]
fn every_kept_byte_is_accounted_for() {
    let sets = data_sets();
    if sets.is_empty() {
        eprintln!("skipped: no pages in `{DATA}`");
    }
    let (mut count, mut runs) = (0, 0);
    for page in sets.iter().flat_map(|set| pages(set)) {
        let doc = clean(&page);
        verify(&doc);
        inserted_is_accounted_for(&doc);
        count += 1;
        runs += doc.ledger().runs().len();
    }
    eprintln!("{count} pages, {runs} runs of the ledger");
}

/// What lies in no run is white space between blocks and words, or stands for a character that the page writes
/// otherwise: a reference (`&eacute;`), or bytes that were decoded wrongly.
#[track_caller]
fn inserted_is_accounted_for(doc: &Document) {
    let (mut text, mut source) = (0, 0);
    for run in doc.ledger().runs() {
        check_gap(&doc.text()[text..run.text().start], &doc.source()[source..run.source().start]);
        (text, source) = (run.text().end, run.source().end);
    }
    check_gap(&doc.text()[text..], &doc.source()[source..]);
}

#[track_caller]
fn check_gap(inserted: &str, gap: &str) {
    let written_otherwise = gap.contains('&') || !gap.is_ascii();
    assert!(inserted.trim().is_empty() || written_otherwise, "{inserted:?} was inserted for {gap:?}");
}
