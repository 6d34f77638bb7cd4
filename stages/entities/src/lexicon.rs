//! All that is known before a document is read: facts of words, and the names of the gazetteers. Opened once, shared by all
//! threads.

use crate::class::Class;
use crate::flags::*;
use crate::gazetteer::{Entry, Gazetteer, Kind};
use crate::phrases::{Layer, Match, Phrases};
use crate::token::Token;

/// The embedded gazetteer; see `models/names.md` for its sources and licences.
static EMBEDDED: &[u8] = chaffinch_model::include_model!("../../../models/names.bin");

/// Which sources of the embedded gazetteer count.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'w> {
    /// Whether an actor list counts, by its name.
    pub(crate) actors: &'w dyn Fn(&str) -> bool,
    /// Its name lists, or only its actor lists because others are given.
    pub(crate) names: Names,
}

/// Where names that are not of actors come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Names {
    /// The embedded gazetteer.
    Embedded,
    /// Another one.
    Given,
}

/// The embedded gazetteer, as far as it is wanted.
///
/// # Errors
/// When it is not one, which a test excludes.
pub(crate) fn embedded(wanted: Wanted<'_>) -> Result<Layer, String> {
    let gazetteer = Gazetteer::open(EMBEDDED).map_err(|e| format!("the embedded gazetteer {e}"))?;
    let layer = Layer::new(gazetteer).without(|g, n| match &g.sources()[n] {
        (name, Kind::Actors) => !(wanted.actors)(name),
        (_, Kind::Names) => wanted.names == Names::Given,
    });
    Ok(if wanted.names == Names::Given { layer.without_facts(FROM_NAMES) } else { layer })
}

/// Words and names.
pub(crate) struct Lexicon {
    /// Names.
    pub(crate) phrases: Phrases,
}

/// A set of classes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Classes(u8);

impl Classes {
    /// Whether the class is among them.
    pub(crate) const fn has(self, class: Class) -> bool {
        self.0 >> class as u8 & 1 != 0
    }

    /// One bit a class.
    pub(crate) const fn bits(self) -> u8 {
        self.0
    }

    /// With one more.
    #[must_use]
    pub(crate) const fn and(self, class: Class) -> Self {
        Self(self.0 | 1 << class as u8)
    }
}

impl Lexicon {
    /// Of gazetteers in order of precedence.
    pub(crate) fn new(layers: Vec<Layer>) -> Self {
        Self { phrases: Phrases::new(layers) }
    }

    /// What a name means, by the number of its entry.
    #[inline]
    pub(crate) fn entry(&self, number: u32) -> Entry<'_> {
        self.phrases.entry(number)
    }

    /// The class of a name's first reading, by the number of its entry.
    #[inline]
    pub(crate) fn class_of(&self, number: u32) -> Class {
        self.phrases.sort_of(number).0
    }

    /// Whether a name comes from an actor gazetteer, by the number of its entry.
    #[inline]
    pub(crate) fn is_listed(&self, number: u32) -> bool {
        self.phrases.sort_of(number).1
    }

    /// The classes of all readings of a match: those of the names, and for a single word also what it is known as. *Jordan* is a
    /// country and a given name.
    pub(crate) fn classes(&self, tokens: &[Token], found: Match) -> Classes {
        let mut classes = Classes::default();
        self.phrases.readings(tokens, found, |entry| classes = classes.and(entry.class));
        let Some(word) = tokens.get(found.start).filter(|_| found.end == found.start + 1) else {
            return classes;
        };
        let person = if word.is(FIRST.with(LAST)) { classes.and(Class::Per) } else { classes };
        if word.is(CITY) { person.and(Class::Gpe) } else { person }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::token::tokenise;

    #[test]
    fn the_embedded_gazetteer_keeps_what_a_name_may_be() {
        let all = Wanted { actors: &|_| true, names: Names::Embedded };
        let lexicon = Lexicon::new(vec![embedded(all).unwrap()]);
        let mut tokens = Vec::new();
        let words = lexicon.phrases.words();
        tokenise("Jordan", |hash| words.facts(hash), &mut tokens);
        let found = lexicon.phrases.longest(&tokens, 0).unwrap();
        assert_eq!(lexicon.entry(found.entry).class, Class::Gpe);
        let classes = lexicon.classes(&tokens, found);
        assert!(
            classes.has(Class::Gpe) && classes.has(Class::Per) && !classes.has(Class::Event),
            "{classes:?}"
        );
    }

    #[test]
    fn sources_can_be_left_out() {
        let count =
            |wanted| embedded(wanted).unwrap().actors().unwrap().iter().map(|l| l.1.len()).sum::<usize>();
        let all = count(Wanted { actors: &|_| true, names: Names::Embedded });
        let world = count(Wanted { actors: &|name| name == "world", names: Names::Given });
        let none = count(Wanted { actors: &|_| false, names: Names::Given });
        assert!(all > world && world > 100 && none == 0, "{all} {world} {none}");
    }
}
