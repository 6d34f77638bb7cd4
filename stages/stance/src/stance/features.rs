//! What the linear model sees of one mention in its sentence.
//!
//! Stems by side and distance, pairs of stems, what the mention does and what is done to it, and sums of the lexicons
//! by region (near, left, right, same clause, same quotation). The mention itself and all names are masked, so the
//! model cannot learn that somebody is good or bad. Windows are bounded: the work for a mention never depends on the
//! length of the sentence.

use std::ops::Range;

use crate::grammar::Class;
use crate::tok::{Kind, Sentence, Tok};

/// How many tokens on each side of a mention are looked at.
const WINDOW: usize = 30;
/// Pairs of stems are taken this near.
const PAIRS: usize = 16;
/// log₂ of the number of buckets.
pub const BITS: u32 = 16;

/// Receives the features of one mention.
pub trait Sink {
    /// A feature that is there; the sum of these is scaled by their number.
    fn sparse(&mut self, bucket: usize);
    /// A feature with a value.
    fn dense(&mut self, bucket: usize, value: f32);
}

/// Sends the features of the mention at `target` (token indices) to the sink.
pub fn extract(sentence: &Sentence, target: Range<usize>, sink: &mut impl Sink) {
    let toks = &sentence.toks;
    if target.start >= toks.len() {
        return;
    }
    let target = target.start..target.end.clamp(target.start + 1, toks.len());
    let low = target.start.saturating_sub(WINDOW);
    let high = (target.end + WINDOW).min(toks.len());
    let view = View { toks, target, low, high };
    view.stems(sink);
    view.roles(sink);
    view.valences(sink);
}

struct View<'a> {
    toks: &'a [Tok],
    target: Range<usize>,
    low: usize,
    high: usize,
}

impl View<'_> {
    fn others(&self) -> impl Iterator<Item = (usize, &Tok)> {
        (self.low..self.target.start).chain(self.target.end..self.high).map(|i| (i, &self.toks[i]))
    }

    /// 0 left, 1 right; and the distance in tokens, from 1.
    fn place(&self, i: usize) -> (u32, usize) {
        if i < self.target.start { (0, self.target.start - i) } else { (1, i + 1 - self.target.end) }
    }

    fn stems(&self, sink: &mut impl Sink) {
        let here = &self.toks[self.target.start];
        for (i, tok) in self.others() {
            let (side, distance) = self.place(i);
            let word = matches!(tok.kind, Kind::Word | Kind::Name);
            if word && tok.kind != Kind::Name {
                let sense = u32::from(tok.negated);
                sink.sparse(bucket(1 + sense, tok.stem, 0));
                if distance <= 6 {
                    sink.sparse(bucket(3 + side + 2 * sense, tok.stem, 0));
                }
                if tok.quote == here.quote && tok.clause == here.clause {
                    sink.sparse(bucket(7 + side, tok.stem, 0));
                }
            }
            if distance <= 3 {
                sink.sparse(bucket(9 + side, tok.stem, u32::try_from(distance).unwrap_or(0)));
            }
            if distance <= PAIRS && i + 1 < self.high && i + 1 != self.target.start {
                sink.sparse(bucket(11, tok.stem, self.toks[i + 1].stem));
            }
        }
    }

    /// The first open-class words after and before the mention, past auxiliaries: what it does, what is done to it.
    fn roles(&self, sink: &mut impl Sink) {
        let light = Class::AUXILIARY.or(Class::BE).or(Class::MODAL).or(Class::ADVERB);
        let right = (self.target.end..self.high).take(8).find(|i| !self.toks[*i].class.is(light));
        if let Some(i) = right {
            let tok = &self.toks[i];
            let passive = (self.target.end..i).any(|j| self.toks[j].class.is(Class::BE));
            let negated = u32::from(tok.negated);
            sink.sparse(bucket(12 + u32::from(passive), tok.stem, negated));
            if let Some(next) = self.toks.get(i + 1) {
                sink.sparse(bucket(14, tok.stem, next.stem));
            }
            let value = f32::from(tok.valence.verb) / 100.0;
            sink.dense(bucket(15 + u32::from(passive), negated, 0), value);
        }
        let function = Class::DETERMINER.or(Class::PREPOSITION).or(Class::ADVERB);
        let left = (self.low..self.target.start).rev().take(8).find(|i| !self.toks[*i].class.is(function));
        if let Some(i) = left {
            let tok = &self.toks[i];
            sink.sparse(bucket(17, tok.stem, u32::from(tok.negated)));
            sink.dense(bucket(18, u32::from(tok.negated), 0), f32::from(tok.valence.verb) / 100.0);
        }
        let before = self.target.start.checked_sub(1).map_or(3, |i| self.toks[i].stem);
        sink.sparse(bucket(19, before, 0));
        let after = self.toks.get(self.target.end).map_or(3, |tok| tok.stem);
        sink.sparse(bucket(20, before, after));
        let own = self.toks[self.target.start].class;
        let sort = u32::from(own.is(Class::HE)) + 2 * u32::from(own.is(Class::THEY.or(Class::OTHER_PRONOUN)));
        sink.dense(bucket(21, sort, 0), 1.0);
        sink.dense(bucket(22, u32::from(self.toks[self.target.start].quote > 0), 0), 0.5);
    }

    fn valences(&self, sink: &mut impl Sink) {
        let here = &self.toks[self.target.start];
        let mut sums = [[[0.0_f32; 2]; 3]; REGIONS];
        for (i, tok) in self.others() {
            if tok.valence.sources == [0; 3] {
                continue;
            }
            let (side, distance) = self.place(i);
            let member = [
                true,
                side == 0,
                side == 1,
                distance <= 5,
                tok.clause == here.clause,
                tok.quote == here.quote,
                tok.quote != here.quote,
                side == 1 && distance <= 8,
                side == 0 && distance <= 8,
            ];
            for (source, value) in tok.valence.sources.iter().enumerate() {
                let value = f32::from(*value) / 100.0 * if tok.negated { -0.6 } else { 1.0 };
                for (region, _) in member.iter().enumerate().filter(|(_, is)| **is) {
                    sums[region][source][usize::from(value < 0.0)] += value.abs();
                }
            }
        }
        for (region, sources) in (0_u32..).zip(&sums) {
            let mut total = 0.0;
            for (source, [positive, negative]) in (0_u32..).zip(sources) {
                sink.dense(bucket(30 + region, source, 0), squash(*positive));
                sink.dense(bucket(30 + region, source, 1), squash(*negative));
                total += positive - negative;
            }
            let step = if total > 0.3 {
                1
            } else if total < -0.3 {
                2
            } else {
                0
            };
            sink.dense(bucket(50 + region, step, 0), 0.5);
        }
    }
}

const REGIONS: usize = 9;

fn squash(sum: f32) -> f32 {
    sum / (1.0 + sum)
}

/// The bucket of a feature: its kind and two parts, mixed and masked.
fn bucket(kind: u32, a: u32, b: u32) -> usize {
    let mut hash =
        u64::from(a).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(b).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    hash = (hash ^ u64::from(kind)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 32;
    usize::try_from(hash & ((1 << BITS) - 1)).unwrap_or(0)
}
