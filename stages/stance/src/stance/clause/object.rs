//! To whom a verb or noun is done, and the mentions that are joined to one: `attacked Venn, Orland and Tarsk`.

use super::super::syntax::{Form, WORDS};
use super::{Clause, Place, Subject};
use crate::doc::Sort;
use crate::grammar::Class;
use crate::tok::{Kind, Tok};

/// How far an object may be from its verb.
const RIGHT: usize = 10;

impl Clause {
    /// The object from the token `from` on: the first mention of the noun phrase there; `of Venn`, `by Venn` and `from
    /// Venn` behind it included.
    #[must_use]
    pub fn object(&self, from: usize, after_preposition: bool) -> Option<usize> {
        let toks = self.toks();
        let plain = |t: &Tok| t.kind == Kind::Word && t.class == Class::NONE && !t.form.is(Form::PAST);
        let high = (from + RIGHT).min(toks.len());
        let (mut nouns, mut linked, mut link) = (0, false, 0);
        for i in from..high {
            if let Some(place) = self.place_at(i) {
                let owner = linked && toks.get(self.places[place].end).is_some_and(|t| t.possessive);
                if self.places[place].actor && !self.private(place) {
                    // `the truth of Venn’s fears` and `from Vennish soil` are not Venn
                    let soil = link == WORDS.from && toks.get(self.places[place].end).is_some_and(plain);
                    return (!owner && !soil).then_some(place);
                }
                nouns += 1;
                continue;
            }
            let tok = &toks[i];
            let verbal = Class::BE.or(Class::MODAL).or(Class::AUXILIARY).or(Class::HE);
            let clause =
                tok.class.is(Class::CLAUSE) && !tok.class.is(Class::DETERMINER.or(Class::PREPOSITION));
            let role = i > from
                && toks[i - 1].class.is(Class::ROLE)
                && tok.key != WORDS.to
                && !tok.class.is(Class::CLAUSE);
            let inner = nouns > 0
                && (tok.key == WORDS.of || tok.key == WORDS.from || tok.class.is(Class::BY) || role);
            let lead = i == from && (after_preposition || tok.key == WORDS.of);
            let preposition = tok.class.is(Class::PREPOSITION) && !inner && !lead;
            let doing = (tok.gerund && self.is_verb(i)) || tok.class.is(Class::CONJUNCTION.or(Class::THAT));
            let money = tok.kind == Kind::Other && toks.get(i + 1).is_some_and(|t| t.kind == Kind::Number); // `£4bn`
            let word = matches!(tok.kind, Kind::Word | Kind::Name | Kind::Number | Kind::Quote) || money;
            if !word || clause || doing || preposition || (tok.class.is(verbal) && !self.possessive(i)) {
                return None;
            }
            if inner {
                (linked, link) = (true, tok.key);
            }
            nouns += usize::from(!tok.class.is(Class::DETERMINER) && tok.kind != Kind::Quote);
        }
        None
    }

    /// `the Norwegian group`, `a Turkish singer`, `U.S. dollars`: an adjective of a country that does not mean the country.
    pub(super) fn private(&self, place: usize) -> bool {
        let Place { end, sort, .. } = self.places[place];
        matches!(sort, Sort::Group | Sort::State)
            && self.toks().get(end).is_some_and(|t| t.form.is(Form::PRIVATE))
    }

    /// The object of a verb in a relative clause: `Venn, which Orland has attacked`.
    #[must_use]
    pub fn relative_object(&self, verb: usize) -> Option<usize> {
        let subject = self.group_start(verb).checked_sub(1).filter(|i| self.noun_like(*i))?;
        let pronoun = self.phrase_start(subject).checked_sub(1)?;
        let tok = &self.toks()[pronoun];
        if !tok.class.is(Class::RELATIVE) {
            return None;
        }
        match self.phrase(self.antecedent(pronoun)?, 2)? {
            Subject::Place(place) => Some(place),
            Subject::Voice => None,
        }
    }

    /// The mention that is joined to this one from the right: `Venn and Tarsk`, `Venn, Orland and Tarsk`.
    #[must_use]
    pub fn joined(&self, place: usize) -> Option<usize> {
        let toks = self.toks();
        let mut i = self.places[place].end;
        while toks.get(i).is_some_and(|t| t.class.is(Class::ROLE)) && self.place_at(i).is_none() {
            i += 1;
        }
        let (next, linked) = self.link(i)?;
        let after = self.places[next].end;
        let verb = after < toks.len()
            && (toks[after].class.is(Class::BE.or(Class::AUXILIARY).or(Class::MODAL))
                && !self.possessive(after)
                || self.is_verb(after));
        let listed = linked || self.link(after).is_some_and(|(_, last)| last);
        let or = toks.get(i).is_some_and(|t| t.key == WORDS.or);
        (listed && (or || !verb) && self.places[next].actor).then_some(next)
    }

    /// `Orland and former Vennish leaders`: one past a word between the conjunction and the mention.
    fn past_adjective(&self, i: usize) -> usize {
        let toks = self.toks();
        let adjective =
            toks.get(i).is_some_and(|t| t.kind == Kind::Word && t.class == Class::NONE && !t.gerund);
        let skipped = adjective && !toks[i].form.is(Form::VERB) && self.place_at(i).is_none();
        if skipped && self.place_at(i + 1).is_some() { i + 1 } else { i }
    }

    /// The mention behind a comma or conjunction at `i`, and whether there was a conjunction.
    fn link(&self, mut i: usize) -> Option<(usize, bool)> {
        let toks = self.toks();
        let (start, mut linked) = (i, false);
        while toks.get(i).is_some_and(|t| t.kind == Kind::Comma || t.class.is(Class::CONJUNCTION))
            && self.place_at(i).is_none()
        {
            linked |= toks[i].class.is(Class::CONJUNCTION) && !toks[i].class.is(Class::CONTRAST);
            i += 1;
        }
        while toks.get(i).is_some_and(|t| t.class.is(Class::DETERMINER)) && self.place_at(i).is_none() {
            i += 1;
        }
        (i > start).then_some(())?;
        Some((self.place_at(self.past_adjective(i))?, linked))
    }

    /// `signed in Orland, and Venn left`: a place where something is, which is no party to it. `Officials in Orland` are.
    fn somewhere(&self, place: usize) -> bool {
        let toks = self.toks();
        let place_of = |i: &usize| toks[*i].class.is(Class::PLACE) && toks[*i].key != WORDS.from;
        let Some(preposition) = self.governed(place).filter(place_of) else { return false };
        preposition
            .checked_sub(1)
            .is_none_or(|i| !toks[i].class.is(Class::ROLE) || self.place_at(i).is_some())
    }

    /// The mention that this one is joined to from the left.
    #[must_use]
    pub fn joined_left(&self, place: usize) -> Option<usize> {
        let before = place.checked_sub(1)?;
        let direct = self.places[place].first.saturating_sub(self.places[before].end) <= 4;
        let (next, linked) = self.link(self.places[before].end).or_else(|| {
            let role = self.places[before].end;
            self.toks().get(role).filter(|t| t.class.is(Class::ROLE)).and_then(|_| self.link(role + 1))
        })?;
        let listed = linked || self.link(self.places[place].end).is_some_and(|(_, last)| last);
        let apart = self.somewhere(before);
        (next == place && direct && listed && self.places[before].actor && !apart).then_some(before)
    }
}
