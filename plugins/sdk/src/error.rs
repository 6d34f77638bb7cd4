//! Why a stage cannot be made, or a document cannot be processed.

use chaffinch_plugin_abi as abi;
use std::fmt;

/// What went wrong, and how far it reaches. Text becomes an error of one document, so that
/// `ok_or("no date")?` and `map_err(|e| e.to_string())?` are enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    status: abi::chf_status,
    pointer: String,
    message: String,
    /// The host knows already: it refused something and said why.
    said: bool,
}

impl Error {
    /// This document failed; the run goes on. From [`Stage::create`](crate::Stage::create): the
    /// options as a whole are refused.
    pub fn new(message: impl Into<String>) -> Self {
        Self::with(abi::ERR_DOC, message)
    }

    /// An option is refused; `pointer` is its JSON pointer (`"/words/0"`).
    pub fn config(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), ..Self::with(abi::ERR_CONFIG, message) }
    }

    /// Nothing can go on: the run stops.
    pub fn fatal(message: impl Into<String>) -> Self {
        Self::with(abi::ERR_FATAL, message)
    }

    /// The stage ended early because [`Doc::cancelled`](crate::Doc::cancelled) said so.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::with(abi::ERR_CANCEL, "cancelled")
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The JSON pointer of the option to blame; empty when there is none.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    pub(crate) fn panicked(message: String) -> Self {
        Self::with(abi::ERR_PANIC, message)
    }

    /// The host refused something, and has said why.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self { said: true, ..Self::new(message) }
    }

    /// As [`Error::refused`], of an option.
    pub(crate) fn refused_option(pointer: &str, message: impl Into<String>) -> Self {
        Self { said: true, ..Self::config(pointer, message) }
    }

    /// Whether the host still has to be told.
    pub(crate) fn is_news(&self) -> bool {
        !self.said && self.status != abi::ERR_CANCEL
    }

    pub(crate) fn status(&self) -> abi::chf_status {
        self.status
    }

    fn with(status: abi::chf_status, message: impl Into<String>) -> Self {
        Self { status, pointer: String::new(), message: message.into(), said: false }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<String> for Error {
    fn from(message: String) -> Self {
        Self::new(message)
    }
}

impl From<&str> for Error {
    fn from(message: &str) -> Self {
        Self::new(message)
    }
}
