//! One sentence as an array of looked-up words: everything that scoring asks of a word, asked once.
//!
//! A [`Sentence`] is a buffer that is refilled for every sentence; nothing is allocated per word. Names are masked in
//! the features (their stem is [`NAME`]), so that no score can rest on who is meant.

use crate::grammar::Class;
use crate::known::known;
use crate::lexicon::Valence;
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

/// A buffer with the tokens of one sentence.
#[derive(Debug, Default)]
pub struct Sentence {
    /// The tokens in order.
    pub toks: Vec<Tok>,
}

impl Sentence {
    /// Fills the buffer with tokens of `text` given by their byte spans.
    pub fn fill(&mut self, text: &str, spans: impl Iterator<Item = (usize, usize)>) {
        self.toks.clear();
        for (start, end) in spans {
            let Some(word) = text.get(start..end) else { continue };
            let first = self.toks.is_empty();
            self.toks.push(look_up(word, start, end, first));
        }
        self.mark();
    }

    /// Numbers quotations and clauses and marks negated words.
    fn mark(&mut self) {
        let (mut quote, mut open, mut clause, mut negated) = (0_u16, false, 0_u16, 0_usize);
        for tok in &mut self.toks {
            if tok.kind == Kind::Quote {
                open = !open;
                quote = quote.saturating_add(u16::from(open));
            }
            if matches!(tok.kind, Kind::Comma | Kind::Break | Kind::Stop | Kind::Quote)
                || tok.class.is(Class::CLAUSE.or(Class::CONTRAST))
            {
                clause = clause.saturating_add(1);
                negated = if matches!(tok.kind, Kind::Quote) { negated } else { 0 };
            }
            tok.quote = if open { quote } else { 0 };
            tok.clause = clause;
            tok.negated = negated > 0;
            negated = negated.saturating_sub(1);
            if tok.class.is(Class::NEGATOR.or(Class::FAIL)) {
                negated = NEGATION;
            }
        }
    }
}

fn look_up(word: &str, start: usize, end: usize, first: bool) -> Tok {
    let mut tok = Tok { start: narrow(start), end: narrow(end), ..Tok::default() };
    let byte = word.as_bytes().first().copied().unwrap_or(b' ');
    tok.kind = kind(word, byte);
    if !matches!(tok.kind, Kind::Word) {
        tok.key = key(word);
        tok.stem = if tok.kind == Kind::Number { NUMBER } else { low(tok.key) };
        return tok;
    }
    let (whole, stem) = keys(word, stem(word.as_bytes()));
    let known = known(whole);
    (tok.key, tok.class, tok.valence, tok.form) = (whole, known.class, known.valence, known.form);
    let capital =
        byte.is_ascii_uppercase() || (byte >= 0xC3 && word.chars().next().is_some_and(char::is_uppercase));
    let known = tok.class != Class::NONE || tok.valence != Valence::default();
    if capital && !(first && known) && !tok.class.is(Class::DETERMINER.or(Class::HE).or(Class::THEY)) {
        tok.kind = Kind::Name;
        tok.stem = NAME;
        tok.valence = Valence::default();
        return tok;
    }
    tok.ly = word.ends_with("ly");
    tok.gerund = word.len() > 4 && word.ends_with("ing");
    tok.possessive = matches!(word, "'s" | "’s");
    tok.stem = low(stem);
    tok
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
