//! Measures quotations and stances on documents with gold (record v1), given their gold sentences, tokens and entities.
//!
//! ```text
//! cargo run --release -p chaffinch-stance --example gold -- seeds/gold/gold.jsonl [--show]
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation
)]

use chaffinch_stance::doc::{Doc, Mention, Paragraph, Sort, Span};
use chaffinch_stance::quotes::cues::{Cues, EMBEDDED};
use chaffinch_stance::quotes::{Buffers, Finder};
use chaffinch_stance::stance::judge::Judge;
use chaffinch_stance::stance::model::Model;
use chaffinch_stance::stance::pack::{EMBEDDED as VERBS, Verbs};
use chaffinch_stance::stance::{self, Label, Said, Scored, pairs::roll_up};
use chaffinch_stance::{QuoteKind, Quotes, Stance};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let show = args.iter().any(|a| a == "--show");
    let lines = std::fs::read_to_string(args.first().ok_or("give a file of records with gold")?)?;
    let (cues, _) = Cues::read(&[EMBEDDED])?;
    let finder = Finder::new(Quotes::default(), cues);
    let (verbs, _) = Verbs::read(&[VERBS])?;
    let judge = stance::Finder::new(Stance::default(), verbs, Judge::Model(Box::new(Model::released()?)));
    let mut totals = [[0_usize; 4]; 2];
    let mut sides = [0_usize; 6];
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line)?;
        let owned = Owned::read(&record);
        let mut buffers = Buffers::default();
        finder.find(&owned.doc(), &mut buffers);
        println!("## {}", record["id"]);
        compare(&record, &owned, &mut buffers, show, &mut totals);
        stances(&record, &owned, &buffers, &judge, show, &mut sides);
    }
    let [hit, found, gold, pair_hit, pair_found, pair_gold] = sides;
    println!("stances: holder, target, label and overlap: hit {hit} found {found} gold {gold}");
    println!("pairs: holder, target and side: hit {pair_hit} found {pair_found} gold {pair_gold}");
    for (name, [hit, found, gold, holder]) in ["direct", "indirect"].iter().zip(totals) {
        let f1 = 2.0 * hit as f32 / (found + gold).max(1) as f32;
        println!(
            "{name}: exact F1 {f1:.3} (hit {hit} found {found} gold {gold}); holder right {holder} of {hit}"
        );
    }
    Ok(())
}

fn compare(record: &Value, owned: &Owned, buffers: &mut Buffers, show: bool, totals: &mut [[usize; 4]; 2]) {
    buffers.quotes.sort_by_key(|q| (q.span.start, u32::MAX - q.span.end));
    let gold = record["layers"]["quotes"].as_array().unwrap();
    let mut used = vec![false; gold.len()];
    for quote in &buffers.quotes {
        let kind = if quote.kind == QuoteKind::Direct { "direct" } else { "indirect" };
        let total = &mut totals[usize::from(kind == "indirect")];
        total[1] += 1;
        let holder = quote.speaker.map_or("unknown", |m| owned.mentions[m].3.as_str());
        let same = gold.iter().position(|g| g["label"] == kind && owned.span(g) == quote.span);
        let text = &owned.text[quote.span.range()];
        match same {
            Some(i) => {
                used[i] = true;
                total[0] += 1;
                let right = gold[i]["holder"] == holder;
                total[3] += usize::from(right);
                if show && !right {
                    println!("  HOLDER {kind} {holder} but {} :: {text}", gold[i]["holder"]);
                }
            }
            None if show => println!("  EXTRA {kind} {holder} :: {text}"),
            None => {}
        }
    }
    for (g, used) in gold.iter().zip(used) {
        totals[usize::from(g["label"] == "indirect")][2] += 1;
        if show && !used {
            println!("  MISSED {} {} :: {}", g["label"], g["holder"], &owned.text[owned.span(g).range()]);
        }
    }
}

fn stances(
    record: &Value,
    owned: &Owned,
    buffers: &Buffers,
    judge: &stance::Finder,
    show: bool,
    sides: &mut [usize; 6],
) {
    let said: Vec<Said<'_>> = buffers
        .quotes
        .iter()
        .map(|q| {
            let speaker = q.speaker.map(|m| &owned.borrowed[m]);
            Said {
                span: q.span,
                holder: speaker.map_or("unknown", |m| m.id),
                side: speaker.map_or("unknown", |m| m.side()),
                speaker: speaker.map(|m| m.span),
                direct: q.kind == QuoteKind::Direct,
            }
        })
        .collect();
    let mut out: Vec<Scored<'_>> = Vec::new();
    judge.find(&owned.doc(), &[], &said, &mut stance::Buffers::default(), &mut out);
    let gold = record["layers"]["stances"].as_array().unwrap();
    let name = |label: Label| match label {
        Label::For => "for",
        Label::Against => "against",
        Label::Neutral => "neutral",
    };
    let mut used = vec![false; gold.len()];
    sides[1] += out.len();
    sides[2] += gold.len();
    for s in &out {
        let same = gold.iter().position(|g| {
            let span = owned.span(g);
            let meets = span.start < s.evidence.end && s.evidence.start < span.end;
            meets && g["holder"] == s.holder && g["target"] == s.target && g["label"] == name(s.label)
        });
        if let Some(i) = same.filter(|i| !used[*i]) {
            used[i] = true;
            sides[0] += 1;
        }
        if show {
            let mark = if same.is_some() { "right" } else { "EXTRA" };
            let (evidence, mention) = (&owned.text[s.evidence.range()], &owned.text[s.mention.range()]);
            println!(
                "  {mark} {} {} > {} {:+.2} ({:.2}) [{mention}] {evidence}",
                s.voice.name(),
                s.holder,
                s.target,
                s.score,
                s.confidence
            );
        }
    }
    for (g, _) in gold.iter().zip(used).filter(|(_, used)| show && !used) {
        println!(
            "  NOT FOUND {} {} > {} {} :: {}",
            g["voice"],
            g["holder"],
            g["target"],
            g["score"],
            &owned.text[owned.span(g).range()]
        );
    }
    let rows: Vec<u32> = (0..out.len() as u32).collect();
    let pairs = roll_up(&out, &rows);
    let wanted = record["pairs"].as_array().unwrap();
    sides[4] += pairs.len();
    sides[5] += wanted.len();
    let side = |score: f64| (score > 0.05) as i8 - (score < -0.05) as i8;
    for p in &pairs {
        let same = wanted.iter().find(|w| w["holder"] == p.holder && w["target"] == p.target);
        let right = same.is_some_and(|w| side(w["score"].as_f64().unwrap()) == side(p.score));
        sides[3] += usize::from(right);
        if show {
            println!(
                "  pair {} > {} {:+.2} {} {}",
                p.holder,
                p.target,
                p.score,
                p.label,
                if same.is_none() {
                    "(no gold)"
                } else if right {
                    "right"
                } else {
                    "WRONG"
                }
            );
        }
    }
}

struct Owned {
    text: String,
    offsets: Vec<u32>,
    paragraphs: Vec<Paragraph>,
    sentences: Vec<Span>,
    words: Vec<Span>,
    mentions: Vec<(Span, Sort, Option<String>, String)>,
    borrowed: Vec<Mention<'static>>,
}

impl Owned {
    fn read(record: &Value) -> Self {
        let text = record["text"].as_str().unwrap().to_owned();
        let mut offsets: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
        offsets.push(text.len() as u32);
        let mut owned = Self {
            text,
            offsets,
            paragraphs: Vec::new(),
            sentences: Vec::new(),
            words: Vec::new(),
            mentions: Vec::new(),
            borrowed: Vec::new(),
        };
        let rows = |name: &str| record["layers"][name].as_array().cloned().unwrap_or_default();
        let heading = |b: &Value| b["label"] == "title" || b["label"] == "heading";
        owned.paragraphs =
            rows("blocks").iter().map(|b| Paragraph { span: owned.span(b), heading: heading(b) }).collect();
        owned.sentences = rows("sentences").iter().map(|s| owned.span(s)).collect();
        owned.words = rows("tokens").iter().map(|s| owned.span(s)).collect();
        for e in rows("entities") {
            let string = |name: &str| e[name].as_str().map(str::to_owned);
            let (id, actor) = (string("id").unwrap(), string("actor"));
            let sort = Sort::of(e["label"].as_str().unwrap());
            owned.mentions.push((owned.span(&e), sort, actor.clone(), id.clone()));
            let leak = |s: String| -> &'static str { Box::leak(s.into_boxed_str()) };
            owned.borrowed.push(Mention { span: owned.span(&e), sort, id: leak(id), actor: actor.map(leak) });
        }
        owned
    }

    fn span(&self, row: &Value) -> Span {
        let at = |name: &str| self.offsets[row[name].as_u64().unwrap() as usize];
        Span::new(at("start"), at("end"))
    }

    fn doc(&self) -> Doc<'_> {
        Doc {
            text: &self.text,
            paragraphs: &self.paragraphs,
            sentences: &self.sentences,
            words: &self.words,
            mentions: &self.borrowed,
            year: None,
        }
    }
}
