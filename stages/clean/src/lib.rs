//! The stage `clean`: finds the article in a scraped page.
//!
//! Two front ends (plain text, HTML) turn the page into blocks with features; one back end
//! decides block by block what stays and what goes, and why; the kept blocks are mended inline.
//! Everything happens through edits, so each byte of the clean text knows where it came from.
//!
//! ```text
//! text ── text::read ─┐                       ┌─ fates, labels
//!                     ├─ Page ── classify ────┤                ── emit ── edits, blocks, dropped
//! html ── html::read ─┘ (blocks, clean text)  └─ cuts (datelines)
//! ```

mod calendar;
mod classify;
mod config;
mod emit;
mod html;
mod kind;
mod mend;
mod meta;
pub mod pack;
mod page;
mod stage;
mod text;

pub use classify::Strictness;
pub use config::{Clean, InputSyntax};
pub use kind::{Keep, Noise};
