//! `manifest.json`: what a run read, what it wrote, and with which config, so that `verify` can prove it.
//!
//! Everything that depends on time, threads or absolute paths stands under `run`; all the rest is the same whenever
//! the same chaffinch reads the same inputs with the same config. Inputs are listed with their number of files and
//! their size; `inputs_sha256` covers every file's path and size, not its content.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::counts::Counts;
use super::line_file::OutputFile;
use super::state::{Identity, read_json};
use crate::error::IoError;

pub(crate) const MANIFEST: &str = "manifest.json";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The version that wrote it.
    pub(crate) chaffinch: String,
    /// The version of the record format.
    pub(crate) record: u32,
    pub(crate) config: Config,
    /// The plugin libraries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) plugins: Vec<Library>,
    pub(crate) limit: Option<u64>,
    pub(crate) part_bytes: u64,
    pub(crate) inputs: Vec<Input>,
    pub(crate) inputs_sha256: String,
    pub(crate) counts: Counts,
    pub(crate) outputs: Vec<OutputFile>,
    /// Whatever depends on time, threads or absolute paths.
    pub(crate) run: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Config {
    pub(crate) sha256: String,
    pub(crate) text: String,
}

/// A plugin library that stages of a run came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Library {
    /// The name that the configuration gives it.
    pub name: String,
    /// The id that it gives itself.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Name of its file.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

impl Manifest {
    /// The manifest in a directory, if there is one.
    pub(crate) fn read(dir: &Path) -> Result<Option<Self>, IoError> {
        read_json(&dir.join(MANIFEST), |path, error| {
            format!("`{path}` is not a chaffinch manifest ({error}); move it away, or write elsewhere")
        })
    }

    pub(crate) fn identity(&self) -> Identity {
        Identity {
            chaffinch: self.chaffinch.clone(),
            config_sha256: self.config.sha256.clone(),
            inputs_sha256: self.inputs_sha256.clone(),
            limit: self.limit,
            part_bytes: self.part_bytes,
        }
    }
}
