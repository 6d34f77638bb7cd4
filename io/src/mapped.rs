//! Files mapped into memory, for models and gazetteers that are used in place: opening one costs the same at a megabyte and at
//! a gigabyte, and processes that use the same file share its pages.
//!
//! The only file outside `plugins/` that holds `unsafe` (ADR 16).
#![allow(unsafe_code)]

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Smaller files are read: a page of their own would cost as much, and nobody can change them under us.
const SMALL: u64 = 64 * 1024;

/// The bytes of a file, mapped if it is large. The file must not be written in place while it is mapped; replacing it (writing
/// beside it, then renaming) is fine, and what `chaffinch train` does.
///
/// # Errors
/// When the file cannot be opened, mapped or read; a folder is refused as such.
pub fn map(path: &Path) -> io::Result<Arc<dyn AsRef<[u8]> + Send + Sync>> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // pipes and the like have no length and cannot be mapped
    if !about.is_file() || about.len() < SMALL {
        return Ok(Arc::new(std::fs::read(path)?));
    }
    // SAFETY: the mapping is read-only and private, and its length is the file's at this moment, so every access within
    // the slice is to a page of the file. What Rust asks beyond that, that the bytes do not change while the slice
    // lives, no program can make sure of alone: another may write or cut the file. The contract above excludes it, as
    // every program does that maps its libraries. Should it be broken all the same, readers of these bytes still stay in bounds: they
    // treat every number and string in them as untrusted (`chaffinch-model` checks ranges when it opens a file, the
    // gazetteer checks each index when it follows it), and a page cut off ends the process with SIGBUS, not with
    // wrong output.
    let map = unsafe { memmap2::Mmap::map(&file)? };
    Ok(Arc::new(map))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(len: usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.bin");
        let bytes: Vec<u8> = (0..len).map(|i| u8::try_from(i % 251).unwrap()).collect();
        std::fs::write(&path, &bytes).unwrap();
        let mapped = map(&path).unwrap();
        assert_eq!((*mapped).as_ref(), bytes);
        // a file that is replaced stays as it was for who holds it
        std::fs::write(folder.path().join("y.bin"), b"new").unwrap();
        std::fs::rename(folder.path().join("y.bin"), &path).unwrap();
        assert_eq!((*mapped).as_ref(), bytes);
    }

    #[test]
    fn bytes_are_those_of_the_file() {
        check(0);
        check(1000);
        check(70_000);
    }

    #[test]
    fn refusals() {
        let folder = tempfile::tempdir().unwrap();
        let kind = |path: &Path| map(path).map(|_| ()).unwrap_err().kind();
        assert_eq!(kind(folder.path()), io::ErrorKind::IsADirectory);
        assert_eq!(kind(&folder.path().join("none")), io::ErrorKind::NotFound);
    }
}
