//! Words that stand together since a link between them was stripped: `generalspolitical` is
//! `generals`, a link, `political`.
//!
//! A word in small letters is split where both halves are common words, there is one way to do
//! it, and the whole is no word itself. Halves have six letters or more: shorter words make
//! compounds (`feedgrains`, `planemaker`), and a compound torn apart is worse than a link that
//! shows. The list is English; other languages have no such pairs in it.

use crate::kind::{Fate, Keep};
use crate::page::Page;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Letters of the shorter half.
const LEAST: usize = 6;
/// A longer run of letters is no pair of words.
const MOST: usize = 40;

struct Words {
    common: HashSet<&'static str>,
    whole: HashSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let text = include_str!("../../data/words.txt");
    let (common, whole) = text.split_once("@whole").unwrap_or((text, ""));
    Words { common: common.lines().skip(1).collect(), whole: whole.lines().collect() }
});

/// The places in [`crate::mend::Flow::text`], ascending, where a space is missing in what is kept.
pub(crate) fn splits(page: &Page, fates: &[Fate]) -> Vec<usize> {
    let mut splits = Vec::new();
    for (block, fate) in fates.iter().enumerate() {
        if matches!(fate, Fate::Keep(Keep::Body | Keep::Quote | Keep::List)) {
            let start = page.blocks[block].clean.start;
            in_text(page.clean(block), |at| splits.push(start + at));
        }
    }
    splits
}

fn in_text(text: &str, mut found: impl FnMut(usize)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    // Looks at the end of a window first, so that several short words are passed at once.
    while let Some(window) = bytes.get(start..start + 2 * LEAST) {
        if let Some(space) = window.iter().rposition(|b| *b == b' ') {
            start += space + 1;
            continue;
        }
        let rest = &bytes[start + window.len()..];
        let end = start + window.len() + memchr::memchr(b' ', rest).unwrap_or(rest.len());
        let piece = &text[start..end];
        let word = piece.trim_matches(|c: char| c.is_ascii_punctuation());
        let at = start + (word.as_ptr() as usize - piece.as_ptr() as usize);
        if let Some(cut) = cut(word) {
            found(at + cut);
        }
        start = end + 1;
    }
}

/// Where the second word begins.
fn cut(word: &str) -> Option<usize> {
    let letters = word.bytes().all(|b| b.is_ascii_lowercase());
    if !letters || !(2 * LEAST..=MOST).contains(&word.len()) || WORDS.whole.contains(word) {
        return None;
    }
    let both = |cut: &usize| WORDS.common.contains(&word[..*cut]) && WORDS.common.contains(&word[*cut..]);
    let mut cuts = (LEAST..=word.len() - LEAST).filter(both);
    cuts.next().filter(|_| cuts.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let (mut split, mut from) = (String::new(), 0);
        in_text(text, |at| {
            split.push_str(&text[from..at]);
            split.push(' ');
            from = at;
        });
        assert_eq!(split + &text[from..], expected);
    }

    #[test]
    fn links_between_words() {
        check("of farmersreligious leaders", "of farmers religious leaders");
        check("(ministersexpected) it", "(ministers expected) it");
    }

    #[test]
    fn words_stay_whole() {
        for text in
            ["a battleground of counterterrorism", "feedgrains", "Bridgehampton", "", "überministersexpected"]
        {
            check(text, text);
        }
    }
}
