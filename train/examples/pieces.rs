//! Questions in the pieces of a vocabulary, to fine-tune an encoder on (`models/encoder.py`).
//!
//! ```text
//! cargo run --release -p chaffinch-train --example pieces -- vocab.txt shown|hidden GOLD... > questions.jsonl
//! ```
//!
//! A line a question: its `row` of the gold, `ids`, which of them are the `target` and the `holder` with their marks, and the
//! `side`, 1 for, 0 neutral, −1 against.

#![allow(clippy::print_stdout)]

use chaffinch_train::{data, stance};
use serde_json::json;
use std::path::PathBuf;

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [vocabulary, mentions, gold @ ..] = args.as_slice() else {
        return Err("usage: pieces VOCABULARY shown|hidden GOLD...".to_owned());
    };
    let pieces =
        std::fs::read_to_string(vocabulary).map_err(|e| format!("cannot read `{vocabulary}`: {e}"))?;
    let mentions = mentions.parse().map_err(|why| format!("the second argument: {why}"))?;
    let gold: Vec<PathBuf> = gold.iter().map(PathBuf::from).collect();
    let questions = data::questions(&gold).map_err(|e| e.to_string())?;
    let asked = stance::pieces(&pieces, mentions, &questions).map_err(|e| e.to_string())?;
    for (question, asked) in questions.iter().zip(asked) {
        let Some(asked) = asked else { continue };
        let range = |range: std::ops::Range<usize>| [range.start, range.end];
        let (target, holder) = (range(asked.target), asked.holder.map(range));
        let row = json!({"row": question.row, "ids": asked.ids, "target": target, "holder": holder, "side": question.side});
        println!("{row}");
    }
    Ok(())
}
