//! A flat hash table from 64-bit word hashes to a value: open addressing, read-only once the stage is built. Keys are
//! already well mixed, so the low bits of a multiplied key serve as the slot.

/// A map from word hashes to `V`.
pub(crate) struct Table<V> {
    slots: Vec<(u64, V)>,
    mask: usize,
    len: usize,
}

impl<V: Copy + Default> Table<V> {
    /// An empty table with room for about `n` keys.
    pub(crate) fn with_capacity(n: usize) -> Self {
        let size = (n * 2).next_power_of_two().max(16);
        Self { slots: vec![(0, V::default()); size], mask: size - 1, len: 0 }
    }

    /// The value of a key.
    #[inline]
    pub(crate) fn get(&self, key: u64) -> Option<V> {
        let (found, value) = self.slots[self.slot(key)];
        (found != 0).then_some(value)
    }

    /// The value of a key to change, made if it was not there.
    pub(crate) fn entry(&mut self, key: u64) -> &mut V {
        if self.len * 3 > self.slots.len() * 2 {
            self.grow();
        }
        let at = self.slot(key);
        if self.slots[at].0 == 0 {
            self.slots[at].0 = key | u64::from(key == 0);
            self.len += 1;
        }
        &mut self.slots[at].1
    }

    #[inline]
    fn slot(&self, key: u64) -> usize {
        let key = key | u64::from(key == 0);
        let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_right(32);
        let mut at = usize::try_from(mixed & 0xffff_ffff).unwrap_or(0) & self.mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != key {
            at = (at + 1) & self.mask;
        }
        at
    }

    fn grow(&mut self) {
        let mut larger = Self::with_capacity(self.slots.len());
        for &(key, value) in self.slots.iter().filter(|s| s.0 != 0) {
            *larger.entry(key) = value;
        }
        *self = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_it_was_given() {
        let mut table: Table<u32> = Table::with_capacity(1);
        for k in 0..2000_u64 {
            *table.entry(k * 7919) = u32::try_from(k).unwrap_or(0) + 1;
        }
        assert_eq!(table.get(0), Some(1));
        assert_eq!(table.get(7919 * 1999), Some(2000));
        assert_eq!(table.get(3), None);
    }
}
