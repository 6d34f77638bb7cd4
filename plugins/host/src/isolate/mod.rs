//! Stages in processes of their own (`isolate = true`): a crash or a runaway costs one document.
//!
//! Each worker thread has one child process, which runs the same library through the same code
//! as an ordinary stage. Documents cross a pipe in frames of up to [`FRAME`]; what the plugin writes is
//! recorded there and done again here, through the same checks. When a child dies, the documents
//! of its frame are tried again one by one, and the one that kills alone is quarantined.

mod child;
mod process;
mod stage;
mod wire;

pub use child::serve;
pub use process::describe;
pub(crate) use stage::IsolatedStage;

/// Documents in a frame.
pub const FRAME: usize = 32;
