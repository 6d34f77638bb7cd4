//! Lines of a text, without blank ones. Line ends are `\n`, `\r\n` or a lone `\r`.

/// A line without the white space at its ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Bytes of white space that stood before it.
    pub(crate) indent: usize,
    /// Whether a blank line, or the start of the text, is before it.
    pub(crate) after_blank: bool,
}

impl Line {
    pub(crate) fn len(&self) -> usize {
        self.end - self.start
    }
}

/// Puts the lines of `text` that are not blank into `out`.
pub(crate) fn split(text: &str, out: &mut Vec<Line>) {
    out.clear();
    let bytes = text.as_bytes();
    let (mut start, mut after_blank) = (0, true);
    let mut push = |from: usize, to: usize| match trimmed(text, from, to) {
        Some(mut line) => {
            line.after_blank = after_blank;
            after_blank = false;
            out.push(line);
        }
        None => after_blank = true,
    };
    for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let second_half = bytes[end] == b'\n' && end > 0 && bytes[end - 1] == b'\r';
        if !second_half {
            push(start, end);
        }
        start = end + 1;
    }
    push(start, bytes.len());
}

fn trimmed(text: &str, from: usize, to: usize) -> Option<Line> {
    let line = text[from..to].trim_matches(is_blank);
    if line.is_empty() {
        return None;
    }
    let start = from + (line.as_ptr() as usize - text[from..].as_ptr() as usize);
    Some(Line { start, end: start + line.len(), indent: start - from, after_blank: false })
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\0'..='\u{1f}')
}
