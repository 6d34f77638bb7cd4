//! One file a test.

pub(crate) mod cancel;
pub(crate) mod corpus;
pub(crate) mod deterministic;
pub(crate) mod documents;
pub(crate) mod file;
pub(crate) mod instances;
pub(crate) mod leaks;
pub(crate) mod loads;
pub(crate) mod manifest;
pub(crate) mod options;
pub(crate) mod process;
pub(crate) mod refusals;
pub(crate) mod speed;
pub(crate) mod threads;
