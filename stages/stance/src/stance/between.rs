//! What the model sees of a holder and a target: their order, what stands between and around them, who does what to whom.
//!
//! ```text
//! [Orland] was criticised by [Venn]   →   holder first; between: `criticis`, passive, before `by`; …
//! ```

use std::ops::Range;

use super::features::{Holder, LIGHT, Sink, TURNED, View, hash, sign, slot, small, squash, step};
use super::vectors::Vectors;
use crate::grammar::Class;
use crate::tok::{Kind, Tok};

/// So many words between the two are looked at.
const MOST: usize = 40;
/// So many words before the first and after the second.
const AROUND: usize = 6;

impl View<'_> {
    pub(super) fn between(&self, holder: &Holder, vectors: &Vectors, sink: &mut impl Sink) {
        let (h, t) = (&holder.tokens, &self.target);
        let apart = h.start >= t.end || h.end <= t.start;
        if !apart || h.is_empty() || h.end > self.toks.len() {
            sink.sparse(hash(498, 0, 0));
            return;
        }
        let first = h.start < t.start;
        let (a, b) = if first { (h, t) } else { (t, h) };
        let pair = Pair { toks: self.toks, middle: a.end..b.start, a, b, order: u32::from(first) };
        pair.stand(h, t, sink);
        pair.words(sink);
        pair.edges(h, t, sink);
        pair.heads(sink);
        pair.sums(sink);
        pair.meaning(vectors, sink);
        let step = |value| step(value, 0.05);
        sink.sparse(hash(390, step(holder.does), step(holder.suffers)));
        sink.sparse(hash(391, step(holder.does), pair.order));
        for (at, value) in
            [holder.does, -holder.does, holder.suffers, -holder.suffers].into_iter().enumerate()
        {
            sink.dense(slot::ACTIONS + at, value.max(0.0));
        }
    }
}

/// The two mentions in the order of the text.
pub(super) struct Pair<'a> {
    pub(super) toks: &'a [Tok],
    pub(super) a: &'a Range<usize>,
    pub(super) b: &'a Range<usize>,
    pub(super) middle: Range<usize>,
    /// 1 when the holder comes first.
    pub(super) order: u32,
}

impl Pair<'_> {
    /// How far apart, with whom between, in which clauses and quotations.
    fn stand(&self, h: &Range<usize>, t: &Range<usize>, sink: &mut impl Sink) {
        let far = match self.middle.len() {
            0..=1 => 0,
            2..=3 => 1,
            4..=6 => 2,
            7..=10 => 3,
            11..=16 => 4,
            17..=25 => 5,
            _ => 6,
        };
        sink.sparse(hash(300, self.order, far));
        let names = self.words_between().filter(|t| t.kind == Kind::Name).count().min(3);
        sink.sparse(hash(301, self.order, small(names)));
        let [h, t] = [&self.toks[h.start], &self.toks[t.start]];
        let quotes = u32::from(h.quote == t.quote) + 2 * u32::from(t.quote > 0) + 4 * u32::from(h.quote > 0);
        sink.sparse(hash(302, self.order, quotes));
        sink.sparse(hash(303, self.order, u32::from(h.clause == t.clause)));
        sink.sparse(hash(370 + self.order, self.preposition(), far));
    }

    fn words_between(&self) -> impl Iterator<Item = &Tok> {
        self.toks[self.middle.clone()].iter().take(MOST)
    }

    fn words(&self, sink: &mut impl Sink) {
        let order = self.order;
        let clause = self.toks[self.a.start].clause;
        let mut path = 7_u32;
        for (i, tok) in self.words_between().enumerate() {
            sink.sparse(hash(310 + order, tok.stem, u32::from(tok.negated)));
            path = path.wrapping_mul(31).wrapping_add(tok.stem);
            if tok.kind == Kind::Word && sign(tok) != 0 {
                sink.sparse(hash(316 + order, sign(tok), u32::from(tok.clause == clause)));
            }
            if verb_sign(tok) != 0 {
                sink.sparse(hash(318 + order, verb_sign(tok), 0));
                sink.sparse(hash(320 + order, tok.stem, verb_sign(tok)));
            }
            if i + 1 < self.middle.len() {
                sink.sparse(hash(322 + order, tok.stem, self.toks[self.middle.start + i + 1].stem));
            }
        }
        if self.middle.len() <= AROUND {
            sink.sparse(hash(378 + order, path, 0));
        }
    }

    /// Before the first, after the second, and next to each.
    fn edges(&self, h: &Range<usize>, t: &Range<usize>, sink: &mut impl Sink) {
        let before = self.a.start.saturating_sub(AROUND)..self.a.start;
        let after = self.b.end..(self.b.end + AROUND).min(self.toks.len());
        for (kind, range) in [(324 + self.order, before), (326 + self.order, after)] {
            for tok in &self.toks[range] {
                sink.sparse(hash(kind, tok.stem, 0));
                if sign(tok) != 0 {
                    sink.sparse(hash(kind + 16, sign(tok), 0));
                }
            }
        }
        for (kind, mention) in [(350, h), (351, t)] {
            for distance in 1..=2_usize {
                let left = mention.start.checked_sub(distance).map_or(3, |i| self.toks[i].stem);
                let right = self.toks.get(mention.end + distance - 1).map_or(3, |tok| tok.stem);
                let place = small(distance) * 2 + self.order * 8;
                sink.sparse(hash(kind, left, place));
                sink.sparse(hash(kind + 2, right, place + 1));
            }
        }
    }

    /// The preposition before the second mention, if one is near.
    fn preposition(&self) -> u32 {
        let last = self.toks[self.middle.clone()].iter().rev().take(4);
        last.into_iter().find(|t| t.class.is(Class::PREPOSITION)).map_or(0, |t| t.stem)
    }

    fn verb_place(&self) -> Option<usize> {
        let middle = &self.toks[self.middle.clone()];
        middle.iter().take(12).position(|t| !t.class.is(LIGHT) && t.kind == Kind::Word)
    }

    /// The first word between that is no auxiliary or adverb.
    pub(super) fn verb(&self) -> Option<&Tok> {
        self.verb_place().map(|at| &self.toks[self.middle.start + at])
    }

    /// The last open-class word between.
    pub(super) fn noun(&self) -> Option<&Tok> {
        let open = |t: &&Tok| t.class == Class::NONE && t.kind == Kind::Word;
        self.toks[self.middle.clone()].iter().rev().take(AROUND).find(open)
    }

    /// The first and the last open-class word between: the verb of the first, the noun or verb of the second.
    fn heads(&self, sink: &mut impl Sink) {
        let (order, preposition) = (self.order, self.preposition());
        let tone = |tok: &Tok| sign(tok) + 4 * verb_sign(tok);
        let middle = &self.toks[self.middle.clone()];
        if let Some(at) = self.verb_place() {
            let tok = &middle[at];
            let passive = u32::from(middle[..at].iter().any(|t| t.class.is(Class::BE)));
            sink.sparse(hash(360 + order, tok.stem, preposition));
            sink.sparse(hash(364 + order, tok.stem, passive));
            sink.sparse(hash(366 + order, tone(tok), passive));
            sink.sparse(hash(368 + order, tone(tok) + 16 * passive, preposition));
        }
        if let Some(tok) = self.noun() {
            sink.sparse(hash(372 + order, tok.stem, preposition));
            sink.sparse(hash(376 + order, tone(tok), preposition));
        }
    }

    /// Sums of valences and of verbs' valences between, before and after.
    fn sums(&self, sink: &mut impl Sink) {
        let before = self.a.start.saturating_sub(2 * AROUND)..self.a.start;
        let after = self.b.end..(self.b.end + 2 * AROUND).min(self.toks.len());
        let middle = self.middle.start..self.middle.end.min(self.middle.start + MOST);
        for (region, range) in [middle, before, after].into_iter().enumerate() {
            let mut sums = [0.0_f32; 4];
            for tok in &self.toks[range] {
                let turned = if tok.negated { TURNED } else { 1.0 };
                let (word, verb) =
                    (tok.valence.mean() * turned, f32::from(tok.valence.verb) / 100.0 * turned);
                sums[usize::from(word < 0.0)] += word.abs();
                sums[2 + usize::from(verb < 0.0)] += verb.abs();
            }
            for (at, sum) in sums.into_iter().enumerate() {
                let order = self.order as usize;
                sink.dense(slot::BETWEEN + (region * 4 + at) * 2 + order, squash(sum));
            }
        }
    }
}

/// 1 for a verb that helps its object, 2 for one that harms it, 0 for other words; turned around where it is negated.
fn verb_sign(tok: &Tok) -> u32 {
    let verb = f32::from(tok.valence.verb) / 100.0;
    step(if tok.negated { -verb } else { verb }, 0.05)
}
