//! What the whole document says about its sentences: how they begin and end, and which openings and endings come back.
//!
//! A forum post without capitals, or a mail that signs `Debra Perlingiere` five times, tells how to cut its next line.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::features::{Form, mix, share, step};
use super::word::Word;

/// What the features ask about a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    sentences: u32,
    lower: u32,
    open: u32,
    tokens: u32,
    /// Tokens of sentences as edited text has them.
    regular: u32,
    /// Sentences that are neither such nor headings.
    odd: u32,
    starts: Counts,
    ends: Counts,
    /// Openings and endings were remembered.
    pub(super) complete: bool,
}

/// Fewer sentences do not tell how a document is written.
const FEW: u32 = 8;
/// Nor do sentences of fewer tokens in all.
const SHORT: u32 = 200;

/// Keys are hashes already.
type Counts = HashMap<u32, u32, BuildHasherDefault<Same>>;

/// The hasher of what is a hash.
#[derive(Default)]
struct Same(u64);

impl Hasher for Same {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u32(&mut self, hash: u32) {
        self.0 = u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Counts, in the few steps that features tell apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    /// Sentences that begin in lower case.
    pub(super) lower: u32,
    /// Sentences that end without a mark.
    pub(super) open: u32,
    /// Tokens a sentence.
    pub(super) length: u32,
    /// Sentences.
    pub(super) sentences: u32,
}

impl Facts {
    pub(super) fn clear(&mut self) {
        (self.sentences, self.lower, self.open) = (0, 0, 0);
        (self.tokens, self.regular, self.odd) = (0, 0, 0);
        self.starts.clear();
        self.ends.clear();
        self.complete = false;
    }

    /// Counts a sentence of the rules.
    pub(super) fn count(&mut self, form: Form, tokens: usize) {
        let tokens = u32::try_from(tokens).unwrap_or(u32::MAX);
        self.sentences += 1;
        self.lower += u32::from(form.lower);
        self.open += u32::from(!form.marked);
        self.tokens = self.tokens.saturating_add(tokens);
    }

    /// Takes in how a sentence looks that the rules are sure of.
    pub(super) fn look(&mut self, form: Form, tokens: usize) {
        let tokens = u32::try_from(tokens).unwrap_or(u32::MAX);
        match form {
            form if form.is_regular() => self.regular = self.regular.saturating_add(tokens),
            form => self.odd += u32::from(!form.heading),
        }
    }

    /// Remembers how a sentence of the rules begins.
    pub(super) fn begin(&mut self, first: &Word, second: Option<&Word>) {
        *self.starts.entry(first.id).or_default() += 1;
        if let Some(second) = second {
            *self.starts.entry(pair(first, second)).or_default() += 1;
        }
    }

    /// Remembers how a sentence of the rules ends.
    pub(super) fn end(&mut self, last: &Word, before: Option<&Word>) {
        *self.ends.entry(last.id).or_default() += 1;
        if let Some(before) = before {
            *self.ends.entry(pair(before, last)).or_default() += 1;
        }
    }

    /// All sentences but headings look as in edited text, and there is enough of them to say so.
    pub(super) fn is_edited(&self) -> bool {
        self.odd == 0 && self.sentences >= FEW && self.regular >= SHORT
    }

    pub(super) fn habits(&self) -> Habits {
        Habits {
            lower: share(self.lower, self.sentences),
            open: share(self.open, self.sentences),
            length: step((self.tokens / self.sentences.max(1)) as usize),
            sentences: step(self.sentences as usize),
        }
    }

    /// How many sentences of the rules begin with `first` and `second`, up to two.
    pub(super) fn starts(&self, first: &Word, second: &Word) -> [u32; 2] {
        let count = |key| seen(&self.starts, key);
        [count(first.id), count(pair(first, second))]
    }

    /// How many sentences of the rules end with `before` and `last`, up to two.
    pub(super) fn ends(&self, before: &Word, last: &Word) -> [u32; 2] {
        let count = |key| seen(&self.ends, key);
        [count(last.id), count(pair(before, last))]
    }
}

fn seen(counts: &Counts, key: u32) -> u32 {
    counts.get(&key).map_or(0, |count| *count.min(&2))
}

fn pair(a: &Word, b: &Word) -> u32 {
    mix(77, a.id, b.id)
}
