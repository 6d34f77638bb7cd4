//! Sums of the lexicons over parts of the window, and which words stand nearer to somebody else.
//!
//! ```text
//! The brave crew defied [Orland], which bullied Venn.   →   `brave`: left, nobody between; `bullied`: right, its own verb
//! ```
//!
//! A judging word is rather about the name beside it than about one beyond: [`View::zones`] counts the people between.

use super::features::{Side, Sink, TURNED, View, hash, sign, slot, small, squash, step};
use crate::grammar::Class;
use crate::tok::{Kind, Tok};

const REGIONS: usize = 9;
/// So many words are looked at on each side.
const MOST: usize = 40;

impl View<'_> {
    /// Sums of each lexicon by region, and the nearest words that judge.
    pub(super) fn regions(&self, sink: &mut impl Sink) {
        let here = self.here();
        let mut sums = [[[0.0_f32; 2]; 3]; REGIONS];
        let mut decay = [[0.0_f32; 2]; 2];
        let mut nearest = [None::<Near>; 2];
        for (i, tok) in self.others() {
            if tok.valence.sources == [0; 3] {
                continue;
            }
            let (side, distance) = self.place(i);
            let (left, right) = (side == Side::Left, side == Side::Right);
            let member = [
                true,
                left,
                right,
                distance <= 5,
                tok.clause == here.clause,
                tok.quote == here.quote,
                tok.quote != here.quote,
                right && distance <= 8,
                left && distance <= 8,
            ];
            let turned = if tok.negated { TURNED } else { 1.0 };
            for (source, value) in tok.valence.sources.iter().enumerate() {
                let value = f32::from(*value) / 100.0 * turned;
                for (region, _) in member.iter().enumerate().filter(|(_, is)| **is) {
                    sums[region][source][usize::from(value < 0.0)] += value.abs();
                }
            }
            let mean = tok.valence.mean() * turned;
            let far = 1.0 + f32::from(u8::try_from(distance).unwrap_or(u8::MAX)) / 4.0;
            decay[side as usize][usize::from(mean < 0.0)] += mean.abs() / far;
            let near = &mut nearest[side as usize];
            if near.is_none_or(|near| near.distance > distance) {
                *near = Some(Near { sign: step(mean, 0.0), distance, same: tok.clause == here.clause });
            }
        }
        sums_of(&sums, sink);
        for (at, sum) in decay.as_flattened().iter().enumerate() {
            sink.dense(slot::DECAY + at, squash(*sum));
        }
        let [left, right] = nearest;
        sink.sparse(hash(80, Near::code(left), 0));
        sink.sparse(hash(81, Near::code(right), 0));
        let sign = |near: Option<Near>| near.map_or(0, |near| near.sign);
        sink.sparse(hash(82, sign(left), sign(right)));
    }

    /// Words by how many people stand between them and the mention.
    pub(super) fn zones(&self, sink: &mut impl Sink) {
        let mut sums = [[0.0_f32; 2]; 12];
        let left = (self.low..self.target.start).rev();
        let right = self.target.end..self.high;
        self.zone(Side::Left, left, &mut sums, sink);
        self.zone(Side::Right, right, &mut sums, sink);
        for (at, sum) in sums.as_flattened().iter().enumerate() {
            sink.dense(slot::ZONES + at, squash(*sum));
        }
        self.neighbours(sink);
    }

    fn zone(
        &self,
        side: Side,
        indices: impl Iterator<Item = usize>,
        sums: &mut [[f32; 2]; 12],
        sink: &mut impl Sink,
    ) {
        let here = self.here();
        let (mut between, mut inside) = (0_u32, true);
        for (distance, i) in indices.take(MOST).enumerate() {
            let tok = &self.toks[i];
            let party = is_party(tok);
            between += u32::from(party && !inside);
            inside = party;
            let zone = side as u32 * 10 + between.min(2);
            if tok.kind == Kind::Word {
                sink.sparse(hash(200 + side as u32 * 2 + between.min(1), tok.stem, u32::from(tok.negated)));
            }
            let sign = sign(tok);
            if sign == 0 {
                continue;
            }
            let same = u32::from(tok.clause == here.clause);
            let verb = u32::from(tok.valence.verb != 0);
            let beside = u32::from(self.toks.get(i + 1).is_some_and(|t| t.kind == Kind::Name));
            sink.sparse(hash(212, sign * 100 + zone, same));
            sink.sparse(hash(213, sign * 100 + zone, same + 2 * verb + 4 * beside));
            sink.sparse(hash(214, tok.stem, zone));
            sink.sparse(hash(215, sign * 100 + zone, small((distance + 1).min(12) / 3)));
            let mean = tok.valence.mean() * if tok.negated { TURNED } else { 1.0 };
            let at = (side as u32 * 6 + between.min(2) * 2 + same) as usize;
            sums[at][usize::from(mean < 0.0)] += mean.abs();
        }
    }

    /// Whether others stand left and right, and the way to each that is near.
    fn neighbours(&self, sink: &mut impl Sink) {
        let left = (self.low..self.target.start.saturating_sub(1)).rev().find(|i| is_party(&self.toks[*i]));
        let right = (self.target.end..self.high).find(|i| is_party(&self.toks[*i]));
        sink.sparse(hash(216, u32::from(left.is_some()), u32::from(right.is_some())));
        let ways = [left.map(|i| i + 1..self.target.start), right.map(|i| self.target.end..i)];
        for (side, way) in (0_u32..).zip(ways) {
            let Some(way) = way.filter(|way| way.len() <= 8) else { continue };
            let (mut path, mut tone) = (7_u32, 0);
            let light = Class::DETERMINER.or(Class::ADVERB).or(Class::INTENSIFIER);
            for tok in self.toks[way].iter().filter(|tok| !tok.class.is(light)) {
                path = path.wrapping_mul(31).wrapping_add(tok.stem);
                tone = if sign(tok) == 0 { tone } else { sign(tok) };
            }
            sink.sparse(hash(217, path, side));
            sink.sparse(hash(219, tone, side));
        }
    }
}

/// Somebody who could be meant: a name, or a personal pronoun.
pub(super) fn is_party(tok: &Tok) -> bool {
    let pronoun = tok.class.is(Class::HE.or(Class::OTHER_PRONOUN)) && !tok.class.is(Class::RELATIVE);
    tok.kind == Kind::Name || pronoun
}

/// The nearest judging word of a side.
#[derive(Clone, Copy)]
struct Near {
    sign: u32,
    distance: usize,
    same: bool,
}

impl Near {
    fn code(near: Option<Self>) -> u32 {
        let Some(Self { sign, distance, same }) = near else { return 0 };
        let step = match distance {
            0..=2 => 0,
            3..=5 => 1,
            6..=10 => 2,
            _ => 3,
        };
        1 + sign * 16 + u32::from(same) * 8 + step
    }
}

fn sums_of(sums: &[[[f32; 2]; 3]; REGIONS], sink: &mut impl Sink) {
    for (region, sources) in sums.iter().enumerate() {
        let mut total = 0.0;
        for (source, [positive, negative]) in sources.iter().enumerate() {
            let at = slot::REGIONS + region * 6 + source * 2;
            sink.dense(at, squash(*positive));
            sink.dense(at + 1, squash(*negative));
            total += positive - negative;
        }
        sink.dense(slot::STEPS + region * 3 + step(total, 0.3) as usize, 0.5);
    }
}
