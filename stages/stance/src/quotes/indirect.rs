//! Reported clauses: `X said that …`, `X told Y …`, `according to X, …`, `…, X said`.
//!
//! The clause begins with its conjunction and ends with the sentence, before its full stop, or before the next
//! clause that somebody else says.

use std::ops::Range;

use super::attribute::Attribution;
use super::cues::Cue;
use super::words::{Shape, Text};
use crate::doc::Span;
use crate::grammar::Class;

/// How far the conjunction may be from its verb.
const REACH: usize = 14;
/// Longer sentences are looked at this many words around the verb only.
const LONGEST: usize = 250;
/// A reported clause has at least this many words.
const LEAST: usize = 3;

/// The clauses that attribution `k` reports: none, one, or two (`that … and that …`).
pub fn clauses(text: &Text<'_>, found: &[Attribution], k: usize) -> [Option<Span>; 2] {
    let Some(words) = clause(text, found, k) else { return [None; 2] };
    let joined = (words.start + 1..words.end.saturating_sub(1))
        .find(|i| text.words[*i].class.is(Class::CONJUNCTION) && text.words[*i + 1].class.is(Class::THAT));
    match joined.filter(|_| text.words[words.start].class.is(Class::THAT)) {
        Some(and) => [trim(text, words.start..and), trim(text, and + 1..words.end)],
        None => [trim(text, words), None],
    }
}

fn clause(text: &Text<'_>, found: &[Attribution], k: usize) -> Option<Range<usize>> {
    let attribution = &found[k];
    let whole = text.words_of(text.sentence_at(text.words[attribution.word].span.start)?);
    let low = attribution.word.saturating_sub(LONGEST);
    let sentence = whole.start.max(low)..whole.end.min(attribution.end + LONGEST);
    let words = if attribution.cue.is(Cue::SOURCE) {
        source(text, attribution, &sentence)
    } else {
        let after = after(text, attribution, &sentence);
        let after = after.map(|from| from..end(text, found, k, &sentence).max(attribution.end));
        after.or_else(|| before(text, attribution, &sentence))
    };
    words.filter(|words| words.start < words.end && words.end <= text.words.len())
}

/// Where the clause after the verb begins.
fn after(text: &Text<'_>, attribution: &Attribution, sentence: &Range<usize>) -> Option<usize> {
    if attribution.inverted {
        return None;
    }
    let from = attribution.end;
    let to = (from + REACH).min(sentence.end);
    if let Some(that) = conjunction(text, from, to) {
        return attribution.cue.is(Cue::THAT).then_some(that).filter(|that| !quoted(text, that + 1));
    }
    if !attribution.cue.is(Cue::THAT) {
        return gerund(text, from, to);
    }
    if !attribution.cue.is(Cue::BARE) && infinitive(text, from, sentence) {
        return Some(from);
    }
    let told = attribution.cue.is(Cue::TELL);
    if let Some(to) = (from..to).find(|i| told && infinitive(text, *i, sentence)) {
        return Some(to);
    }
    let start = if attribution.cue.is(Cue::TELL) { past_object(text, from, to)? } else { from };
    let inserted =
        text.words.get(start).is_some_and(|w| w.shape == Shape::Comma) && comma_before(text, attribution);
    if inserted {
        return Some(part_start(text, sentence.start, attribution.subject.first));
    }
    if relative(text, attribution, start) {
        return Some(start);
    }
    let bare = attribution.cue.is(Cue::BARE.or(Cue::TELL));
    (bare && opens_clause(text, start, sentence.end)).then_some(start)
}

/// The start of the sentence, or of its part after the last semicolon.
fn part_start(text: &Text<'_>, start: usize, before: usize) -> usize {
    let semicolon =
        (start..before).rev().find(|i| text.words[*i].shape == Shape::Break && text.text(*i) == ";");
    semicolon.map_or(start, |i| i + 1)
}

/// `a group that Orland says is armed`: the clause goes on after the verb.
fn relative(text: &Text<'_>, attribution: &Attribution, start: usize) -> bool {
    let opens =
        attribution.subject.first.checked_sub(1).is_some_and(|i| text.words[i].class.is(Class::RELATIVE));
    let finite = Class::BE.or(Class::MODAL).or(Class::AUXILIARY);
    opens && attribution.cue.is(Cue::BARE) && text.words.get(start).is_some_and(|w| w.class.is(finite))
}

/// `that`, past an object or an adverb, but not past a clause of its own.
fn conjunction(text: &Text<'_>, from: usize, to: usize) -> Option<usize> {
    let ends =
        |i: usize| matches!(text.words[i].shape, Shape::Break | Shape::Stop | Shape::Quote | Shape::Colon);
    for i in from..to {
        let word = &text.words[i];
        if word.class.is(Class::THAT) {
            let relative = i > from && text.words[i - 1].class.is(Class::PREPOSITION);
            return (!relative).then_some(i);
        }
        let finite =
            word.class.is(Class::BE.or(Class::MODAL).or(Class::AUXILIARY)) && text.mention_at(i).is_none();
        if ends(i) || finite || (word.shape == Shape::Comma && i == from) {
            return None;
        }
    }
    None
}

fn quoted(text: &Text<'_>, word: usize) -> bool {
    text.words.get(word).is_none_or(|w| w.shape == Shape::Quote)
}

/// `accused Orland of hiding it`: the clause after `of` or `for`.
fn gerund(text: &Text<'_>, from: usize, to: usize) -> Option<usize> {
    let of = (from..to).find(|i| matches!(text.text(*i), "of" | "for"))?;
    let broken = (from..of).any(|i| !matches!(text.words[i].shape, Shape::Word));
    let next = text.text(of + 1);
    (!broken && next.len() > 4 && next.ends_with("ing")).then_some(of + 1)
}

/// `promised to sign it`.
fn infinitive(text: &Text<'_>, from: usize, sentence: &Range<usize>) -> bool {
    let verb = from + 1;
    let free = text.words.get(verb).is_some_and(|w| {
        w.shape == Shape::Word
            && !w.capital
            && (w.class == Class::NONE || w.class.is(Class::BE.or(Class::AUXILIARY)))
    });
    text.text(from) == "to" && verb < sentence.end && free
}

/// The word after the object of *tell*.
fn past_object(text: &Text<'_>, from: usize, to: usize) -> Option<usize> {
    let first = text.words.get(from).filter(|_| from < to)?;
    if first.class.is(Class::OTHER_PRONOUN.or(Class::THEY)) {
        return Some(from + 1);
    }
    let mut at = from;
    while at < to {
        let named = text.mention_at(at);
        let begins = at > from && (opens_with(text, at) || named.is_some_and(|m| text.first_word(m) == at));
        let object = at > from && (text.mention_at(at - 1).is_some() || plain_noun(text, at - 1));
        if begins && object {
            return Some(at);
        }
        let clause = text.words[at].class.is(Class::CLAUSE) && !text.words[at].class.is(Class::DETERMINER);
        if text.words[at].shape != Shape::Word || clause {
            return None;
        }
        at += 1;
    }
    None
}

fn plain_noun(text: &Text<'_>, word: usize) -> bool {
    let word = &text.words[word];
    word.class == Class::NONE || word.class.is(Class::ROLE)
}

fn opens_with(text: &Text<'_>, at: usize) -> bool {
    text.words[at].class.is(Class::DETERMINER.or(Class::HE).or(Class::THEY))
        || matches!(text.text(at), "we" | "I" | "there")
}

/// Whether a clause without `that` begins here: a subject, and a finite verb not far behind.
fn opens_clause(text: &Text<'_>, start: usize, ceiling: usize) -> bool {
    let Some(first) = text.words.get(start).filter(|w| w.shape == Shape::Word && start < ceiling) else {
        return false;
    };
    let named = text.mention_at(start).is_some();
    let light = Class::PREPOSITION.or(Class::CLAUSE).or(Class::CONJUNCTION).or(Class::BE).or(Class::MODAL);
    if !named && first.class.is(light) && !opens_with(text, start) {
        return false;
    }
    if !named && matches!(text.text(start), "so" | "no" | "yes" | "nothing" | "little" | "more") {
        return false;
    }
    let finite = |i: usize| {
        let word = &text.words[i];
        word.class.is(Class::BE.or(Class::MODAL).or(Class::AUXILIARY)) || verb_like(text.text(i))
    };
    (start + 1..(start + REACH).min(ceiling)).take_while(|i| text.words[*i].shape != Shape::Quote).any(finite)
}

fn verb_like(word: &str) -> bool {
    (word.len() > 3 && word.ends_with("ed"))
        || matches!(
            word,
            "fought"
                | "came"
                | "went"
                | "took"
                | "gave"
                | "made"
                | "got"
                | "held"
                | "lost"
                | "met"
                | "left"
                | "led"
                | "saw"
                | "sent"
                | "paid"
                | "began"
                | "broke"
                | "kept"
                | "put"
                | "want"
                | "wants"
                | "need"
                | "needs"
                | "enjoy"
                | "faces"
                | "face"
                | "remain"
                | "remains"
                | "intend"
                | "intends"
                | "know"
                | "knows"
                | "seek"
                | "seeks"
                | "believe"
                | "think"
                | "makes"
                | "make"
                | "take"
                | "takes"
                | "gives"
                | "give"
        )
}

/// `CLAUSE, X said`: all that stands before the comma before the subject.
fn before(text: &Text<'_>, attribution: &Attribution, sentence: &Range<usize>) -> Option<Range<usize>> {
    let says = Cue::BARE.or(Cue::TELL);
    if !attribution.cue.is(says) && !attribution.cue.is(Cue::THAT) {
        return None;
    }
    let first =
        if attribution.inverted { attribution.word } else { attribution.subject.first.min(attribution.word) };
    let comma = first.checked_sub(1).filter(|i| *i > sentence.start)?;
    let words = part_start(text, sentence.start, comma)..comma;
    let fits = text.words[comma].shape == Shape::Comma && words.len() > LEAST;
    let marked = words.clone().any(|i| text.words[i].shape == Shape::Quote && i + 3 > comma);
    let light =
        text.words[sentence.start].class.is(Class::PREPOSITION.or(Class::CLAUSE).or(Class::CONCESSION));
    let finite = words.clone().any(|i| {
        text.words[i].class.is(Class::BE.or(Class::MODAL).or(Class::AUXILIARY)) || verb_like(text.text(i))
    });
    (fits && finite && !marked && (!light || attribution.inverted)).then_some(words)
}

fn comma_before(text: &Text<'_>, attribution: &Attribution) -> bool {
    attribution.subject.first.checked_sub(1).is_some_and(|i| text.words[i].shape == Shape::Comma)
}

/// `According to X, CLAUSE` or `CLAUSE, according to X`.
fn source(text: &Text<'_>, attribution: &Attribution, sentence: &Range<usize>) -> Option<Range<usize>> {
    if attribution.word > sentence.start + 1 {
        let comma = (sentence.start..attribution.word).rev().find(|i| text.words[*i].shape == Shape::Comma);
        let end = comma.filter(|i| *i + 2 >= attribution.word)?;
        return Some(part_start(text, sentence.start, end)..end);
    }
    let comma = (attribution.end..sentence.end).find(|i| text.words[*i].shape == Shape::Comma)?;
    let second = (comma + 1..(comma + 16).min(sentence.end)).find(|i| text.words[*i].shape == Shape::Comma);
    let apposition = text.words[comma + 1..].first().is_some_and(|w| w.class.is(Class::DETERMINER))
        && second.is_some_and(|to| {
            !(comma..to).any(|i| text.words[i].class.is(Class::BE) || verb_like(text.text(i)))
        });
    let from = if apposition { second? + 1 } else { comma + 1 };
    let end = (from..sentence.end)
        .find(|i| text.words[*i].shape == Shape::Comma && aside(text, i + 1, sentence.end));
    Some(from..end.unwrap_or(sentence.end))
}

/// Where the clause after the verb ends: with the sentence, or before the words of the next attribution.
fn end(text: &Text<'_>, found: &[Attribution], k: usize, sentence: &Range<usize>) -> usize {
    let from = found[k].end;
    let says = Cue::BARE.or(Cue::TELL);
    let next = found.get(k + 1).filter(|a| a.word < sentence.end && a.subject.first > from && a.cue.is(says));
    let limit = next.map_or(sentence.end, |a| a.subject.first.min(a.word));
    let parts = |i: &usize| matches!(text.words[*i].shape, Shape::Comma | Shape::Break);
    let cut = next.and_then(|_| (from..limit).rev().take(4).find(parts));
    let end = cut.unwrap_or(sentence.end);
    let stops = |i: &usize| {
        let which = |i: usize| {
            text.words.get(i).is_some_and(|w| w.class.is(Class::RELATIVE)) && text.text(i) == "which"
        };
        let comma = text.words[*i].shape == Shape::Comma;
        (text.words[*i].shape == Shape::Break && text.text(*i) == ";")
            || (comma && (which(i + 1) || aside(text, i + 1, end)))
    };
    (from..end).find(stops).unwrap_or(end)
}

/// `…, the highest figure in years`: what follows the comma, to the end, is a noun phrase or a participle.
fn aside(text: &Text<'_>, from: usize, end: usize) -> bool {
    let opens = matches!(text.text(from), "a" | "an" | "the" | "unlike" | "known" | "including");
    let relative = (from..end).find(|i| text.words[*i].class.is(Class::RELATIVE)).unwrap_or(end);
    let plain = |i: usize| {
        let word = &text.words[i];
        let finite =
            word.class.is(Class::BE.or(Class::MODAL).or(Class::AUXILIARY)) || verb_like(text.text(i));
        !finite && word.shape != Shape::Comma
    };
    opens && (from + 1..relative).all(plain) && end - from < 40
}

fn trim(text: &Text<'_>, words: Range<usize>) -> Option<Span> {
    let mut words = words;
    while words.start < words.end
        && matches!(text.words[words.start].shape, Shape::Comma | Shape::Colon | Shape::Break)
    {
        words.start += 1;
    }
    while words.start < words.end
        && matches!(text.words[words.end - 1].shape, Shape::Stop | Shape::Comma | Shape::Break)
    {
        words.end -= 1;
    }
    let spoken = text.words[words.clone()].iter().filter(|w| w.shape == Shape::Word).take(LEAST).count();
    if spoken < LEAST || quoted(text, words.start) {
        return None;
    }
    Some(Span::new(text.words[words.start].span.start, text.words[words.end - 1].span.end))
}
