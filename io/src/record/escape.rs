//! Writes JSON strings, numbers and values into a byte buffer.
//!
//! Besides what JSON demands, U+0085, U+2028 and U+2029 are escaped: some readers take them for the end of a line,
//! and in JSON Lines a line must be a line to every reader. Numbers are written in the shortest form that reads
//! back as the same number, of the width they have: an `f32` score of 0.97 is `0.97`.

use serde_json::Value;

/// Appends `text` as a JSON string.
pub(crate) fn string(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        at += clean_prefix(&bytes[at..]);
        let Some(escape) = bytes.get(at).and_then(|_| escape(&bytes[at..])) else {
            at += 1;
            continue;
        };
        out.extend_from_slice(&bytes[copied..at]);
        at += escape.len;
        copied = at;
        match escape.short {
            Some(letter) => out.extend_from_slice(&[b'\\', letter]),
            None => out.extend_from_slice(&hex_escape(escape.code)),
        }
    }
    out.extend_from_slice(&bytes[copied.min(bytes.len())..]);
    out.push(b'"');
}

/// Appends an integer.
pub(crate) fn integer(value: usize, out: &mut Vec<u8>) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = value;
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends an `f32`, which must be finite.
pub(crate) fn f32(value: f32, out: &mut Vec<u8>) {
    // Without the sign of a zero, which would differ between ways to compute it.
    append(&(value + 0.0), out);
}

/// Appends an `f64`, which must be finite.
pub(crate) fn f64(value: f64, out: &mut Vec<u8>) {
    append(&(value + 0.0), out);
}

/// Appends a JSON value without blanks, keys in their order.
pub(crate) fn value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::String(text) => string(text, out),
        Value::Array(list) => {
            out.push(b'[');
            for (at, item) in list.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                self::value(item, out);
            }
            out.push(b']');
        }
        Value::Object(map) => object(map, out),
        other => append(other, out),
    }
}

/// Appends a JSON object without blanks, keys in their order.
pub(crate) fn object(map: &serde_json::Map<String, Value>, out: &mut Vec<u8>) {
    out.push(b'{');
    for (at, (key, item)) in map.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        string(key, out);
        out.push(b':');
        value(item, out);
    }
    out.push(b'}');
}

/// Numbers, truth values and null, as serde writes them.
fn append(value: &impl serde::Serialize, out: &mut Vec<u8>) {
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.extend_from_slice(b"null");
    }
}

struct Escape {
    /// Bytes that it replaces.
    len: usize,
    short: Option<u8>,
    code: u16,
}

/// The escape for the character at the beginning of `bytes`, if it needs one.
fn escape(bytes: &[u8]) -> Option<Escape> {
    let long = |len, code| Some(Escape { len, short: None, code });
    let short = |letter| Some(Escape { len: 1, short: Some(letter), code: 0 });
    match bytes {
        [b'"', ..] => short(b'"'),
        [b'\\', ..] => short(b'\\'),
        [b'\n', ..] => short(b'n'),
        [b'\r', ..] => short(b'r'),
        [b'\t', ..] => short(b't'),
        [0x08, ..] => short(b'b'),
        [0x0C, ..] => short(b'f'),
        [byte @ 0..=0x1F, ..] => long(1, u16::from(*byte)),
        [0xC2, 0x85, ..] => long(2, 0x85),
        [0xE2, 0x80, last @ (0xA8 | 0xA9), ..] => long(3, 0x2000 + u16::from(*last - 0x80)),
        _ => None,
    }
}

fn hex_escape(code: u16) -> [u8; 6] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |shift: u16| DIGITS[usize::from(code >> shift & 0xF)];
    [b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]
}

/// How many bytes at the beginning surely need no escape; looks at eight at a time.
fn clean_prefix(bytes: &[u8]) -> usize {
    let mut at = 0;
    for chunk in bytes.as_chunks::<8>().0 {
        let found = suspicious(u64::from_le_bytes(*chunk));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = &bytes[at..];
    at + rest.iter().position(|&byte| is_suspicious(byte)).unwrap_or(rest.len())
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The high bit of every byte that may need an escape; exact for the first such byte.
fn suspicious(word: u64) -> u64 {
    let equal = |byte: u8| {
        let difference = word ^ (ONES * u64::from(byte));
        difference.wrapping_sub(ONES) & !difference
    };
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (control | equal(b'"') | equal(b'\\') | equal(0xC2) | equal(0xE2)) & HIGHS
}

fn is_suspicious(byte: u8) -> bool {
    matches!(byte, 0..=0x1F | b'"' | b'\\' | 0xC2 | 0xE2)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        string(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn escapes() {
        assert_eq!(written(""), r#""""#);
        assert_eq!(written("plain"), r#""plain""#);
        assert_eq!(
            written("a\"b\\c\n\r\t\u{8}\u{c}\u{0}\u{1f}\u{7f}"),
            "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0000\\u001f\u{7f}\""
        );
        assert_eq!(written("a\u{85}b\u{2028}c\u{2029}d"), "\"a\\u0085b\\u2028c\\u2029d\"");
        assert_eq!(written("“naïve” £5 — ©"), "\"“naïve” £5 — ©\"");
        assert_eq!(written("ends in â\u{80}"), "\"ends in â\u{80}\"");
    }

    #[test]
    fn numbers_are_short_and_stable() {
        let short = |value: f32| {
            let mut out = Vec::new();
            f32(value, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!([short(0.97), short(1.0), short(-0.0), short(-0.2)], ["0.97", "1.0", "0.0", "-0.2"]);
        for value in [0, 9, 10, 4_294_967_295, usize::MAX] {
            let mut out = Vec::new();
            integer(value, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), value.to_string());
        }
    }

    proptest! {
        #[test]
        fn reads_back(text in "([a-z]|[\"\\\\\n\u{85}\u{2028}\u{a0}’]|\\PC|\\p{Cc}){0,60}") {
            let json = written(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            let line_ends = ['\n', '\u{85}', '\u{2028}', '\u{2029}'];
            prop_assert!(!json.contains(line_ends));
        }

        #[test]
        fn values_read_back(text in "\\PC{0,20}", number in any::<f64>(), int in any::<i64>()) {
            prop_assume!(number.is_finite());
            let json = serde_json::json!({"k\"": [text, number, int, null, true, {}], "": []});
            let mut out = Vec::new();
            value(&json, &mut out);
            prop_assert_eq!(serde_json::from_slice::<Value>(&out).unwrap(), json);
        }
    }
}
