//! Blocks of raw text: paragraphs, headings, list items and the title, by general evidence only.
//!
//! Used when no stage before made `blocks` (cleaning knows much more: tags, rules, repeated lines).
//!
//! ```text
//! Floods in the valley        title     (first, short, no full stop, text follows)
//!
//! Hundreds fled on Sunday …   body
//!
//! Relief work                 heading   (short, no full stop, body follows)
//!
//! - tents                     list
//! ```

use std::ops::Range;

use crate::BlockMode;
use crate::bytes::{self, HIGH, LINE, SPACE};
use crate::lines::{self, Layout};

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Heading,
    Body,
    List,
}

/// One block: where and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) range: Range<usize>,
    pub(crate) role: Role,
}

/// A title or heading has no more bytes than this.
const SHORT: usize = 160;

/// Fills `out` with the blocks of `text`: trimmed, not empty, in order; together they hold all that is not space.
pub(crate) fn find(text: &str, mode: BlockMode, layout: Layout, out: &mut Vec<Block>) {
    out.clear();
    let mut start = next_ink(text, 0).end;
    let mut line = start;
    while start < text.len() {
        let mut end = line_ink_end(text, line);
        let gap = next_ink(text, end);
        if gap.end < text.len() && !breaks(text, mode, layout, line, gap.clone()) {
            line = gap.end;
            continue;
        }
        end = end.max(start);
        out.push(Block { range: start..end, role: Role::Body });
        start = gap.end;
        line = start;
    }
    give_roles(text, out);
}

fn breaks(text: &str, mode: BlockMode, layout: Layout, line: usize, gap: Range<usize>) -> bool {
    match mode {
        BlockMode::Lines => true,
        BlockMode::Paragraphs => lines::has_blank_line(&text.as_bytes()[gap]),
        BlockMode::Auto => layout.is_hard(text, line, gap),
    }
}

/// The end of the last character of the line that is not white space.
fn line_ink_end(text: &str, line: usize) -> usize {
    let bytes = text.as_bytes();
    let end = memchr::memchr2(b'\n', b'\r', &bytes[line..]).map_or(bytes.len(), |n| line + n);
    line + text[line..end].trim_end().len()
}

/// The white space at `at`, up to the next character that is not.
fn next_ink(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let mut end = bytes::skip(bytes, at, SPACE | LINE);
    while bytes::class_at(bytes, end) & HIGH != 0 {
        match bytes::char_at(text, end) {
            Some(c) if c.is_whitespace() => end = bytes::skip(bytes, end + c.len_utf8(), SPACE | LINE),
            _ => break,
        }
    }
    at..end
}

fn give_roles(text: &str, blocks: &mut [Block]) {
    for at in 0..blocks.len() {
        let block = &text[blocks[at].range.clone()];
        if lines::starts_item(text, blocks[at].range.start) {
            blocks[at].role = Role::List;
        } else if is_short_line(block) && blocks.get(at + 1).is_some_and(|next| leads(text, at, blocks, next))
        {
            blocks[at].role = if at == 0 { Role::Title } else { Role::Heading };
        }
    }
}

/// What follows a heading is prose; what follows a title may also be short (subtitle, byline, date).
fn leads(text: &str, at: usize, blocks: &[Block], next: &Block) -> bool {
    let prose = |block: &Block| {
        let range = block.range.clone();
        range.len() > SHORT || lines::ends_sentence(&text.as_bytes()[range])
    };
    if at == 0 {
        blocks[1..].iter().take(6).any(prose)
    } else {
        prose(next) && next.range.len() > blocks[at].range.len()
    }
}

fn is_short_line(block: &str) -> bool {
    let bytes = block.as_bytes();
    let last = bytes.last().copied().unwrap_or_default();
    block.len() <= SHORT
        && !matches!(last, b'.' | b',' | b';' | b':')
        && !block.ends_with('…')
        && !block.contains(['\n', '\r'])
        && lines::starts_upper(block)
        && block.chars().any(char::is_alphabetic)
}
