//! Records to standard output or to one file.
//!
//! A file is written under a temporary name beside its own and renamed when it is complete, so that a name which
//! ends in `.jsonl` is never half a run.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::compressed::Compressed;
use super::target::{Compression, is_device};
use crate::error::IoError;

const BUFFER: usize = 256 << 10;

/// Standard output or one file.
pub(crate) struct Single {
    writer: Option<Compressed<BufWriter<Box<dyn Write + Send>>>>,
    path: PathBuf,
    /// Where it is written until it is complete; `None` for standard output and devices.
    temporary: Option<PathBuf>,
}

impl Single {
    pub(crate) fn stdout() -> Self {
        let writer = BufWriter::with_capacity(BUFFER, Box::new(io::stdout()) as Box<dyn Write + Send>);
        Self {
            writer: Some(Compressed::None(writer)),
            path: PathBuf::from("standard output"),
            temporary: None,
        }
    }

    pub(crate) fn file(path: &Path, compression: Compression) -> Result<Self, IoError> {
        let temporary = (!is_device(path)).then(|| temporary(path));
        let failed = |error: &io::Error| IoError::os("write", path, error);
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(|error| failed(&error))?;
        }
        let file = File::create(temporary.as_deref().unwrap_or(path)).map_err(|error| failed(&error))?;
        let writer = BufWriter::with_capacity(BUFFER, Box::new(file) as Box<dyn Write + Send>);
        let writer = Compressed::new(writer, compression).map_err(|error| failed(&error))?;
        Ok(Self { writer: Some(writer), path: path.to_path_buf(), temporary })
    }

    pub(crate) fn write(&mut self, line: &[u8]) -> Result<(), IoError> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        writer.write_all(line).map_err(|error| IoError::os("write", &self.path, &error))
    }

    pub(crate) fn finish(mut self) -> Result<(), IoError> {
        self.close()?;
        if let Some(temporary) = self.temporary.take() {
            fs::rename(&temporary, &self.path).map_err(|error| IoError::os("write", &self.path, &error))?;
        }
        Ok(())
    }

    /// Standard output keeps what was written; a file goes.
    pub(crate) fn interrupt(mut self) -> Result<(), IoError> {
        if self.temporary.is_some() { Ok(()) } else { self.close() }
    }

    fn close(&mut self) -> Result<(), IoError> {
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let flushed = writer.finish().and_then(|mut buffer| buffer.flush());
        flushed.map_err(|error| IoError::os("write", &self.path, &error))
    }
}

impl Drop for Single {
    fn drop(&mut self) {
        if let Some(temporary) = self.temporary.take() {
            drop(self.writer.take());
            // Nothing more can be done about a file that cannot be removed.
            let _ = fs::remove_file(temporary);
        }
    }
}

fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().map_or_else(|| "out".into(), |name| name.to_string_lossy().into_owned());
    path.with_file_name(format!(".{name}.{}.partial", std::process::id()))
}
