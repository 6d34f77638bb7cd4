//! Which of a few words occur in a text. The case of ASCII letters does not count. As soon as all
//! are found, nothing is looked at any more, so in most texts only the first sentences are.

/// The words, by their length in bytes.
#[derive(Default)]
pub(super) struct StopWords {
    by_length: Vec<Vec<(usize, Box<str>)>>,
    number: usize,
}

impl StopWords {
    pub(super) fn new(words: &[String]) -> Self {
        let mut all = Self::default();
        for word in words {
            if all.of_length(word.len()).iter().any(|(_, w)| w.eq_ignore_ascii_case(word)) {
                continue;
            }
            if all.by_length.len() <= word.len() {
                all.by_length.resize_with(word.len() + 1, Vec::new);
            }
            all.by_length[word.len()].push((all.number, word.as_str().into()));
            all.number += 1;
        }
        all
    }

    fn of_length(&self, length: usize) -> &[(usize, Box<str>)] {
        self.by_length.get(length).map_or(&[], Vec::as_slice)
    }
}

/// Those that were found.
#[derive(Default)]
pub(super) struct Found {
    seen: Vec<bool>,
    number: usize,
}

impl Found {
    pub(super) fn clear(&mut self, words: &StopWords) {
        self.seen.clear();
        self.seen.resize(words.number, false);
        self.number = 0;
    }

    /// Looks whether `word` is one of them.
    pub(super) fn look(&mut self, word: &str, words: &StopWords) {
        if self.number == words.number {
            return;
        }
        let same = words.of_length(word.len()).iter().find(|(_, w)| w.eq_ignore_ascii_case(word));
        if let Some(seen) = same.and_then(|(number, _)| self.seen.get_mut(*number)) {
            self.number += usize::from(!*seen);
            *seen = true;
        }
    }

    /// How many different ones were found.
    pub(super) fn number(&self) -> usize {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_counts_once_in_any_case() {
        let words = StopWords::new(&["the", "of", "The", "für"].map(str::to_owned));
        let mut found = Found::default();
        for _ in 0..2 {
            found.clear(&words);
            ["THE", "the", "off", "x"].iter().for_each(|w| found.look(w, &words));
            assert_eq!(found.number(), 1);
            ["Of", "Für"].iter().for_each(|w| found.look(w, &words));
            assert_eq!(found.number(), 3);
        }
    }
}
