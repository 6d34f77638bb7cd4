//! Scores the sentences of `segment` against gold: `score FILE.jsonl.gz … [--errors N]`.
//!
//! Gold: JSON Lines with `text` and `sentences` ([[start, end], …] in characters). Without arguments it looks
//! for the project's data folder and says so when that is absent.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

use chaffinch_segment::{Segment, Segmented, Segmenter};
use flate2::read::GzDecoder;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/sentences");
const FILES: [&str; 6] = [
    "golden_rules_en.test",
    "pragmatic_segmenter_en_spec.test",
    "ud_ewt.train",
    "ud_ewt.dev",
    "ud_gum_ccby.train",
    "ud_gum_ccby.dev",
];

#[derive(Default)]
struct Score {
    documents: usize,
    perfect: usize,
    gold: usize,
    found: usize,
    right: usize,
    bytes: usize,
    time: Duration,
}

fn main() {
    let mut errors = 0;
    let mut files = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--errors" {
            errors = args.next().and_then(|n| n.parse().ok()).unwrap_or(20);
        } else {
            files.push(arg);
        }
    }
    if files.is_empty() {
        if !Path::new(DATA).is_dir() {
            println!("skipped: no data at {DATA}");
            return;
        }
        files = FILES.iter().map(|name| format!("{DATA}/{name}.jsonl.gz")).collect();
    }
    for file in files {
        if Path::new(&file).is_file() {
            score(&file, errors);
        } else {
            println!("skipped: no file {file}");
        }
    }
}

fn score(file: &str, mut errors: usize) {
    let segmenter = Segmenter::new(&Segment::default());
    let mut found = Segmented::default();
    let mut score = Score::default();
    for line in BufReader::new(GzDecoder::new(File::open(file).unwrap())).lines() {
        let row: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = row["text"].as_str().unwrap();
        let Some(gold) = gold(text, &row["sentences"]) else { continue };
        let clock = Instant::now();
        segmenter.segment(text, &mut found);
        score.time += clock.elapsed();
        score.add(text, &gold, found.sentences());
        errors = show(text, &gold, found.sentences(), errors);
    }
    score.print(file);
}

/// Gold spans in bytes; `None` where the row has none (its sentences are not parts of its text).
fn gold(text: &str, spans: &serde_json::Value) -> Option<Vec<std::ops::Range<usize>>> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let at = |n: &serde_json::Value| bytes[usize::try_from(n.as_u64().unwrap()).unwrap()];
    Some(spans.as_array()?.iter().map(|span| at(&span[0])..at(&span[1])).collect())
}

fn show(
    text: &str,
    gold: &[std::ops::Range<usize>],
    found: &[std::ops::Range<usize>],
    mut errors: usize,
) -> usize {
    let ends = |spans: &[std::ops::Range<usize>]| spans.iter().map(|span| span.end).collect::<Vec<_>>();
    let (gold, found) = (ends(gold), ends(found));
    let missed = gold.iter().filter(|end| !found.contains(end)).map(|&end| ("missed", end));
    let extra = found.iter().filter(|end| !gold.contains(end)).map(|&end| ("extra ", end));
    for (what, end) in missed.chain(extra) {
        if errors == 0 {
            break;
        }
        errors -= 1;
        let from = floor(text, end.saturating_sub(50));
        let to = floor(text, end + 40);
        println!("{what} {:?} || {:?}", &text[from..end], &text[end..to]);
    }
    errors
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

impl Score {
    fn add(&mut self, text: &str, gold: &[std::ops::Range<usize>], found: &[std::ops::Range<usize>]) {
        let right = found.iter().filter(|span| gold.contains(span)).count();
        self.documents += 1;
        self.perfect += usize::from(right == gold.len() && right == found.len());
        self.gold += gold.len();
        self.found += found.len();
        self.right += right;
        self.bytes += text.len();
    }

    #[allow(clippy::cast_precision_loss)]
    fn print(&self, file: &str) {
        let (precision, recall) =
            (self.right as f64 / self.found as f64, self.right as f64 / self.gold as f64);
        println!(
            "{:45} documents {:4}, all right {:4}   P {precision:.4} R {recall:.4} F1 {:.4}   {:.0} MB/s",
            Path::new(file).file_name().unwrap().to_string_lossy(),
            self.documents,
            self.perfect,
            2.0 * precision * recall / (precision + recall),
            self.bytes as f64 / self.time.as_secs_f64() / 1e6
        );
    }
}
