//! Who takes which side toward whom.
//!
//! `who` resolves pronouns, `syntax` and `clause` find subjects and objects, `pack` and `action` what actors do to each
//! other; `judge` says how the words around a mention judge it (with
//! `features` and `model`), [`Finder`] decides whose voice that is, `pairs` rolls stances up.

pub mod action;
pub mod clause;
mod cover;
pub mod features;
mod finder;
mod given;
pub mod judge;
pub mod model;
pub mod pack;
pub mod pairs;
pub mod syntax;
mod who;

pub use finder::{Buffers, Finder, Given, Label, Said, Scored};
