//! The dot after a word: part of a number, acronym, abbreviation or address, or a mark of its own.
//!
//! ```text
//! 9.5   U.S.   T.T.P.   Ph.D.   Gen.   dawn.com   jane.doe@example.org   J. (of J. Smith)   Kabul | .
//! ```

use super::{Kind, Lexer, net};
use crate::abbreviations::Class;
use crate::bytes::{self, ALNUM, DIGIT, HIGH, LETTER, SPACE, UPPER};

/// What a dot is.
pub(super) enum Dot {
    /// The word goes on behind it.
    Inside,
    /// It is a token of its own.
    Apart,
    /// It belongs to a token that ends there.
    Token(usize, Kind),
}

/// Where the parts of a word begin.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    /// The word itself.
    pub(super) word: usize,
    /// What stands behind its last hyphen (`R-Pa.`, `Lt.-Gen.`), or the word.
    pub(super) hyphen: usize,
    /// What stands behind its last inner dot or hyphen, or the word.
    pub(super) last: usize,
    /// What stands behind its last inner mark of any kind, or the word.
    pub(super) run: usize,
}

impl Lexer<'_> {
    /// Judges the dot at `dot`, behind the word with these `parts`.
    pub(super) fn dot(&mut self, parts: Parts, dot: usize) -> Dot {
        if self.bytes.get(dot + 1) == Some(&b'.') {
            return Dot::Apart;
        }
        if self.letter_at(dot + 1) {
            self.dot_before_letter(parts, dot)
        } else {
            self.dot_before_gap(parts, dot)
        }
    }

    fn dot_before_letter(&mut self, parts: Parts, dot: usize) -> Dot {
        let (before, after) = (bytes::class(self.bytes[dot - 1]), bytes::class_at(self.bytes, dot + 1));
        if before & after & DIGIT != 0 {
            return Dot::Inside;
        }
        if dot - parts.last == 1
            && self.single_letter(parts.last)
            && self.single_letter(dot + 1)
            && self.is_chain(parts)
        {
            return Dot::Inside;
        }
        if let Some(end) = self.compound_end(parts, dot) {
            return Dot::Token(end, Kind::Abbreviation(Class::Tail));
        }
        if let Some(end) = self.address(parts.word, dot) {
            return Dot::Token(end, Kind::Net);
        }
        if self.glued_name(parts, dot) { self.dot_before_gap(parts, dot) } else { Dot::Apart }
    }

    /// The end of the e-mail, host or URL that starts at `start`. Where none was found, the same run of labels is
    /// not searched again: that keeps `a.b.c.d…` linear.
    fn address(&mut self, start: usize, dot: usize) -> Option<usize> {
        if dot < self.no_address {
            return None;
        }
        if let Some(end) = net::email_end(self.bytes, start, dot) {
            return Some(end);
        }
        match net::domain_end(self.bytes, start) {
            Ok(end) if self.bytes.get(end) == Some(&b'/') => Some(net::rest_end(self.text, end)),
            Ok(end) => Some(end),
            Err(searched) => {
                self.no_address = searched;
                None
            }
        }
    }

    /// `Dr.Khan`, `No.5`: a known abbreviation without its space.
    fn glued_name(&self, parts: Parts, dot: usize) -> bool {
        let after = bytes::class_at(self.bytes, dot + 1);
        match self.class(parts, dot) {
            Some(Class::Title) => after & UPPER != 0,
            Some(Class::Number | Class::Date) => after & DIGIT != 0,
            _ => dot - parts.word == 1 && after & bytes::class(self.bytes[parts.word]) & UPPER != 0,
        }
    }

    fn dot_before_gap(&self, parts: Parts, dot: usize) -> Dot {
        let token = |kind| Dot::Token(dot + 1, kind);
        if parts.last > parts.hyphen
            && dot - parts.last == 1
            && self.single_letter(parts.last)
            && self.is_chain(parts)
        {
            return token(Kind::Acronym);
        }
        if dot - parts.word == 1 && bytes::class(self.bytes[parts.word]) & UPPER != 0 {
            return if self.is_initial(parts.word, dot) { token(Kind::Initial) } else { Dot::Apart };
        }
        let Some(class) = self.class(parts, dot) else { return Dot::Apart };
        let fits = match class {
            Class::Number => self.number_follows(dot + 1),
            Class::State => {
                parts.hyphen > parts.word || self.last().is_some_and(|last| last.kind == Kind::Pause)
            }
            _ => true,
        };
        if fits { token(Kind::Abbreviation(class)) } else { Dot::Apart }
    }

    /// The class of the word, or of its part behind the last hyphen (`Maj.-Gen.`, `R-Pa.`).
    fn class(&self, parts: Parts, dot: usize) -> Option<Class> {
        let class = |start| self.abbreviations.class(self.text.get(start..dot)?);
        class(parts.word).or_else(|| if parts.hyphen > parts.word { class(parts.hyphen) } else { None })
    }

    /// A letter that stands alone between dots.
    fn single_letter(&self, at: usize) -> bool {
        bytes::class_at(self.bytes, at) & LETTER != 0
            && bytes::class_at(self.bytes, at + 1) & (ALNUM | HIGH) == 0
    }

    /// All parts behind the last hyphen are single letters with dots, up to the last one.
    fn is_chain(&self, parts: Parts) -> bool {
        parts.last == parts.hyphen || self.single_letter(parts.hyphen) && self.bytes[parts.hyphen + 1] == b'.'
    }

    /// The end of a listed abbreviation with an inner dot (`Ph.D.`, `W.Va.`).
    fn compound_end(&self, parts: Parts, dot: usize) -> Option<usize> {
        if dot - parts.hyphen > 8 {
            return None;
        }
        let end = bytes::skip(self.bytes, dot + 1, ALNUM);
        self.abbreviations.class(self.text.get(parts.hyphen..end)?)?;
        Some(if self.bytes.get(end) == Some(&b'.') { end + 1 } else { end })
    }

    /// A single capital with a dot is an initial if a capital follows; `you and I.` is not.
    fn is_initial(&self, start: usize, dot: usize) -> bool {
        let next = self.next_char(dot + 1);
        if !next.is_some_and(|c| c.is_uppercase() || c == ',') {
            return false;
        }
        if self.bytes[start] != b'I' {
            return true;
        }
        self.last().is_none_or(|last| {
            last.kind == Kind::Initial || self.text[last.range()].starts_with(char::is_uppercase)
        })
    }

    fn number_follows(&self, at: usize) -> bool {
        self.next_char(at).is_some_and(char::is_numeric)
    }

    /// The first character that is not a blank; a few blanks at most.
    fn next_char(&self, at: usize) -> Option<char> {
        let end = bytes::skip(&self.bytes[..self.bytes.len().min(at + 4)], at, SPACE);
        bytes::char_at(self.text, end)
    }
}
