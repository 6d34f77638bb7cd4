//! Integration tests of the core, one binary.
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation)]

mod batch;
mod carry;
mod config;
mod draft;
mod edits;
mod executor;
mod fit;
mod laws;
mod ledger;
mod pipeline;
mod plan;
mod schema;
mod support;
