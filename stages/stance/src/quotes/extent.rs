//! Where a reported clause ends: with the sentence, before its full stop, or before what the speaker does not say.
//!
//! | ends before | as in |
//! |---|---|
//! | the next attribution | `X said it holds, but Y said …`; `X said it holds and warned that …`; `…, adding that …` |
//! | what the subject does next | `X said it would hold and offered a prize` |
//! | the main clause | `X, which says it holds, closed the road` |
//! | an aside | `…, which …`; `…, the highest figure in years`; `…; …` |

use std::ops::Range;

use super::attribute::Attribution;
use super::classes::Noun;
use super::cues::Cue;
use super::words::{Shape, Text};
use crate::grammar::Class;

/// So many words a bracket may hold.
const BRACKET: usize = 30;

/// Where the clause after the verb ends.
pub fn end(text: &Text<'_>, found: &[Attribution], k: usize, from: usize, sentence: &Range<usize>) -> usize {
    let end = next(text, found, k, sentence);
    let end = relative(text, &found[k], from, end).unwrap_or(end);
    let end = subordinate(text, &found[k], sentence, end).unwrap_or(end);
    let dash = |i: usize| text.words[i].shape == Shape::Break && text.text(i) != ";";
    let dashed = (sentence.start..found[k].word).filter(|i| dash(*i)).count() % 2 == 1;
    let tense = tense(text, from, end);
    let stops = |i: &usize| {
        let word = &text.words[*i];
        let comma = word.shape == Shape::Comma;
        let stops = (word.shape == Shape::Break && text.text(*i) == ";" && !bracketed(text, *i, from))
            || word.shape == Shape::Colon
            || (dashed && dash(*i))
            || (comma && (text.is(i + 1, &["which", "unlike"]) || aside(text, i + 1, end)))
            || acts(text, *i, end, tense)
            || meanwhile(text, *i, (from, end))
            || (comma && says(text, i + 1 + usize::from(text.is(i + 1, &["then", "later"]))))
            || (comma && though(text, i + 1, end));
        stops && !text.in_quotes(word.span.start)
    };
    (from..end).find(stops).unwrap_or(end)
}

/// `Dockers vow to stay out as fruit rots`: in a headline, what goes on beside an infinitive is the writer’s.
fn meanwhile(text: &Text<'_>, word: usize, (from, end): (usize, usize)) -> bool {
    let infinitive = || text.is(from, &["to"]) && word > from + 1 && word + 2 < end;
    let heading = || text.is_heading(text.paragraph_at(text.words[word].span.start));
    text.is(word, &["as", "while", "amid", "after"]) && infinitive() && heading()
}

/// `…, though it gave no date`: a concession with a clause of its own is the writer’s.
fn though(text: &Text<'_>, word: usize, end: usize) -> bool {
    text.is(word, &["though", "although"]) && (word + 2..end.min(word + 8)).any(|i| text.finite(i))
}

/// `said it held, warned of floods, …`: another verb of saying without a subject after a comma.
fn says(text: &Text<'_>, word: usize) -> bool {
    let Some(verb) = text.words.get(word) else { return false };
    let form = text.text(word);
    let third = form.ends_with("ed") || form.ends_with('s') || text.is(word, &["told", "said"]);
    let follows =
        text.words.get(word + 1).is_some_and(|w| w.shape == Shape::Word && !text.is(word + 1, &["by"]));
    third && verb.cue.is(Cue::QUOTE) && verb.noun == Noun::Plain && !verb.capital && follows
}

/// Where the clause after a noun of saying ends: `the finding that it holds as “nonsense”`.
pub fn claim_end(text: &Text<'_>, from: usize, end: usize) -> usize {
    let stops = |i: &usize| {
        matches!(text.words[*i].shape, Shape::Comma | Shape::Break)
            || main_verb(text, from, *i)
            || (text.is(*i, &["as"]) && text.words.get(i + 1).is_some_and(|w| w.shape == Shape::Quote))
    };
    (from + 1..end).find(stops).unwrap_or(end)
}

/// `the claim that the dam was safe was rejected`: a second auxiliary with nothing before it that could be its subject.
fn main_verb(text: &Text<'_>, from: usize, at: usize) -> bool {
    let auxiliary = Class::BE.or(Class::MODAL).or(Class::AUXILIARY);
    let helps = |i: usize| text.words[i].class.is(auxiliary) && !text.possessive(i);
    if !helps(at) || text.words[at - 1].class.is(auxiliary.or(Class::NEGATOR).or(Class::ADVERB)) {
        return false;
    }
    let Some(verb) = (from + 1..at).rev().find(|i| text.finite(*i)) else { return false };
    let opens = Class::CLAUSE.or(Class::CONJUNCTION).or(Class::HE).or(Class::THEY).or(Class::OTHER_PRONOUN);
    !(verb + 1..at).any(|i| text.words[i].class.is(opens) && !text.words[i].class.is(Class::PREPOSITION))
}

/// Where a clause ends that the attribution stands inside (`The first, he said, was impossible`).
pub fn inserted_end(text: &Text<'_>, found: &[Attribution], k: usize, sentence: &Range<usize>) -> usize {
    let parts = |i: &usize| text.words[*i].shape == Shape::Break && text.text(*i) == ";";
    let end = next(text, found, k, sentence);
    (found[k].end..end).find(parts).unwrap_or(end)
}

/// Before the words of the next attribution of the sentence.
fn next(text: &Text<'_>, found: &[Attribution], k: usize, sentence: &Range<usize>) -> usize {
    let from = found[k].end;
    let says = Cue::THAT.or(Cue::TELL).or(Cue::ASK).or(Cue::QUOTE);
    let rest = found[k + 1..].iter().take_while(|a| a.word < sentence.end);
    let parts = |i: &usize| matches!(text.words[*i].shape, Shape::Comma | Shape::Break);
    for next in rest.filter(|a| a.cue.is(says)) {
        let joined = next.word.checked_sub(1).filter(|i| *i >= from);
        let going = text.text(next.word).ends_with("ing") && next.subject.first < from;
        if let Some(comma) = joined.filter(|i| going && text.words[*i].shape == Shape::Comma) {
            return comma;
        }
        let shared = next.subject.first < from && !next.inverted;
        let before = joined.map(|i| if text.words[i].class.is(Class::ADVERB) { i - 1 } else { i });
        if let Some(and) = before.filter(|i| shared && text.words[*i].class.is(Class::CONJUNCTION)) {
            return and;
        }
        // `assured them that it was safe and its chief called it “…”`
        let own = next
            .subject
            .first
            .checked_sub(1)
            .filter(|i| *i > from && text.words[*i].class.is(Class::CONJUNCTION));
        let calls = next.cue.is(Cue::QUOTE) && !next.inverted;
        if let Some(and) = own.filter(|_| calls && next.word > next.subject.first) {
            return and;
        }
        let dashed = (next.end..sentence.end.min(next.end + 3)).any(|i| text.words[i].shape == Shape::Break);
        let he = text.words[next.subject.first].class.is(Class::HE.or(Class::THEY));
        if next.subject.first > from && !dashed && (next.cue.is(Cue::BARE.or(Cue::TELL)) || he) {
            let limit = next.subject.first.min(next.word);
            // `said that it held, and that nobody thought otherwise`: the second clause holds the next verb
            let inside = |cut: &usize| !(*cut..limit).any(|i| text.words[i].class.is(Class::THAT));
            if let Some(cut) = (from..limit).rev().take(4).find(parts).filter(inside) {
                return cut;
            }
        }
    }
    sentence.end
}

/// `X, which says CLAUSE, VERB …`: the clause ends where the main clause goes on.
fn relative(text: &Text<'_>, attribution: &Attribution, from: usize, end: usize) -> Option<usize> {
    let before = attribution.word.checked_sub(2)?;
    let near = before.saturating_sub(2)..attribution.word;
    let opens = near
        .clone()
        .any(|i| text.is(i, &["which", "who"]) && i > 0 && text.words[i - 1].shape == Shape::Comma)
        || inside_relative(text, attribution.word);
    let goes_on = |i: &usize| {
        text.words[*i].shape == Shape::Comma
            && !text.in_quotes(text.words[*i].span.start)
            && (text.finite(i + 1) || text.words.get(i + 1).is_some_and(|w| w.cue.alone() != Cue::default()))
    };
    (from..end).find(|i| opens && goes_on(i))
}

/// `X, who kept the lamp and claimed CLAUSE, VERB …`: a comma and a relative pronoun, and no comma since.
fn inside_relative(text: &Text<'_>, verb: usize) -> bool {
    let mut back = (verb.saturating_sub(BRACKET)..verb).rev();
    let Some(mark) = back.find(|i| !matches!(text.words[*i].shape, Shape::Word | Shape::Other)) else {
        return false;
    };
    text.words[mark].shape == Shape::Comma && text.is(mark + 1, &["which", "who"])
}

/// `While X accused Y of CLAUSE, Z …`: the clause ends with the part of the sentence that the conjunction opens.
fn subordinate(
    text: &Text<'_>,
    attribution: &Attribution,
    sentence: &Range<usize>,
    end: usize,
) -> Option<usize> {
    // `Accusing the firm of CLAUSE, Mara Venn left`
    let opens = attribution.word == sentence.start && text.text(attribution.word).ends_with("ing")
        || text.is(sentence.start, &["while", "although", "though", "when", "after", "as", "because", "if"]);
    let comma =
        |i: &usize| text.words[*i].shape == Shape::Comma && !text.in_quotes(text.words[*i].span.start);
    let first = (sentence.start..end).find(comma).filter(|_| opens)?;
    (first > attribution.end).then_some(first)
}

/// What the first verb of the clause says of the time, to tell its verbs from those of the sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
    /// `would`, `will`, `is`, `had failed`, `to step back`: a simple past after *and* is another clause.
    Apart,
    /// A simple past, which may go on.
    Past,
}

fn tense(text: &Text<'_>, from: usize, end: usize) -> Tense {
    if text.is(from, &["to"]) {
        return Tense::Apart;
    }
    let verb = (from..end).find(|i| text.finite(*i) && text.mention_at(*i).is_none());
    // `had 31 drivers`: a simple past
    let owns = |i: usize| {
        let next = text.words.get(i + 1);
        let number = text.text(i + 1).starts_with(|c: char| c.is_ascii_digit());
        text.is(i, &["had"]) && (number || next.is_some_and(|w| w.class.is(Class::DETERMINER)))
    };
    let apart = verb.is_some_and(|i| {
        let helps = text.is(i, &["is", "are", "has", "have", "had", "'s", "’s"]) && !owns(i);
        text.words[i].class.is(Class::MODAL) || helps
    });
    if apart { Tense::Apart } else { Tense::Past }
}

/// `… and offered a prize`: a past tense after *and* that the subject of the sentence does.
fn acts(text: &Text<'_>, at: usize, end: usize, tense: Tense) -> bool {
    let comma = text.words[at].shape == Shape::Comma;
    let and = at + usize::from(comma);
    if !text.is(and, &["and", "but"]) || and + 2 >= end {
        return false;
    }
    let adverb = text.text(and + 1).len() > 4 && text.text(and + 1).ends_with("ly");
    let verb = and + 1 + usize::from(adverb);
    let word = text.text(verb);
    let irregular =
        ["gave", "took", "made", "went", "came", "sent", "held", "left", "won", "kept", "told", "said"];
    let past =
        (word.len() > 3 && word.ends_with("ed") && !word.starts_with("un") && !text.words[verb].capital)
            || irregular.contains(&word);
    let goes_on = comma && text.is(verb, &["has", "have", "is", "was"]);
    goes_on || past && (comma || tense == Tense::Apart) && !participles(text, at, tense)
}

/// `had failed to pay and moved away` may go on; `has been closed and sealed` does.
fn participles(text: &Text<'_>, at: usize, tense: Tense) -> bool {
    let before = at.saturating_sub(6)..at;
    let participle = |i: &usize| {
        let word = text.text(*i);
        word.len() > 3
            && word.ends_with("ed")
            && i.checked_sub(1).is_some_and(|j| text.words[j].class.is(Class::BE))
    };
    tense == Tense::Apart && before.clone().any(|i| participle(&i))
}

/// Whether a bracket is open at a word.
fn bracketed(text: &Text<'_>, at: usize, from: usize) -> bool {
    let near = from.max(at.saturating_sub(BRACKET))..at;
    let last = near.rev().find(|i| matches!(text.words[*i].shape, Shape::Open | Shape::Close));
    last.is_some_and(|i| text.words[i].shape == Shape::Open)
}

/// The start of the sentence, or of its part after the last semicolon or colon.
pub fn part_start(text: &Text<'_>, start: usize, before: usize) -> usize {
    let whom = (start..before).rev().find(|i| text.is(*i, &["whom"]));
    let comma = whom.and_then(|i| (start..i).rev().take(4).find(|j| text.words[*j].shape == Shape::Comma));
    if let Some(comma) = comma {
        return comma + 1;
    }
    let parts = |i: &usize| {
        let word = &text.words[*i];
        let mark = (word.shape == Shape::Break && text.text(*i) == ";") || word.shape == Shape::Colon;
        mark && !bracketed(text, *i, start) && !text.in_quotes(word.span.start)
    };
    (start..before).rev().find(parts).map_or(start, |i| i + 1)
}

/// `…, the highest figure in years`: what follows the comma, to the end, is a noun phrase or a participle.
pub fn aside(text: &Text<'_>, from: usize, end: usize) -> bool {
    let opens = text.is(from, &["a", "an", "the", "unlike", "known", "including"]);
    let they = Class::HE.or(Class::THEY);
    let opens_relative = |i: &usize| {
        text.words[*i].class.is(Class::RELATIVE) || (*i == from + 2 && text.words[*i].class.is(they))
    };
    let relative = (from..end).find(opens_relative).unwrap_or(end);
    let plain = |i: usize| !text.finite(i) && text.words[i].shape != Shape::Comma;
    let bare = text.words.get(from).is_some_and(|w| w.class == Class::NONE && !w.capital)
        && text.is(from + 1, &["that"]);
    if bare {
        return true;
    }
    opens && (from + 1..relative).all(plain) && end - from < 40
}
