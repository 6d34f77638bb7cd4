//! Word keys and the hash table behind every word list of this crate.
//!
//! A word is looked up by the 64-bit hash of its lower-cased bytes, so a look-up copies and allocates nothing:
//! `key("Said") == key("said")`, and a typographic apostrophe is the straight one. Tables are built once, from lists
//! that are known when the pipeline is built; two words of different spelling with one key are as good as impossible
//! (2⁻⁶⁴ a pair), so the spelling itself is not kept.

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;
/// Each byte, ASCII letters in lower case.
const LOWER: [u8; 256] = {
    let mut lower = [0; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        lower[byte as usize] = byte.to_ascii_lowercase();
        byte += 1;
    }
    lower[255] = 255;
    lower
};

/// The key of a word: FNV-1a over its bytes, ASCII letters in lower case, `’` as `'`.
#[must_use]
pub fn key(word: &str) -> u64 {
    let bytes = word.as_bytes();
    if word.is_ascii() {
        return finish(lower(OFFSET, bytes));
    }
    let mut hash = OFFSET;
    let mut at = 0;
    while at < bytes.len() {
        let mut byte = bytes[at].to_ascii_lowercase();
        if byte == 0xE2 && bytes[at..].starts_with("’".as_bytes()) {
            byte = b'\'';
            at += 2;
        }
        hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        at += 1;
    }
    finish(hash)
}

/// The keys of a word and of its first `cut` bytes, in one pass over it.
#[must_use]
pub fn keys(word: &str, cut: usize) -> (u64, u64) {
    let (start, rest) = word.as_bytes().split_at(cut.min(word.len()));
    if !word.is_ascii() {
        return (key(word), key_of_parts(start, b"")); // perhaps an apostrophe
    }
    let start = lower(OFFSET, start);
    (finish(lower(start, rest)), finish(start))
}

/// FNV-1a over bytes, ASCII letters in lower case, from a state.
fn lower(state: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(state, |hash, byte| (hash ^ u64::from(LOWER[usize::from(*byte)])).wrapping_mul(PRIME))
}

/// The key of a lower-case word given as two parts, without joining them.
#[must_use]
pub fn key_of_parts(a: &[u8], b: &[u8]) -> u64 {
    finish(lower(lower(OFFSET, a), b))
}

/// Spreads the entropy to the low bits (tables mask them) and keeps 0 for "no word".
fn finish(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).max(1)
}

/// An open-addressing table from word keys to small values.
///
/// Most words of a text are in no list, so a look-up first goes to the tags: a byte a slot, they stay in the cache where
/// the slots do not.
#[derive(Clone, Debug)]
pub struct Table<V> {
    /// For each slot, the upper byte of its key, never 0; 0 where the slot is free.
    tags: Vec<u8>,
    slots: Vec<(u64, V)>,
    len: usize,
}

impl<V: Copy + Default> Default for Table<V> {
    fn default() -> Self {
        Self { tags: vec![0; 16], slots: vec![(0, V::default()); 16], len: 0 }
    }
}

impl<V: Copy + Default> Table<V> {
    /// The value of a key, if the key is in the table.
    #[inline]
    #[must_use]
    pub fn get(&self, key: u64) -> Option<V> {
        let mask = self.slots.len() - 1;
        let (tag, mut at) = (tag(key), slot(key, mask));
        loop {
            match self.tags[at] {
                0 => return None,
                found if found == tag && self.slots[at].0 == key => return Some(self.slots[at].1),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// The value of a key, to change it; a missing key enters with the default value.
    pub fn entry(&mut self, key: u64) -> &mut V {
        if (self.len + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = slot(key, mask);
        while self.slots[at].0 != 0 && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        if self.slots[at].0 == 0 {
            self.slots[at].0 = key;
            self.tags[at] = tag(key);
            self.len += 1;
        }
        &mut self.slots[at].1
    }

    /// Calls `with` for every key and value, in no particular order.
    pub fn each(&self, mut with: impl FnMut(u64, V)) {
        self.slots.iter().filter(|(key, _)| *key != 0).for_each(|(key, value)| with(*key, *value));
    }

    /// How many keys the table holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the table holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn grow(&mut self) {
        let doubled = vec![(0, V::default()); self.slots.len() * 2];
        self.tags = vec![0; doubled.len()];
        let old = std::mem::replace(&mut self.slots, doubled);
        self.len = 0;
        for (key, value) in old.into_iter().filter(|(key, _)| *key != 0) {
            *self.entry(key) = value;
        }
    }
}

#[allow(clippy::cast_possible_truncation)] // masked to the table's size just after
fn slot(key: u64, mask: usize) -> usize {
    key as usize & mask
}

#[allow(clippy::cast_possible_truncation)] // the upper byte of eight
fn tag(key: u64) -> u8 {
    ((key >> 56) as u8).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_apostrophes_do_not_matter() {
        assert_eq!(key("Didn’t"), key("didn't"));
        assert_ne!(key("said"), key("says"));
        assert_eq!(key("attacked"), key_of_parts(b"attack", b"ed"));
        for (word, cut) in [("Attacked", 6), ("it", 2), ("", 0), ("didn’t", 4), ("né", 9)] {
            let start = key_of_parts(&word.as_bytes()[..cut.min(word.len())], b"");
            assert_eq!(keys(word, cut), (key(word), start), "{word}");
        }
    }

    #[test]
    fn a_table_grows_and_finds_everything() {
        let mut table = Table::<u32>::default();
        for n in 0..1000 {
            *table.entry(key(&format!("w{n}"))) = n;
        }
        assert_eq!(table.len(), 1000);
        assert!((0..1000).all(|n| table.get(key(&format!("w{n}"))) == Some(n)));
        assert_eq!(table.get(key("absent")), None);
    }
}
