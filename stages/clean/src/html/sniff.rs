//! Tells HTML from plain text by its beginning.

use super::tags::{Class, Tag};

/// So much of the beginning is looked at.
const WINDOW: usize = 16 << 10;
/// One known tag in so many bytes makes HTML of it.
const BYTES_A_TAG: usize = 600;

/// Whether `text` looks like HTML.
pub(crate) fn sniff(text: &str) -> bool {
    let window = &text.as_bytes()[..text.len().min(WINDOW)];
    let start = window.trim_ascii_start();
    let begins = |with: &[u8]| start.len() >= with.len() && start[..with.len()].eq_ignore_ascii_case(with);
    if begins(b"<!doctype html") || begins(b"<html") {
        return true;
    }
    let (mut tags, mut document) = (0usize, false);
    for at in memchr::memchr_iter(b'<', window) {
        let rest = &window[at + 1..];
        let rest = rest.strip_prefix(b"/").unwrap_or(rest);
        let len = rest.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
        if len == 0 || !matches!(rest.get(len), Some(b'>' | b' ' | b'/' | b'\n' | b'\t' | b'\r')) {
            continue;
        }
        let tag = Tag::of(&rest[..len]);
        document |= matches!(tag, Tag::Html | Tag::Head | Tag::Body);
        let known =
            tag != Tag::Other || matches!(&rest[..len], b"b" | b"i" | b"em" | b"strong" | b"font" | b"u");
        tags += usize::from(known && (tag.class() != Class::Raw || tag == Tag::Script || tag == Tag::Style));
    }
    document && tags >= 2 || tags >= 3 && tags * BYTES_A_TAG >= window.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_or_not() {
        assert!(sniff("\n<!DOCTYPE html><p>x"));
        assert!(sniff("<?xml version='1.0'?><html><head><title>x</title>"));
        assert!(sniff("<p>The bridge fell.</p><p>Nobody was <b>hurt</b>.</p>"));
        assert!(!sniff("The bridge fell. 1 < 2, and 3 > 2. Use <b> for bold."));
        assert!(!sniff("a <p> b"));
        assert!(!sniff(""));
    }
}
