//! Makes `models/words.bin`: `words CLASSES.tsv GIVEN.txt OUT`.
//!
//! `CLASSES.tsv` has a word, its coarse class and its fine class a line (`models/words.py` makes it from word vectors),
//! `GIVEN.txt` a given name a line.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use chaffinch_model::ModelBuilder;
use chaffinch_segment::training::word_id;
use std::collections::{BTreeMap, BTreeSet};

fn main() {
    let [classes, given, out] = std::env::args().skip(1).collect::<Vec<_>>().try_into().unwrap();
    let mut words: BTreeMap<u32, (u16, u16)> = BTreeMap::new();
    for line in std::fs::read_to_string(classes).unwrap().lines() {
        let mut parts = line.split('\t');
        let mut next = || parts.next().unwrap();
        let word = next();
        // Where two words share a hash, the more frequent one, which comes first, has it.
        words.entry(word_id(word)).or_insert((next().parse().unwrap(), next().parse().unwrap()));
    }
    let given: BTreeSet<u32> = std::fs::read_to_string(given).unwrap().lines().map(word_id).collect();
    let ids: Vec<u32> = words.keys().copied().collect();
    let coarse: Vec<u16> = words.values().map(|class| class.0).collect();
    let fine: Vec<u16> = words.values().map(|class| class.1).collect();
    let given: Vec<u32> = given.into_iter().collect();
    let file = ModelBuilder::new("words")
        .section_of("words", &ids)
        .section_of("coarse", &coarse)
        .section_of("fine", &fine)
        .section_of("given", &given)
        .finish();
    println!("{} words, {} given names, {} bytes", ids.len(), given.len(), file.len());
    std::fs::write(out, file).unwrap();
}
