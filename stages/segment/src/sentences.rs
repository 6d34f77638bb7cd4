//! Sentences: rules over tokens cut first, one pass, each rule in a file of its own; then a trained [`model`] looks
//! for boundaries that no mark announces.
//!
//! The tokens already know abbreviations, acronyms, numbers and addresses, so a full stop that is a token of
//! its own is nearly always an end. What is left to judge: marks that may end a sentence (`Inc.`, `U.S.`,
//! `!`, `…`), what closes behind them, and boundaries without any mark (line breaks, list items).
//!
//! ```text
//! “We won’t,” he said. “Never!” Mr. Khan left the U.S. on Feb. 5. → 3 sentences
//! ```

mod ending;
mod lists;
pub(crate) mod model;
mod unmarked;
mod words;

use std::ops::Range;

use crate::lines::Layout;
use crate::tokens::{Kind, Token};
use lists::Sequence;

/// A sentence as the rules cut it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ruled {
    /// Its first token.
    pub(crate) first: u32,
    /// The token behind it.
    pub(crate) end: u32,
    /// It begins behind no mark, or behind dots or several marks, which may be a pause: a trained model knows better.
    pub(crate) unsure: bool,
}

impl Ruled {
    /// Its tokens.
    pub(crate) fn tokens(self) -> Range<usize> {
        self.first as usize..self.end as usize
    }
}

/// Appends the sentences of one region to `out`. The region's tokens are those from `first` on.
pub(crate) fn split(text: &str, tokens: &[Token], first: usize, layout: Layout, out: &mut Vec<Ruled>) {
    let mut splitter = Splitter {
        text,
        tokens: &tokens[first..],
        offset: first,
        start: 0,
        unsure: false,
        line: 0,
        depth: 0,
        bracket_end: 0,
        quoted: false,
        sequence: Sequence::default(),
    };
    splitter.run(layout, out);
}

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// Tokens of the regions before.
    offset: usize,
    /// First token of the sentence being read.
    start: usize,
    /// It began behind no mark, or behind marks that may be a pause.
    unsure: bool,
    /// First token of the line being read.
    line: usize,
    /// Brackets open in this sentence.
    depth: u32,
    /// First token behind the last bracket that was opened and closed.
    bracket_end: usize,
    /// Inside a pair of straight quotation marks.
    quoted: bool,
    /// The numbered list that runs through the block.
    sequence: Sequence,
}

impl Splitter<'_> {
    fn run(&mut self, layout: Layout, out: &mut Vec<Ruled>) {
        let mut at = 0;
        while at < self.tokens.len() {
            let token = self.tokens[at];
            if token.kind == Kind::Word && !token.starts_line() && token.end - token.start > 1 {
                if self.starts_unmarked(at) {
                    self.cut(at, out);
                    self.unsure = true;
                }
                at += 1;
                continue;
            }
            if self.cuts_before(at, layout) {
                self.cut(at, out);
            }
            match token.kind {
                Kind::Period
                | Kind::Stop
                | Kind::Ellipsis
                | Kind::Abbreviation(_)
                | Kind::Acronym
                | Kind::Initial => {
                    let ending = self.ending(at);
                    if self.ends(&ending) {
                        self.cut(ending.next, out);
                        self.unsure = ending::may_pause(&self.tokens[..ending.next]);
                    }
                    at = ending.next;
                }
                _ => {
                    self.note(at);
                    at += 1;
                }
            }
        }
        self.cut(self.tokens.len(), out);
    }

    /// Ends the sentence before token `next`.
    fn cut(&mut self, next: usize, out: &mut Vec<Ruled>) {
        if next <= self.start {
            return;
        }
        // Offsets of tokens are 32 bits wide, so there are fewer tokens than that.
        let (first, end) = (u32::try_from(self.offset + self.start), u32::try_from(self.offset + next));
        if let (Ok(first), Ok(end)) = (first, end) {
            out.push(Ruled { first, end, unsure: self.unsure });
        }
        self.start = next;
        self.unsure = false;
        self.depth = 0;
    }

    /// A boundary that no mark announces: a hard line break, a bullet, the next item of a list.
    fn cuts_before(&mut self, at: usize, layout: Layout) -> bool {
        let token = self.tokens[at];
        if token.starts_line() {
            let line = std::mem::replace(&mut self.line, at);
            if at > 0 {
                let gap = self.tokens[at - 1].range().end..token.range().start;
                if layout.is_hard(self.text, self.tokens[line].range().start, gap) {
                    return true;
                }
            }
        }
        match token.kind {
            Kind::Bullet => token.spaced(),
            Kind::Net => at > 0 && self.kind(at - 1) == Some(Kind::Net) && token.spaced(),
            _ => self.continues_list(at),
        }
    }

    /// Keeps count of brackets and straight quotation marks.
    fn note(&mut self, at: usize) {
        match self.tokens[at].kind {
            Kind::Open if self.is(at, "(") || self.is(at, "[") => self.depth += 1,
            Kind::Close if self.depth > 0 && (self.is(at, ")") || self.is(at, "]")) => {
                self.depth -= 1;
                self.bracket_end = at + 1;
            }
            Kind::Quote if self.is(at, "\"") => self.quoted = !self.quoted,
            _ => {}
        }
    }

    fn str(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.text[token.range()])
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.str(at) == text
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn first_char(&self, at: usize) -> Option<char> {
        self.str(at).chars().next()
    }

    fn is_lower(&self, at: usize) -> bool {
        match self.first_byte(at) {
            Some(byte) if byte.is_ascii() => byte.is_ascii_lowercase(),
            _ => self.first_char(at).is_some_and(char::is_lowercase),
        }
    }

    fn is_upper(&self, at: usize) -> bool {
        match self.first_byte(at) {
            Some(byte) if byte.is_ascii() => byte.is_ascii_uppercase(),
            _ => self.first_char(at).is_some_and(char::is_uppercase),
        }
    }

    #[inline]
    fn first_byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(self.tokens.get(at)?.range().start).copied()
    }
}
