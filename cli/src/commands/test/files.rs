//! Which files are to be tested, and what they are.

use super::one;
use crate::failure::{Exit, Failure};
use chaffinch_stages::packs::PackKind;
use pipeline_core::config::{Node, Sources};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A file to be tested.
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Whether it was named, rather than found in a folder.
    pub(super) named: bool,
}

/// What a TOML file is.
pub(super) enum What {
    Configuration,
    Pack(PackKind),
    Neither,
}

/// The files that `paths` name, and the `.toml` files in and below the folders that they name.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<Found>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        if !path.exists() {
            let message = format!(
                "`{}` not found; name a configuration, a rule pack, or a folder of them",
                path.display()
            );
            return Err(Failure::new(Exit::NoInput, message));
        }
        if !path.is_dir() {
            all.push(Found { path: path.clone(), named: true });
            continue;
        }
        let mut below = Vec::new();
        walk(path, &mut below)?;
        if below.is_empty() {
            let message = format!("no `.toml` file in `{}`", path.display());
            return Err(Failure::new(Exit::NoInput, message));
        }
        below.sort();
        all.extend(below.into_iter().map(|path| Found { path, named: false }));
    }
    Ok(all)
}

/// Folders that are links are left out, and so are hidden ones.
fn walk(folder: &Path, out: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |e| Failure::new(Exit::Io, format!("cannot list `{}`: {e}", folder.display()));
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if entry.file_type().map_err(failed)?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") && path.is_file() {
                out.push(path);
            }
        }
    }
    Ok(())
}

pub(super) fn read(path: &Path) -> Result<String, Failure> {
    let name = path.display();
    std::fs::read_to_string(path).map_err(|e| match e.kind() {
        ErrorKind::InvalidData => Failure::new(
            Exit::Config,
            format!("`{name}` is not UTF-8 text; expected a configuration or a rule pack in TOML"),
        ),
        _ => Failure::new(Exit::Io, format!("cannot read `{name}`: {e}")),
    })
}

/// What the file is, by its keys.
pub(super) fn what(name: &str, text: &str) -> Result<What, Failure> {
    let mut sources = Sources::default();
    let source = sources.add(name, text);
    let root = Node::parse(text, source).map_err(|finding| one(&sources, finding))?;
    let keys = || root.entries().iter().map(|(key, _)| key.name.as_str());
    if let Some(kind) = PackKind::of_keys(keys()) {
        return Ok(What::Pack(kind));
    }
    let ours = ["stage", "pipeline", "input", "output", "plugins"];
    Ok(if keys().any(|k| ours.contains(&k)) { What::Configuration } else { What::Neither })
}

pub(super) fn neither(name: &str) -> Failure {
    let message = format!(
        "`{name}` is neither a configuration, which has `[[stage]]`, nor a rule pack, which has `[pack]` and `[[rule]]` (`[cues]` for `quotes`, `[[class]]` for `stance`)"
    );
    Failure::new(Exit::Config, message)
}
