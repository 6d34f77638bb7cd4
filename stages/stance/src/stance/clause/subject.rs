//! Who does what a verb says.
//!
//! The words left of a verb say what kind of subject it has. A noun phrase (`Orland’s army attacked`), a relative pronoun
//! (`Orland, which attacked`), a comma that closes an aside (`Orland, a small state, attacked`), `and` (`… praised A and
//! attacked B`), `to` or a preposition (`refused to attack`, `accused Orland of attacking`) each lead to the phrase that
//! names who acts.

use super::super::syntax::{Form, WORDS};
use super::{Clause, PHRASE, Place, Subject};
use crate::doc::Sort;
use crate::grammar::Class;
use crate::tok::Kind;

/// How far the parts of a clause may be from each other.
const REACH: usize = 40;
/// How many steps lead from a verb to its subject.
const DEPTH: u8 = 5;

impl Clause {
    /// The subject of the verb at `verb`.
    #[must_use]
    pub fn subject(&self, verb: usize) -> Option<Subject> {
        self.subject_in(verb, DEPTH)
    }

    fn subject_in(&self, verb: usize, depth: u8) -> Option<Subject> {
        let depth = depth.checked_sub(1)?;
        let toks = self.toks();
        let mut i = self.group_start(verb);
        while let Some(b) = i.checked_sub(1) {
            let tok = &toks[b];
            if self.place_at(b).is_some() {
                return self.phrase(b, depth);
            }
            if self.first_person(b) {
                return Some(Subject::Voice);
            }
            if tok.class.is(Class::HE.or(Class::THEY)) {
                return None;
            }
            if tok.key == WORDS.to || (tok.class.is(Class::PREPOSITION) && toks[verb].gerund) {
                return self.governor_subject(b, depth);
            }
            if tok.class.is(Class::RELATIVE) {
                return self.antecedent(b).and_then(|last| self.phrase(last, depth));
            }
            if tok.class.is(Class::CONJUNCTION.or(Class::CONTRAST)) {
                return self.shared_subject(b, verb, depth);
            }
            i = match tok.kind {
                Kind::Comma => return self.after_comma(verb, b, depth),
                Kind::Quote => b,
                Kind::Other if tok.key == WORDS.close => {
                    (b.saturating_sub(PHRASE)..b).rev().find(|o| toks[*o].key == WORDS.open)?
                }
                _ if self.light(b) => b,
                _ if tok.form.is(Form::TIME) => self.before_time(b),
                Kind::Word if toks[verb].gerund && self.is_verb(b) => return self.subject_in(b, depth),
                Kind::Word | Kind::Name | Kind::Number => match self.fronted(b) {
                    Some(preposition) => preposition,
                    None => return self.phrase(b, depth),
                },
                _ => return None,
            };
        }
        None
    }

    /// `…, and in the next breath attacked`: the preposition of a phrase without a mention that hangs on no noun.
    fn fronted(&self, last: usize) -> Option<usize> {
        let start = self.phrase_start(last);
        let opens = |i: &usize| {
            self.toks()[*i].class.is(Class::PREPOSITION) && !self.toks()[*i].class.is(Class::CLAUSE)
        };
        let preposition = start.checked_sub(1).filter(opens)?;
        let named = (start..=last).any(|i| self.place_at(i).is_some());
        let hangs = preposition.checked_sub(1).is_none_or(|i| {
            self.is_verb(i)
                || self.noun_like(i)
                    && (self.place_at(i).is_none() || self.toks()[preposition].key == WORDS.of)
        });
        (!named && !hangs).then_some(preposition)
    }

    /// `on Monday`, `last week`: the first token of what says when.
    fn before_time(&self, last: usize) -> usize {
        let toks = self.toks();
        let inside = |i: &usize| {
            let tok = &toks[*i];
            self.place_at(*i).is_none()
                && (tok.form.is(Form::TIME)
                    || tok.kind == Kind::Number
                    || tok.class.is(Class::DETERMINER.or(Class::ADVERB).or(Class::PREPOSITION)))
        };
        (last.saturating_sub(5)..last).rev().take_while(inside).last().unwrap_or(last)
    }

    /// The last token of the phrase before a relative pronoun.
    pub(super) fn antecedent(&self, relative: usize) -> Option<usize> {
        let before = relative.checked_sub(1)?;
        let comma =
            self.toks()[before].kind == Kind::Comma || self.toks()[before].class.is(Class::PREPOSITION);
        if comma { before.checked_sub(1) } else { Some(before) }
    }

    /// The verb that governs what `link` (`to`, a preposition) opens, and the mention between them.
    #[must_use]
    pub fn governor(&self, link: usize) -> Option<(usize, Option<usize>)> {
        let mut object = None;
        let mut i = link;
        let low = link.saturating_sub(PHRASE);
        while i > low {
            i -= 1;
            let tok = &self.toks()[i];
            if let Some(place) = self.place_at(i) {
                object = Some(place);
                i = self.places[place].first;
                continue;
            }
            if matches!(tok.kind, Kind::Break | Kind::Stop | Kind::Comma) {
                return None;
            }
            let verbal =
                self.is_verb(i) || (tok.class.is(Class::BE.or(Class::AUXILIARY)) && !self.possessive(i));
            if verbal {
                return Some((i, object));
            }
        }
        None
    }

    /// `refused to …`: the subject of *refused*; `urged Orland to …`, `accused Orland of …ing`: Orland.
    fn governor_subject(&self, link: usize, depth: u8) -> Option<Subject> {
        if let Some(owner) = self.wish(link) {
            return Some(Subject::Place(owner));
        }
        let (verb, object) = self.governor(link)?;
        let charged = self.toks()[link].key == WORDS.of || self.toks()[link].key == WORDS.for_;
        let hands_on = charged || self.toks()[verb].form.is(Form::CONTROL);
        let by = |p: &usize| self.governed(*p).is_some_and(|i| self.toks()[i].class.is(Class::BY));
        match object.filter(|p| hands_on && self.places[*p].actor && !by(p)) {
            Some(place)
                if self.places[place].end == link
                    || self.toks()[self.places[place].end].class.is(Class::ROLE) =>
            {
                Some(Subject::Place(place))
            }
            _ => self.subject_in(verb, depth),
        }
    }

    /// `Orland’s demands to attack …`, `a Vennish refusal to …`, `Orland’s habit of attacking …`: whose noun it is that the verb
    /// hangs on.
    #[must_use]
    pub fn wish(&self, link: usize) -> Option<usize> {
        let opens = self.toks()[link].key == WORDS.to || self.toks()[link].key == WORDS.of;
        let noun = link.checked_sub(1).filter(|i| opens && self.place_at(*i).is_none())?;
        if self.is_verb(noun) || !self.noun_like(noun) {
            return None;
        }
        let place = (self.phrase_start(noun)..noun).rev().find_map(|i| self.place_at(i))?;
        let Place { end, actor, .. } = self.places[place];
        let owned = end < noun && self.toks()[end].possessive;
        let willed = end == noun && self.toks()[noun].class.is(Class::FAIL.or(Class::AIM));
        (actor && (owned || willed)).then_some(place)
    }

    /// `… praised A and attacked B`: the subject of the verb before.
    fn shared_subject(&self, conjunction: usize, verb: usize, depth: u8) -> Option<Subject> {
        let toks = self.toks();
        let past = toks[verb].form.is(Form::PAST);
        for v in (conjunction.saturating_sub(REACH)..conjunction).rev() {
            if matches!(toks[v].kind, Kind::Stop) || toks[v].key == WORDS.semicolon {
                return None;
            }
            let tense = toks[v].gerund == toks[verb].gerund && (!past || toks[v].form.is(Form::PAST));
            if !self.is_verb(v) || !tense {
                continue;
            }
            let infinitive = v.checked_sub(1).is_some_and(|b| toks[b].key == WORDS.to);
            let other = (past && infinitive) || self.opens_relative(v);
            if !other {
                return self.subject_in(v, depth);
            }
        }
        self.opening(conjunction)
    }

    /// `which attacked`: a verb right behind its relative pronoun.
    fn opens_relative(&self, verb: usize) -> bool {
        self.group_start(verb).checked_sub(1).is_some_and(|b| self.toks()[b].class.is(Class::RELATIVE))
    }

    /// A comma right before the verb: it closes an aside, or opens a participle (`…, accusing B`).
    fn after_comma(&self, verb: usize, comma: usize, depth: u8) -> Option<Subject> {
        let toks = self.toks();
        if toks[verb].gerund && self.group_start(verb) == verb {
            return self.opening(comma);
        }
        let low = comma.saturating_sub(REACH);
        let mut commas = (low..comma).rev().filter(|i| toks[*i].kind == Kind::Comma).take(3).peekable();
        if commas.peek().is_none() {
            return self.phrase(comma.checked_sub(1)?, depth);
        }
        for opening in commas {
            let Some(last) = opening.checked_sub(1) else { continue };
            if toks[last].class.is(Class::CONJUNCTION.or(Class::CONTRAST)) {
                return self.shared_subject(last, verb, depth);
            }
            if let Some(name) = self.apposed(opening, comma) {
                return Some(Subject::Place(name));
            }
            if let Some(found) = self.phrase(last, depth) {
                return Some(found);
            }
        }
        None
    }

    /// `Orland’s president, Mara Venn, said`: a person named between the commas.
    fn apposed(&self, opening: usize, comma: usize) -> Option<usize> {
        let place = self.place_at(comma.checked_sub(1)?)?;
        let Place { first, sort, .. } = self.places[place];
        let role = opening.checked_sub(1).is_some_and(|i| {
            let somewhere = self.place_at(i).is_some_and(|p| self.governed(p).is_some());
            self.noun_like(i) && (self.place_at(i).is_none() || somewhere)
        });
        (sort == Sort::Person && first <= opening + 3 && role).then_some(place)
    }

    /// The subject of the sentence: its first mention before `end` that no preposition governs.
    fn opening(&self, end: usize) -> Option<Subject> {
        let low = end.saturating_sub(REACH);
        let free = |(n, p): &(usize, &Place)| {
            p.first >= low && p.end <= end && p.actor && self.governed(*n).is_none()
        };
        self.places.iter().enumerate().find(free).map(|(n, _)| Subject::Place(n))
    }
}
