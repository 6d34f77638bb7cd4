//! A run directory: parts, `quarantine.jsonl`, `dropped.jsonl`, `manifest.json`, and a checkpoint while it runs.
//!
//! A checkpoint is written every few thousand documents or few dozen megabytes, after everything before it is on
//! disk. Resuming cuts every file back to the checkpoint and reads on from there, so that the result is the same,
//! byte for byte, as if the run had never been interrupted.

use std::fs;
use std::path::{Path, PathBuf};

use super::counts::Counts;
use super::line_file::{LineFile, shorter};
use super::manifest::{Config, Input, Library, MANIFEST, Manifest};
use super::parts::Parts;
use super::previous::{self, DROPPED, QUARANTINE};
use super::state::{self, Identity, STATE, State};
use super::{RunInfo, Summary, hash};
use crate::error::{ErrorKind, IoError};
use crate::input::{Inputs, Position};
use crate::record::lines;
use crate::run::{Ended, Finished};

/// What to do with a directory that already holds a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Refuse.
    #[default]
    New,
    /// Replace the files of the run, and nothing else in the directory.
    Fresh,
    /// Go on where it stopped; begin where there is none.
    Resume,
}

/// What a run directory needs to know about the run.
#[derive(Debug, Clone)]
pub struct RunOptions<'r> {
    /// What to do with an earlier run.
    pub mode: Mode,
    /// The version of chaffinch.
    pub version: &'r str,
    /// The config with all overrides applied, as text; it is hashed, and kept in the manifest.
    pub config: &'r str,
    /// The libraries that its stages come from.
    pub plugins: &'r [Library],
    /// The inputs of the run.
    pub inputs: &'r Inputs,
    /// `--limit`, which is part of what makes two runs the same.
    pub limit: Option<u64>,
    /// `output.part_bytes`.
    pub part_bytes: u64,
    /// A checkpoint is written after so many documents at the latest.
    pub checkpoint_documents: u64,
    /// A checkpoint is written after so many bytes of records at the latest.
    pub checkpoint_bytes: u64,
}

impl<'r> RunOptions<'r> {
    /// Options with the usual distance between checkpoints.
    #[must_use]
    pub fn new(version: &'r str, config: &'r str, inputs: &'r Inputs, part_bytes: u64) -> Self {
        Self {
            mode: Mode::New,
            version,
            config,
            plugins: &[],
            inputs,
            limit: None,
            part_bytes,
            checkpoint_documents: 8192,
            checkpoint_bytes: 64 << 20,
        }
    }

    fn identity(&self) -> Identity {
        Identity {
            chaffinch: self.version.to_owned(),
            config_sha256: hash::sha256(self.config.as_bytes()),
            inputs_sha256: self.inputs.fingerprint(),
            limit: self.limit,
            part_bytes: self.part_bytes,
        }
    }
}

/// A run directory that is being written.
pub(crate) struct RunDir {
    dir: PathBuf,
    identity: Identity,
    config: String,
    plugins: Vec<Library>,
    inputs: Vec<Input>,
    given: Vec<String>,
    parts: Parts,
    quarantine: LineFile,
    dropped: LineFile,
    position: Position,
    counts: Counts,
    since_documents: u64,
    since_bytes: u64,
    every: (u64, u64),
    line: Vec<u8>,
}

/// What opening a run directory came to.
pub(crate) enum Opened {
    Run(Box<RunDir>),
    Finished(Counts),
}

impl RunDir {
    pub(crate) fn open(dir: &Path, options: &RunOptions<'_>) -> Result<Opened, IoError> {
        let files = previous::files(dir)?;
        match options.mode {
            Mode::New => previous::refuse(dir, &files)?,
            Mode::Fresh => previous::remove(dir, &files)?,
            Mode::Resume => return Self::resume(dir, options),
        }
        Self::begin(dir, options.identity(), options)
    }

    fn begin(dir: &Path, identity: Identity, options: &RunOptions<'_>) -> Result<Opened, IoError> {
        fs::create_dir_all(dir).map_err(|error| IoError::os("create", dir, &error))?;
        let parts = Parts::create(dir, options.part_bytes)?;
        let quarantine = LineFile::create(dir.join(QUARANTINE))?;
        let dropped = LineFile::create(dir.join(DROPPED))?;
        let mut run = Self::new(dir, identity, options, (parts, quarantine, dropped));
        run.checkpoint(Counts::default())?;
        Ok(Opened::Run(Box::new(run)))
    }

    fn resume(dir: &Path, options: &RunOptions<'_>) -> Result<Opened, IoError> {
        let identity = options.identity();
        if let Some(manifest) = Manifest::read(dir)? {
            manifest.identity().check(&identity, dir)?;
            return Ok(Opened::Finished(manifest.counts));
        }
        let Some(state) = State::read(dir)? else {
            previous::refuse(dir, &previous::files(dir)?)?;
            return Self::begin(dir, identity, options);
        };
        state.identity.check(&identity, dir)?;
        if options.inputs.reads_stdin() {
            let message = "cannot resume a run that reads standard input; start again with `--fresh`";
            return Err(IoError::new(ErrorKind::Config, message));
        }
        check_parts(dir, &state)?;
        previous::remove_parts_from(dir, state.parts.len() + 1)?;
        let parts = Parts::resume(dir, options.part_bytes, state.parts, state.part)?;
        let quarantine = LineFile::reopen(dir.join(QUARANTINE), state.quarantine)?;
        let dropped = LineFile::reopen(dir.join(DROPPED), state.dropped)?;
        let mut run = Self::new(dir, identity, options, (parts, quarantine, dropped));
        (run.position, run.counts) = (state.position, state.counts);
        Ok(Opened::Run(Box::new(run)))
    }

    fn new(
        dir: &Path,
        identity: Identity,
        options: &RunOptions<'_>,
        (parts, quarantine, dropped): (Parts, LineFile, LineFile),
    ) -> Self {
        let input = |summary: crate::input::expand::InputSummary| Input {
            name: summary.name,
            files: summary.files,
            bytes: summary.bytes,
        };
        Self {
            dir: dir.to_path_buf(),
            identity,
            config: options.config.to_owned(),
            plugins: options.plugins.to_vec(),
            inputs: options.inputs.summaries().into_iter().map(input).collect(),
            given: options.inputs.given().map(str::to_owned).collect(),
            parts,
            quarantine,
            dropped,
            position: Position::default(),
            counts: Counts::default(),
            since_documents: 0,
            since_bytes: 0,
            every: (options.checkpoint_documents, options.checkpoint_bytes),
            line: Vec::new(),
        }
    }

    pub(crate) fn position(&self) -> Position {
        self.position
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// Takes one outcome; `counts` has it counted already.
    pub(crate) fn put(&mut self, finished: &Finished, counts: Counts) -> Result<(), IoError> {
        self.line.clear();
        let position = finished.position.item;
        let bytes = match &finished.ended {
            Ended::Written { line, .. } => {
                self.parts.write(line)?;
                line.len()
            }
            Ended::Dropped { id, path, stage, reason } => {
                lines::dropped(position, id, path.as_deref(), stage, reason, &mut self.line);
                self.dropped.write(&self.line)?;
                self.line.len()
            }
            Ended::Quarantined(quarantine) | Ended::Fatal(quarantine) => {
                lines::quarantine(position, quarantine, &mut self.line);
                self.quarantine.write(&self.line)?;
                self.line.len()
            }
        };
        self.position = finished.after;
        self.since_documents += 1;
        self.since_bytes += bytes as u64;
        if self.since_documents >= self.every.0 || self.since_bytes >= self.every.1 {
            self.checkpoint(counts)?;
        }
        Ok(())
    }

    /// Hands everything to the system, then says how far it goes.
    pub(crate) fn checkpoint(&mut self, counts: Counts) -> Result<(), IoError> {
        (self.since_documents, self.since_bytes) = (0, 0);
        self.parts.flush()?;
        self.quarantine.flush()?;
        self.dropped.flush()?;
        let (parts, part) = self.parts.state();
        let state = State {
            identity: self.identity.clone(),
            position: self.position,
            counts,
            parts: parts.to_vec(),
            part,
            quarantine: self.quarantine.length(),
            dropped: self.dropped.length(),
        };
        state.write(&self.dir)
    }

    pub(crate) fn finish(self, summary: Summary, info: RunInfo) -> Result<(), IoError> {
        let mut outputs = self.parts.finish()?;
        outputs.push(self.quarantine.finish()?);
        outputs.push(self.dropped.finish()?);
        assert!(summary.counts.add_up(), "the outcomes do not add up: {:?}", summary.counts);
        let mut run = info.run;
        run.insert("inputs".to_owned(), self.given.into());
        run.insert("repeated_ids".to_owned(), summary.repeated_ids.into());
        let Identity { chaffinch, config_sha256, inputs_sha256, limit, part_bytes } = self.identity;
        let manifest = Manifest {
            chaffinch,
            record: 1,
            config: Config { sha256: config_sha256, text: self.config },
            plugins: self.plugins,
            limit,
            part_bytes,
            inputs: self.inputs,
            inputs_sha256,
            counts: summary.counts,
            outputs,
            run,
        };
        state::replace(&self.dir.join(MANIFEST), &manifest)?;
        let checkpoint = self.dir.join(STATE);
        fs::remove_file(&checkpoint).map_err(|error| IoError::os("remove", &checkpoint, &error))
    }
}

/// Whether the complete parts are still as long as they were.
fn check_parts(dir: &Path, state: &State) -> Result<(), IoError> {
    for part in &state.parts {
        let path = dir.join(&part.name);
        let found = fs::metadata(&path).map_err(|error| IoError::os("resume", &path, &error))?.len();
        if found != part.bytes {
            return Err(shorter(&path, found, part.bytes));
        }
    }
    Ok(())
}
