//! Tokens: words, numbers, addresses and marks, in one pass over the bytes.
//!
//! The words of UAX #29 with the conventions of English treebanks: `don’t` is `do` + `n’t`, hyphenated words
//! and `U.S.` are one token, every other mark stands alone (a run of dots is one).
//!
//! ```text
//! Mr. Khan can’t pay $9.5 → Mr. | Khan | ca | n’t | pay | $ | 9.5
//! ```

pub(crate) mod attributes;
mod contraction;
mod dot;
mod net;
mod wide;
mod word;

use std::ops::Range;

use crate::abbreviations::{Abbreviations, Class};
use crate::bytes::{self, ALNUM, HIGH, LINE, SPACE};

/// What a token is, as far as sentence rules care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    /// A contraction's second part: `n’t`, `’s`.
    Suffix,
    /// With its dot: `Mr.`.
    Abbreviation(Class),
    /// Single letters with dots, the last one included: `U.S.`, `a.m.`.
    Acronym,
    /// One capital with its dot: the `J.` of a name.
    Initial,
    /// URL, e-mail, domain, @handle, #tag.
    Net,
    /// A single full stop (Western, CJK, Devanagari, Urdu).
    Period,
    /// `!`, `?` and their like.
    Stop,
    /// Two dots or more, or `…`.
    Ellipsis,
    /// `,` `;` `:`
    Pause,
    /// Opening bracket or curly quotation mark.
    Open,
    /// Closing bracket or curly quotation mark.
    Close,
    /// `"` or `'`, which only the context tells apart.
    Quote,
    /// `•` and its like.
    Bullet,
    /// Hyphen or dash that stands alone.
    Dash,
    /// Any other mark or symbol.
    Mark,
}

/// One token: where, what, and what stands before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    gap: Gap,
}

/// The white space before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    None,
    Space,
    Line,
}

impl Token {
    pub(crate) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// White space stands before it (or the start of the region).
    pub(crate) fn spaced(&self) -> bool {
        self.gap != Gap::None
    }

    /// A line starts with it.
    pub(crate) fn starts_line(&self) -> bool {
        self.gap == Gap::Line
    }
}

/// Appends the tokens of `text[region]` to `out`. White space around the region counts as a gap.
pub(crate) fn tokenize(
    text: &str,
    region: Range<usize>,
    abbreviations: &Abbreviations,
    out: &mut Vec<Token>,
) {
    let Some(area) = text.get(..region.end) else { return };
    let mut lexer =
        Lexer { text: area, bytes: area.as_bytes(), abbreviations, first: out.len(), no_address: 0, out };
    lexer.run(region.start);
}

struct Lexer<'a> {
    /// The text up to the end of the region.
    text: &'a str,
    bytes: &'a [u8],
    abbreviations: &'a Abbreviations,
    first: usize,
    /// No address has its first dot before this.
    no_address: usize,
    out: &'a mut Vec<Token>,
}

impl Lexer<'_> {
    fn run(&mut self, mut at: usize) {
        let mut gap = Gap::Line;
        while at < self.bytes.len() {
            let class = bytes::class(self.bytes[at]);
            if class & ALNUM != 0 {
                let end = bytes::skip(self.bytes, at, ALNUM);
                at = match bytes::class_at(self.bytes, end) & SPACE {
                    0 => self.word(at, end, gap),
                    _ => self.push(at..end, self.word_kind(at), gap),
                };
                gap = Gap::None;
            } else if class & SPACE != 0 {
                gap = gap.max(if class & LINE != 0 { Gap::Line } else { Gap::Space });
                at += 1;
            } else if class & HIGH != 0 {
                at = match self.wide(at, gap) {
                    wide::Step::Space(end, space) => {
                        gap = gap.max(space);
                        end
                    }
                    wide::Step::Token(end) => {
                        gap = Gap::None;
                        end
                    }
                };
            } else {
                at = self.mark(at, gap);
                gap = Gap::None;
            }
        }
    }

    /// A token that starts with an ASCII mark; returns its end.
    fn mark(&mut self, at: usize, gap: Gap) -> usize {
        let kind = match self.bytes[at] {
            b'.' => {
                let end = self.bytes[at..]
                    .iter()
                    .position(|&byte| byte != b'.')
                    .map_or(self.bytes.len(), |n| at + n);
                let kind = if end - at > 1 { Kind::Ellipsis } else { Kind::Period };
                return self.push(at..end, kind, gap);
            }
            b'@' | b'#' if bytes::class_at(self.bytes, at + 1) & (ALNUM | HIGH) != 0 => {
                return match net::tag_end(self.text, at) {
                    Some(end) => self.push(at..end, Kind::Net, gap),
                    None => self.push(at..at + 1, Kind::Mark, gap),
                };
            }
            b'\'' => return self.apostrophe(at, gap),
            b'!' | b'?' => Kind::Stop,
            b',' | b';' | b':' => Kind::Pause,
            b'(' | b'[' | b'{' | b'`' => Kind::Open,
            b')' | b']' | b'}' => Kind::Close,
            b'"' => Kind::Quote,
            b'-' => Kind::Dash,
            _ => Kind::Mark,
        };
        self.push(at..at + 1, kind, gap)
    }

    /// A `'` that starts a token: the `'s` after a mark, or a quotation mark.
    fn apostrophe(&mut self, at: usize, gap: Gap) -> usize {
        if gap == Gap::None
            && let Some(end) = contraction::suffix_end(self.text, at)
        {
            return self.push(at..end, Kind::Suffix, gap);
        }
        self.push(at..at + 1, Kind::Quote, gap)
    }

    #[inline]
    fn push(&mut self, range: Range<usize>, kind: Kind, gap: Gap) -> usize {
        if let (Ok(start), Ok(end)) = (u32::try_from(range.start), u32::try_from(range.end)) {
            self.out.push(Token { start, end, kind, gap });
        }
        range.end
    }

    /// The token before the one being read, in this region.
    fn last(&self) -> Option<&Token> {
        self.out[self.first..].last()
    }
}
