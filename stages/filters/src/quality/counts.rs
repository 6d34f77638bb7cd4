//! Everything that rules measure, counted in one scan of the text; n-grams in a second step, when
//! they are asked for.

use super::c4::{self, Phrases};
use super::hash::{Tally, hash, mix};
use super::lines::{begins_with_bullet, ends_in_ellipsis, ends_sentence, lines};
use super::ngrams::{self, Repeats, Words};
use super::stop_words::{Found, StopWords};
use super::words::{Kind, Token, tokens};
use memchr::memchr_iter;

/// Characters of a short line, at most (FineWeb's `short_line_length`).
const SHORT_LINE: usize = 30;

/// What there is to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Words and marks.
    pub(super) words: bool,
    /// Repeated lines and paragraphs.
    pub(super) lines: bool,
    /// What C4 says to each line.
    pub(super) c4: bool,
    /// Repeated n-grams.
    pub(super) ngrams: bool,
}

/// Counts of one document. Lengths are in characters, lines are those that are not blank.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    /// Characters in lines.
    pub(super) chars: usize,
    /// Words, numbers included.
    pub(super) words: usize,
    /// Words with a letter.
    pub(super) alphabetic_words: usize,
    /// Runs of marks.
    pub(super) marks: usize,
    /// Characters in words.
    pub(super) word_chars: usize,
    /// Stop words, each once.
    pub(super) stop_words: usize,
    /// Signs `#`.
    pub(super) hashes: usize,
    /// `...` and `…`.
    pub(super) ellipses: usize,
    /// Signs `{`.
    pub(super) curly_brackets: usize,
    pub(super) lines: Parts,
    pub(super) paragraphs: Parts,
    pub(super) bullet_lines: usize,
    pub(super) ellipsis_lines: usize,
    pub(super) punctuated_lines: usize,
    pub(super) short_lines: usize,
    pub(super) c4: c4::Lines,
    pub(super) repeats: Repeats,
}

/// Lines or paragraphs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parts {
    pub(super) all: usize,
    /// Those that stood before, word by word.
    pub(super) duplicate: usize,
    /// Characters in these.
    pub(super) duplicate_chars: usize,
}

/// Buffers of one thread.
#[derive(Default)]
pub(super) struct Scratch {
    words: Words,
    lines: Vec<(u64, usize)>,
    paragraphs: Vec<(u64, usize)>,
    tally: Tally,
    ngrams: ngrams::Scratch,
    found: Found,
}

/// What the scan looks for.
pub(super) struct Scanner {
    pub(super) wanted: Wanted,
    pub(super) stop_words: StopWords,
    pub(super) phrases: Phrases,
}

impl Scanner {
    /// Counts all that is wanted, except repeated n-grams.
    pub(super) fn count(&self, text: &str, scratch: &mut Scratch) -> Counts {
        let mut counts = Counts::default();
        scratch.words.clear();
        scratch.lines.clear();
        scratch.paragraphs.clear();
        scratch.found.clear(&self.stop_words);
        let mut in_paragraph = false;
        lines(text, |line| {
            if line.is_empty() {
                in_paragraph = false;
                return;
            }
            self.line(line, &mut counts, scratch, in_paragraph);
            in_paragraph = true;
        });
        counts.stop_words = scratch.found.number();
        if self.wanted.c4 {
            counts.curly_brackets = memchr_iter(b'{', text.as_bytes()).count();
        }
        counts.lines = parts(&scratch.lines, &mut scratch.tally);
        counts.paragraphs = parts(&scratch.paragraphs, &mut scratch.tally);
        counts
    }

    /// Counts repeated n-grams of the text that was counted last.
    pub(super) fn count_ngrams(&self, counts: &mut Counts, scratch: &mut Scratch) {
        counts.repeats = ngrams::repeats(&scratch.words, &mut scratch.ngrams);
    }

    fn line(&self, line: &str, counts: &mut Counts, scratch: &mut Scratch, in_paragraph: bool) {
        let chars = line.chars().count();
        counts.chars += chars;
        counts.bullet_lines += usize::from(begins_with_bullet(line));
        counts.ellipsis_lines += usize::from(ends_in_ellipsis(line));
        counts.punctuated_lines += usize::from(ends_sentence(line));
        counts.short_lines += usize::from(chars <= SHORT_LINE);
        let key = if self.wanted.lines { hash(line.as_bytes()) } else { scratch.lines.len() as u64 };
        scratch.lines.push((key, chars));
        match scratch.paragraphs.last_mut() {
            Some((all, length)) if in_paragraph => {
                *all = mix(*all, key);
                *length += 1 + chars;
            }
            _ => scratch.paragraphs.push((key, chars)),
        }
        if self.wanted.c4 {
            counts.c4.add(line, &self.phrases);
        }
        if self.wanted.words {
            tokens(line, |token| self.token(token, counts, scratch));
        }
    }

    fn token(&self, token: Token<'_>, counts: &mut Counts, scratch: &mut Scratch) {
        match token.kind {
            Kind::Mark => counts.mark(token),
            Kind::Word | Kind::Number => {
                counts.words += 1;
                counts.word_chars += token.chars;
                counts.alphabetic_words += usize::from(token.kind == Kind::Word);
                scratch.found.look(token.text, &self.stop_words);
            }
        }
        if self.wanted.ngrams {
            scratch.words.push(hash(token.text.as_bytes()), token.chars);
        }
    }
}

impl Counts {
    fn mark(&mut self, token: Token<'_>) {
        self.marks += 1;
        match token.text.as_bytes() {
            [b'#', ..] => self.hashes += token.chars,
            [b'.', ..] => self.ellipses += token.chars / 3,
            _ if token.text.starts_with('…') => self.ellipses += token.chars,
            _ => {}
        }
    }
}

fn parts(all: &[(u64, usize)], tally: &mut Tally) -> Parts {
    tally.clear(all.len());
    let mut parts = Parts { all: all.len(), ..Parts::default() };
    for (hash, chars) in all {
        if tally.seen(*hash) {
            parts.duplicate += 1;
            parts.duplicate_chars += chars;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn count(text: &str) -> Counts {
        let scanner = Scanner {
            wanted: Wanted { words: true, lines: true, c4: true, ngrams: true },
            stop_words: StopWords::new(&["the".to_owned(), "of".to_owned()]),
            phrases: Phrases::new().unwrap(),
        };
        let mut scratch = Scratch::default();
        let mut counts = scanner.count(text, &mut scratch);
        scanner.count_ngrams(&mut counts, &mut scratch);
        counts
    }

    #[test]
    fn words_and_marks() {
        let found = count("The end, # of 5 ## … and ......");
        assert_eq!((found.words, found.alphabetic_words, found.marks), (5, 4, 5));
        assert_eq!((found.hashes, found.ellipses, found.stop_words), (3, 3, 2));
        assert_eq!(found.word_chars, "Theendof5and".len());
    }

    #[test]
    fn lines_and_paragraphs() {
        let found = count("• One.\nTwo…\n\n\n• One.\n \n• One.\nTwo…\n");
        assert_eq!((found.lines.all, found.lines.duplicate, found.lines.duplicate_chars), (5, 3, 16));
        assert_eq!((found.paragraphs.all, found.paragraphs.duplicate), (3, 1));
        assert_eq!(found.paragraphs.duplicate_chars, "• One.|Two…".chars().count());
        assert_eq!((found.bullet_lines, found.ellipsis_lines, found.punctuated_lines), (3, 2, 3));
        assert_eq!(found.short_lines, 5);
    }

    #[test]
    fn line_breaks_of_all_kinds_and_numbers_count_the_same() {
        let shown = |text: &str| format!("{:?}", count(text));
        assert_eq!(shown("One two.\n\nThree.\n\n"), shown("One two.\r\n\r\n\r\nThree."));
    }

    #[test]
    fn nothing() {
        let found = count(" \n\n ");
        assert_eq!((found.chars, found.words, found.lines.all, found.paragraphs.all), (0, 0, 0, 0));
    }
}
