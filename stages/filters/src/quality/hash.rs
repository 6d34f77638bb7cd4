//! Hashes of words, lines and n-grams, and how often each was seen: a table with open addressing
//! that survives from document to document, so that an n-gram costs neither a string nor an
//! allocation. Two texts of one hash count as equal; with 64 bits that happens once in 10¹¹
//! documents of a thousand n-grams. The hash is that of wyhash: multiply to 128 bits, fold.

const KEYS: [u64; 4] =
    [0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db, 0x8ebc_6af0_9c88_c6e3, 0x5899_65cc_7537_4cc3];

/// The hash of `bytes`.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let length = bytes.len() as u64;
    let (mut seed, mut rest) = (length ^ KEYS[0], bytes);
    while rest.len() > 16 {
        let (block, after) = rest.split_at(16);
        seed = fold(first8(block) ^ KEYS[1], last8(block) ^ seed);
        rest = after;
    }
    let (low, high) = match rest.len() {
        8.. => (first8(rest), last8(rest)),
        4.. => (first4(rest), last4(rest)),
        _ => (few(rest), 0),
    };
    mix(fold(low ^ KEYS[1], high ^ seed), KEYS[2])
}

/// Two hashes as one; the order counts.
pub(super) fn mix(one: u64, other: u64) -> u64 {
    fold(one ^ KEYS[2], other ^ KEYS[3])
}

fn fold(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    low(product) ^ low(product >> 64)
}

#[allow(clippy::cast_possible_truncation)] // the low half is wanted
fn low(product: u128) -> u64 {
    product as u64
}

fn first8(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |b| u64::from_le_bytes(*b))
}

fn last8(bytes: &[u8]) -> u64 {
    bytes.last_chunk().map_or(0, |b| u64::from_le_bytes(*b))
}

fn first4(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |b| u64::from(u32::from_le_bytes(*b)))
}

fn last4(bytes: &[u8]) -> u64 {
    bytes.last_chunk().map_or(0, |b| u64::from(u32::from_le_bytes(*b)))
}

/// Up to three bytes.
fn few(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |all, b| all << 8 | u64::from(*b))
}

/// How often each hash was seen.
#[derive(Default)]
pub(super) struct Tally {
    slots: Vec<Slot>,
    mask: usize,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u64,
    /// 0 in an empty slot.
    count: u32,
}

impl Tally {
    /// Forgets all; makes room for `most` different hashes, so that no slot moves while they are
    /// added.
    pub(super) fn clear(&mut self, most: usize) {
        let wanted = (most.saturating_mul(2)).max(16).next_power_of_two();
        if wanted > self.slots.len() {
            self.slots = vec![Slot::default(); wanted];
        } else {
            self.slots[..wanted].fill(Slot::default());
        }
        self.mask = wanted - 1;
    }

    /// Counts `hash`; gives its slot, which [`Tally::count`] takes.
    pub(super) fn add(&mut self, hash: u64) -> usize {
        let mut at = self.home(hash);
        loop {
            let slot = &mut self.slots[at];
            if slot.count == 0 || slot.hash == hash {
                slot.hash = hash;
                slot.count = slot.count.saturating_add(1);
                return at;
            }
            at = (at + 1) & self.mask;
        }
    }

    /// Counts `hash`; whether it was seen before.
    pub(super) fn seen(&mut self, hash: u64) -> bool {
        let slot = self.add(hash);
        self.count(slot) > 1
    }

    /// How often the hash in `slot` was seen.
    pub(super) fn count(&self, slot: usize) -> u32 {
        self.slots.get(slot).map_or(0, |s| s.count)
    }

    #[allow(clippy::cast_possible_truncation)] // masked to the table's size
    fn home(&self, hash: u64) -> usize {
        (hash >> 7) as usize & self.mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn texts_of_all_lengths_have_their_own_hash() {
        let text = "abcdefghijklmnopqrstuvwxyz".repeat(4);
        let mut found = BTreeSet::new();
        for start in 0..26 {
            for end in start..text.len() {
                found.insert(hash(&text.as_bytes()[start..end]));
            }
        }
        let different: BTreeSet<&str> =
            (0..26).flat_map(|s| (s..text.len()).map(move |e| (s, e))).map(|(s, e)| &text[s..e]).collect();
        assert_eq!(found.len(), different.len());
        assert_ne!(mix(1, 2), mix(2, 1));
    }

    #[test]
    fn counts_survive_collisions_and_are_forgotten() {
        let mut tally = Tally::default();
        for _ in 0..2 {
            tally.clear(8);
            // All of them at one home.
            let slots: Vec<usize> = (0..8).map(|n| tally.add(n)).collect();
            assert!((0..8).all(|n| tally.seen(n)));
            assert!(slots.iter().all(|s| tally.count(*s) == 2));
        }
        tally.clear(1);
        assert!(!tally.seen(3));
    }
}
