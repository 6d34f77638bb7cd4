//! The stage `entities`: who and what a text names, with canonical ids and the side each speaks for.
//!
//! ```text
//! tokenise ─ survey (sentence starts, headlines) ─ spot (gazetteers, titles, heads, judgement)
//!          ─ acronyms ─ resolve (who is who in this document) ─ side (who speaks for whom) ─ metonyms
//!          ─ nominal (*the prime minister*)
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
//! | `person.rs`, `spelling.rs`, `orgs.rs` | the forms of a name |
//! | `firm.rs`, `again.rs` | what the document shows of a name: that it is a company’s, that it stands again |
//! | `ministry.rs` | whose ministry it is |
//! | `side.rs`, `metonym.rs` | whom a mention speaks for |
//! | `roles.rs`, `office.rs` | who holds which office on which day |
//! | `nominal.rs` | descriptions: *the prime minister*, *the ministry* |
//!
//! Invariants: the recogniser uses no regular expression and does not backtrack over the document; it runs in time linear in
//! the text; no rule names a document.

mod acronym;
mod actors;
mod again;
mod class;
mod config;
mod firm;
mod flags;
mod fold;
pub mod gazetteer;
mod hashed;
mod heads;
mod judge;
mod lexicon;
mod metonym;
mod ministry;
mod nominal;
mod office;
mod orgs;
mod page;
mod person;
mod phrases;
mod recogniser;
mod resolve;
mod roles;
mod side;
mod spelling;
mod spot;
mod stage;
mod tagger;
mod token;
mod words;

pub mod training;

pub use config::{Embedded, Entities, EntityLabel, Mentions, Metonyms};
