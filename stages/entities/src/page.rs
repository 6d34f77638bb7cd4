//! What the place of a word says about its capital: at the start of a sentence, in a headline, or in a line of capitals it
//! says little, so such words need other evidence. One sweep over the tokens.

use crate::flags::*;
use crate::token::{Gap, Kind, Shape, Token};

/// First word of a sentence, a line, or a quotation.
pub(crate) const FIRST_WORD: u8 = 1;
/// In a line that is written In Title Case.
pub(crate) const TITLE_LINE: u8 = 2;
/// In a line WRITTEN IN CAPITALS.
pub(crate) const CAPS_LINE: u8 = 4;

/// Which words stand in lower case somewhere, and which with a capital inside a sentence: two Bloom filters with one probe.
/// A false hit only makes a rule a little more careful.
#[derive(Default)]
pub(crate) struct Seen {
    lower: Vec<u64>,
    capital: Vec<u64>,
    mask: u64,
    /// Words that may head a description: *minister*, *ministry*.
    pub(crate) heads: Vec<usize>,
}

impl Seen {
    /// Whether the word stands in lower case in this document.
    pub(crate) fn lower(&self, hash: u64) -> bool {
        probe(&self.lower, hash & self.mask)
    }

    /// Whether the word stands with a capital inside a sentence of this document.
    pub(crate) fn capital(&self, hash: u64) -> bool {
        probe(&self.capital, hash & self.mask)
    }

    fn reset(&mut self, tokens: usize) {
        let bits = (tokens * 16).next_power_of_two().clamp(1 << 12, 1 << 23);
        self.mask = u64::try_from(bits - 1).unwrap_or(0);
        self.heads.clear();
        for filter in [&mut self.lower, &mut self.capital] {
            filter.clear();
            filter.resize(bits / 64, 0);
        }
    }
}

fn probe(filter: &[u64], bit: u64) -> bool {
    usize::try_from(bit / 64).ok().and_then(|i| filter.get(i)).is_some_and(|word| word >> (bit % 64) & 1 == 1)
}

fn set(filter: &mut [u64], bit: u64) {
    if let Some(word) = usize::try_from(bit / 64).ok().and_then(|i| filter.get_mut(i)) {
        *word |= 1 << (bit % 64);
    }
}

/// Fills `place` of every token and `seen`. `starts` holds the byte offsets of sentence starts in order, where they are known.
pub(crate) fn survey(tokens: &mut [Token], starts: &[usize], seen: &mut Seen) {
    seen.reset(tokens.len());
    lines(tokens);
    sentence_starts(tokens, starts);
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.kind == Kind::Word) {
        if token.is(ROLE.with(OFFICE).with(ORG_HEAD)) {
            seen.heads.push(i);
        }
        let bit = token.hash & seen.mask;
        if token.shape == Shape::Lower {
            set(&mut seen.lower, bit);
        } else if token.place & (FIRST_WORD | TITLE_LINE | CAPS_LINE) == 0 {
            set(&mut seen.capital, bit);
        }
    }
}

fn lines(tokens: &mut [Token]) {
    let mut from = 0;
    while from < tokens.len() {
        let to =
            tokens[from + 1..].iter().position(|t| t.gap >= Gap::Line).map_or(tokens.len(), |n| from + 1 + n);
        let place = line_place(&tokens[from..to]);
        for token in &mut tokens[from..to] {
            token.place |= place;
        }
        from = to;
    }
}

fn line_place(line: &[Token]) -> u8 {
    let (mut capital, mut upper, mut lower) = (0_usize, 0_usize, 0_usize);
    for token in line.iter().filter(|t| t.kind == Kind::Word) {
        match token.shape {
            Shape::Upper if token.end - token.start > 3 => upper += 1,
            Shape::Upper | Shape::Cap => capital += 1,
            Shape::Lower | Shape::Inner if !token.is(FUNCTION.with(PARTICLE).with(LINK)) => lower += 1,
            _ => {}
        }
    }
    if upper >= 2 && upper > 2 * (capital + lower) {
        CAPS_LINE
    } else if capital >= 4 && lower * 4 <= capital && (lower == 0 || !ends_as_sentence(line)) {
        TITLE_LINE
    } else {
        0
    }
}

/// Headlines end in a word, a question mark or dots, but hardly ever in a full stop.
fn ends_as_sentence(line: &[Token]) -> bool {
    let last = line.iter().rev().find(|t| t.kind != Kind::Quote);
    last.is_some_and(|t| matches!(t.kind, Kind::Stop | Kind::Comma))
}

fn sentence_starts(tokens: &mut [Token], starts: &[usize]) {
    let mut known = starts.iter().copied().peekable();
    let mut fresh = true;
    for token in tokens {
        fresh |= token.gap >= Gap::Line;
        while known.next_if(|&s| s < token.start as usize).is_some() {}
        fresh |= known.peek() == Some(&(token.start as usize));
        match token.kind {
            Kind::Word if fresh => {
                token.place |= FIRST_WORD;
                fresh = false;
            }
            Kind::Number | Kind::Comma => fresh = false,
            Kind::Stop => fresh = true,
            Kind::Quote | Kind::Open => fresh |= token.gap != Gap::Glued,
            Kind::Other => fresh |= token.end - token.start == 1,
            _ => {}
        }
    }
}
