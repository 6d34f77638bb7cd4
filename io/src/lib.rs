//! Sources and sinks of chaffinch: from files of any kind to documents, and from documents to records.
//!
//! ```text
//! INPUT… ── Inputs ── Reader ── RawItem ──────────────────────── Finished ── Sink
//!           (list)   (1 thread)    │ decode · process · encode │   (1 thread, in order)
//!                                  └────── any thread ─────────┘
//! ```
//!
//! - [`Inputs::expand`] turns files, directories, globs and `-` into a sorted list of files with ids.
//! - [`Reader`] yields a cheap [`RawItem`] for each document; [`RawItem::decode`] makes a document of it.
//! - [`encode`] writes a document as a line of record v1.
//! - [`run_one`] does all that for one item; [`Sink`] takes what became of it.
//!
//! What is wrong with one document becomes a [`Quarantine`]; what stops the run is an [`IoError`].
//!
//! **Invariants.** Nothing here depends on the number of threads. Memory is bounded by the documents in flight, and
//! by a few dozen bytes for each *file*. JSON strings are never decoded twice. An output that has its final name is
//! complete.

mod config;
mod decode;
mod error;
mod input;
mod mapped;
mod offsets;
mod quarantine;
mod read;
mod record;
mod run;
mod sink;

pub use config::{InputConfig, InputFormat, OutputConfig, OutputFormat};
pub use error::{ErrorKind, IoError};
pub use input::{Inputs, Origin, Position, RawItem, Reader, open_decompressed};
pub use mapped::map;
pub use offsets::{Offsets, Unit};
pub use quarantine::{INPUT_STAGE, OUTPUT_STAGE, Quarantine};
pub use read::ReadContext;
pub use record::encode::{EncodeError, WriteOptions, encode};
pub use record::read::Decoded;
pub use record::schema::Schema;
pub use run::{Ended, Finished, run_batch, run_one};
pub use sink::hash::sha256;
pub use sink::target::Compression;
pub use sink::verify::verify;
pub use sink::{Counts, Library, Mode, RunInfo, RunOptions, Sink, Start, Summary, Target};
