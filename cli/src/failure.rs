//! How a command ends: exit codes, and failures with the message for people.

use chaffinch_io::{ErrorKind, IoError};

/// Exit codes (contract).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    Done = 0,
    /// Done, but some documents were quarantined, or a comparison found a difference.
    Partly = 1,
    Usage = 2,
    AllBad = 65,
    NoInput = 66,
    Internal = 70,
    Io = 74,
    Config = 78,
    Interrupted = 130,
}

/// Why a command could not do its job.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// Already rendered findings (`error: …` with the line), or a plain message.
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into() }
    }
}

impl From<IoError> for Failure {
    fn from(e: IoError) -> Self {
        let exit = match e.kind() {
            ErrorKind::Usage => Exit::Usage,
            ErrorKind::NotFound => Exit::NoInput,
            ErrorKind::Config => Exit::Config,
            ErrorKind::Io => Exit::Io,
            ErrorKind::Stage => Exit::Internal,
            // Whoever read our output has enough.
            ErrorKind::BrokenPipe => Exit::Done,
        };
        Self::new(exit, e.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(e: std::io::Error) -> Self {
        let exit = if e.kind() == std::io::ErrorKind::BrokenPipe { Exit::Done } else { Exit::Io };
        Self::new(exit, format!("cannot write standard output: {e}"))
    }
}
