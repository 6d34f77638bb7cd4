//! From INPUT arguments to a stream of raw items, in an order that depends only on the names of the files.
//!
//! [`Inputs::expand`] lists the files, [`Reader`] walks them on one thread and does only what must be done in
//! order (opening JSON Lines files, cutting lines); [`RawItem::decode`] does the rest wherever it is called.

pub(crate) mod expand;
pub(crate) mod ids;
pub(crate) mod item;
pub(crate) mod lines;
pub(crate) mod names;
pub(crate) mod reader;
pub(crate) mod walk;

pub use expand::Inputs;
pub use item::{Origin, Position, RawItem};
pub use reader::{Reader, open_decompressed};
