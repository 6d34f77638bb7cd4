//! Walks a directory in sorted order.
//!
//! Hidden files are skipped, `.ignore` files are honoured, `.gitignore` files are not: what a repository ignores
//! is often just where the data lies. Symbolic links are followed; a link that leads back to its own parent is
//! skipped. A directory that cannot be read becomes an entry with a problem, so that it ends in quarantine.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::{Walk, WalkBuilder};

/// One file found, or one place that could not be read.
#[derive(Debug)]
pub(crate) struct Found {
    /// Relative to the directory walked.
    pub(crate) rel: PathBuf,
    pub(crate) problem: Option<String>,
}

/// Every file below `dir` in sorted order.
pub(crate) fn directory(dir: &Path) -> impl Iterator<Item = Found> + '_ {
    walker(dir).filter_map(|entry| found(dir, entry))
}

/// Every file below `dir` that the glob matches, or that lies below a directory which it matches.
pub(crate) fn matching(dir: &Path, glob: GlobMatcher) -> impl Iterator<Item = Found> + '_ {
    directory(dir).filter(move |found| {
        found.rel.ancestors().filter(|path| !path.as_os_str().is_empty()).any(|path| glob.is_match(path))
    })
}

/// A glob in which `*` stays within a directory and `**` does not.
pub(crate) fn glob(pattern: &str) -> Result<GlobMatcher, String> {
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
    glob.map(|glob| glob.compile_matcher()).map_err(|error| error.kind().to_string())
}

/// Splits a pattern where its first special part begins: `news/2021/*.txt` → (`news/2021`, `*.txt`).
pub(crate) fn split_glob(pattern: &str) -> Option<(PathBuf, String)> {
    let special = pattern.find(['*', '?', '[', '{'])?;
    Some(match pattern[..special].rfind('/') {
        Some(0) => (PathBuf::from("/"), pattern[1..].to_owned()),
        Some(slash) => (PathBuf::from(&pattern[..slash]), pattern[slash + 1..].to_owned()),
        None => (PathBuf::from("."), pattern.to_owned()),
    })
}

fn walker(dir: &Path) -> Walk {
    WalkBuilder::new(dir)
        .hidden(true)
        .ignore(true)
        .parents(false)
        .git_ignore(false)
        .git_global(false)
        .git_exclude(false)
        .follow_links(true)
        .sort_by_file_name(Ord::cmp)
        .build()
}

fn found(dir: &Path, entry: Result<ignore::DirEntry, ignore::Error>) -> Option<Found> {
    match entry {
        Ok(entry) => {
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            is_file.then(|| Found { rel: relative(dir, entry.path()), problem: None })
        }
        Err(error) => problem(dir, &error),
    }
}

fn problem(dir: &Path, error: &ignore::Error) -> Option<Found> {
    match error {
        ignore::Error::Loop { .. } => None,
        ignore::Error::WithDepth { err, .. } => problem(dir, err),
        ignore::Error::WithPath { path, err } => {
            if matches!(**err, ignore::Error::Loop { .. }) {
                return None;
            }
            Some(Found { rel: relative(dir, path), problem: Some(text_of(err)) })
        }
        other => Some(Found { rel: PathBuf::from("?"), problem: Some(text_of(other)) }),
    }
}

/// Without the path, which may be an absolute one.
fn text_of(error: &ignore::Error) -> String {
    let text = error.io_error().map_or_else(|| error.to_string(), crate::error::os_text);
    format!("cannot be read: {text}")
}

fn relative(dir: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(dir).unwrap_or(path).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_split_at_their_first_special_part() {
        let check = |pattern: &str, dir: &str, rest: &str| {
            assert_eq!(split_glob(pattern), Some((PathBuf::from(dir), rest.to_owned())));
        };
        check("news/2021/*.txt", "news/2021", "*.txt");
        check("news/20*/a.txt", "news", "20*/a.txt");
        check("*.txt", ".", "*.txt");
        check("/*.txt", "/", "*.txt");
        assert_eq!(split_glob("news/a.txt"), None);
    }
}
