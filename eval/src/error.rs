//! What can stop an evaluation. Messages are lowercase, names stand in backticks, and each says
//! where, what was found and what was expected.

use std::fmt;
use std::path::Path;

/// Which kind of trouble it is; the command line makes an exit code of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The command asks for something that makes no sense (exit code 2).
    Usage,
    /// The gold is not well formed, or does not fit the task (65).
    Data,
    /// The gold was not found (66).
    NotFound,
    /// The operating system refused to read (74).
    Io,
    /// The pipeline cannot answer the task (78).
    Config,
}

/// An evaluation that cannot be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvalError {
    kind: ErrorKind,
    message: String,
}

impl EvalError {
    /// An error of this kind.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// The kind, which decides the exit code.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    pub(crate) fn data(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Data, message)
    }

    pub(crate) fn read(path: &Path, error: &std::io::Error) -> Self {
        let kind = match error.kind() {
            std::io::ErrorKind::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::Io,
        };
        Self::new(kind, format!("cannot read `{}`: {error}", path.display()))
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EvalError {}
