//! What can be wrong with a model file.

use std::fmt;

/// Why a model cannot be used: one sentence for people, what was found and what was expected. The caller knows the
/// file's name and puts it before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError(String);

impl ModelError {
    /// An error with this message; for stages that find the contents of a section wrong.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ModelError {}
