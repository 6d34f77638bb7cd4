//! Sentence starts that no end mark announces: web text and scraped pages leave them out.
//!
//! ```text
//! … (see the annex) The council …    … glad you came :) Please write    Regards, Amina    Figure 2 The …
//! ```

use super::{Splitter, words};
use crate::tokens::Kind;

impl Splitter<'_> {
    /// The capitalised word at token `at` starts a sentence although no end mark stands before it.
    pub(super) fn starts_unmarked(&self, at: usize) -> bool {
        if at == self.start || !self.tokens[at].spaced() || !self.is_upper(at) {
            return false;
        }
        match self.tokens[at - 1].kind {
            Kind::Word => self.begins_behind(at),
            Kind::Close => {
                self.bracket_end == at && words::starts_sentences(self.str(at))
                    || at >= self.start + 2 && self.is_emoticon(at - 2)
            }
            Kind::Pause => self.closes_letter(at),
            Kind::Number => {
                self.start + 2 == at && matches!(self.str(self.start), "Figure" | "Fig." | "Table")
            }
            _ => false,
        }
    }

    /// A word in lower case that does not lead on to a name, and behind it one that sentences begin with.
    fn begins_behind(&self, at: usize) -> bool {
        self.is_lower(at - 1) && words::is_strong(self.str(at)) && !words::introduces(self.str(at - 1))
    }

    /// `Regards, ` is the whole sentence so far.
    fn closes_letter(&self, at: usize) -> bool {
        let len = at - self.start;
        self.is(at - 1, ",") && (2..=3).contains(&len) && words::closes_letter(self.str(self.start))
            || len == 3 && self.is(self.start, "Thank") && self.is(at - 1, ",")
    }

    /// `:)` or `;-)` starts at token `at`.
    pub(super) fn is_emoticon(&self, at: usize) -> bool {
        let glued = |at: usize| self.tokens.get(at).is_some_and(|token| !token.spaced());
        matches!(self.str(at), ":" | ";" | "=")
            && self.tokens[at].spaced()
            && glued(at + 1)
            && matches!(self.str(at + 1), ")" | "(" | "D" | "P")
    }
}
