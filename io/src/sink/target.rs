//! What `-o` means: a run directory, one file, or (when absent, or `-`) standard output.

use std::path::{Path, PathBuf};

use crate::error::IoError;

/// How an output file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// gzip, for `.gz`.
    Gzip,
    /// zstd, for `.zst`.
    Zstd,
}

/// Where records go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// One file; it gets its name when it is complete.
    File {
        /// Its path.
        path: PathBuf,
        /// By its extension.
        compression: Compression,
    },
    /// A run directory.
    Directory(PathBuf),
}

const FILES: &[(&str, Compression)] = &[
    (".jsonl", Compression::None),
    (".ndjson", Compression::None),
    (".jsonl.gz", Compression::Gzip),
    (".ndjson.gz", Compression::Gzip),
    (".jsonl.zst", Compression::Zstd),
    (".ndjson.zst", Compression::Zstd),
];

/// Extensions that name a format which is not written here: a directory of that name is not what was meant.
const OTHER_FORMATS: &[&str] = &[
    "json", "csv", "tsv", "parquet", "arrow", "feather", "avro", "orc", "txt", "html", "htm", "xml", "xlsx",
    "gz", "zst", "zip", "bz2", "xz", "tar", "tgz", "sqlite", "db", "conll", "toml", "yaml", "yml",
];

impl Target {
    /// What the value of `-o` means; `None` when the option is absent.
    ///
    /// An existing directory, a trailing slash or a name without a known extension is a run directory; a name that
    /// ends in `.jsonl`, `.jsonl.gz` or `.jsonl.zst` is that file; a device is written to as it is.
    ///
    /// # Errors
    /// `Usage` for the extension of another format, and for an existing file without a known extension.
    pub fn of(output: Option<&str>) -> Result<Self, IoError> {
        let Some(output) = output.filter(|output| *output != "-") else {
            return Ok(Self::Stdout);
        };
        let path = PathBuf::from(output);
        if output.is_empty() {
            return Err(IoError::usage(
                "the output is empty; expected a directory, or a file ending in `.jsonl`",
            ));
        }
        if path.is_dir() || output.ends_with(['/', std::path::MAIN_SEPARATOR]) {
            return Ok(Self::Directory(path));
        }
        let lower = output.to_ascii_lowercase();
        if let Some((_, compression)) = FILES.iter().find(|(extension, _)| lower.ends_with(extension)) {
            return Ok(Self::File { path, compression: *compression });
        }
        if is_device(&path) {
            return Ok(Self::File { path, compression: Compression::None });
        }
        refuse_other_formats(output, &path)?;
        if path.exists() {
            return Err(IoError::usage(format!(
                "output `{output}` is a file; expected a directory, or a file ending in `.jsonl`, `.jsonl.gz` or `.jsonl.zst`"
            )));
        }
        Ok(Self::Directory(path))
    }
}

fn refuse_other_formats(output: &str, path: &Path) -> Result<(), IoError> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let Some(extension) = extension.filter(|extension| OTHER_FORMATS.contains(&extension.as_str())) else {
        return Ok(());
    };
    Err(IoError::usage(format!(
        "output `{output}` ends in `.{extension}`, which cannot be written; expected `.jsonl`, `.jsonl.gz`, \
         `.jsonl.zst`, or a directory (`{output}/`)"
    )))
}

/// Whether the path is neither a file nor a directory, such as `/dev/null` or a named pipe.
pub(crate) fn is_device(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_o_means() {
        let folder = tempfile::tempdir().unwrap();
        let in_folder = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        assert_eq!(Target::of(None).unwrap(), Target::Stdout);
        assert_eq!(Target::of(Some("-")).unwrap(), Target::Stdout);
        for name in ["out", "out/", "out.csv/", "run-v1.2", "out.d"] {
            assert!(matches!(Target::of(Some(&in_folder(name))).unwrap(), Target::Directory(_)), "{name}");
        }
        for (name, expected) in [
            ("a.jsonl", Compression::None),
            ("a.JSONL.gz", Compression::Gzip),
            ("a.jsonl.zst", Compression::Zstd),
        ] {
            let path = in_folder(name);
            let target = Target::File { path: path.clone().into(), compression: expected };
            assert_eq!(Target::of(Some(&path)).unwrap(), target);
        }
        std::fs::create_dir(in_folder("x.jsonl")).unwrap();
        assert!(matches!(Target::of(Some(&in_folder("x.jsonl"))).unwrap(), Target::Directory(_)));
    }

    #[test]
    fn what_cannot_be_written() {
        assert_eq!(
            Target::of(Some("no-such/out.csv")).unwrap_err().to_string(),
            "output `no-such/out.csv` ends in `.csv`, which cannot be written; expected `.jsonl`, `.jsonl.gz`, \
             `.jsonl.zst`, or a directory (`no-such/out.csv/`)"
        );
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("notes");
        std::fs::write(&file, "x").unwrap();
        let error = Target::of(Some(&file.to_string_lossy())).unwrap_err().to_string();
        assert!(error.contains("notes` is a file; expected a directory"), "{error}");
    }
}
