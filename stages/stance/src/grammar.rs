//! Closed word classes of English: the few hundred words that carry the shape of a sentence.
//!
//! A word may be in several classes (`that` opens a clause and is a determiner), so a class is one bit of a [`Class`].

use std::sync::LazyLock;

use crate::table::{Table, key};

/// A set of word classes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(pub u32);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:expr, $words:expr;)*) => {
        impl Class {
            $($(#[$doc])* pub const $name: Class = Class(1 << $bit);)*
            /// All classes together.
            pub const ALL: Class = Class($(1 << $bit)|*);
        }
        const LISTS: &[(Class, &str)] = &[$((Class::$name, $words)),*];
    };
}

classes! {
    /// Turns the sense of what follows around.
    NEGATOR = 0, "not n't no never neither nor none nobody nothing nowhere without cannot hardly barely scarcely \
        don't doesn't didn't won't wouldn't can't couldn't shouldn't isn't aren't wasn't weren't hasn't haven't hadn't";
    /// Makes what follows stronger.
    INTENSIFIER = 1, "very extremely deeply highly strongly fiercely utterly completely totally absolutely sharply \
        bitterly badly seriously severely heavily especially particularly really truly so";
    /// What follows outweighs what came before.
    CONTRAST = 2, "but however yet nevertheless nonetheless still instead";
    /// What follows is outweighed by the main clause.
    CONCESSION = 3, "despite although though notwithstanding while whereas";
    /// Possible, not actual.
    MODAL = 4, "could may might would should must can will shall 'll 'd ought";
    /// Forms of *be* and *get*, which make passives.
    BE = 5, "be am is are was were been being 's 're 'm get gets got gotten isn't aren't wasn't weren't";
    /// Auxiliaries that may stand between a subject and its verb.
    AUXILIARY = 6, "have has had having do does did done 've hasn't haven't hadn't don't doesn't didn't";
    /// Articles, possessives, quantifiers: a noun phrase begins here.
    DETERMINER = 7, "the a an this that these those his her its their our my your some many several most all both \
        each every any other another more such few one two three four five six seven eight nine ten dozens hundreds no";
    /// Singular personal subject pronouns.
    HE = 8, "he she";
    /// Other third-person subject pronouns.
    THEY = 9, "they it";
    /// First-person and second-person pronouns, and object forms.
    OTHER_PRONOUN = 10, "i we you me us him them who whom someone anyone everyone";
    /// Prepositions.
    PREPOSITION = 11, "of in on at by for from to with against toward towards over under about into onto inside \
        outside near across between among amid during through throughout along alongside after before since until \
        within without around behind beyond upon via despite above below as like than off";
    /// Prepositions of place and time: what follows is where, not whom.
    PLACE = 12, "in at inside near across from within throughout around outside since during until before after";
    /// Opens a subordinate clause.
    CLAUSE = 13, "that which who whom whose because when while where whether if although though unless until since as \
        after before so once whereas what why how";
    /// Relative pronouns: the subject is the noun before.
    RELATIVE = 14, "that which who whom";
    /// Joins equals.
    CONJUNCTION = 15, "and or nor as but &";
    /// Adverbs that stand between a subject and its verb.
    ADVERB = 16, "also recently repeatedly again often always once then later now already even just only still \
        publicly openly privately reportedly allegedly apparently previously long first immediately quickly \
        separately initially subsequently further additionally meanwhile since therefore thus however indeed \
        consistently frequently sometimes never not n't ever soon today yesterday \
        earlier tellingly monday tuesday wednesday thursday friday saturday sunday";
    /// The agent of a passive follows.
    BY = 17, "by";
    /// Conditions.
    IF = 18, "if unless whether";
    /// Hedges and doubt words for reported clauses.
    THAT = 19, "that";
    /// Nouns for people who speak for others.
    ROLE = 20, "official officials spokesman spokeswoman spokesperson spokespeople spokespersons minister ministers \
        ministry president premier leader leaders chief adviser advisers advisor advisors analyst analysts expert \
        experts commander commanders general generals ambassador ambassadors envoy envoys diplomat diplomats \
        senator senators lawmaker lawmakers legislator legislators secretary director authorities government \
        army military police representative representatives delegate delegates delegation negotiator negotiators \
        governor mayor judge prosecutor lawyer activist activists professor researcher researchers scholar scholars \
        resident residents trader traders driver villager villagers refugee refugees militant militants insurgent \
        insurgents fighter fighters soldier soldiers troops forces officer officers aide aides assistant \
        critics observers commentators journalists reporters witness witnesses source sources rulers chairman \
        chairwoman deputy head member members editor author writer historian economist economists party \
        agency embassy office side team cleric clerics politician politicians king queen prince pope \
        court council commission committee institute bank company union association organization organisation \
        statement report study survey article editorial newspaper group network alliance coalition regime \
        administration parliament cabinet department mission leadership command wing mother father widow";
    /// Verbs that put an end to, or stand against, what their object is.
    STOP = 21, "prevent prevents prevented preventing stop stops stopped stopping halt halts halted halting curb curbs \
        curbed curbing end ends ended ending disallow disallows disallowed disallowing ban bans banned banning foil \
        foils foiled foiling thwart thwarts thwarted thwarting cease ceases ceased ceasing avoid avoids avoided \
        avoiding reduce reduces reduced reducing suspend suspends suspended suspending withdraw withdraws withdrew \
        withdrawn withdrawing cut cuts cutting deny denies denied denying lose loses lost losing oppose opposes \
        opposed opposing reject rejects rejected rejecting combat combats counter counters countered";
    /// Verbs and nouns of not doing.
    FAIL = 22, "fail fails failed failing failure refuse refuses refused refusing refusal decline declines declined \
        declining hesitate hesitates hesitated reluctant reluctance unwilling unwillingness unable inability neglect \
        neglects neglected stopped ceased";
    /// Verbs that say a charge is not true.
    DENY = 23, "deny denies denied denying denial dispute disputes disputed refute refutes refuted";
    /// Verbs whose subject suffers or gets what their noun object names.
    RECEIVE = 24, "face faces faced facing receive receives received receiving suffer suffers suffered suffering draw \
        draws drew drawn drawing win wins won winning earn earns earned earning get gets got enjoy enjoys enjoyed \
        enjoying attract attracts attracted come came comes lack lacks lacked need needs needed seek seeks sought";
    /// Whose something is, without a name.
    POSSESSIVE = 27, "its their his her";
    /// Future or aim: the act has not happened.
    AIM = 25, "want wants wanted hope hopes hoped plan plans planned intend intends intended seek seeks sought try \
        tries tried attempt attempts attempted vow vows vowed pledge pledges pledged promise promises promised";
    /// Charges whose content is not a fact.
    ALLEGE = 26, "accuse accuses accused accusing allegation allegations accusation accusations alleged blame blames \
        blamed claim claims claimed suspected charge charges";
}

impl Class {
    /// No class at all.
    pub const NONE: Class = Class(0);

    /// Whether the two sets share a class.
    #[must_use]
    pub const fn is(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}

/// Word key → its closed classes.
pub static GRAMMAR: LazyLock<Table<Class>> = LazyLock::new(|| {
    let mut table = Table::<Class>::default();
    for (class, words) in LISTS {
        for word in words.split_whitespace() {
            let entry = table.entry(key(word));
            *entry = entry.or(*class);
        }
    }
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_be_in_several_classes() {
        let that = GRAMMAR.get(key("That")).unwrap_or_default();
        assert!(that.is(Class::RELATIVE) && that.is(Class::DETERMINER) && !that.is(Class::NEGATOR));
        assert_eq!(GRAMMAR.get(key("goat")), None);
    }
}
