//! The checkpoint of a run: `run-state.json`, replaced whole, so that it is never half written.

use std::fs;
use std::io;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::line_file::{Length, OutputFile};
use crate::error::{ErrorKind, IoError};
use crate::input::Position;

pub(crate) const STATE: &str = "run-state.json";

/// What a run was started with. A run is resumed only where all of it is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identity {
    pub(crate) chaffinch: String,
    pub(crate) config_sha256: String,
    pub(crate) inputs_sha256: String,
    pub(crate) limit: Option<u64>,
    pub(crate) part_bytes: u64,
}

/// A checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) identity: Identity,
    /// Where reading goes on.
    pub(crate) position: Position,
    pub(crate) counts: Counts,
    /// Parts that are complete.
    pub(crate) parts: Vec<OutputFile>,
    /// The part that is being written.
    pub(crate) part: Length,
    pub(crate) quarantine: Length,
    pub(crate) dropped: Length,
}

impl Identity {
    /// Whether a run that began as `self` can go on as `now`.
    pub(crate) fn check(&self, now: &Self, dir: &Path) -> Result<(), IoError> {
        let differs = [
            ("the config", self.config_sha256 != now.config_sha256),
            ("the list of inputs, or the size of one,", self.inputs_sha256 != now.inputs_sha256),
            ("`--limit`", self.limit != now.limit),
            ("`output.part_bytes`", self.part_bytes != now.part_bytes),
            ("the version of chaffinch", self.chaffinch != now.chaffinch),
        ];
        let Some((what, _)) = differs.into_iter().find(|(_, differs)| *differs) else {
            return Ok(());
        };
        let message = format!(
            "cannot resume the run in `{}`: {what} has changed since it began; start again with `--fresh`, or write elsewhere",
            dir.display()
        );
        Err(IoError::new(ErrorKind::Config, message))
    }
}

impl State {
    /// The checkpoint in a directory, if there is one.
    pub(crate) fn read(dir: &Path) -> Result<Option<Self>, IoError> {
        read_json(&dir.join(STATE), |path, error| {
            format!("cannot resume: `{path}` is not a checkpoint ({error}); start again with `--fresh`")
        })
    }

    pub(crate) fn write(&self, dir: &Path) -> Result<(), IoError> {
        replace(&dir.join(STATE), self)
    }
}

/// The JSON file at `path`, `None` when there is none; `explain` words the refusal of another file.
pub(crate) fn read_json<T: DeserializeOwned>(
    path: &Path,
    explain: impl Fn(std::path::Display<'_>, serde_json::Error) -> String,
) -> Result<Option<T>, IoError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(IoError::os("read", path, &error)),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| IoError::new(ErrorKind::Config, explain(path.display(), error)))
}

/// Writes a JSON file beside its place and moves it there.
pub(crate) fn replace(path: &Path, value: &impl Serialize) -> Result<(), IoError> {
    let failed = |error: &io::Error| IoError::os("write", path, error);
    let mut json = serde_json::to_vec_pretty(value).map_err(|error| failed(&error.into()))?;
    json.push(b'\n');
    let temporary = path.with_extension("json.partial");
    fs::write(&temporary, &json).map_err(|error| failed(&error))?;
    fs::rename(&temporary, path).map_err(|error| failed(&error))
}
