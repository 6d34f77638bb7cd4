//! Where the subject of a cue verb stands.
//!
//! Left of the verb (`Mara Venn, a lawyer in Orland, said`), right of it where it is turned around (`said Mara Venn`),
//! or at the start of the clause (`Orland closed the bridge and said …`, `…, saying that …`). Whom the phrase means is
//! for [`super::resolve`] to say.

use std::ops::Range;

use super::classes::{FINITE, Noun, TIME, VERBAL};
use super::cues::Cue;
use super::memory::{Memory, Who};
use super::nouns::{self, governed};
use super::resolve;
use super::words::{Shape, Text};
use crate::grammar::Class;

/// How many words a subject may be away from its verb.
const REACH: usize = 28;
/// How many commas an apposition may hold.
const COMMAS: usize = 5;
/// How many words of titles may stand before a name.
const TITLES: usize = 4;
/// How many words may open a sentence before its subject.
const OPENING: usize = 40;

/// A subject: its first word, and whom it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The first word of the phrase.
    pub first: usize,
    /// Whom it means.
    pub who: Who,
}

fn subject(text: &Text<'_>, memory: &mut Memory, words: Range<usize>) -> Option<Subject> {
    let first = words.start;
    let opens = ["in", "into", "to", "from", "by", "on", "during", "despite", "under", "amid"];
    let governed = text.is(first, &opens) && text.mention_at(first).is_none();
    if governed {
        return inner(text, memory, words);
    }
    resolve::phrase(text, memory, words).map(|who| Subject { first, who })
}

/// `In 2019 Mara Venn`, `In November the Dam Board`: the phrase after a time or place. `In an email last week` holds no subject.
fn inner(text: &Text<'_>, memory: &mut Memory, words: Range<usize>) -> Option<Subject> {
    let first = words.start;
    let who = resolve::phrase(text, memory, words.clone())?;
    if who.phrase.is_none() && who.speaker.is_some_and(|m| text.person(m)) {
        return Some(Subject { first, who });
    }
    let governs = Class::PREPOSITION.or(Class::DETERMINER).or(Class::CONJUNCTION);
    let opens = |i: &usize| {
        let named = text.mention_at(*i).is_some_and(|m| text.first_word(m) == *i);
        let article = text.words[*i].class.is(Class::DETERMINER) && !text.words[*i].class.is(TIME);
        (named || article) && !text.words[*i - 1].class.is(governs) && text.mention_at(*i - 1).is_none()
    };
    let from = (first + 2..words.end).find(opens)?;
    let who = resolve::phrase(text, memory, from..words.end)?;
    Some(Subject { first: from, who })
}

/// The subject to the left of the verb, not before `floor`.
pub fn left(text: &Text<'_>, memory: &mut Memory, verb: usize, floor: usize) -> Option<Subject> {
    let start = floor;
    let floor = floor.max(verb.saturating_sub(REACH));
    let at = skip_light(text, verb, floor)?;
    let word = &text.words[at];
    if word.class.is(Class::CONJUNCTION) && text.mention_at(at).is_none() {
        return clause(text, memory, start, at);
    }
    match word.shape {
        // `He hinted that he might go, then joked that …`
        Shape::Comma if at + 2 == verb && text.is(at + 1, &["then"]) && start < at => {
            return clause(text, memory, start, at);
        }
        Shape::Comma => return apposition(text, memory, at, floor),
        Shape::Close => {
            let open = (floor..at).rev().find(|i| text.words[*i].shape == Shape::Open)?;
            return ending(text, memory, open.checked_sub(1).filter(|i| *i >= floor)?, floor);
        }
        Shape::Break => {
            let open = (floor..at).rev().find(|i| text.words[*i].shape == Shape::Break)?;
            return ending(text, memory, open.checked_sub(1).filter(|i| *i >= floor)?, floor);
        }
        _ => {}
    }
    if word.class.is(Class::RELATIVE) && !word.class.is(Class::DETERMINER) {
        let before = at.checked_sub(1).filter(|i| *i >= floor)?;
        if text.words[before].shape != Shape::Comma {
            return antecedent(text, memory, before, floor);
        }
        return related(text, memory, before, floor);
    }
    ending(text, memory, at, floor)
}

/// `NAME, a trader, who says`: the name before the apposition, else the noun before the comma.
fn related(text: &Text<'_>, memory: &mut Memory, comma: usize, floor: usize) -> Option<Subject> {
    let before = comma.checked_sub(1).filter(|i| *i >= floor);
    if let Some(found) = before.and_then(|i| named(text, i)) {
        return Some(found);
    }
    // `at the request of Orland, which fears …`
    if let Some(m) = before.filter(|_| text.is(comma + 1, &["which"])).and_then(|i| text.mention_at(i)) {
        return Some(Subject { first: text.first_word(m), who: Who { speaker: Some(m), phrase: None } });
    }
    let nearest = ending(text, memory, comma.checked_sub(1).filter(|i| *i >= floor)?, floor);
    if nearest.is_some_and(|s| s.who.speaker.is_some() && s.who.phrase.is_none()) {
        return nearest;
    }
    apposition(text, memory, comma, floor).or(nearest)
}

/// The phrase that ends with the word `last`.
fn ending(text: &Text<'_>, memory: &mut Memory, last: usize, floor: usize) -> Option<Subject> {
    let first = reduced(text, phrase_start(text, last, floor), last);
    let Some(found) = subject(text, memory, first..last + 1) else {
        // `Mara Venn, from the Dam Board said`
        let comma = first.checked_sub(1).filter(|i| *i > floor && text.words[*i].shape == Shape::Comma)?;
        return named(text, comma - 1);
    };
    let joined =
        (first..last).any(|i| text.words[i].class.is(Class::CONJUNCTION) && text.mention_at(i).is_none());
    let earlier = joined.then(|| list_start(text, first, floor)).flatten();
    Some(earlier.map_or(found, |m| Subject {
        first: text.first_word(m),
        who: Who { speaker: Some(m), phrase: None },
    }))
}

/// `a charge the company described as`: the subject of a relative clause without a pronoun begins at its article.
fn reduced(text: &Text<'_>, first: usize, last: usize) -> usize {
    let noun = |i: usize| {
        let word = &text.words[i];
        word.shape == Shape::Word
            && (word.class == Class::NONE || word.class.is(Class::ROLE))
            && !word.capital
    };
    let article =
        (first + 1..last).rev().find(|i| text.is(*i, &["the", "a", "an"]) && text.mention_at(*i).is_none());
    article.filter(|i| noun(i - 1) && text.is(first, &["a", "an", "the"])).unwrap_or(first)
}

/// The first name of `Orland, Brenia and the River Front`, where the phrase begins with the last but one.
fn list_start(text: &Text<'_>, first: usize, floor: usize) -> Option<usize> {
    let mut found = None;
    let mut at = first;
    for _ in 0..COMMAS {
        let comma = at.checked_sub(1).filter(|i| *i > floor && text.words[*i].shape == Shape::Comma);
        let Some(name) = comma.and_then(|i| text.mention_at(i - 1)) else { break };
        at = text.first_word(name).max(floor);
        found = Some(name);
    }
    found
}

/// The person whose name ends with the word.
fn named(text: &Text<'_>, last: usize) -> Option<Subject> {
    let mention = text.mention_at(last).filter(|m| text.person(*m))?;
    Some(Subject { first: text.first_word(mention), who: Who { speaker: Some(mention), phrase: None } })
}

/// The noun that `who` means: the nearest one if it is a person, else the whole phrase.
fn antecedent(text: &Text<'_>, memory: &mut Memory, last: usize, floor: usize) -> Option<Subject> {
    if let Some(found) = named(text, last) {
        return Some(found);
    }
    let first = phrase_start(text, last, floor);
    let inner = (first..last)
        .rev()
        .find(|i| text.words[*i].class.is(Class::PREPOSITION) && text.mention_at(*i).is_none());
    let near = inner.map(|i| i + 1..last + 1);
    let person = near.filter(|words| {
        nouns::head(text, words.clone())
            .is_some_and(|h| nouns::is_human(text, h) || nouns::is_plural(text.text(h)))
            && text.mention_at(last).is_none_or(|m| text.person(m))
    });
    match person {
        Some(words) => subject(text, memory, words),
        None => ending(text, memory, last, floor),
    }
}

/// Whether a word is the `to` of `used to say`, `went on to say`, `continues to insist`.
pub(super) fn used_to(text: &Text<'_>, to: usize) -> bool {
    let used =
        ["used", "liked", "likes", "loved", "on", "continued", "continues", "continue", "came", "began"];
    to > 0 && text.is(to, &["to"]) && text.is(to - 1, &used)
}

/// The word before the verb, past auxiliaries and adverbs. `None` for a passive.
fn skip_light(text: &Text<'_>, verb: usize, floor: usize) -> Option<usize> {
    let light = Class::AUXILIARY.or(Class::MODAL).or(Class::ADVERB).or(Class::NEGATOR);
    let to = verb.checked_sub(1).filter(|i| *i > floor && used_to(text, *i));
    let verb = match to {
        Some(to) if text.is(to - 1, &["on"]) => to.saturating_sub(2).max(floor),
        Some(to) => to - 1,
        None => verb,
    };
    for i in (floor..verb).rev() {
        let word = &text.words[i];
        if word.class.is(Class::BE) && !text.is_s(i) {
            return None;
        }
        let adverb = text.text(i).len() > 4 && text.text(i).ends_with("ly") && !word.capital;
        let named = text.mention_at(i).is_some();
        if named || !(word.class.is(light) || adverb) || word.class.is(Class::DETERMINER) {
            return Some(i);
        }
    }
    None
}

/// `NAME, a lawyer in TOWN, said`: the comma before the verb closes an apposition, or several.
fn apposition(text: &Text<'_>, memory: &mut Memory, comma: usize, floor: usize) -> Option<Subject> {
    let last = comma.checked_sub(1).filter(|i| *i >= floor)?;
    let commas = (floor..comma).rev().filter(|i| text.words[*i].shape == Shape::Comma);
    let openings: Vec<usize> = commas.take(COMMAS).collect();
    let Some(&opening) = openings.first() else {
        // `Orland, asked who would pay, …`: a participle, no verb
        let participle = text.text(comma + 1).ends_with("ed");
        return if participle { None } else { ending(text, memory, last, floor) };
    };
    let inner = resolve::phrase(text, memory, opening + 1..comma);
    let name = inner.filter(|who| who.phrase.is_none() && who.speaker.is_some_and(|m| text.person(m)));
    let called = |i: usize| text.is(i, &["named", "called"]);
    let short = |m: usize| text.first_word(m) <= opening + 3 || called(text.first_word(m) - 1);
    if let Some(who) = name.filter(|who| who.speaker.is_some_and(short)) {
        let outer = opening.checked_sub(1).filter(|i| *i >= floor).map(|i| phrase_start(text, i, floor));
        return Some(Subject { first: outer.unwrap_or(opening + 1), who });
    }
    let mut best: Option<Subject> = None;
    for &opening in &openings {
        let Some(end) = opening.checked_sub(1).filter(|i| *i >= floor) else { break };
        let first = phrase_start(text, end, floor);
        let outer = subject(text, memory, first..end + 1);
        let named = outer.filter(|s| s.who.phrase.is_none() && s.who.speaker.is_some());
        if named.is_some_and(|s| s.who.speaker.is_some_and(|m| text.person(m)))
            && !clause_in(text, opening + 1..comma)
        {
            return named;
        }
        best = best.or(outer.filter(|s| !governed_phrase(text, s.first, floor)));
    }
    best.or_else(|| ending(text, memory, last, opening + 1))
}

fn governed_phrase(text: &Text<'_>, first: usize, floor: usize) -> bool {
    first.checked_sub(1).filter(|i| *i >= floor).is_some_and(|i| text.words[i].class.is(Class::PREPOSITION))
}

/// Whether the words between two commas hold a main clause: a finite verb that no relative pronoun opens.
fn clause_in(text: &Text<'_>, words: Range<usize>) -> bool {
    let opens = Class::RELATIVE.or(Class::CLAUSE);
    let relative = words.clone().find(|i| text.words[*i].class.is(opens)).unwrap_or(words.end);
    let auxiliary = Class::BE.or(Class::MODAL).or(Class::AUXILIARY);
    (words.start..relative).any(|i| text.words[i].class.is(auxiliary) && !text.is_s(i))
}

/// Walks left over what a noun phrase is made of: words, prepositions, possessives; commas and verbs end it.
pub fn phrase_start(text: &Text<'_>, last: usize, floor: usize) -> usize {
    let ends =
        Class::CLAUSE.or(Class::CONTRAST).or(Class::BE).or(Class::MODAL).or(Class::AUXILIARY).or(Class::HE);
    let mut first = last;
    if text.words[last].class.is(Class::HE.or(Class::THEY)) && !text.words[last].class.is(Class::ROLE) {
        return last;
    }
    for i in (floor..last).rev() {
        let word = &text.words[i];
        let named = text.mention_at(i).is_some();
        let possessive = text.is_s(i);
        let preposition =
            word.class.is(Class::PREPOSITION) && !text.is(i, &["like", "than", "as", "after", "before"]);
        let inside = matches!(word.shape, Shape::Word | Shape::Other)
            && (named
                || possessive
                || preposition
                || !word.class.is(ends)
                || word.class.is(Class::DETERMINER))
            && (named || !word.class.is(Class::CONJUNCTION) || joins(text, i));
        let said = word.cue.is(Cue::THAT)
            && !named
            && !word.class.is(Class::ROLE)
            && (past(text.text(i)) || word.class.is(VERBAL));
        let official = i + 1 == last && text.words[last].class.is(Class::ROLE) && !text.words[last].capital;
        if !inside
            || said
            || (word.class.is(Class::RELATIVE) && !named && word.class.is(Class::CLAUSE) && !official)
        {
            break;
        }
        first = i;
    }
    first
}

/// Whether a conjunction joins two nouns: `Turkish and Qatari officials`, `civil and security officials`.
fn joins(text: &Text<'_>, conjunction: usize) -> bool {
    let next = text.words.get(conjunction + 1);
    let before = conjunction.checked_sub(1).map(|i| text.words[i]);
    let noun = |w: &super::words::Word| w.noun != Noun::Plain || w.capital;
    text.mention_at(conjunction + 1).is_some()
        || next.is_some_and(noun)
        || before.is_some_and(|w| noun(&w)) && next.is_some_and(|w| w.class == Class::NONE)
}

fn past(word: &str) -> bool {
    super::attribute::finite(word)
}

/// The subject to the right of a verb that is turned around: `said a senior Orlandish official who …`.
pub fn right(text: &Text<'_>, memory: &mut Memory, verb: usize, ceiling: usize) -> Option<Subject> {
    let first = verb + 1;
    let end = phrase_end(text, first, ceiling.min(first + REACH));
    if end == first {
        return None;
    }
    let word = &text.words[first];
    if word.class.is(Class::HE.or(Class::THEY)) && !word.class.is(Class::ROLE) {
        return subject(text, memory, first..first + 1);
    }
    let named = text.mention_at(first).is_some();
    let object = text.is(first, &["her", "him"])
        && text.words.get(first + 1).is_none_or(|w| w.class.is(Class::PREPOSITION));
    if object {
        return None;
    }
    if !named && word.class.is(Class::PREPOSITION.or(Class::OTHER_PRONOUN).or(Class::THAT).or(TIME)) {
        return None;
    }
    let found = subject(text, memory, first..end)?;
    Some(name_after(text, end, ceiling).map_or(found, |speaker| {
        let person = found.who.phrase.is_none() && found.who.speaker.is_some_and(|m| text.person(m));
        if person { found } else { Subject { first, who: Who { speaker: Some(speaker), phrase: None } } }
    }))
}

/// `one of their lawyers, Ilo Tarsk.`: a person’s name right after the comma that ends the phrase.
fn name_after(text: &Text<'_>, comma: usize, ceiling: usize) -> Option<usize> {
    let set_off = text.words.get(comma).is_some_and(|w| w.shape == Shape::Comma) && comma + 1 < ceiling;
    // `a spokesman, Brig. Gen. Ilo Tarsk,`
    let title = |i: &usize| text.words[*i].capital && text.mention_at(*i).is_none();
    let first = comma + 1 + (comma + 1..ceiling.min(comma + 1 + TITLES)).take_while(title).count();
    let name = text.mention_at(first).filter(|m| set_off && text.person(*m))?;
    let end = text.word_after(name);
    let closed = end >= ceiling || matches!(text.words[end].shape, Shape::Comma | Shape::Stop | Shape::Quote);
    closed.then_some(name)
}

/// One past the noun phrase that starts at a word.
pub fn phrase_end(text: &Text<'_>, first: usize, ceiling: usize) -> usize {
    let ends = Class::BE.or(Class::MODAL).or(Class::AUXILIARY).or(Class::CONTRAST).or(Class::HE);
    let inside = |i: &usize| {
        let word = &text.words[*i];
        let named = text.mention_at(*i).is_some();
        let plain = matches!(word.shape, Shape::Word | Shape::Other);
        let clause = word.class.is(Class::CLAUSE) && !word.class.is(Class::ROLE.or(Class::PREPOSITION));
        plain && (named || text.possessive(*i) || !(word.class.is(ends) || (clause && *i > first)))
    };
    let ceiling = ceiling.min(text.words.len());
    (first..ceiling).find(|i| !inside(i)).unwrap_or(ceiling)
}

/// The subject of the clause that the word `at` stands in, which begins at `floor` or later: for `… and says`,
/// `…, saying`, and for words in marks that no verb of saying introduces.
pub fn clause(text: &Text<'_>, memory: &mut Memory, floor: usize, at: usize) -> Option<Subject> {
    let low = clause_start(text, floor.max(at.saturating_sub(OPENING * 2)), at);
    if let Some(open) = open_relative(text, low, at) {
        return match text.words[open - 1].shape {
            Shape::Comma => related(text, memory, open - 1, low),
            _ => antecedent(text, memory, open - 1, low),
        };
    }
    let first = main_start(text, low, at);
    let end = subject_end(text, first, at);
    if end == first {
        return None;
    }
    let found = subject(text, memory, first..end);
    let plain = found.filter(|s| s.who.speaker.is_some() || s.who.phrase.is_some());
    let comma = text.words.get(end).is_some_and(|w| w.shape == Shape::Comma);
    let after = name_after(text, end, at).filter(|_| comma);
    match (plain, after) {
        (Some(s), Some(name)) if s.who.phrase.is_some() => {
            Some(Subject { first, who: Who { speaker: Some(name), phrase: None } })
        }
        (Some(s), _) => Some(s),
        (None, _) => text
            .mentions_in(first..at)
            .take(8)
            .find(|m| !governed(text, *m, first) && !text.in_quotes(text.mention(*m).span.start))
            .filter(|m| text.first_word(*m) <= first + 4)
            .map(|m| Subject { first: text.first_word(m), who: Who { speaker: Some(m), phrase: None } }),
    }
}

/// `…, who ran for mayor and promised`: the relative pronoun that no comma has closed yet.
fn open_relative(text: &Text<'_>, low: usize, at: usize) -> Option<usize> {
    let mark = |i: &usize| matches!(text.words[*i].shape, Shape::Comma | Shape::Break | Shape::Colon);
    let from = (low..at).rev().find(mark).map_or(low, |i| i + 1);
    let free = |i: usize| !text.in_quotes(text.words[i].span.start);
    (from..at).find(|i| *i > low && text.is(*i, &["who", "which"]) && free(*i))
}

/// The last place before the word where a clause with a subject of its own begins.
fn clause_start(text: &Text<'_>, floor: usize, at: usize) -> usize {
    let begins = |i: usize| {
        let word = &text.words[i];
        if word.shape == Shape::Colon || (word.shape == Shape::Break && text.text(i) == ";") {
            return true;
        }
        let comma = i > floor && text.words[i - 1].shape == Shape::Comma;
        let joint = word.class.is(Class::CONTRAST.or(Class::CONCESSION))
            || (comma && text.is(i, &["and", "but", "or", "so"]));
        joint && i + 2 < at && opens_clause(text, i + 1, at)
    };
    let opened = (floor..at).rev().find(|i| begins(*i)).map_or(floor, |i| i + 1);
    // `… when Mara Venn took the stage and said`: a clause that no comma has closed
    let comma = (opened..at).rev().find(|i| text.words[*i].shape == Shape::Comma).map_or(opened, |i| i + 1);
    let when = |i: &usize| text.is(*i, &["when", "while", "where", "because", "before", "after", "as"]);
    let participle = text.words.get(at).is_some_and(|w| w.shape == Shape::Comma);
    let inner =
        (comma + 1..at).rev().find(|i| !participle && when(i) && i + 2 < at && opens_clause(text, i + 1, at));
    inner.map_or(opened, |i| i + 1)
}

/// Whether a subject and a finite verb follow.
fn opens_clause(text: &Text<'_>, first: usize, ceiling: usize) -> bool {
    let word = &text.words[first];
    let noun = text.mention_at(first).is_some()
        || word.class.is(Class::DETERMINER.or(Class::HE).or(Class::THEY))
        || word.class.is(Class::ROLE);
    let end = phrase_end(text, first, ceiling.min(first + 10));
    noun && (first + 1..(end + 3).min(ceiling))
        .any(|i| text.finite(i) || text.words[i].cue.alone() != Cue::default())
}

/// Past what stands before the subject: `In March, …`, `When she came, …`, `Asked who would pay, …`.
fn main_start(text: &Text<'_>, floor: usize, at: usize) -> usize {
    let mut first = floor;
    let light = Class::CONJUNCTION.or(Class::CONTRAST).or(Class::ADVERB);
    for _ in 0..COMMAS {
        while first < at {
            let word = &text.words[first];
            if let Some(after) = past_quote(text, first, at) {
                first = after;
                continue;
            }
            let skip = word.class.is(light) && !word.class.is(Class::DETERMINER)
                || !matches!(word.shape, Shape::Word | Shape::Other);
            if !skip || text.mention_at(first).is_some() {
                break;
            }
            first += 1;
        }
        let Some(word) = text.words.get(first).filter(|_| first < at) else { return first };
        let lower = text.text(first);
        let participle = lower.len() > 4
            && (lower.ends_with("ing") || lower.ends_with("ed"))
            && text.words[first].noun == Noun::Plain;
        if text.is(first + 1, &["later", "earlier", "ago"]) && nouns::is_plural(lower) {
            first += 2;
            continue;
        }
        let opens =
            word.class.is(Class::PREPOSITION.or(Class::CLAUSE).or(Class::CONCESSION).or(TIME)) || participle;
        if !opens || text.mention_at(first).is_some() || word.class.is(Class::DETERMINER) {
            return first;
        }
        let comma = (first..at.min(first + OPENING))
            .find(|i| text.words[*i].shape == Shape::Comma && !text.in_quotes(text.words[*i].span.start));
        let Some(comma) = comma else { return first };
        first = comma + 1;
    }
    first
}

/// Past the marks that open at a word, if they close before `at`: what is in them is no subject.
fn past_quote(text: &Text<'_>, word: usize, at: usize) -> Option<usize> {
    let mark = &text.words[word];
    if mark.shape != Shape::Quote {
        return None;
    }
    let k = text.pairs.partition_point(|p| p.span.start < mark.span.start);
    let pair = text.pairs.get(k).filter(|p| p.span.start == mark.span.start)?;
    let after = text.word_from(pair.span.end);
    (after > word && after < at).then_some(after)
}

/// One past the subject that begins at a word: before its verb or the first comma.
fn subject_end(text: &Text<'_>, first: usize, at: usize) -> usize {
    if text
        .words
        .get(first)
        .is_some_and(|w| w.class.is(Class::HE.or(Class::THEY)) && !w.class.is(Class::ROLE))
    {
        return (first + 1).min(at);
    }
    let end = phrase_end(text, first, at.min(first + REACH));
    let verb = |i: &usize| {
        let word = &text.words[*i];
        let name = text.mention_at(*i).is_some() || word.capital;
        let past = text.text(*i).len() > 3 && text.text(*i).ends_with("ed");
        let present =
            word.class.is(FINITE) && !text.words[*i - 1].class.is(Class::DETERMINER.or(Class::PREPOSITION));
        let cue = word.cue.is(Cue::QUOTE) && word.noun == Noun::Plain;
        !name && (past || present || cue || (word.class.is(Class::ADVERB) && *i > first))
    };
    (first + 1..end).find(verb).unwrap_or(end)
}
