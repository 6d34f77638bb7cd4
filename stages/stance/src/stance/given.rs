//! Stances toward mentions that the input gives: one each, whatever it is.

use super::finder::{AUTHOR, Buffers, Finder, Given, Said, Scored, decide, label as label_of};
use super::model::{Odds, Verdict};
use crate::Voice;
use crate::doc::Doc;

/// A mention of which the sentence has no word.
const NOTHING: Verdict = Verdict { odds: Odds { against: 0.0, neutral: 1.0, favor: 0.0 }, class: 1 };

impl Finder {
    /// One stance for a mention that the input gives, whatever it is.
    pub fn given<'a>(
        &self,
        doc: &Doc<'a>,
        given: &Given<'a>,
        said: &[Said<'a>],
        buffers: &mut Buffers,
    ) -> Scored<'a> {
        let scene = &mut buffers.scene;
        let sentence = scene.read(doc, &self.verbs, given.span, given.holder_span);
        let verdict = scene.question(doc.text).map_or(NOTHING, |question| self.judge.judge(&question));
        let (label, confidence) = decide(verdict);
        let holder = given.holder.unwrap_or(AUTHOR);
        let mut scored = Scored {
            evidence: sentence,
            mention: given.span,
            label,
            score: verdict.score(),
            confidence,
            holder,
            side: holder,
            target: given.target,
            voice: Voice::Author,
            past: false,
        };
        if given.holder_span.is_none() {
            return scored;
        }
        let quoted = said.iter().any(|s| s.span.contains(given.span) && Some(s.holder) == given.holder);
        scored.voice = if quoted { Voice::Quoted } else { Voice::Reported };
        if let Some(act) = scene.act().filter(|_| !self.judge.knows_holders()) {
            scored.label = label_of(act.score);
            (scored.score, scored.confidence, scored.evidence) = (act.score, act.confidence, act.evidence);
        }
        scored
    }
}
