//! What can stop a training. Messages say where, what was found and what was expected.

use chaffinch_eval::EvalError;
use chaffinch_model::ModelError;
use std::fmt;

/// Which kind of trouble it is; the command line makes an exit code of it.
pub use chaffinch_eval::ErrorKind;

/// A training that cannot be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainError {
    kind: ErrorKind,
    message: String,
}

impl TrainError {
    /// An error of this kind.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// The kind, which decides the exit code.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for TrainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TrainError {}

impl From<EvalError> for TrainError {
    fn from(error: EvalError) -> Self {
        Self::new(error.kind(), error.to_string())
    }
}

impl From<ModelError> for TrainError {
    fn from(error: ModelError) -> Self {
        Self::new(ErrorKind::Config, format!("the model {error}"))
    }
}
