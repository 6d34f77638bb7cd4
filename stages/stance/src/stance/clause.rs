//! A sentence with its mentions: what its words are (verb, noun phrase, possessive) and whom a noun phrase names.
//!
//! No parser: closed classes and positions decide. `Orland’s army` and `the Vennish delegates` name Orland and the
//! Vennish; a phrase without a mention names nobody. `subject` finds who does what a verb says, `object` to whom.

mod object;
mod subject;

use std::ops::Range;

use super::syntax::{Form, WORDS};
use crate::doc::{Mention, Sort, Span};
use crate::grammar::Class;
use crate::tok::{Kind, Sentence, Tok};

/// The longest noun phrase.
const PHRASE: usize = 12;
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
    /// Whether most words are capitalised, as in a headline.
    headline: bool,
}

/// `anti-Vennish`, `Vennish-led`, `the Orland–Venn border`: a part of a longer word names nobody who acts or is acted
/// upon.
pub(super) fn part_of_word(text: &str, span: Span) -> bool {
    let bound = |dash: Option<char>, next: Option<char>| {
        matches!(dash, Some('-' | '–')) && next.is_some_and(char::is_alphanumeric)
    };
    let mut before = text.get(..span.start as usize).unwrap_or("").chars();
    let mut after = text.get(span.end as usize..).unwrap_or("").chars();
    bound(before.next_back(), before.next_back()) || bound(after.next(), after.next())
}

impl Clause {
    /// Fills the buffers with the tokens in `words` and the mentions among `mentions[from..]` that lie in them.
    pub fn fill(&mut self, text: &str, words: &[Span], mentions: &[Mention<'_>], from: usize) {
        self.sentence.fill(text, words.iter().map(|w| (w.start as usize, w.end as usize)));
        let toks = &self.sentence.toks;
        self.places.clear();
        self.at.clear();
        self.at.resize(toks.len(), NONE);
        let (mut names, mut plain) = (0_usize, 0_usize);
        for tok in toks {
            names += usize::from(tok.kind == Kind::Name);
            plain += usize::from(tok.kind == Kind::Word && tok.class == Class::NONE);
        }
        self.headline = names > 2 * plain && toks.len() > 3;
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
            let actor = mention.sort != Sort::Other && !part_of_word(text, mention.span);
            self.places.push(Place { first, end, mention: number, actor, sort: mention.sort });
        }
    }

    /// The tokens.
    #[must_use]
    pub fn toks(&self) -> &[Tok] {
        &self.sentence.toks
    }

    /// The place at a token.
    #[inline]
    #[must_use]
    pub fn place_at(&self, token: usize) -> Option<usize> {
        self.at.get(token).filter(|p| **p != NONE).map(|p| usize::from(*p))
    }

    /// Whether a token can be the head of a pattern: a word outside mentions; in a headline a capitalised one, too.
    #[inline]
    #[must_use]
    pub fn heads(&self, token: usize) -> bool {
        let kind = self.toks()[token].kind;
        (kind == Kind::Word || (self.headline && kind == Kind::Name)) && self.place_at(token).is_none()
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
        self.heads(i) && self.toks()[i].form.is(Form::VERB) && !self.nominal(i)
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
            .is_some_and(|t| t.form.is(Form::PAST) || t.class.is(Class::AUXILIARY.or(Class::MODAL)));
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
        let Tok { class, key, ly, .. } = self.toks()[i];
        if self.place_at(i).is_some() || class.is(Class::CONJUNCTION) {
            return false;
        }
        let adverb = (ly && class == Class::NONE) || key == WORDS.yet || self.floats(i);
        adverb || (class.is(light) && !class.is(Class::DETERMINER))
    }

    /// The first token of the verb group that ends with `verb`: `has never publicly attacked`.
    #[must_use]
    pub fn group_start(&self, verb: usize) -> usize {
        let light = |i: &usize| self.light(*i) && !self.possessive(*i);
        (0..verb).rev().take_while(light).last().unwrap_or(verb)
    }

    /// Whom the noun phrase that ends with the token `last` names.
    fn phrase(&self, last: usize, depth: u8) -> Option<Subject> {
        let depth = depth.checked_sub(1).filter(|_| self.noun_like(last))?;
        let toks = self.toks();
        let head = self.place_at(last).filter(|p| self.places[*p].actor);
        if self.place_at(last).is_none() && toks[last].form.is(Form::EVENT) {
            return None; // `Orland’s rise gave Venn a chance`: nobody did that
        }
        let start = self.phrase_start(last);
        let named = head.or_else(|| self.modifier(start..last));
        let before = start.checked_sub(1).filter(|b| toks[*b].class.is(Class::PREPOSITION));
        let Some(preposition) = before else { return named.map(Subject::Place) };
        if toks[preposition].key == WORDS.to && start == last && self.place_at(last).is_none() {
            return None; // `Orland’s efforts to deal …`: a verb
        }
        let outer = preposition.checked_sub(1).filter(|o| self.noun_like(*o))?;
        let visits = toks[outer].form.is(Form::BYSTANDER) && toks[preposition].class.is(Class::PLACE);
        let role = toks[outer].class.is(Class::ROLE)
            && self.place_at(outer).is_none()
            && toks[preposition].key != WORDS.to
            && !visits;
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
        let time = |i: usize| self.place_at(i).is_none() && self.toks()[i].form.is(Form::TIME);
        let inside = |i: &usize| self.noun_like(*i) && (!time(*i) || time(last));
        (last.saturating_sub(PHRASE)..last).rev().take_while(inside).last().unwrap_or(last)
    }

    fn first_person(&self, i: usize) -> bool {
        let tok = &self.toks()[i];
        tok.class.is(Class::OTHER_PRONOUN) && tok.end - tok.start <= 2 && !tok.class.is(Class::RELATIVE)
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
