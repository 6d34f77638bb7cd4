//! Plain stand-ins for `blocks`, `sentences` and `tokens`, for a stage that stands first in
//! its pipeline. The `segment` stage does this properly.

use std::ops::Range;

/// Lines that are not blank, trimmed.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let trimmed = line.trim_start();
        let from = start + (line.len() - trimmed.len());
        let to = from + trimmed.trim_end().len();
        (from < to).then_some(from..to)
    })
}

/// Sentences: within each line, up to `.`, `!`, `?` or `…` (with closing marks), white space,
/// and a character that is not lower case.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    lines(text).flat_map(move |line| {
        let mut from = line.start;
        std::iter::from_fn(move || {
            (from < line.end).then(|| {
                let end = sentence_end(text, from..line.end);
                let sentence = from..end;
                from = line.end - text[end..line.end].trim_start().len();
                sentence
            })
        })
    })
}

fn sentence_end(text: &str, range: Range<usize>) -> usize {
    let mut chars = text[range.clone()].char_indices().peekable();
    let mut ended = false;
    while let Some((at, c)) = chars.next() {
        match c {
            '.' | '!' | '?' | '…' => ended = true,
            '"' | '\'' | '”' | '’' | ')' | ']' => {}
            c if c.is_whitespace() && ended => {
                while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                if chars.peek().is_none_or(|(_, c)| !c.is_lowercase()) {
                    return range.start + at;
                }
                ended = false;
            }
            _ => ended = false,
        }
    }
    range.end
}

/// Words (letters, digits, and `'`, `’`, `-`, `.` between them) and single other characters
/// that are not white space.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        let (start, first) = chars.next()?;
        let mut end = start + first.len_utf8();
        if !first.is_alphanumeric() {
            return Some(start..end);
        }
        while let Some(&(at, c)) = chars.peek() {
            let joins = matches!(c, '\'' | '’' | '-' | '.')
                && text[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
            if !c.is_alphanumeric() && !joins {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    fn texts(text: &str, ranges: impl Iterator<Item = std::ops::Range<usize>>) -> Vec<&str> {
        ranges.map(|r| &text[r]).collect()
    }

    #[test]
    fn sentences_end_before_a_capital() {
        let text = " One ended. “Two did!” he said. \n\nthree";
        assert_eq!(texts(text, super::sentences(text)), ["One ended.", "“Two did!” he said.", "three"]);
    }

    #[test]
    fn words_keep_inner_marks() {
        let text = "T.T.P. isn’t far-off, 2.5";
        assert_eq!(texts(text, super::words(text)), ["T.T.P", ".", "isn’t", "far-off", ",", "2.5"]);
    }
}
