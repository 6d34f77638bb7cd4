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
//! All phrases of all packs together become one Aho-Corasick automaton, so the cost does not
//! grow with their number. A rule with `match = "pattern"` has regular expressions instead; a pack
//! with `sites` in its head holds only for documents of these sites. Every key:
//! `docs/book/write-a-rule-pack.md`.

mod cases;
mod error;
mod fold;
mod matcher;
mod pattern;
mod schema;
mod site;

pub use cases::test;
pub use error::PackError;
pub(crate) use fold::fold;
pub(crate) use matcher::{Active, Counts, Hit, Packs, Scope, Shape, Zone};
pub(crate) use site::{Origin, Site};

/// A pack inside the binary.
pub(crate) struct BuiltIn {
    /// What configurations call it: the name in its head.
    pub(crate) name: &'static str,
    /// Its file in `config/`, for messages.
    pub(crate) file: &'static str,
    pub(crate) text: &'static str,
}

/// The packs inside the binary.
pub(crate) const BUILT_IN: [BuiltIn; 2] = [
    BuiltIn {
        name: "news",
        file: "packs/news-boilerplate.toml",
        text: include_str!("../../../../config/packs/news-boilerplate.toml"),
    },
    BuiltIn {
        name: "spam",
        file: "packs/spam.toml",
        text: include_str!("../../../../config/packs/spam.toml"),
    },
];

#[cfg(test)]
mod tests;
