//! Logistic regression over hashed features, by AdaGrad with dropout, averaged over its later rounds.
//!
//! Everything is added up in a fixed order, and the exponential is a library's, not the machine's: the weights are the same
//! everywhere.

use super::BITS;
use crate::random::Random;

/// One row: its features, and what it is.
pub(super) struct Example<'a> {
    pub(super) hashes: &'a [u32],
    pub(super) yes: bool,
    pub(super) weight: f32,
}

/// How to go about it.
pub(super) struct Plan {
    bits: u32,
    rounds: usize,
    /// Of a hundred features of a row, so many are left out.
    drop: u64,
    seed: u64,
}

/// How far a step goes.
const RATE: f32 = 0.05;
/// How strongly weights are drawn to nothing.
const DECAY: f32 = 1e-3;
/// Rows that are this right teach nothing.
const SETTLED: f32 = 1e-4;
/// What a feature's squared gradients begin with.
const START: f32 = 1e-3;

impl Plan {
    pub(super) fn full(seed: u64) -> Self {
        Self { bits: BITS[0], rounds: 7, drop: 55, seed }
    }

    pub(super) fn quick(seed: u64) -> Self {
        Self { bits: BITS[1], rounds: 3, drop: 0, seed }
    }
}

/// The weights, by the high bits of hashes.
pub(super) fn fit(rows: &[Example<'_>], plan: &Plan) -> Vec<f32> {
    let mut random = Random::new(plan.seed);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut model = Model::new(plan);
    for round in 0..plan.rounds {
        random.shuffle(&mut order);
        for &at in &order {
            model.learn(&rows[at], &mut random);
        }
        if round > 0 || plan.rounds == 1 {
            model.sums.add(&model.weights);
        }
    }
    model.sums.average()
}

struct Model {
    shift: u32,
    drop: u64,
    weights: Vec<f32>,
    squares: Vec<f32>,
    kept: Vec<usize>,
    sums: Sums,
}

impl Model {
    fn new(plan: &Plan) -> Self {
        let len = 1 << plan.bits;
        Self {
            shift: 32 - plan.bits,
            drop: plan.drop,
            weights: vec![0.0; len],
            squares: vec![START; len],
            kept: Vec::new(),
            sums: Sums::new(plan.bits),
        }
    }

    fn learn(&mut self, row: &Example<'_>, random: &mut Random) {
        self.kept.clear();
        for &hash in row.hashes {
            if !random.chance(self.drop) {
                self.kept.push((hash >> self.shift) as usize);
            }
        }
        let scale = 100.0 / (100 - self.drop) as f32;
        let sum: f32 = self.kept.iter().map(|&at| self.weights[at]).sum();
        let error = (sigmoid(sum * scale) - f32::from(u8::from(row.yes))) * row.weight;
        if error.abs() < SETTLED {
            return;
        }
        for &at in &self.kept {
            let gradient = error + DECAY * self.weights[at];
            self.squares[at] += gradient * gradient;
            self.weights[at] -= RATE * gradient / self.squares[at].sqrt();
        }
    }
}

/// Sums of weights over several models.
pub(super) struct Sums {
    weights: Vec<f32>,
    models: f32,
}

impl Sums {
    pub(super) fn new(bits: u32) -> Self {
        Self { weights: vec![0.0; 1 << bits], models: 0.0 }
    }

    pub(super) fn add(&mut self, weights: &[f32]) {
        self.models += 1.0;
        for (sum, weight) in self.weights.iter_mut().zip(weights) {
            *sum += weight;
        }
    }

    pub(super) fn average(&self) -> Vec<f32> {
        self.weights.iter().map(|sum| sum / self.models.max(1.0)).collect()
    }
}

/// `1 / (1 + e^-x)`.
fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_learnt() {
        let (yes, no) = ([1 << 31, 7 << 20], [3 << 30, 7 << 20]);
        let rows: Vec<_> = (0..40)
            .map(|n| Example { hashes: if n % 2 == 0 { &yes } else { &no }, yes: n % 2 == 0, weight: 1.0 })
            .collect();
        let weights = fit(&rows, &Plan { bits: 12, rounds: 20, drop: 10, seed: 1 });
        let sum = |hashes: &[u32]| hashes.iter().map(|hash| weights[(hash >> 20) as usize]).sum::<f32>();
        assert!(sum(&yes) > 0.0 && sum(&no) < 0.0, "{} {}", sum(&yes), sum(&no));
    }
}
