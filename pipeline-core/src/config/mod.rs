//! Configuration: TOML in, a [`PipelineConfig`] out, with diagnostics that point at the line.
//!
//! ```text
//! text ─ node.rs ─▶ Node tree, every key and value with its place
//!      ─ set.rs ──▶ `--set K=V` overrides
//!      ─ pipeline.rs ▶ PipelineConfig (stages, and the sections other crates decode)
//!      ─ decode.rs ▶ typed options (serde), errors with place and did-you-mean
//! ```

mod decode;
mod diagnostic;
mod node;
mod pipeline;
mod schema;
mod set;
mod words;

pub use decode::decode;
pub use diagnostic::{Diagnostic, Place, Sources, suggest};
pub use node::{Key, Node, Value};
pub use pipeline::{About, PipelineConfig, StageEntry};
pub use schema::{Section, schema};
