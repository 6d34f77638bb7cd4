//! How much of a text its repeated n-grams hold (Rae et al. 2021, appendix A.1.1, table A1).
//!
//! For n from 2 to 4: the share of the characters in the most frequent n-gram, spaces between its
//! words included. For n from 5 to 10: the share in n-grams that occurred before, none counted
//! twice: after a repeated n-gram the search goes on behind it. Words and marks both count, as in
//! datatrove.
//!
//! An n-gram that occurs twice has a beginning of n−1 words that occurs twice. So each length
//! looks only at the places that the one before left over, and long n-grams cost next to nothing
//! in a text that does not repeat itself.

use super::hash::{Tally, mix};

/// The n of the longest n-grams.
pub(super) const LONGEST: usize = 10;

/// The words of a document: hashes, and lengths in characters.
#[derive(Default)]
pub(super) struct Words {
    hashes: Vec<u64>,
    /// Where each word would start if the words stood without space, and where the last ends.
    starts: Vec<usize>,
}

impl Words {
    pub(super) fn clear(&mut self) {
        self.hashes.clear();
        self.starts.clear();
        self.starts.push(0);
    }

    pub(super) fn push(&mut self, hash: u64, chars: usize) {
        let end = self.starts.last().copied().unwrap_or(0) + chars;
        self.hashes.push(hash);
        self.starts.push(end);
    }

    /// Characters of the `n` words from `at`, without spaces.
    fn chars(&self, at: usize, n: usize) -> usize {
        let start = |at| self.starts.get(at).copied().unwrap_or(0);
        start(at + n).saturating_sub(start(at))
    }
}

/// Characters in repeated n-grams, by n.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Repeats {
    /// Of n from 2 to 4: those of the most frequent n-gram, in all its places.
    pub(super) top: [usize; LONGEST + 1],
    /// Of n from 5 to 10: those of n-grams that occurred before.
    pub(super) duplicate: [usize; LONGEST + 1],
}

/// Buffers of one thread.
#[derive(Default)]
pub(super) struct Scratch {
    tally: Tally,
    /// Hash of the n-gram at each place, for the n at hand.
    grams: Vec<u64>,
    /// Places of n-grams that may occur twice, and their slots in the tally.
    places: Vec<(usize, usize)>,
}

/// Counts.
pub(super) fn repeats(words: &Words, scratch: &mut Scratch) -> Repeats {
    let Scratch { tally, grams, places } = scratch;
    let mut found = Repeats::default();
    grams.clone_from(&words.hashes);
    places.clear();
    places.extend((0..grams.len()).map(|at| (at, 0)));
    for n in 2..=LONGEST {
        if words.hashes.len() >= n {
            // Where nothing repeats, the first n-gram is as frequent as any.
            found.top[n] = words.chars(0, n) + n - 1;
        }
        places.retain(|(at, _)| at + n <= words.hashes.len());
        tally.clear(places.len());
        for (at, slot) in places.iter_mut() {
            grams[*at] = mix(grams[*at], words.hashes[*at + n - 1]);
            *slot = tally.add(grams[*at]);
        }
        places.retain(|(_, slot)| tally.count(*slot) > 1);
        match n {
            ..=4 => found.top[n] = top(words, n, places, tally).unwrap_or(found.top[n]),
            _ => found.duplicate[n] = duplicate(words, n, places, grams, tally),
        }
    }
    found
}

/// Characters of the most frequent n-gram; of several, the one that comes first.
fn top(words: &Words, n: usize, places: &[(usize, usize)], tally: &Tally) -> Option<usize> {
    let count = |slot: usize| usize::try_from(tally.count(slot)).unwrap_or(usize::MAX);
    let first = |best: (usize, usize), place: &(usize, usize)| match count(place.1) > best.1 {
        true => (place.0, count(place.1)),
        false => best,
    };
    let (at, times) = places.iter().fold((0, 0), first);
    (times > 0).then(|| (words.chars(at, n) + n - 1).saturating_mul(times))
}

/// Characters of n-grams that occurred before.
fn duplicate(words: &Words, n: usize, places: &[(usize, usize)], grams: &[u64], tally: &mut Tally) -> usize {
    tally.clear(places.len());
    let (mut free_from, mut chars) = (0, 0);
    for (at, _) in places {
        if *at >= free_from && tally.seen(grams[*at]) {
            chars += words.chars(*at, n);
            free_from = at + n;
        }
    }
    chars
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::hash::hash;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn words(text: &[&str]) -> Words {
        let mut words = Words::default();
        words.clear();
        text.iter().for_each(|w| words.push(hash(w.as_bytes()), w.chars().count()));
        words
    }

    /// As the paper says it, with a string for each n-gram.
    fn plainly(text: &[&str]) -> Repeats {
        let mut found = Repeats::default();
        for n in 2..=4 {
            let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
            text.windows(n).for_each(|gram| *seen.entry(gram.to_vec()).or_default() += 1);
            let most = seen.values().max().copied().unwrap_or(0);
            let first = text.windows(n).find(|gram| seen[*gram] == most);
            found.top[n] = first.map_or(0, |gram| gram.join(" ").chars().count() * most);
        }
        for n in 5..=LONGEST {
            let (mut seen, mut at) = (BTreeSet::new(), 0);
            while at + n <= text.len() {
                let gram = &text[at..at + n];
                let repeated = !seen.insert(gram.to_vec());
                found.duplicate[n] += if repeated { gram.concat().chars().count() } else { 0 };
                at += if repeated { n } else { 1 };
            }
        }
        found
    }

    fn check(text: &[&str]) {
        let mut found = repeats(&words(text), &mut Scratch::default());
        found.top[5..].fill(0);
        assert_eq!(found, plainly(text), "{text:?}");
    }

    #[test]
    fn the_most_frequent_pair() {
        let found = repeats(&words(&["a", "bc", "a", "bc", "d", "a", "bc"]), &mut Scratch::default());
        assert_eq!(found.top[2], 3 * "a bc".len());
        assert_eq!(found.duplicate[5], 0);
    }

    #[test]
    fn odd_ones() {
        check(&[]);
        check(&["a"]);
        check(&["a", "b"]);
        check(&["a"; 40]);
        check(&["é", "ß"].repeat(20));
    }

    proptest! {
        #[test]
        fn as_the_paper_says_it(text in prop::collection::vec(prop::sample::select(vec!["a", "bb", "é", "."]), 0..80)) {
            check(&text);
        }

        #[test]
        fn with_used_scratch(one in prop::collection::vec("[ab]", 0..60), other in prop::collection::vec("[ab]", 0..60)) {
            let borrowed = |text: &[String]| words(&text.iter().map(String::as_str).collect::<Vec<_>>());
            let mut scratch = Scratch::default();
            repeats(&borrowed(&one), &mut scratch);
            prop_assert_eq!(repeats(&borrowed(&other), &mut scratch), repeats(&borrowed(&other), &mut Scratch::default()));
        }
    }
}
