//! Numbered lists that run inside one block: `1) Floods 2) Fires`, `a. Food b. Water`.
//!
//! A marker is believed only in sequence: the first opens the block or a sentence, each next one counts on.

use super::Splitter;
use crate::tokens::Kind;

/// How a marker is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Number,
    Letter,
}

/// The last marker seen.
#[derive(Clone, Copy, Default)]
pub(super) struct Sequence(Option<(Style, u32)>);

impl Splitter<'_> {
    /// Token `at` is the next marker of the running list.
    pub(super) fn continues_list(&mut self, at: usize) -> bool {
        let Some((style, value)) = self.marker(at) else { return false };
        if at == self.start || self.kind(at - 1) == Some(Kind::Bullet) {
            self.sequence = Sequence(Some((style, value)));
            return false;
        }
        let next = self.sequence.0.is_some_and(|(known, last)| known == style && last.abs_diff(value) == 1);
        if next {
            self.sequence = Sequence(Some((style, value)));
        }
        next
    }

    /// Tokens from the start of the sentence up to `dot` are nothing but a list marker.
    pub(super) fn is_marker_dot(&self, dot: usize) -> bool {
        let Some(at) = dot.checked_sub(1) else { return false };
        let first = self.start + usize::from(self.kind(self.start) == Some(Kind::Bullet));
        at == first && (self.value(at).is_some() || is_roman(self.str(at)))
    }

    fn marker(&self, at: usize) -> Option<(Style, u32)> {
        let token = self.tokens[at];
        let bullet = at > 0 && self.kind(at - 1) == Some(Kind::Bullet);
        if !(token.spaced() || bullet) || !matches!(token.kind, Kind::Number | Kind::Word) {
            return None;
        }
        let value = self.value(at)?;
        let mut end = at + 1;
        while end < at + 3
            && self.tokens.get(end).is_some_and(|next| !next.spaced())
            && (self.is(end, ".") || self.is(end, ")"))
        {
            end += 1;
        }
        let followed = self.tokens.get(end).is_some_and(super::Token::spaced) && !self.is_lower(end);
        (end > at + 1 && followed).then_some(value)
    }

    fn value(&self, at: usize) -> Option<(Style, u32)> {
        let word = self.str(at);
        match word.as_bytes() {
            [byte @ (b'a'..=b'z' | b'A'..=b'Z')] => {
                Some((Style::Letter, u32::from(byte.to_ascii_lowercase() - b'a') + 1))
            }
            [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9'] => {
                Some((Style::Number, word.parse().ok()?))
            }
            _ => None,
        }
    }
}

fn is_roman(word: &str) -> bool {
    word.len() <= 5
        && !word.is_empty()
        && (word.bytes().all(|b| b"ivx".contains(&b)) || word.bytes().all(|b| b"IVX".contains(&b)))
}
