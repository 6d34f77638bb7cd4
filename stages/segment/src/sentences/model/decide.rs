//! The walk through the sentences of the rules: the gaps inside each, from left to right.
//!
//! A gap is judged with what was decided left of it: the sentence so far begins at the last boundary.

use std::ops::Range;

use super::facts::Facts;
use super::features::{Form, Gap, Glimpse};
use super::gate;
use super::word::{EDGE, Word};
use crate::sentences::Ruled;
use crate::sentences::ending::may_pause;
use crate::tokens::{Kind, Token};

/// A heading has no more tokens.
const HEADING: usize = 9;

/// Decides gaps: the model when it runs, the gold when it is trained.
pub(crate) trait Judge {
    /// What edited documents leave no doubt about is passed over unseen; a trainer sees it, too.
    const HURRIES: bool;

    /// The gap may be a boundary: [`Judge::cuts`] is asked next.
    fn may_cut(&mut self, glimpse: &Glimpse, place: Place) -> bool;
    /// The gap is a boundary.
    fn cuts(&mut self, gap: Gap<'_>, facts: &Facts, place: Place) -> bool;
}

/// A gap in the text: the byte where the token behind it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(pub(crate) usize);

/// Memory that is used again from text to text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    facts: Facts,
    /// The sentences of the rules, put together again where the rules are unsure.
    sentences: Vec<Range<usize>>,
    /// First tokens of the sentences that were put to others.
    unsure: Vec<usize>,
    forms: Vec<Form>,
    words: Vec<Word>,
}

/// Appends the sentences of a whole text to `out`: those of the rules, cut further as `judge` says, and not cut where the
/// rules are unsure and `judge` says no.
pub(crate) fn walk(
    text: &str,
    tokens: &[Token],
    ruled: &[Ruled],
    scratch: &mut Scratch,
    judge: &mut impl Judge,
    out: &mut Vec<Range<usize>>,
) {
    scratch.join(ruled);
    let Scratch { facts, sentences, unsure, forms, words } = scratch;
    for sentence in &*sentences {
        let form = form(text, tokens, sentence.clone());
        facts.count(form, sentence.len());
        forms.push(form);
    }
    let edited = facts.is_edited();
    let mut walk = Walk { text, tokens, sentences, unsure, edited, facts, forms, words, judge, out };
    for at in 0..walk.sentences.len() {
        walk.sentence(at);
    }
}

impl Scratch {
    /// Takes the sentences of the rules.
    fn join(&mut self, ruled: &[Ruled]) {
        self.facts.clear();
        self.sentences.clear();
        self.unsure.clear();
        self.forms.clear();
        for sentence in ruled {
            let tokens = sentence.tokens();
            match self.sentences.last_mut() {
                Some(last) if sentence.unsure => {
                    self.unsure.push(tokens.start);
                    last.end = tokens.end;
                }
                _ => self.sentences.push(tokens),
            }
        }
    }
}

/// How the sentence of these tokens begins and ends.
fn form(text: &str, tokens: &[Token], range: Range<usize>) -> Form {
    let parted = tokens.get(range.end).is_none_or(Token::starts_line);
    let tokens = &tokens[range];
    let last = tokens.iter().rev().find(|token| !matches!(token.kind, Kind::Close | Kind::Quote));
    let marked = last.is_some_and(|last| match last.kind {
        Kind::Period
        | Kind::Stop
        | Kind::Ellipsis
        | Kind::Abbreviation(_)
        | Kind::Acronym
        | Kind::Initial => true,
        Kind::Pause => text.as_bytes().get(last.range().start) == Some(&b':'),
        _ => false,
    });
    let lower = tokens.iter().find_map(|token| begins_lower(&text[token.range()])).unwrap_or(false);
    let alone = parted && tokens.first().is_some_and(Token::starts_line);
    Form { marked, lower, heading: alone && !marked && !lower && tokens.len() <= HEADING }
}

/// The first letter or digit is a letter in lower case; `None`: there is neither.
fn begins_lower(token: &str) -> Option<bool> {
    match token.as_bytes().first() {
        Some(byte) if byte.is_ascii_alphanumeric() => Some(byte.is_ascii_lowercase()),
        _ => token.chars().find(|c| c.is_alphanumeric()).map(char::is_lowercase),
    }
}

struct Walk<'a, J> {
    text: &'a str,
    tokens: &'a [Token],
    sentences: &'a [Range<usize>],
    /// Where the rules are unsure, as far as the walk has not been there.
    unsure: &'a [usize],
    /// The document looks edited.
    edited: bool,
    facts: &'a mut Facts,
    forms: &'a [Form],
    /// The words of the sentence that is looked at, once it is.
    words: &'a mut Vec<Word>,
    judge: &'a mut J,
    out: &'a mut Vec<Range<usize>>,
}

impl<J: Judge> Walk<'_, J> {
    fn sentence(&mut self, number: usize) {
        let range = self.sentences[number].clone();
        self.out.push(self.tokens[range.start].range().start..self.tokens[range.end - 1].range().end);
        self.words.clear();
        let settled = J::HURRIES && self.edited && gate::is_settled(self.forms[number], range.len());
        let mut start = range.start;
        for at in range.start + 1..range.end {
            let ruled = self.is_ruled(at);
            let cuts = if settled && !gate::is_glued(&self.tokens[at - 1], &self.tokens[at]) {
                ruled
            } else {
                self.cuts(number, start, at, ruled)
            };
            if cuts {
                self.cut(at);
                start = at;
            }
        }
    }

    /// The rules cut before token `at`, though unsure.
    fn is_ruled(&mut self, at: usize) -> bool {
        let Some((_, rest)) = self.unsure.split_first().filter(|(first, _)| **first == at) else {
            return false;
        };
        self.unsure = rest;
        true
    }

    /// Parts the last sentence before token `at`.
    fn cut(&mut self, at: usize) {
        let Some(last) = self.out.last_mut() else { return };
        let end = std::mem::replace(&mut last.end, self.tokens[at - 1].range().end);
        self.out.push(self.tokens[at].range().start..end);
    }

    /// There is a boundary before token `at`, where the sentence so far began with token `start`, and where the rules
    /// cut if they are `ruled`.
    fn cuts(&mut self, number: usize, start: usize, at: usize, ruled: bool) -> bool {
        let range = self.sentences[number].clone();
        let form = self.forms[number];
        let tokens = &self.tokens[range.clone()];
        let inside = at - range.start;
        if !gate::is_open(self.text, tokens, inside, form) {
            return ruled;
        }
        let pauses = may_pause(&self.tokens[range.start..at]);
        let place = Place(self.tokens[at].range().start);
        let word = |at: usize| Word::of(self.text, &self.tokens[at]);
        let glimpse = Glimpse {
            before: if at >= start + 2 { word(at - 2) } else { EDGE },
            left: word(at - 1),
            right: word(at),
            behind: if at + 1 < range.end { word(at + 1) } else { EDGE },
            lengths: [at - start, range.end - at],
            form,
        };
        if !self.judge.may_cut(&glimpse, place) && !pauses {
            return false;
        }
        self.complete();
        if self.words.is_empty() {
            self.read(range.clone());
        }
        let (start, at) = (start - range.start, at - range.start);
        let gap = Gap { words: self.words, start, at, form, ruled: pauses.then_some(ruled) };
        self.judge.cuts(gap, self.facts, place)
    }

    fn read(&mut self, range: Range<usize>) {
        self.words.clear();
        let words = self.tokens[range].iter().map(|token| Word::of(self.text, token));
        self.words.extend(words);
    }

    /// Remembers how the sentences of the document begin and end; once, and only where something is scored.
    fn complete(&mut self) {
        if std::mem::replace(&mut self.facts.complete, true) {
            return;
        }
        for sentence in self.sentences {
            let tokens = &self.tokens[sentence.clone()];
            let word = |at: usize| tokens.get(at).map(|token| Word::of(self.text, token));
            if let Some(first) = word(0) {
                self.facts.begin(&first, word(1).as_ref());
            }
            if let Some(last) = word(tokens.len().wrapping_sub(1)) {
                self.facts.end(&last, word(tokens.len().wrapping_sub(2)).as_ref());
            }
        }
    }
}
