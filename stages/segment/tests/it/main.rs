//! Tests of the stage, each through one door: `check(text, expected)`.

#![allow(clippy::unwrap_used, missing_docs)]

mod blocks;
mod laws;
mod sentences;
mod stage;
mod tokens;
