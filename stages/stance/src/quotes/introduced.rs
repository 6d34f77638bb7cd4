//! Who was introduced with what noun: `Mayor Mara Venn`, `Mara Venn, the mayor of Orland`.
//!
//! Later `the mayor` means her. One pass over the names of the document: the noun right before a person, and the head of
//! the phrase that a comma sets off behind. Organisations are introduced too (`Dam Watch, a charity`), and each is known
//! by the last word of its name (`Northern Nurses Guild`: the guild).

use super::cues::Cue;
use super::nouns::head;
use super::words::{Shape, Text};
use crate::doc::Sort;
use crate::grammar::Class;
use crate::table::key;

/// So many introductions are kept.
const MOST: usize = 400;
/// An apposition is looked at over so many words.
const REACH: usize = 20;

/// Titles that are written short.
const TITLES: &[(&str, &str)] = &[
    ("dr", "doctor"),
    ("gen", "general"),
    ("sen", "senator"),
    ("rep", "representative"),
    ("gov", "governor"),
    ("prof", "professor"),
    ("sgt", "sergeant"),
    ("capt", "captain"),
    ("col", "colonel"),
    ("lt", "lieutenant"),
    ("rev", "reverend"),
    ("cllr", "councillor"),
    ("det", "detective"),
    ("supt", "superintendent"),
];

/// A noun and the mention that it was said of.
#[derive(Clone, Copy, Debug)]
pub struct Introduced {
    noun: u64,
    /// The mention.
    pub mention: usize,
    /// Whether the noun is the last word of the name.
    own: bool,
}

/// Finds the introductions of a document, in order of the text.
pub fn find(text: &Text<'_>, out: &mut Vec<Introduced>) {
    out.clear();
    for mention in 0..text.doc.mentions.len() {
        let sort = text.mention(mention).sort;
        if !matches!(sort, Sort::Person | Sort::Organisation) || out.len() >= MOST {
            continue;
        }
        let first = text.first_word(mention);
        let end = text.word_after(mention);
        let before = first.checked_sub(1).filter(|_| sort == Sort::Person).and_then(|i| title(text, i, end));
        let last =
            end.checked_sub(1).filter(|i| sort == Sort::Organisation && text.words[*i].class.is(Class::ROLE));
        for (noun, own) in [(before, false), (apposition(text, end), false), (last, true)] {
            out.extend(noun.map(|noun| Introduced { noun: key(spelt_out(text.text(noun))), mention, own }));
        }
    }
}

/// `Dr.` introduces *the doctor*.
fn spelt_out(title: &str) -> &str {
    let short = title.strip_suffix('.').unwrap_or(title);
    let found = TITLES.iter().find(|(abbreviation, _)| short.eq_ignore_ascii_case(abbreviation));
    found.map_or(title, |(_, noun)| noun)
}

/// The last mention before a word that was introduced with the noun; else the first after it.
pub fn last(found: &[Introduced], text: &Text<'_>, noun: &str, at: usize) -> Option<usize> {
    let key = key(noun);
    nearest(found.iter().filter(|i| i.noun == key), text, at)
}

/// The same among organisations whose name ends with the noun.
pub fn named(found: &[Introduced], text: &Text<'_>, noun: &str, at: usize) -> Option<usize> {
    let key = key(noun);
    nearest(found.iter().filter(|i| i.own && i.noun == key), text, at)
}

/// The one organisation of the document whose name ends with the noun.
pub fn one_body(found: &[Introduced], text: &Text<'_>, noun: &str) -> Option<usize> {
    let key = key(noun);
    let mut fitting = found.iter().filter(|i| i.own && i.noun == key).map(|i| i.mention);
    let first = fitting.next()?;
    fitting.all(|m| text.mention(m).id == text.mention(first).id).then_some(first)
}

/// The one person of the document that is introduced with the noun.
pub fn only(found: &[Introduced], text: &Text<'_>, noun: &str) -> Option<usize> {
    let key = key(noun);
    let mut fitting = found.iter().filter(|i| i.noun == key && text.person(i.mention)).map(|i| i.mention);
    let first = fitting.next()?;
    fitting.all(|m| text.mention(m).id == text.mention(first).id).then_some(first)
}

fn nearest<'f>(
    fitting: impl Iterator<Item = &'f Introduced> + Clone,
    text: &Text<'_>,
    at: usize,
) -> Option<usize> {
    let offset = text.words.get(at)?.span.start;
    let mut mentions = fitting.map(|i| i.mention);
    let before = mentions.clone().take_while(|m| text.mention(*m).span.start < offset).last();
    before.or_else(|| mentions.next())
}

/// The word before a name, where it is a noun for a person: `Mayor`, `President`, `Gen.`.
fn title(text: &Text<'_>, word: usize, end: usize) -> Option<usize> {
    let short = spelt_out(text.text(word)).len() != text.text(word).len();
    let role = (text.words[word].class.is(Class::ROLE) || short) && text.mention_at(word).is_none();
    if text.is(word, &["named", "called"]) {
        // `the mayor, a welder named Mara Venn`
        let comma =
            (word.saturating_sub(REACH / 2)..word).rev().find(|i| text.words[*i].shape == Shape::Comma)?;
        return comma
            .checked_sub(1)
            .filter(|i| text.words[*i].class.is(Class::ROLE) && text.mention_at(*i).is_none());
    }
    if text.words[word].shape == Shape::Comma {
        // `the mayor of Orland, Mara Venn,`; not `according to the mayor, Mara Venn was …`
        let closed = text.words.get(end).is_none_or(|w| {
            !matches!(w.shape, Shape::Word | Shape::Other) || w.cue.alone() != Cue::default()
        });
        if !closed {
            return None;
        }
        let plain = |i: &usize| matches!(text.words[*i].shape, Shape::Word | Shape::Other);
        let inside = (word.saturating_sub(REACH)..word).rev().take_while(plain);
        let first = inside.filter(|i| text.words[*i].class.is(Class::DETERMINER)).last()?;
        return head(text, first..word)
            .filter(|i| text.words[*i].class.is(Class::ROLE) && text.mention_at(*i).is_none());
    }
    role.then_some(word)
}

/// The head of `, the mayor of Orland,` after a name.
fn apposition(text: &Text<'_>, comma: usize) -> Option<usize> {
    let set_off = text.words.get(comma).is_some_and(|w| w.shape == Shape::Comma);
    let mut first = comma + 1;
    let aged = text.text(first).starts_with(|c: char| c.is_ascii_digit());
    if aged && text.words.get(first + 1).is_some_and(|w| w.shape == Shape::Comma) {
        first += 2;
    }
    let plain = |i: &usize| matches!(text.words[*i].shape, Shape::Word | Shape::Other);
    let end = (first..text.words.len().min(first + REACH)).find(|i| !plain(i))?;
    let opens = text.words.get(first).is_some_and(|w| !w.capital);
    let stop = (first + 1..end)
        .find(|i| text.words[*i].class.is(Class::PREPOSITION.or(Class::RELATIVE)))
        .unwrap_or(end);
    let verb = (first..stop).any(|i| text.finite(i));
    let noun = (set_off && opens && !verb && first < end).then(|| head(text, first..end)).flatten()?;
    (text.words[noun].class.is(Class::ROLE) && !text.words[noun].capital).then_some(noun)
}
