//! What the corpus pass remembers: of each different text a signature, how often it came, and
//! its first document.
//!
//! Limit: `max_documents` texts. Of more, those stay whose smallest shingle hash is smallest
//! (bottom-k): a uniform sample that does not depend on the order of the documents, keeps exact
//! duplicates together always, and two near duplicates with the probability of their similarity.
//! A document whose text is not in the sample is not judged: it gets no `meta` and never leaves.
//! [`Seen::documents`] counts those, too.
//!
//! A text takes 256 bytes of signature, 4 a paragraph (128 of them at most), and its first
//! document's id and path: some 600 bytes in all.

use super::signature::Signature;
use crate::hash::Content;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Paragraphs of a text that are remembered: those with the smallest hashes.
pub(crate) const MOST_PARAGRAPHS: usize = 128;

/// What was seen of all documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// Documents observed, those whose texts were left out included.
    pub(crate) documents: u64,
    #[serde(with = "as_list")]
    pub(crate) texts: BTreeMap<Key, Text>,
}

/// What a text is found by, in the order in which texts stay when not all can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Key {
    /// The smallest hash of a shingle.
    pub(crate) smallest: u64,
    pub(crate) content: Content,
}

/// One text, in however many documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Text {
    /// Documents that have it.
    pub(crate) copies: u64,
    pub(crate) words: u64,
    pub(crate) signature: Signature,
    /// The smallest of its documents.
    pub(crate) first: Member,
}

/// A document. Documents of the same id and path are one to this stage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) id: String,
    /// `meta.path`.
    pub(crate) path: Option<String>,
    pub(crate) paragraphs: Paragraphs,
}

/// Hashes of the paragraphs of a document, ascending; at most [`MOST_PARAGRAPHS`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Paragraphs(Vec<u32>);

impl Paragraphs {
    pub(crate) fn of(mut hashes: Vec<u32>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(MOST_PARAGRAPHS);
        Self(hashes)
    }

    /// Whether a paragraph is certainly not among them. Of a document with more paragraphs than
    /// are remembered, those above the last one are not known.
    pub(crate) fn lack(&self, hash: u32) -> bool {
        let known = self.0.len() < MOST_PARAGRAPHS || self.0.last().is_some_and(|last| hash < *last);
        known && self.0.binary_search(&hash).is_err()
    }
}

impl Seen {
    /// Adds a document with this text.
    pub(crate) fn add(&mut self, key: Key, text: Text, limit: usize) {
        self.documents += text.copies;
        self.put(key, text, limit);
    }

    /// Adds what was seen elsewhere.
    pub(crate) fn merge(&mut self, other: Self, limit: usize) {
        self.documents += other.documents;
        other.texts.into_iter().for_each(|(key, text)| self.put(key, text, limit));
    }

    fn put(&mut self, key: Key, text: Text, limit: usize) {
        if self.texts.len() >= limit && self.texts.last_key_value().is_some_and(|(last, _)| key > *last) {
            return;
        }
        match self.texts.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(text);
            }
            Entry::Occupied(mut entry) => entry.get_mut().merge(text),
        }
        while self.texts.len() > limit {
            self.texts.pop_last();
        }
    }
}

impl Text {
    fn merge(&mut self, other: Self) {
        self.copies += other.copies;
        if other.first < self.first {
            self.first = other.first;
        }
    }
}

/// JSON has only strings for keys.
mod as_list {
    use super::{Key, Text};
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<S: Serializer>(texts: &BTreeMap<Key, Text>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(texts)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Key, Text>, D::Error> {
        Ok(Vec::<(Key, Text)>::deserialize(from)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    fn of(n: u64, id: &str) -> (Key, Text) {
        let mut words = Words::default();
        words.read(&format!("text number {n}"));
        let (signature, smallest) = Signature::of(&words);
        let first = Member { id: id.to_owned(), path: None, paragraphs: Paragraphs::default() };
        let key = Key { smallest, content: Content::of(words.text()) };
        (key, Text { copies: 1, words: 3, signature, first })
    }

    fn seen(documents: impl Iterator<Item = u64>) -> Seen {
        let mut seen = Seen::default();
        for n in documents {
            let (key, text) = of(n % 70, &format!("{n:03}"));
            seen.add(key, text, 40);
        }
        seen
    }

    #[test]
    fn the_limit_does_not_depend_on_order() {
        let forwards = seen(0..200);
        assert_eq!((forwards.documents, forwards.texts.len()), (200, 40));
        assert!(forwards.texts.values().all(|t| (2..=3).contains(&t.copies)));
        assert_eq!(seen((0..200).rev()), forwards);
        for cut in [1, 60, 150] {
            let mut merged = seen(cut..200);
            merged.merge(seen(0..cut), 40);
            assert_eq!(merged, forwards);
        }
        let saved = serde_json::to_string(&forwards).expect("JSON");
        assert_eq!(serde_json::from_str::<Seen>(&saved).expect("the same"), forwards);
    }

    #[test]
    fn paragraphs_beyond_the_limit_are_not_known() {
        let few = Paragraphs::of(vec![7, 3, 3]);
        assert!(few.lack(4) && few.lack(8) && !few.lack(3));
        let many = Paragraphs::of((0..1000).map(|n| n * 2).collect());
        assert!(many.lack(1) && !many.lack(2) && !many.lack(1001));
    }
}
