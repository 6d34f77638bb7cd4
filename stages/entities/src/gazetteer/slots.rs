//! Hash tables that lie in a section: 64-bit slots with a part of the key's hash and a small value, open addressing. A key that was
//! never put in is taken for one that was with a chance of about 10⁻⁹; among the keys put in there is no confusion, the writer
//! sees to that.

/// Looks further than this are given up: the writer never needs them, a damaged table must not loop.
const REACH: usize = 512;

/// A layout: how many low bits of a slot hold the value.
#[derive(Clone, Copy)]
pub(crate) struct Slots {
    bits: u32,
}

/// Facts of words.
pub(crate) const WORDS: Slots = Slots { bits: 16 };
/// Edges of the trie.
pub(crate) const EDGES: Slots = Slots { bits: 28 };

impl Slots {
    /// Values are below this and above zero.
    pub(crate) const fn limit(self) -> u64 {
        1 << self.bits
    }

    /// The value of a key.
    #[inline]
    pub(crate) fn get(self, slots: &[u64], key: u64) -> Option<u64> {
        let (mark, home) = self.place(key, slots.len());
        let mut at = home;
        for _ in 0..REACH {
            let slot = *slots.get(at)?;
            if slot & !(self.limit() - 1) == mark && slot != 0 {
                return Some(slot & (self.limit() - 1));
            }
            if slot == 0 {
                return None;
            }
            at = if at + 1 == slots.len() { 0 } else { at + 1 };
        }
        None
    }

    /// A table of `pairs`, whose keys differ.
    ///
    /// # Errors
    /// When a value does not fit, or when no size keeps the keys apart (never seen).
    pub(crate) fn table(self, pairs: &[(u64, u64)]) -> Result<Vec<u64>, String> {
        if let Some((_, value)) = pairs.iter().find(|p| p.1 == 0 || p.1 >= self.limit()) {
            return Err(format!(
                "{value} does not fit: a gazetteer holds fewer than {} of them",
                self.limit()
            ));
        }
        let least = pairs.len() * 3 / 2 + 16;
        (0..16)
            .find_map(|more| self.filled(pairs, least + least / 16 * more))
            .ok_or_else(|| "the words of the gazetteer cannot be told apart; split it in two".to_owned())
    }

    fn filled(self, pairs: &[(u64, u64)], size: usize) -> Option<Vec<u64>> {
        let mut slots = vec![0; size];
        for &(key, value) in pairs {
            let (mark, home) = self.place(key, size);
            let at = (home..size).chain(0..home).take(REACH).find(|&i| slots[i] == 0)?;
            slots[at] = mark | value;
        }
        let kept = |p: &(u64, u64)| self.get(&slots, p.0) == Some(p.1);
        pairs.iter().all(kept).then_some(slots)
    }

    /// The part of the hash that the slot keeps, and the slot to start at.
    #[inline]
    fn place(self, key: u64, size: usize) -> (u64, usize) {
        let mixed = (key ^ (key >> 32)).wrapping_mul(0x9fb2_1c65_1e98_df25);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        let size = u64::try_from(size).unwrap_or(u64::MAX) & 0xffff_ffff;
        let home = ((mixed & 0xffff_ffff) * size) >> 32;
        (mixed & !(self.limit() - 1), usize::try_from(home).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keeps_what_it_was_given() {
        let pairs: Vec<(u64, u64)> = (0..20_000).map(|k| (k * 7919, k + 1)).collect();
        let slots = WORDS.table(&pairs).unwrap();
        assert!(pairs.iter().all(|&(k, v)| WORDS.get(&slots, k) == Some(v)));
        assert_eq!(WORDS.get(&slots, 3), None);
        assert_eq!(WORDS.get(&[], 3), None);
        assert_eq!(WORDS.get(&[1, 1, 1], 3), None);
        assert!(WORDS.table(&[(5, 1 << 16)]).unwrap_err().contains("fewer than 65536"));
    }
}
