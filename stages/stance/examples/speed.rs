//! Throughput of both stages on one core, over articles with sentences, tokens and entities.
//!
//! ```text
//! cargo run --release -p chaffinch-stance --example speed -- seeds/gold/gold.jsonl
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation
)]

use std::time::Instant;

use chaffinch_stance::doc::{Doc, Mention, Paragraph, Sort, Span};
use chaffinch_stance::quotes::{self, cues};
use chaffinch_stance::stance::judge::Judge;
use chaffinch_stance::stance::model::Model;
use chaffinch_stance::stance::{self, Said, pack};
use chaffinch_stance::{QuoteKind, Quotes, Stance};
use serde_json::Value;

struct Article {
    text: String,
    paragraphs: Vec<Paragraph>,
    sentences: Vec<Span>,
    words: Vec<Span>,
    mentions: Vec<Mention<'static>>,
}

fn main() {
    let path = std::env::args().nth(1).expect("give a file of records with gold");
    let lines = std::fs::read_to_string(path).unwrap();
    let articles: Vec<Article> = lines.lines().map(read).collect();
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    let finder = quotes::Finder::new(Quotes::default(), cues::Cues::read(&[cues::EMBEDDED]).unwrap().0);
    let judge = stance::Finder::new(
        Stance::default(),
        pack::Verbs::read(&[pack::EMBEDDED]).unwrap().0,
        Judge::Model(Box::new(Model::released().unwrap())),
    );
    let (mut found, mut buffers) = (quotes::Buffers::default(), stance::Buffers::default());
    let (mut best_quotes, mut best_stance) = (f64::MAX, f64::MAX);
    for _ in 0..30 {
        let (mut quoting, mut judging) = (0.0, 0.0);
        for _ in 0..10 {
            for article in &articles {
                let doc = article.doc();
                let start = Instant::now();
                finder.find(&doc, &mut found);
                quoting += start.elapsed().as_secs_f64();
                let mut said: Vec<Said<'_>> = found.quotes.iter().map(|q| said(&doc, q)).collect();
                said.sort_by_key(|s| (s.span.start, u32::MAX - s.span.end));
                let mut out = Vec::new();
                let start = Instant::now();
                judge.find(&doc, &[], &said, &mut buffers, &mut out);
                judging += start.elapsed().as_secs_f64();
            }
        }
        best_quotes = best_quotes.min(quoting);
        best_stance = best_stance.min(judging);
    }
    let megabytes = bytes as f64 * 10.0 / 1e6;
    println!(
        "{bytes} bytes; best of 30: quotes {:.1} MB/s, stance {:.1} MB/s",
        megabytes / best_quotes,
        megabytes / best_stance
    );
}

fn said<'a>(doc: &Doc<'a>, quote: &quotes::Quote) -> Said<'a> {
    let speaker = quote.speaker.map(|m| doc.mentions[m]);
    Said {
        span: quote.span,
        holder: speaker.map_or("unknown", |m| m.id),
        side: speaker.map_or("unknown", |m| m.side()),
        speaker: speaker.map(|m| m.span),
        direct: quote.kind == QuoteKind::Direct,
    }
}

impl Article {
    fn doc(&self) -> Doc<'_> {
        Doc {
            text: &self.text,
            paragraphs: &self.paragraphs,
            sentences: &self.sentences,
            words: &self.words,
            mentions: &self.mentions,
            year: None,
        }
    }
}

fn read(line: &str) -> Article {
    let record: Value = serde_json::from_str(line).unwrap();
    let text = record["text"].as_str().unwrap().to_owned();
    let mut offsets: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
    offsets.push(text.len() as u32);
    let span = |row: &Value| {
        let at = |name: &str| offsets[row[name].as_u64().unwrap() as usize];
        Span::new(at("start"), at("end"))
    };
    let rows = |name: &str| record["layers"][name].as_array().cloned().unwrap_or_default();
    let leak = |v: &Value| -> Option<&'static str> {
        v.as_str().map(|s| &*Box::leak(s.to_owned().into_boxed_str()))
    };
    let heading = |row: &Value| row["label"] == "title" || row["label"] == "heading";
    let mention = |row: &Value| Mention {
        span: span(row),
        sort: Sort::of(row["label"].as_str().unwrap()),
        id: leak(&row["id"]).unwrap(),
        actor: leak(&row["actor"]),
    };
    Article {
        paragraphs: rows("blocks").iter().map(|b| Paragraph { span: span(b), heading: heading(b) }).collect(),
        sentences: rows("sentences").iter().map(span).collect(),
        words: rows("tokens").iter().map(span).collect(),
        mentions: rows("entities").iter().map(mention).collect(),
        text,
    }
}
