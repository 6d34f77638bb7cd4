//! The front end for plain text: lines, joined to paragraphs where they were hard-wrapped.
//!
//! A blank line always parts two blocks. Whether a single line break does depends on the
//! document: scraped news puts each paragraph on a line, wire archives wrap at 70 columns.

mod lines;
mod wrap;

use crate::page::{Block, Page, Role};
use lines::Line;
use wrap::Wrap;

/// Buffers that are kept between documents.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    lines: Vec<Line>,
}

/// Splits `text` into the blocks of `page`.
pub(crate) fn read(text: &str, page: &mut Page, scratch: &mut Scratch) {
    page.clear();
    lines::split(text, &mut scratch.lines);
    let lines = &scratch.lines;
    let wrap = Wrap::of(text, lines);
    let mut at = 0;
    while at < lines.len() {
        let first = at;
        at += 1;
        while at < lines.len() && (page.is_nearly_full() || wrap.joins(text, &lines[at - 1], &lines[at])) {
            at += 1;
        }
        push(text, &lines[first..at], page);
    }
}

fn push(text: &str, lines: &[Line], page: &mut Page) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let whole = first.start..last.end;
    let (role, marker) = role_of(&text[whole.clone()]);
    let tight = !first.after_blank;
    let marked = &text[whole.start + marker..whole.end];
    let start = if marker == 0 { whole.start } else { whole.end - marked.trim_start_matches(is_blank).len() };
    page.push_plain(text, start..whole.end, Block { role, tight, ..Block::default() });
}

/// White space and what cannot be seen: none of it begins a block.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The role that a line's first characters give it, and how many bytes of them are residue of
/// markdown.
fn role_of(line: &str) -> (Role, usize) {
    let bytes = line.as_bytes();
    match bytes.first() {
        Some(b'#') => heading(bytes),
        Some(b'>') if bytes.get(1) == Some(&b' ') => (Role::Quote, 2),
        Some(b'*' | b'-') if bytes.get(1) == Some(&b' ') => (Role::Item, 0),
        Some(0xe2) if line.starts_with('•') || line.starts_with('‣') || line.starts_with('▪') => {
            (Role::Item, 0)
        }
        _ => (Role::Plain, 0),
    }
}

fn heading(bytes: &[u8]) -> (Role, usize) {
    let level = bytes.iter().take_while(|b| **b == b'#').count();
    match (u8::try_from(level), bytes.get(level)) {
        (Ok(n @ 1..=6), Some(b' ')) => (Role::Heading(n), level + 1),
        _ => (Role::Plain, 0),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::page::MOST_BLOCKS;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut page = Page::default();
        read(text, &mut page, &mut Scratch::default());
        let got: Vec<_> = (0..page.blocks.len()).map(|b| page.clean(b)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn lines_and_blank_lines() {
        check("One.\nTwo.\n\n\u{a0}\n  Three. \r\n\r\nFour.", &["One.", "Two.", "Three.", "Four."]);
        check("Old Mac.\rSecond line.", &["Old Mac.", "Second line."]);
        check("# \tHeading\n\n> \u{a0}\u{200b} Quoted.", &["Heading", "Quoted."]);
        check("", &[]);
        check(" \n\u{200b}\n", &[]);
    }

    #[test]
    fn the_last_block_takes_the_rest() {
        let mut page = Page::default();
        read(&"a\n".repeat(MOST_BLOCKS + 500), &mut page, &mut Scratch::default());
        assert_eq!(page.blocks.len(), MOST_BLOCKS);
        assert_eq!(page.clean(MOST_BLOCKS - 1).split(' ').count(), 501);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The ministers met for a second day in the hills above the\n\
                    city and promised to open the road before the winter, but\n\
                    nobody in the valley believed a word of what they had said\n\
                    to the newspapers about it.\n    \
                    The road has been closed since May, when a bridge fell into\n\
                    the river and took two lorries with it to the bottom of the\n\
                    gorge, where they still lie.\n";
        let mut page = Page::default();
        read(text, &mut page, &mut Scratch::default());
        assert_eq!(page.blocks.len(), 2);
        assert!(page.clean(0).ends_with("about it.") && page.clean(1).starts_with("The road"));
    }

    #[test]
    fn paragraphs_on_lines_are_not() {
        check(
            "The bridge fell in May and has not been rebuilt since then, the governor said.\n\
             Nobody was hurt in it, but two lorries were lost in the gorge below the town.",
            &[
                "The bridge fell in May and has not been rebuilt since then, the governor said.",
                "Nobody was hurt in it, but two lorries were lost in the gorge below the town.",
            ],
        );
    }

    #[test]
    fn markdown_markers() {
        check("## Why now\n\n> We waited.\n\n- one\n- two", &["Why now", "We waited.", "- one", "- two"]);
        check("#hashtag", &["#hashtag"]);
    }
}
