//! Words in marks in a headline: whoever says them in the text.
//!
//! Headlines quote without saying whom: `Dam seen as ‘rude awakening’ for Orland`. Where the same words stand in a
//! quotation of the text below, its speaker is theirs.

use super::assign::Assigned;
use super::marks::Pair;
use super::words::{Shape, Text};
use crate::doc::Paragraph;

/// So many quotations in headlines are looked up in a document.
const MOST: usize = 8;
/// So many quotations of the text are compared with each.
const AMONG: usize = 400;
/// A headline has fewer bytes.
const LINE: usize = 120;
/// Longer words in marks are compared up to here.
const LONGEST: usize = 24;

/// Gives quotations in headlines the speaker of the same words in the text.
pub fn assign(text: &Text<'_>, out: &mut [Assigned]) {
    let heading = |p: &Pair| {
        text.doc.paragraphs.get(p.paragraph as usize).is_some_and(|b| b.heading || headline(text, b))
    };
    let echoes = (0..text.pairs.len()).filter(|i| text.pairs[*i].depth == 0 && heading(&text.pairs[*i]));
    for i in echoes.take(MOST).collect::<Vec<_>>() {
        let words = keys(text, &text.pairs[i]);
        if words.len() < 2 {
            continue;
        }
        let said = |j: &usize| {
            let pair = &text.pairs[*j];
            out[*j].spoken && !heading(pair) && holds(text, pair, &words)
        };
        let among = (0..text.pairs.len()).take(AMONG).filter(|j| *j != i).filter(said);
        let from = among.min_by_key(|j| (text.pairs[*j].span.end - text.pairs[*j].span.start, *j));
        if let Some(j) = from {
            out[i] = Assigned { cue: out[i].cue, who: out[j].who, spoken: true };
        }
    }
}

/// Whether a paragraph is short and ends without a full stop.
fn headline(text: &Text<'_>, paragraph: &Paragraph) -> bool {
    let body =
        text.doc.text.get(paragraph.span.range()).unwrap_or("").trim_end_matches(['”', '"', '’', '\'', ' ']);
    body.len() < LINE && !body.ends_with(['.', '!', '?', ',', ':', ';'])
}

fn keys(text: &Text<'_>, pair: &Pair) -> Vec<u64> {
    let from = text.word_from(pair.span.start);
    let inside = text.words[from..].iter().take_while(|w| w.span.start < pair.span.end);
    let words = inside.enumerate().filter(|(_, w)| w.shape == Shape::Word).map(|(n, _)| from + n);
    words.take(LONGEST).map(|i| crate::table::key(text.text(i))).collect()
}

/// Whether the words stand in the quotation, one after the other.
fn holds(text: &Text<'_>, pair: &Pair, words: &[u64]) -> bool {
    let (from, to) = (text.word_from(pair.span.start), text.word_from(pair.span.end));
    (from..to.min(from + 300)).any(|start| {
        let mut said = (start..to).filter(|i| text.words[*i].shape == Shape::Word);
        words.iter().all(|key| said.next().is_some_and(|i| crate::table::key(text.text(i)) == *key))
    })
}
