//! A file of lines that knows its length, its hash and its number of lines, and can be taken up again where a
//! checkpoint left it.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::hash::hex;
use crate::error::{ErrorKind, IoError};

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Length {
    pub(crate) bytes: u64,
    pub(crate) lines: u64,
}

/// A complete file, as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutputFile {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) lines: u64,
    pub(crate) sha256: String,
}

/// A file of lines being written.
pub(crate) struct LineFile {
    path: PathBuf,
    writer: BufWriter<File>,
    hash: Sha256,
    length: Length,
}

impl LineFile {
    /// A new, empty file.
    pub(crate) fn create(path: PathBuf) -> Result<Self, IoError> {
        let file = File::create(&path).map_err(|error| IoError::os("write", &path, &error))?;
        Ok(Self {
            path,
            writer: BufWriter::with_capacity(256 << 10, file),
            hash: Sha256::new(),
            length: Length::default(),
        })
    }

    /// The file as it was at a checkpoint; what was written after it is cut off.
    pub(crate) fn reopen(path: PathBuf, length: Length) -> Result<Self, IoError> {
        let failed = |error: &io::Error| IoError::os("resume", &path, error);
        let mut file =
            OpenOptions::new().read(true).write(true).open(&path).map_err(|error| failed(&error))?;
        let found = file.metadata().map_err(|error| failed(&error))?.len();
        if found < length.bytes {
            return Err(shorter(&path, found, length.bytes));
        }
        let mut hash = Sha256::new();
        hash_prefix(&mut file, length.bytes, &mut hash).map_err(|error| failed(&error))?;
        file.set_len(length.bytes).map_err(|error| failed(&error))?;
        file.seek(SeekFrom::Start(length.bytes)).map_err(|error| failed(&error))?;
        Ok(Self { path, writer: BufWriter::with_capacity(256 << 10, file), hash, length })
    }

    /// Appends one line, its end included.
    pub(crate) fn write(&mut self, line: &[u8]) -> Result<(), IoError> {
        self.writer.write_all(line).map_err(|error| IoError::os("write", &self.path, &error))?;
        self.hash.update(line);
        self.length.bytes += line.len() as u64;
        self.length.lines += 1;
        Ok(())
    }

    pub(crate) fn length(&self) -> Length {
        self.length
    }

    /// Hands everything to the system. A killed process loses nothing of it; a machine that loses power may, and
    /// then the file is shorter than its checkpoint says, which a resumed run notices.
    pub(crate) fn flush(&mut self) -> Result<(), IoError> {
        self.writer.flush().map_err(|error| IoError::os("write", &self.path, &error))
    }

    pub(crate) fn finish(mut self) -> Result<OutputFile, IoError> {
        self.flush()?;
        let name = self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let Length { bytes, lines } = self.length;
        Ok(OutputFile { name, bytes, lines, sha256: hex(&self.hash.finalize()) })
    }
}

/// A file that has lost what a checkpoint says it has.
pub(crate) fn shorter(path: &Path, found: u64, expected: u64) -> IoError {
    let message = format!(
        "cannot resume: `{}` has {found} bytes, expected at least {expected}; start again with `--fresh`",
        path.display()
    );
    IoError::new(ErrorKind::Config, message)
}

fn hash_prefix(file: &mut File, bytes: u64, hash: &mut Sha256) -> io::Result<()> {
    let mut prefix = file.take(bytes);
    let mut buffer = vec![0; 256 << 10];
    loop {
        match prefix.read(&mut buffer)? {
            0 => return Ok(()),
            n => hash.update(&buffer[..n]),
        }
    }
}
