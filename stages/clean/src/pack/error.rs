//! What is wrong with a pack file: which file, which rule, which line, and what to change.

use std::fmt;
use std::ops::Range;

/// A pack that cannot be used: its `Display` names file, line, rule and what to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    file: String,
    line: Option<usize>,
    rule: Option<String>,
    message: String,
}

impl PackError {
    /// An error in the file as a whole, or of the TOML parser.
    pub(crate) fn file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, rule: None, message: message.into() }
    }

    pub(crate) fn in_rule(mut self, rule: &str) -> Self {
        self.rule = Some(rule.to_owned());
        self
    }

    /// Points at the line of `span` in `text`.
    pub(crate) fn at(mut self, text: &str, span: Range<usize>) -> Self {
        self.line = Some(line_of(text, span.start));
        self
    }
}

/// The line of a byte of `text`, from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    1 + memchr::memchr_iter(b'\n', before).count()
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule pack `{}`", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(rule) = &self.rule {
            write!(f, ", rule `{rule}`")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for PackError {}
