//! Where the sources of gold records lie, and how they are read.

use crate::gold::Item;
use crate::{ErrorKind, EvalError};
use chaffinch_io::{InputConfig, Inputs, ReadContext, Reader, Schema};
use pipeline_core::{Document, Labels};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Finds the sources of gold records by their `meta.path`: in the directory that the user
/// names, else in the gold file's own directory or up to two above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceLookup {
    dir: Option<PathBuf>,
}

impl SourceLookup {
    /// Looks beside the gold.
    #[must_use]
    pub fn beside_gold() -> Self {
        Self::default()
    }

    /// Looks only in `dir`, and expects every record's source there.
    ///
    /// # Errors
    /// `NotFound` when it is no directory.
    pub fn in_dir(dir: impl Into<PathBuf>) -> Result<Self, EvalError> {
        let dir = dir.into();
        if dir.is_dir() {
            return Ok(Self { dir: Some(dir) });
        }
        let message = format!("`{}` is no directory; sources are looked for in one", dir.display());
        Err(EvalError::new(ErrorKind::NotFound, message))
    }

    /// Where every source must be, when the user said so.
    pub(crate) fn dir(&self) -> Option<&Path> {
        self.dir.as_deref()
    }

    /// The source of an item, if it is there.
    pub(crate) fn of(&self, item: &Item) -> Option<PathBuf> {
        let path = Path::new(item.source_path()?);
        let is_plain = path.components().all(|c| matches!(c, Component::Normal(_)));
        if !is_plain {
            return None;
        }
        let beside = item.file.ancestors().skip(1).take(3);
        let is_source = |p: &PathBuf| p.is_file() && !is_lines(p);
        match &self.dir {
            Some(dir) => Some(dir.join(path)).filter(is_source),
            None => beside.map(|dir| dir.join(path)).find(is_source),
        }
    }
}

/// A record that came from JSON Lines names that file, which is no source of its own.
fn is_lines(path: &Path) -> bool {
    let name = path.to_string_lossy();
    [".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson"].iter().any(|e| name.ends_with(e))
}

/// Reads and decodes a source; the message says why it cannot be.
pub(crate) fn read(path: &Path, labels: &Labels) -> Result<Document, String> {
    let cx =
        ReadContext { config: InputConfig::default(), schema: Schema::default(), labels: labels.clone() };
    let inputs = Inputs::expand(&[path.to_string_lossy()], None).map_err(|e| e.to_string())?;
    let mut reader = Reader::new(Arc::new(inputs), &cx.config);
    let item = reader.next().ok_or_else(|| "the file holds no document".to_owned())?;
    let decoded = item.decode(&cx).map_err(|q| q.error)?;
    Ok(decoded.document)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_missing_directory_is_an_error() {
        let error = SourceLookup::in_dir("no/such/folder").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }

    #[test]
    fn sources_are_decoded() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.html");
        std::fs::write(&path, b"\xEF\xBB\xBF<html><p>Hello</p></html>").unwrap();
        let doc = read(&path, &Labels::default()).unwrap();
        assert_eq!(doc.source(), "<html><p>Hello</p></html>");
        assert_eq!(doc.meta()["format"], "html");
    }
}
