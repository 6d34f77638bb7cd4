//! Gold files: JSON Lines or columns, plain or compressed, or a directory of them.
//!
//! Of a directory, files ending in `.jsonl`, `.jsonl.gz` or `.jsonl.zst`, and files in columns ([`conll`]), are
//! read, sorted by name; not `quarantine.jsonl` and `dropped.jsonl`, so that a run's folder can be gold.

use crate::gold::conll;
use crate::{ErrorKind, EvalError};
use chaffinch_io::open_decompressed;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// The files of these paths.
pub(crate) fn list(paths: &[PathBuf]) -> Result<Vec<PathBuf>, EvalError> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        let entries = std::fs::read_dir(path).map_err(|e| EvalError::read(path, &e))?;
        for entry in entries {
            let entry = entry.map_err(|e| EvalError::read(path, &e))?.path();
            if is_gold(&entry) {
                files.push(entry);
            }
        }
        files[before..].sort_unstable();
        if files.len() == before {
            let message = format!(
                "no gold in `{}`: it has no `.jsonl`, `.jsonl.gz` or `.jsonl.zst` file",
                path.display()
            );
            return Err(EvalError::new(ErrorKind::NotFound, message));
        }
    }
    Ok(files)
}

/// Calls `each` with the number, from 1, and the bytes of every line that is not blank.
pub(crate) fn lines(
    path: &Path,
    mut each: impl FnMut(u64, &[u8]) -> Result<(), EvalError>,
) -> Result<(), EvalError> {
    let failed = |e: std::io::Error| EvalError::read(path, &e);
    let mut stream = BufReader::with_capacity(1 << 16, open_decompressed(path).map_err(failed)?);
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).map_err(failed)? == 0 {
            return Ok(());
        }
        number += 1;
        let json = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
        if !json.trim_ascii().is_empty() {
            each(number, json)?;
        }
    }
}

fn is_gold(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy());
    let is_lines = |n: &str| [".jsonl", ".jsonl.gz", ".jsonl.zst"].iter().any(|e| n.ends_with(e));
    let is_other = |n: &str| n.starts_with("quarantine.") || n.starts_with("dropped.");
    path.is_file() && name.is_some_and(|n| (is_lines(&n) && !is_other(&n)) || conll::is_conll(path))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Write;

    fn read(path: &Path) -> Vec<(u64, String)> {
        let mut found = Vec::new();
        let keep = |n, line: &[u8]| {
            found.push((n, String::from_utf8_lossy(line.trim_ascii()).into_owned()));
            Ok(())
        };
        lines(path, keep).unwrap();
        found
    }

    #[test]
    fn plain_gzip_and_zstd() {
        let dir = tempfile::tempdir().unwrap();
        let text = b"\xEF\xBB\xBF{}\r\n\n[1]";
        let plain = dir.path().join("b.jsonl");
        std::fs::write(&plain, text).unwrap();
        let gz = dir.path().join("a.jsonl.gz");
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        std::fs::write(&gz, encoder.finish().unwrap()).unwrap();
        let zst = dir.path().join("c.jsonl.zst");
        std::fs::write(&zst, zstd::encode_all(&text[..], 1).unwrap()).unwrap();
        std::fs::write(dir.path().join("dropped.jsonl"), text).unwrap();
        std::fs::write(dir.path().join("notes.md"), text).unwrap();
        let files = list(&[dir.path().to_path_buf()]).unwrap();
        assert_eq!(files, [gz, plain, zst]);
        for file in files {
            assert_eq!(read(&file), [(1, "{}".to_owned()), (3, "[1]".to_owned())]);
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let error = lines(Path::new("no/such.jsonl"), |_, _| Ok(())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        let dir = tempfile::tempdir().unwrap();
        let error = list(&[dir.path().to_path_buf()]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}
