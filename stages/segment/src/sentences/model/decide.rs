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
    forms: Vec<Form>,
    words: Vec<Word>,
}

/// Appends the sentences of a whole text to `out`: those of the rules, cut further as `judge` says,
/// and put together where the rules are unsure and it says no.
pub(crate) fn walk(
    text: &str,
    tokens: &[Token],
    ruled: &[Ruled],
    scratch: &mut Scratch,
    judge: &mut impl Judge,
    out: &mut Vec<Range<usize>>,
) {
    scratch.facts.clear();
    scratch.forms.clear();
    let mut whole: Option<(Form, usize)> = None;
    for sentence in ruled {
        let form = form(text, tokens, sentence.tokens());
        let len = sentence.tokens().len();
        scratch.facts.count(form, len);
        scratch.forms.push(form);
        whole = match whole {
            Some((begun, before)) if sentence.unsure => Some((begun.until(form), before + len)),
            before => {
                before.into_iter().for_each(|(form, len)| scratch.facts.look(form, len));
                Some((form, len))
            }
        };
    }
    whole.into_iter().for_each(|(form, len)| scratch.facts.look(form, len));
    let edited = scratch.facts.is_edited();
    let Scratch { facts, forms, words } = scratch;
    let mut walk = Walk {
        text,
        tokens,
        ruled,
        edited,
        facts,
        forms,
        base: 0,
        start: 0,
        form: Form::default(),
        words,
        judge,
        out,
    };
    for at in 0..ruled.len() {
        walk.sentence(at);
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
    ruled: &'a [Ruled],
    /// The document looks edited.
    edited: bool,
    facts: &'a mut Facts,
    forms: &'a [Form],
    /// First token of the sentence of the rules, or of the first of several that were put together.
    base: usize,
    /// First token behind the last boundary.
    start: usize,
    /// How what was put together begins and ends.
    form: Form,
    /// The words from `base` on, as far as they were looked at.
    words: &'a mut Vec<Word>,
    judge: &'a mut J,
    out: &'a mut Vec<Range<usize>>,
}

impl<J: Judge> Walk<'_, J> {
    fn sentence(&mut self, number: usize) {
        let range = self.ruled[number].tokens();
        self.begin(number, range.clone());
        let settled = J::HURRIES && self.edited && gate::is_settled(self.form, range.len());
        for at in range.start + 1..range.end {
            if settled && !gate::is_glued(&self.tokens[at - 1], &self.tokens[at]) {
                continue;
            }
            if self.cuts(at, range.end, false) {
                self.cut(at);
            }
        }
    }

    /// Begins the sentence that the rules have in `range`, or goes on with the one before, where the rules are unsure and
    /// the judge says no.
    fn begin(&mut self, number: usize, range: Range<usize>) {
        let form = self.forms[number];
        let bytes = self.tokens[range.start].range().start..self.tokens[range.end - 1].range().end;
        if self.ruled[number].unsure && !(J::HURRIES && self.edited) {
            self.form = self.form.until(form);
            if !self.cuts(range.start, range.end, true) {
                if let Some(last) = self.out.last_mut() {
                    last.end = bytes.end;
                }
                return;
            }
        }
        self.out.push(bytes);
        self.words.clear();
        (self.base, self.start, self.form) = (range.start, range.start, form);
    }

    /// Parts the last sentence before token `at`.
    fn cut(&mut self, at: usize) {
        let Some(last) = self.out.last_mut() else { return };
        let end = std::mem::replace(&mut last.end, self.tokens[at - 1].range().end);
        self.out.push(self.tokens[at].range().start..end);
        self.start = at;
    }

    /// There is a boundary before token `at` of a sentence of the rules that ends before token `end`, and where the rules
    /// themselves cut if they are `ruled`.
    fn cuts(&mut self, at: usize, end: usize, ruled: bool) -> bool {
        let (base, start, form) = (self.base, self.start, self.form);
        let tokens = &self.tokens[base..end];
        if !gate::is_open(self.text, tokens, at - base, form) {
            return ruled;
        }
        let place = Place(self.tokens[at].range().start);
        let word = |at: usize| Word::of(self.text, &self.tokens[at]);
        let glimpse = Glimpse {
            before: if at >= start + 2 { word(at - 2) } else { EDGE },
            left: word(at - 1),
            right: word(at),
            behind: if at + 1 < end { word(at + 1) } else { EDGE },
            lengths: [at - start, end - at],
            form,
        };
        let judged = ruled || may_pause(&tokens[..at - base]);
        if !self.judge.may_cut(&glimpse, place) && !judged {
            return false;
        }
        self.complete();
        let unread = &self.tokens[base + self.words.len()..end];
        self.words.extend(unread.iter().map(|token| Word::of(self.text, token)));
        let (start, at) = (start - base, at - base);
        let gap = Gap { words: self.words, start, at, form, ruled: judged.then_some(ruled) };
        self.judge.cuts(gap, self.facts, place)
    }

    /// Remembers how the sentences of the document begin and end; once, and only where something is scored.
    fn complete(&mut self) {
        if std::mem::replace(&mut self.facts.complete, true) {
            return;
        }
        for sentence in self.ruled {
            let tokens = &self.tokens[sentence.tokens()];
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
