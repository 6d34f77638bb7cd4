//! One token as the features see it: hashes of its letters and its shape.
//!
//! ```text
//! Perlingiere → id(perlingiere), shape Xx, suffix ere    08/17/2000 → id(00/00/0000), shape of a number with strokes
//! ```

use crate::tokens::{Kind, Token};

/// What features are made of. Numbers are hashes or codes without further meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Of the letters in lower case, with `0` for every digit.
    pub(super) id: u32,
    /// How it is written; tells a token with white space before it from one without.
    pub(super) shape: u32,
    pub(super) prefix: u32,
    pub(super) suffix: u32,
    /// Its shape, whatever stands before it.
    pub(super) written: u32,
    pub(super) capital: bool,
    /// A mark at which speech may pause.
    pub(super) pause: bool,
}

/// Stands where there is no word: beyond the sentence.
pub(super) const EDGE: Word =
    Word { id: 1, shape: 1, prefix: 1, suffix: 1, written: 1, capital: false, pause: true };

/// No more bytes of a token are hashed.
const LONGEST: usize = 24;
/// Bytes of a prefix or suffix.
const AFFIX: usize = 3;
/// Added to the shape of a token that no white space parts from the one before.
const GLUED: u32 = 20_000;

impl Word {
    pub(super) fn of(text: &str, token: &Token) -> Self {
        let bytes = &text.as_bytes()[token.range()];
        let letters = Letters::of(bytes);
        let written = shape(token.kind, bytes, &letters);
        Self {
            id: letters.id,
            shape: written + if token.spaced() { 0 } else { GLUED },
            written,
            capital: letters.capital,
            prefix: spread(affix(&bytes[..bytes.len().min(AFFIX)]) ^ 0x7700_0000),
            suffix: spread(affix(&bytes[bytes.len().saturating_sub(AFFIX)..]) ^ 0x5500_0000),
            pause: is_pause(token.kind),
        }
    }
}

/// The hash under which lists know a word.
pub(crate) fn id(word: &[u8]) -> u32 {
    Letters::of(word).id
}

/// What one look at the bytes of a token tells.
struct Letters {
    id: u32,
    capital: bool,
    capitals: u32,
    small: u32,
    digits: u32,
}

impl Letters {
    fn of(bytes: &[u8]) -> Self {
        let bytes = &bytes[..bytes.len().min(LONGEST)];
        let mut hash = 0x811C_9DC5_u32;
        let (mut capitals, mut small, mut digits) = (0, 0, 0);
        for &byte in bytes {
            hash = (hash ^ u32::from(FOLDED[byte as usize])).wrapping_mul(0x0100_0193);
            capitals += u32::from(byte.is_ascii_uppercase());
            small += u32::from(byte.is_ascii_lowercase());
            digits += u32::from(byte.is_ascii_digit());
        }
        let capital = bytes.first().is_some_and(u8::is_ascii_uppercase);
        Self { id: hash ^ hash >> 15, capital, capitals, small, digits }
    }
}

/// Every byte in lower case, and `0` for every digit.
static FOLDED: [u8; 256] = folded();

const fn folded() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte: u8 = 0;
    loop {
        table[byte as usize] = if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() };
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}

/// Up to three bytes as one number.
fn affix(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |packed, &byte| packed << 8 | u32::from(FOLDED[byte as usize]))
}

fn spread(packed: u32) -> u32 {
    let hash = packed.wrapping_mul(0x9E37_79B1);
    hash ^ hash >> 15
}

fn is_pause(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Pause | Kind::Dash | Kind::Open | Kind::Close | Kind::Ellipsis | Kind::Stop | Kind::Period
    )
}

fn shape(kind: Kind, bytes: &[u8], letters: &Letters) -> u32 {
    match kind {
        Kind::Word => 10 + case(bytes, letters),
        Kind::Suffix => 18 + case(bytes, letters),
        Kind::Initial => 26 + case(bytes, letters),
        Kind::Acronym => 34 + case(bytes, letters),
        Kind::Abbreviation(_) => 42 + case(bytes, letters),
        Kind::Number => 60 + number(bytes, letters),
        Kind::Net => 90 + u32::from(bytes.contains(&b'@')),
        _ => 100 + id(&bytes[..bytes.len().min(4)]) % 5000,
    }
}

/// Which letters are capitals: none, the only one, the first, all, the first and more, another.
fn case(bytes: &[u8], letters: &Letters) -> u32 {
    match (letters.capitals, letters.capital) {
        (0, _) => u32::from(letters.small > 0),
        (1, true) if bytes.len() == 1 => 2,
        (1, true) => 3,
        _ if letters.small == 0 => 4,
        (_, true) => 5,
        _ => 6,
    }
}

/// How many digits, up to five, and what else.
fn number(bytes: &[u8], letters: &Letters) -> u32 {
    let mark = [b'/', b':', b'.'].iter().zip(1..).find(|(mark, _)| bytes.contains(mark));
    let other = match mark {
        Some((_, code)) => code,
        None if bytes.iter().all(u8::is_ascii_digit) => 0,
        None => 4,
    };
    5 * letters.digits.min(5) + other
}
