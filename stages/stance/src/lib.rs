//! Quotations and stances: who says what, and which side they take toward whom.
//!
//! Two stages. `quotes` finds direct and indirect quotations and their speakers; `stance` judges how the author, a
//! quoted speaker or a reported actor stands toward each mention, and rolls that up to pairs of actors. Both work on
//! plain slices ([`doc::Doc`]) and can be used without a pipeline.

mod config;
pub mod doc;
pub mod grammar;
pub mod inflect;
pub mod known;
pub mod lexicon;
pub mod memo;
pub mod packs;
pub mod quotes;
pub mod split;
mod stages;
pub mod stance;
pub mod table;
pub mod tok;

pub use config::{HolderId, Method, Neutral, QuoteKind, Quotes, ScareQuotes, Stance, Voice};

/// The slug of a name: letters and digits in lower case, everything else one hyphen. `unknown` when nothing is left.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let trimmed = out.trim_end_matches('-').to_owned();
    if trimmed.is_empty() { "unknown".to_owned() } else { trimmed }
}
