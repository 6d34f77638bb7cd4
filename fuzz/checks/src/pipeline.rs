//! The whole news pipeline.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use pipeline_core::Env;

use crate::subject::{Subject, plan};
use crate::{Broken, round_trip, sound};

const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config");

/// The files of `config/`.
struct ConfigFolder;

impl Env for ConfigFolder {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(Path::new(CONFIG).join(path)).map_err(|e| format!("cannot read `{path}`: {e}"))
    }
}

static NEWS: LazyLock<Subject> = LazyLock::new(|| {
    let toml = ConfigFolder.read("news.toml").map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Subject::built(toml.and_then(|toml| plan(&toml, &ConfigFolder)))
});

/// Any text through `config/news.toml`: the same twice, a sound document, and a record that can be read again.
///
/// # Errors
/// The first invariant that broke.
pub fn pipeline(text: &str) -> Result<(), Broken> {
    let doc = NEWS.run(NEWS.document(text)?)?;
    sound::cleaned(&doc)?;
    // One unit, by the length of the text: every unit has its turn.
    let unit = round_trip::UNITS[text.len() % round_trip::UNITS.len()];
    round_trip::check(&doc, None, &[unit], NEWS.pipeline.labels())
}
