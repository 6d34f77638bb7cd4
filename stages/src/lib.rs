//! The built-in stages: one list, from which `chaffinch stages`, the JSON Schema, the benches
//! and the laws are all derived. A new built-in stage is one file in its crate, and one line
//! here.

pub mod packs;

use chaffinch_clean::Clean;
use chaffinch_corpus::{Dedup, Templates};
use chaffinch_entities::Entities;
use chaffinch_filters::{LangId, Quality};
use chaffinch_segment::Segment;
pub use chaffinch_stance::stance::pairs;
use chaffinch_stance::{Quotes, Stance};
use pipeline_core::{BuiltIn, Registry, StageKind};

/// Every built-in stage, in the order in which a pipeline usually runs them.
pub const STAGES: &[&dyn StageKind] = &[
    &BuiltIn::<Clean>::NEW,
    &BuiltIn::<Templates>::NEW,
    &BuiltIn::<LangId>::NEW,
    &BuiltIn::<Quality>::NEW,
    &BuiltIn::<Dedup>::NEW,
    &BuiltIn::<Segment>::NEW,
    &BuiltIn::<Entities>::NEW,
    &BuiltIn::<Quotes>::NEW,
    &BuiltIn::<Stance>::NEW,
];

/// The registry of the built-in stages.
#[must_use]
pub fn registry() -> Registry {
    Registry::new(STAGES)
}
