//! What features weigh, as a model file has it: two tables of bytes, summed as whole numbers.
//!
//! Sums of whole numbers come out the same on every machine, so that the same text is cut the same everywhere.

use std::sync::Arc;

use chaffinch_model::{Bytes, Model, ModelError};

use super::FEATURES;
use super::classes::Classes;
use super::decide::{Judge, Place};
use super::facts::Facts;
use super::features::{self, Gap, Glimpse, Hashes};

/// The tables and what sums are compared with.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    full: Table,
    quick: Table,
    /// A gap is looked at when the quick sum is above this: in a sentence that looks edited, and in others.
    look: [i32; 2],
    /// A gap is cut when the full sum is above this.
    cut: i32,
}

/// Weights by the high bits of a feature's hash.
#[derive(Clone, Debug)]
struct Table {
    weights: Arc<[i8]>,
    shift: u32,
}

impl Weights {
    /// Reads and checks a model file.
    pub(crate) fn open(file: impl Into<Bytes>) -> Result<Self, ModelError> {
        let model = Model::open(file, "sentences")?.verify()?;
        model.expect("features", FEATURES)?;
        Ok(Self {
            full: Table::new(spread(&model)?, "full")?,
            quick: Table::new(model.numbers::<i8>("quick")?.into(), "quick")?,
            look: [number(&model, "look_edited")?, number(&model, "look")?],
            cut: number(&model, "cut")?,
        })
    }
}

impl Table {
    fn new(weights: Arc<[i8]>, section: &str) -> Result<Self, ModelError> {
        if !weights.len().is_power_of_two() || weights.len() < 2 {
            return Err(ModelError::new(format!(
                "has {} weights in `{section}`, expected a power of two",
                weights.len()
            )));
        }
        Ok(Self { shift: 32 - weights.len().ilog2(), weights })
    }
}

/// The table of the full model. The file has its weights without the zeros, and a bit for each place, the lowest of a
/// byte first, that says whether there is one.
fn spread(model: &Model) -> Result<Arc<[i8]>, ModelError> {
    let (places, weights) = (model.section("places")?, model.numbers::<i8>("full")?);
    let expected: u32 = places.iter().map(|bits| bits.count_ones()).sum();
    if usize::try_from(expected) != Ok(weights.len()) {
        return Err(ModelError::new(format!(
            "has {} weights in `full`, expected {expected} as `places` has it; copy the file again",
            weights.len()
        )));
    }
    let mut table = vec![0; places.len() * 8];
    let mut weights = weights.iter();
    for (eight, &bits) in table.chunks_exact_mut(8).zip(places) {
        let mut left = bits;
        while left != 0 {
            eight[left.trailing_zeros() as usize] = weights.next().copied().unwrap_or(0);
            left &= left - 1;
        }
    }
    Ok(table.into())
}

fn number(model: &Model, key: &str) -> Result<i32, ModelError> {
    let found = model.meta(key).unwrap_or_default();
    found.parse().map_err(|_| ModelError::new(format!("has `{found}` as `{key}`, expected a whole number")))
}

/// Adds up weights.
struct Sum<'a> {
    table: &'a Table,
    sum: i32,
}

impl Hashes for Sum<'_> {
    #[inline]
    fn add(&mut self, hash: u32) {
        self.sum += i32::from(self.table.weights[(hash >> self.table.shift) as usize]);
    }
}

/// The model at work.
pub(crate) struct Trained<'a> {
    pub(crate) weights: &'a Weights,
    pub(crate) classes: &'a Classes,
}

impl Judge for Trained<'_> {
    const HURRIES: bool = true;

    fn may_cut(&mut self, glimpse: &Glimpse, _: Place) -> bool {
        let mut sum = Sum { table: &self.weights.quick, sum: 0 };
        features::quick(glimpse, &mut sum);
        sum.sum > self.weights.look[usize::from(!glimpse.is_regular())]
    }

    fn cuts(&mut self, gap: Gap<'_>, facts: &Facts, _: Place) -> bool {
        let mut sum = Sum { table: &self.weights.full, sum: 0 };
        features::full(gap, facts, self.classes, &mut sum);
        sum.sum > self.weights.cut
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use chaffinch_model::ModelBuilder;

    fn file(places: &[u8], full: &[i8]) -> Vec<u8> {
        let meta = |builder: ModelBuilder, key: &str| builder.meta(key, "0");
        let builder = ModelBuilder::new("sentences").meta("features", FEATURES);
        let builder = ["look_edited", "look", "cut"].into_iter().fold(builder, meta);
        builder.section("places", places).section_of("full", full).section_of("quick", &[0_i8; 4]).finish()
    }

    #[test]
    fn zeros_come_back_to_their_places() {
        let weights = Weights::open(file(&[0b0000_0110, 0b1000_0001], &[5, -7, 9, -1])).unwrap();
        assert_eq!(*weights.full.weights, [0, 5, -7, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, -1]);
        assert_eq!(weights.full.shift, 28);
    }

    #[test]
    fn weights_that_do_not_fit_their_places_are_refused() {
        let says = |file| Weights::open(file).unwrap_err().to_string();
        let error = says(file(&[0b0000_0110], &[5]));
        assert!(
            error.contains("has 1 weights in `full`, expected 2 as `places` has it; copy the file again"),
            "{error}"
        );
        let error = says(file(&[0, 0, 1], &[5]));
        assert!(error.contains("has 24 weights in `full`, expected a power of two"), "{error}");
        assert!(says(file(&[], &[])).contains("has 0 weights in `full`, expected a power of two"));
    }
}
