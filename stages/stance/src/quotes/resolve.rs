//! Whom a noun phrase means: a name in it, somebody named or described before, or nobody known.
//!
//! | phrase | is |
//! |---|---|
//! | *Mara Venn*, *Orlandish minister Mara Venn* | the name that is the head of the phrase |
//! | *a senior Orlandish official*, *Dam Watch’s spokesman* | the side before the noun, if the noun speaks for others |
//! | *a spokesman for Dam Watch*, *officials in Orland* | the side after it |
//! | *an Orlandish analyst*, *Mara Venn’s mother* | unknown: the noun speaks for itself |
//! | *the official*, *the company*, *the government* | who was called so; else the last company, the text’s country |
//! | *he*, *its spokesman* | see [`super::pronoun`] |
//!
//! What stays unknown keeps its words as a description.

use std::ops::Range;

use super::classes::Noun;
use super::cues::Cue;
use super::known::{description, near_state};
use super::memory::{Memory, Who};
use super::nouns::{core, definite, governed, head, is_human, is_plural, names, near_word, owns, trim};
use super::words::{Shape, Text};
use super::{introduced, namesake, pronoun};
use crate::doc::Sort;
use crate::grammar::Class;

/// `a judge ruled`, in so many paragraphs at the start, is the one judge whom the text names later.
const LEAD: usize = 3;

/// A noun phrase that is looked at.
struct Phrase {
    words: Range<usize>,
    /// One past the head: where a preposition or a relative clause begins.
    body: usize,
}

impl Phrase {
    /// Nobody known, by these words.
    fn unknown(&self) -> Who {
        Who { speaker: None, phrase: Some((self.words.start, self.words.end)) }
    }

    /// Somebody who is described by these words.
    fn described(&self, speaker: usize) -> Who {
        Who { speaker: Some(speaker), ..self.unknown() }
    }
}

/// Whom the phrase of these words means; `None` where they are no phrase that could speak.
pub fn phrase(text: &Text<'_>, memory: &mut Memory, words: Range<usize>) -> Option<Who> {
    let there = words.end.checked_sub(1).is_some_and(|i| text.is(i, &["there"]));
    let words = trim(text, words);
    let first = text.words[words.clone()].first().copied()?;
    if words.len() == 1 && first.class.is(Class::HE.or(Class::THEY)) && !first.class.is(Class::ROLE) {
        return Some(pronoun::resolve(text, memory, words.start, words.start));
    }
    let phrase = Phrase { body: core(text, words.clone()), words };
    if let Some(who) = called(text, memory, &phrase).or_else(|| named(text, memory, &phrase)) {
        return Some(who);
    }
    if let Some(speaker) = namesake::find(text, phrase.words.start..phrase.body) {
        return Some(Who { speaker: Some(speaker), phrase: None });
    }
    let head = head(text, phrase.words.clone()).filter(|h| text.words[*h].shape == Shape::Word)?;
    if text.is(head, &["i", "we", "you"]) {
        return None;
    }
    let one = text.is(phrase.words.start, &["someone", "everyone", "anyone"]);
    if first.class.is(Class::OTHER_PRONOUN) && !one {
        return None;
    }
    if let Some(who) = sided(text, memory, &phrase, head) {
        return Some(who);
    }
    // `06:50 “Go up”`: a time
    if text.text(head).contains(':') {
        return None;
    }
    let official = there && text.words[head].noun == Noun::Office && is_plural(text.text(head));
    if let Some(state) = official.then(|| near_state(text, head)).flatten() {
        return Some(phrase.described(state));
    }
    if definite(text, phrase.words.start) {
        return Some(description(text, memory, phrase.words.clone(), head, phrase.unknown()));
    }
    indefinite(text, memory, &phrase, head)
}

/// `the minister`, who spoke under this noun in this paragraph or the one before.
fn called(text: &Text<'_>, memory: &Memory, phrase: &Phrase) -> Option<Who> {
    let Phrase { words, body } = phrase;
    let last = body.checked_sub(1).filter(|i| !text.words[*i].capital && body == &words.end)?;
    let (who, verb) = memory.called(text.text(last)).filter(|_| definite(text, words.start))?;
    let near = verb <= words.start && near_word(text, verb, words.start);
    near.then(|| Who { speaker: who.speaker, phrase: who.phrase.or(phrase.unknown().phrase) })
}

/// A name that is the head; a person who is meant by `the 55-year-old Frenchman` or `the former senator`.
fn named(text: &Text<'_>, memory: &Memory, phrase: &Phrase) -> Option<Who> {
    let Phrase { words, body } = phrase;
    let speaker = named_head(text, words, *body);
    if let Some(people) = speaker.filter(|m| one_of(text, words, *body, *m)) {
        let person = pronoun::last_person(text, memory, words.start, body - 1);
        return Some(phrase.described(person.unwrap_or(people)));
    }
    if let Some(speaker) = speaker {
        return Some(Who { speaker: Some(speaker), phrase: None });
    }
    let former = definite(text, words.start) && text.is(words.start + 1, &["former", "acting", "interim"]);
    let head = head(text, words.clone()).filter(|h| former && is_human(text, *h))?;
    pronoun::last_person(text, memory, words.start, head).map(|person| phrase.described(person))
}

/// The side that the noun speaks for, by the names beside it.
fn sided(text: &Text<'_>, memory: &mut Memory, phrase: &Phrase, head: usize) -> Option<Who> {
    let noun = text.words[head].noun;
    if noun == Noun::Own {
        return None;
    }
    let words = phrase.words.clone();
    let beside = before_head(text, words.start..head, noun)
        .or_else(|| after_head(text, phrase.body..words.end, noun, words.start..head));
    if let Some(speaker) = beside {
        let person = one_office(text, memory, phrase, head, speaker);
        return Some(phrase.described(person.unwrap_or(speaker)));
    }
    let voice = noun == Noun::Voice && !definite(text, words.start);
    let spoken =
        voice.then(|| spoken_for(text, memory, words.clone(), phrase.body, phrase.unknown())).flatten();
    spoken.or_else(|| possessed(text, memory, words.start, head, phrase.unknown()))
}

/// `the Rovers manager`, `the Dam Watch chief`: the person that the text was just about, where nobody is named.
fn one_office(text: &Text<'_>, memory: &Memory, phrase: &Phrase, head: usize, side: usize) -> Option<usize> {
    let Phrase { words, body } = phrase;
    let one = text.words[head].noun == Noun::Office
        && !is_plural(text.text(head))
        && text.is(words.start, &["the"]);
    let before = text.mention(side).span.start < text.words[head].span.start;
    if one && !before && head + 1 == *body && text.is(*body, &["of"]) {
        return opened(text, words.start);
    }
    if !one
        || !before
        || head + 1 != *body
        || body != &words.end
        || text.mention(side).sort != Sort::Organisation
    {
        return None;
    }
    let person = pronoun::last_person(text, memory, words.start, head)?;
    let (his, its) = (text.mention(person).actor, text.mention(side));
    his.is_none_or(|actor| actor == its.id || Some(actor) == its.actor).then_some(person)
}

/// `Mara Venn runs a school. The rector of …`: the person whose name opens the sentence before, in the same paragraph.
fn opened(text: &Text<'_>, first: usize) -> Option<usize> {
    let here = text.sentence_at(text.words[first].span.start).filter(|s| text.word_from(s.start) == first)?;
    let before = text.doc.sentences.partition_point(|s| s.end <= here.start).checked_sub(1)?;
    let before = text.doc.sentences[before];
    let same = text.paragraph_at(before.start) == text.paragraph_at(here.start);
    text.mention_at(text.word_from(before.start)).filter(|m| same && text.person(*m))
}

/// `government officials`, `a judge` whom the text names later, `analysts`.
fn indefinite(text: &Text<'_>, memory: &mut Memory, phrase: &Phrase, head: usize) -> Option<Who> {
    let words = phrase.words.clone();
    let (first, noun) = (&text.words[words.start], text.words[head].noun);
    let state = noun == Noun::State && !first.class.is(Class::DETERMINER);
    if state || (words.start..head).any(|i| text.words[i].noun == Noun::State) {
        return Some(Who { speaker: memory.country(text), ..phrase.unknown() });
    }
    let lead = text.paragraph_at(first.span.start) < LEAD && text.is(words.start, &["a", "an"]);
    let only = || introduced::only(&memory.introduced, text, text.text(head));
    if let Some(speaker) = (lead && is_human(text, head)).then(only).flatten() {
        return Some(phrase.described(speaker));
    }
    let nominal = text.words[head].class.is(Class::ROLE) && (noun == Noun::Paper || words.len() > 1)
        || first.class.is(Class::DETERMINER)
        || words.clone().any(|i| text.words[i].capital)
        || text.text(head).contains(char::is_uppercase)
        || words.clone().any(|i| is_plural(text.text(i)) || is_human(text, i))
        || text.text(words.start).starts_with(|c: char| c.is_ascii_digit())
        || noun != Noun::Plain
        || plain_noun(text, head);
    nominal.then(|| phrase.unknown())
}

/// `management`, `industry`: a word of no class that is no verb or adverb by its look.
fn plain_noun(text: &Text<'_>, word: usize) -> bool {
    let (w, form) = (&text.words[word], text.text(word));
    let looks = ["ly", "ing", "ed"].iter().any(|end| form.ends_with(end));
    w.class == Class::NONE && w.cue.alone() == Cue::default() && form.len() > 3 && !looks
}

/// The mention that is itself the head, or the first of several that are joined.
fn named_head(text: &Text<'_>, words: &Range<usize>, body: usize) -> Option<usize> {
    let free = |m: &usize| text.first_word(*m) < body && !governed(text, *m, words.start);
    let mut mentions = names(text, words.start..body).into_iter().flatten().filter(free);
    let first = mentions.next()?;
    let last = mentions.next_back().unwrap_or(first);
    let end = text.mention(last).span.end;
    let reaches = text.words.get(body - 1).is_some_and(|w| w.span.start < end);
    let persons =
        || names(text, words.start..body).into_iter().flatten().filter(|m| text.person(*m) && free(m));
    let named = persons().find(|m| !owns(text, *m) && last_name(text, *m, body));
    if named.is_some() || !reaches {
        return named;
    }
    let joined = (text.first_word(first)..text.first_word(last)).any(|i| {
        text.words[i].class.is(Class::CONJUNCTION) && text.mention(first).span.end < text.words[i].span.end
    });
    Some(if joined { persons().next().unwrap_or(first) } else { last })
}

/// `the 55-year-old Frenchman`: one of a people, not the people.
fn one_of(text: &Text<'_>, words: &Range<usize>, body: usize, mention: usize) -> bool {
    let aged = words.clone().any(|i| text.text(i).ends_with("year-old"));
    let last = text.text(body - 1);
    let one = aged || last.ends_with("man") && last.len() > 5 || last.ends_with("woman");
    definite(text, words.start) && text.mention(mention).sort == Sort::Group && one && body == words.end
}

/// Whether only words that may follow a name stand between it and the end: `Mara Venn herself`, `Mara Venn the mayor`.
fn last_name(text: &Text<'_>, mention: usize, body: usize) -> bool {
    let end = text.word_after(mention);
    let after = |i: usize| {
        text.is(i, &["himself", "herself", "jr", "sr", "jr.", "sr."]) || text.words[i].shape != Shape::Word
    };
    (end..body).all(after) && end < body || text.is(end, &["the", "a", "an"])
}

/// The side before the noun: `Orlandish officials`, `Dam Watch’s spokesman`.
fn before_head(text: &Text<'_>, words: Range<usize>, noun: Noun) -> Option<usize> {
    let fits = |m: &usize| {
        let voiced = matches!(noun, Noun::Voice | Noun::Paper);
        !governed(text, *m, words.start) && (!text.person(*m) || voiced)
    };
    let mut found = names(text, words.clone()).into_iter().flatten().filter(fits);
    let first = found.next()?;
    let last = found.next_back().unwrap_or(first);
    let joined = words.clone().any(|i| text.words[i].class.is(Class::CONJUNCTION));
    Some(if joined { first } else { last })
}

/// The side after the noun: `a spokesman for Dam Watch`, `officials in Orland`.
fn after_head(text: &Text<'_>, words: Range<usize>, noun: Noun, before: Range<usize>) -> Option<usize> {
    if noun == Noun::Plain {
        return None;
    }
    let place = text.is(words.start, &["in", "at", "near", "inside", "across"]);
    let official = matches!(noun, Noun::Office | Noun::State | Noun::Voice | Noun::Body);
    let many = is_plural(text.text(before.end)) || before.clone().any(|i| text.words[i].noun == Noun::State);
    if place && text.is(words.start, &["in"]) && !(official && many) {
        return None;
    }
    // `the owner of a chain of shops in Orland`: the place is the shops’
    let apart =
        |m: usize| (words.start + 1..text.first_word(m)).any(|i| text.is(i, &["in", "at", "near", "from"]));
    let mut inside = names(text, words.clone()).into_iter().flatten();
    inside.find(|m| !apart(*m) && (!text.person(*m) || matches!(noun, Noun::Voice | Noun::Paper)))
}

/// `a spokesman for the company`, `a spokeswoman`: the company, or what the text was about last.
fn spoken_for(
    text: &Text<'_>,
    memory: &mut Memory,
    words: Range<usize>,
    body: usize,
    unknown: Who,
) -> Option<Who> {
    if body < words.end {
        let inner = body + 1..words.end;
        let owner = definite(text, inner.start).then(|| head(text, inner.clone())).flatten()?;
        if text.words[owner].noun == Noun::Office {
            // `aides to the president`: only who was called so
            let who = memory.role(text, text.text(owner), inner.start).unwrap_or_default();
            return Some(Who { speaker: who.speaker, ..unknown });
        }
        return Some(Who { phrase: unknown.phrase, ..description(text, memory, inner, owner, unknown) });
    }
    let single = words.len() <= 2 && text.is(words.start, &["a", "an", "one"]);
    let here = text.paragraph_at(text.words[words.start].span.start);
    let about = pronoun::subjects(text, words.start, here).find(|m| !text.person(*m));
    single.then(|| Who { speaker: about.or(memory.thing.and_then(|t| t.speaker)), ..unknown })
}

/// `its spokesman`, `her lawyer`, `her government`.
fn possessed(text: &Text<'_>, memory: &mut Memory, first: usize, head: usize, unknown: Who) -> Option<Who> {
    let (its, personal) = (text.is(first, &["its", "their"]), text.is(first, &["his", "her"]));
    if !its && !personal {
        return None;
    }
    let noun = text.words[head].noun;
    // `their union`, `his party`: the one body of the text whose name ends so
    let body = (noun == Noun::Body)
        .then(|| introduced::one_body(&memory.introduced, text, text.text(head)))
        .flatten();
    if body.is_some() {
        return Some(Who { speaker: body, ..unknown });
    }
    if noun == Noun::State || (first..head).any(|i| text.words[i].noun == Noun::State) && personal {
        return Some(Who { speaker: memory.country(text), ..unknown });
    }
    if personal && noun != Noun::Voice && noun != Noun::Paper {
        // `her son, Ilo Tarsk … her son said`
        let one = is_human(text, head) && first + 1 == head;
        let speaker = one.then(|| introduced::only(&memory.introduced, text, text.text(head))).flatten();
        return Some(Who { speaker, ..unknown });
    }
    if noun == Noun::Plain && !text.words[head].class.is(Class::ROLE) {
        return Some(unknown);
    }
    let owner = pronoun::resolve(text, memory, first, first);
    Some(Who { speaker: owner.speaker, ..unknown })
}
