//! The measures, as pure functions and counters over [`Mark`](crate::side::Mark)s.

pub(crate) mod calibration;
pub(crate) mod clusters;
pub(crate) mod confusion;
pub(crate) mod counts;
pub(crate) mod matching;
pub(crate) mod ranges;
pub(crate) mod shingles;
