//! Gazetteers: lists of names and actors in, the file that the stage `entities` uses in place out. Nothing is learned: the
//! compiler is the stage's own ([`chaffinch_entities::gazetteer`]).

use crate::{ErrorKind, TrainError, Trained};
use chaffinch_entities::gazetteer::{self, Source};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Compiles sources in their order of precedence: `.toml` files list actors, others names.
///
/// # Errors
/// `Usage` without a source, `NotFound` and `Io` for a file that cannot be read, `Data` for a line or an actor that cannot be
/// used; the message names it.
pub fn compile(sources: &[PathBuf]) -> Result<Trained, TrainError> {
    if sources.is_empty() {
        return Err(TrainError::new(ErrorKind::Usage, "no source to compile: no file was named"));
    }
    let sources: Vec<Source> = sources.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let made = gazetteer::compile(&sources).map_err(|e| TrainError::new(ErrorKind::Data, e.to_string()))?;
    Ok(Trained { file: made.file, facts: made.facts })
}

fn read(path: &Path) -> Result<Source, TrainError> {
    let bytes = fs::read(path).map_err(|e| {
        let kind = if e.kind() == io::ErrorKind::NotFound { ErrorKind::NotFound } else { ErrorKind::Io };
        TrainError::new(kind, format!("cannot read the source `{}`: {e}", path.display()))
    })?;
    Ok(Source { path: path.to_string_lossy().into_owned(), bytes })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_same_sources_give_the_same_bytes_and_bad_ones_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            path
        };
        let actors = put(
            "own.toml",
            b"[[actor]]\nid = \"acme\"\nname = \"Acme\"\nlabel = \"ORG\"\nactor = \"acme\"\n",
        );
        let names = put("own-names.txt", b"@first\nomar\n@place\nNew Acme\n");
        let sources = [actors.clone(), names];
        let made = compile(&sources).unwrap();
        assert_eq!(made.file, compile(&sources).unwrap().file);
        let fact = |name: &str| made.facts.iter().find(|f| f.0 == name).map(|f| f.1.as_str());
        assert_eq!(fact("sources, in order of precedence"), Some("own, own-names"));
        assert_eq!(fact("names"), Some("2"));

        let refused = |sources: &[PathBuf]| compile(sources).map(|_| ()).unwrap_err();
        assert_eq!(refused(&[]).kind(), ErrorKind::Usage);
        let gone = refused(&[folder.path().join("none.txt")]);
        assert_eq!(gone.kind(), ErrorKind::NotFound);
        let bad = refused(&[actors, put("bad.txt", b"@org\nok\n\xff\n")]);
        assert_eq!(bad.kind(), ErrorKind::Data);
        assert!(
            bad.to_string().ends_with("bad.txt`, line 3: byte 1 is not UTF-8; save the file as UTF-8"),
            "{bad}"
        );
    }
}
