//! The sentence of a mention that somebody asks about, with its holder and the words around, ready for the features.
//!
//! The stage asks so for incoming `targets`, and a trainer for every row of its gold: both see the same text the same
//! way.

use std::ops::Range;

use super::action::{self, Action};
use super::clause::{Clause, Place, Subject};
use super::features::Question;
use super::finder::{PART, holder_of};
use super::pack::Verbs;
use crate::doc::{Doc, Mention, Sort, Span};

/// So many words of the same paragraph before and after the sentence are read, too.
const CONTEXT: usize = 30;

/// Buffers with one question.
#[derive(Debug, Default)]
pub struct Scene {
    pub(super) clause: Clause,
    pub(super) actions: Vec<Action>,
    own: Range<usize>,
    target: Option<usize>,
    holder: Option<usize>,
}

impl Scene {
    /// Reads the sentence around `target`, which reaches on to `holder` where that is given; returns its span.
    pub fn read(&mut self, doc: &Doc<'_>, verbs: &Verbs, target: Span, holder: Option<Span>) -> Span {
        let holder = holder.filter(|holder| holder.end <= target.start || holder.start >= target.end);
        let (own, sentence) = around(doc, target, holder);
        // What two have to do with each other is told around their sentence, too; a mention is judged in its own.
        let words = match holder {
            Some(_) => with_context(doc, target, own.clone()),
            None => own.clone(),
        };
        let mention = |span| Mention { span, sort: Sort::State, id: "", actor: None };
        let mut mentions = vec![mention(target)];
        mentions.extend(holder.map(mention));
        mentions.sort_by_key(|m| m.span.start);
        self.clause.fill(doc.text, &doc.words[words.clone()], &mentions, 0);
        let places = &self.clause.places;
        let place = |span: &Span| places.iter().position(|p| mentions[p.mention].span == *span);
        (self.target, self.holder) = (place(&target), holder.as_ref().and_then(place));
        // Words that are no text leave no token, which does not happen to what the core hands out.
        let all = self.clause.toks().len();
        self.own = (own.start - words.start).min(all)..(own.end - words.start).min(all);
        self.actions.clear();
        if self.holder.is_some() {
            action::find(&self.clause, verbs, &mut self.actions);
        }
        sentence
    }

    /// The question, unless the target has no token of its own; `text` is the document's.
    #[must_use]
    pub fn question<'a>(&'a self, text: &'a str) -> Option<Question<'a>> {
        let number = self.target?;
        let Place { first, end, .. } = self.clause.places[number];
        let holder = self.holder.map(|holder| holder_of(&self.clause, &self.actions, holder, number));
        Some(Question {
            text,
            sentence: &self.clause.sentence,
            own: self.own.clone(),
            target: first..end,
            holder,
        })
    }

    /// What the holder does to the target, as the verb packs say.
    pub(super) fn act(&self) -> Option<&Action> {
        let (target, holder) = (self.target?, self.holder?);
        self.actions.iter().find(|a| a.patient == target && a.agent == Subject::Place(holder))
    }
}

/// The words of the sentence around a mention and its holder, or those near the mention; and their span.
fn around(doc: &Doc<'_>, target: Span, holder: Option<Span>) -> (Range<usize>, Span) {
    let home = |span: Span| {
        let next = doc.sentences.partition_point(|s| s.start <= span.start);
        next.checked_sub(1).map(|i| doc.sentences[i]).filter(|s| s.end > span.start).unwrap_or(span)
    };
    let one = home(target);
    let two = holder.map_or(one, home);
    let sentence = Span::new(one.start.min(two.start), one.end.max(two.end));
    let from = doc.words.partition_point(|w| w.end <= sentence.start);
    let to = doc.words.partition_point(|w| w.start < sentence.end.max(target.end));
    if to - from <= PART {
        return (from..to, sentence);
    }
    let here = doc.words.partition_point(|w| w.end <= target.start);
    let (low, high) = (here.saturating_sub(PART / 2).max(from), (here + PART / 2).min(to));
    let low = low.min(high);
    let part = &doc.words[low..high];
    let ends = part
        .first()
        .zip(part.last())
        .map_or(target, |(a, b)| Span::new(a.start.min(target.start), b.end.max(target.end)));
    (low..high, ends)
}

/// The words of the sentence, and those beside it in its paragraph.
fn with_context(doc: &Doc<'_>, target: Span, own: Range<usize>) -> Range<usize> {
    let next = doc.paragraphs.partition_point(|p| p.span.start <= target.start);
    let paragraph = next.checked_sub(1).map(|i| doc.paragraphs[i].span).filter(|p| p.end > target.start);
    let Some(paragraph) = paragraph else { return own };
    let first = doc.words.partition_point(|w| w.start < paragraph.start);
    let last = doc.words.partition_point(|w| w.end <= paragraph.end);
    let low = own.start.saturating_sub(CONTEXT).max(first).min(own.start);
    let high = (own.end + CONTEXT).min(last).max(own.end);
    low..high
}
