//! English contractions: where a word splits at its apostrophe, straight or curly.
//!
//! ```text
//! don't → do | n't    they’re → they | ’re    I'd've → I | 'd | 've    O'Brien, o'clock: whole
//! ```

use crate::bytes::{self, ALNUM, HIGH};

/// The length in bytes of the apostrophe at `at`, if there is one.
#[inline]
pub(super) fn apostrophe_len(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'\'' => Some(1),
        0xE2 if bytes.get(at + 1) == Some(&0x80) && bytes.get(at + 2) == Some(&0x99) => Some(3),
        _ => None,
    }
}

/// The end of the suffix (`’s`, `’re`, …) whose apostrophe stands at `at`.
pub(super) fn suffix_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let letters = at + apostrophe_len(bytes, at)?;
    let len = match lower_at(bytes, letters)? {
        b's' | b'd' | b'm' => 1,
        b'r' | b'v' if lower_at(bytes, letters + 1) == Some(b'e') => 2,
        b'l' if lower_at(bytes, letters + 1) == Some(b'l') => 2,
        _ => return None,
    };
    ends_word(text, letters + len).then_some(letters + len)
}

/// The end of the `’t` whose apostrophe stands at `at`, when it follows an `n`.
pub(super) fn negation_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let letters = at + apostrophe_len(bytes, at)?;
    let negation = at > 0
        && bytes[at - 1].eq_ignore_ascii_case(&b'n')
        && lower_at(bytes, letters) == Some(b't')
        && ends_word(text, letters + 1);
    negation.then_some(letters + 1)
}

fn lower_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).map(u8::to_ascii_lowercase)
}

fn ends_word(text: &str, at: usize) -> bool {
    let class = bytes::class_at(text.as_bytes(), at);
    class & ALNUM == 0 && (class & HIGH == 0 || !bytes::char_at(text, at).is_some_and(char::is_alphanumeric))
}
