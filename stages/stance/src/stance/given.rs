//! Stances toward mentions that the input gives: one each, whatever it is.

use super::action;
use super::clause::Subject;
use super::finder::{AUTHOR, Buffers, Finder, Given, PART, Said, Scored, decide, label, score};
use super::judge::judge;
use super::model::Odds;
use crate::Voice;
use crate::doc::{Doc, Mention, Sort, Span};

impl Finder {
    /// One stance for a mention that the input gives, whatever it is.
    pub fn given<'a>(
        &self,
        doc: &Doc<'a>,
        given: &Given<'a>,
        said: &[Said<'a>],
        buffers: &mut Buffers,
    ) -> Scored<'a> {
        let (words, sentence) = around(doc, given.span);
        let mention = Mention { span: given.span, sort: Sort::State, id: given.target, actor: None };
        let mut mentions = vec![mention];
        if let Some(span) = given.holder_span.filter(|span| *span != given.span) {
            mentions.push(Mention {
                span,
                sort: Sort::State,
                id: given.holder.unwrap_or(AUTHOR),
                actor: None,
            });
            mentions.sort_by_key(|m| m.span.start);
        }
        buffers.clause.fill(doc.text, words, &mentions, 0);
        let clause = &buffers.clause;
        let place = clause.places.iter().position(|p| mentions[p.mention].span == given.span);
        let odds = match place.map(|p| &clause.places[p]) {
            Some(place) => judge(self.options.method, &clause.sentence, place.first..place.end),
            None => Odds { against: 0.0, neutral: 1.0, favor: 0.0 },
        };
        let (side, confidence) = decide(odds);
        let mut scored = Scored {
            evidence: sentence,
            mention: given.span,
            label: side,
            score: score(side, odds),
            confidence,
            holder: given.holder.unwrap_or(AUTHOR),
            side: given.holder.unwrap_or(AUTHOR),
            target: given.target,
            voice: Voice::Author,
        };
        if let Some(holder) = given.holder_span {
            let quoted = said.iter().any(|s| s.span.contains(given.span) && Some(s.holder) == given.holder);
            scored.voice = if quoted { Voice::Quoted } else { Voice::Reported };
            action::find(&buffers.clause, &self.verbs, &mut buffers.actions);
            let span = |place: usize| mentions[buffers.clause.places[place].mention].span;
            let act = buffers.actions.iter().find(|a| {
                span(a.patient) == given.span && matches!(a.agent, Subject::Place(p) if span(p) == holder)
            });
            if let Some(act) = act {
                scored.label = label(act.score);
                (scored.score, scored.confidence, scored.evidence) =
                    (act.score, act.confidence, act.evidence);
            }
        }
        scored
    }
}

/// The words of the sentence around a span, or those near it; and the sentence.
fn around<'a>(doc: &Doc<'a>, span: Span) -> (&'a [Span], Span) {
    let next = doc.sentences.partition_point(|s| s.start <= span.start);
    let sentence =
        next.checked_sub(1).map(|i| doc.sentences[i]).filter(|s| s.end > span.start).unwrap_or(span);
    let from = doc.words.partition_point(|w| w.end <= sentence.start);
    let to = doc.words.partition_point(|w| w.start < sentence.end.max(span.end));
    if to - from <= PART {
        return (&doc.words[from..to], sentence);
    }
    let here = doc.words.partition_point(|w| w.end <= span.start);
    let (low, high) = (here.saturating_sub(PART / 2).max(from), (here + PART / 2).min(to));
    let part = &doc.words[low.min(high)..high];
    let ends = part
        .first()
        .zip(part.last())
        .map_or(span, |(a, b)| Span::new(a.start.min(span.start), b.end.max(span.end)));
    (part, ends)
}
