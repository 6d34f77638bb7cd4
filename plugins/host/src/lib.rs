//! The host side of stage plugins: finds libraries, looks at them before any of their code runs,
//! loads them, and turns what they offer into ordinary stages.
//!
//! ```text
//! [plugins] ─ trust.rs ─▶ file ─ module.rs ─▶ table + manifest.rs ─ kind.rs ─▶ StageKind
//!                                                                            │ build
//!   in this process: stage.rs ── document.rs (lend, take) ── api.rs (chf_host) ◀┤
//!   in another:      isolate/ (frames over a pipe; the same stage on the other side) ◀┘
//! ```
//!
//! All `unsafe` of the host is here. What keeps a plugin from corrupting a run: it reads through
//! pointers that are valid for one call; it writes through functions that check everything and
//! stage it in a [`Draft`](pipeline_core::Draft); a refused write fails the document; and
//! `watch.rs` and `crash.rs` name a plugin that never returns or brings the process down.

mod api;
mod call;
mod config;
mod crash;
mod document;
mod fit;
mod guard;
pub mod isolate;
mod kind;
mod libraries;
mod manifest;
mod module;
mod options;
mod stage;
mod trust;
mod watch;
mod write;

pub use chaffinch_plugin_abi::{HEADER, HEADER_CPP};
pub use config::{LibraryConfig, PluginsConfig};
pub use isolate::describe;
pub use kind::{ForeignKind, Host};
pub use libraries::{Loaded, Policy, load};
pub use manifest::{KindManifest, Manifest, Slot, is_name};
pub use module::{Module, entries, look_at};
pub use stage::{Checked, Memory, REFUSED_WRITE};
pub use trust::{Refused, Trusted, find, sha256_of, trust};

/// Where the host says what is not about one document.
pub trait Messages: Send + Sync {
    /// A line that a plugin logs; `level` is 1 (error) to 4 (debug), as in the C header.
    fn log(&self, level: i32, stage: &str, message: &str);

    /// Something that people should know.
    fn warning(&self, message: &str);

    /// A plugin does not return, so this process cannot go on: says so and ends it, with exit
    /// code 70.
    fn stuck(&self, message: &str);
}
