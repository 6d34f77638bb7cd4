//! Marked words that nobody says: scare quotes, terms and titles.
//!
//! `the so-called “war on rust”`, `“good” militants`, `its “technical mission”`, `under the headline “A Leap in the
//! Dark”`. A marked sentence is always somebody’s words; a few marked words are only where a verb of saying is near.

use super::assign::inner;
use super::marks::Pair;
use super::words::{Shape, Text};
use crate::grammar::Class;

/// Words that give a name rather than what somebody said.
const NAMING: &[&str] = &[
    "so-called",
    "titled",
    "entitled",
    "headlined",
    "headed",
    "nicknamed",
    "codenamed",
    "named",
    "labelled",
    "word",
    "term",
    "phrase",
    "headline",
    "slogan",
    "dubbed",
    "song",
    "film",
    "novel",
    "album",
    "book",
    "play",
    "track",
    "single",
    "episode",
    "movie",
    "paper",
    "article",
];

/// Whether the quotation opens its sentence.
pub fn starts_sentence(text: &Text<'_>, pair: &Pair) -> bool {
    text.sentence_at(pair.span.start).is_some_and(|s| s.start == pair.span.start)
}

/// Whether marked words without a speaker are too few to be somebody's words. A marked sentence never is, nor are
/// words inside a quotation that end with a mark of their own.
pub fn scare(text: &Text<'_>, pair: &Pair, short: u32) -> bool {
    if names(text, pair) {
        return true;
    }
    if !is_short(text, pair, short) {
        return false;
    }
    if claims(text, pair) {
        return false;
    }
    let inner = inner(text, pair);
    let whole = inner.ends_with(['.', '!', '?']) && (starts_sentence(text, pair) || pair.depth > 0);
    !(whole || (pair.depth > 0 && inner.ends_with(',')))
}

/// `‘took note’`, `“without reservation”`, `“the last envelope”`, and a headline that is all in marks: no terms.
fn claims(text: &Text<'_>, pair: &Pair) -> bool {
    let (from, to) = (text.word_from(pair.span.start) + 1, text.word_from(pair.span.end).saturating_sub(1));
    let words = to.saturating_sub(from);
    let paragraph = text.doc.paragraphs.get(pair.paragraph as usize);
    if words < 2 || pair.depth > 0 {
        return false;
    }
    let lower = (from..to).all(|i| !text.words[i].capital);
    let verb = (from..to).any(|i| text.finite(i) && !text.text(i).ends_with("ed"));
    let opens = text.words[from].class.is(Class::PREPOSITION) && !text.is(from, &["like", "off", "over"]);
    let determined = words > 2 && text.words[from].class.is(Class::DETERMINER);
    let headline = paragraph
        .is_some_and(|p| p.heading && p.span.start == pair.span.start && p.span.end == pair.span.end);
    headline || (lower && (verb || opens || determined))
}

fn is_short(text: &Text<'_>, pair: &Pair, short: u32) -> bool {
    let from = text.word_from(pair.span.start);
    let words = text.words[from..].iter().take_while(|w| w.span.start < pair.span.end);
    let limit = usize::try_from(short).unwrap_or(usize::MAX);
    words.filter(|w| w.shape == Shape::Word).take(limit.saturating_add(1)).count() <= limit
}

/// Whether the marked words are a term or a title, even beside a verb of saying.
pub fn term(text: &Text<'_>, pair: &Pair, short: u32) -> bool {
    names(text, pair) || (is_short(text, pair, short) && labels(text, pair))
}

/// `“good” militants`, `its “technical mission”`: the marks are about the word.
fn labels(text: &Text<'_>, pair: &Pair) -> bool {
    let (from, to) = (text.word_from(pair.span.start), text.word_from(pair.span.end));
    let Some(before) = from.checked_sub(1) else { return false };
    if inner(text, pair).ends_with([',', '.', '!', '?']) {
        return false;
    }
    let owned = text.is(before, &["its", "their"]);
    let next = text.words.get(to);
    let noun = next.is_some_and(|w| {
        w.shape == Shape::Word
            && !w.capital
            && (w.class == Class::NONE || w.class.is(Class::ROLE))
            && !text.finite(to)
    });
    let adverb = text.text(to).ends_with("ly");
    owned || (noun && !adverb) || text.is(to, &["one", "ones"])
}

/// `the song “Rain”`, `“A Leap in the Dark”`: a title, by the word before or by its capitals.
fn names(text: &Text<'_>, pair: &Pair) -> bool {
    let from = text.word_from(pair.span.start);
    let before = from.checked_sub(1).filter(|i| text.words[*i].shape == Shape::Word);
    if before.is_some_and(|i| text.is(i, NAMING)) && !inner(text, pair).ends_with(',') {
        return true;
    }
    !starts_sentence(text, pair) && capitals(text, pair, from) && !in_heading(text, pair)
}

/// Whether the marks stand in a title or heading.
pub fn in_heading(text: &Text<'_>, pair: &Pair) -> bool {
    text.is_heading(pair.paragraph as usize)
}

/// Whether every long word begins with a capital, as in a title: at least two, and no more than ten words.
fn capitals(text: &Text<'_>, pair: &Pair, from: usize) -> bool {
    let words = text.words[from..].iter().take_while(|w| w.span.start < pair.span.end);
    let (mut capital, mut all) = (0, 0);
    for word in words.filter(|w| w.shape == Shape::Word).take(11) {
        all += 1;
        capital += usize::from(word.capital);
        if word.span.end - word.span.start >= 4 && !word.capital {
            return false;
        }
    }
    capital >= 2 && all <= 10 && !inner(text, pair).ends_with([',', '!', '?'])
}
