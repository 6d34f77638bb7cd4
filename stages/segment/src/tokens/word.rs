//! A token that starts with a letter or digit: how far it goes, and what splits off its end.
//!
//! ```text
//! 2,600-kilometer    anti-Soviet    10:30    O’Brien: whole    Kabul’s → Kabul | ’s
//! ```

use super::dot::{Dot, Parts};
use super::{Gap, Kind, Lexer, contraction, net, wide};
use crate::bytes::{self, ALNUM, DIGIT, HIGH};

/// What stands after a run of letters and digits.
enum Next {
    /// The word goes on up to there.
    Goes(usize),
    /// The word ends here.
    Ends,
    /// The whole token, with its kind, ends there.
    Is(usize, Kind),
    /// The word ends at the first; a contraction's suffix goes to the second.
    Splits(usize, usize),
}

impl Lexer<'_> {
    /// Pushes the word at `start`, of which `start..run` is known; returns the end of what was pushed.
    pub(super) fn word(&mut self, start: usize, run: usize, gap: Gap) -> usize {
        let mut end = bytes::skip(self.bytes, run, ALNUM);
        let mut parts = Parts { word: start, hyphen: start, last: start, run: start };
        loop {
            match self.after_run(parts, end) {
                Next::Goes(to) => {
                    match self.bytes[end] {
                        b'.' => parts.last = to,
                        b'-' => parts = Parts { hyphen: to, last: to, ..parts },
                        _ => {}
                    }
                    parts.run = to;
                    end = bytes::skip(self.bytes, to, ALNUM);
                }
                Next::Ends => return self.push(start..end, self.word_kind(start), gap),
                Next::Is(end, kind) => return self.push(start..end, kind, gap),
                Next::Splits(word, end) => {
                    if word > start {
                        self.push(start..word, self.word_kind(start), gap);
                        return self.push(word..end, Kind::Suffix, Gap::None);
                    }
                    return self.push(start..end, Kind::Suffix, gap);
                }
            }
        }
    }

    pub(super) fn word_kind(&self, start: usize) -> Kind {
        if bytes::class(self.bytes[start]) & DIGIT != 0 { Kind::Number } else { Kind::Word }
    }

    fn after_run(&mut self, parts: Parts, end: usize) -> Next {
        let start = parts.word;
        let Some(&byte) = self.bytes.get(end) else { return Next::Ends };
        match byte {
            b'-' if self.letter_at(end + 1) => Next::Goes(end + 1),
            b'.' => match self.dot(parts, end) {
                Dot::Inside => Next::Goes(end + 1),
                Dot::Apart => Next::Ends,
                Dot::Token(end, kind) => Next::Is(end, kind),
            },
            b',' if self.groups_thousands(end) => Next::Goes(end + 1),
            b':' if self.bytes[end..].starts_with(b"://") => match net::url_end(self.text, end) {
                Some(end) => Next::Is(end, Kind::Net),
                None => Next::Ends,
            },
            b':' | b'/'
                if self.between_digits(end) && self.bytes[parts.run..end].iter().all(u8::is_ascii_digit) =>
            {
                Next::Goes(end + 1)
            }
            b'@' | b'+' => match net::email_end(self.bytes, start, end) {
                Some(end) => Next::Is(end, Kind::Net),
                None => Next::Ends,
            },
            b'\'' => self.apostrophe_inside(start, end, 1),
            0x80.. => self.wide_inside(start, end),
            _ => Next::Ends,
        }
    }

    fn wide_inside(&self, start: usize, end: usize) -> Next {
        let Some(c) = bytes::char_at(self.text, end) else { return Next::Ends };
        match c {
            '\u{2019}' => self.apostrophe_inside(start, end, 3),
            '\u{2010}' | '\u{2011}' if self.letter_at(end + 3) => Next::Goes(end + 3),
            '\u{2010}'..='\u{201F}' | '\u{2026}' => Next::Ends,
            '\u{b0}' | '\u{ba}' => Next::Goes(end + 2),
            _ if wide::joins(c) => Next::Goes(end + c.len_utf8()),
            _ if c.is_whitespace() || c.is_alphanumeric() || wide::mark_kind(c).is_some() => Next::Ends,
            _ => self.extends(end, c),
        }
    }

    /// Combining marks and format characters stay with the character before them (UAX #29 WB4).
    fn extends(&self, end: usize, c: char) -> Next {
        let Some(before) = bytes::char_before(self.text, end) else { return Next::Ends };
        let from = end - before.len_utf8();
        let to = wide::cluster_end(self.text, from);
        if to >= end + c.len_utf8() { Next::Goes(to) } else { Next::Ends }
    }

    fn apostrophe_inside(&self, start: usize, end: usize, len: usize) -> Next {
        if let Some(to) = contraction::negation_end(self.text, end) {
            return Next::Splits((end - 1).max(start), to);
        }
        if let Some(to) = contraction::suffix_end(self.text, end) {
            return Next::Splits(end, to);
        }
        let letters = !self.bytes[end - 1].is_ascii_digit() && self.letter_at(end + len);
        if letters { Next::Goes(end + len) } else { Next::Ends }
    }

    fn groups_thousands(&self, comma: usize) -> bool {
        let digit = |at| bytes::class_at(self.bytes, at) & DIGIT != 0;
        digit(comma - 1) && (1..=3).all(|n| digit(comma + n)) && !digit(comma + 4)
    }

    fn between_digits(&self, at: usize) -> bool {
        bytes::class(self.bytes[at - 1]) & bytes::class_at(self.bytes, at + 1) & DIGIT != 0
    }

    /// A letter or digit of any script starts at `at`.
    pub(super) fn letter_at(&self, at: usize) -> bool {
        let class = bytes::class_at(self.bytes, at);
        class & ALNUM != 0 || class & HIGH != 0 && bytes::char_at(self.text, at).is_some_and(wide::joins)
    }
}
