//! The stage `entities`: who and what a text names, with canonical ids and the side each speaks for.
//!
//! ```text
//! tokenise ─ survey (sentence starts, headlines) ─ spot (gazetteers, titles, heads, judgement)
//!          ─ acronyms ─ resolve (who is who in this document) ─ side (who speaks for whom) ─ metonyms
//! ```
//!
//! One file, one concern:
//!
//! | file | concern |
//! |---|---|
//! | [`Entities`] (`config.rs`) | options, building |
//! | `stage.rs` | layers in and out |
//! | `token.rs`, `fold.rs` | cutting the text, one key for all spellings of a word |
//! | `flags.rs`, `words.rs`, `lexicon.rs` | what is known of words |
//! | `actors.rs`, [`gazetteer`] | gazetteers: reading and compiling |
//! | `phrases.rs` | gazetteers: matching |
//! | `page.rs` | where a capital proves little |
//! | `spot.rs`, `heads.rs`, `judge.rs` | from capitalised runs to candidates |
//! | `acronym.rs`, `resolve.rs` | within the document |
//! | `side.rs`, `metonym.rs` | whom a mention speaks for |
//!
//! Invariants: the recogniser uses no regular expression and does not backtrack over the document; it runs in time linear in
//! the text; no rule names a document.

mod acronym;
mod actors;
mod class;
mod config;
mod flags;
mod fold;
pub mod gazetteer;
mod heads;
mod judge;
mod lexicon;
mod metonym;
mod page;
mod phrases;
mod recogniser;
mod resolve;
mod side;
mod spot;
mod stage;
mod token;
mod words;

pub use config::{Embedded, Entities, EntityLabel, Metonyms};
