//! Where outcomes go: standard output, one file, or a run directory. One thread feeds a [`Sink`] in input order.

pub(crate) mod compressed;
pub(crate) mod counts;
pub(crate) mod hash;
pub(crate) mod line_file;
pub(crate) mod manifest;
pub(crate) mod parts;
pub(crate) mod previous;
pub(crate) mod run_dir;
pub(crate) mod single;
pub(crate) mod state;
pub(crate) mod target;
pub(crate) mod verify;

use crate::error::{ErrorKind, IoError};
use crate::input::Position;
use crate::run::{Ended, Finished};

pub use counts::Counts;
pub use manifest::Library;
pub use run_dir::{Mode, RunOptions};
pub use target::Target;

use counts::RepeatedIds;
use run_dir::{Opened, RunDir};
use single::Single;

/// Takes outcomes in input order and writes them.
pub struct Sink {
    kind: Kind,
    counts: Counts,
    repeated: RepeatedIds,
    start: Start,
}

enum Kind {
    Single(Box<Single>),
    Directory(Box<RunDir>),
    /// A run that was already finished.
    Done,
}

/// Where a run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Read from this position on; give it to [`Reader::resume`](crate::Reader::resume).
    From(Position),
    /// The run in this directory is finished, with the same config and inputs: there is nothing to do.
    NothingToDo,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// The outcomes, those from before a resumption included.
    pub counts: Counts,
    /// Documents whose id another document before them had, for a warning.
    pub repeated_ids: u64,
}

/// What the manifest says besides what the sink knows.
#[derive(Debug, Clone, Default)]
pub struct RunInfo {
    /// Everything that does depend on time, threads or absolute paths; the manifest's `run` part.
    pub run: serde_json::Map<String, serde_json::Value>,
}

impl Sink {
    /// Opens the target. Only a run directory looks at `options`.
    ///
    /// # Errors
    /// `Usage` when the directory already holds a run and `options.mode` is [`Mode::New`]; `Config` when a run
    /// cannot be resumed because config or inputs have changed; `Io` when the system refuses.
    pub fn open(target: &Target, options: &RunOptions<'_>) -> Result<Self, IoError> {
        let mut start = Start::From(Position::default());
        let mut counts = Counts::default();
        let kind = match target {
            Target::Stdout => Kind::Single(Box::new(Single::stdout())),
            Target::File { path, compression } => Kind::Single(Box::new(Single::file(path, *compression)?)),
            Target::Directory(path) => match RunDir::open(path, options)? {
                Opened::Run(dir) => {
                    start = Start::From(dir.position());
                    counts = dir.counts();
                    Kind::Directory(dir)
                }
                Opened::Finished(finished) => {
                    start = Start::NothingToDo;
                    counts = finished;
                    Kind::Done
                }
            },
        };
        Ok(Self { kind, counts, repeated: RepeatedIds::default(), start })
    }

    /// Where to begin reading.
    #[must_use]
    pub fn start(&self) -> Start {
        self.start
    }

    /// The outcomes so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Takes the outcome of one document; outcomes come in input order.
    ///
    /// # Errors
    /// When the system refuses to write, or the outcome is that a stage failed for good.
    pub fn put(&mut self, finished: &Finished) -> Result<(), IoError> {
        if let Ended::Fatal(quarantine) = &finished.ended {
            return Err(IoError::new(ErrorKind::Stage, format!("a stage stopped the run at {quarantine}")));
        }
        self.counts.add(&finished.ended);
        if let Ended::Written { id, .. } = &finished.ended {
            self.repeated.see(id);
        }
        match &mut self.kind {
            Kind::Single(single) => match &finished.ended {
                Ended::Written { line, .. } => single.write(line),
                _ => Ok(()),
            },
            Kind::Directory(dir) => dir.put(finished, self.counts),
            Kind::Done => Ok(()),
        }
    }

    /// Stops before the end so that `--resume` can go on from here: writes what has been taken and a checkpoint. A
    /// single file is taken away, since it would look like a whole one.
    ///
    /// # Errors
    /// When the system refuses to write.
    pub fn interrupt(self) -> Result<(), IoError> {
        match self.kind {
            Kind::Directory(mut dir) => dir.checkpoint(self.counts),
            Kind::Single(single) => single.interrupt(),
            Kind::Done => Ok(()),
        }
    }

    /// Ends the run: everything is on disk under its final name when this returns.
    ///
    /// # Errors
    /// When the system refuses to write.
    pub fn finish(self, info: RunInfo) -> Result<Summary, IoError> {
        let summary = Summary { counts: self.counts, repeated_ids: self.repeated.count() };
        match self.kind {
            Kind::Single(single) => single.finish()?,
            Kind::Directory(dir) => dir.finish(summary, info)?,
            Kind::Done => {}
        }
        Ok(summary)
    }
}

#[cfg(test)]
#[path = "sink_tests.rs"]
mod tests;
