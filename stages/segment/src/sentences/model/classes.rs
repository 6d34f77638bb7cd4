//! What kind of word a word is: its distributional classes, and whether it is a given name.
//!
//! ```text
//! monday, friday → one class    Scott, Larry → given names    unknown words → a class by their shape
//! ```

use std::sync::Arc;

use chaffinch_model::{Bytes, Model, ModelError};

use super::word::Word;

/// Classes of words that are in no list begin here.
const UNLISTED: u32 = 1000;
/// The low bits of an id, which do not choose its bucket.
const SHIFT: u32 = 18;

/// Two partitions of the frequent words, one coarse and one fine, and the given names; by [`super::word::id`].
#[derive(Clone, Debug)]
pub(crate) struct Classes {
    words: Arc<[u32]>,
    /// By the high bits of an id: where its words begin.
    buckets: Arc<[u32]>,
    coarse: Arc<[u16]>,
    fine: Arc<[u16]>,
    given: Arc<[u32]>,
}

/// The classes of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) coarse: u32,
    pub(super) fine: u32,
}

impl Classes {
    /// Reads the file.
    pub(super) fn open(file: impl Into<Bytes>) -> Result<Self, ModelError> {
        let model = Model::open(file, "words")?;
        let words = model.numbers::<u32>("words")?;
        let classes = Self {
            words: words.into(),
            buckets: buckets(words),
            coarse: model.numbers("coarse")?.into(),
            fine: model.numbers("fine")?.into(),
            given: model.numbers("given")?.into(),
        };
        let lengths = [classes.coarse.len(), classes.fine.len()];
        if lengths != [classes.words.len(); 2] || !classes.words.is_sorted() || !classes.given.is_sorted() {
            return Err(ModelError::new("has word lists that do not fit each other"));
        }
        Ok(classes)
    }

    /// The classes of a word.
    pub(super) fn of(&self, word: &Word) -> Class {
        let bucket = (word.id >> SHIFT) as usize;
        let (from, to) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
        match self.words[from..to].iter().position(|&id| id == word.id) {
            Some(at) => {
                Class { coarse: u32::from(self.coarse[from + at]), fine: u32::from(self.fine[from + at]) }
            }
            None => Class { coarse: UNLISTED + word.written, fine: UNLISTED + word.written },
        }
    }

    /// A frequent given name, with a capital.
    pub(super) fn is_given(&self, word: &Word) -> bool {
        word.capital && self.given.binary_search(&word.id).is_ok()
    }
}

/// Where the words whose ids have the same high bits begin; one more at the end.
fn buckets(words: &[u32]) -> Arc<[u32]> {
    let start = |bucket: u32| words.partition_point(|id| id >> SHIFT < bucket);
    (0..=1 << (32 - SHIFT)).map(|bucket| u32::try_from(start(bucket)).unwrap_or(u32::MAX)).collect()
}
