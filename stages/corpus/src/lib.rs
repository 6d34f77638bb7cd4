//! Stages that know the whole corpus: each observes every document in a pass before the run
//! (`fit`), and only then judges them one by one.
//!
//! - [`Templates`] drops the blocks that recur across the documents of one site.
//! - [`Dedup`] finds exact and near duplicates, and says of each document which cluster it is in.
//!
//! ```text
//!              observe (any order, any thread)      finish                process
//! documents ── units ── words ── hashes ── Seen ── templates of sites ── edits, `dropped`
//!           └─ words ── shingles ── MinHash ─ Seen ── clusters ────────── meta, `differs`, drop
//! ```
//!
//! What is observed is kept by content and counted in integers, so it is the same in whatever
//! order and grouping the documents come; both keep to documented limits of memory.

mod dedup;
mod hash;
mod templates;
mod union;
mod units;
mod words;

pub use dedup::{Dedup, Drop};
pub use templates::{Grouping, Templates};
