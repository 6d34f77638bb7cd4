//! Record v1: reading it, writing it, and reading what other people call JSON Lines.

pub(crate) mod columns;
pub(crate) mod encode;
pub(crate) mod escape;
pub(crate) mod lines;
pub(crate) mod read;
pub(crate) mod rebuild;
pub(crate) mod rows;
pub(crate) mod scan;
pub(crate) mod schema;
pub(crate) mod value;
