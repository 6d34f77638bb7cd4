//! The nouns that the stage crates share: the standard layers of record v1 as constants, typed
//! views over them, and simple stand-ins for layers that are not there.
//!
//! The stage crates never know each other; they meet here.

mod entities;
pub mod fallback;
mod pack_report;
mod quotes;
mod sentences;
mod specs;

pub use entities::{Entities, Entity};
pub use pack_report::{PackFailure, PackReport, Untested};
pub use quotes::{Quote, Quotes};
pub use sentences::{block_ranges, sentence_ranges, token_ranges};
pub use specs::{
    BLOCK_LABELS, BLOCKS, DROPPED, DROPPED_LABELS, ENTITIES, ENTITY_LABELS, HOLDERS, MENTIONS, PAIRS,
    QUOTE_LABELS, QUOTES, SENTENCES, STANCE_LABELS, STANCES, TARGETS, TOKENS,
};
