//! What can stop a run: errors that are about the run as a whole, not about one document.
//!
//! Whatever is wrong with a single input ends in a [`Quarantine`](crate::Quarantine) and the run goes on. An
//! [`IoError`] means that the run cannot start or cannot go on; its [`ErrorKind`] tells the command line which
//! exit code to use (`NotFound` → 66, `Usage` → 2, `Config` → 78, `Io` → 74, `Stage` → 70).

use std::fmt;
use std::path::Path;

/// Which kind of trouble stopped the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The command asks for something that makes no sense, such as an output with an unknown extension.
    Usage,
    /// No input was found.
    NotFound,
    /// The config's `[input]` or `[output]` cannot work, or the config changed between a run and its resumption.
    Config,
    /// The operating system refused to read or write.
    Io,
    /// Whoever read our standard output has closed it.
    BrokenPipe,
    /// A stage failed for good.
    Stage,
}

/// An error about the run as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IoError {
    kind: ErrorKind,
    message: String,
}

impl IoError {
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

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// `cannot write `out/part-00000.jsonl`: no space left on device`.
    pub(crate) fn os(action: &str, path: &Path, error: &std::io::Error) -> Self {
        let kind = if error.kind() == std::io::ErrorKind::BrokenPipe {
            ErrorKind::BrokenPipe
        } else {
            ErrorKind::Io
        };
        Self::new(kind, format!("cannot {action} `{}`: {}", path.display(), os_text(error)))
    }
}

impl fmt::Display for IoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for IoError {}

/// An operating-system error without its number, its capital and the paths that libraries add: `permission denied`.
pub(crate) fn os_text(error: &std::io::Error) -> String {
    let mut root: &(dyn std::error::Error + 'static) = error;
    while let Some(source) = root.source() {
        root = source;
    }
    let text = root.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => "unknown error".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_errors_read_like_ours() {
        let error = std::io::Error::from_raw_os_error(13);
        assert_eq!(os_text(&error), "permission denied");
        let error = IoError::os("read", Path::new("a/b.txt"), &error);
        assert_eq!(error.to_string(), "cannot read `a/b.txt`: permission denied");
        assert_eq!(error.kind(), ErrorKind::Io);
    }
}
