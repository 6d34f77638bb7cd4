//! The shape of a block: how long it is, and whether it reads as running text.

use crate::pack::Shape;

/// Counted once per block, over its clean text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stats {
    pub(crate) words: usize,
    /// Words that begin with a small letter.
    pub(crate) lower: usize,
    /// Words that begin with a digit.
    pub(crate) numbers: usize,
    /// Commas.
    pub(crate) commas: usize,
    /// Words that end as sentences do.
    stops: usize,
    /// Whether the end of a sentence is inside.
    pub(crate) inner_stop: bool,
    /// Whether it ends as a sentence does (quotes and brackets aside).
    pub(crate) ends: bool,
    /// Whether its script puts no spaces between words (Chinese, Japanese, Thai); `words` is an
    /// estimate then.
    unspaced: bool,
}

/// What a word begins with, marks before it aside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// It has neither letter nor digit.
    None,
    Lower,
    Digit,
    Other,
}

/// The case of the character that begins at a byte.
fn case_of(text: &str, at: usize, byte: u8) -> Case {
    match byte {
        b'a'..=b'z' => Case::Lower,
        b'0'..=b'9' => Case::Digit,
        b'A'..=b'Z' => Case::Other,
        0..0xc0 => Case::None,
        _ => match text[at..].chars().next() {
            Some(c) if c.is_lowercase() => Case::Lower,
            Some(c) if c.is_alphanumeric() => Case::Other,
            _ => Case::None,
        },
    }
}

/// Where words are longer than so many bytes on average, spaces do not part words.
const LONGEST_WORD: usize = 40;
/// Letters of a word in scripts without spaces, about.
const LETTERS_OF_A_WORD: usize = 2;
/// Words looked at; of a longer block only the number of words beyond is counted.
const LOOKED_AT: usize = 32;

impl Stats {
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut stats = Self { ends: ends_sentence(text), ..Self::default() };
        let mut at = 0;
        while at < bytes.len() {
            if stats.words >= LOOKED_AT {
                stats.words += 1 + memchr::memchr_iter(b' ', &bytes[at..]).count();
                return stats;
            }
            let start = at;
            let mut case = Case::None;
            while at < bytes.len() && bytes[at] != b' ' && case == Case::None {
                case = case_of(text, at, bytes[at]);
                at += 1;
            }
            // Words are short: a loop over bytes is faster than a search made ready for each.
            while at < bytes.len() && bytes[at] != b' ' {
                at += 1;
            }
            if case != Case::None {
                stats.add(case, &bytes[start..at]);
            }
            at += 1;
        }
        if text.len() > LONGEST_WORD * stats.words.max(1) && !text.is_ascii() {
            stats.unspaced = true;
            let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
            stats.words = stats.words.max(letters / LETTERS_OF_A_WORD);
        }
        stats
    }

    fn add(&mut self, case: Case, word: &[u8]) {
        self.words += 1;
        self.lower += usize::from(case == Case::Lower);
        self.numbers += usize::from(case == Case::Digit);
        let last = word.last().copied().unwrap_or_default();
        self.commas += usize::from(last == b',');
        let stop = word.len() > 3 && matches!(last, b'.' | b'?' | b'!');
        self.stops += usize::from(stop);
        self.inner_stop |= stop;
    }

    /// Whether it reads as one sentence or several.
    pub(crate) fn is_prose(&self) -> bool {
        if self.unspaced {
            return self.ends && self.words >= 7 || self.words >= 25;
        }
        let looked_at = self.words.min(LOOKED_AT);
        let running = self.lower * 2 >= looked_at;
        running && (self.ends && self.words >= 7 || self.words >= 25 && (self.inner_stop || self.commas > 1))
            || self.ends && self.words >= 20 && self.lower * 3 >= looked_at
    }

    /// Whether a sentence ends before the last one does.
    pub(crate) fn inner_stop_before_end(&self) -> bool {
        self.stops > usize::from(self.ends)
    }

    pub(crate) fn shape(&self) -> Shape {
        Shape { words: self.words, prose: self.is_prose() }
    }
}

/// Whether `text` ends as a sentence does.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '*', '」', '』', '）'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟'])
}

/// Whether every word begins with a capital, little words such as `of` aside.
pub(crate) fn is_capitalised(text: &str) -> bool {
    let mut words = text.split(' ').filter(|w| w.contains(char::is_alphabetic)).peekable();
    words.peek().is_some()
        && words.all(|w| {
            is_joiner(w) || w.trim_start_matches(['(', '"', '“', '@']).starts_with(char::is_uppercase)
        })
}

/// Little words inside names and titles.
pub(crate) fn is_joiner(word: &str) -> bool {
    matches!(
        word.trim_end_matches(','),
        "of" | "the"
            | "and"
            | "for"
            | "in"
            | "on"
            | "at"
            | "to"
            | "a"
            | "an"
            | "de"
            | "la"
            | "van"
            | "von"
            | "der"
            | "bin"
            | "al"
            | "ur"
            | "ul"
            | "el"
            | "du"
            | "da"
            | "di"
            | "with"
            | "&"
            | "e"
            | "y"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose() {
        for text in [
            "The bridge fell in May, the governor said.",
            "“We waited for nine days and nobody came to ask us what we needed.”",
            "橋は五月に落ちたが、けが人はなかったと知事は語った。",
        ] {
            assert!(Stats::of(text).is_prose(), "{text}");
        }
        for text in [
            "Why the bridge fell",
            "Ana Tanaka and",
            "Photo by Ana Tanaka on Bigstock.",
            "",
            "…",
            "12 min",
            "橋の写真",
            "────────────────────────────────────────────────────────────────",
        ] {
            assert!(!Stats::of(text).is_prose(), "{text}");
        }
    }

    #[test]
    fn capitals() {
        assert!(is_capitalised("The Courier of the North"));
        assert!(!is_capitalised("The bridge fell"));
        assert!(!is_capitalised("12"));
    }
}
