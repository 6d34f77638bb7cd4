//! The end of a document that could not be processed: where it came from, which stage gave up and why.
//!
//! One bad document never stops a run. It becomes a line in `quarantine.jsonl` instead:
//!
//! ```json
//! {"position":3,"id":"dump:17","path":"dump.jsonl","line":17,"column":4,"stage":"input","error":"…"}
//! ```

use std::fmt;

/// The stage name of everything that goes wrong while reading and decoding.
pub const INPUT_STAGE: &str = "input";
/// The stage name of everything that goes wrong while writing a record.
pub const OUTPUT_STAGE: &str = "output";

/// Why a document ended in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantine {
    /// The document's id: its own if that could be read, else the one its place gives it (`FILE:LINE`).
    pub id: String,
    /// The file, relative to its INPUT; absent for standard input.
    pub path: Option<String>,
    /// Line in the file, from 1, for JSON Lines.
    pub line: Option<u64>,
    /// Column in the line, from 1, in bytes, when the line is not valid JSON.
    pub column: Option<u64>,
    /// The stage that gave up; `input` and `output` are this crate's.
    pub stage: String,
    /// What was found, what was expected, what to do.
    pub error: String,
}

impl fmt::Display for Quarantine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}: {}", self.id, self.stage, self.error)
    }
}

impl std::error::Error for Quarantine {}

/// A reason on its own, before it is known to which document it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reason {
    pub(crate) error: String,
    pub(crate) column: Option<u64>,
}

impl Reason {
    pub(crate) fn new(error: impl Into<String>) -> Self {
        Self { error: error.into(), column: None }
    }
}

impl From<String> for Reason {
    fn from(error: String) -> Self {
        Self::new(error)
    }
}
