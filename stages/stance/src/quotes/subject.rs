//! Who the subject of a cue verb is.
//!
//! Left of the verb (`Mara Venn, a lawyer in Orland, said`), or right of it where it is turned around (`said Mara
//! Venn`). A noun phrase names its speaker by a mention inside it (`a senior Orlandish official`: Orland), by a
//! pronoun (`he`: the last speaker, or the person the last sentences were about) or by a role (`the official`: who was
//! last called so). A phrase that leads to nobody is a subject with no speaker: unknown stays unknown.

use super::attribute::finite;
use super::cues::Cue;
use super::words::{Shape, Text};
use crate::grammar::Class;
use crate::table::key;

/// How many words a subject may be away from its verb.
const REACH: usize = 24;
/// How many roles are remembered.
const ROLES: usize = 24;

/// A subject: its first word, and the mention that names the speaker, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The first word of the phrase.
    pub first: usize,
    /// The mention, if known.
    pub speaker: Option<usize>,
}

/// Who spoke so far.
#[derive(Debug, Default)]
pub struct Memory {
    last: Option<usize>,
    person: Option<usize>,
    last_word: usize,
    roles: Vec<(u64, Option<usize>)>,
}

impl Memory {
    /// Forgets everything: a new document.
    pub fn clear(&mut self) {
        self.last = None;
        self.person = None;
        self.last_word = 0;
        self.roles.clear();
    }

    /// Remembers the speaker of a verb.
    pub fn spoke(&mut self, text: &Text<'_>, subject: Subject, verb: usize) {
        let end =
            if subject.first < verb { verb } else { phrase_end(text, subject.first, subject.first + 8) };
        let role = (subject.first..end).rev().find(|i| text.words[*i].class.is(Class::ROLE));
        if let Some(mention) = subject.speaker {
            self.last = Some(mention);
            if text.person(mention) || role.is_some() {
                self.person = Some(mention);
            }
            self.last_word = verb;
        } else if role.is_some() {
            (self.last, self.person) = (None, None);
        }
        if let Some(role) = role {
            self.remember(key(text.text(role)), subject.speaker);
        }
    }

    fn remember(&mut self, role: u64, speaker: Option<usize>) {
        self.roles.retain(|(known, _)| *known != role);
        if self.roles.len() == ROLES {
            self.roles.remove(0);
        }
        self.roles.push((role, speaker));
    }

    fn role(&self, role: u64) -> Option<usize> {
        self.roles.iter().find(|(known, _)| *known == role).and_then(|(_, speaker)| *speaker)
    }
}

/// The subject to the left of the verb, not before `floor`.
pub fn left(text: &Text<'_>, memory: &Memory, verb: usize, floor: usize) -> Option<Subject> {
    let floor = floor.max(verb.saturating_sub(REACH));
    let at = skip_light(text, verb, floor)?;
    let word = &text.words[at];
    if word.shape == Shape::Comma {
        return apposition(text, memory, at, floor);
    }
    if word.shape == Shape::Close {
        let open = (floor..at).rev().find(|i| text.words[*i].shape == Shape::Open)?;
        return phrase(text, memory, open.checked_sub(1).filter(|i| *i >= floor)?, floor);
    }
    if word.class.is(Class::RELATIVE) && !word.class.is(Class::DETERMINER) {
        let before = at.checked_sub(1).filter(|i| *i >= floor)?;
        let noun = if text.words[before].shape == Shape::Comma { before.checked_sub(1)? } else { before };
        return (noun >= floor).then(|| phrase(text, memory, noun, floor)).flatten();
    }
    phrase(text, memory, at, floor)
}

/// The word before the verb, past auxiliaries and adverbs. `None` for a passive.
fn skip_light(text: &Text<'_>, verb: usize, floor: usize) -> Option<usize> {
    let light = Class::AUXILIARY.or(Class::MODAL).or(Class::ADVERB);
    for i in (floor..verb).rev() {
        let word = &text.words[i];
        if word.class.is(Class::BE) && !text.text(i).starts_with(['\'', '’']) {
            return None;
        }
        if !word.class.is(light) || text.mention_at(i).is_some() {
            return Some(i);
        }
    }
    None
}

/// `NAME, a lawyer in TOWN, said`: the comma before the verb closes an apposition.
fn apposition(text: &Text<'_>, memory: &Memory, comma: usize, floor: usize) -> Option<Subject> {
    let inner = (floor..comma).rev().find(|i| text.words[*i].shape == Shape::Comma);
    let Some(opening) = inner else {
        return phrase(text, memory, comma.checked_sub(1).filter(|i| *i >= floor)?, floor);
    };
    let named = text.mention_at(comma - 1).filter(|m| text.person(*m) && text.first_word(*m) <= opening + 3);
    if let Some(speaker) = named {
        return Some(Subject { first: opening + 1, speaker: Some(speaker) });
    }
    let outer = opening.checked_sub(1).filter(|i| *i >= floor).and_then(|at| phrase(text, memory, at, floor));
    outer.filter(|subject| subject.speaker.is_some()).or_else(|| phrase(text, memory, comma - 1, opening + 1))
}

/// The noun phrase that ends with the word `last`.
fn phrase(text: &Text<'_>, memory: &Memory, last: usize, floor: usize) -> Option<Subject> {
    let word = &text.words[last];
    if word.class.is(Class::HE.or(Class::THEY)) && !word.class.is(Class::ROLE) {
        return Some(Subject { first: last, speaker: pronoun(text, memory, last) });
    }
    if word.class.is(Class::OTHER_PRONOUN) || word.shape != Shape::Word {
        return None;
    }
    let first = phrase_start(text, last, floor);
    let mut mentions: Vec<usize> = text.mentions_in(first..last + 1).take(8).collect();
    mentions.extend(text.mention_at(first).filter(|m| !mentions.contains(m)));
    let role = (first..=last).any(|i| text.words[i].class.is(Class::ROLE) && text.mention_at(i).is_none());
    let person = mentions.iter().copied().find(|m| text.person(*m) && !governed(text, *m, first));
    let speaker = person.or_else(|| {
        let free = mentions.iter().copied().rev().find(|m| !governed(text, *m, first));
        free.or_else(|| mentions.first().copied().filter(|_| role))
    });
    if speaker.is_some() {
        return Some(Subject { first, speaker });
    }
    let noun = (first..=last).rev().find(|i| text.words[*i].class.is(Class::ROLE));
    let definite =
        noun.is_some() && text.words[first].class.is(Class::DETERMINER) && is_the(text.text(first));
    let known = noun.filter(|_| definite).and_then(|i| memory.role(key(text.text(i))));
    let nominal = noun.is_some() || text.words[first].class.is(Class::DETERMINER) || text.words[last].capital;
    (nominal || plural(text.text(last))).then_some(Subject { first, speaker: known })
}

fn is_the(word: &str) -> bool {
    ["the", "this", "that", "these", "those"].iter().any(|the| word.eq_ignore_ascii_case(the))
}

fn plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s')
}

/// Whether a preposition stands right before the mention inside the phrase.
fn governed(text: &Text<'_>, mention: usize, first: usize) -> bool {
    let at = text.first_word(mention);
    let before = (first..at).rev().find(|i| !text.words[*i].class.is(Class::DETERMINER));
    before.is_some_and(|i| text.words[i].class.is(Class::PREPOSITION))
}

/// Walks left over what a noun phrase is made of: words, prepositions, possessives; commas and verbs end it.
fn phrase_start(text: &Text<'_>, last: usize, floor: usize) -> usize {
    let ends =
        Class::CLAUSE.or(Class::CONTRAST).or(Class::BE).or(Class::MODAL).or(Class::AUXILIARY).or(Class::HE);
    let mut first = last;
    for i in (floor..last).rev() {
        let word = &text.words[i];
        let named = text.mention_at(i).is_some();
        let inside = matches!(word.shape, Shape::Word | Shape::Other)
            && (named || !word.class.is(ends) || word.class.is(Class::DETERMINER))
            && (named || !word.class.is(Class::CONJUNCTION) || text.mention_at(i + 1).is_some());
        let said = word.cue.is(Cue::THAT) && !named && !word.class.is(Class::ROLE) && finite(text.text(i));
        if !inside || said || (word.class.is(Class::RELATIVE) && !named && word.class.is(Class::CLAUSE)) {
            break;
        }
        first = i;
    }
    first
}

/// Resolves a pronoun by who spoke last and whom the text was about since.
fn pronoun(text: &Text<'_>, memory: &Memory, at: usize) -> Option<usize> {
    let he = text.words[at].class.is(Class::HE);
    let about = subject_before(text, at, he);
    let spoke = if he { memory.person } else { memory.last };
    match (about, spoke) {
        (Some(about), Some(spoke)) if text.first_word(about) <= memory.last_word => Some(spoke),
        (Some(about), _) => Some(about),
        (None, spoke) => spoke,
    }
}

/// The mention that last opened a sentence or clause before the word, in this paragraph or the one before.
fn subject_before(text: &Text<'_>, at: usize, person: bool) -> Option<usize> {
    let offset = text.words[at].span.start;
    let paragraph = text.paragraph_at(offset).saturating_sub(1);
    let low = text.doc.paragraphs.get(paragraph).map_or(0, |p| p.span.start);
    let next = text.doc.mentions.partition_point(|m| m.span.start < offset);
    let mut fallback = None;
    for m in (next.saturating_sub(24)..next).rev().filter(|m| text.mention(*m).span.start >= low) {
        let sorted = if person {
            text.person(m)
        } else {
            !text.person(m) && text.mention(m).sort != crate::doc::Sort::Other
        };
        if !sorted {
            continue;
        }
        let first = text.first_word(m);
        let start = text.sentence_at(text.mention(m).span.start).map_or(0, |s| text.word_from(s.start));
        if first <= start + 6 && !governed(text, m, start) {
            return Some(m);
        }
        fallback = fallback.or(Some(m).filter(|_| person));
    }
    fallback
}

/// The subject of the sentence, for `…, saying that …`: its first mention that no preposition governs.
pub fn opening(text: &Text<'_>, floor: usize, verb: usize) -> Option<Subject> {
    let low = floor.max(verb.saturating_sub(REACH * 2));
    let speaker = text.mentions_in(low..verb).take(8).find(|m| !governed(text, *m, low))?;
    Some(Subject { first: text.first_word(speaker), speaker: Some(speaker) })
}

/// The subject to the right of a verb that is turned around: `said a senior Orlandish official who …`.
pub fn right(text: &Text<'_>, memory: &Memory, verb: usize, ceiling: usize) -> Option<Subject> {
    let first = verb + 1;
    let end = phrase_end(text, first, ceiling.min(first + REACH));
    if end == first {
        return None;
    }
    let word = &text.words[first];
    if word.class.is(Class::HE.or(Class::THEY)) {
        return Some(Subject { first, speaker: pronoun(text, memory, first) });
    }
    if word.class.is(Class::PREPOSITION.or(Class::OTHER_PRONOUN).or(Class::THAT)) {
        return None;
    }
    let mut mentions = text.mentions_in(first..end).peekable();
    let head = mentions.peek().copied();
    let person = mentions.find(|m| text.person(*m));
    let role = (first..end).any(|i| text.words[i].class.is(Class::ROLE));
    let speaker = person.or(head);
    let nominal = speaker.is_some() || role || word.class.is(Class::DETERMINER) || word.capital;
    nominal.then_some(Subject { first, speaker })
}

/// One past the noun phrase that starts at a word.
pub fn phrase_end(text: &Text<'_>, first: usize, ceiling: usize) -> usize {
    let ends = Class::BE.or(Class::MODAL).or(Class::AUXILIARY).or(Class::CONTRAST).or(Class::HE);
    let inside = |i: &usize| {
        let word = &text.words[*i];
        let named = text.mention_at(*i).is_some();
        let plain = matches!(word.shape, Shape::Word | Shape::Other);
        let clause = word.class.is(Class::CLAUSE) && !word.class.is(Class::ROLE);
        plain && (named || !(word.class.is(ends) || (clause && *i > first)))
    };
    let ceiling = ceiling.min(text.words.len());
    (first..ceiling).find(|i| !inside(i)).unwrap_or(ceiling)
}
