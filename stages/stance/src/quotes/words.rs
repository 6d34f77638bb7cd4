//! The document's words with their classes, and the questions that attribution asks of positions.

use super::classes::{FINITE, Noun};
use super::cues::{Cue, Cues};
use super::gender::Gender;
use super::marks::Pair;
use crate::doc::{Doc, Mention, Sort, Span};
use crate::grammar::Class;
use crate::table::key;

/// How many marks may open before an offset and reach over it, looking back.
const NEST: usize = 5;

/// The outline of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Letters or digits.
    #[default]
    Word,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;` and dashes.
    Break,
    /// `.` `!` `?`
    Stop,
    /// Quotation marks.
    Quote,
    /// `(` `[`
    Open,
    /// `)` `]`
    Close,
    /// Anything else.
    Other,
}

/// One word: 20 bytes, since a document may have ten million.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Closed classes.
    pub class: Class,
    /// Cue bits.
    pub cue: Cue,
    /// What the packs say of it as a noun.
    pub noun: Noun,
    /// Outline.
    pub shape: Shape,
    /// Whether it begins with a capital.
    pub capital: bool,
}

/// Looks every word of the document up, once. `US`, `WHO` and `IT` are names, no pronouns.
pub fn fill(doc: &Doc<'_>, cues: &Cues, out: &mut Vec<Word>) {
    out.clear();
    out.extend(doc.words.iter().map(|span| {
        let word = doc.text.get(span.range()).unwrap_or("");
        let (shape, capital) = outline(word);
        let listed = shape == Shape::Word && !matches!(word, "US" | "WHO" | "IT");
        let info = if listed { cues.info(key(word)) } else { Default::default() };
        Word { span: *span, class: info.class, cue: info.cue, noun: info.noun, shape, capital }
    }));
}

fn outline(word: &str) -> (Shape, bool) {
    let shape = match word.as_bytes().first() {
        Some(b'a'..=b'z' | b'0'..=b'9') => Shape::Word,
        Some(b'A'..=b'Z') => return (Shape::Word, true),
        Some(b',') => Shape::Comma,
        Some(b':') => Shape::Colon,
        Some(b';' | b'-') => Shape::Break,
        Some(b'.' | b'!' | b'?') => Shape::Stop,
        Some(b'"') => Shape::Quote,
        Some(b'(' | b'[') => Shape::Open,
        Some(b')' | b']') => Shape::Close,
        Some(b'\'') if word.len() > 1 => Shape::Word,
        Some(b'\'') => Shape::Quote,
        _ => return other(word),
    };
    (shape, false)
}

fn other(word: &str) -> (Shape, bool) {
    let mut chars = word.chars();
    match chars.next() {
        Some('‘' | '’') if chars.next().is_some() => (Shape::Word, false),
        Some('“' | '”' | '„' | '«' | '»' | '‘' | '’') => (Shape::Quote, false),
        Some('—' | '–') => (Shape::Break, false),
        Some('…') => (Shape::Stop, false),
        Some(c) if c.is_alphabetic() => (Shape::Word, c.is_uppercase()),
        _ => (Shape::Other, false),
    }
}

/// A document with its looked-up words.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// The document.
    pub doc: Doc<'a>,
    /// Its words, as many as `doc.words`.
    pub words: &'a [Word],
    /// The cues, for phrases.
    pub cues: &'a Cues,
    /// The quotation marks, by start, outer before inner.
    pub pairs: &'a [Pair],
    /// The gender of each mention, where it is known.
    pub genders: &'a [Gender],
}

impl<'a> Text<'a> {
    /// The first word that starts at or after the offset.
    #[inline]
    #[must_use]
    pub fn word_from(&self, offset: u32) -> usize {
        self.words.partition_point(|w| w.span.start < offset)
    }

    /// The words of a sentence, as a range of indices.
    #[inline]
    #[must_use]
    pub fn words_of(&self, span: Span) -> std::ops::Range<usize> {
        self.word_from(span.start)..self.word_from(span.end)
    }

    /// The sentence around an offset.
    #[must_use]
    pub fn sentence_at(&self, offset: u32) -> Option<Span> {
        let next = self.doc.sentences.partition_point(|s| s.start <= offset);
        let sentence = *self.doc.sentences.get(next.checked_sub(1)?)?;
        (offset < sentence.end).then_some(sentence)
    }

    /// The number of the paragraph around an offset.
    #[must_use]
    pub fn paragraph_at(&self, offset: u32) -> usize {
        self.doc.paragraphs.partition_point(|p| p.span.start <= offset).saturating_sub(1)
    }

    /// A word's text.
    #[inline]
    #[must_use]
    pub fn text(&self, word: usize) -> &'a str {
        self.words.get(word).and_then(|w| self.doc.text.get(w.span.range())).unwrap_or("")
    }

    /// The longest speaker mention that covers a word.
    #[must_use]
    pub fn mention_at(&self, word: usize) -> Option<usize> {
        let span = self.words.get(word)?.span;
        let next = self.doc.mentions.partition_point(|m| m.span.start <= span.start);
        let near = next.saturating_sub(4)..next;
        near.filter(|m| self.doc.mentions[*m].span.end >= span.end && self.speaks(*m))
            .max_by_key(|m| (self.mention(*m).span.end - self.mention(*m).span.start, usize::MAX - m))
    }

    /// Mentions that may speak and start inside a range of words.
    pub fn mentions_in(&self, words: std::ops::Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let offset = |i: usize| self.words.get(i).map_or(u32::MAX, |w| w.span.start);
        let (from, to) = (offset(words.start), offset(words.end.max(words.start)));
        let first = self.doc.mentions.partition_point(|m| m.span.start < from);
        let rest = self.doc.mentions[first..].iter().enumerate().map(move |(i, m)| (first + i, m));
        rest.take_while(move |(_, m)| m.span.start < to).map(|(i, _)| i).filter(|i| self.speaks(*i))
    }

    /// A mention by its number.
    #[inline]
    #[must_use]
    pub fn mention(&self, mention: usize) -> &'a Mention<'a> {
        &self.doc.mentions[mention]
    }

    /// Whether the mention is a person: by its label, or by a first name where `entities` took it for a place.
    #[inline]
    #[must_use]
    pub fn person(&self, mention: usize) -> bool {
        match self.mention(mention).sort {
            Sort::Person => true,
            Sort::State | Sort::Other => self.genders.get(mention).is_some_and(|g| *g != Gender::Unknown),
            Sort::Organisation | Sort::Group => false,
        }
    }

    fn speaks(&self, mention: usize) -> bool {
        (self.mention(mention).sort != Sort::Other || self.person(mention)) && !self.modifies(mention)
    }

    /// `Islamabad-based`, `Washington-led`: a name inside a longer word.
    fn modifies(&self, mention: usize) -> bool {
        let end = self.mention(mention).span.end as usize;
        let rest = self.doc.text.as_bytes().get(end..).unwrap_or_default();
        matches!(rest, [b'-', b'a'..=b'z', ..])
    }

    /// Whether an offset lies inside quotation marks.
    #[must_use]
    pub fn in_quotes(&self, offset: u32) -> bool {
        let next = self.pairs.partition_point(|p| p.span.start <= offset);
        let near = &self.pairs[next.saturating_sub(NEST)..next];
        near.iter().rev().any(|p| offset < p.span.end)
    }

    /// Whether the word is a clitic `’s`.
    #[inline]
    #[must_use]
    pub fn is_s(&self, word: usize) -> bool {
        matches!(self.text(word), "'s" | "’s" | "’" | "'")
    }

    /// Whether a word is one of these, in any case.
    #[inline]
    #[must_use]
    pub fn is(&self, word: usize, any: &[&str]) -> bool {
        let Some(w) = self.words.get(word) else { return false };
        let len = (w.span.end - w.span.start) as usize;
        let like = |one: &&&str| one.len() == len;
        let text = || self.doc.text.as_bytes().get(w.span.range()).unwrap_or_default();
        any.iter().filter(like).any(|one| one.as_bytes().eq_ignore_ascii_case(text()))
    }

    /// Whether a finite verb may stand here: an auxiliary, a past tense, a common present.
    #[inline]
    #[must_use]
    pub fn finite(&self, word: usize) -> bool {
        let Some(w) = self.words.get(word) else { return false };
        let text = self.doc.text.as_bytes().get(w.span.range()).unwrap_or_default();
        let plain = !w.capital && w.shape == Shape::Word;
        let past = text.len() > 3 && text.ends_with(b"ed") && !text.ends_with(b"eed");
        w.class.is(Class::BE.or(Class::MODAL).or(Class::AUXILIARY).or(FINITE)) && !self.possessive(word)
            || plain && past
    }

    /// Whether the clitic `’s` is a possessive: a noun follows it.
    #[must_use]
    pub fn possessive(&self, word: usize) -> bool {
        let verbal = Class::DETERMINER.or(Class::PREPOSITION).or(Class::ADVERB).or(Class::AUXILIARY);
        let after = self.words.get(word + 1);
        self.is_s(word)
            && after.is_some_and(|w| {
                w.shape == Shape::Word && !w.class.is(verbal) && !self.text(word + 1).ends_with("ing")
            })
    }

    /// The first word of a mention.
    #[inline]
    #[must_use]
    pub fn first_word(&self, mention: usize) -> usize {
        self.word_from(self.mention(mention).span.start)
    }
}
