//! The article's text as JSON-LD states it (`articleBody`): a hint where it is on the page, never
//! a text to take over, because publishers cut it short, leave paragraphs out and join others.
//!
//! A block is of the stated text when its first words stand there one after the other. Words are
//! letters and digits only, so that white space, quotes and decoded references do not matter.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// So many words in a row are no coincidence.
const WORDS: usize = 6;
/// Words of the stated text that are looked at.
const MOST_WORDS: usize = 1 << 16;

/// Hashes of all runs of [`WORDS`] words of the stated text.
#[derive(Debug)]
pub(crate) struct Stated {
    runs: HashSet<u64>,
}

impl Stated {
    pub(crate) fn new(body: &str) -> Self {
        let words: Vec<&str> = words(body).take(MOST_WORDS).collect();
        Self { runs: words.windows(WORDS).map(hash).collect() }
    }

    /// Whether a block with this text is of the stated text.
    pub(crate) fn has(&self, block: &str) -> bool {
        let first: Vec<&str> = words(block).take(WORDS).collect();
        first.len() == WORDS && self.runs.contains(&hash(&first))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

fn hash(run: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    run.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_the_body() {
        let stated =
            Stated::new("The bridge fell in May. \"Nobody was hurt,\" the governor of Orva said on Monday.");
        assert!(stated.has("“Nobody was hurt,” the governor of Orva said."));
        assert!(!stated.has("Nobody was hurt when the governor came."));
        assert!(!stated.has("The bridge fell"));
    }
}
