//! What must hold whatever the input: the invariants of the fuzz targets, as functions.
//!
//! Each function takes an input of its target and says which invariant broke. The targets in `fuzz/fuzz_targets`
//! call them with what the fuzzer thinks of; `tests/corpus.rs` replays the kept corpus through them on a stable
//! toolchain, so that a finding stays found.
//!
//! ```
//! chaffinch_checks::clean_html("<p>The bridge fell.<p>Nobody was hurt in it.")?;
//! # Ok::<(), String>(())
//! ```
//!
//! [`worst`] makes the inputs that hurt: nests, floods, and everything unclosed.

mod clean;
mod config;
mod files;
mod pack;
mod pipeline;
mod record;
mod round_trip;
mod sound;
mod subject;
pub mod worst;

pub use clean::{clean_bytes, clean_html, clean_text};
pub use config::config;
pub use pack::rule_pack;
pub use pipeline::pipeline;
pub use record::record;
pub use subject::{Syntax, cleaner};

/// What broke, on what, and what was found.
pub type Broken = String;

/// A check of any bytes.
pub type Check = fn(&[u8]) -> Result<(), Broken>;

/// Every target by its name. Targets that take text take bytes up to the first that are none, as the fuzzer does.
pub const TARGETS: &[(&str, Check)] = &[
    ("clean_html", |bytes| text(bytes, clean_html)),
    ("clean_text", |bytes| text(bytes, clean_text)),
    ("clean_bytes", clean_bytes),
    ("rule_pack", |bytes| text(bytes, rule_pack)),
    ("config", |bytes| text(bytes, config)),
    ("record", record),
    ("pipeline", |bytes| text(bytes, pipeline)),
];

fn text(bytes: &[u8], check: fn(&str) -> Result<(), Broken>) -> Result<(), Broken> {
    check(bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid()))
}
