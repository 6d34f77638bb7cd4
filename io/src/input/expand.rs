//! INPUT arguments to a list of files: files, directories, globs and `-` (standard input). Of a directory that an
//! earlier run was written to, only the records are read.
//!
//! ```no_run
//! use chaffinch_io::{InputConfig, Inputs};
//! let inputs = Inputs::expand(&["articles/", "extra/*.jsonl.gz"], None)?;
//! println!("{} files, {} bytes", inputs.len(), inputs.bytes());
//! # Ok::<(), chaffinch_io::IoError>(())
//! ```
//!
//! The list costs a few dozen bytes and the file's name for each file; everything else about a file is looked up
//! when its turn comes.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::item::Source;
use super::{ids, names, walk};
use crate::error::{ErrorKind, IoError};
use crate::sink::parts;

/// The files of a run, in the order in which they are read.
#[derive(Debug)]
pub struct Inputs {
    roots: Vec<Root>,
    files: Vec<File>,
    /// Looked up once, when first asked for.
    sizes: OnceLock<Vec<Option<u64>>>,
}

/// One INPUT.
#[derive(Debug)]
struct Root {
    given: String,
    /// What the files' paths are relative to; `None` for standard input.
    dir: Option<PathBuf>,
    /// `NAME/` where there are several INPUTs, else empty.
    prefix: String,
}

#[derive(Debug)]
struct File {
    root: u32,
    keeps_extension: bool,
    rel: Box<Path>,
    problem: Option<Box<str>>,
}

/// What the manifest says of one INPUT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InputSummary {
    pub(crate) name: String,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

impl Inputs {
    /// Lists the files of these INPUTs. Relative ones start at `base` (a config's own `paths`), else at the
    /// current directory.
    ///
    /// # Errors
    /// `NotFound` when an INPUT does not exist, a glob matches nothing, or no file is found at all; `Usage` for a
    /// malformed glob and for `-` given twice.
    pub fn expand<S: AsRef<str>>(inputs: &[S], base: Option<&Path>) -> Result<Self, IoError> {
        let mut list = Self { roots: Vec::new(), files: Vec::new(), sizes: OnceLock::new() };
        let mut named = Vec::new();
        for input in inputs {
            named.push(list.add(input.as_ref(), base)?);
        }
        if list.files.is_empty() {
            let given: Vec<String> = inputs.iter().map(|input| format!("`{}`", input.as_ref())).collect();
            let message =
                format!("no input found in {}; hidden and ignored files are not read", given.join(", "));
            return Err(IoError::new(ErrorKind::NotFound, message));
        }
        list.name(&named);
        Ok(list)
    }

    /// How many files there are (JSON Lines files hold more than one document).
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file; never true of a list that [`Inputs::expand`] returned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The size of all files as they lie on disk, in bytes. Looks at every file; standard input counts 0.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        (0..self.files.len()).filter_map(|at| self.size(at)).sum()
    }

    /// Whether one of the INPUTs is standard input, which cannot be read twice.
    #[must_use]
    pub fn reads_stdin(&self) -> bool {
        self.roots.iter().any(|root| root.dir.is_none())
    }

    /// SHA-256 over the names, relative paths and sizes of all files, in hexadecimal: it changes when a file is
    /// added, taken away or renamed, or changes its size. `--resume` compares it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for (at, file) in self.files.iter().enumerate() {
            hash.update(self.roots[file.root as usize].prefix.as_bytes());
            hash.update(ids::slashed(&file.rel).as_bytes());
            hash.update(format!("\0{}\n", self.size(at).map_or(-1, i128::from)).as_bytes());
        }
        crate::sink::hash::hex(&hash.finalize())
    }

    /// The INPUTs as they were given, for the manifest's `run` part.
    pub(crate) fn given(&self) -> impl Iterator<Item = &str> {
        self.roots.iter().map(|root| root.given.as_str())
    }

    pub(crate) fn summaries(&self) -> Vec<InputSummary> {
        let empty = |name| InputSummary { name, files: 0, bytes: 0 };
        let paths: Vec<PathBuf> = self.roots.iter().map(|root| PathBuf::from(&root.given)).collect();
        let mut all: Vec<InputSummary> = names::distinct(&paths).into_iter().map(empty).collect();
        for (at, file) in self.files.iter().enumerate() {
            let summary = &mut all[file.root as usize];
            summary.files += 1;
            summary.bytes += self.size(at).unwrap_or(0);
        }
        all
    }

    /// Where file number `at` is and what it is called.
    pub(crate) fn source(&self, at: usize) -> Option<Source> {
        let file = self.files.get(at)?;
        let root = &self.roots[file.root as usize];
        let Some(dir) = &root.dir else {
            return Some(Source {
                id: format!("{}stdin", root.prefix),
                path: None,
                file: None,
                problem: None,
            });
        };
        let path = ids::slashed(&file.rel);
        let own = if file.keeps_extension { &path } else { ids::stem(&path) };
        Some(Source {
            id: format!("{}{own}", root.prefix),
            file: Some(dir.join(&file.rel)),
            problem: file.problem.as_deref().map(str::to_owned),
            path: Some(path),
        })
    }

    fn size(&self, at: usize) -> Option<u64> {
        let sizes = self.sizes.get_or_init(|| self.files.iter().map(|file| self.look_up(file)).collect());
        sizes[at]
    }

    fn look_up(&self, file: &File) -> Option<u64> {
        let dir = self.roots[file.root as usize].dir.as_ref()?;
        std::fs::metadata(dir.join(&file.rel)).ok().map(|data| data.len())
    }

    /// Adds one INPUT's files; returns the path that names it.
    fn add(&mut self, input: &str, base: Option<&Path>) -> Result<PathBuf, IoError> {
        if input == "-" {
            return self.add_stdin();
        }
        let path = base.map_or_else(|| PathBuf::from(input), |base| base.join(input));
        if path.is_dir() {
            self.add_root(input, Some(path.clone()));
            let is_run = is_run(&path);
            self.extend(walk::directory(&path).filter(|found| !is_run || is_part(&found.rel)));
            return Ok(path);
        }
        if path.exists() {
            return Ok(self.add_file(input, &path));
        }
        self.add_glob(input, &path)
    }

    fn add_stdin(&mut self) -> Result<PathBuf, IoError> {
        if self.reads_stdin() {
            return Err(IoError::usage("`-` (standard input) is given twice; it can be read only once"));
        }
        self.add_root("-", None);
        self.extend(std::iter::once(walk::Found { rel: PathBuf::from("-"), problem: None }));
        Ok(PathBuf::from("stdin"))
    }

    fn add_file(&mut self, input: &str, path: &Path) -> PathBuf {
        let dir = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let name = path.file_name().map_or_else(|| path.to_path_buf(), PathBuf::from);
        self.add_root(input, Some(dir));
        self.extend(std::iter::once(walk::Found { rel: name, problem: None }));
        path.to_path_buf()
    }

    fn add_glob(&mut self, input: &str, path: &Path) -> Result<PathBuf, IoError> {
        let not_found = |what: &str| IoError::new(ErrorKind::NotFound, format!("input `{input}` {what}"));
        let Some((dir, pattern)) = walk::split_glob(&path.to_string_lossy()) else {
            return Err(not_found("does not exist; expected a file, a directory, a glob or `-`"));
        };
        let glob = walk::glob(&pattern)
            .map_err(|error| IoError::usage(format!("input `{input}` is not a valid glob: {error}")))?;
        let before = self.files.len();
        self.add_root(input, Some(dir.clone()));
        if dir.is_dir() {
            self.extend(walk::matching(&dir, glob));
        }
        if self.files.len() == before {
            return Err(not_found("matches no file; `*` stays within a directory, `**` does not"));
        }
        Ok(dir)
    }

    fn add_root(&mut self, given: &str, dir: Option<PathBuf>) {
        self.roots.push(Root { given: given.to_owned(), dir, prefix: String::new() });
    }

    fn extend(&mut self, found: impl Iterator<Item = walk::Found>) {
        let root = u32::try_from(self.roots.len() - 1).unwrap_or(u32::MAX);
        self.files.extend(found.map(|found| File {
            root,
            keeps_extension: false,
            rel: found.rel.into_boxed_path(),
            problem: found.problem.map(String::into_boxed_str),
        }));
    }

    /// Gives every file the id that its place among the others allows.
    fn name(&mut self, named: &[PathBuf]) {
        if self.roots.len() > 1 {
            for ((root, name), path) in self.roots.iter_mut().zip(names::distinct(named)).zip(named) {
                // A file given by name is its own INPUT: its name is its id, so only the parts above it are left.
                let end =
                    if root.is_single(path) { name.rfind('/').map_or(0, |at| at + 1) } else { name.len() };
                root.prefix = if end == name.len() { format!("{name}/") } else { name[..end].to_owned() };
            }
        }
        let keep = ids::collisions(self.files.iter().map(|file| self.place(file, named)));
        for (file, keep) in self.files.iter_mut().zip(keep) {
            file.keeps_extension = keep;
        }
    }

    /// The namespace in which a file's id must be its own, and its path there. All files given by name share one.
    fn place(&self, file: &File, named: &[PathBuf]) -> (u32, String) {
        let root = &self.roots[file.root as usize];
        let namespace = if root.is_single(&named[file.root as usize]) { u32::MAX } else { file.root };
        (namespace, format!("{}{}", root.prefix, ids::slashed(&file.rel)))
    }
}

/// Whether a directory is one that a run was written to: then only its records are read.
fn is_run(dir: &Path) -> bool {
    dir.join("manifest.json").is_file() && dir.join("part-00000.jsonl").is_file()
}

fn is_part(rel: &Path) -> bool {
    rel.to_str().is_some_and(|name| parts::number(name).is_some())
}

impl Root {
    /// Whether this INPUT is one file given by its name, or standard input.
    fn is_single(&self, named: &Path) -> bool {
        self.dir.as_ref().is_none_or(|dir| dir != named)
    }
}

#[cfg(test)]
#[path = "expand_tests.rs"]
mod tests;
