//! The recogniser's own cut of a text: one pass over the bytes with a class table, no allocation per token. It is finer than
//! the `tokens` layer where names need it (possessives, hyphens and dotted acronyms are told apart) and costs less than
//! mapping that layer onto these kinds would.
//!
//! `T.T.P.’s U.S.-led` → `T.T.P.` `’s` `U.S.` `-` `led`

use crate::flags::Flags;
use crate::fold;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Letters, with inner digits and apostrophes; also dotted acronyms and initials.
    Word,
    /// Digits first.
    Number,
    /// A hyphen or short dash glued between two words.
    Hyphen,
    /// `’s`, or the bare apostrophe after a final s.
    Possessive,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A comma.
    Comma,
    /// A full stop, question or exclamation mark.
    Stop,
    /// The dot of an abbreviation.
    Dot,
    /// Quotation marks.
    Quote,
    /// `&`.
    And,
    /// `/`.
    Slash,
    /// Everything else.
    Other,
}

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// Not a word, or a lower-case one.
    Lower,
    /// A capital, then small letters.
    Cap,
    /// Two or more capitals and no small letter.
    Upper,
    /// One capital, alone or with its dot.
    Initial,
    /// A small letter first and capitals later.
    Inner,
}

/// What lies before a token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Gap {
    /// Nothing.
    Glued,
    /// White space on the line.
    Space,
    /// A line break.
    Line,
    /// A blank line, or the start of the text.
    Block,
}

/// One token: a byte range of the text, its folded hash and what the lexicon knows of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// First byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// Kind.
    pub(crate) kind: Kind,
    /// Shape.
    pub(crate) shape: Shape,
    /// What lies before.
    pub(crate) gap: Gap,
    /// Facts of the place, see [`crate::page`]; [`DOTTED`] is set here.
    pub(crate) place: u8,
    /// Whether the word has diacritics that its hash does not tell.
    pub(crate) marked: bool,
    /// Folded hash.
    pub(crate) hash: u64,
    /// Facts of the word.
    pub(crate) flags: Flags,
}

impl Token {
    /// Whether the word begins with a capital.
    #[inline]
    pub(crate) fn is_cap(&self) -> bool {
        self.kind == Kind::Word && matches!(self.shape, Shape::Cap | Shape::Upper | Shape::Initial)
    }

    /// Whether any of the facts holds.
    #[inline]
    pub(crate) fn is(&self, flags: Flags) -> bool {
        self.flags.any(flags)
    }
}

/// Place fact: the word is written with dots, `U.S.`
pub(crate) const DOTTED: u8 = 8;

/// Place fact: a short word with small letters between capitals, `LeT`.
pub(crate) const INNER: u8 = 16;

/// Byte classes: 0 other, 1 small letter, 2 capital, 3 digit, 4 space, 5 line end, 6 above ASCII.
const CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 256 {
        #[allow(clippy::cast_possible_truncation, reason = "b < 256")]
        let byte = b as u8;
        table[b] = match byte {
            b'a'..=b'z' => 1,
            b'A'..=b'Z' => 2,
            b'0'..=b'9' => 3,
            b' ' | b'\t' | b'\r' => 4,
            b'\n' => 5,
            0x80.. => 6,
            _ => 0,
        };
        b += 1;
    }
    table
};

/// Cuts `text` into `out` (cleared first). `known` gives the facts of a word by its hash. A text past 4 GiB is cut there.
pub(crate) fn tokenise(text: &str, known: impl Fn(u64) -> Flags, out: &mut Vec<Token>) {
    out.clear();
    let mut cutter = Cutter { text, bytes: text.as_bytes(), at: 0, marked: false };
    let mut gap = Gap::Block;
    while let Some(first) = cutter.skip_space(&mut gap) {
        let start = cutter.at;
        let (kind, shape, hash) = cutter.token(first, out.last());
        debug_assert!(cutter.at > start, "every token takes at least one byte");
        let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(cutter.at)) else { return };
        let flags = if matches!(kind, Kind::Word | Kind::Number | Kind::And) {
            known(hash)
        } else {
            Flags::default()
        };
        let dotted = kind == Kind::Word && to - from > 2 && text.as_bytes()[start + 1] == b'.';
        let short = shape == Shape::Cap && to - from <= 4;
        let inner = short && text.as_bytes()[start + 1..cutter.at].iter().any(u8::is_ascii_uppercase);
        let place = if dotted { DOTTED } else { 0 } | if inner { INNER } else { 0 };
        out.push(Token { start: from, end: to, kind, shape, gap, place, marked: cutter.marked, hash, flags });
        gap = Gap::Glued;
    }
}

struct Cutter<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Whether the token being read has diacritics.
    marked: bool,
}

impl Cutter<'_> {
    fn class(&self, at: usize) -> u8 {
        self.bytes.get(at).map_or(0, |&b| CLASS[usize::from(b)])
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// Moves past white space; the class of what follows, or none at the end.
    fn skip_space(&mut self, gap: &mut Gap) -> Option<u8> {
        loop {
            let class = *CLASS.get(usize::from(*self.bytes.get(self.at)?))?;
            match class {
                4 => *gap = (*gap).max(Gap::Space),
                5 => *gap = if *gap >= Gap::Line { Gap::Block } else { Gap::Line },
                6 => match self.char_at(self.at)? {
                    '\u{2028}' | '\u{85}' => *gap = (*gap).max(Gap::Line),
                    '\u{2029}' => *gap = Gap::Block,
                    c if c.is_whitespace()
                        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}') =>
                    {
                        *gap = (*gap).max(Gap::Space)
                    }
                    _ => return Some(class),
                },
                _ => return Some(class),
            }
            self.at += self.char_at(self.at).map_or(1, char::len_utf8);
        }
    }

    fn token(&mut self, first: u8, before: Option<&Token>) -> (Kind, Shape, u64) {
        self.marked = false;
        match first {
            1 | 2 => self.word(),
            3 => self.number(),
            0 => self.mark(before),
            _ => match self.char_at(self.at) {
                Some(c) if c.is_alphabetic() => self.word(),
                Some(c) => self.wide_mark(c, before),
                None => self.take(1, Kind::Other),
            },
        }
    }

    fn take(&mut self, bytes: usize, kind: Kind) -> (Kind, Shape, u64) {
        let hash = if kind == Kind::Hyphen {
            HYPHEN
        } else {
            fold::mix(fold::SEED, self.bytes.get(self.at).copied().unwrap_or(0))
        };
        self.at += bytes;
        (kind, Shape::Lower, hash)
    }

    fn number(&mut self) -> (Kind, Shape, u64) {
        let mut hash = fold::SEED;
        while let Some(&b) = self.bytes.get(self.at) {
            let inner = matches!(b, b'.' | b',' | b':') && self.class(self.at + 1) == 3;
            if CLASS[usize::from(b)] != 3 && !inner && CLASS[usize::from(b)] != 1 {
                break;
            }
            hash = fold::mix(hash, b);
            self.at += 1;
        }
        (Kind::Number, Shape::Lower, hash)
    }

    fn mark(&mut self, before: Option<&Token>) -> (Kind, Shape, u64) {
        let kind = match self.bytes[self.at] {
            b'(' | b'[' | b'{' => Kind::Open,
            b')' | b']' | b'}' => Kind::Close,
            b',' => Kind::Comma,
            b'.' if before.is_some_and(|t| t.is(crate::flags::ABBR) && t.end as usize == self.at) => {
                Kind::Dot
            }
            b'.' | b'!' | b'?' => Kind::Stop,
            b'"' | b'`' => Kind::Quote,
            b'&' => return (Kind::And, Shape::Lower, self.take(1, Kind::And).2),
            b'/' => Kind::Slash,
            b'-' if self.glues(before, 1) => Kind::Hyphen,
            b'\'' => return self.apostrophe(before, 1),
            b'@' | b'#' => return self.handle(),
            _ => Kind::Other,
        };
        self.take(1, kind)
    }

    fn wide_mark(&mut self, c: char, before: Option<&Token>) -> (Kind, Shape, u64) {
        let width = c.len_utf8();
        match c {
            '\u{2019}' | '\u{2bc}' => self.apostrophe(before, width),
            '\u{2010}' | '\u{2011}' | '\u{2013}' if self.glues(before, width) => {
                self.take(width, Kind::Hyphen)
            }
            '\u{2018}' | '\u{201a}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}' => {
                self.take(width, Kind::Quote)
            }
            '\u{2026}' => self.take(width, Kind::Stop),
            _ => self.take(width, Kind::Other),
        }
    }

    /// Whether a mark here stands between two words without a space.
    fn glues(&self, before: Option<&Token>, width: usize) -> bool {
        let next = self.class(self.at + width);
        let before =
            before.is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Number) && t.end as usize == self.at);
        before
            && (matches!(next, 1..=3)
                || next == 6 && self.char_at(self.at + width).is_some_and(char::is_alphabetic))
    }

    fn apostrophe(&mut self, before: Option<&Token>, width: usize) -> (Kind, Shape, u64) {
        let glued = before.is_some_and(|t| t.kind == Kind::Word && t.end as usize == self.at);
        let s = matches!(self.bytes.get(self.at + width), Some(b's' | b'S'))
            && !matches!(self.class(self.at + width + 1), 1..=3);
        // `Pakistan 's` of tokenised text counts too
        if s && before.is_some_and(|t| t.kind == Kind::Word) {
            let out = (Kind::Possessive, Shape::Lower, POSSESSIVE);
            self.at += width + 1;
            return out;
        }
        let ends_in_s = self.at > 0 && matches!(self.bytes[self.at - 1], b's' | b'S');
        let kind = if glued && ends_in_s { Kind::Possessive } else { Kind::Quote };
        self.take(width, kind)
    }

    /// `@name` and `#tag` are one token and no name.
    fn handle(&mut self) -> (Kind, Shape, u64) {
        let mut width = 1;
        while matches!(self.class(self.at + width), 1..=3) || self.bytes.get(self.at + width) == Some(&b'_') {
            width += 1;
        }
        self.take(width, Kind::Other)
    }

    fn word(&mut self) -> (Kind, Shape, u64) {
        if let Some(end) = self.dotted() {
            let shape = if end - self.at <= 2 {
                Shape::Initial
            } else if self.class(self.at) == 2 {
                Shape::Upper
            } else {
                Shape::Lower
            };
            let hash = fold::hash(&self.text[self.at..end]);
            self.at = end;
            return (Kind::Word, shape, hash);
        }
        let start = self.at;
        let (mut hash, mut upper, mut lower, mut first_upper) = (fold::SEED, 0_u32, 0_u32, false);
        loop {
            let b = self.bytes.get(self.at).copied().unwrap_or(0);
            match CLASS[usize::from(b)] {
                1 | 3 => {
                    hash = fold::mix(hash, b);
                    lower += u32::from(b > b'9');
                    self.at += 1;
                }
                2 => {
                    hash = fold::mix(hash, b | 0x20);
                    first_upper |= self.at == start;
                    upper += 1;
                    self.at += 1;
                }
                0 if b == b'\'' && self.joins(1) => self.at += 1,
                6 => {
                    let Some(c) = self.char_at(self.at) else { break };
                    let mark = matches!(c, '\u{2019}' | '\u{2bc}');
                    let inner = c.is_alphabetic()
                        || matches!(c, '\u{300}'..='\u{36f}')
                        || (mark && self.joins(c.len_utf8()));
                    if !inner {
                        break;
                    }
                    if !mark {
                        hash = fold::mix_char(hash, c);
                        self.marked |= fold::is_marked(c);
                        first_upper |= self.at == start && c.is_uppercase();
                        upper += u32::from(c.is_uppercase());
                        lower += u32::from(c.is_lowercase());
                    }
                    self.at += c.len_utf8();
                }
                _ => break,
            }
        }
        if self.is_address() {
            return self.take(self.address(), Kind::Other);
        }
        (Kind::Word, shape(first_upper, upper, lower), hash)
    }

    /// Whether the word just read is the start of a mail or web address.
    fn is_address(&self) -> bool {
        let rest = &self.bytes[self.at..];
        rest.starts_with(b"://") || (rest.first() == Some(&b'@') && matches!(self.class(self.at + 1), 1..=3))
    }

    /// Bytes up to the next white space.
    fn address(&self) -> usize {
        self.bytes[self.at..]
            .iter()
            .position(|b| matches!(CLASS[usize::from(*b)], 4..=6))
            .unwrap_or(self.bytes.len() - self.at)
    }

    /// Whether an apostrophe here is inside a word: letters follow that are more than a possessive s.
    fn joins(&self, width: usize) -> bool {
        let next = self.at + width;
        let letter = |at: usize| {
            matches!(self.class(at), 1 | 2)
                || self.class(at) == 6 && self.char_at(at).is_some_and(char::is_alphabetic)
        };
        let s = matches!(self.bytes.get(next), Some(b's' | b'S'));
        letter(next) && (!s || letter(next + 1))
    }

    /// The end of a dotted acronym or an initial that starts here: `U.S.`, `T.T.P`, `J.`
    fn dotted(&self) -> Option<usize> {
        let mut at = self.at;
        let mut pairs = 0;
        while matches!(self.class(at), 1 | 2) && self.bytes.get(at + 1) == Some(&b'.') {
            at += 2;
            pairs += 1;
        }
        let letter_ends = matches!(self.class(at), 1 | 2) && !matches!(self.class(at + 1), 1..=3 | 6);
        match pairs {
            0 => None,
            1 if letter_ends && self.class(self.at) == self.class(at) => Some(at + 1),
            1 if matches!(self.class(at), 1..=3) => None,
            1 => (self.class(self.at) == 2).then_some(at),
            _ if letter_ends => Some(at + 1),
            _ if matches!(self.class(at), 1..=3) => Some(at - 2).filter(|e| *e > self.at),
            _ => Some(at),
        }
    }
}

/// The hash of every hyphen.
pub(crate) const HYPHEN: u64 = 0x2d;
/// The hash of every possessive mark.
pub(crate) const POSSESSIVE: u64 = 0x2773;

fn shape(first_upper: bool, upper: u32, lower: u32) -> Shape {
    match (first_upper, upper, lower) {
        (_, 0, _) => Shape::Lower,
        (true, 1, 0) => Shape::Initial,
        (true, _, 0) => Shape::Upper,
        (true, _, _) => Shape::Cap,
        (false, _, _) => Shape::Inner,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let mut out = Vec::new();
        tokenise(text, |_| Flags::default(), &mut out);
        let got: Vec<&str> = out.iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn cuts() {
        check("T.T.P.’s U.S.-led", &["T.T.P.", "’s", "U.S.", "-", "led"]);
        check("O’Brien didn't", &["O’Brien", "didn't"]);
        check("Pakistan’s Taliban’", &["Pakistan", "’s", "Taliban", "’"]);
        check("Victor J. Blue (ISPR),", &["Victor", "J.", "Blue", "(", "ISPR", ")", ","]);
        check("al-Qa’ida—and @name", &["al", "-", "Qa’ida", "—", "and", "@name"]);
        check("3,000 a.m. e.g. U.S", &["3,000", "a.m.", "e.g.", "U.S"]);
        check("A.B.Cd x.Yz", &["A.", "B", ".", "Cd", "x", ".", "Yz"]);
    }

    #[test]
    fn gaps() {
        let mut out = Vec::new();
        tokenise("a b\nc\n\nd", |_| Flags::default(), &mut out);
        assert_eq!(
            out.iter().map(|t| t.gap).collect::<Vec<_>>(),
            [Gap::Block, Gap::Space, Gap::Line, Gap::Block]
        );
    }
}
