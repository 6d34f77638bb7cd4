//! The cue pack: which verbs introduce a quotation or a reported clause.
//!
//! `config/packs/quotes-cues.toml` is embedded; files named in the `packs` option replace or extend it. A pack lists
//! lemmas by what may follow them and carries its own tests.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::classes::{self, Noun};
use crate::grammar::{Class, GRAMMAR};
use crate::inflect;
use crate::table::{Table, key};

/// The released cue pack.
pub const EMBEDDED: &str = include_str!("../../../../config/packs/quotes-cues.toml");

/// What may follow a cue verb; bits may be joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cue(pub u16);

impl Cue {
    /// Stands beside a quotation.
    pub const QUOTE: Cue = Cue(1);
    /// Takes a clause with "that".
    pub const THAT: Cue = Cue(2);
    /// Takes a clause without "that".
    pub const BARE: Cue = Cue(4);
    /// Takes a person first: *tell*.
    pub const TELL: Cue = Cue(8);
    /// The last word of a source phrase: *according to*.
    pub const SOURCE: Cue = Cue(16);
    /// The last word of a phrase of two words.
    pub const PHRASE: Cue = Cue(32);
    /// Takes a person and an infinitive or a question: *ask*.
    pub const ASK: Cue = Cue(64);
    /// A noun with a clause: *his claim that*.
    pub const CLAIM: Cue = Cue(128);
    /// Takes an infinitive: *promise*.
    pub const PLEDGE: Cue = Cue(256);
    /// The last word but one of a phrase.
    pub const LEADS: Cue = Cue(512);
    /// Takes an *-ing* clause: *deny*.
    pub const DOING: Cue = Cue(1024);
    /// What a court or a committee does when somebody speaks to it: *hear*.
    pub const HEAR: Cue = Cue(2048);
    /// The bits that only help to find phrases.
    pub const HELPS: Cue = Cue(Self::PHRASE.0 | Self::LEADS.0);

    /// Without the bits that only help to find phrases.
    #[must_use]
    pub const fn alone(self) -> Cue {
        Cue(self.0 & !Self::HELPS.0)
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Cue) -> Cue {
        Cue(self.0 | other.0)
    }

    /// Whether the two share a bit.
    #[must_use]
    pub const fn is(self, other: Cue) -> bool {
        self.0 & other.0 != 0
    }
}

/// Everything that attribution asks of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Info {
    /// Closed classes.
    pub class: Class,
    /// Cue bits.
    pub cue: Cue,
    /// What it is as a noun.
    pub noun: Noun,
}

/// A pack file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The pack's name, for messages.
    pub name: String,
    /// Lemmas by construction.
    pub cues: Lists,
    /// Nouns for speakers, by whom they speak for.
    #[serde(default)]
    pub nouns: Nouns,
    /// Irregular forms by lemma.
    #[serde(default)]
    pub forms: BTreeMap<String, Vec<String>>,
    /// Cases that must hold.
    #[serde(default)]
    pub test: Vec<Case>,
}

/// The lists of a pack.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lists {
    /// Verbs of saying: quotation, clause with or without "that".
    pub say: Vec<String>,
    /// Verbs that take a clause with "that" and no quotation.
    pub that: Vec<String>,
    /// Verbs that take a person, then a clause.
    pub tell: Vec<String>,
    /// Verbs that stand beside a quotation only.
    pub quote: Vec<String>,
    /// Verbs that take a person, then an infinitive or a question.
    pub ask: Vec<String>,
    /// Verbs that take an infinitive for what is to be done.
    pub pledge: Vec<String>,
    /// Verbs that take an *-ing* clause for what was done.
    pub doing: Vec<String>,
    /// What courts and committees do when somebody, who is not named, speaks to them.
    pub hear: Vec<String>,
    /// Phrases that name a source.
    pub source: Vec<String>,
    /// Nouns of saying, which "that" and a clause may follow.
    pub claim: Vec<String>,
    /// Verbs of `say` that need "that" before a clause.
    pub strict: Vec<String>,
}

/// Nouns for speakers, in the singular; plurals are derived.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Nouns {
    /// People who speak for the side named beside them.
    pub office: Vec<String>,
    /// People and offices that speak for whoever is named beside them.
    pub voice: Vec<String>,
    /// People who speak for nobody but themselves.
    pub own: Vec<String>,
    /// Arms of a state.
    pub state: Vec<String>,
    /// Organisations.
    pub body: Vec<String>,
    /// Written things.
    pub paper: Vec<String>,
}

/// One test inside a pack. The speaker is found as a name in the text and taken for a person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The text.
    pub text: String,
    /// The expected quotation, exactly; empty when the text must have none.
    pub quote: String,
    /// `direct` (default) or `indirect`.
    #[serde(default)]
    pub label: Option<String>,
    /// The name of the expected speaker.
    #[serde(default)]
    pub speaker: Option<String>,
}

/// The cue words of all packs, ready for look-ups.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    table: Table<Info>,
    phrases: Vec<(Vec<u64>, Cue)>,
    /// Made from the packs’ texts.
    stamp: u64,
}

impl Cues {
    /// Reads packs from their texts.
    ///
    /// # Errors
    /// A message that names the line and what was expected, when a text is no cue pack.
    pub fn read(packs: &[&str]) -> Result<(Self, Vec<Case>), String> {
        let mut cues = Self { stamp: 1, ..Self::default() };
        let mut cases = Vec::new();
        for text in packs {
            let pack: Pack = toml::from_str(text).map_err(|e| format!("not a cue pack: {e}"))?;
            cues.add(&pack)?;
            cues.stamp = cues.stamp.rotate_left(1) ^ key(text);
            cases.extend(pack.test);
        }
        cues.add_grammar();
        Ok((cues, cases))
    }

    /// Tells cues of different packs apart.
    pub(super) fn stamp(&self) -> u64 {
        self.stamp
    }

    /// What is known of a word.
    #[must_use]
    pub fn info(&self, key: u64) -> Info {
        self.table.get(key).unwrap_or_default()
    }

    /// The phrase that ends with a word: its length in words, and the cue that it makes. `back` gives the key of the
    /// word so many places before.
    #[must_use]
    pub fn phrase(&self, back: impl Fn(usize) -> Option<u64>) -> Option<(usize, Cue)> {
        let last = back(0)?; // in which most phrases differ
        let fits = |keys: &[u64]| keys.iter().rev().enumerate().skip(1).all(|(n, key)| back(n) == Some(*key));
        let found = self.phrases.iter().find(|(keys, _)| keys.last() == Some(&last) && fits(keys));
        found.map(|(keys, cue)| (keys.len(), *cue))
    }

    fn add(&mut self, pack: &Pack) -> Result<(), String> {
        let Lists { say, that, tell, quote, ask, pledge, doing, hear, source, claim, strict } = &pack.cues;
        let lists = [
            (quote, Cue::QUOTE.0),
            (ask, Cue::QUOTE.0 | Cue::ASK.0),
            (pledge, Cue::QUOTE.0 | Cue::PLEDGE.0),
            (that, Cue::THAT.0),
            (doing, Cue::QUOTE.0 | Cue::DOING.0),
            (hear, Cue::HEAR.0 | Cue::THAT.0 | Cue::BARE.0),
            (tell, Cue::QUOTE.0 | Cue::THAT.0 | Cue::TELL.0),
            (say, Cue::QUOTE.0 | Cue::THAT.0 | Cue::BARE.0),
        ];
        if let Some(lemma) = strict.iter().find(|lemma| !say.contains(lemma)) {
            return Err(format!("pack `{}`: `{lemma}` is in `strict` but not in `say`", pack.name));
        }
        for (list, bits) in lists {
            for lemma in list {
                let bits = if strict.contains(lemma) { bits & !Cue::BARE.0 } else { bits };
                self.add_verb(pack, lemma, bits)?;
            }
        }
        for phrase in source {
            self.add_phrase(pack, phrase, Cue::SOURCE.0)?;
        }
        for noun in claim.iter().flat_map(|noun| [noun.clone(), inflect::plural(noun)]) {
            let cue = &mut self.table.entry(key(&noun)).cue;
            *cue = cue.or(Cue::CLAIM);
        }
        self.add_nouns(&pack.nouns);
        Ok(())
    }

    /// Nouns of later lists and packs win.
    fn add_nouns(&mut self, nouns: &Nouns) {
        let lists = [
            (&nouns.office, Noun::Office),
            (&nouns.voice, Noun::Voice),
            (&nouns.own, Noun::Own),
            (&nouns.state, Noun::State),
            (&nouns.body, Noun::Body),
            (&nouns.paper, Noun::Paper),
        ];
        for (list, noun) in lists {
            for word in list.iter().flat_map(|word| [word.clone(), inflect::plural(word)]) {
                let info = self.table.entry(key(&word));
                info.noun = noun;
                info.class = info.class.or(Class::ROLE);
            }
        }
    }

    fn add_verb(&mut self, pack: &Pack, lemma: &str, bits: u16) -> Result<(), String> {
        let irregular = pack.forms.get(lemma).into_iter().flatten().cloned();
        if let Some((verb, particle)) = lemma.split_once(' ') {
            for form in
                inflect::forms(verb).into_iter().map(|form| format!("{form} {particle}")).chain(irregular)
            {
                self.add_phrase(pack, &form, bits)?;
            }
            return Ok(());
        }
        for form in inflect::forms(lemma).into_iter().chain(irregular) {
            let cue = &mut self.table.entry(key(&form)).cue;
            *cue = Cue(cue.0 | bits);
        }
        Ok(())
    }

    /// Phrases are found by their last word.
    fn add_phrase(&mut self, pack: &Pack, phrase: &str, bits: u16) -> Result<(), String> {
        let keys: Vec<u64> = phrase.split_whitespace().map(key).collect();
        let [.., before, last] = keys[..] else {
            return Err(format!(
                "pack `{}`: expected a phrase of two words or more but found `{phrase}`",
                pack.name
            ));
        };
        for (word, bit) in [(before, Cue::LEADS), (last, Cue::PHRASE)] {
            let cue = &mut self.table.entry(word).cue;
            *cue = cue.or(bit);
        }
        self.phrases.push((keys, Cue(bits)));
        Ok(())
    }

    /// The closed classes go into the same table, so that a word is looked up once.
    fn add_grammar(&mut self) {
        let mut add = |key, class| {
            let info = self.table.entry(key);
            info.class = info.class.or(class);
        };
        GRAMMAR.each(&mut add);
        for (class, words) in classes::LISTS {
            words.split_whitespace().for_each(|word| add(key(word), *class));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_embedded_pack_is_read() {
        let (cues, cases) = Cues::read(&[EMBEDDED]).unwrap();
        assert!(cues.info(key("said")).cue.is(Cue::BARE));
        assert!(cues.info(key("noted")).cue.is(Cue::THAT) && !cues.info(key("noted")).cue.is(Cue::BARE));
        let words = ["to", "according"];
        assert_eq!(cues.phrase(|n| words.get(n).map(|w| key(w))), Some((2, Cue::SOURCE)));
        let words = ["of", "view", "no"];
        assert_eq!(cues.phrase(|n| words.get(n).map(|w| key(w))), None);
        assert!(cases.len() > 3);
    }

    #[test]
    fn messages_say_what_is_wrong() {
        let wrong = Cues::read(&["name = 'x'\n[cues]\nsay = ['say']\nshout = []"]).unwrap_err();
        assert!(wrong.contains("unknown field `shout`") && wrong.contains("line 4"), "{wrong}");
        let wrong = Cues::read(&["name = 'x'\n[cues]\nsource = ['per']"]).unwrap_err();
        assert_eq!(wrong, "pack `x`: expected a phrase of two words or more but found `per`");
        let wrong = Cues::read(&["name = 'x'\n[cues]\nstrict = ['say']"]).unwrap_err();
        assert_eq!(wrong, "pack `x`: `say` is in `strict` but not in `say`");
    }
}
