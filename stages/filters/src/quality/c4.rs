//! What C4 asks of a line (Raffel et al. 2020, section 2.2, and the code that made C4,
//! `tensorflow_datasets/text/c4_utils.py`): whether it would stay, and if not, why.
//!
//! C4 takes lines out of a page; here the page is only judged, and lines are counted. (What is
//! noise in a page is the business of `clean`.) The list of bad words is left out.

use super::lines::{ends_sentence, sentences};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, BuildError};

/// Words of a line that stays, at least.
const MIN_WORDS: usize = 3;
/// Characters of a word in a line that stays, at most.
const MAX_WORD_CHARS: usize = 1000;

/// The phrases looked for, and what a line with one is.
const PHRASES: [(&str, Phrase); 8] = [
    ("lorem ipsum", Phrase::LoremIpsum),
    ("javascript", Phrase::Javascript),
    ("terms of use", Phrase::Policy),
    ("privacy policy", Phrase::Policy),
    ("cookie policy", Phrase::Policy),
    ("uses cookies", Phrase::Policy),
    ("use of cookies", Phrase::Policy),
    ("use cookies", Phrase::Policy),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phrase {
    LoremIpsum,
    Javascript,
    Policy,
}

/// Finds the phrases.
pub(super) struct Phrases(AhoCorasick);

impl Phrases {
    pub(super) fn new() -> Result<Self, BuildError> {
        let words = PHRASES.iter().map(|(phrase, _)| phrase);
        AhoCorasickBuilder::new().ascii_case_insensitive(true).build(words).map(Self)
    }
}

/// Lines by what C4 says to them, and sentences in those that stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// Sentences in lines that stay.
    pub(super) sentences: usize,
    /// Lines that do not end as a sentence does.
    pub(super) unpunctuated: usize,
    /// Lines with fewer than three words.
    pub(super) short: usize,
    /// Lines with the word `javascript`.
    pub(super) javascript: usize,
    /// Lines about cookies, privacy or terms of use.
    pub(super) policy: usize,
    /// Occurrences of `lorem ipsum`.
    pub(super) lorem_ipsum: usize,
}

impl Lines {
    /// Counts a line, which is trimmed and not empty.
    pub(super) fn add(&mut self, line: &str, phrases: &Phrases) {
        let mut has = [0; 3];
        for found in phrases.0.find_iter(line) {
            has[PHRASES[found.pattern().as_usize()].1 as usize] += 1;
        }
        let [lorem_ipsum, javascript, policy] = has;
        let unpunctuated = !ends_sentence(without_citations(line));
        let short = line.split_whitespace().nth(MIN_WORDS - 1).is_none();
        self.lorem_ipsum += lorem_ipsum;
        self.javascript += usize::from(javascript > 0);
        self.policy += usize::from(policy > 0);
        self.unpunctuated += usize::from(unpunctuated);
        self.short += usize::from(short);
        if !(unpunctuated || short || javascript > 0 || policy > 0 || has_endless_word(line)) {
            self.sentences += sentences(line);
        }
    }
}

/// Without citations such as `[12]` or `[citation needed]` at its end.
fn without_citations(line: &str) -> &str {
    let mut line = line;
    while let Some(open) = line.strip_suffix(']').and_then(|l| l.rfind('[')) {
        let inside = &line[open + 1..line.len() - 1];
        if !matches!(inside, "edit" | "citation needed") && !inside.bytes().all(|b| b.is_ascii_digit()) {
            break;
        }
        line = line[..open].trim_end();
    }
    line
}

fn has_endless_word(line: &str) -> bool {
    line.len() > MAX_WORD_CHARS
        && line.split_whitespace().any(|w| w.len() > MAX_WORD_CHARS && w.chars().count() > MAX_WORD_CHARS)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(line: &str, expected: Lines) {
        let mut found = Lines::default();
        found.add(line, &Phrases::new().unwrap());
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn lines_that_stay() {
        check("The bridge is safe.", Lines { sentences: 1, ..Lines::default() });
        check("It is safe. “Use it,” she said. Why not?", Lines { sentences: 3, ..Lines::default() });
        check("The bridge is safe.[2][citation needed]", Lines { sentences: 1, ..Lines::default() });
    }

    #[test]
    fn lines_that_go() {
        check("Read more about this", Lines { unpunctuated: 1, ..Lines::default() });
        check("And so on...", Lines { unpunctuated: 1, ..Lines::default() });
        check("Read more.", Lines { short: 1, ..Lines::default() });
        check("Please enable JavaScript in your browser.", Lines { javascript: 1, ..Lines::default() });
        check("This site uses cookies. Our privacy policy.", Lines { policy: 1, ..Lines::default() });
        check(&format!("One long {}.", "é".repeat(1001)), Lines::default());
    }

    #[test]
    fn placeholders_are_counted_wherever_they_stand() {
        check("Lorem ipsum dolor", Lines { lorem_ipsum: 1, unpunctuated: 1, ..Lines::default() });
    }

    #[test]
    fn brackets_that_are_no_citation_stay() {
        assert_eq!(without_citations("He left [sic]"), "He left [sic]");
        assert_eq!(without_citations("[1]"), "");
        assert_eq!(without_citations("a ]"), "a ]");
    }
}
