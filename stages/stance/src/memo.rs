//! What was found out about the words of a text, kept for when they come again.
//!
//! Four of five words of a text stood in it shortly before. Such a word is recognised by two comparisons of eight bytes,
//! which is several times cheaper than to hash it, cut its stem and ask the lists. A memo keeps answers that depend on the
//! word alone, so no output depends on what is in one.
//!
//! ```
//! use chaffinch_stance::memo::Memo;
//!
//! let mut memo = Memo::<usize>::default();
//! assert_eq!(memo.get("to be or not to be", 3..5, str::len), Some(&2));
//! ```

use std::ops::Range;

/// How many words are kept, a power of two: what a core’s cache holds beside the lists.
const SLOTS: usize = 2048;
/// Longer words are looked up each time.
const LONGEST: usize = 15;

/// The bytes of a word, zeros, and in the last byte its length: equal for equal words only.
type Word = [u64; 2];

/// No word that is kept, unlike any that is.
const NONE: Word = [0, u64::MAX];
/// What stands in a free slot, unlike any word.
const FREE: Word = [0, 0];

/// For each length from 1 on, which bits of sixteen bytes belong to the word.
const MASKS: [Word; LONGEST] = {
    let mut masks = [[0; 2]; LONGEST];
    let mut len = 1;
    while len <= LONGEST {
        let (low, high) = if len < 8 { (len, 0) } else { (8, len - 8) };
        masks[len - 1] =
            [u64::MAX >> (64 - 8 * low), if high == 0 { 0 } else { u64::MAX >> (64 - 8 * high) }];
        len += 1;
    }
    masks
};

/// Answers by word; a newer word takes the place of an older one.
#[derive(Clone, Debug)]
pub struct Memo<V> {
    /// Empty until the first word.
    slots: Vec<(Word, V)>,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<V: Copy + Default> Memo<V> {
    /// What `look_up` says of the word at a range of bytes; `None` where that is no text. A memo is always asked with the
    /// same `look_up`.
    #[inline]
    pub fn get(&mut self, text: &str, range: Range<usize>, look_up: impl FnOnce(&str) -> V) -> Option<&V> {
        let word = word(text.as_bytes(), &range);
        let at = slot(word);
        if self.slots.get(at).is_none_or(|(known, _)| *known != word) {
            self.enter(at, word, look_up(text.get(range)?));
        }
        self.slots.get(at).map(|(_, value)| value)
    }

    /// Puts an answer into its slot, where the next one finds it only if the word is one that is kept.
    #[cold]
    fn enter(&mut self, at: usize, word: Word, value: V) {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, (FREE, V::default()));
        }
        self.slots[at] = (if word == NONE { FREE } else { word }, value);
    }

    /// Forgets everything, for another `look_up`.
    pub fn clear(&mut self) {
        self.slots.clear();
    }
}

/// The word at a range; [`NONE`] where it is empty, long, or among the last bytes of the text.
#[inline]
fn word(text: &[u8], range: &Range<usize>) -> Word {
    let len = range.end.wrapping_sub(range.start);
    let bytes = text.get(range.start..).and_then(|rest| rest.first_chunk::<16>());
    let (Some([low, high]), Some(bytes)) = (MASKS.get(len.wrapping_sub(1)), bytes) else { return NONE };
    let half = |at: usize| bytes[at..].first_chunk().map_or(0, |half| u64::from_le_bytes(*half));
    [half(0) & low, half(8) & high | (len as u64) << 56]
}

#[inline]
#[allow(clippy::cast_possible_truncation)] // the upper bits of a product: fewer than a `usize` has
fn slot([low, high]: Word) -> usize {
    let mixed = (low ^ high.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - SLOTS.ilog2())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::key;

    #[test]
    fn words_are_told_apart_and_looked_up_once() {
        let text =
            "a ab abcdefgh abcdefghijklmno abcdefghijklmnop a\0 ’s n’t a ab and more than sixteen bytes";
        let mut memo = Memo::default();
        let mut looked_up = 0;
        let mut at = 0;
        for word in text.split(' ') {
            let found = memo.get(text, at..at + word.len(), |word| {
                looked_up += 1;
                key(word)
            });
            assert_eq!(found, Some(&key(word)), "{word}");
            at += word.len() + 1;
        }
        assert_eq!(looked_up, text.split(' ').count() - 2, "`a` and `ab` came twice");
    }

    #[test]
    fn what_is_no_text_is_nothing() {
        let text = "é and sixteen bytes behind it";
        let mut memo = Memo::<usize>::default();
        let (last, first) = (2, 3);
        for range in [0..1, 1..2, 40..41, 25..90, first..last] {
            assert_eq!(memo.get(text, range.clone(), str::len), None, "{range:?}");
        }
        assert_eq!(memo.get(text, 3..3, str::len), Some(&0));
        assert_eq!(memo.get(text, 0..2, str::len), Some(&2));
    }
}
