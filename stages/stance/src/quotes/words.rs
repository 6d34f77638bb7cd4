//! The document's words with their classes, and the questions that attribution asks of positions.

use super::classes::{FINITE, Noun};
use super::cues::{Cue, Cues, Info};
use super::gender::Gender;
use super::marks::Pair;
use crate::doc::{Doc, Mention, Sort, Span};
use crate::grammar::Class;
use crate::memo::Memo;
use crate::table::key;
use crate::tok::narrow;

/// How many marks may open before an offset and reach over it, looking back.
const NEST: usize = 5;
/// Most names have fewer words.
const NAME: usize = 8;

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
    /// Its first byte, in lower case.
    first: u8,
    traits: Traits,
}

/// What is asked of words again and again.
#[derive(Clone, Copy, Debug, Default)]
struct Traits(u8);

impl Traits {
    /// `’s`, or what is left of it.
    const S: u8 = 1;
    /// A past tense by its look.
    const PAST: u8 = 2;
    /// A mention covers it.
    const NAMED: u8 = 4;
    /// `you` or `your`.
    const YOU: u8 = 8;

    const fn of(this: u8, is: bool) -> u8 {
        if is { this } else { 0 }
    }

    const fn has(self, this: u8) -> bool {
        self.0 & this != 0
    }
}

/// The words that were looked up lately, and in which cues.
#[derive(Debug, Default)]
pub struct Lookups {
    cues: u64,
    memo: Memo<Looked>,
}

/// A word wherever it stands: small, since thousands are kept.
#[derive(Clone, Copy, Debug, Default)]
struct Looked {
    info: Info,
    shape: Shape,
    capital: bool,
    first: u8,
    traits: Traits,
}

impl Looked {
    #[inline]
    fn at(&self, span: Span) -> Word {
        let Self { info: Info { class, cue, noun }, shape, capital, first, traits } = *self;
        Word { span, class, cue, noun, shape, capital, first, traits }
    }
}

/// Looks every word of the document up, once, and finds the first word of each mention. `US`, `WHO` and `IT` are names,
/// no pronouns.
pub fn fill(doc: &Doc<'_>, cues: &Cues, lookups: &mut Lookups, out: &mut Vec<Word>, places: &mut Vec<u32>) {
    if lookups.cues != cues.stamp() {
        lookups.memo.clear();
        lookups.cues = cues.stamp();
    }
    out.clear();
    out.extend(doc.words.iter().map(|span| {
        let word = lookups.memo.get(doc.text, span.range(), |word| look_up(word, cues));
        word.copied().unwrap_or_else(|| look_up("", cues)).at(*span)
    }));
    place(doc.mentions, out, places);
}

fn look_up(word: &str, cues: &Cues) -> Looked {
    let (shape, capital) = outline(word);
    let listed = shape == Shape::Word && !matches!(word, "US" | "WHO" | "IT");
    let info = if listed { cues.info(key(word)) } else { Info::default() };
    let first = word.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
    let past = word.len() > 3 && word.ends_with("ed") && !word.ends_with("eed");
    let traits = Traits::of(Traits::S, matches!(word, "'s" | "’s" | "’" | "'"))
        | Traits::of(Traits::PAST, past && !capital && shape == Shape::Word)
        | Traits::of(Traits::YOU, ["you", "your"].iter().any(|you| word.eq_ignore_ascii_case(you)));
    Looked { info, shape, capital, first, traits: Traits(traits) }
}

/// Finds the first word of each mention and marks the words that it covers, in one pass, however mentions nest.
fn place(mentions: &[Mention<'_>], words: &mut [Word], places: &mut Vec<u32>) {
    places.clear();
    let (mut first, mut covered) = (0, 0);
    for Mention { span, .. } in mentions {
        while words.get(first).is_some_and(|word| word.span.start < span.start) {
            first += 1;
        }
        places.push(narrow(first));
        covered = covered.max(first);
        while let Some(word) = words.get_mut(covered).filter(|word| word.span.end <= span.end) {
            word.traits.0 |= Traits::NAMED;
            covered += 1;
        }
    }
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
    /// The first word of each mention.
    pub places: &'a [u32],
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

    /// Whether a paragraph, by its number, is a heading.
    #[must_use]
    pub fn is_heading(&self, paragraph: usize) -> bool {
        self.doc.paragraphs.get(paragraph).is_some_and(|p| p.heading)
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
        let span = self.words.get(word).filter(|word| word.traits.has(Traits::NAMED))?.span;
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
        self.words.get(word).is_some_and(|word| word.traits.has(Traits::S))
    }

    /// Whether a word is one of these, which are given in lower case, in any case.
    // always: the lists are constants, and so is most of the work on them
    #[inline(always)]
    #[must_use]
    pub fn is(&self, word: usize, any: &[&str]) -> bool {
        let Some(w) = self.words.get(word) else { return false };
        let len = (w.span.end - w.span.start) as usize;
        let like = |one: &&&str| one.len() == len && one.as_bytes().first() == Some(&w.first);
        any.iter().filter(like).any(|one| self.reads(w, one))
    }

    fn reads(&self, word: &Word, one: &str) -> bool {
        let text = self.doc.text.as_bytes().get(word.span.range()).unwrap_or_default();
        one.as_bytes().eq_ignore_ascii_case(text)
    }

    /// Whether a word is `you` or `your`.
    #[inline]
    #[must_use]
    pub fn is_you(&self, word: usize) -> bool {
        self.words.get(word).is_some_and(|word| word.traits.has(Traits::YOU))
    }

    /// Whether a finite verb may stand here: an auxiliary, a past tense, a common present.
    #[inline]
    #[must_use]
    pub fn finite(&self, word: usize) -> bool {
        let Some(w) = self.words.get(word) else { return false };
        let present = w.class.is(Class::BE.or(Class::MODAL).or(Class::AUXILIARY).or(FINITE));
        w.traits.has(Traits::PAST) || (present && !self.possessive(word))
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
        self.places[mention] as usize
    }

    /// The first word behind a mention.
    #[must_use]
    pub fn word_after(&self, mention: usize) -> usize {
        let (first, end) = (self.first_word(mention), self.mention(mention).span.end);
        let near = self.words[first..].iter().take(NAME).position(|w| w.span.start >= end);
        near.map_or_else(|| self.word_from(end), |near| first + near)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::quotes::cues::EMBEDDED;
    use crate::split;

    const TEXT: &str = "Mara Venn’s aide opined, in Orland, that you waited and that the dam would hold.";

    /// The words of [`TEXT`] with mentions at `names`, by these cues.
    fn words(cues: &Cues, names: &[&str], lookups: &mut Lookups) -> (Vec<Word>, Vec<u32>) {
        let spans: Vec<Span> = split::words(TEXT).map(|(s, e)| Span::new(narrow(s), narrow(e))).collect();
        let mention = |name: &&str| {
            let at = narrow(TEXT.find(name).unwrap());
            Mention { span: Span::new(at, at + narrow(name.len())), ..Mention::default() }
        };
        let mentions: Vec<Mention<'_>> = names.iter().map(mention).collect();
        let doc = Doc { text: TEXT, words: &spans, mentions: &mentions, ..Doc::default() };
        let (mut out, mut places) = (Vec::new(), Vec::new());
        fill(&doc, cues, lookups, &mut out, &mut places);
        (out, places)
    }

    #[test]
    fn lookups_do_not_outlive_their_cues() {
        let read = |text: &str| Cues::read(&[text]).unwrap().0;
        let (own, other) = (read(EMBEDDED), read("name = 'x'\n[cues]\nsay = ['opine']\n"));
        let mut lookups = Lookups::default();
        for cues in [&own, &other, &own] {
            let (found, _) = words(cues, &[], &mut lookups);
            let (alone, _) = words(cues, &[], &mut Lookups::default());
            let cues = |words: &[Word]| words.iter().map(|word| (word.cue, word.class)).collect::<Vec<_>>();
            assert_eq!(cues(&found), cues(&alone));
        }
    }

    #[test]
    fn mentions_are_placed_and_their_words_known() {
        let cues = Cues::read(&[EMBEDDED]).unwrap().0;
        let names = ["Mara Venn’s aide", "Mara", "Venn", "Orland"];
        let (words, places) = words(&cues, &names, &mut Lookups::default());
        assert_eq!(places, [0, 0, 1, 7]);
        let having =
            |this: u8| -> Vec<usize> { (0..words.len()).filter(|i| words[*i].traits.has(this)).collect() };
        assert_eq!(having(Traits::NAMED), [0, 1, 2, 3, 7]);
        assert_eq!(having(Traits::S), [2]);
        assert_eq!(having(Traits::PAST), [4, 11]);
        assert_eq!(having(Traits::YOU), [10]);
    }
}
