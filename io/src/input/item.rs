//! One document before anything has been done to it: a path not yet read, or the bytes of a line.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::quarantine::{INPUT_STAGE, Quarantine, Reason};

/// A file of the run: what it is called and where it lies.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// The id of the document it holds, and the `FILE` in the `FILE:LINE` of its records.
    pub(crate) id: String,
    /// Relative to its INPUT; `None` for standard input.
    pub(crate) path: Option<String>,
    /// Where it lies; `None` for standard input.
    pub(crate) file: Option<PathBuf>,
    /// Why it could not be reached when the folder was listed.
    pub(crate) problem: Option<String>,
}

/// How far a run has come. Positions are compared and counted in input order, whatever the ids are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Documents before this one.
    pub item: u64,
    /// Files before the one this document is in.
    pub file: u64,
    /// Lines of this file before this document; 0 for a file that is one document.
    pub line: u64,
}

/// Where a document comes from, for messages; cheap to clone.
#[derive(Debug, Clone)]
pub struct Origin {
    pub(crate) source: Arc<Source>,
    /// From 1; `None` for a file that is one document.
    pub(crate) line: Option<u64>,
}

impl Origin {
    /// The id that the place gives: the file's, or `FILE:LINE`.
    #[must_use]
    pub fn id(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.source.id),
            None => self.source.id.clone(),
        }
    }

    /// The file, relative to its INPUT; `None` for standard input.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.source.path.as_deref()
    }

    /// The line in the file, from 1; `None` for a file that is one document.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// A quarantine of the document from here, for a stage that gave up. `id` is the document's own where it is
    /// known.
    #[must_use]
    pub fn quarantine(&self, id: Option<&str>, stage: &str, error: impl Into<String>) -> Quarantine {
        Quarantine {
            id: id.map_or_else(|| self.id(), str::to_owned),
            path: self.path().map(str::to_owned),
            line: self.line,
            column: None,
            stage: stage.to_owned(),
            error: error.into(),
        }
    }

    pub(crate) fn refuse(&self, id: Option<&str>, reason: Reason) -> Quarantine {
        Quarantine { column: reason.column, ..self.quarantine(id, INPUT_STAGE, reason.error) }
    }
}

/// What there is of a document before it is decoded.
#[derive(Debug)]
pub(crate) enum Body {
    /// One document a file, to be opened by whoever decodes it.
    File { html: Option<bool> },
    /// The bytes of a file that had to be read on the reading thread (standard input).
    Bytes { bytes: Vec<u8>, html: Option<bool> },
    /// A line of JSON Lines.
    Line(Vec<u8>),
    /// It went wrong before there was anything to decode.
    Bad(Reason),
}

/// One document before anything has been done to it. Made by a [`Reader`](crate::Reader) on one thread, decoded
/// on any other.
#[derive(Debug)]
pub struct RawItem {
    pub(crate) position: Position,
    pub(crate) after: Position,
    pub(crate) weight: u64,
    pub(crate) origin: Origin,
    pub(crate) body: Body,
}

impl RawItem {
    /// Its place in the input.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// The place after it: where a resumed run goes on once this document is done.
    #[must_use]
    pub fn after(&self) -> Position {
        self.after
    }

    /// About how many bytes of memory it will take, decompressed.
    #[must_use]
    pub fn weight_bytes(&self) -> u64 {
        self.weight
    }

    /// Where it comes from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
}
