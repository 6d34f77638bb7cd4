//! Addresses that are one token: URLs, e-mails, bare domains, @handles and #tags.
//!
//! Look-ahead is bounded by what an address may be long, so that hostile input stays linear.

use crate::bytes::{self, ALNUM, DIGIT, HIGH, LETTER, SPACE};

/// Longest local part of an e-mail address that is looked for.
const LOCAL: usize = 64;
/// Longest host name that is looked for (DNS allows 253).
const HOST: usize = 253;
/// Most dots in a host name that are looked for.
const DOTS: usize = 6;

/// Last labels that make `word.word` a host or a file rather than a missing space. Sorted.
#[rustfmt::skip]
static ENDINGS: &[&str] = &[
    "af", "ai", "app", "au", "biz", "blog", "ca", "cn", "co", "com", "csv", "de", "doc", "docx", "edu",
    "eu", "exe", "fm", "fr", "gif", "gov", "htm", "html", "in", "info", "int", "io", "ir", "jpeg", "jpg",
    "json", "me", "mil", "mobi", "mp3", "mp4", "net", "news", "nz", "online", "org", "pdf", "php", "pk",
    "png", "ppt", "ru", "site", "tv", "txt", "uk", "us", "wav", "xls", "xlsx", "xml", "zip",
];
/// Of those, the ones that are English words or common name parts: they count only all in lower case.
#[rustfmt::skip]
static WORDLIKE: &[&str] = &[
    "ai", "app", "blog", "co", "in", "int", "me", "news", "online", "site", "us",
];

/// The end of the URL whose scheme ends at the `://` at `colon`, or `None` if nothing follows.
pub(super) fn url_end(text: &str, colon: usize) -> Option<usize> {
    let end = rest_end(text, colon + 3);
    (end > colon + 3).then_some(end)
}

/// The end of what belongs to a URL from `start`: up to white space, quotes or `<>`, without closing marks.
pub(super) fn rest_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while end < bytes.len() {
        let class = bytes::class(bytes[end]);
        let stops = class & SPACE != 0
            || matches!(bytes[end], b'"' | b'<' | b'>' | b'{' | b'}' | b'`' | b'|' | b'^')
            || class & HIGH != 0 && stops_at(text, end);
        if stops {
            break;
        }
        end += 1;
    }
    trim(bytes, start, end)
}

/// Non-ASCII letters may stand in a URL; dashes, quotes and spaces may not.
fn stops_at(text: &str, at: usize) -> bool {
    bytes::char_at(text, at).is_some_and(|c| !c.is_alphanumeric())
}

/// Leaves out the marks that more likely belong to the sentence around.
fn trim(bytes: &[u8], start: usize, mut end: usize) -> usize {
    let opened = bytes[start..end].contains(&b'(');
    while end > start {
        match bytes[end - 1] {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b']' | b'[' => end -= 1,
            b')' if !opened => end -= 1,
            _ => break,
        }
    }
    end
}

/// The end of the e-mail address that starts at `start`, known to hold no white space before `from`.
pub(super) fn email_end(bytes: &[u8], start: usize, from: usize) -> Option<usize> {
    if from - start > LOCAL {
        return None;
    }
    let limit = bytes.len().min(start + LOCAL + 1);
    let at = (from..limit)
        .find(|&i| bytes::class(bytes[i]) & ALNUM == 0 && !matches!(bytes[i], b'.' | b'+' | b'-' | b'%'))?;
    if bytes[at] != b'@' {
        return None;
    }
    let (end, dots) = host_end(bytes, at + 1);
    (dots > 0).then_some(end)
}

/// The end of the bare host or file name that starts at `start`, if its last label is a known one; else how far
/// was searched.
pub(super) fn domain_end(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let (end, dots) = host_end(bytes, start);
    let host = &bytes[start..end];
    let web = dots > 0 && host.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(b"www."));
    let label = host.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    if web || dots > 0 && is_ending(label) { Ok(end) } else { Err(end) }
}

/// A known last label, written in one case.
fn is_ending(label: &[u8]) -> bool {
    let lower = label.iter().all(u8::is_ascii_lowercase);
    if !lower && !label.iter().all(u8::is_ascii_uppercase) {
        return false;
    }
    let name = label.to_ascii_lowercase();
    let listed = |list: &[&str]| list.binary_search_by(|known| known.as_bytes().cmp(&name)).is_ok();
    listed(ENDINGS) && (lower || !listed(WORDLIKE))
}

/// The end of the host name at `start` and the dots in it. A last dot is left out.
fn host_end(bytes: &[u8], start: usize) -> (usize, usize) {
    let limit = bytes.len().min(start + HOST);
    let mut at = start;
    let mut dots = 0;
    while at < limit && dots <= DOTS {
        let class = bytes::class(bytes[at]);
        let joins = bytes[at] == b'-' || bytes[at] == b'.';
        if class & ALNUM == 0 && !(joins && at > start && bytes::class_at(bytes, at + 1) & ALNUM != 0) {
            break;
        }
        dots += usize::from(bytes[at] == b'.');
        at += 1;
    }
    (at, dots)
}

/// The end of the @handle or #tag at `at`; a tag needs a letter (`#1` is a number).
pub(super) fn tag_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = at + 1;
    let mut letters = false;
    while end < bytes.len() {
        let class = bytes::class(bytes[end]);
        if class & ALNUM != 0 {
            letters |= class & LETTER != 0 || bytes[at] == b'@' && class & DIGIT != 0;
            end += 1;
            continue;
        }
        match bytes::char_at(text, end) {
            Some(c) if class & HIGH != 0 && c.is_alphanumeric() => {
                letters = true;
                end += c.len_utf8();
            }
            _ => break,
        }
    }
    letters.then_some(end)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(ENDINGS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(WORDLIKE.iter().all(|word| ENDINGS.contains(word)));
    }
}
