//! Whom a pronoun means: who spoke last, or whom the last sentences were about.
//!
//! `Mara Venn came home. She said …`: the person that last opened a sentence, in this paragraph or the one before, and
//! whose name fits the pronoun ([`super::gender`]); unless somebody spoke after that. `My grocer has new ones. “…,” he
//! said`: a person without a name in between is meant first, and stays unknown. What stands in quotation marks does
//! not count: speakers do not speak of themselves by name.

use super::classes::Noun;
use super::cues::Cue;
use super::gender::Gender;
use super::memory::{Memory, Who};
use super::nouns::{definite, governed, head, is_human, is_plural};
use super::subject::phrase_end;
use super::words::{Shape, Text};
use super::{known, namesake};
use crate::doc::Sort;
use crate::grammar::Class;

/// So many mentions are looked back.
const BACK: usize = 24;
/// A subject stands within so many words of the start of its sentence.
const OPENING: usize = 6;
/// A person is looked for over so many paragraphs.
const FAR: usize = 4;
/// So many sentences back a person without a name is looked for.
const SENTENCES: usize = 3;

/// Whom the pronoun in a word means, who was named before the word `before`.
pub fn resolve(text: &Text<'_>, memory: &Memory, at: usize, before: usize) -> Who {
    let gender = Gender::of_pronoun(text.text(at));
    if gender == Gender::Unknown {
        return thing(text, memory, at, before);
    }
    person(text, memory, before, gender)
}

fn person(text: &Text<'_>, memory: &Memory, at: usize, gender: Gender) -> Who {
    if let Some(speaker) = topic(text, memory, at, gender) {
        return Who { speaker: Some(speaker), phrase: None };
    }
    let fits = |m: &usize| text.person(*m) && Gender::of_mention(text, *m).agrees(gender);
    let spoke = memory.persons.iter().rev().find(|who| agrees(text, **who, gender)).copied();
    let about = about(text, at, fits, true);
    let described = described(text, at, gender);
    let about_word = about.map(|m| text.first_word(m));
    let later = |(word, _): &(usize, usize)| Some(*word) > about_word && Some(*word) > memory.last_word;
    if let Some((_, speaker)) = unmarked(text, at, gender).filter(later) {
        return Who { speaker: Some(speaker), phrase: None };
    }
    if let Some(who) = described.filter(|who| {
        let word = who.phrase.map(|(first, _)| first);
        word > about_word && word > memory.last_word
    }) {
        return who;
    }
    match (about, spoke) {
        (Some(about), Some(spoke)) if Some(text.first_word(about)) <= memory.last_word => spoke,
        // whoever is only named in passing (`because of Mara Venn, he said`) does not take the word from who has it
        (Some(about), Some(spoke)) if !opens(text, about) && spoke_near(text, memory, at) => spoke,
        (Some(about), _) => Who { speaker: Some(about), phrase: None },
        (None, spoke) => spoke.unwrap_or_default(),
    }
}

/// `She came to the rock in 1957. …, she said`: a paragraph that opens with a pronoun and no verb of saying is about the
/// person whom the document is about, unless it goes on from a name that opened the sentence before.
fn topic(text: &Text<'_>, memory: &Memory, at: usize, gender: Gender) -> Option<usize> {
    let main = match gender {
        Gender::He => memory.main[0],
        Gender::She => memory.main[1],
        Gender::Unknown => None,
    }?;
    let offset = text.words.get(at)?.span.start;
    let paragraph = text.doc.paragraphs.get(text.paragraph_at(offset))?.span;
    let first = text.word_from(paragraph.start);
    let opens = text.words.get(first)?.class.is(Class::HE) && Gender::of_pronoun(text.text(first)) == gender;
    let tells = |i: usize| text.words.get(i).is_some_and(|w| w.cue.alone() != Cue::default());
    if !opens || at == first || tells(first + 1) || tells(first + 2) {
        return None;
    }
    let other = |m: usize| text.person(m) && Gender::of_mention(text, m).agrees(gender);
    if text.mentions_in(first..at).any(|m| other(m) && !text.in_quotes(text.mention(m).span.start)) {
        return None;
    }
    let last = text.sentence_at(paragraph.start.checked_sub(1)?).or_else(|| {
        let n = text.doc.sentences.partition_point(|s| s.end <= paragraph.start).checked_sub(1)?;
        text.doc.sentences.get(n).copied()
    })?;
    let named = text.mention_at(text.word_from(last.start)).is_some_and(other);
    (!named).then_some(main)
}

/// `Dr. Venn bristled. “…,” she said`, where *Venn* is no mention: the part of a name that opens a sentence of the paragraph.
fn unmarked(text: &Text<'_>, at: usize, gender: Gender) -> Option<(usize, usize)> {
    let offset = text.words.get(at)?.span.start;
    let low = text.doc.paragraphs.get(text.paragraph_at(offset))?.span.start;
    let next = text.doc.sentences.partition_point(|s| s.end <= offset);
    let sentences = text.doc.sentences[next.saturating_sub(SENTENCES)..next].iter().rev();
    let mut here = sentences.take_while(|s| s.start >= low).filter(|s| !text.in_quotes(s.start));
    here.find_map(|s| {
        let first = text.word_from(s.start);
        let capital = |i: &usize| text.words[*i].capital && text.mention_at(*i).is_none();
        let end = (first..text.word_from(s.end).min(first + 4)).take_while(capital).last()? + 1;
        let speaker = namesake::find(text, first..end)?;
        let fits = text.person(speaker) && Gender::of_mention(text, speaker).agrees(gender);
        fits.then_some((first, speaker))
    })
}

/// Whether somebody spoke in this paragraph or the one before.
fn spoke_near(text: &Text<'_>, memory: &Memory, at: usize) -> bool {
    let paragraph = |i: usize| text.words.get(i).map_or(0, |w| text.paragraph_at(w.span.start));
    memory.last_word.is_some_and(|verb| paragraph(verb) + 1 >= paragraph(at))
}

fn agrees(text: &Text<'_>, who: Who, gender: Gender) -> bool {
    match (who.speaker.filter(|m| text.person(*m)), who.phrase) {
        (Some(mention), _) => Gender::of_mention(text, mention).agrees(gender),
        // `her doctor` is not she
        (None, Some((first, _)))
            if Gender::of_pronoun(text.text(first)) == gender && gender != Gender::Unknown =>
        {
            false
        }
        (None, Some((first, end))) => {
            head(text, first..end).is_none_or(|h| Gender::of_noun(text.text(h)).agrees(gender))
        }
        (None, None) => true,
    }
}

fn thing(text: &Text<'_>, memory: &Memory, at: usize, before: usize) -> Who {
    let inserted = before.checked_sub(1).is_some_and(|i| text.words[i].shape == Shape::Comma);
    let sentence = text.sentence_at(text.words[at].span.start).map_or(before, |s| text.word_from(s.start));
    let from = if inserted { sentence } else { before };
    let about = about(text, from, |m| !text.person(*m), false);
    let about = about.or_else(|| described_body(text, memory, from));
    match (about, memory.thing) {
        (Some(about), Some(spoke)) if Some(text.first_word(about)) <= memory.last_word => spoke,
        (Some(about), _) => Who { speaker: Some(about), phrase: None },
        (None, spoke) => spoke.unwrap_or_default(),
    }
}

/// The fitting mention that last opened a sentence or clause before the word; else, if `any`, the last one at all.
fn about(text: &Text<'_>, at: usize, fits: impl Fn(&usize) -> bool, any: bool) -> Option<usize> {
    let offset = text.words.get(at)?.span.start;
    let here = text.paragraph_at(offset);
    let low = here.saturating_sub(if any { FAR } else { 1 });
    let mut fallback = None;
    for m in mentions_back(text, at, low).filter(fits) {
        let near = text.paragraph_at(text.mention(m).span.start) + 1 >= here;
        if fallback.is_some() && !near {
            break;
        }
        if opens(text, m) {
            return Some(m);
        }
        fallback = fallback.or(Some(m).filter(|m| any && !object(text, *m)));
    }
    fallback
}

/// Whether a pronoun is the subject of the sentence that the mention stands in: `He accused Mara Venn`.
fn object(text: &Text<'_>, mention: usize) -> bool {
    let sentence = text.sentence_at(text.mention(mention).span.start);
    let first = sentence.map(|s| text.word_from(s.start));
    first.is_some_and(|i| text.words.get(i).is_some_and(|w| w.class.is(Class::HE)))
}

/// The mentions before a word, from the last one, down to a paragraph; those in quotation marks are left out.
fn mentions_back<'t>(text: &'t Text<'_>, at: usize, paragraph: usize) -> impl Iterator<Item = usize> + 't {
    let offset = text.words.get(at).map_or(u32::MAX, |w| w.span.start);
    let low = text.doc.paragraphs.get(paragraph).map_or(0, |p| p.span.start);
    let next = text.doc.mentions.partition_point(|m| m.span.start < offset);
    let back = (next.saturating_sub(BACK)..next).rev();
    back.take_while(move |m| text.mention(*m).span.start >= low).filter(|m| {
        let m = text.mention(*m);
        m.sort != Sort::Other && !text.in_quotes(m.span.start)
    })
}

/// Whether the mention stands at the start of its sentence, and no preposition before it.
pub fn opens(text: &Text<'_>, mention: usize) -> bool {
    let start = text.sentence_at(text.mention(mention).span.start).map_or(0, |s| text.word_from(s.start));
    let first = text.first_word(mention);
    let after_verb = |i: usize| {
        let word = &text.words[i];
        let form = text.text(i);
        let participle = form.len() > 4 && !word.capital && (form.ends_with("ing") || form.ends_with("ed"));
        word.class.is(Class::HE)
            || participle
            || (text.finite(i) && !word.capital)
            || (word.cue.alone() != Cue::default() && word.noun == Noun::Plain)
    };
    let end = text.word_after(mention);
    let owner = text.possessive(end) && !text.person(mention);
    // `As for Mara Venn, she …`
    if first == start + 2 && text.is(start, &["as"]) && text.is(start + 1, &["for"]) {
        return true;
    }
    first <= start + OPENING && !owner && !governed(text, mention, start) && !(start..first).any(after_verb)
}

/// The mentions that open a sentence, from the last one before the word, down to a paragraph.
pub fn subjects<'t>(text: &'t Text<'_>, at: usize, paragraph: usize) -> impl Iterator<Item = usize> + 't {
    mentions_back(text, at, paragraph).filter(|m| opens(text, *m))
}

/// The organisation that `the company` means: the last one that opened a sentence, else the last one.
pub fn last_body(text: &Text<'_>, at: usize) -> Option<usize> {
    let here = text.paragraph_at(text.words.get(at)?.span.start);
    let body = |m: &usize| text.mention(*m).sort == Sort::Organisation;
    let low = here.saturating_sub(2);
    let owner = |m: &usize| text.possessive(text.word_after(*m));
    subjects(text, at, low).find(body).or_else(|| mentions_back(text, at, low).find(|m| body(m) && !owner(m)))
}

/// The person that `the striker` means: as a pronoun, if somebody was named close before.
pub fn last_person(text: &Text<'_>, memory: &Memory, at: usize, head: usize) -> Option<usize> {
    let gender = Gender::of_noun(text.text(head));
    let here = text.paragraph_at(text.words.get(at)?.span.start);
    let who = person(text, memory, at, gender);
    let near = |m: &usize| text.paragraph_at(text.mention(*m).span.start) + 1 >= here;
    who.speaker.filter(|m| text.person(*m) && near(m))
}

/// `The union wants more. It says …`: the body that the last sentence of the paragraph opens with.
fn described_body(text: &Text<'_>, memory: &Memory, at: usize) -> Option<usize> {
    let offset = text.words.get(at)?.span.start;
    let low = text.doc.paragraphs.get(text.paragraph_at(offset))?.span.start;
    let before = text.doc.sentences.partition_point(|s| s.end <= offset).checked_sub(1)?;
    let sentence = text.doc.sentences[before];
    if sentence.start < low || text.in_quotes(sentence.start) {
        return None;
    }
    let first = text.word_from(sentence.start);
    let end = text.word_from(sentence.end).min(first + 4);
    let body = |i: &usize| text.words[*i].noun == Noun::Body && !is_plural(text.text(*i));
    let head = (first + 1..end).find(body).filter(|_| definite(text, first))?;
    known::body(text, memory, text.text(head), first)
}

/// The person without a name that opened one of the last sentences of the paragraph.
fn described(text: &Text<'_>, at: usize, gender: Gender) -> Option<Who> {
    let offset = text.words.get(at)?.span.start;
    let low = text.doc.paragraphs.get(text.paragraph_at(offset))?.span.start;
    let next = text.doc.sentences.partition_point(|s| s.end <= offset);
    for sentence in text.doc.sentences[next.saturating_sub(SENTENCES)..next].iter().rev() {
        if sentence.start < low || text.in_quotes(sentence.start) {
            return None;
        }
        let first = text.word_from(sentence.start);
        let end = phrase_end(text, first, text.word_from(sentence.end).min(first + 8));
        let definite = text.is(first, &["the", "this", "that"]);
        // `Her doctor warned her. She said …`: she is not her own doctor
        let own = match gender {
            Gender::She => text.is(first, &["her"]),
            Gender::He => text.is(first, &["his"]),
            Gender::Unknown => false,
        };
        let determined =
            !definite && !own && text.words.get(first).is_some_and(|w| w.class.is(Class::DETERMINER));
        let person = head(text, first..end).filter(|h| {
            is_human(text, *h)
                && text.words[*h].noun != Noun::Plain
                && !is_plural(text.text(*h))
                && Gender::of_noun(text.text(*h)).agrees(gender)
        });
        if determined && person.is_some() && text.mentions_in(first..end).next().is_none() {
            return Some(Who { speaker: None, phrase: Some((first, end)) });
        }
    }
    None
}
