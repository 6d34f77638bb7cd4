//! The quotations over the sentence at hand.

use super::finder::{Said, UNKNOWN};
use crate::doc::Span;

/// The quotations around the sentence at hand; both advance together.
pub(super) struct Cover<'s, 'a> {
    said: &'s [Said<'a>],
    from: usize,
    to: usize,
}

impl<'s, 'a> Cover<'s, 'a> {
    /// `said` is sorted by start, outer before inner.
    pub(super) fn new(said: &'s [Said<'a>]) -> Self {
        Self { said, from: 0, to: 0 }
    }

    pub(super) fn advance(&mut self, sentence: Span) {
        while self.from < self.said.len() && self.said[self.from].span.end <= sentence.start {
            self.from += 1;
        }
        self.to = self.to.max(self.from);
        while self.to < self.said.len() && self.said[self.to].span.start < sentence.end {
            self.to += 1;
        }
    }

    /// Whether the mention names the speaker of a quotation near it.
    pub(super) fn speaks(&self, mention: Span) -> bool {
        let low = self.from.saturating_sub(4);
        let high = (self.to + 4).min(self.said.len());
        self.said[low..high].iter().take(64).any(|s| s.speaker == Some(mention))
    }

    /// The innermost quotation around a span, of those near it; one with a known holder wins over one without.
    pub(super) fn around(&self, span: Span) -> Option<&'s Said<'a>> {
        let near = self.said[self.from..self.to].iter().take(64);
        let all = near.filter(|s| s.span.contains(span));
        all.min_by_key(|s| (s.holder == UNKNOWN, s.span.end - s.span.start))
    }
}
