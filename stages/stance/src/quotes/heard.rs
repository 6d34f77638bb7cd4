//! Speech whose speaker is not named because the listener is the subject, or nobody is.
//!
//! `The inquest heard that he drank`, `jurors were told the money was gone`, `it is thought that it holds`: a clause, said
//! by nobody known.

use super::classes::Noun;
use super::cues::Cue;
use super::words::{Shape, Text};
use super::{nouns, subject};
use crate::grammar::Class;

/// So many words may stand between *be* and the verb: `has also been widely reported`.
const LIGHT: usize = 3;
/// So many words of the subject are looked at.
const SUBJECT: usize = 8;

/// The first word of the subject of `was told`, `has been warned`, `it is believed`: a passive without an agent.
pub fn told(text: &Text<'_>, verb: usize, cue: Cue, floor: usize) -> Option<usize> {
    let participle =
        text.text(verb).ends_with("ed") || text.is(verb, &["told", "thought", "said", "felt", "feared"]);
    if !participle || !cue.is(Cue::THAT) {
        return None;
    }
    let low = floor.max(verb.saturating_sub(LIGHT));
    let be = (low..verb).rev().find(|i| !light(text, *i)).filter(|i| passive(text, *i))?;
    let auxiliary = |i: &usize| text.words[*i].class.is(Class::AUXILIARY.or(Class::BE).or(Class::MODAL));
    let last = (floor..be).rev().find(|i| !auxiliary(i) && !light(text, *i))?;
    if text.is(verb, &["convinced"]) {
        return None;
    }
    if text.is(last, &["it"]) {
        return (!cue.is(Cue::TELL) || cue.is(Cue::BARE)).then_some(last);
    }
    (cue.is(Cue::TELL) && !text.is(verb + 1, &["to", "by", "of"]))
        .then(|| subject::phrase_start(text, last, floor))
}

fn light(text: &Text<'_>, word: usize) -> bool {
    text.words[word].class.is(Class::ADVERB) || text.text(word).len() > 4 && text.text(word).ends_with("ly")
}

fn passive(text: &Text<'_>, word: usize) -> bool {
    text.words[word].class.is(Class::BE) && !text.possessive(word)
}

/// `Asked whether it would hold, she …`, `Venn, pressed on the dam, …`: a participle; whoever asks is not named.
pub fn asked(text: &Text<'_>, verb: usize, start: usize) -> bool {
    let opens = verb == start || text.words[verb - 1].shape == Shape::Comma;
    opens
        && text.is(verb, &["asked", "questioned", "pressed", "quizzed"])
        && text.is(verb + 1, &["whether", "if", "about", "why", "what", "who", "how", "by", "on"])
}

/// The first word of the subject of `the court heard`: a body that others speak to.
pub fn heard(text: &Text<'_>, verb: usize, cue: Cue, floor: usize) -> Option<usize> {
    if !cue.is(Cue::HEAR) {
        return None;
    }
    let auxiliary = |i: &usize| text.words[*i].class.is(Class::AUXILIARY.or(Class::ADVERB));
    let last = (floor.max(verb.saturating_sub(SUBJECT))..verb).rev().find(|i| !auxiliary(i))?;
    let listens = text.words[last].noun == Noun::Body && !nouns::is_plural(text.text(last))
        || text.is(
            last,
            &["jurors", "magistrates", "mps", "lawmakers", "senators", "councillors", "members", "delegates"],
        )
        || text.mention_at(last).is_some_and(|m| !text.person(m));
    listens.then(|| subject::phrase_start(text, last, floor))
}
