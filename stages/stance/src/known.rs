//! What the word lists say of a word, joined so that one look-up tells all: its closed classes, its valences, and what the
//! shape of a clause asks of it.
//!
//! `known(key("attacked"))` is a verb of the past with a valence toward its object; `known(key("goat"))` is nothing.

use std::sync::LazyLock;

use crate::grammar::{Class, GRAMMAR};
use crate::lexicon::{LEXICON, Valence};
use crate::stance::syntax::{self, Form};
use crate::table::Table;

/// All that the lists say of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Closed classes.
    pub class: Class,
    /// Valences.
    pub valence: Valence,
    /// Verb, word of time, and the like.
    pub form: Form,
}

/// What the lists say of the word with this key; nothing where no list has it.
#[must_use]
pub fn known(key: u64) -> Known {
    KNOWN.get(key).unwrap_or_default()
}

/// Makes the table now rather than in the first document.
pub fn force() {
    LazyLock::force(&KNOWN);
}

static KNOWN: LazyLock<Table<Known>> = LazyLock::new(|| {
    let mut table = Table::<Known>::default();
    GRAMMAR.each(|key, class| table.entry(key).class = class);
    LEXICON.each(|key, valence| table.entry(key).valence = valence);
    syntax::each(|key, form| table.entry(key).form = form);
    table
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::key;

    #[test]
    fn the_lists_are_joined() {
        let attacked = known(key("Attacked"));
        assert!(attacked.form.is(Form::VERB) && attacked.form.is(Form::PAST) && attacked.valence.verb < 0);
        assert!(known(key("that")).class.is(Class::RELATIVE));
        assert_eq!(known(key("goat")), Known::default());
    }
}
