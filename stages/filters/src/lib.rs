//! The stages that judge a whole document: `langid` says in which language it is, `quality`
//! whether it reads like text at all. Both only measure and say so unless they are told to drop;
//! the reason then names what was found and what was wanted.
//!
//! ```text
//! text ── langid ── a sample → whatlang ── meta.language, layer `languages`, or dropped
//!      ── quality ── one scan → counts ── rules, each a measure and a threshold ── meta.quality, or dropped
//! ```
//!
//! Neither changes the text.

mod langid;
mod quality;

pub use langid::LangId;
pub use quality::{Action, Group, Quality, RULES, Rule, Sense};
