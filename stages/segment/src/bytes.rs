//! One table that says what kind of byte each byte is: the whole ASCII fast path reads it.
//!
//! ```text
//! 'a' -> LETTER   '7' -> DIGIT   '\n' -> SPACE | LINE   '.' -> 0   0xC3 -> HIGH
//! ```

/// White space as `char::is_whitespace` sees it, ASCII part.
pub(crate) const SPACE: u8 = 1;
/// ASCII letter or `_` (which joins words, as in UAX #29).
pub(crate) const LETTER: u8 = 2;
/// ASCII digit.
pub(crate) const DIGIT: u8 = 4;
/// Part of a character outside ASCII.
pub(crate) const HIGH: u8 = 8;
/// Line feed or carriage return (also [`SPACE`]).
pub(crate) const LINE: u8 = 16;
/// ASCII upper case letter (also [`LETTER`]).
pub(crate) const UPPER: u8 = 32;
/// What words are made of.
pub(crate) const ALNUM: u8 = LETTER | DIGIT;

static TABLE: [u8; 256] = build();

const fn build() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte {
            0x0A | 0x0D => SPACE | LINE,
            0x09..=0x0D | 0x20 => SPACE,
            0x41..=0x5A => LETTER | UPPER,
            0x61..=0x7A | 0x5F => LETTER,
            0x30..=0x39 => DIGIT,
            0x80.. => HIGH,
            _ => 0,
        };
        byte += 1;
    }
    table
}

/// The class bits of `byte`.
#[inline]
pub(crate) fn class(byte: u8) -> u8 {
    TABLE[byte as usize]
}

/// The class bits of `bytes[at]`; 0 past the end.
#[inline]
pub(crate) fn class_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).map_or(0, |&byte| class(byte))
}

/// The first position at or after `at` whose byte has none of the bits of `mask`.
#[inline]
pub(crate) fn skip(bytes: &[u8], mut at: usize, mask: u8) -> usize {
    while at < bytes.len() && class(bytes[at]) & mask != 0 {
        at += 1;
    }
    at
}

/// The character that starts at `at`, if there is one.
#[inline]
pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character that ends at `at`, if there is one.
#[inline]
pub(crate) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn agrees_with_char() {
        for byte in 0..128u8 {
            let c = char::from(byte);
            assert_eq!(class(byte) & SPACE != 0, c.is_whitespace(), "{byte:#x}");
            assert_eq!(class(byte) & ALNUM != 0, c.is_alphanumeric() || c == '_', "{byte:#x}");
            assert_eq!(class(byte) & UPPER != 0, c.is_uppercase(), "{byte:#x}");
        }
    }
}
