//! The charset that a page declares of itself, in its first 4 KB: `<meta charset>`, `<meta http-equiv>` with a
//! `content`, or the XML declaration.
//!
//! Follows the prescan of the WHATWG HTML standard in its effect: comments are skipped, a declared UTF-16 means
//! UTF-8 (the declaration could not have been read otherwise) and `x-user-defined` means windows-1252.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

const HEAD: usize = 4096;

/// The declared charset, if the head of `bytes` declares one that is known.
pub(crate) fn charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let found = xml_declaration(head).or_else(|| meta(head))?;
    if found == UTF_16LE || found == UTF_16BE {
        return Some(UTF_8);
    }
    Some(if found == X_USER_DEFINED { WINDOWS_1252 } else { found })
}

fn xml_declaration(head: &[u8]) -> Option<&'static Encoding> {
    let rest = head.strip_prefix(b"<?xml")?;
    let declaration = &rest[..find(rest, b"?>")?];
    let after = &declaration[find(declaration, b"encoding")? + b"encoding".len()..];
    Encoding::for_label(value_after_equals(after)?)
}

fn meta(head: &[u8]) -> Option<&'static Encoding> {
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', &head[at..]) {
        at += next + 1;
        let rest = &head[at..];
        if rest.starts_with(b"!--") {
            at += find(rest, b"-->").unwrap_or(rest.len());
        } else if rest.len() > 5 && rest[..4].eq_ignore_ascii_case(b"meta") && is_gap(rest[4]) {
            let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
            if let Some(found) = meta_tag(&rest[4..end]) {
                return Some(found);
            }
            at += end;
        }
    }
    None
}

/// The charset in the inside of one `meta` tag.
fn meta_tag(tag: &[u8]) -> Option<&'static Encoding> {
    let mut content = None;
    let mut is_content_type = false;
    let mut rest = tag;
    while let Some((name, value, after)) = attribute(rest) {
        rest = after;
        if name.eq_ignore_ascii_case(b"charset") {
            return Encoding::for_label(value);
        }
        if name.eq_ignore_ascii_case(b"http-equiv") {
            is_content_type = value.eq_ignore_ascii_case(b"content-type");
        }
        if name.eq_ignore_ascii_case(b"content") {
            content = Some(value);
        }
    }
    let content = content.filter(|_| is_content_type)?.to_ascii_lowercase();
    let after = &content[find(&content, b"charset")? + b"charset".len()..];
    Encoding::for_label(value_after_equals(after)?)
}

/// The first attribute: name, value, and what follows.
fn attribute(tag: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let start = tag.iter().position(|&byte| !is_gap(byte))?;
    let tag = &tag[start..];
    let name_end =
        tag.iter().skip(1).position(|&byte| is_gap(byte) || byte == b'=').map_or(tag.len(), |at| at + 1);
    let (name, rest) = tag.split_at(name_end);
    let gap = rest.iter().take_while(|&&byte| byte.is_ascii_whitespace()).count();
    let Some(rest) = rest[gap..].strip_prefix(b"=") else {
        return Some((name, b"", &rest[gap..]));
    };
    let (value, rest) = value(rest);
    Some((name, value, rest))
}

fn value_after_equals(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.trim_ascii_start().strip_prefix(b"=")?;
    let (value, _) = value(rest);
    Some(value)
}

/// A value, quoted or bare, and what follows.
fn value(bytes: &[u8]) -> (&[u8], &[u8]) {
    let bytes = bytes.trim_ascii_start();
    if let Some(&quote @ (b'"' | b'\'')) = bytes.first() {
        let inside = &bytes[1..];
        let end = memchr::memchr(quote, inside).unwrap_or(inside.len());
        return (&inside[..end], &inside[(end + 1).min(inside.len())..]);
    }
    let end =
        bytes.iter().position(|&byte| byte.is_ascii_whitespace() || byte == b';').unwrap_or(bytes.len());
    bytes.split_at(end)
}

fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/'
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: &str) {
        assert_eq!(charset(page.as_bytes()).map_or("", Encoding::name), expected, "{page}");
    }

    #[test]
    fn the_ways_to_declare() {
        check("<meta charset=\"windows-1251\">", "windows-1251");
        check("<html><head><META name=x CHARSET = 'Shift_JIS' />", "Shift_JIS");
        check("<meta charset=big5>", "Big5");
        check("<meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'>", "windows-1252");
        check("<meta content=\"text/html;charset='koi8-r'\" http-equiv=content-type>", "KOI8-R");
        check("<?xml version=\"1.0\" encoding=\"gbk\"?><html>", "GBK");
    }

    #[test]
    fn what_declares_nothing() {
        check("", "");
        check("<meta", "");
        check("<meta charset>", "");
        check("<metadata charset=big5>", "");
        check("<!-- <meta charset=big5> -->", "");
        check("<meta name=a content='charset=big5'>", "");
        check("<meta charset='no-such-charset'>", "");
        check(&format!("{}<meta charset=big5>", " ".repeat(5000)), "");
    }

    #[test]
    fn utf16_in_a_declaration_means_utf8() {
        check("<meta charset=utf-16le>", "UTF-8");
    }
}
