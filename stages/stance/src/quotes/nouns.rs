//! The parts of a noun phrase: where it begins, its head, the names in it, and what sort of noun the head is.

use std::ops::Range;

use super::classes::Noun;
use super::words::{Shape, Text};
use crate::grammar::Class;

/// So many mentions of a phrase are looked at.
const NAMES: usize = 8;

/// Without words that open a sentence: `But`, `also`.
pub fn trim(text: &Text<'_>, words: Range<usize>) -> Range<usize> {
    let mut words = words.start..words.end.min(text.words.len());
    let light = Class::CONJUNCTION.or(Class::CONTRAST).or(Class::ADVERB);
    while words.start < words.end {
        let word = &text.words[words.start];
        let opens = word.class.is(light) && !word.class.is(Class::DETERMINER.or(Class::ROLE));
        let mark = !matches!(word.shape, Shape::Word | Shape::Other);
        if !(opens || mark) || text.mention_at(words.start).is_some() {
            break;
        }
        words.start += 1;
    }
    let trails = |i: usize| {
        matches!(text.words[i].shape, Shape::Comma | Shape::Stop)
            || text.is(i, &["there", "here", "too", "himself", "herself"])
    };
    let of = |i: usize| text.is(i, &["of", "to", "with", "for"]);
    while words.start + 1 < words.end && (trails(words.end - 1) || of(words.end - 1)) {
        words.end -= 1;
    }
    words
}

/// One past the head: where a preposition or a relative clause begins.
pub fn core(text: &Text<'_>, words: Range<usize>) -> usize {
    let after = |i: &usize| {
        let word = &text.words[*i];
        let opens = word.class.is(Class::PREPOSITION.or(Class::RELATIVE)) || word.shape == Shape::Comma;
        opens && text.mention_at(*i).is_none() && !text.is(*i, &["that", "than"])
    };
    (words.start + 1..words.end).find(after).unwrap_or(words.end)
}

/// The noun that the phrase is about: `official` in `a senior official in Orland`.
pub fn head(text: &Text<'_>, words: Range<usize>) -> Option<usize> {
    let end = core(text, words.clone());
    let last = (words.start..end).rev().find(|i| text.words[*i].shape == Shape::Word)?;
    // `one of their lawyers`, `a group of officials`: the noun after `of`
    let light =
        text.is(last, &["one", "some", "many", "most", "several", "all", "both", "group", "number", "each"]);
    let of = light && text.is(end, &["of"]) && end + 1 < words.end;
    if of {
        let inner = end + 1..words.end;
        let end = core(text, inner.clone());
        return (inner.start..end).rev().find(|i| text.words[*i].shape == Shape::Word);
    }
    Some(last)
}

/// The mentions of a range that may speak, the one that reaches into it first.
pub fn names(text: &Text<'_>, words: Range<usize>) -> [Option<usize>; NAMES] {
    let mut out = [None; NAMES];
    let reach = text.mention_at(words.start).filter(|m| text.first_word(*m) < words.start);
    for (slot, mention) in out.iter_mut().zip(reach.into_iter().chain(text.mentions_in(words))) {
        *slot = Some(mention);
    }
    out
}

/// Whether a possessive follows the mention.
pub fn owns(text: &Text<'_>, mention: usize) -> bool {
    text.is_s(text.word_after(mention))
}

/// Whether a preposition stands right before the mention inside the phrase.
pub fn governed(text: &Text<'_>, mention: usize, first: usize) -> bool {
    let at = text.first_word(mention);
    let before = (first..at).rev().find(|i| {
        let word = &text.words[*i];
        !(word.class.is(Class::DETERMINER) || word.shape == Shape::Word && word.capital)
    });
    before.is_some_and(|i| text.words[i].class.is(Class::PREPOSITION))
}

/// Whether the phrase means somebody who is known already.
pub fn definite(text: &Text<'_>, word: usize) -> bool {
    text.is(word, &["the", "this", "that", "these", "those"])
}

/// Whether the word stands in this paragraph or the one before.
pub fn near_word(text: &Text<'_>, word: usize, at: usize) -> bool {
    let paragraph = |i: usize| text.paragraph_at(text.words[i].span.start);
    paragraph(word) + 1 >= paragraph(at)
}

/// Whether the mention stands in this paragraph or the one before.
pub fn near(text: &Text<'_>, mention: usize, at: usize) -> bool {
    let here = text.paragraph_at(text.words[at].span.start);
    text.paragraph_at(text.mention(mention).span.start) + 1 >= here
}

/// Whether the noun is one of people.
pub fn is_human(text: &Text<'_>, word: usize) -> bool {
    match text.words[word].noun {
        Noun::Office | Noun::Voice | Noun::Own => true,
        Noun::State | Noun::Body | Noun::Paper => false,
        Noun::Plain => text.words[word].class.is(Class::ROLE) || agentive(text.text(word)),
    }
}

/// `the full-back`, `the striker`, `the Swede`: nouns that may mean a person.
pub fn personal(text: &Text<'_>, head: usize) -> bool {
    let word = text.text(head);
    let ends = ["er", "or", "ist", "ian", "man", "woman", "star", "veteran"];
    let inanimate = ["paper", "letter", "order", "number", "error", "chapter", "poster", "tower", "river"];
    let acts = ends.iter().any(|end| word.ends_with(end)) && !inanimate.contains(&word);
    text.words[head].capital || word.contains('-') || acts
}

/// `striker`, `guitarist`, `fireman`: a noun made from what somebody does.
pub fn agentive(word: &str) -> bool {
    let ends = ["ist", "man", "woman", "men", "women", "ian"];
    word.len() > 4 && ends.iter().any(|end| word.ends_with(end))
}

/// Whether the noun looks like a plural.
pub fn is_plural(word: &str) -> bool {
    let ends = word.len() > 3 && (word.ends_with('s') && !word.ends_with("ss") || word.ends_with("men"));
    let irregular = ["people", "men", "police", "many", "some", "others", "most"];
    ends && !word.eq_ignore_ascii_case("specimen")
        || irregular.iter().any(|one| word.eq_ignore_ascii_case(one))
}
