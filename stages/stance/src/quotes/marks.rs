//! Pairs of quotation marks, paragraph by paragraph.
//!
//! Curly and straight doubles, guillemets, and single marks where they are no apostrophes: `‘Did he say why?’` is a
//! pair, `the militants’ homes` is not. A mark that is never closed reaches to the end of its paragraph at most, and
//! counts only where the next paragraph opens the quotation again or the paragraph begins with the mark. Marks may
//! nest; every pair is one record. The scan looks at each byte once, and ahead by a bounded number of bytes.

use crate::doc::{Paragraph, Span};
use crate::tok::narrow;

/// How far a single mark looks ahead for its partner.
const AHEAD: usize = 400;
/// Pairs nest this deep; deeper marks are ignored.
const DEPTH: usize = 4;

/// One pair of marks, or an opening mark with the rest of its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Marks included.
    pub span: Span,
    /// The paragraph's number.
    pub paragraph: u32,
    /// How many open pairs surround it.
    pub depth: u8,
    /// Whether the closing mark is there.
    pub closed: bool,
    /// Whether it is set in single marks.
    pub single: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open(Style),
    Close(Style),
    /// A straight mark: the neighbours say which.
    Straight(Style),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Double,
    Straight,
    Single,
    StraightSingle,
    Guillemet,
}

/// Finds the pairs of all paragraphs, sorted by start, outer before inner.
pub fn pairs(text: &str, paragraphs: &[Paragraph], out: &mut Vec<Pair>) {
    out.clear();
    for (number, paragraph) in (0_u32..).zip(paragraphs) {
        let Some(body) = text.get(paragraph.span.range()) else { continue };
        let next = paragraphs.get(number as usize + 1).and_then(|p| text.get(p.span.range())).unwrap_or("");
        let mut scan = Scan { body, base: paragraph.span.start, number, stack: Vec::new(), out };
        scan.run();
        scan.finish(next);
    }
    out.sort_by_key(|pair| (pair.span.start, u32::MAX - pair.span.end));
}

struct Scan<'a> {
    body: &'a str,
    base: u32,
    number: u32,
    stack: Vec<(usize, Style)>,
    out: &'a mut Vec<Pair>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let bytes = self.body.as_bytes();
        let mut at = 0;
        while let Some(step) = next_mark(&bytes[at..]) {
            at += step;
            let Some((mark, len)) = mark_at(&bytes[at..]) else {
                at += 1;
                continue;
            };
            self.take(mark, at, len);
            at += len;
        }
    }

    fn take(&mut self, mark: Mark, at: usize, len: usize) {
        match mark {
            Mark::Open(Style::Single) if !self.opens_single(at, len) => {}
            Mark::Open(style) => self.open(at, style),
            Mark::Close(Style::Single) if !self.closes_single(at, len) => {}
            Mark::Close(style) => self.close(at + len, style),
            Mark::Straight(Style::StraightSingle) => self.straight_single(at, len),
            Mark::Straight(style) => self.straight(at, len, style),
        }
    }

    fn open(&mut self, at: usize, style: Style) {
        if self.stack.len() < DEPTH {
            self.stack.push((at, style));
        }
    }

    /// Closes the last open pair of the style. Scraped text mixes marks: a straight mark may close a curly one, and the
    /// other way round, where no mark of its own kind is open.
    fn close(&mut self, end: usize, style: Style) {
        let open = |wanted: Style| self.stack.iter().rposition(|(_, open)| *open == wanted);
        let Some(level) = open(style).or_else(|| open(twin(style)?)) else { return };
        let (start, style) = self.stack[level];
        self.stack.truncate(level);
        self.record(start, end, level, true, style);
    }

    fn record(&mut self, start: usize, end: usize, level: usize, closed: bool, style: Style) {
        self.out.push(Pair {
            span: Span::new(self.base + narrow(start), self.base + narrow(end)),
            paragraph: self.number,
            depth: u8::try_from(level).unwrap_or(u8::MAX),
            closed,
            single: matches!(style, Style::Single | Style::StraightSingle),
        });
    }

    fn before(&self, at: usize) -> char {
        self.body[..at].chars().next_back().unwrap_or(' ')
    }

    fn after(&self, at: usize) -> char {
        self.body[at..].chars().next().unwrap_or(' ')
    }

    fn straight(&mut self, at: usize, len: usize, style: Style) {
        let (before, after) = (self.before(at), self.after(at + len));
        let opens = (before.is_whitespace() || "([—–-‘'".contains(before)) && !after.is_whitespace();
        let curly = !opens && self.stack.last().is_some_and(|(_, open)| *open == Style::Double);
        let is_open = curly || self.stack.iter().any(|(_, open)| *open == style);
        let inch = before.is_ascii_digit() && !is_open;
        match (is_open, opens) {
            (true, true) if !before.is_whitespace() => self.close(at + len, style),
            (true, true) => {} // a second opening mark: the pair goes on
            (true, false) => self.close(at + len, style),
            (false, _) if after.is_whitespace() || inch => {}
            (false, _) => self.open(at, style),
        }
    }

    fn opens_single(&self, at: usize, len: usize) -> bool {
        let (before, after) = (self.before(at), self.after(at + len));
        !before.is_alphanumeric() && !after.is_whitespace() && !after.is_ascii_digit()
    }

    /// `’` closes when a `‘` is open, it follows something and no letter follows it, and it is no plural possessive.
    fn closes_single(&self, at: usize, len: usize) -> bool {
        let open = self.stack.iter().any(|(_, style)| *style == Style::Single);
        open && self.ends_word(at, len) && !self.possessive(at, len, '’', '‘')
    }

    fn ends_word(&self, at: usize, len: usize) -> bool {
        !self.before(at).is_whitespace() && !self.after(at + len).is_alphanumeric()
    }

    /// `the militants’ homes’ …`: after an s, before a small letter, with a better closing mark not far ahead.
    fn possessive(&self, at: usize, len: usize, mark: char, opening: char) -> bool {
        let rest = &self.body[at + len..];
        let mut ahead = rest.chars();
        let small = ahead.next() == Some(' ') && ahead.next().is_some_and(char::is_lowercase);
        if !matches!(self.before(at), 's' | 'S') || !small {
            return false;
        }
        for (i, c) in rest.char_indices().take_while(|(i, _)| *i < AHEAD / 2) {
            if c == opening {
                return false;
            }
            let next = rest[i + c.len_utf8()..].chars().next().unwrap_or(' ');
            if c == mark && !next.is_alphanumeric() {
                return true;
            }
        }
        false
    }

    fn straight_single(&mut self, at: usize, len: usize) {
        let open = self.stack.iter().any(|(_, style)| *style == Style::StraightSingle);
        if open {
            if self.ends_word(at, len) && !self.possessive(at, len, '\'', '\u{0}') {
                self.close(at + len, Style::StraightSingle);
            }
            return;
        }
        let (before, after) = (self.before(at), self.after(at + len));
        let opens = (before.is_whitespace() || "([—–\"“".contains(before)) && after.is_alphabetic();
        if opens && self.has_partner(at + len) {
            self.open(at, Style::StraightSingle);
        }
    }

    /// Whether a straight single mark that could close follows within reach.
    fn has_partner(&self, from: usize) -> bool {
        let mut before = ' ';
        for (i, c) in self.body[from..].char_indices().take_while(|(i, _)| *i < AHEAD) {
            let next = self.body[from + i + c.len_utf8()..].chars().next().unwrap_or(' ');
            if c == '\'' && !before.is_whitespace() && !next.is_alphanumeric() {
                return true;
            }
            before = c;
        }
        false
    }

    /// Ends the paragraph: an unclosed mark counts when its paragraph begins with it, when the next paragraph opens
    /// the quotation again, or when it stands inside such a quotation.
    fn finish(&mut self, next: &str) {
        let stack = std::mem::take(&mut self.stack);
        let Some(&(first, style)) = stack.first() else { return };
        let lead = self.body.len() - self.body.trim_start().len();
        let reopened =
            mark_at(next.trim_start().as_bytes()).is_some_and(|(mark, _)| opens_again(mark, style));
        let goes_on = matches!(style, Style::Double | Style::Straight | Style::Guillemet);
        if !goes_on || !(reopened || first == lead) {
            return;
        }
        let end = self.body.trim_end().len();
        for (level, (start, style)) in stack.into_iter().enumerate() {
            if end > start {
                self.record(start, end, level, false, style);
            }
        }
    }
}

/// The double marks that stand for one another in scraped text.
fn twin(style: Style) -> Option<Style> {
    match style {
        Style::Double => Some(Style::Straight),
        Style::Straight => Some(Style::Double),
        _ => None,
    }
}

fn opens_again(mark: Mark, style: Style) -> bool {
    match mark {
        Mark::Open(open) | Mark::Straight(open) => open == style,
        Mark::Close(_) => false,
    }
}

/// The distance to the next byte that may begin a mark.
fn next_mark(bytes: &[u8]) -> Option<usize> {
    // no branch between the comparisons, so that those of a block are made together
    let begins = |byte: u8| (byte == b'"') | (byte == b'\'') | (byte == 0xC2) | (byte == 0xE2);
    let plain = |block: &&[u8; 16]| block.iter().fold(0, |any, byte| any | u8::from(begins(*byte))) == 0;
    let (blocks, _) = bytes.as_chunks();
    let skipped = blocks.iter().take_while(plain).count() * 16;
    bytes[skipped..].iter().position(|byte| begins(*byte)).map(|at| skipped + at)
}

fn mark_at(bytes: &[u8]) -> Option<(Mark, usize)> {
    Some(match bytes {
        [b'"', ..] => (Mark::Straight(Style::Straight), 1),
        [b'\'', ..] => (Mark::Straight(Style::StraightSingle), 1),
        [0xE2, 0x80, 0x9C | 0x9E, ..] => (Mark::Open(Style::Double), 3),
        [0xE2, 0x80, 0x9D, ..] => (Mark::Close(Style::Double), 3),
        [0xE2, 0x80, 0x98, ..] => (Mark::Open(Style::Single), 3),
        [0xE2, 0x80, 0x99, ..] => (Mark::Close(Style::Single), 3),
        [0xC2, 0xAB, ..] => (Mark::Open(Style::Guillemet), 2),
        [0xC2, 0xBB, ..] => (Mark::Close(Style::Guillemet), 2),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut paragraphs = Vec::new();
        let mut at = 0;
        for part in text.split("\n\n") {
            let span = Span::new(narrow(at), narrow(at + part.len()));
            paragraphs.push(Paragraph { span, heading: false });
            at += part.len() + 2;
        }
        let mut found = Vec::new();
        pairs(text, &paragraphs, &mut found);
        let found: Vec<&str> = found.iter().map(|p| &text[p.span.range()]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn curly_and_straight_doubles() {
        check("“Go,” he said. “Now.”", &["“Go,”", "“Now.”"]);
        check("\"Go,\" he said. \"Now.\"", &["\"Go,\"", "\"Now.\""]);
        check("The board is 10\" wide and 12\" long.", &[]);
    }

    #[test]
    fn mixed_marks_close_one_another() {
        check("\"Go,” he said. “Now.\" He left.", &["\"Go,”", "“Now.\""]);
        check("“He said \"go\" twice.”", &["“He said \"go\" twice.”", "\"go\""]);
    }

    #[test]
    fn singles_are_not_apostrophes() {
        check("‘We don’t know the militants’ homes,’ he said.", &["‘We don’t know the militants’ homes,’"]);
        check("The villagers’ homes weren’t theirs.", &[]);
        check("They said 'go home' to Orland's men.", &["'go home'"]);
        check("It's the dogs' dinner.", &[]);
    }

    #[test]
    fn nested_pairs_are_records_of_their_own() {
        check("“She asked, ‘Why?’ and left.”", &["“She asked, ‘Why?’ and left.”", "‘Why?’"]);
    }

    #[test]
    fn a_second_paragraph_opens_the_mark_again() {
        check("“One.\n\n“Two.”", &["“One.", "“Two.”"]);
    }

    #[test]
    fn an_unclosed_mark_does_not_run_away() {
        check("He said “go and left.\n\nNothing here.", &[]);
        check("“Go away.\n\nNothing here.", &["“Go away."]);
    }
}
