//! Rule packs: what boilerplate says, as data.
//!
//! A pack is a TOML file with a `[pack]` head and `[[rule]]` tables. A rule names the kind of
//! noise it finds, the phrases to look for, how they must stand in the block (`match`), where in
//! the document the block must be (`where`), the most words a block may have, and a score. Its
//! `tests` say what it must find and what it must leave.
//!
//! ```toml
//! [[rule]]
//! id = "leave-a-reply"
//! kind = "comment_form"
//! match = "starts"
//! phrases = ["leave a reply", "leave a comment"]
//! where = "bottom"
//! max_words = 8
//! score = 0.95
//! tests = [
//!   { text = "Leave a reply", where = "bottom", kind = "comment_form" },
//!   { text = "Leave a reply", where = "body", kind = "keep" },
//! ]
//! ```
//!
//! All packs together become one Aho-Corasick automaton, so the cost does not grow with their
//! number.

mod error;
mod fold;
mod matcher;
mod schema;

pub(crate) use fold::fold;
pub(crate) use matcher::{Counts, Hit, Packs, Shape, Zone};

/// The packs inside the binary: file name and text.
pub(crate) const BUILT_IN: &[(&str, &str)] = &[
    ("packs/news-boilerplate.toml", include_str!("../../../../config/packs/news-boilerplate.toml")),
    ("packs/spam.toml", include_str!("../../../../config/packs/spam.toml")),
];

#[cfg(test)]
mod tests;
