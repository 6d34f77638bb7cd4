//! Who takes which side toward whom.
//!
//! `who` resolves pronouns, `syntax` and `clause` find subjects and objects, `pack` and `action` what actors do to each
//! other; `judge` says how the words around a mention judge it (with
//! `features`, `regions`, `meaning`, `between`, `vectors` and `model`, or with `layout` and `precise`), [`Finder`] decides whose voice that is, `pairs` rolls stances up.

pub mod action;
mod between;
mod claim;
pub mod clause;
mod cover;
pub mod features;
mod finder;
mod given;
mod grounds;
pub mod judge;
pub mod layout;
mod meaning;
pub mod model;
pub mod pack;
pub mod pairs;
mod past;
pub mod precise;
mod regions;
mod scene;
pub mod syntax;
pub mod vectors;
mod who;

pub use finder::{Buffers, Finder, Given, Label, Said, Scored};
pub use scene::Scene;
