//! Lines and what the rules ask of one: does it end like a sentence, does it begin with a bullet.
//!
//! A line ends at `\n`, `\r\n` or `\r`. White space at its ends is no part of it, and blank
//! lines only part paragraphs: the same text counts the same with one line break between its
//! paragraphs and with two.

use memchr::{memchr2, memchr3};

/// Calls `each` with every line, trimmed; blank ones are empty.
pub(super) fn lines<'t>(text: &'t str, mut each: impl FnMut(&'t str)) {
    let mut rest = text;
    while let Some(end) = memchr2(b'\n', b'\r', rest.as_bytes()) {
        each(rest[..end].trim());
        let step = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = &rest[end + step..];
    }
    each(rest.trim());
}

/// Whether a line ends as a sentence does: with a full stop, exclamation or question mark of any
/// script, or with a closing quotation mark. An ellipsis does not end one.
pub(super) fn ends_sentence(line: &str) -> bool {
    !ends_in_ellipsis(line) && line.chars().next_back().is_some_and(ends_with)
}

fn ends_with(c: char) -> bool {
    match c {
        '.' | '!' | '?' | '"' | '\'' => true,
        c if c.is_ascii() => false,
        '”' | '’' | '»' | '“' | '‘' | '」' | '』' => true,
        '‼' | '‽' | '⁇' | '⁈' | '⁉' | '。' | '｡' | '．' | '！' | '？' => true,
        '։' | '؟' | '۔' | '।' | '॥' | '။' | '។' | '።' | '፧' | '᠃' => true,
        _ => false,
    }
}

/// Sentences in a line that is not empty: one, and one more behind each full stop, exclamation or
/// question mark (with closing marks) that white space and no small letter follow.
pub(super) fn sentences(line: &str) -> usize {
    let (mut number, mut rest) = (1, line);
    while let Some(end) = memchr3(b'.', b'!', b'?', rest.as_bytes()) {
        rest = rest[end..].trim_start_matches(['.', '!', '?', '"', '\'', '”', '’', ')', ']']);
        let next = rest.trim_start();
        let begins = next.len() < rest.len() && next.chars().next().is_some_and(|c| !c.is_lowercase());
        number += usize::from(begins);
    }
    number
}

/// Whether a line breaks off in `...` or `…`.
pub(super) fn ends_in_ellipsis(line: &str) -> bool {
    line.ends_with("...") || line.ends_with('…')
}

/// Whether a line begins with a bullet; `-`, `*` and `–` count with white space behind them.
pub(super) fn begins_with_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('•' | '‣' | '◦' | '▪' | '▫' | '●' | '○' | '■' | '□' | '⁃' | '∙') => true,
        Some('-' | '*' | '–') => chars.next().is_some_and(char::is_whitespace),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_each_kind_of_break() {
        let mut found = Vec::new();
        lines("a\n b \r\n\r\nc\rd", |l| found.push(l));
        assert_eq!(found, ["a", "b", "", "c", "d"]);
    }

    #[test]
    fn ends() {
        for line in ["It ended.", "“Did it?”", "桥是安全的。", "क्या।", "He said 'no'"] {
            assert!(ends_sentence(line), "{line}");
        }
        for line in ["Read more", "He left...", "He left…", "", "Tags: a,", "(here)"] {
            assert!(!ends_sentence(line), "{line}");
        }
    }

    #[test]
    fn sentences_begin_behind_marks() {
        for (line, expected) in [
            ("It is safe", 1),
            ("It is safe. “Use it,” she said. Why not?!", 3),
            ("“Is it?” she asked. Version 2.0 is.", 2),
            ("He left... Then she did.", 2),
            ("Wait.   ", 1),
            ("...", 1),
        ] {
            assert_eq!(sentences(line), expected, "{line}");
        }
    }

    #[test]
    fn bullets() {
        for line in ["• one", "•one", "- one", "* one", "– one"] {
            assert!(begins_with_bullet(line), "{line}");
        }
        for line in ["-5 degrees", "*emphasis*", "–", "", "one • two"] {
            assert!(!begins_with_bullet(line), "{line}");
        }
    }
}
