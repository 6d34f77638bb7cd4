//! Counts outcomes, and ids that come twice.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::run::Ended;

/// How many documents ended how. Every document ends in exactly one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Documents read.
    pub documents: u64,
    /// Written as a record.
    pub written: u64,
    /// Dropped by a stage.
    pub dropped: u64,
    /// Quarantined by the reader, a stage or the writer.
    pub quarantined: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, ended: &Ended) {
        self.documents += 1;
        match ended {
            Ended::Written { .. } => self.written += 1,
            Ended::Dropped { .. } => self.dropped += 1,
            Ended::Quarantined(_) | Ended::Fatal(_) => self.quarantined += 1,
        }
    }

    /// Whether the outcomes add up to the documents.
    #[must_use]
    pub fn add_up(&self) -> bool {
        self.documents == self.written + self.dropped + self.quarantined
    }
}

/// Ids remembered at most, as 8-byte hashes: memory must not grow with the corpus.
const REMEMBERED: usize = 1 << 22;

/// Counts ids that come more than once, among the first four million.
#[derive(Debug, Default)]
pub(crate) struct RepeatedIds {
    seen: HashSet<u64>,
    repeated: u64,
}

impl RepeatedIds {
    pub(crate) fn see(&mut self, id: &str) {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        let key = hasher.finish();
        if self.seen.contains(&key) {
            self.repeated += 1;
        } else if self.seen.len() < REMEMBERED {
            self.seen.insert(key);
        }
    }

    pub(crate) fn count(&self) -> u64 {
        self.repeated
    }
}
