//! Hash maps whose keys are hashes already: the key is its own hash, so that a look-up costs a multiplication. Texts cannot choose
//! keys that collide without choosing words that do, and chains behind one key are bounded where they are built.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from word hashes.
pub(crate) type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<Same>>;

/// The hasher that mixes its one key a little.
#[derive(Clone, Copy, Default)]
pub(crate) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        let mixed = (self.0.rotate_left(5) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
