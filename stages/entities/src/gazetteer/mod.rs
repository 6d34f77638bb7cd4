//! Compiled gazetteers: words and names in the form the recogniser reads, made once and used in place.
//!
//! ```text
//! names.txt ─┐                                  ┌ embedded in the binary
//! world.toml ┼ source ─ build ─ a model file ───┼ mapped from a file         ─ read ─ [`crate::phrases`]
//! own.toml  ─┘                                  └ in memory, for the options
//! ```
//!
//! | file | concern |
//! |---|---|
//! | `source.rs`, `line.rs` | text and TOML in, with errors that name the line |
//! | `policy.rs` | how strictly a section's names have to be written |
//! | `spelling.rs`, `families.rs` | the other spellings of a name |
//! | `build.rs` | the trie, the facts of words, the entries |
//! | `slots.rs` | hash tables in a section |
//! | `read.rs` | the same in place |
//!
//! A file is a [`chaffinch_model`] container of kind `gazetteer` with these sections (little-endian):
//!
//! | section | holds |
//! |---|---|
//! | `words` | hash slots: 48 bits of the word's hash, 16 bits of the index into `facts` |
//! | `facts` | sets of facts of words (`flags.rs`) |
//! | `edges` | hash slots: 36 bits of the hash of (state, word), 28 bits of the next state |
//! | `ends` | by state: where its readings begin; one more at the end |
//! | `readings` | entry (low half) and shape (high half), in order of precedence |
//! | `shapes` | how a name has to be written, by position of the word; its source |
//! | `entries` | name, id, side, metonym (offsets into `strings`), class and source |
//! | `strings` | length (two bytes) and UTF-8, each string once |
//! | `actors` | the actor lists as they were read, as JSON, for what is built from them whole |
//!
//! Invariants: opening reads the header, nothing else, so a million names open as fast as ten; every number in a file is followed
//! with a bounds check, so a damaged file gives wrong names at worst, never a panic; the same sources give the same bytes.

mod build;
mod families;
mod line;
mod policy;
mod read;
mod slots;
mod source;
mod spelling;

pub(crate) use build::{Builder, Kind};
pub(crate) use read::{Entry, Gazetteer, Origin, Words};

use crate::actors::Actor;
use std::fmt;

/// A source of a gazetteer: a text file of sections, or (`.toml`) a list of actors.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name; errors name it, and its stem names the source in the compiled file.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A compiled gazetteer.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The file, for the option `names` of the stage.
    pub file: Vec<u8>,
    /// What is in it, for its card: what, and how many.
    pub facts: Vec<(String, String)>,
}

/// Why sources cannot be compiled: file, line, what is wrong, what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GazetteerError(String);

impl fmt::Display for GazetteerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for GazetteerError {}

/// Compiles a gazetteer. Where two sources give a name the same spelling, the earlier source's meaning comes first; the others
/// are kept as further readings.
///
/// # Errors
/// The first line or actor that cannot be read, or sides that no source lists; more than 32 sources; more names than a file holds.
pub fn compile(sources: &[Source]) -> Result<Compiled, GazetteerError> {
    let mut builder = Builder::default();
    builder.classes();
    source::add_all(&mut builder, sources).map_err(GazetteerError)?;
    let facts = builder.facts();
    let file = builder.finish().map_err(GazetteerError)?;
    Ok(Compiled { file, facts })
}

/// Lists of actors from the stage's options, each with the name of its file.
///
/// # Errors
/// As [`compile`]; sides are not checked.
pub(crate) fn of_actors(lists: &[(String, Vec<Actor>)]) -> Result<Gazetteer, String> {
    let mut builder = Builder::default();
    for (number, (path, actors)) in lists.iter().enumerate() {
        builder.source(number.to_string(), Kind::Actors)?;
        source::add_actors(&mut builder, path, actors)?;
    }
    open(builder)
}

/// A list of names from the stage's options.
///
/// # Errors
/// As [`compile`].
pub(crate) fn of_names(list: &Source) -> Result<Gazetteer, String> {
    let mut builder = Builder::default();
    builder.source("names".to_owned(), Kind::Names)?;
    source::add_names(&mut builder, list)?;
    open(builder)
}

fn open(builder: Builder) -> Result<Gazetteer, String> {
    Gazetteer::open(builder.finish()?).map_err(|e| e.to_string())
}
