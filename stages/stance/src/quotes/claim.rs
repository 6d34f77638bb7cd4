//! Nouns of saying whose owner speaks: `Orland’s claim that it held`, `their protestations that …`, `her view is that …`,
//! `in her view, …`.

use super::classes::Noun;
use super::cues::Cue;
use super::memory::{Memory, Who};
use super::nouns::{definite, is_plural};
use super::pronoun;
use super::subject::{self, Subject};
use super::words::{Shape, Text};
use crate::grammar::Class;

/// What somebody has who sees a thing so.
const VIEWS: &[&str] =
    &["view", "opinion", "judgment", "judgement", "estimation", "reckoning", "telling", "account"];
/// Nouns of saying that take an infinitive: `Orland’s threat to leave`.
const PLEDGES: &[&str] =
    &["threat", "threats", "promise", "promises", "pledge", "pledges", "vow", "vows", "offer", "offers"];
/// So many words may stand between `word came` and its clause.
const LATE: usize = 8;
/// So many words may stand between the owner and the noun: `her lawyer’s repeated public warnings`.
const BETWEEN: usize = 3;

/// The owner of the noun, and where its clause begins; `None` where no clause follows or nobody owns it.
pub fn find(
    text: &Text<'_>,
    memory: &mut Memory,
    noun: usize,
    (floor, ceiling): (usize, usize),
) -> Option<(Subject, usize)> {
    let that = clause(text, noun, ceiling)?;
    let owner = (noun.saturating_sub(BETWEEN).max(floor)..noun).rev().find_map(|at| owned(text, at))?;
    let subject = match owner {
        Owner::Pronoun(at) => Subject { first: at, who: pronoun::resolve(text, memory, at, at) },
        Owner::Possessive(s) => subject::left(text, memory, s, floor)?,
        Owner::Joined(at) => joined(text, at)?,
        Owner::Beside(at) => named(text, at, noun)?,
    };
    Some((subject, that))
}

/// `in her view, …`, `in Dam Watch’s opinion, …`: where the phrase begins, and whose view it is.
pub fn view(text: &Text<'_>, memory: &mut Memory, noun: usize, floor: usize) -> Option<(usize, Subject)> {
    let closed = text.words.get(noun + 1).is_some_and(|w| w.shape == Shape::Comma);
    if !closed || !text.is(noun, VIEWS) {
        return None;
    }
    let before = noun.checked_sub(1).filter(|i| *i > floor)?;
    let subject = match owned(text, before)? {
        Owner::Pronoun(at) => Subject { first: at, who: pronoun::resolve(text, memory, at, at) },
        Owner::Possessive(s) => subject::left(text, memory, s, floor + 1)?,
        Owner::Joined(at) => joined(text, at)?,
        Owner::Beside(_) => return None,
    };
    let opens = subject.first.checked_sub(1).filter(|i| *i >= floor && text.is(*i, &["in", "by", "to"]))?;
    Some((opens, subject))
}

/// Where the clause begins: at `that`, or past `is that`.
fn clause(text: &Text<'_>, noun: usize, ceiling: usize) -> Option<usize> {
    let next = noun + 1;
    let be = text.words.get(next).is_some_and(|w| w.class.is(Class::BE));
    let that = if be { next + 1 } else { next };
    let pledge = text.is(noun, PLEDGES) && text.is(next, &["to"]) && infinitive(text, next + 1);
    (that < ceiling && (text.is(that, &["that"]) || pledge)).then_some(if pledge { next } else { that })
}

/// Whether a word may be the verb of an infinitive: `threat to leave`, not `threat to the port`.
fn infinitive(text: &Text<'_>, verb: usize) -> bool {
    let plain = |w: &super::words::Word| w.shape == Shape::Word && w.class == Class::NONE && !w.capital;
    text.words.get(verb).is_some_and(plain) && !is_plural(text.text(verb)) && text.mention_at(verb).is_none()
}

/// `Word came late that the bridge was open`: what nobody named has said; where its clause begins.
pub fn rumour(text: &Text<'_>, noun: usize, ceiling: usize) -> Option<usize> {
    let came = ["came", "comes", "arrived", "reached", "spread", "broke", "emerged"];
    if !text.is(noun, &["word", "news"]) || !text.is(noun + 1, &came) {
        return None;
    }
    let that = (noun + 2..ceiling.min(noun + 2 + LATE)).find(|i| text.is(*i, &["that"]))?;
    (!(noun + 2..that).any(|i| text.finite(i) || text.words[i].shape != Shape::Word)).then_some(that)
}

/// What stands before a noun.
enum Owner {
    /// `her`
    Pronoun(usize),
    /// `’s`, behind the owner.
    Possessive(usize),
    /// `Orland’s` in one word, as simple tokens have it.
    Joined(usize),
    /// Another word.
    Beside(usize),
}

fn owned(text: &Text<'_>, at: usize) -> Option<Owner> {
    if text.is(at, &["his", "her", "their", "its"]) {
        return Some(Owner::Pronoun(at));
    }
    if text.is_s(at) {
        return Some(Owner::Possessive(at));
    }
    if text.text(at).ends_with("’s") || text.text(at).ends_with("'s") {
        return Some(Owner::Joined(at));
    }
    let name = text.mention_at(at).is_some();
    name.then_some(Owner::Beside(at))
}

/// The name that the possessive word is the last of.
fn joined(text: &Text<'_>, at: usize) -> Option<Subject> {
    let word = text.words.get(at)?.span;
    let speaker = text
        .mentions_in(at.saturating_sub(BETWEEN)..at + 1)
        .filter(|m| text.mention(*m).span.end > word.start);
    let speaker = speaker.last()?;
    Some(Subject { first: text.first_word(speaker), who: Who { speaker: Some(speaker), phrase: None } })
}

/// `the U.N. finding that`, `Vennish protestations that`: a name before the noun; after an article where the noun may be a
/// verb, as in `U.N. claims that`.
fn named(text: &Text<'_>, at: usize, noun: usize) -> Option<Subject> {
    let speaker = text.mention_at(at)?;
    let first = text.first_word(speaker);
    let article = first.checked_sub(1).filter(|i| definite(text, *i) || text.is(*i, &["a", "an"]));
    let singular = text.words[noun].noun != Noun::Plain || !text.text(noun).ends_with('s');
    let only_noun = text.words[noun].cue == Cue::CLAIM;
    (only_noun || (article.is_some() && singular))
        .then_some(Subject { first, who: Who { speaker: Some(speaker), phrase: None } })
}
