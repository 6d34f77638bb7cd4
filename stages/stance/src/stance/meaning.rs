//! What the words around a mention mean: sums of word vectors over parts of the window.
//!
//! Stems that the gold never had are nothing to the hashed features; their vectors are like those of stems it had.
//!
//! ```text
//! Orland sharply lambasted [Venn] .   →   left, near: sharpl + lambast;  what is done to it: lambast;  …
//! ```
//!
//! A sum is divided by the root of the number of its words, so that long regions are no louder than short ones.

use std::ops::Range;

use super::between::Pair;
use super::features::{Side, Sink, View, slot};
use super::vectors::{Vector, Vectors, WIDTH};
use crate::grammar::Class;
use crate::tok::{Kind, Tok};

/// Regions that are summed; those of pairs once for each order of the two.
pub(super) const REGIONS: usize = PAIR + 2 * 5;
/// The first region of pairs.
const PAIR: usize = 9;
/// Words are near up to this distance.
const NEAR: usize = 4;
/// So many words between the two of a pair are looked at, and so many before and after them.
const MOST: usize = 40;
const AROUND: usize = 12;

/// The sum of the vectors of some words: of at most a hundred, so that it stays within its range.
#[derive(Clone, Copy)]
struct Sum {
    numbers: [i16; WIDTH],
    words: u8,
}

impl Sum {
    const NONE: Self = Self { numbers: [0; WIDTH], words: 0 };

    #[inline]
    fn add(&mut self, vector: &Vector) {
        if self.words >= 100 {
            return;
        }
        self.words += 1;
        for (sum, number) in self.numbers.iter_mut().zip(vector) {
            *sum += i16::from(*number);
        }
    }

    fn send(&self, region: usize, sink: &mut impl Sink) {
        if self.words == 0 {
            return;
        }
        let scale = 1.0 / (127.0 * f32::from(self.words).sqrt());
        sink.block(slot::MEANING + region * WIDTH, &self.numbers.map(|number| f32::from(number) * scale));
    }
}

impl View<'_> {
    /// Sums over the window, and the vectors of the words that tell what the mention does and what is done to it.
    pub(super) fn meaning(&self, vectors: &Vectors, sink: &mut impl Sink) {
        let here = self.here();
        let mut sums = [Sum::NONE; 6];
        for (i, tok) in self.others() {
            let Some(vector) = vector(vectors, tok) else { continue };
            let (side, distance) = self.place(i);
            let far = usize::from(distance > NEAR);
            sums[far * 2 + usize::from(side == Side::Right)].add(vector);
            if tok.clause == here.clause && tok.quote == here.quote {
                sums[4].add(vector);
            }
            if tok.negated {
                sums[5].add(vector);
            }
        }
        for (region, sum) in sums.iter().enumerate() {
            sum.send(region, sink);
        }
        let verb = self.verb();
        let roles = [verb, self.head(), verb.and_then(|verb| self.object(verb))];
        for (region, at) in (6..).zip(roles) {
            one(vectors, at.map(|at| &self.toks[at])).send(region, sink);
        }
    }
}

impl Pair<'_> {
    /// Sums between, before and after the two, and the vectors of the first verb and the last noun between them.
    pub(super) fn meaning(&self, vectors: &Vectors, sink: &mut impl Sink) {
        let before = self.a.start.saturating_sub(AROUND)..self.a.start;
        let after = self.b.end..(self.b.end + AROUND).min(self.toks.len());
        let middle = self.middle.start..self.middle.end.min(self.middle.start + MOST);
        let sum = |range: Range<usize>| {
            let mut sum = Sum::NONE;
            self.toks[range].iter().filter_map(|tok| vector(vectors, tok)).for_each(|vector| sum.add(vector));
            sum
        };
        let sums =
            [sum(middle), sum(before), sum(after), one(vectors, self.verb()), one(vectors, self.noun())];
        for (region, sum) in sums.iter().enumerate() {
            sum.send(PAIR + region * 2 + self.order as usize, sink);
        }
    }
}

fn one(vectors: &Vectors, tok: Option<&Tok>) -> Sum {
    let mut sum = Sum::NONE;
    if let Some(vector) = tok.and_then(|tok| vector(vectors, tok)) {
        sum.add(vector);
    }
    sum
}

/// The vector of a word that says something; names have none, so that nobody is judged by who they are.
#[inline]
fn vector<'v>(vectors: &'v Vectors, tok: &Tok) -> Option<&'v Vector> {
    let says = tok.kind == Kind::Word && !tok.class.is(Class::DETERMINER);
    if says { vectors.get(tok.stem) } else { None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::stance::features::tests::ask;

    /// The regions of the word `target`, asked about with a holder where the word stands in the text.
    #[derive(Default)]
    struct Regions(Vec<(usize, Vec<f32>)>);

    impl Sink for Regions {
        fn sparse(&mut self, _hash: u32) {}
        fn dense(&mut self, _slot: usize, _value: f32) {}
        fn block(&mut self, slot: usize, values: &[f32]) {
            assert_eq!((slot - slot::MEANING) % WIDTH, 0);
            self.0.push(((slot - slot::MEANING) / WIDTH, values.to_vec()));
        }
    }

    fn regions(text: &str, target: &str, holder: &str) -> Regions {
        let mut regions = Regions::default();
        ask(text, target, holder, &mut regions);
        regions
    }

    impl Regions {
        fn of(&self, region: usize) -> Option<&[f32]> {
            self.0.iter().find(|(found, _)| *found == region).map(|(_, values)| &values[..])
        }
    }

    #[test]
    fn words_count_on_their_side_and_in_their_role() {
        let found = regions("Orland harshly criticised Venn.", "Venn", "");
        let (near, head) = (found.of(0).unwrap(), found.of(7).unwrap());
        assert!(
            found.of(1).is_none() && found.of(5).is_none(),
            "nothing stands to the right, nothing is negated"
        );
        let one = regions("Orland criticised Venn.", "Venn", "");
        assert_eq!(one.of(0).unwrap(), head, "the sum of one word is its vector");
        assert_ne!(near, head);
        let subject = regions("Orland criticised Venn.", "Orland", "");
        assert_eq!(subject.of(6).unwrap(), head, "what is done to one is what the other does");
    }

    #[test]
    fn the_order_of_a_pair_matters() {
        let text = "Orland criticised Venn.";
        let (ahead, behind) = (regions(text, "Venn", "Orland"), regions(text, "Orland", "Venn"));
        assert!(ahead.of(PAIR + 1).is_some() && ahead.of(PAIR).is_none());
        assert_eq!(ahead.of(PAIR + 1), behind.of(PAIR));
    }

    #[test]
    fn many_words_stay_within_the_range_of_a_sum() {
        let mut sum = Sum::NONE;
        (0..300).for_each(|_| sum.add(&[i8::MIN; WIDTH]));
        assert_eq!((sum.words, sum.numbers[0]), (100, -12_800));
    }
}
