//! Reported clauses in front of who said them: `CLAUSE, X said`, `CLAUSE, according to X`, and those that go on behind:
//! `The hard part, said Mara Venn, was the dam`.

use std::ops::Range;

use super::attribute::Attribution;
use super::classes::TIME;
use super::cues::Cue;
use super::extent;
use super::indirect::{LEAST, NOUNS, REACH, denied, going, said, whole_quote};
use super::words::{Shape, Text};
use crate::grammar::Class;

/// `CLAUSE, X said`: all that stands before the comma before the subject.
pub(super) fn before(
    text: &Text<'_>,
    attribution: &Attribution,
    sentence: &Range<usize>,
) -> Option<Range<usize>> {
    if !attribution.cue.is(Cue::THAT) || denied(text, attribution, sentence) {
        return None;
    }
    let first =
        if attribution.inverted { attribution.word } else { attribution.subject.first.min(attribution.word) };
    let comma = first.checked_sub(1).filter(|i| *i > sentence.start)?;
    let relative = |i: usize| text.is(i, &["that", "which", "who"]);
    if (first..attribution.word).any(relative) && !attribution.cue.is(Cue::BARE) {
        return None;
    }
    let joint = text.words[first].class.is(Class::CONJUNCTION.or(Class::CONTRAST)) && !attribution.inverted;
    let quote_next = text.words.get(attribution.end).is_some_and(|w| w.shape == Shape::Comma)
        && text.words.get(attribution.end + 1).is_some_and(|w| w.shape == Shape::Quote);
    if joint || !(attribution.inverted || closes(text, attribution, sentence.end)) {
        return None;
    }
    let start = extent::part_start(text, sentence.start, comma);
    let words = start..comma;
    let set_off = text.words[comma].shape == Shape::Comma;
    let fits = set_off && words.len() >= LEAST;
    let marked = whole_quote(text, start, comma);
    // `It was late, she said, “but not too late”`; not `On Monday, she said, “it was late”`
    let last = comma - 1; // the sentence begins before the comma
    let unfinished = text.words[last].class.is(Class::BE.or(Class::PREPOSITION)) || going(text.text(last));
    if quote_next && (marked || unfinished || !words.clone().any(|i| text.finite(i))) {
        return None;
    }
    let turned = attribution.inverted || attribution.cue.is(Cue::TELL);
    // `Without the cuts, Venn told this newspaper, the money would have run out`
    let opening = attribution.cue.is(Cue::TELL)
        && !words.clone().any(|i| text.finite(i) || text.words[i].class.is(TIME));
    let reach = if opening { NOUNS } else { 3 };
    let inserted = turned && inserted(text, attribution, sentence.end, reach);
    if set_off && !words.is_empty() && !marked && inserted {
        return Some(start..sentence.end);
    }
    let demonstrative = text.is(start, &["that", "this"]) && text.finite(start + 1);
    let light = text.words[start].class.is(Class::PREPOSITION.or(Class::CLAUSE).or(Class::CONCESSION))
        && !demonstrative;
    // `New models improve the system, the maker said`: a present that no list has
    let heading = text.is_heading(text.paragraph_at(text.words[start].span.start));
    let headline = attribution.end >= sentence.end && heading;
    let finite =
        words.clone().any(|i| text.finite(i)) || (said(text, attribution) && words.len() > NOUNS) || headline;
    let inner = words.clone().any(|i| text.words[i].shape == Shape::Comma);
    let participle = inner && (text.text(start).ends_with("ed") || text.text(start).ends_with("ing"));
    (fits && finite && !marked && !((light || participle) && !clause_after(text, &words))).then_some(words)
}

/// Whether nothing but a time or an audience follows the verb: `…, X said on Friday`.
fn closes(text: &Text<'_>, attribution: &Attribution, end: usize) -> bool {
    let says = attribution.cue.is(Cue::BARE.or(Cue::TELL));
    let next = text.words.get(attribution.end).filter(|_| attribution.end < end);
    says || next.is_none_or(|w| {
        matches!(w.shape, Shape::Stop | Shape::Comma | Shape::Break)
            || w.class.is(TIME)
            || text.is(attribution.end, &["on", "in"])
    })
}

/// `The hard part, said Mr. Venn, was …`: the sentence goes on after the words between commas.
fn inserted(text: &Text<'_>, attribution: &Attribution, end: usize, reach: usize) -> bool {
    let comma =
        (attribution.end..end.min(attribution.end + REACH)).find(|i| text.words[*i].shape == Shape::Comma);
    comma.is_some_and(|i| {
        i + 2 < end
            && (i + 1..end.min(i + reach)).any(|j| text.finite(j))
            && text.words[i + 1].shape != Shape::Quote
    })
}

/// Whether a main clause follows the comma after what opens the sentence: `In 2020, sales fell`.
fn clause_after(text: &Text<'_>, words: &Range<usize>) -> bool {
    let comma = words.clone().find(|i| text.words[*i].shape == Shape::Comma);
    comma.is_some_and(|i| (i + 1..words.end).any(|j| text.finite(j)))
}

/// `According to X, CLAUSE`, `CLAUSE, according to X`, or `NOUN, according to X, VERB`.
pub(super) fn source(
    text: &Text<'_>,
    attribution: &Attribution,
    sentence: &Range<usize>,
) -> Option<Range<usize>> {
    let start = extent::part_start(text, sentence.start, attribution.word);
    let open = (start..attribution.word).all(|i| {
        text.words[i].class.is(Class::CONJUNCTION.or(Class::CONTRAST).or(Class::ADVERB))
            || text.words[i].shape == Shape::Comma
    });
    let joint = attribution.word.checked_sub(1).filter(|i| *i > sentence.start);
    let second = joint.filter(|i| text.words[*i].class.is(Class::CONJUNCTION.or(Class::CONTRAST)) && !open);
    let close = (attribution.end..sentence.end).find(|i| text.words[*i].shape == Shape::Comma);
    if close.is_some_and(|i| text.words.get(i + 1).is_some_and(|w| w.shape == Shape::Quote)) {
        return None;
    }
    if !open && second.is_none() {
        let comma = (start..attribution.word).rev().find(|i| text.words[*i].shape == Shape::Comma);
        let near = comma.filter(|i| *i + 2 >= attribution.word);
        let goes_on = close.is_some_and(|i| (i + 1..sentence.end.min(i + 3)).any(|j| text.finite(j)));
        let end = if goes_on { sentence.end } else { near.unwrap_or(attribution.word) };
        let finite = (start..end).any(|i| text.finite(i));
        return (finite || near.is_some()).then_some(start..end);
    }
    let comma = close?;
    let second = (comma + 1..(comma + 16).min(sentence.end)).find(|i| text.words[*i].shape == Shape::Comma);
    let apposition = text.words[comma + 1..].first().is_some_and(|w| w.class.is(Class::DETERMINER))
        && second.is_some_and(|to| !(comma..to).any(|i| text.finite(i)));
    let from = if apposition { second? + 1 } else { comma + 1 };
    let ends = |i: &usize| match text.words[*i].shape {
        Shape::Comma => extent::aside(text, i + 1, sentence.end),
        Shape::Break => text.text(*i) == ";",
        _ => false,
    };
    let end = (from..sentence.end).find(ends);
    Some(from..end.unwrap_or(sentence.end))
}
