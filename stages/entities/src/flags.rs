//! What is known of a word before any sentence is read: one bit a fact, all of them in one `u64` that the lexicon stores by
//! the word's hash and the tokeniser copies into the token.

use std::ops::{BitOr, BitOrAssign};

/// A set of facts about a word.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Flags(u64);

impl Flags {
    /// Whether any of `other`'s facts holds.
    #[inline]
    pub(crate) const fn any(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }

    /// The facts in common.
    pub(crate) const fn within(self, other: Flags) -> Flags {
        Flags(self.0 & other.0)
    }

    /// One bit a fact, as compiled gazetteers store it.
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    /// The facts of these bits.
    pub(crate) const fn of_bits(bits: u64) -> Flags {
        Flags(bits)
    }

    /// The facts of both.
    pub(crate) const fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

impl BitOr for Flags {
    type Output = Flags;
    fn bitor(self, other: Flags) -> Flags {
        self.with(other)
    }
}

impl BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Flags) {
        self.0 |= other.0;
    }
}

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: Flags = Flags(1 << $bit);)*
    };
}

flags! {
    /// Nearly always written in lower case.
    COMMON = 0;
    /// Often written in lower case.
    MIXED = 1;
    /// A given name.
    FIRST = 2;
    /// A rare given name, or one that is also a word.
    FIRST_RARE = 3;
    /// A family name.
    LAST = 4;
    /// A rare family name.
    LAST_RARE = 5;
    /// A town below 300,000 people.
    TOWN = 6;
    /// A larger city.
    CITY = 7;
    /// Mr., Dr. and the like: never part of the name.
    CIVIL = 8;
    /// President, General, Minister: evidence for a person, not part of the name.
    OFFICE = 9;
    /// Mullah, Sheikh, Maulana: part of the name as it is written, not of its id.
    HONORIFIC = 10;
    /// Ministry, Party, University.
    ORG_HEAD = 11;
    /// Inc, Ltd, GmbH.
    ORG_SUFFIX = 12;
    /// Province, River, Airport: stands last in a place's name.
    LOC_HEAD = 13;
    /// Mount, Lake, Fort: stands first in a place's name.
    LOC_FIRST = 14;
    /// War, Summit, Accord.
    EVENT_HEAD = 15;
    /// Months and days.
    CALENDAR = 16;
    /// Words that start sentences and are no names.
    FUNCTION = 17;
    /// Spokesman, minister, leader: lower-case nouns for what a person is.
    ROLE = 18;
    /// Saying verbs.
    SAY = 19;
    /// Verbs and auxiliaries that need a subject that acts.
    ACT = 20;
    /// Verbs whose object is somebody: told, urged, accused.
    TOWARD = 21;
    /// Relations, pressure, ties: what one has with a government, not with a town.
    POLITICAL = 22;
    /// Streets, airport, residents: what a town has, not a government.
    PHYSICAL = 23;
    /// in, near, across.
    LOC_PREP = 24;
    /// bin, al, de, van: inside names of persons.
    PARTICLE = 25;
    /// of, for, and: inside names of organisations.
    LINK = 26;
    /// Abbreviations whose dot ends no sentence.
    ABBR = 27;
    /// former, late, ousted.
    FORMER = 28;
    /// Ministry, Army, Embassy: an organisation that speaks for its country.
    STATE = 29;
    /// Capitalised, but no name: TV, CEO, roman numerals.
    NOISE = 30;
    /// North, New, Upper: stands before a place's name.
    DIRECTION = 31;
    /// Jr, III.
    SUFFIX = 32;
    /// A phrase of the gazetteer starts with this word.
    STARTS = 33;
    /// the, a, an.
    ARTICLE = 34;
    /// and, or, nor.
    AND = 35;
    /// between, neither.
    BETWEEN = 36;
    /// with, by, against: before somebody who acts.
    WITH = 37;
    /// to, from, for, on, of: decided by the word before.
    TO = 38;
    /// Sports words that follow a team or a town.
    SPORT = 39;
    /// the word `of`.
    OF = 40;
    /// the word `in` and its like after a role: minister of, adviser to.
    SERVES = 41;
    /// Province, city, republic: heads of places that are governed.
    GPE_HEAD = 42;
    /// Lashkar, Jamaat, Darul: first words of organisations’ names.
    ORG_FIRST = 43;
    /// left, bound, flight: what comes before *for* a destination.
    MOTION = 44;
    /// A phrase of the gazetteer starts with this word in lower case: `al-Qaeda`, `bin Laden`.
    STARTS_LOWER = 45;
    /// which, who.
    RELATIVE = 46;
    /// Shares, board, customers: what a company has and a person has not.
    FIRM_HAS = 47;
    /// Company, carmaker, union: what a body is.
    FIRM_KIND = 48;
    /// Founder, boss, chairman: nouns with *of* and the name of a body.
    FIRM_CHIEF = 49;
    /// A phrase of the gazetteer that is only a hint starts with this word.
    STARTS_HINT = 62;
}

/// Given names, common or rare.
pub(crate) const GIVEN: Flags = FIRST.with(FIRST_RARE);
/// Family names, common or rare.
pub(crate) const FAMILY: Flags = LAST.with(LAST_RARE);
/// Civil titles and offices.
pub(crate) const TITLE: Flags = CIVIL.with(OFFICE);
/// Any settlement of the name gazetteer.
pub(crate) const SETTLED: Flags = TOWN.with(CITY);
/// Words that close the name of something that is no person.
pub(crate) const HEAD: Flags = ORG_HEAD.with(ORG_SUFFIX).with(LOC_HEAD).with(EVENT_HEAD);
/// What name gazetteers say of words; all else is in the closed classes and the names.
pub(crate) const FROM_NAMES: Flags = COMMON.with(MIXED).with(GIVEN).with(FAMILY).with(SETTLED);
