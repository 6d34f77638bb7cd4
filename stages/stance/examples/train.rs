//! Trains the linear model of `chaffinch-stance` and measures it. Deterministic: same data, same bytes.
//!
//! ```text
//! cargo run --release -p chaffinch-stance --example train -- FOLDER [OUT.bin]
//! ```
//!
//! FOLDER holds `newsmtsc.train.jsonl.gz`, `newsmtsc_mt.dev.jsonl.gz` and `newsmtsc_rw.dev.jsonl.gz` (records with
//! `text`, `target_span` in characters, `label`). Weights are fitted on train by AdaGrad; the class priors and the
//! number of passes are chosen on the two dev sets; then weights are rounded to one byte.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation
)]

use std::io::Read as _;
use std::ops::Range;
use std::path::Path;

use chaffinch_stance::split;
use chaffinch_stance::stance::features::{BITS, Sink, extract};
use chaffinch_stance::stance::model::Model;
use chaffinch_stance::tok::Sentence;

const RATE: f32 = 0.2;
const DECAY: f32 = 3e-5;
const PASSES: usize = 14;

struct Row {
    sentence: Sentence,
    target: Range<usize>,
    label: usize,
    sparse: Vec<u32>,
    dense: Vec<(u32, f32)>,
}

impl Sink for Row {
    fn sparse(&mut self, bucket: usize) {
        self.sparse.push(bucket as u32);
    }
    fn dense(&mut self, bucket: usize, value: f32) {
        self.dense.push((bucket as u32, value));
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(args.first().expect("give the folder of the data"));
    let train = load(&folder.join("newsmtsc.train.jsonl.gz"));
    let dev =
        [load(&folder.join("newsmtsc_mt.dev.jsonl.gz")), load(&folder.join("newsmtsc_rw.dev.jsonl.gz"))];
    println!("train {} mt {} rw {}", train.len(), dev[0].len(), dev[1].len());

    let mut fit = Fit::new();
    let mut best = (0.0, Vec::new(), [0.0; 3]);
    for pass in 0..PASSES {
        fit.pass(&train, pass as u64);
        let scored: Vec<Vec<([f32; 3], usize)>> = dev.iter().map(|set| scores(&fit.weights, set)).collect();
        let (biases, f1) = tune(&scored);
        println!(
            "pass {pass}: mt {:.3} rw {:.3} (priors {biases:?})",
            macro_f1(&scored[0], biases),
            macro_f1(&scored[1], biases)
        );
        if f1 > best.0 {
            best = (f1, fit.weights.clone(), biases);
        }
    }
    let (_, weights, biases) = best;
    let bytes = quantise(&weights, biases);
    let model = Model::read(&bytes).unwrap();
    for (name, set) in ["mt", "rw"].iter().zip(&dev) {
        let judged: Vec<([f32; 3], usize)> = set.iter().map(|row| (judge(&model, row), row.label)).collect();
        println!("quantised {name}: macro-F1 {:.3}", macro_f1(&judged, [0.0; 3]));
    }
    if let Some(out) = args.get(1) {
        std::fs::write(out, &bytes).unwrap();
        println!("wrote {out}: {} bytes", bytes.len());
    }
}

fn judge(model: &Model<'_>, row: &Row) -> [f32; 3] {
    let odds = model.judge(&row.sentence, row.target.clone());
    [odds.against, odds.neutral, odds.favor]
}

fn load(path: &Path) -> Vec<Row> {
    let mut text = String::new();
    let file = std::fs::File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text.lines().map(row).collect()
}

fn row(line: &str) -> Row {
    let value: serde_json::Value = serde_json::from_str(line).unwrap();
    let text = value["text"].as_str().unwrap();
    let at = |i: usize| byte(text, value["target_span"][i].as_u64().unwrap() as usize);
    let span = at(0)..at(1);
    let mut sentence = Sentence::default();
    sentence.fill(text, split::words(text));
    let inside =
        |t: &chaffinch_stance::tok::Tok| (t.start as usize) < span.end && (t.end as usize) > span.start;
    let start = sentence.toks.iter().position(inside).unwrap_or(0);
    let end = sentence.toks.iter().rposition(inside).map_or(start + 1, |i| i + 1);
    let label = match value["label"].as_str().unwrap() {
        "negative" => 0,
        "neutral" => 1,
        _ => 2,
    };
    let mut row = Row { sentence, target: start..end, label, sparse: Vec::new(), dense: Vec::new() };
    let sentence = std::mem::take(&mut row.sentence);
    extract(&sentence, start..end, &mut row);
    row.sentence = sentence;
    row
}

fn byte(text: &str, chars: usize) -> usize {
    text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at)
}

struct Fit {
    weights: Vec<f32>,
    squares: Vec<f32>,
}

impl Fit {
    fn new() -> Self {
        let size = 3 << BITS;
        Self { weights: vec![0.0; size], squares: vec![1e-2; size] }
    }

    fn pass(&mut self, rows: &[Row], seed: u64) {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1;
        for i in (1..order.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, (state >> 33) as usize % (i + 1));
        }
        for i in order {
            self.step(&rows[i]);
        }
    }

    fn step(&mut self, row: &Row) {
        let odds = softmax(score(&self.weights, row));
        let norm = 1.0 / (row.sparse.len().max(1) as f32).sqrt();
        for (class, odds) in odds.into_iter().enumerate() {
            let error = odds - f32::from(u8::from(class == row.label));
            for bucket in &row.sparse {
                self.update(3 * *bucket as usize + class, error * norm);
            }
            for (bucket, value) in &row.dense {
                self.update(3 * *bucket as usize + class, error * value);
            }
        }
    }

    fn update(&mut self, at: usize, gradient: f32) {
        let gradient = gradient + DECAY * self.weights[at];
        self.squares[at] += gradient * gradient;
        self.weights[at] -= RATE * gradient / self.squares[at].sqrt();
    }
}

fn score(weights: &[f32], row: &Row) -> [f32; 3] {
    let norm = 1.0 / (row.sparse.len().max(1) as f32).sqrt();
    let mut out = [0.0; 3];
    for (class, sum) in out.iter_mut().enumerate() {
        let sparse: f32 = row.sparse.iter().map(|b| weights[3 * *b as usize + class]).sum();
        let dense: f32 = row.dense.iter().map(|(b, v)| v * weights[3 * *b as usize + class]).sum();
        *sum = sparse * norm + dense;
    }
    out
}

fn softmax(scores: [f32; 3]) -> [f32; 3] {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers = scores.map(|s| (s - top).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|p| p / sum)
}

fn scores(weights: &[f32], rows: &[Row]) -> Vec<([f32; 3], usize)> {
    rows.iter().map(|row| (score(weights, row), row.label)).collect()
}

/// Class priors that maximise the mean macro-F1 of the dev sets, on a small grid.
fn tune(sets: &[Vec<([f32; 3], usize)>]) -> ([f32; 3], f32) {
    let steps = || (-4..=4).map(|n| n as f32 * 0.1);
    let mut best = ([0.0; 3], 0.0);
    for against in steps() {
        for favor in steps() {
            let biases = [against, 0.0, favor];
            let f1 = sets.iter().map(|set| macro_f1(set, biases)).sum::<f32>() / sets.len() as f32;
            if f1 > best.1 {
                best = (biases, f1);
            }
        }
    }
    best
}

fn macro_f1(rows: &[([f32; 3], usize)], biases: [f32; 3]) -> f32 {
    let mut table = [[0_u32; 3]; 3];
    for (scores, label) in rows {
        let biased: Vec<f32> = scores.iter().zip(biases).map(|(s, b)| s + b).collect();
        let top = (0..3).max_by(|a, b| biased[*a].total_cmp(&biased[*b])).unwrap();
        table[*label][top] += 1;
    }
    let f1 = |c: usize| {
        let hit = table[c][c] as f32;
        let gold: u32 = table[c].iter().sum();
        let found: u32 = table.iter().map(|row| row[c]).sum();
        2.0 * hit / (gold + found).max(1) as f32
    };
    (0..3).map(f1).sum::<f32>() / 3.0
}

fn quantise(weights: &[f32], biases: [f32; 3]) -> Vec<u8> {
    let mut scales = [1.0_f32; 3];
    let mut bytes = vec![0_i8; weights.len()];
    for (class, scale) in scales.iter_mut().enumerate() {
        let own = || weights.iter().skip(class).step_by(3);
        let top = own().fold(0.0_f32, |m, w| m.max(w.abs()));
        *scale = (top / 127.0).max(1e-6);
        for (i, w) in own().enumerate() {
            bytes[3 * i + class] = (w / *scale).round() as i8;
        }
    }
    Model::write(scales, biases, &bytes)
}
