//! What an earlier run has left in a directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{MANIFEST, Manifest};
use super::parts;
use super::state::STATE;
use crate::error::IoError;

pub(crate) const QUARANTINE: &str = "quarantine.jsonl";
pub(crate) const DROPPED: &str = "dropped.jsonl";

/// The files of an earlier run, sorted by name; empty for a directory that is not there or holds none.
pub(crate) fn files(dir: &Path) -> Result<Vec<PathBuf>, IoError> {
    let failed = |error: &io::Error| IoError::os("read", dir, error);
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(&error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| failed(&error))?.path();
        if path.file_name().is_some_and(|name| is_ours(&name.to_string_lossy())) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Refuses a directory that holds a run.
pub(crate) fn refuse(dir: &Path, files: &[PathBuf]) -> Result<(), IoError> {
    if files.is_empty() {
        return Ok(());
    }
    let has = |name: &str| files.iter().any(|path| path.ends_with(name));
    let state = match (has(MANIFEST), has(STATE)) {
        (true, _) => "a finished run",
        (false, true) => "an interrupted run",
        (false, false) => "files of a run",
    };
    Err(IoError::usage(format!(
        "output `{}` already holds {state}; use `--resume` to go on with it, `--fresh` to replace it, or another `-o`",
        dir.display()
    )))
}

/// Removes the files of an earlier run, and nothing else. A `manifest.json` that is not ours is an error.
pub(crate) fn remove(dir: &Path, files: &[PathBuf]) -> Result<(), IoError> {
    Manifest::read(dir)?;
    for path in files {
        fs::remove_file(path).map_err(|error| IoError::os("replace", path, &error))?;
    }
    Ok(())
}

/// Removes parts from `number` on: they were begun after the checkpoint.
pub(crate) fn remove_parts_from(dir: &Path, number: usize) -> Result<(), IoError> {
    for path in files(dir)? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if parts::number(&name).is_some_and(|found| found >= number) {
            fs::remove_file(&path).map_err(|error| IoError::os("resume", &path, &error))?;
        }
    }
    Ok(())
}

fn is_ours(name: &str) -> bool {
    matches!(
        name,
        QUARANTINE | DROPPED | MANIFEST | STATE | "run-state.json.partial" | "manifest.json.partial"
    ) || parts::number(name).is_some()
}
