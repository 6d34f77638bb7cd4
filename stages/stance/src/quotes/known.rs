//! Whom a definite description means: `the official`, `the company`, `the government`, `the report`.

use std::ops::Range;

use super::classes::Noun;
use super::introduced;
use super::memory::{Memory, Who};
use super::nouns::{is_plural, near, personal};
use super::pronoun;
use super::words::{Shape, Text};
use crate::doc::Sort;

/// A paper is looked for over so many words.
const PAPERS: usize = 150;
/// So many words back a person without a name is looked for.
const CALLED: usize = 300;

/// `the official`: who was called so; else the last of that kind.
pub fn description(
    text: &Text<'_>,
    memory: &mut Memory,
    words: Range<usize>,
    head: usize,
    unknown: Who,
) -> Who {
    let word = &text.words[head];
    // `the Ceasefire Monitoring Mechanism`: a name that nobody marked
    let name = word.capital && head > words.start + 1 && text.words[head - 1].capital;
    if name || text.is(words.start, &["those", "these"]) {
        return unknown;
    }
    if word.noun == Noun::Paper {
        return Who { speaker: owner_of_paper(text, memory, head, words.start), ..unknown };
    }
    if word.noun == Noun::Body && !is_plural(text.text(head)) {
        return Who { speaker: body(text, memory, text.text(head), words.start), ..unknown };
    }
    if let Some(who) = memory.role(text, text.text(head), words.start) {
        return Who { speaker: who.speaker, phrase: who.phrase.or(unknown.phrase) };
    }
    let stately = (words.start..head).any(|i| text.words[i].noun == Noun::State);
    let speaker = match word.noun {
        Noun::State => near_state(text, words.start).or_else(|| memory.country(text)),
        _ if stately => near_state(text, words.start).or_else(|| memory.country(text)),
        Noun::Own if known_again(text, words.start, head) => {
            pronoun::last_person(text, memory, words.start, head)
        }
        Noun::Body | Noun::Own | Noun::Voice | Noun::Paper => None,
        _ if is_plural(text.text(head)) => None,
        Noun::Plain if !personal(text, head) => None,
        Noun::Office | Noun::Plain => pronoun::last_person(text, memory, words.start, head),
    };
    Who { speaker, ..unknown }
}

/// `the striker`, `the young teacher`: who was just named, unless the noun is too wide or somebody else was called so.
fn known_again(text: &Text<'_>, first: usize, head: usize) -> bool {
    let wide = [
        "man",
        "woman",
        "boy",
        "girl",
        "person",
        "source",
        "reporter",
        "journalist",
        "correspondent",
        "witness",
    ];
    let plain = !(first + 1..=head).any(|i| text.words[i].capital) && !text.is(head, &wide);
    plain && !is_plural(text.text(head)) && !mentioned(text, head, first)
}

/// `a driver … the driver`: somebody without a name was called so before.
fn mentioned(text: &Text<'_>, head: usize, at: usize) -> bool {
    let noun = text.text(head);
    (at.saturating_sub(CALLED)..at).any(|i| text.is(i, &[noun]) && text.mention_at(i).is_none())
}

/// Whose paper: who is named beside the same noun before (`a report published by Dam Watch`), else who spoke last.
fn owner_of_paper(text: &Text<'_>, memory: &Memory, head: usize, at: usize) -> Option<usize> {
    let noun = text.text(head);
    let low = at.saturating_sub(PAPERS);
    let before = (low..at).rev().find(|i| text.words[*i].noun == Noun::Paper && text.is(*i, &[noun]));
    let beside = before.and_then(|i| {
        let end =
            (i + 1..at.min(i + 12)).find(|j| text.words[*j].shape == Shape::Stop).unwrap_or(at.min(i + 12));
        text.mentions_in(i.saturating_sub(4)..end).find(|m| !text.person(*m))
    });
    // `In a memo he wrote that … The memo warns`
    let sentence = |i: usize| text.sentence_at(text.words[i].span.start);
    let wrote =
        before.filter(|i| memory.last_word.is_some_and(|verb| verb > *i && sentence(verb) == sentence(*i)));
    let author = || wrote.and_then(|_| memory.persons.last()).and_then(|who| who.speaker);
    beside.or_else(author).or_else(|| memory.thing.and_then(|who| who.speaker).filter(|m| near(text, *m, at)))
}

/// The state that the paragraph was about last.
pub fn near_state(text: &Text<'_>, at: usize) -> Option<usize> {
    let paragraph = text.paragraph_at(text.words[at].span.start);
    let state = |m: &usize| {
        let m = text.mention(*m);
        matches!(m.sort, Sort::State | Sort::Group) && m.actor == Some(m.id)
    };
    pronoun::subjects(text, at, paragraph).find(state)
}

/// The company that `the company` means: by the end of its name, as what this paragraph is about, by an introduction.
pub fn body(text: &Text<'_>, memory: &Memory, noun: &str, at: usize) -> Option<usize> {
    let here = text.paragraph_at(text.words[at].span.start);
    let organisation = |m: &usize| text.mention(*m).sort == Sort::Organisation;
    let about = || {
        // `Orland’s account was false, the company said`: not whom it speaks of
        let earlier = pronoun::subjects(text, said_before(text, at), here).find(organisation);
        earlier.or_else(|| pronoun::subjects(text, at, here).find(organisation))
    };
    introduced::named(&memory.introduced, text, noun, at)
        .or_else(about)
        .or_else(|| memory.role(text, noun, at).and_then(|who| who.speaker))
        .or_else(|| pronoun::last_body(text, at))
}

/// The start of the sentence where a comma stands before the phrase, which then speaks of what is before the comma.
fn said_before(text: &Text<'_>, at: usize) -> usize {
    let sentence = text.sentence_at(text.words[at].span.start).map_or(at, |s| text.word_from(s.start));
    let comma = (sentence..at).any(|i| text.words[i].shape == Shape::Comma);
    if comma { sentence } else { at }
}
