//! Markdown that scrapers leave in plain text: `[opposed](#)` is the word `opposed` and ten
//! bytes of residue. Finds the residue; what is in square brackets without a target, such as
//! an editor's `[sic]`, stays.
//!
//! One pass with a stack of open brackets, so the time is linear in the text.

use std::ops::Range;

/// A target longer than this is no link.
const LONGEST_TARGET: usize = 2000;
/// More open brackets than this are not links, and are forgotten from the outside.
const DEEPEST: usize = 64;

/// Puts the ranges of `text` that are residue into `out`, ascending, not overlapping.
pub(crate) fn residue(text: &str, out: &mut Vec<Range<usize>>) {
    out.clear();
    let bytes = text.as_bytes();
    if memchr::memchr2(b']', b'*', bytes).is_none() {
        return;
    }
    let links = memchr::memmem::find(bytes, b"](").is_some();
    let bold = memchr::memmem::find(bytes, b"**").is_some();
    if !links && !bold {
        return;
    }
    if links {
        find_links(bytes, out);
    }
    if bold {
        find_bold(bytes, out);
    }
    out.sort_unstable_by_key(|r| (r.start, r.end));
    merge(out);
}

fn find_links(bytes: &[u8], out: &mut Vec<Range<usize>>) {
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'[', b']', &bytes[at..]) {
        let here = at + found;
        at = here + 1;
        if bytes[here] == b'[' {
            if open.len() == DEEPEST {
                open.remove(0);
            }
            open.push(here);
            continue;
        }
        let Some(start) = open.pop() else { continue };
        let Some(end) = target_end(bytes, here + 1) else { continue };
        if start > 0 && bytes[start - 1] == b'!' {
            out.push(start - 1..end); // an image: its description goes with it
        } else {
            out.push(start..start + 1);
            out.push(here..end);
        }
        at = end;
    }
}

/// Where `(target)` at `at` ends, when it looks like the target of a link.
fn target_end(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(at) != Some(&b'(') {
        return None;
    }
    let window = &bytes[at + 1..bytes.len().min(at + 1 + LONGEST_TARGET)];
    let mut depth = 1usize;
    let mut end = None;
    for (i, b) in window.iter().enumerate() {
        match b {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\n' | b'[' => return None,
            _ => {}
        }
        if depth == 0 {
            end = Some(i);
            break;
        }
    }
    let target = &window[..end?];
    let url = target.split(|b| *b == b' ').next().unwrap_or_default();
    let titled = url.len() == target.len() || target[url.len()..].trim_ascii().starts_with(b"\"");
    (titled && looks_like_url(url)).then_some(at + 2 + target.len())
}

fn looks_like_url(url: &[u8]) -> bool {
    url.is_empty()
        || url.starts_with(b"#")
        || url.starts_with(b"/")
        || url.starts_with(b"./")
        || url.starts_with(b"../")
        || url.starts_with(b"mailto:")
        || url.starts_with(b"www.")
        || memchr::memmem::find(url, b"://").is_some()
}

fn find_bold(bytes: &[u8], out: &mut Vec<Range<usize>>) {
    let marks: Vec<usize> = memchr::memmem::find_iter(bytes, b"**").collect();
    for pair in marks.chunks_exact(2) {
        let inside = &bytes[pair[0] + 2..pair[1]];
        let tight = |b: Option<&u8>| b.is_some_and(|b| !b.is_ascii_whitespace() && *b != b'*');
        if tight(inside.first()) && tight(inside.last()) {
            out.extend(pair.iter().map(|m| *m..m + 2));
        }
    }
}

fn merge(ranges: &mut Vec<Range<usize>>) {
    ranges.dedup_by(|next, last| {
        let joined = next.start <= last.end;
        if joined {
            last.end = last.end.max(next.end);
        }
        joined
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut found = Vec::new();
        residue(text, &mut found);
        let (mut out, mut at) = (String::new(), 0);
        for r in found {
            out.push_str(&text[at..r.start]);
            at = r.end;
        }
        out.push_str(&text[at..]);
        assert_eq!(out, expected);
    }

    #[test]
    fn links() {
        check("Kabul [rejected](#) the plan.", "Kabul rejected the plan.");
        check("a [b](https://example.org/x_(y)) c", "a b c");
        check("a [b](https://example.org \"Title here\") c", "a b c");
        check("![a photo](/p.jpg)Text", "Text");
        check("[![a photo](/p.jpg)](/big.jpg)Text", "Text");
        check("[a [b](#) c](/d)", "a b c");
    }

    #[test]
    fn what_is_no_link_stays() {
        check("divide [ethnic] groups", "divide [ethnic] groups");
        check("[he](as always) said", "[he](as always) said");
        check("[open", "[open");
        check("] [ ](", "] [ ](");
        check("f[0](x)", "f[0](x)");
    }

    #[test]
    fn bold() {
        check("**Kabul** fell", "Kabul fell");
        check("2 ** 3 ** 4", "2 ** 3 ** 4");
        check("**** redacted ****", "**** redacted ****");
    }

    #[test]
    fn many_brackets_are_no_trouble() {
        let text = "[".repeat(50_000) + &"](".repeat(50_000);
        residue(&text, &mut Vec::new());
    }
}
