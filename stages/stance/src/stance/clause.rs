//! A sentence with its mentions, and who is the subject and the object of a word in it.
//!
//! No parser: the words left of a verb say what kind of subject it has. A noun phrase (`Orland’s army attacked`), a
//! relative pronoun (`Orland, which attacked`), a comma that closes an aside (`Orland, a small state, attacked`), `and`
//! (`… praised A and attacked B`), `to` or a preposition (`refused to attack`, `accused Orland of attacking`) each lead
//! to the phrase that names who acts. What leads to a phrase without a mention leads to nobody.

use std::ops::Range;

use super::syntax::{Form, WORDS, form};
use crate::doc::{Mention, Sort, Span};
use crate::grammar::Class;
use crate::tok::{Kind, Sentence, Tok};

/// How far the parts of a clause may be from each other.
const REACH: usize = 40;
/// How far an object may be from its verb.
const RIGHT: usize = 10;
/// The longest noun phrase.
const PHRASE: usize = 12;
/// How many steps lead from a verb to its subject.
const DEPTH: u8 = 5;
/// No mention.
pub const NONE: u16 = u16::MAX;

/// One mention in a sentence: its token range and its number in the document.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Number of the mention in the document.
    pub mention: usize,
    /// Whether it can act.
    pub actor: bool,
    /// What it names.
    pub sort: Sort,
}

/// Who a phrase leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Number of the place.
    Place(usize),
    /// Whoever speaks: `we`, or the one whose words judge.
    Voice,
}

/// A sentence, or a part of a very long one, with the mentions in it.
#[derive(Debug, Default)]
pub struct Clause {
    /// Its tokens.
    pub sentence: Sentence,
    /// Its mentions, by start; none inside another.
    pub places: Vec<Place>,
    /// For each token the number of its place, or [`NONE`].
    at: Vec<u16>,
    /// For each token whether it ends in `-ly`.
    ly: Vec<bool>,
    /// Whether most words are capitalised, as in a headline.
    headline: bool,
}

impl Clause {
    /// Fills the buffers with the tokens in `words` and the mentions among `mentions[from..]` that lie in them.
    pub fn fill(&mut self, text: &str, words: &[Span], mentions: &[Mention<'_>], from: usize) {
        self.sentence.fill(text, words.iter().map(|w| (w.start as usize, w.end as usize)));
        let toks = &self.sentence.toks;
        self.places.clear();
        self.at.clear();
        self.at.resize(toks.len(), NONE);
        self.ly.clear();
        let ly = |t: &Tok| {
            t.kind == Kind::Word
                && text.get(t.start as usize..t.end as usize).is_some_and(|w| w.ends_with("ly"))
        };
        self.ly.extend(toks.iter().map(ly));
        let of = |kind: Kind| toks.iter().filter(|t| t.kind == kind).count();
        let plain = toks.iter().filter(|t| t.kind == Kind::Word && t.class == Class::NONE).count();
        self.headline = of(Kind::Name) > 2 * plain && toks.len() > 3;
        let Some(last) = toks.last() else { return };
        let inside = mentions.iter().enumerate().skip(from).take_while(|(_, m)| m.span.start < last.end);
        let mut first = 0;
        for (number, mention) in inside {
            while first < toks.len() && toks[first].end <= mention.span.start {
                first += 1;
            }
            let overlap = toks[first..].iter().take_while(|t| t.start < mention.span.end).count();
            let end = first + overlap;
            let free = overlap > 0 && self.at[first..end].iter().all(|p| *p == NONE);
            let Ok(place) = u16::try_from(self.places.len()) else { return };
            if !free || place == NONE {
                continue;
            }
            self.at[first..end].fill(place);
            // `anti-Vennish` is not about Vennish people acting or being acted upon.
            let whole = toks[first].start >= mention.span.start;
            let actor = mention.sort != Sort::Other && whole;
            self.places.push(Place { first, end, mention: number, actor, sort: mention.sort });
        }
    }

    /// The tokens.
    #[must_use]
    pub fn toks(&self) -> &[Tok] {
        &self.sentence.toks
    }

    /// The place at a token.
    #[must_use]
    pub fn place_at(&self, token: usize) -> Option<usize> {
        self.at.get(token).filter(|p| **p != NONE).map(|p| usize::from(*p))
    }

    /// Whether a token can be the head of a pattern: a word outside mentions; in a headline a capitalised one, too.
    #[must_use]
    pub fn heads(&self, token: usize) -> bool {
        let kind = self.toks()[token].kind;
        self.place_at(token).is_none() && (kind == Kind::Word || (self.headline && kind == Kind::Name))
    }

    /// Whether a preposition governs the place: `in Orland`, `of the Vennish army`.
    #[must_use]
    pub fn governed(&self, place: usize) -> Option<usize> {
        let first = self.places[place].first;
        let skip = Class::DETERMINER.or(Class::INTENSIFIER);
        let before = (first.saturating_sub(3)..first).rev().find(|i| !self.toks()[*i].class.is(skip))?;
        self.toks()[before].class.is(Class::PREPOSITION).then_some(before)
    }

    /// `whether Orland attacked`, `if they attack`: the word that leaves it open, before the subject of the verb.
    #[must_use]
    pub fn left_open(&self, verb: usize) -> Option<usize> {
        let last = self.group_start(verb).checked_sub(1)?;
        let pronoun = self.toks()[last].class.is(Class::HE.or(Class::THEY)) || self.first_person(last);
        let start = if pronoun { last } else { self.phrase_start(last) };
        // `whether or not Orland attacked`
        let filler = |i: &usize| self.toks()[*i].key == WORDS.or || self.toks()[*i].key == WORDS.not;
        let before = (0..start).rev().find(|i| !filler(i))?;
        self.toks()[before].class.is(Class::IF).then_some(before)
    }

    /// Whether the token is a verb where it stands.
    #[must_use]
    pub fn is_verb(&self, i: usize) -> bool {
        self.heads(i) && form(self.toks()[i].key).is(Form::VERB) && !self.nominal(i)
    }

    /// A noun of the same form: `the attack`, `a support`, `Orland’s attack`, `under attack`.
    #[must_use]
    pub fn nominal(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else { return false };
        let tok = &self.toks()[before];
        if self.place_at(before).is_some() {
            return false;
        }
        let determiner =
            tok.class.is(Class::DETERMINER) && !tok.class.is(Class::RELATIVE) && !self.floats(before);
        let preposition = tok.class.is(Class::PREPOSITION)
            && !tok.class.is(Class::CLAUSE)
            && !self.toks()[i].gerund
            && tok.key != WORDS.to;
        determiner || self.possessive(before) || preposition
    }

    /// `Orland and Venn both attacked`: a quantifier behind its noun.
    fn floats(&self, i: usize) -> bool {
        let key = self.toks()[i].key;
        let next = self
            .toks()
            .get(i + 1)
            .is_some_and(|t| form(t.key).is(Form::PAST) || t.class.is(Class::AUXILIARY.or(Class::MODAL)));
        (key == WORDS.both || key == WORDS.all || key == WORDS.each) && next && i > 0
    }

    /// `’s` after a name, before a noun.
    #[must_use]
    pub fn possessive(&self, i: usize) -> bool {
        let verbal =
            Class::DETERMINER.or(Class::ADVERB).or(Class::BE).or(Class::PREPOSITION).or(Class::AUXILIARY);
        let next = self.toks().get(i + 1);
        self.toks()[i].possessive && i > 0 && next.is_some_and(|t| !t.class.is(verbal) && !t.gerund)
    }

    /// Auxiliaries, adverbs and the like, which stand between a subject and its verb.
    #[must_use]
    pub fn light(&self, i: usize) -> bool {
        let light = Class::AUXILIARY
            .or(Class::BE)
            .or(Class::MODAL)
            .or(Class::ADVERB)
            .or(Class::NEGATOR)
            .or(Class::INTENSIFIER);
        let Tok { class, key, .. } = self.toks()[i];
        if self.place_at(i).is_some() || class.is(Class::CONJUNCTION) {
            return false;
        }
        let adverb = (self.ly[i] && class == Class::NONE) || key == WORDS.yet || self.floats(i);
        adverb || (class.is(light) && !class.is(Class::DETERMINER))
    }

    /// The first token of the verb group that ends with `verb`: `has never publicly attacked`.
    #[must_use]
    pub fn group_start(&self, verb: usize) -> usize {
        let light = |i: &usize| self.light(*i) && !self.possessive(*i);
        (0..verb).rev().take_while(light).last().unwrap_or(verb)
    }

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
                _ if form(tok.key).is(Form::TIME) => self.before_time(b),
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
        let preposition = start.checked_sub(1).filter(|i| self.toks()[*i].class.is(Class::PREPOSITION))?;
        let named = (start..=last).any(|i| self.place_at(i).is_some());
        let hangs = preposition.checked_sub(1).is_none_or(|i| {
            self.noun_like(i) && (self.place_at(i).is_none() || self.toks()[preposition].key == WORDS.of)
        });
        (!named && !hangs).then_some(preposition)
    }

    /// `on Monday`, `last week`: the first token of what says when.
    fn before_time(&self, last: usize) -> usize {
        let toks = self.toks();
        let inside = |i: &usize| {
            let tok = &toks[*i];
            self.place_at(*i).is_none()
                && (form(tok.key).is(Form::TIME)
                    || tok.kind == Kind::Number
                    || tok.class.is(Class::DETERMINER.or(Class::ADVERB).or(Class::PREPOSITION)))
        };
        (last.saturating_sub(5)..last).rev().take_while(inside).last().unwrap_or(last)
    }

    /// The last token of the phrase before a relative pronoun.
    fn antecedent(&self, relative: usize) -> Option<usize> {
        let before = relative.checked_sub(1)?;
        let comma =
            self.toks()[before].kind == Kind::Comma || self.toks()[before].class.is(Class::PREPOSITION);
        if comma { before.checked_sub(1) } else { Some(before) }
    }

    /// Whom the noun phrase that ends with the token `last` names.
    fn phrase(&self, last: usize, depth: u8) -> Option<Subject> {
        let depth = depth.checked_sub(1).filter(|_| self.noun_like(last))?;
        let toks = self.toks();
        let head = self.place_at(last).filter(|p| self.places[*p].actor);
        let start = self.phrase_start(last);
        let named = head.or_else(|| self.modifier(start..last));
        let before = start.checked_sub(1).filter(|b| toks[*b].class.is(Class::PREPOSITION));
        let Some(preposition) = before else { return named.map(Subject::Place) };
        let outer = preposition.checked_sub(1).filter(|o| self.noun_like(*o))?;
        let role = toks[outer].class.is(Class::ROLE)
            && self.place_at(outer).is_none()
            && toks[preposition].key != WORDS.to;
        let by = toks[preposition].class.is(Class::BY) || toks[preposition].key == WORDS.from;
        let found = self.phrase(outer, depth).filter(|_| !by);
        found.or_else(|| named.filter(|_| role || by).map(Subject::Place))
    }

    /// The mention that modifies a noun: `Orland’s army`, `Vennish officials`; the last of several.
    fn modifier(&self, words: Range<usize>) -> Option<usize> {
        let end = words.end;
        let place = words
            .rev()
            .find_map(|i| self.place_at(i))
            .filter(|p| self.places[*p].actor && !self.private(*p))?;
        let Place { end: after, sort, .. } = self.places[place];
        let possessive = after < end && self.toks()[after].possessive;
        let adjective = matches!(sort, Sort::Group | Sort::State | Sort::Organisation);
        (possessive || adjective || after == end).then_some(place)
    }

    /// Whether the token may belong to a noun phrase.
    fn noun_like(&self, i: usize) -> bool {
        let ends = Class::CLAUSE
            .or(Class::CONTRAST)
            .or(Class::BE)
            .or(Class::MODAL)
            .or(Class::AUXILIARY)
            .or(Class::HE)
            .or(Class::THEY)
            .or(Class::OTHER_PRONOUN)
            .or(Class::PREPOSITION)
            .or(Class::CONJUNCTION);
        let tok = &self.toks()[i];
        let word = matches!(tok.kind, Kind::Word | Kind::Name | Kind::Number);
        self.place_at(i).is_some()
            || (word
                && (tok.class.is(Class::DETERMINER)
                    || self.possessive(i)
                    || (!tok.class.is(ends) && !self.is_verb(i))))
    }

    /// The first token of the noun phrase that ends with `last`.
    #[must_use]
    pub fn phrase_start(&self, last: usize) -> usize {
        let time = |i: usize| self.place_at(i).is_none() && form(self.toks()[i].key).is(Form::TIME);
        let inside = |i: &usize| self.noun_like(*i) && (!time(*i) || time(last));
        (last.saturating_sub(PHRASE)..last).rev().take_while(inside).last().unwrap_or(last)
    }

    fn first_person(&self, i: usize) -> bool {
        let tok = &self.toks()[i];
        tok.class.is(Class::OTHER_PRONOUN) && tok.end - tok.start <= 2 && !tok.class.is(Class::RELATIVE)
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
        let hands_on = charged || form(self.toks()[verb].key).is(Form::CONTROL);
        match object.filter(|p| hands_on && self.places[*p].actor) {
            Some(place)
                if self.places[place].end == link
                    || self.toks()[self.places[place].end].class.is(Class::ROLE) =>
            {
                Some(Subject::Place(place))
            }
            _ => self.subject_in(verb, depth),
        }
    }

    /// `Orland’s demands to attack …`: whose noun it is that the infinitive hangs on.
    #[must_use]
    pub fn wish(&self, link: usize) -> Option<usize> {
        let noun = link
            .checked_sub(1)
            .filter(|i| self.toks()[link].key == WORDS.to && self.place_at(*i).is_none())?;
        if self.is_verb(noun) || !self.noun_like(noun) {
            return None;
        }
        let place = (self.phrase_start(noun)..noun).rev().find_map(|i| self.place_at(i))?;
        let Place { end, actor, .. } = self.places[place];
        (actor && end < noun && self.toks()[end].possessive).then_some(place)
    }

    /// `… praised A and attacked B`: the subject of the verb before.
    fn shared_subject(&self, conjunction: usize, verb: usize, depth: u8) -> Option<Subject> {
        let toks = self.toks();
        let past = form(toks[verb].key).is(Form::PAST);
        for v in (conjunction.saturating_sub(REACH)..conjunction).rev() {
            if matches!(toks[v].kind, Kind::Stop) || toks[v].key == WORDS.semicolon {
                return None;
            }
            let tense = toks[v].gerund == toks[verb].gerund && (!past || form(toks[v].key).is(Form::PAST));
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
        let role = opening.checked_sub(1).is_some_and(|i| self.place_at(i).is_none() && self.noun_like(i));
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

    /// The object from the token `from` on: the first mention of the noun phrase there; `of Venn`, `by Venn` and `from
    /// Venn` behind it included.
    #[must_use]
    pub fn object(&self, from: usize, after_preposition: bool) -> Option<usize> {
        let toks = self.toks();
        let high = (from + RIGHT).min(toks.len());
        let (mut nouns, mut linked) = (0, false);
        for i in from..high {
            if let Some(place) = self.place_at(i) {
                let owner = linked && toks.get(self.places[place].end).is_some_and(|t| t.possessive);
                if self.places[place].actor && !self.private(place) {
                    return (!owner).then_some(place); // `the truth of Venn’s fears` is not Venn
                }
                nouns += 1;
                continue;
            }
            let tok = &toks[i];
            let verbal = Class::BE.or(Class::MODAL).or(Class::AUXILIARY).or(Class::HE);
            let clause =
                tok.class.is(Class::CLAUSE) && !tok.class.is(Class::DETERMINER.or(Class::PREPOSITION));
            let role = i > from && toks[i - 1].class.is(Class::ROLE) && tok.key != WORDS.to;
            let inner = nouns > 0
                && (tok.key == WORDS.of || tok.key == WORDS.from || tok.class.is(Class::BY) || role);
            let lead = i == from && (after_preposition || tok.key == WORDS.of);
            let preposition = tok.class.is(Class::PREPOSITION) && !inner && !lead;
            let doing = (tok.gerund && self.is_verb(i)) || tok.class.is(Class::CONJUNCTION.or(Class::THAT));
            let word = matches!(tok.kind, Kind::Word | Kind::Name | Kind::Number | Kind::Quote);
            if !word || clause || doing || preposition || (tok.class.is(verbal) && !self.possessive(i)) {
                return None;
            }
            linked |= inner;
            nouns += usize::from(!tok.class.is(Class::DETERMINER) && tok.kind != Kind::Quote);
        }
        None
    }

    /// `the Norwegian group`, `a Turkish singer`: an adjective of a country that does not mean the country.
    fn private(&self, place: usize) -> bool {
        let Place { end, sort, .. } = self.places[place];
        sort == Sort::Group && self.toks().get(end).is_some_and(|t| form(t.key).is(Form::PRIVATE))
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
        Some((self.place_at(i)?, linked))
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
        (next == place && direct && listed && self.places[before].actor).then_some(before)
    }

    /// The evidence for something between two tokens: from the first of them to the end of its clause.
    #[must_use]
    pub fn evidence(&self, from: usize, to: usize) -> Span {
        let toks = self.toks();
        let ends = |i: &usize| matches!(toks[*i].kind, Kind::Comma | Kind::Break | Kind::Stop | Kind::Quote);
        let end = (to.max(from)..toks.len()).find(ends).unwrap_or(toks.len());
        let mut start = from.min(to);
        while start > 0 && toks[start - 1].class.is(Class::DETERMINER) {
            start -= 1;
        }
        let last = end.saturating_sub(1).max(start);
        Span::new(toks[start].start, toks[last].end)
    }
}
