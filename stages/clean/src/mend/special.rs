//! The characters that mending does not copy as they are. A table says which first bytes need a
//! closer look; all others are copied without one.

use super::Syntax;
use super::entity::{self, Decoded, Semicolon};
use super::mojibake;

/// What stands for a special character in the clean text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Special {
    /// It goes without a trace.
    Nothing,
    /// White space other than U+0020.
    Space,
    /// U+0020.
    AsciiSpace,
    /// Other text.
    Char(char, Option<char>),
}

/// `&amp;amp;amp;quot;` is followed this far.
const DEEPEST_ESCAPE: usize = 4;

const fn lead_bytes() -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at <= 0x20 {
        table[at] = true;
        at += 1;
    }
    let others = [b'&', b'\\', 0x7f, 0xc2, 0xc3, 0xe1, 0xe2, 0xe3, 0xef, 0xf0];
    at = 0;
    while at < others.len() {
        table[others[at] as usize] = true;
        at += 1;
    }
    table
}

static LEAD: [bool; 256] = lead_bytes();

/// Whether a character that starts with this byte may be special.
#[inline]
pub(crate) fn may_be_special(byte: u8) -> bool {
    LEAD[byte as usize]
}

/// Bytes looked at at once.
const CHUNK: usize = 16;

/// How many of the first bytes are surely copied as they are, in whole chunks: ASCII without
/// controls, references, escapes and repeated spaces.
#[inline]
pub(crate) fn ordinary(bytes: &[u8]) -> usize {
    let odd = |b: u8| !(b' '..0x7f).contains(&b) | (b == b'&') | (b == b'\\');
    let chunks = bytes.as_chunks::<CHUNK>().0.iter();
    let nexts = bytes.get(1..).unwrap_or_default().as_chunks::<CHUNK>().0.iter();
    // No early end inside a chunk, so that it becomes a few vector instructions.
    let clean = |(chunk, next): &(&[u8; CHUNK], &[u8; CHUNK])| {
        let pairs = chunk.iter().zip(*next);
        !pairs.fold(false, |any, (b, n)| any | odd(*b) | (*b == b' ') & (odd(*n) | (*n == b' ')))
    };
    chunks.zip(nexts).take_while(clean).count() * CHUNK
}

/// What the first character (or reference, or escape) of `text` becomes, and the bytes it takes.
/// `None`: it is copied.
pub(crate) fn special_at(text: &str, syntax: Syntax) -> Option<(Special, usize)> {
    let bytes = text.as_bytes();
    match *bytes.first()? {
        b' ' => Some((Special::AsciiSpace, 1)),
        b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => Some((Special::Space, 1)),
        0..=0x1f | 0x7f => Some((Special::Nothing, 1)),
        b'&' => reference(text, syntax),
        b'\\' => escape(bytes, syntax),
        0xe2 if bytes.get(1).is_some_and(|b| *b > 0x81) => None,
        _ => character(text),
    }
}

fn escape(bytes: &[u8], syntax: Syntax) -> Option<(Special, usize)> {
    let markdown = syntax == Syntax::Plain
        && matches!(bytes.get(1), Some(b'$' | b'*' | b'_' | b'#' | b'[' | b']' | b'`'));
    markdown.then_some((Special::Nothing, 1))
}

fn reference(text: &str, syntax: Syntax) -> Option<(Special, usize)> {
    let semicolon = match syntax {
        Syntax::Html => Semicolon::Optional,
        Syntax::Plain => Semicolon::Required,
    };
    let mut found = entity::decode(text, semicolon)?;
    for _ in 0..DEEPEST_ESCAPE {
        let Some(inner) = escaped_again(text, found) else { break };
        found = inner;
    }
    let special = class_of(found.first).unwrap_or(Special::Char(found.first, found.second));
    Some((special, found.len))
}

/// `&amp;quot;`: the `&` just decoded begins another reference.
fn escaped_again(text: &str, outer: Decoded) -> Option<Decoded> {
    let rest = text.as_bytes().get(outer.len..)?;
    if outer.first != '&' || !rest.first().is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'#') {
        return None;
    }
    // `decode` looks at what follows the `&`, so any one-byte character before it will do.
    let inner = entity::decode(&text[outer.len - 1..], Semicolon::Required)?;
    Some(Decoded { len: outer.len - 1 + inner.len, ..inner })
}

fn character(text: &str) -> Option<(Special, usize)> {
    let c = text.chars().next()?;
    if let Some(class) = class_of(c) {
        let joiner = matches!(c, '\u{200c}' | '\u{200d}');
        let stays = joiner && text[c.len_utf8()..].chars().next().is_some_and(|next| u32::from(next) > 0x250);
        return (!stays).then_some((class, c.len_utf8()));
    }
    if let code @ 0x80..=0x9f = u32::from(c) {
        let mended = mojibake::windows_1252(code).map_or(Special::Nothing, |m| Special::Char(m, None));
        return Some((mended, c.len_utf8()));
    }
    let (mended, len) = mojibake::repair(text)?;
    Some((class_of(mended).unwrap_or(Special::Char(mended, None)), len))
}

/// White space and characters that cannot be seen.
fn class_of(c: char) -> Option<Special> {
    match c {
        ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => Some(Special::Space),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' => Some(Special::Space),
        '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(Special::Space),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => Some(Special::Nothing),
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}' => {
            Some(Special::Nothing)
        }
        '\0'..='\u{1f}' | '\u{7f}' => Some(Special::Nothing),
        _ => None,
    }
}
