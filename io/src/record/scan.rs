//! A quick reader for the usual form of a layer: a list of flat objects with integers and short strings.
//!
//! Layers of tokens have a hundred thousand rows, and a general JSON reader spends most of its time on generality.
//! This one is only given JSON that has been checked before, and gives up (`None`) on anything it has no quick way
//! for; the general reader then starts over.

use std::borrow::Cow;

use super::rows::RawRows;
use super::value::Attr;

/// Reads `[{…}, …]` into `rows`.
pub(crate) fn rows<'a>(json: &'a str, rows: &mut RawRows<'a>) -> Option<()> {
    let mut scan = Scan { json, at: 0 };
    scan.expect(b'[')?;
    if scan.take(b']') {
        return Some(());
    }
    loop {
        scan.row(rows)?;
        rows.rows += 1;
        if !scan.take(b',') {
            return scan.expect(b']');
        }
    }
}

struct Scan<'a> {
    json: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn row(&mut self, rows: &mut RawRows<'a>) -> Option<()> {
        self.expect(b'{')?;
        if self.take(b'}') {
            return Some(());
        }
        let mut expected = 0;
        loop {
            let Cow::Borrowed(name) = self.string()? else { return None };
            self.expect(b':')?;
            let value = self.value()?;
            expected = rows.push(expected, name, value)?;
            if !self.take(b',') {
                return self.expect(b'}');
            }
        }
    }

    fn value(&mut self) -> Option<Attr<'a>> {
        match self.peek()? {
            b'"' => self.string().map(Attr::Str),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word("true", Attr::Bool(true)),
            b'f' => self.word("false", Attr::Bool(false)),
            b'n' => self.word("null", Attr::Null),
            _ => self.nested(),
        }
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.expect(b'"')?;
        let rest = &self.json[self.at..];
        let end = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\'))?;
        if rest.as_bytes()[end] == b'\\' {
            return self.escaped();
        }
        self.at += end + 1;
        Some(Cow::Borrowed(&rest[..end]))
    }

    /// A string with escapes; its opening quote has been read.
    fn escaped(&mut self) -> Option<Cow<'a, str>> {
        self.at -= 1;
        self.general::<String>().map(Cow::Owned)
    }

    fn number(&mut self) -> Option<Attr<'a>> {
        let rest = &self.json.as_bytes()[self.at..];
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_float = matches!(rest.get(sign + digits), Some(b'.' | b'e' | b'E'));
        if is_float || digits > 18 || (sign == 1 && rest.get(1) == Some(&b'0')) {
            return self.general();
        }
        let value =
            rest[sign..sign + digits].iter().fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        self.at += sign + digits;
        Some(Attr::Int(if sign == 1 { -value } else { value }))
    }

    fn word(&mut self, word: &str, value: Attr<'a>) -> Option<Attr<'a>> {
        self.json[self.at..].starts_with(word).then(|| {
            self.at += word.len();
            value
        })
    }

    /// Lists and objects; pairs of integers, which are common, without the general reader.
    fn nested(&mut self) -> Option<Attr<'a>> {
        let start = self.at;
        if let Some(pair) = self.pair() {
            return Some(pair);
        }
        self.at = start;
        self.general()
    }

    fn pair(&mut self) -> Option<Attr<'a>> {
        self.expect(b'[')?;
        let (Some(b'0'..=b'9'), Attr::Int(first)) = (self.peek(), self.number()?) else { return None };
        self.expect(b',')?;
        let (Some(b'0'..=b'9'), Attr::Int(second)) = (self.peek(), self.number()?) else { return None };
        self.expect(b']')?;
        Some(Attr::Ints(vec![first, second]))
    }

    /// Whatever stands here, by the general reader.
    fn general<T: serde::Deserialize<'a>>(&mut self) -> Option<T> {
        let mut stream = serde_json::Deserializer::from_str(&self.json[self.at..]).into_iter::<T>();
        let value = stream.next()?.ok()?;
        self.at += stream.byte_offset();
        Some(value)
    }

    /// The next byte that is no blank.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.json.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }
}
