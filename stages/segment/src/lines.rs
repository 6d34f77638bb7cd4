//! Line breaks: which ones wrap a paragraph, and which ones end a line of its own.
//!
//! A break is soft when the text was wrapped at a fixed width and the next word would not have fitted, or
//! when the sentence plainly goes on (lower case behind a line without an end mark). All others are hard.
//!
//! ```text
//! … the Taliban’s return\nto power, …   soft        Salman Masood\nThe New York Times   hard
//! ```

use std::ops::Range;

use memchr::memchr_iter;

use crate::bytes::{self, ALNUM, DIGIT, SPACE, UPPER};

/// Widths at which people and programs wrap text, in bytes.
const WIDTHS: Range<usize> = 40..160;
/// Fewer wrapped lines are no evidence of a width.
const ENOUGH: usize = 3;
/// How far below the width a full line may stay, beyond the word that did not fit.
const SLACK: usize = 3;
/// A first word longer than this is cut for the estimate.
const LONGEST_WORD: usize = 40;

/// How the lines of one text are laid out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Layout {
    width: Option<usize>,
}

impl Layout {
    /// Finds the width at which the single line breaks of `text` wrap it, if they do.
    pub(crate) fn of(text: &str) -> Self {
        let width = followed_lines(text).map(|(line, _)| line.len()).filter(|len| *len < WIDTHS.end).max();
        let Some(width) = width.filter(|width| WIDTHS.contains(width)) else { return Self::default() };
        let (mut full, mut all) = (0, 0);
        for (line, next) in followed_lines(text) {
            all += 1;
            full += usize::from(fills(line.len(), next, width));
        }
        Self { width: (full >= ENOUGH && full * 4 >= all * 3).then_some(width) }
    }

    /// Whether the white space `text[gap]`, which holds a line break, ends the line before it.
    /// `line` is the start of that line.
    pub(crate) fn is_hard(self, text: &str, line: usize, gap: Range<usize>) -> bool {
        let bytes = text.as_bytes();
        if has_blank_line(&bytes[gap.clone()]) || starts_item(text, gap.end) {
            return true;
        }
        let before = &bytes[line..gap.start];
        let ended = ends_sentence(before);
        let next = bytes::char_at(text, gap.end);
        if !ended && next.is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';' | ')' | '.')) {
            return false;
        }
        match self.width {
            Some(width) => !fills(before.len(), &bytes[gap.end..], width),
            None => true,
        }
    }
}

/// Every line that is directly followed by another line: its bytes, and the text from the next one on.
fn followed_lines(text: &str) -> impl Iterator<Item = (&[u8], &[u8])> {
    let bytes = text.as_bytes();
    let mut start = 0;
    memchr_iter(b'\n', bytes).filter_map(move |end| {
        let line = bytes[start..end].trim_ascii_end();
        let next = &bytes[end + 1..];
        start = end + 1;
        let followed = next.first().is_some_and(|&byte| bytes::class(byte) & SPACE == 0);
        (followed && !line.is_empty()).then_some((line, next))
    })
}

/// A line of `len` bytes is full if the next word would not have fitted.
fn fills(len: usize, next: &[u8], width: usize) -> bool {
    let word = next
        .iter()
        .take(LONGEST_WORD)
        .position(|&byte| bytes::class(byte) & SPACE != 0)
        .unwrap_or(next.len().min(LONGEST_WORD));
    len <= width && len + 1 + word + SLACK > width
}

/// Two line breaks with nothing but blanks between them (`\r\n` is one break).
pub(crate) fn has_blank_line(gap: &[u8]) -> bool {
    let feeds = memchr_iter(b'\n', gap).take(2).count();
    feeds > 1 || feeds == 0 && memchr_iter(b'\r', gap).take(2).count() > 1
}

/// The text at `at` starts a list item: a bullet, or a number with `.` or `)`, then white space.
pub(crate) fn starts_item(text: &str, at: usize) -> bool {
    item_len(text, at).is_some()
}

/// The length of the list marker at `at`, without the white space behind it.
pub(crate) fn item_len(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let len = match bytes::char_at(text, at)? {
        '*' | '-' | '+' => 1,
        '–' | '—' => 3,
        c @ ('•' | '⁃' | '◦' | '▪' | '‣' | '●' | '■' | '►' | '◆' | '∙' | '·') => {
            return Some(c.len_utf8());
        }
        '0'..='9' => {
            let end = bytes::skip(&bytes[..bytes.len().min(at + 3)], at, DIGIT);
            end - at + marker_end(bytes, end)?
        }
        'a'..='z' if bytes.get(at + 1) == Some(&b')') => 2,
        '(' if bytes::class_at(bytes, at + 1) & ALNUM != 0 && bytes.get(at + 2) == Some(&b')') => 3,
        _ => return None,
    };
    (bytes::class_at(bytes, at + len) & SPACE != 0).then_some(len)
}

/// The length of the `.`, `)` or `.)` behind a list number.
fn marker_end(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes.get(at)?, bytes.get(at + 1)) {
        (b'.', Some(b')')) => Some(2),
        (b'.' | b')', _) => Some(1),
        _ => None,
    }
}

/// The line ends in `.`, `!`, `?`, `:` or `…`, whatever closes behind it.
pub(crate) fn ends_sentence(line: &[u8]) -> bool {
    let mut line = line.trim_ascii_end();
    loop {
        line = match line {
            [rest @ .., b'"' | b'\'' | b')' | b']'] | [rest @ .., 0xE2, 0x80, 0x99 | 0x9D] => rest,
            [.., b'.' | b'!' | b'?' | b':'] | [.., 0xE2, 0x80, 0xA6] => return true,
            [.., 0xDB, 0x94] | [.., 0xE3, 0x80, 0x82] | [.., 0xE0, 0xA5, 0xA4] => return true,
            _ => return false,
        };
    }
}

/// The line starts like a sentence or a name: with an upper case letter, whatever opens before it.
pub(crate) fn starts_upper(line: &str) -> bool {
    let first = line.chars().take(4).find(|c| c.is_alphanumeric());
    first.is_some_and(|c| {
        u8::try_from(c)
            .map_or(c.is_uppercase(), |byte| bytes::class(byte) & (UPPER | DIGIT) != 0 || c.is_uppercase())
    })
}
