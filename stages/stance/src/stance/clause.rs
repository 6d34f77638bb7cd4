//! A sentence with its mentions, and who is the subject and the object of a word in it.

use crate::doc::{Mention, Sort, Span};
use crate::grammar::Class;
use crate::tok::{Kind, Sentence, Tok};

/// How far a subject may be from its verb.
const LEFT: usize = 40;
/// How far an object may be from its verb.
const RIGHT: usize = 10;
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
}

impl Clause {
    /// Fills the buffers with the tokens in `words` and the mentions among `mentions[from..]` that lie in them.
    pub fn fill(&mut self, text: &str, words: &[Span], mentions: &[Mention<'_>], from: usize) {
        self.sentence.fill(text, words.iter().map(|w| (w.start as usize, w.end as usize)));
        let toks = &self.sentence.toks;
        self.places.clear();
        self.at.clear();
        self.at.resize(toks.len(), NONE);
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
            self.places.push(Place { first, end, mention: number, actor });
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

    /// Whether a preposition governs the place: `in Orland`, `of the Vennish army`.
    #[must_use]
    pub fn governed(&self, place: usize) -> Option<usize> {
        let first = self.places[place].first;
        let skip = Class::DETERMINER.or(Class::INTENSIFIER);
        let before = (first.saturating_sub(3)..first).rev().find(|i| !self.toks()[*i].class.is(skip))?;
        self.toks()[before].class.is(Class::PREPOSITION).then_some(before)
    }

    /// The subject of the word at `verb`: the nearest mention to the left that is free to be one.
    #[must_use]
    pub fn subject(&self, verb: usize, taken: &[usize]) -> Option<Subject> {
        let low = verb.saturating_sub(LEFT);
        let mut fallback = None;
        let comma = (low..verb).rev().find(|i| !self.light(*i, *i + 1));
        let closed = comma.is_some_and(|i| self.toks()[i].kind == Kind::Comma);
        let mut i = verb;
        while i > low {
            i -= 1;
            let tok = &self.toks()[i];
            if let Some(place) = self.place_at(i) {
                i = self.places[place].first;
                if taken.contains(&place) || !self.places[place].actor {
                    continue;
                }
                match self.governed(place) {
                    None => return Some(Subject::Place(place)),
                    Some(prep) if self.speaks_for(prep) => {
                        fallback = fallback.or(Some(Subject::Place(place)))
                    }
                    Some(_) => {}
                }
                continue;
            }
            if tok.class.is(Class::HE.or(Class::THEY))
                || matches!(tok.kind, Kind::Word) && self.first_person(i)
            {
                return fallback.or(Some(Subject::Pronoun(i)));
            }
            let aside = closed && i > 0 && self.toks()[i - 1].kind == Kind::Comma;
            let relative = tok.class.is(Class::RELATIVE) && (aside || self.light(i + 1, verb));
            let opens = tok.class.is(Class::CLAUSE) && !tok.class.is(Class::DETERMINER) || self.complement(i);
            if matches!(tok.kind, Kind::Break | Kind::Stop | Kind::Quote) || (opens && !relative) {
                return fallback;
            }
        }
        fallback
    }

    /// `that` after a verb opens a clause of its own; before a noun it is a determiner.
    fn complement(&self, i: usize) -> bool {
        self.toks()[i].class.is(Class::THAT)
            && self.place_at(i + 1).is_some()
            && i.checked_sub(1)
                .is_some_and(|b| self.toks()[b].class == Class::NONE && self.place_at(b).is_none())
    }

    fn first_person(&self, i: usize) -> bool {
        let tok = &self.toks()[i];
        tok.class.is(Class::OTHER_PRONOUN) && tok.end - tok.start <= 2 && !tok.class.is(Class::RELATIVE)
    }

    /// `officials in Orland`, `a spokesman for Venn`.
    fn speaks_for(&self, preposition: usize) -> bool {
        preposition.checked_sub(1).is_some_and(|i| self.toks()[i].class.is(Class::ROLE))
    }

    /// Whether only auxiliaries, adverbs and the like stand in the range.
    fn light(&self, from: usize, to: usize) -> bool {
        let light = Class::AUXILIARY.or(Class::BE).or(Class::MODAL).or(Class::ADVERB).or(Class::NEGATOR);
        self.toks()[from.min(to)..to].iter().all(|t| t.class.is(light))
    }

    /// The object from the token `from` on: the first mention of the noun phrase there, `of Venn` included.
    #[must_use]
    pub fn object(&self, from: usize, after_preposition: bool) -> Option<usize> {
        let high = (from + RIGHT).min(self.toks().len());
        for i in from..high {
            if let Some(place) = self.place_at(i) {
                return self.places[place].actor.then_some(place);
            }
            let tok = &self.toks()[i];
            let verbal = Class::BE.or(Class::MODAL).or(Class::AUXILIARY).or(Class::HE);
            let clause = tok.class.is(Class::CLAUSE) && !tok.class.is(Class::DETERMINER);
            let preposition = tok.class.is(Class::PREPOSITION) && !self.is_of(i);
            let doing = tok.gerund && tok.valence.verb != 0;
            let ends =
                !matches!(tok.kind, Kind::Word | Kind::Name | Kind::Number | Kind::Quote) || clause || doing;
            if ends || tok.class.is(verbal) || (preposition && !(after_preposition && i == from)) {
                return None;
            }
        }
        None
    }

    fn is_of(&self, i: usize) -> bool {
        self.toks()[i].class.is(Class::PREPOSITION) && self.toks()[i].key == *OF
    }

    /// The mention that is joined to this one: `Venn and Tarsk`.
    #[must_use]
    pub fn joined(&self, place: usize) -> Option<usize> {
        let mut i = self.places[place].end;
        let toks = self.toks();
        if toks.get(i)?.class.is(Class::ROLE) {
            i += 1;
        }
        let mut linked = false;
        while toks.get(i).is_some_and(|t| t.kind == Kind::Comma || t.class.is(Class::CONJUNCTION)) {
            linked |= toks[i].class.is(Class::CONJUNCTION) && !toks[i].class.is(Class::CONTRAST);
            i += 1;
        }
        while toks.get(i).is_some_and(|t| t.class.is(Class::DETERMINER)) {
            i += 1;
        }
        let next = self.place_at(i)?;
        let clause = (self.places[next].end..toks.len()).next().map(|j| &toks[j]);
        let verb = clause.is_some_and(|t| {
            t.class.is(Class::BE.or(Class::AUXILIARY).or(Class::MODAL)) || t.valence.verb != 0
        });
        (linked && !verb && self.places[next].actor).then_some(next)
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

static OF: std::sync::LazyLock<u64> = std::sync::LazyLock::new(|| crate::table::key("of"));

/// A subject: a mention of the sentence, or a pronoun at a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Number of the place.
    Place(usize),
    /// Token of the pronoun.
    Pronoun(usize),
}
