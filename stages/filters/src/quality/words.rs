//! Words and marks of a line.
//!
//! A word is a run of letters and digits, with `'`, `’`, `-` and `.` inside it, and `,` between
//! digits: `isn’t`, `far-off`, `U.S`, `1,000.5`. A mark is a run of one other character that is
//! not white space: `...`, `—`, `(`. Scripts written without spaces come out as one word a run.

/// A word or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    /// Number of characters.
    pub(super) chars: usize,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// With at least one letter.
    Word,
    /// A word without letters.
    Number,
    Mark,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Digit,
    Mark,
    /// Not ASCII: to be decoded.
    High,
    /// Continues a word and begins none: combining marks, joiners.
    Extend,
}

/// The class of each byte.
const CLASSES: [Class; 256] = {
    let mut classes = [Class::High; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b' ' | b'\t'..=b'\r' => Class::Space,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            _ => Class::Mark,
        };
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> Class {
    CLASSES[usize::from(byte)]
}

fn class_of(c: char) -> Class {
    match c {
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' => {
            Class::Extend
        }
        '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' => {
            Class::Extend
        }
        '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' => Class::Extend,
        '\u{ad}' | '\u{200c}'..='\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' => {
            Class::Extend
        }
        '\u{964}' | '\u{965}' => Class::Mark,
        c if c.is_alphabetic() => Class::Letter,
        c if c.is_numeric() => Class::Digit,
        c if c.is_whitespace() => Class::Space,
        // Vowel signs, viramas and nuktas of the Indic scripts.
        '\u{900}'..='\u{dff}' => Class::Extend,
        _ => Class::Mark,
    }
}

/// Calls `each` with every word and mark of `text`, in order.
pub(super) fn tokens<'t>(text: &'t str, mut each: impl FnMut(Token<'t>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let class = match class(*byte) {
            Class::Space => {
                at += 1;
                continue;
            }
            Class::High => class_of(char_at(text, at)),
            other => other,
        };
        let token = match class {
            Class::Space => {
                at += char_at(text, at).len_utf8();
                continue;
            }
            Class::Letter | Class::Digit => word(text, at),
            Class::Mark | Class::Extend | Class::High => mark(text, at),
        };
        at += token.text.len();
        each(token);
    }
}

fn char_at(text: &str, at: usize) -> char {
    text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\u{fffd}')
}

fn word(text: &str, start: usize) -> Token<'_> {
    let bytes = text.as_bytes();
    let (mut at, mut has_letter, mut surplus) = (start, false, 0);
    while let Some(byte) = bytes.get(at) {
        match class(*byte) {
            Class::Letter => has_letter = true,
            Class::Digit => {}
            Class::Mark if joins(bytes, at) => {}
            Class::High => {
                let c = char_at(text, at);
                match class_of(c) {
                    Class::Letter => has_letter = true,
                    Class::Digit | Class::Extend => {}
                    _ if c == '’' && continues(text, at + c.len_utf8()) => {}
                    _ => break,
                }
                surplus += c.len_utf8() - 1;
                at += c.len_utf8() - 1;
            }
            _ => break,
        }
        at += 1;
    }
    let kind = if has_letter { Kind::Word } else { Kind::Number };
    Token { text: &text[start..at], chars: at - start - surplus, kind }
}

/// Whether the ASCII mark at `at`, which stands behind a letter or digit, stands before one too and
/// holds them together.
fn joins(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).map_or(Class::Space, |b| class(*b));
    let before = at.checked_sub(1).and_then(|b| bytes.get(b)).map_or(Class::Space, |b| class(*b));
    match bytes.get(at) {
        Some(b'\'' | b'-' | b'.') => matches!(next, Class::Letter | Class::Digit | Class::High),
        Some(b',') => before == Class::Digit && next == Class::Digit,
        _ => false,
    }
}

fn continues(text: &str, at: usize) -> bool {
    matches!(class_of(char_at(text, at)), Class::Letter | Class::Digit)
}

/// A run of one character.
fn mark(text: &str, start: usize) -> Token<'_> {
    let c = char_at(text, start);
    let run = text[start..].chars().take_while(|other| *other == c).count();
    Token { text: &text[start..start + run * c.len_utf8()], chars: run, kind: Kind::Mark }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        tokens(text, |t| {
            assert_eq!(t.chars, t.text.chars().count(), "{t:?}");
            found.push(t.text);
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn words_keep_inner_marks() {
        check(
            "It isn’t far-off, U.S. 1,000.5!",
            &["It", "isn’t", "far-off", ",", "U.S", ".", "1,000.5", "!"],
        );
        check("don't 'quote' a-", &["don't", "'", "quote", "'", "a", "-"]);
        check("one,two", &["one", ",", "two"]);
    }

    #[test]
    fn marks_are_runs_of_one_character() {
        check("Wait... -- ##«»", &["Wait", "...", "--", "##", "«", "»"]);
        check("😀😀😃", &["😀😀", "😃"]);
    }

    #[test]
    fn words_of_other_scripts() {
        check("мост безопасен", &["мост", "безопасен"]);
        check("मंत्री ने कहा।", &["मंत्री", "ने", "कहा", "।"]);
        check("cafe\u{301} \u{301}x", &["cafe\u{301}", "\u{301}", "x"]);
        check("桥是安全的。", &["桥是安全的", "。"]);
        check("a\u{3000}b\u{a0}c", &["a", "b", "c"]);
    }

    #[test]
    fn words_are_told_from_numbers() {
        let mut kinds = Vec::new();
        tokens("a1 12 ½ ,", |t| kinds.push(t.kind));
        assert_eq!(kinds, [Kind::Word, Kind::Number, Kind::Number, Kind::Mark]);
    }
}
