//! `part-00000.jsonl`, `part-00001.jsonl`, …: a new part begins when the next record would not fit the present one.
//!
//! The rule looks at nothing but the records, so that parts are the same whatever the threads and however often
//! the run was interrupted. A record larger than a part has a part of its own. There is always at least one part.

use std::path::{Path, PathBuf};

use super::line_file::{Length, LineFile, OutputFile};
use crate::error::IoError;

/// The parts of a run.
pub(crate) struct Parts {
    dir: PathBuf,
    limit: u64,
    done: Vec<OutputFile>,
    current: LineFile,
}

impl Parts {
    pub(crate) fn create(dir: &Path, limit: u64) -> Result<Self, IoError> {
        let current = LineFile::create(dir.join(name(0)))?;
        Ok(Self { dir: dir.to_path_buf(), limit, done: Vec::new(), current })
    }

    /// Goes on after `done`, with the present part as long as it was.
    pub(crate) fn resume(
        dir: &Path,
        limit: u64,
        done: Vec<OutputFile>,
        length: Length,
    ) -> Result<Self, IoError> {
        let current = LineFile::reopen(dir.join(name(done.len())), length)?;
        Ok(Self { dir: dir.to_path_buf(), limit, done, current })
    }

    pub(crate) fn write(&mut self, record: &[u8]) -> Result<(), IoError> {
        let length = self.current.length();
        if length.lines > 0 && length.bytes + record.len() as u64 > self.limit {
            let next = LineFile::create(self.dir.join(name(self.done.len() + 1)))?;
            self.done.push(std::mem::replace(&mut self.current, next).finish()?);
        }
        self.current.write(record)
    }

    pub(crate) fn flush(&mut self) -> Result<(), IoError> {
        self.current.flush()
    }

    /// The finished parts and the length of the present one.
    pub(crate) fn state(&self) -> (&[OutputFile], Length) {
        (&self.done, self.current.length())
    }

    pub(crate) fn finish(self) -> Result<Vec<OutputFile>, IoError> {
        let mut done = self.done;
        done.push(self.current.finish()?);
        Ok(done)
    }
}

/// The file name of part `number`.
pub(crate) fn name(number: usize) -> String {
    format!("part-{number:05}.jsonl")
}

/// The number of the part of that name.
pub(crate) fn number(name: &str) -> Option<usize> {
    let digits = name.strip_prefix("part-")?.strip_suffix(".jsonl")?;
    let is_number = digits.len() >= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    #[test]
    fn names() {
        assert_eq!(super::name(7), "part-00007.jsonl");
        assert_eq!(super::number("part-00007.jsonl"), Some(7));
        assert_eq!(super::number("part-123456.jsonl"), Some(123_456));
        for other in ["part-7.jsonl", "part-0000x.jsonl", "part-00007.jsonl.bak", "apart-00007.jsonl"] {
            assert_eq!(super::number(other), None);
        }
    }
}
