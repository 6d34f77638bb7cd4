//! Decodes a file: byte-order mark, else valid UTF-8, else the declared charset, else detected.
//!
//! The mark is removed, line ends stay as they are. The name is the WHATWG one in lower case. What a charset
//! cannot decode becomes U+FFFD, and how often that happened is reported. Two things go beyond the order above,
//! both because the detector (chardetng) cannot give that answer: UTF-16 without a mark is recognised by its
//! NULs, and text that is UTF-8 but for a few broken bytes (cut off, or spliced) stays UTF-8.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{binary, declared, sniff};

/// A decoded file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// WHATWG name, lower case.
    pub(crate) charset: String,
    /// How many places could not be decoded.
    pub(crate) replaced: usize,
}

/// The text of a file, or why it is not text.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<Decoded, String> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return decode_marked(bytes, encoding, mark);
    }
    if let Some(decoded) = utf16_without_mark(&bytes) {
        return Ok(decoded);
    }
    if let Some(reason) = binary::describe(&bytes) {
        return Err(reason);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, charset: "utf-8".to_owned(), replaced: 0 }),
        Err(error) => error.into_bytes(),
    };
    Ok(decode_as(&bytes, guess(&bytes)))
}

fn decode_marked(bytes: Vec<u8>, encoding: &'static Encoding, mark: usize) -> Result<Decoded, String> {
    if encoding != UTF_8 {
        return Ok(decode_as(&bytes[mark..], encoding));
    }
    if let Some(reason) = binary::describe(&bytes[mark..]) {
        return Err(reason);
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            text.drain(..mark);
            Ok(Decoded { text, charset: "utf-8".to_owned(), replaced: 0 })
        }
        Err(error) => Ok(decode_as(&error.as_bytes()[mark..], UTF_8)),
    }
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let replaced = if had_errors { text.matches('\u{FFFD}').count() } else { 0 };
    Decoded { text: text.into_owned(), charset: encoding.name().to_ascii_lowercase(), replaced }
}

/// The charset of bytes that have no mark and are not UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(declared) = declared_charset(bytes) {
        return declared;
    }
    if is_nearly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Only pages declare a charset; a declaration quoted in plain text means nothing.
fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    sniff::is_html(bytes).then(|| declared::charset(bytes)).flatten()
}

/// At least ten whole multi-byte characters for every broken place: no other charset looks like that by chance.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good >= 10 * broken || (good >= 1 && broken == 1 && is_cut_at_the_end(bytes))
}

fn is_cut_at_the_end(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// UTF-16 of mostly Latin text: NULs fill every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<Decoded> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let nuls = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let pairs = head.len() / 2;
    let encoding = match (even * 50 < pairs, odd * 50 < pairs) {
        (true, false) if odd * 2 > pairs => UTF_16LE,
        (false, true) if even * 2 > pairs => UTF_16BE,
        _ => return None,
    };
    let decoded = decode_as(bytes, encoding);
    (decoded.replaced == 0 && !decoded.text.contains('\0')).then_some(decoded)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(bytes: &[u8], text: &str, charset: &str) {
        let decoded = decode(bytes.to_vec()).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.charset.as_str()), (text, charset));
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn marks() {
        check(b"\xEF\xBB\xBFna\xC3\xAFve\r\n", "naïve\r\n", "utf-8");
        check(&utf16("\u{FEFF}naïve 😀", u16::to_le_bytes), "naïve 😀", "utf-16le");
        check(&utf16("\u{FEFF}naïve 😀", u16::to_be_bytes), "naïve 😀", "utf-16be");
    }

    #[test]
    fn utf16_is_known_by_its_nuls() {
        check(&utf16("The minister said no.", u16::to_le_bytes), "The minister said no.", "utf-16le");
        check(&utf16("The minister said no.", u16::to_be_bytes), "The minister said no.", "utf-16be");
    }

    #[test]
    fn utf8_and_empty() {
        check("naïve".as_bytes(), "naïve", "utf-8");
        check(b"", "", "utf-8");
    }

    #[test]
    fn declared_charsets_of_pages() {
        check(
            b"<html><meta charset=windows-1251><p>\xEC\xE8\xF0",
            "<html><meta charset=windows-1251><p>мир",
            "windows-1251",
        );
        let page = b"<html><meta charset=utf-8><p>caf\xE9";
        let decoded = decode(page.to_vec()).unwrap();
        assert_eq!((decoded.charset.as_str(), decoded.replaced), ("utf-8", 1));
    }

    #[test]
    fn detected_charsets() {
        let text = "Президент выступил с речью перед депутатами и ответил на вопросы журналистов.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        check(&bytes, text, "windows-1251");
        check(
            b"The caf\xE9 \x93closed\x94 in the na\xEFve quarter.",
            "The café “closed” in the naïve quarter.",
            "windows-1252",
        );
    }

    #[test]
    fn text_cut_inside_a_character_stays_utf8() {
        let decoded = decode("Кабул сегодня".as_bytes()[..20].to_vec()).unwrap();
        assert_eq!(
            decoded,
            Decoded { text: "Кабул сего\u{FFFD}".into(), charset: "utf-8".into(), replaced: 1 }
        );
    }

    #[test]
    fn binaries_are_refused() {
        assert!(
            decode(b"\x89PNG\r\n\x1a\n\0\0".to_vec())
                .unwrap_err()
                .starts_with("binary: this is a PNG picture")
        );
        assert!(decode(vec![7, 0, 200, 0, 0, 1]).unwrap_err().starts_with("binary"));
    }
}
