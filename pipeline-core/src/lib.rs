//! The core of chaffinch: the document model, the offset ledger, layers, the stage trait,
//! the planner and the executor.
//!
//! This crate does no input or output: it reads no file, no clock, no environment variable.
//! Bytes come in and go out through `chaffinch-io`, and files a stage needs at build time
//! come through an [`Env`].
//!
//! The way of a document:
//!
//! ```text
//! Document ── Stage 1 ── Stage 2 ── … ── Outcome (written | dropped | quarantined)
//!              │ reads a View, writes a Draft; the core checks and commits the draft
//! ```
//!
//! Every offset in this crate is a byte offset into UTF-8 text, on a character boundary.

mod column;
mod commit;
pub mod config;
mod document;
mod draft;
mod edits;
mod error;
mod executor;
mod fit;
mod label;
mod layer;
mod ledger;
mod pipeline;
mod plan;
mod registry;
mod span;
mod spec;
mod stage;
mod stats;
pub mod testing;

pub use column::{AttrType, Column, Extent, JsonColumn, RefListColumn, Scalar, StrColumn};
pub use document::{Document, InputLayer, Meta, SourceState};
pub use draft::{Attr, Draft, LayerDraft, Overlap, Row, TableDraft};
pub use edits::Edits;
pub use error::{BuildError, DocumentError, StageError};
pub use executor::{Bounds, Executor};
pub use fit::{Fit, FitStage, Sketch};
pub use label::{Label, Labels, LabelsBuilder};
pub use layer::{Columns, Layer};
pub use ledger::{Ledger, LedgerError, Run};
pub use pipeline::{Outcome, Pipeline, Quarantine, Workers};
pub use plan::{Plan, PlannedStage, Planner};
pub use registry::{BuiltIn, Registry, StageKind};
pub use span::{Coords, Span};
pub use spec::{AttrSpec, LayerSpec, StageSpec, TableSpec};
pub use stage::{
    Build, Env, Hosting, Isolate, NoFiles, SharedBytes, Stage, StageConfig, Task, Verdict, View, Worker,
};
pub use stats::{StageStats, Stats};
