//! Counters of each stage: time, documents, bytes, dropped, quarantined. Always on; an update
//! costs a few nanoseconds a document.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

#[derive(Debug, Default)]
pub(crate) struct Counters {
    nanos: AtomicU64,
    documents: AtomicU64,
    bytes: AtomicU64,
    dropped: AtomicU64,
    quarantined: AtomicU64,
}

pub(crate) enum Ended {
    Kept,
    Dropped,
    Quarantined,
}

impl Counters {
    pub(crate) fn add(&self, bytes: usize, time: Duration, ended: &Ended) {
        self.nanos.fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Relaxed);
        self.documents.fetch_add(1, Relaxed);
        self.bytes.fetch_add(bytes as u64, Relaxed);
        match ended {
            Ended::Kept => 0,
            Ended::Dropped => self.dropped.fetch_add(1, Relaxed),
            Ended::Quarantined => self.quarantined.fetch_add(1, Relaxed),
        };
    }

    pub(crate) fn reset(&self) {
        let Self { nanos, documents, bytes, dropped, quarantined } = self;
        for counter in [nanos, documents, bytes, dropped, quarantined] {
            counter.store(0, Relaxed);
        }
    }

    pub(crate) fn read(&self, name: &str) -> StageStats {
        StageStats {
            name: name.to_owned(),
            time: Duration::from_nanos(self.nanos.load(Relaxed)),
            documents: self.documents.load(Relaxed),
            bytes: self.bytes.load(Relaxed),
            dropped: self.dropped.load(Relaxed),
            quarantined: self.quarantined.load(Relaxed),
        }
    }
}

/// What one stage has done so far, over all threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageStats {
    /// Name of the stage in its pipeline.
    pub name: String,
    /// Time spent in it, summed over threads.
    pub time: Duration,
    /// Documents it was given.
    pub documents: u64,
    /// Bytes of text it was given.
    pub bytes: u64,
    /// Documents it dropped.
    pub dropped: u64,
    /// Documents it failed on.
    pub quarantined: u64,
}

impl StageStats {
    /// Throughput on one thread in MB (10⁶ bytes) a second, 0 before anything was done.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    pub fn mb_per_second(&self) -> f64 {
        let seconds = self.time.as_secs_f64();
        if seconds > 0.0 { self.bytes as f64 / 1e6 / seconds } else { 0.0 }
    }
}

/// What a pipeline has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// One entry a stage, in order.
    pub stages: Vec<StageStats>,
}

impl Stats {
    /// Time spent in all stages, summed over threads.
    #[must_use]
    pub fn time(&self) -> Duration {
        self.stages.iter().map(|s| s.time).sum()
    }
}
