//! One sentence as an array of looked-up words: everything that scoring asks of a word, asked once.
//!
//! A [`Sentence`] is a buffer that is refilled for every sentence; nothing is allocated per word. Names are masked in
//! the features (their stem is [`NAME`]), so that no score can rest on who is meant.

use std::ops::Range;

use crate::grammar::Class;
use crate::known::{Known, known};
use crate::lexicon::Valence;
use crate::memo::Memo;
use crate::stance::syntax::Form;
use crate::table::{key, keys};

/// The stem that stands for every name.
pub const NAME: u32 = 1;
/// The stem that stands for every number.
pub const NUMBER: u32 = 2;
/// How many words after a negator are negated.
const NEGATION: usize = 5;

/// What a token is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A lower-case word, or a capitalised one that the word lists know.
    #[default]
    Word,
    /// A capitalised word that no list knows.
    Name,
    /// Digits.
    Number,
    /// `,`
    Comma,
    /// `;` `:` and dashes.
    Break,
    /// `.` `!` `?` and other marks that end things.
    Stop,
    /// Quotation marks.
    Quote,
    /// Brackets and everything else.
    Other,
}

/// One token of a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tok {
    /// Byte offsets in the document.
    pub start: u32,
    /// End of the token, exclusive.
    pub end: u32,
    /// Key of the lower-cased word.
    pub key: u64,
    /// Hash of the stem, or [`NAME`] or [`NUMBER`].
    pub stem: u32,
    /// Closed classes.
    pub class: Class,
    /// Valences.
    pub valence: Valence,
    /// What the shape of a clause asks of it.
    pub form: Form,
    /// What it is made of.
    pub kind: Kind,
    /// Which quotation of the sentence it stands in, counted from 1; 0 is outside.
    pub quote: u16,
    /// Which clause of the sentence it stands in.
    pub clause: u16,
    /// Whether a negator governs it.
    pub negated: bool,
    /// Whether it ends in `-ing`.
    pub gerund: bool,
    /// Whether it ends in `-ly`.
    pub ly: bool,
    /// Whether it is `’s`, which may be a possessive.
    pub possessive: bool,
}

/// What is known of a word wherever it stands: small, since thousands are kept.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Looked {
    key: u64,
    stem: u32,
    pub(crate) class: Class,
    valence: Valence,
    pub(crate) form: Form,
    kind: Kind,
    ends: Ends,
}

/// How a word begins and ends.
#[derive(Clone, Copy, Debug, Default)]
struct Ends(u8);

impl Ends {
    const LY: u8 = 1;
    const ING: u8 = 2;
    /// `’s`
    const S: u8 = 4;
    /// A capital letter that makes a name; at the start of a sentence only where no list has the word.
    const NAME: u8 = 8;

    const fn has(self, end: u8) -> bool {
        self.0 & end != 0
    }
}

/// A buffer with the tokens of one sentence.
#[derive(Debug, Default)]
pub struct Sentence {
    /// The tokens in order.
    pub toks: Vec<Tok>,
    /// What is known of words that stood in the text lately.
    pub(crate) lookups: Lookups,
}

/// Looks words up, those that come again only once.
#[derive(Debug, Default)]
pub(crate) struct Lookups(Memo<Looked>);

impl Lookups {
    /// What is known of the word at a range of the text, wherever it stands; `None` where that is no text.
    #[inline]
    pub(crate) fn get(&mut self, text: &str, range: Range<usize>) -> Option<&Looked> {
        self.0.get(text, range, look_up)
    }
}

impl Sentence {
    /// Fills the buffer with tokens of `text` given by their byte spans.
    pub fn fill(&mut self, text: &str, spans: impl Iterator<Item = (usize, usize)>) {
        let Self { toks, lookups } = self;
        toks.clear();
        let mut position = Position::default();
        for (start, end) in spans {
            let Some(known) = lookups.get(text, start..end) else { continue };
            let name = known.ends.has(Ends::NAME) && !(toks.is_empty() && known.is_listed());
            let mut tok = known.tok(start, end);
            if name {
                tok.mask();
            }
            position.mark(&mut tok);
            toks.push(tok);
        }
    }
}

/// Where the tokens so far leave the next one: in which quotation and clause, and how many more words are negated.
#[derive(Default)]
struct Position {
    quote: u16,
    open: bool,
    clause: u16,
    negated: usize,
}

impl Position {
    /// Says in which quotation and clause the next token stands, and whether it is negated.
    #[inline]
    fn mark(&mut self, tok: &mut Tok) {
        if tok.kind == Kind::Quote {
            self.open = !self.open;
            self.quote = self.quote.saturating_add(u16::from(self.open));
        }
        if matches!(tok.kind, Kind::Comma | Kind::Break | Kind::Stop | Kind::Quote)
            || tok.class.is(Class::CLAUSE.or(Class::CONTRAST))
        {
            self.clause = self.clause.saturating_add(1);
            self.negated = if matches!(tok.kind, Kind::Quote) { self.negated } else { 0 };
        }
        tok.quote = if self.open { self.quote } else { 0 };
        tok.clause = self.clause;
        tok.negated = self.negated > 0;
        self.negated = self.negated.saturating_sub(1);
        if tok.class.is(Class::NEGATOR.or(Class::FAIL)) {
            self.negated = NEGATION;
        }
    }
}

impl Looked {
    #[inline]
    fn tok(&self, start: usize, end: usize) -> Tok {
        let Self { key, stem, class, valence, form, kind, ends } = *self;
        Tok {
            start: narrow(start),
            end: narrow(end),
            key,
            stem,
            class,
            valence,
            form,
            kind,
            gerund: ends.has(Ends::ING),
            ly: ends.has(Ends::LY),
            possessive: ends.has(Ends::S),
            quote: 0,
            clause: 0,
            negated: false,
        }
    }

    /// Whether a list has the word.
    fn is_listed(&self) -> bool {
        self.class != Class::NONE || self.valence != Valence::NONE
    }
}

impl Tok {
    /// Makes it a name: no score can rest on what it is.
    fn mask(&mut self) {
        (self.kind, self.stem, self.valence) = (Kind::Name, NAME, Valence::NONE);
        (self.ly, self.gerund, self.possessive) = (false, false, false);
    }
}

fn look_up(word: &str) -> Looked {
    let byte = word.as_bytes().first().copied().unwrap_or(b' ');
    let kind = kind(word, byte);
    if !matches!(kind, Kind::Word) {
        let key = key(word);
        let stem = if kind == Kind::Number { NUMBER } else { low(key) };
        return Looked { key, stem, kind, ..Looked::default() };
    }
    let (key, stem) = keys(word, stem(word.as_bytes()));
    let Known { class, valence, form } = known(key);
    Looked { key, stem: low(stem), class, valence, form, kind, ends: ends(word, byte, class) }
}

fn ends(word: &str, byte: u8, class: Class) -> Ends {
    let capital =
        byte.is_ascii_uppercase() || (byte >= 0xC3 && word.chars().next().is_some_and(char::is_uppercase));
    let name = capital && !class.is(Class::DETERMINER.or(Class::HE).or(Class::THEY));
    let end = match word.as_bytes() {
        [.., b'l', b'y'] => Ends::LY,
        [_, _, .., b'i', b'n', b'g'] => Ends::ING,
        [b'\'', b's'] | [0xE2, 0x80, 0x99, b's'] => Ends::S,
        _ => 0,
    };
    Ends(end | if name { Ends::NAME } else { 0 })
}

fn kind(word: &str, byte: u8) -> Kind {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Kind::Word,
        b'0'..=b'9' => Kind::Number,
        b',' => Kind::Comma,
        b';' | b':' | b'-' => Kind::Break,
        b'.' | b'!' | b'?' => Kind::Stop,
        b'"' => Kind::Quote,
        b'\'' => {
            if word.len() == 1 {
                Kind::Quote
            } else {
                Kind::Word
            }
        }
        _ => match word.chars().next() {
            Some('“' | '”' | '«' | '»' | '„') => Kind::Quote,
            Some('‘' | '’') => {
                if word.chars().count() == 1 {
                    Kind::Quote
                } else {
                    Kind::Word
                }
            }
            Some('—' | '–') => Kind::Break,
            Some(c) if c.is_alphabetic() => Kind::Word,
            _ => Kind::Other,
        },
    }
}

/// The stem of a word that is no name and no number.
#[must_use]
pub fn stem_of(word: &str) -> u32 {
    low(keys(word, stem(word.as_bytes())).1)
}

/// A light suffix stripper, by the length of what is left: `attacked`, `attacks` and `attacking` share a stem. Wrong now and
/// then, always the same way.
fn stem(word: &[u8]) -> usize {
    let Some(last) = word.last() else { return 0 };
    let suffixes: &[&[u8]] = match last.to_ascii_lowercase() {
        b'y' => &[b"ingly", b"edly", b"ly", b"y"],
        b'g' => &[b"ing"],
        b'd' => &[b"ied", b"ed"],
        b's' => &[b"ies", b"es", b"s"],
        b'e' => &[b"e"],
        _ => return word.len(),
    };
    let ends = |suffix: &&[u8]| {
        let cut = word.len().checked_sub(suffix.len());
        cut.filter(|cut| *cut >= 3 && word[*cut..].eq_ignore_ascii_case(suffix))
    };
    let Some(cut) = suffixes.iter().find_map(ends) else { return word.len() };
    let twin = cut > 3 && word[cut - 1] == word[cut - 2];
    cut - usize::from(twin)
}

#[allow(clippy::cast_possible_truncation)] // the low half of a hash is wanted
fn low(key: u64) -> u32 {
    (key as u32).max(16)
}

/// A byte offset as the core keeps it; texts are shorter than 4 GiB.
#[must_use]
pub fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split;

    fn sentence(text: &str) -> Sentence {
        let mut sentence = Sentence::default();
        sentence.fill(text, split::words(text));
        sentence
    }

    #[test]
    fn stems_join_forms() {
        let all = sentence("it attacks attacked attacking attack stopped stopping stop denies denied");
        let stems: Vec<u32> = all.toks.iter().map(|t| t.stem).collect();
        assert!(stems[1..5].iter().all(|s| *s == stems[1]));
        assert!(stems[5..8].iter().all(|s| *s == stems[5]));
        assert_eq!(stems[8], stems[9]);
    }

    #[test]
    fn negation_reaches_a_few_words_and_stops_at_a_comma() {
        let all = sentence("They did not praise him, and attacked her.");
        let negated: Vec<bool> = all.toks.iter().map(|t| t.negated).collect();
        assert!(negated[3] && negated[4] && !negated[7]);
    }

    #[test]
    fn names_are_masked() {
        let all = sentence("Yesterday Orland praised Venn.");
        assert_eq!((all.toks[1].stem, all.toks[3].stem), (NAME, NAME));
    }
}
