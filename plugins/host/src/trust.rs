//! Which file a library is, and whether it may be loaded. Code of a library runs the moment it
//! is opened, so everything is looked at before.
//!
//! A library is looked for in the folders of `[plugins] dirs` and nowhere else: not in the working
//! directory, not on `PATH` or the linker's. Its real path, links followed, must lie in one of
//! them; neither the file nor its folder may be writable for everybody or belong to somebody
//! else; and its SHA-256 must be the one that the configuration pins. A pin is integrity, not a sandbox:
//! what is loaded may do whatever the user may.

use crate::config::LibraryConfig;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A library file that may be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trusted {
    /// Its real, absolute path.
    pub path: PathBuf,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    identity: Identity,
}

/// Why a library may not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The key of its `[[plugins.library]]` table to blame.
    pub key: &'static str,
    /// What was found.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Refused {
    fn new(key: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { key, message: message.into(), help: help.into() }
    }
}

/// What should be known, but does not keep a library from being loaded.
pub(crate) type Warning = String;

/// What tells a file from one that has taken its place.
type Identity = (u64, u64, u64, i64, i64);

/// Finds a library, looks at its file and hashes it.
///
/// `base` is the folder of the configuration. With `locked`, a library must be pinned and its file may not be
/// writable for a group.
///
/// # Errors
/// Why it may not be loaded.
pub fn trust(
    library: &LibraryConfig,
    dirs: &[String],
    base: &Path,
    locked: bool,
) -> Result<(Trusted, Vec<Warning>), Refused> {
    let path = find(library, dirs, base)?;
    let mut warnings = permissions(&path, locked)?;
    let mut file = File::open(&path).map_err(|e| unreadable(&path, &e))?;
    let identity = identity(&file).map_err(|e| unreadable(&path, &e))?;
    let sha256 = hash(&mut file).map_err(|e| unreadable(&path, &e))?;
    warnings.extend(pinned(library, &sha256, locked)?);
    Ok((Trusted { path, sha256, identity }, warnings))
}

impl Trusted {
    /// A file that was named by a person, on the command line of a tool.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn by_hand(path: &Path) -> std::io::Result<Self> {
        let path = path.canonicalize()?;
        let mut file = File::open(&path)?;
        let identity = identity(&file)?;
        let sha256 = hash(&mut file)?;
        Ok(Self { path, sha256, identity })
    }

    /// Whether the file is still the one that was looked at; asked after loading it.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        File::open(&self.path).and_then(|f| identity(&f)).is_ok_and(|now| now == self.identity)
    }
}

/// The SHA-256 of a file, in hexadecimal.
///
/// # Errors
/// When it cannot be read.
pub fn sha256_of(path: &Path) -> std::io::Result<String> {
    hash(&mut File::open(path)?)
}

/// The library's real path.
///
/// # Errors
/// When it is not a bare name, is in none of the folders, or leads out of them.
pub fn find(library: &LibraryConfig, dirs: &[String], base: &Path) -> Result<PathBuf, Refused> {
    let LibraryConfig { file, .. } = library;
    if Path::new(file).components().count() != 1 || file.contains(['/', '\\']) || file.starts_with('.') {
        let message = format!("`{file}` is not a bare file name");
        let help = "name the file alone, and its folder in `[plugins] dirs`";
        return Err(Refused::new("file", message, help));
    }
    if dirs.is_empty() {
        let help = "add `dirs = [\"…\"]` to `[plugins]`: the folders that libraries may come from";
        return Err(Refused::new("file", "there is no folder to look for libraries in", help));
    }
    let roots: Vec<PathBuf> = dirs.iter().filter_map(|d| base.join(d).canonicalize().ok()).collect();
    let names =
        [file.clone(), format!("{}{file}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)];
    let candidates = roots.iter().flat_map(|root| names.iter().map(move |name| root.join(name)));
    let Some(found) = candidates.into_iter().find(|c| c.is_file()) else {
        let looked: Vec<String> = dirs.iter().map(|d| format!("`{}`", base.join(d).display())).collect();
        let message = format!("library `{file}` not found; looked in {}", looked.join(", "));
        return Err(Refused::new("file", message, "build it, or correct `file` or `[plugins] dirs`"));
    };
    let real = found.canonicalize().map_err(|e| unreadable(&found, &e))?;
    if roots.iter().any(|root| real.starts_with(root)) {
        return Ok(real);
    }
    let message =
        format!("`{file}` is a link to `{}`, which lies in none of `[plugins] dirs`", real.display());
    Err(Refused::new("file", message, "add the folder it leads to, if you trust it"))
}

fn pinned(library: &LibraryConfig, found: &str, locked: bool) -> Result<Option<Warning>, Refused> {
    let name = &library.name;
    match &library.sha256 {
        Some(pin) if pin.eq_ignore_ascii_case(found) => Ok(None),
        Some(pin) => Err(Refused::new(
            "sha256",
            format!(
                "library `{name}` is not the one that was pinned: its SHA-256 is {found}, expected {pin}"
            ),
            "if you have built or installed it anew, pin it again: `chaffinch plugin pin CONFIG`",
        )),
        None if locked => Err(Refused::new(
            "file",
            format!("library `{name}` is not pinned, and `--locked` asks for pins"),
            format!("add `sha256 = \"{found}\"`; `chaffinch plugin pin CONFIG` does it"),
        )),
        None => Ok(Some(format!(
            "plugin library `{name}` is not pinned; to notice when it changes, add `sha256 = \"{found}\"` (`chaffinch plugin pin` does it)"
        ))),
    }
}

fn unreadable(path: &Path, e: &std::io::Error) -> Refused {
    Refused::new("file", format!("cannot read `{}`: {e}", path.display()), "make it readable for you")
}

fn hash(file: &mut File) -> std::io::Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n => hash.update(&buffer[..n]),
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(unix)]
fn identity(file: &File) -> std::io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    let data = file.metadata()?;
    Ok((data.dev(), data.ino(), data.size(), data.mtime(), data.mtime_nsec()))
}

#[cfg(not(unix))]
fn identity(file: &File) -> std::io::Result<Identity> {
    let data = file.metadata()?;
    let modified = data.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(modified.as_secs()).unwrap_or_default();
    Ok((0, 0, data.len(), seconds, i64::from(modified.subsec_nanos())))
}

/// The file and its folder belong to the user or to root, and nobody else can write them.
#[cfg(unix)]
fn permissions(path: &Path, locked: bool) -> Result<Vec<Warning>, Refused> {
    use std::os::unix::fs::MetadataExt;
    // SAFETY: `geteuid` has no conditions.
    let me = unsafe { libc::geteuid() };
    let mut warnings = Vec::new();
    for place in [Some(path), path.parent()].into_iter().flatten() {
        let data = std::fs::metadata(place).map_err(|e| unreadable(place, &e))?;
        let shown = place.display();
        if data.mode() & 0o002 != 0 {
            let message = format!("`{shown}` can be written by anybody, so its code could be anybody's");
            return Err(Refused::new("file", message, format!("take that away: `chmod o-w {shown}`")));
        }
        if data.uid() != 0 && data.uid() != me {
            let message = format!("`{shown}` belongs to another user (uid {})", data.uid());
            return Err(Refused::new("file", message, "copy it to a folder of your own"));
        }
        if data.mode() & 0o020 != 0 {
            let message = format!("`{shown}` can be written by its group");
            let help = format!("take that away: `chmod g-w {shown}`");
            if locked {
                return Err(Refused::new("file", format!("{message}, and `--locked` refuses that"), help));
            }
            warnings.push(format!("{message}; {help}"));
        }
    }
    Ok(warnings)
}

#[cfg(not(unix))]
fn permissions(_: &Path, _: bool) -> Result<Vec<Warning>, Refused> {
    Ok(Vec::new())
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("libs")).unwrap();
            let file = folder.path().join("libs/libacme.so");
            fs::write(&file, "x").unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
            fs::set_permissions(folder.path().join("libs"), fs::Permissions::from_mode(0o755)).unwrap();
            Self(folder)
        }

        fn trust(&self, library: &LibraryConfig, locked: bool) -> Result<(Trusted, Vec<Warning>), Refused> {
            trust(library, &["libs".to_owned()], self.0.path(), locked)
        }

        fn mode(&self, place: &str, mode: u32) {
            fs::set_permissions(self.0.path().join(place), fs::Permissions::from_mode(mode)).unwrap();
        }
    }

    const X: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

    fn library(file: &str, pin: Option<&str>) -> LibraryConfig {
        LibraryConfig { name: "acme".into(), file: file.into(), sha256: pin.map(str::to_owned) }
    }

    #[track_caller]
    fn refused(result: Result<(Trusted, Vec<Warning>), Refused>, wanted: &str) {
        let message = result.unwrap_err().message;
        assert!(message.contains(wanted), "{message}");
    }

    #[test]
    fn a_pinned_library_is_found_by_its_bare_or_whole_name() {
        let folder = Folder::new();
        for file in ["libacme.so", "acme"] {
            let (trusted, warnings) = folder.trust(&library(file, Some(X)), true).unwrap();
            assert_eq!((trusted.sha256.as_str(), warnings.len()), (X, 0));
            assert!(trusted.is_unchanged());
        }
    }

    #[test]
    fn what_is_not_pinned_is_warned_about_or_refused() {
        let folder = Folder::new();
        let (_, warnings) = folder.trust(&library("acme", None), false).unwrap();
        assert!(warnings[0].contains(X), "{warnings:?}");
        refused(folder.trust(&library("acme", None), true), "is not pinned");
        refused(folder.trust(&library("acme", Some("00")), false), "is not the one that was pinned");
    }

    #[test]
    fn a_library_stays_in_the_folders() {
        let folder = Folder::new();
        refused(folder.trust(&library("../libs/libacme.so", None), false), "not a bare file name");
        refused(folder.trust(&library("libother.so", None), false), "not found; looked in");
        fs::write(folder.0.path().join("outside.so"), "x").unwrap();
        symlink(folder.0.path().join("outside.so"), folder.0.path().join("libs/liblink.so")).unwrap();
        refused(folder.trust(&library("liblink.so", None), false), "lies in none of `[plugins] dirs`");
        let no_dirs = trust(&library("acme", None), &[], folder.0.path(), false);
        refused(no_dirs, "no folder to look for libraries in");
    }

    #[test]
    fn what_others_can_write_is_refused() {
        let folder = Folder::new();
        folder.mode("libs/libacme.so", 0o666);
        refused(folder.trust(&library("acme", Some(X)), false), "can be written by anybody");
        folder.mode("libs/libacme.so", 0o664);
        let (_, warnings) = folder.trust(&library("acme", Some(X)), false).unwrap();
        assert!(warnings[0].contains("can be written by its group"), "{warnings:?}");
        refused(folder.trust(&library("acme", Some(X)), true), "`--locked` refuses that");
        folder.mode("libs/libacme.so", 0o644);
        folder.mode("libs", 0o777);
        refused(folder.trust(&library("acme", Some(X)), false), "can be written by anybody");
    }

    #[test]
    fn a_file_that_was_replaced_is_noticed() {
        let folder = Folder::new();
        let (trusted, _) = folder.trust(&library("acme", Some(X)), false).unwrap();
        fs::write(folder.0.path().join("libs/new"), "x").unwrap();
        fs::rename(folder.0.path().join("libs/new"), folder.0.path().join("libs/libacme.so")).unwrap();
        assert!(!trusted.is_unchanged());
    }
}
