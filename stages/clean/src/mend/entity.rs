//! Character references: `&amp;`, `&#8217;`, `&nbsp`, after the rules of the HTML standard.
//!
//! The longest name wins (`&notin;` is ∉, `&notit;` is ¬ followed by `it;`); numbers in the
//! C1 range mean Windows-1252; broken numbers are U+FFFD. In plain text only references
//! that end in a semicolon count, so that `R&D` and `AT&T` stay. The table is the one of the
//! standard (`data/entities.tsv`).

use std::collections::HashMap;
use std::sync::LazyLock;

/// Whether a reference may go without its semicolon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Semicolon {
    /// HTML: as the standard says.
    Optional,
    /// Plain text.
    Required,
}

/// A decoded reference: how many bytes it took and what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) len: usize,
    pub(crate) first: char,
    pub(crate) second: Option<char>,
}

const TABLE: &str = include_str!("../../data/entities.tsv");
/// The longest name is `CounterClockwiseContourIntegral;`.
const LONGEST_NAME: usize = 32;
/// The longest name that needs no semicolon (`frac12`, `Aacute`, …).
const LONGEST_BARE_NAME: usize = 6;

static NAMES: LazyLock<HashMap<&'static str, (char, Option<char>)>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let (name, points) = line.split_once('\t')?;
        let mut points = points.split(' ').filter_map(|p| char::from_u32(u32::from_str_radix(p, 16).ok()?));
        Some((name, (points.next()?, points.next())))
    };
    TABLE.lines().filter_map(row).collect()
});

/// Decodes the reference at the start of `text`, which begins with `&`.
pub(crate) fn decode(text: &str, semicolon: Semicolon) -> Option<Decoded> {
    let rest = text.get(1..)?;
    match rest.strip_prefix('#') {
        Some(number) => decode_number(number, semicolon),
        None => decode_name(rest, semicolon),
    }
}

fn decode_name(rest: &str, semicolon: Semicolon) -> Option<Decoded> {
    let bytes = rest.as_bytes();
    let end = bytes.iter().take(LONGEST_NAME).take_while(|b| b.is_ascii_alphanumeric()).count();
    if bytes.get(end) == Some(&b';')
        && let Some(found) = named(&rest[..=end])
    {
        return Some(found);
    }
    if semicolon == Semicolon::Required {
        return None;
    }
    (2..=end.min(LONGEST_BARE_NAME)).rev().find_map(|len| named(&rest[..len]))
}

fn named(name: &str) -> Option<Decoded> {
    let (first, second) = match name {
        "amp;" => ('&', None),
        "quot;" => ('"', None),
        "nbsp;" => ('\u{a0}', None),
        "lt;" => ('<', None),
        "gt;" => ('>', None),
        "rsquo;" => ('’', None),
        _ => *NAMES.get(name)?,
    };
    Some(Decoded { len: 1 + name.len(), first, second })
}

fn decode_number(number: &str, semicolon: Semicolon) -> Option<Decoded> {
    let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 3),
        None => (number, 10, 2),
    };
    let len = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    let closed = digits.as_bytes().get(len) == Some(&b';');
    if len == 0 || (semicolon == Semicolon::Required && !closed) {
        return None;
    }
    let value = u32::from_str_radix(&digits[..len.min(9)], radix).unwrap_or(u32::MAX);
    let first = match value {
        0x80..=0x9f => super::mojibake::windows_1252(value),
        0 => None,
        _ if len > 9 => None,
        _ => char::from_u32(value),
    };
    Some(Decoded {
        len: prefix + len + usize::from(closed),
        first: first.unwrap_or('\u{fffd}'),
        second: None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[track_caller]
    fn check(text: &str, semicolon: Semicolon, expected: &str) {
        let got = match decode(text, semicolon) {
            None => text.to_owned(),
            Some(d) => {
                let mut out = String::from(d.first);
                out.extend(d.second);
                out + &text[d.len..]
            }
        };
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn longest_name_wins() {
        check("&notin;", Semicolon::Optional, "∉");
        check("&notit;", Semicolon::Optional, "¬it;");
        check("&ampamp", Semicolon::Optional, "&amp");
        check("&rsquo", Semicolon::Optional, "&rsquo");
        check("&fjlig;", Semicolon::Optional, "fj");
        check("&unknown;", Semicolon::Optional, "&unknown;");
        check("&", Semicolon::Optional, "&");
    }

    #[test]
    fn numbers() {
        check("&#39;s", Semicolon::Required, "'s");
        check("&#x2019;", Semicolon::Required, "’");
        check("&#146;", Semicolon::Optional, "’");
        check("&#8217 ", Semicolon::Optional, "’ ");
        check("&#0;", Semicolon::Optional, "\u{fffd}");
        check("&#99999999999999;", Semicolon::Optional, "\u{fffd}");
        check("&#xD800;", Semicolon::Optional, "\u{fffd}");
        check("&#;", Semicolon::Optional, "&#;");
    }

    #[test]
    fn plain_text_wants_the_semicolon() {
        check("&amp;", Semicolon::Required, "&");
        check("&copy 2024", Semicolon::Required, "&copy 2024");
        check("&T said", Semicolon::Required, "&T said");
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(NAMES.len(), 2231);
        assert!(NAMES.keys().all(|n| n.len() <= LONGEST_NAME));
        assert!(NAMES.keys().all(|n| n.ends_with(';') || n.len() <= LONGEST_BARE_NAME));
    }
}
