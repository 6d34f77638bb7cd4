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
            full: Table::read(&model, "full")?,
            quick: Table::read(&model, "quick")?,
            look: [number(&model, "look_edited")?, number(&model, "look")?],
            cut: number(&model, "cut")?,
        })
    }
}

impl Table {
    fn read(model: &Model, section: &str) -> Result<Self, ModelError> {
        let weights = model.numbers::<i8>(section)?;
        if !weights.len().is_power_of_two() || weights.len() < 2 {
            return Err(ModelError::new(format!(
                "has {} weights in `{section}`, expected a power of two",
                weights.len()
            )));
        }
        Ok(Self { weights: weights.into(), shift: 32 - weights.len().ilog2() })
    }
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
