//! Write stage plugins for chaffinch in Rust.
//!
//! A plugin is a shared library with one or more stages. A stage declares what it reads and
//! writes ([`Spec`]), checks its options once ([`Stage::create`]) and then meets one document
//! after the other ([`Stage::process`]). `chaffinch plugin new NAME --lang rust` writes a whole
//! crate; this is one stage of it:
//!
//! ```
//! use chaffinch_plugin::{Attr, Create, Doc, Error, Label, Layer, Spec, Stage, Type, Verdict};
//! use schemars::JsonSchema;
//! use serde::{Deserialize, Serialize};
//!
//! /// The options.
//! #[derive(Deserialize, Serialize, JsonSchema)]
//! #[serde(default, deny_unknown_fields)]
//! struct Options {
//!     /// Letters that a word has at least.
//!     min_letters: usize,
//! }
//!
//! impl Default for Options {
//!     fn default() -> Self {
//!         Self { min_letters: 2 }
//!     }
//! }
//!
//! /// Marks words written in capitals.
//! struct Shout {
//!     label: Label,
//!     min_letters: usize,
//! }
//!
//! impl Stage for Shout {
//!     type Config = Options;
//!     type Worker = ();
//!
//!     const SPEC: Spec = Spec::new("shout", "words written in capitals").layers(&[
//!         Layer::read("tokens"),
//!         Layer::create("shouts", "words written in capitals")
//!             .labels(&["shout"])
//!             .attrs(&[Attr::new("letters", Type::I64)]),
//!     ]);
//!
//!     fn create(cx: &mut Create<'_>, options: Options) -> Result<Self, Error> {
//!         if options.min_letters == 0 {
//!             return Err(Error::config("/min_letters", "a word has at least 1 letter"));
//!         }
//!         Ok(Self { label: cx.label("shout")?, min_letters: options.min_letters })
//!     }
//!
//!     fn process(&self, doc: &mut Doc<'_>, _: &mut ()) -> Result<Verdict, Error> {
//!         let tokens = doc.layer("tokens")?;
//!         let mut shouts = doc.write("shouts")?;
//!         for (token, word) in tokens.iter() {
//!             let letters = word.chars().filter(|c| c.is_alphabetic()).count();
//!             if letters >= self.min_letters && !word.chars().any(char::is_lowercase) {
//!                 let row = shouts.push(token.range(), self.label);
//!                 shouts.set_i64(row, "letters", letters as i64);
//!             }
//!         }
//!         Ok(Verdict::Keep)
//!     }
//! }
//!
//! chaffinch_plugin::export_plugin! { id: "acme.shout", stages: [Shout] }
//!
//! # #[cfg(feature = "testing")] {
//! use chaffinch_plugin::testing::{Harness, json};
//!
//! let out = Harness::new::<Shout>(json!({})).text("NOBODY asked us, I said.").words("tokens").run();
//! assert_eq!(out.texts("shouts"), ["NOBODY"]);
//! # }
//! ```
//!
//! All `unsafe` code is in this crate: a plugin can say `#![forbid(unsafe_code)]`. A panic inside
//! a stage fails the document, not the run.
//!
//! Features: `testing` is a host in memory for `cargo test`; `tracing` sends events
//! of the `tracing` crate to the host's log; `linked` is for programs that link several plugins
//! in ([`export_plugin!`]).

#[cfg(panic = "abort")]
compile_error!("a plugin must catch its panics: set panic = \"unwind\" in the profiles of its Cargo.toml");

mod buffer;
mod call;
mod column;
mod create;
mod doc;
mod edits;
mod entry;
mod error;
mod export;
mod guard;
mod manifest;
mod running;
mod span;
mod spec;
mod stage;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "tracing")]
mod trace;
mod view;
mod write;

pub use call::Level;
pub use chaffinch_plugin_abi as abi;
pub use column::{BoolColumn, F64Column, I64Column, RefColumn, RefsColumn, SpanColumn, StrColumn};
pub use create::Create;
pub use doc::Doc;
pub use edits::Edits;
pub use error::Error;
pub use span::{Label, Run, Span};
pub use spec::{Attr, Layer, Mode, Spec, Table, Type};
pub use stage::{Fit, NoOptions, Stage, Verdict};
pub use view::LayerView;
pub use write::{LayerWriter, Row, TableWriter};

/// What [`export_plugin!`] expands to. Not for people.
#[doc(hidden)]
pub mod __private {
    pub use crate::entry::{Library, Module, Plugin, entry};
    pub use crate::running::Kind;
}
