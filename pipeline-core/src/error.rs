//! Errors of stages and documents. Messages are lowercase, names stand in backticks, and each
//! says what was found and what was expected.

use std::fmt;

/// A document that cannot be made: too long, or a part of it does not fit the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError(pub(crate) String);

/// What a stage reports about one document; the document is quarantined, the run goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageError {
    message: String,
    fatal: bool,
}

impl StageError {
    /// An error with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), fatal: false }
    }

    /// An error after which no document can succeed (a device is gone, a model is broken): the
    /// run stops.
    pub fn fatal(message: impl Into<String>) -> Self {
        Self { message: message.into(), fatal: true }
    }

    /// Whether the run should stop.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        self.fatal
    }
}

/// What a stage reports about its configuration while it is built; the run does not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    /// Path of the key to blame below the stage's table, for example `packs` or
    /// `gazetteers[1]`; empty for the stage as a whole.
    pub key: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl BuildError {
    /// Blames `key`.
    pub fn at(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self { key: key.into(), message: message.into() }
    }
}

macro_rules! display {
    ($($ty:ident: |$e:ident| $message:expr),*) => {$(
        impl fmt::Display for $ty {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let $e = self;
                f.write_str($message)
            }
        }
        impl std::error::Error for $ty {}
    )*};
}
display!(DocumentError: |e| &e.0, StageError: |e| &e.message, BuildError: |e| &e.message);

impl From<DocumentError> for StageError {
    fn from(e: DocumentError) -> Self {
        Self::new(e.0)
    }
}
