//! Multinomial logistic regression over hashed features, with a small hidden layer over the features with values.
//!
//! What the hashed features weigh is learnt by AdaGrad, a row at a time; the rest by Adam (D. Kingma and J. Ba, 2015), a
//! few rows at a time, with steps that end at nothing. Sums are made in a fixed order and the exponential is `libm`'s: the
//! weights are the same on every machine.

use super::rows::Row;
use crate::random::Random;
use chaffinch_stance::stance::features::SLOTS;

/// Bits of a feature's hash that tell weights apart.
pub(super) const BITS: u32 = 18;
/// Hidden units of one model.
pub(super) const OWN: usize = 7;
/// Where the classes' lanes begin.
pub(super) const PAST: usize = 8;
/// What a feature with a value gives to the hidden units, 0, what it gives to the classes, and 0.
pub(super) type Lane = [f32; PAST + 4];
/// Passes over the rows.
const PASSES: usize = 6;
/// Of a hundred features of a row, so many are left out each time.
const DROP: u64 = 20;
/// How far a step goes for hashed features.
const RATE: f32 = 0.1;
/// How strongly weights are drawn to nothing.
const DECAY: f32 = 3e-4;
/// What a weight's squared gradients begin with.
const START: f32 = 1e-2;
/// The largest weights that the hidden layer begins with, into and out of its units.
const INTO: f32 = 0.08;
const OUT: f32 = 0.4;

/// Weights of the three classes.
pub(super) type Triple = [f32; 3];

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fitted {
    pub(super) sparse: Vec<Triple>,
    pub(super) layer: Layer,
}

/// The hidden layer, and the weights that go past it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layer {
    /// By slot.
    pub(super) dense: Vec<Lane>,
    /// What the units and the classes begin with.
    pub(super) start: Lane,
    /// What each unit gives to the classes, and 0.
    pub(super) units: Vec<[f32; 4]>,
}

impl Layer {
    fn new(fill: f32) -> Self {
        Self { dense: vec![[fill; PAST + 4]; SLOTS], start: [fill; PAST + 4], units: vec![[fill; 4]; OWN] }
    }

    /// Small random weights into the units, and larger ones out of them.
    fn random(random: &mut Random) -> Self {
        let mut layer = Self::new(0.0);
        for lane in &mut layer.dense {
            lane[..OWN].fill_with(|| random.spread() * INTO);
        }
        for unit in &mut layer.units {
            unit[..3].fill_with(|| random.spread() * OUT);
        }
        layer
    }

    fn numbers_mut(&mut self) -> impl Iterator<Item = &mut f32> {
        self.dense.iter_mut().flatten().chain(&mut self.start).chain(self.units.iter_mut().flatten())
    }

    /// What reaches the units and the classes, from `values` in place of the row's own.
    fn lanes(&self, row: &Row, values: &[f32]) -> Lane {
        let mut lanes = self.start;
        let mut at = 0;
        for (slot, block) in row.dense() {
            for (weights, _) in self.dense[slot..].iter().zip(block) {
                for (lane, weight) in lanes.iter_mut().zip(weights) {
                    *lane += weight * values[at];
                }
                at += 1;
            }
        }
        lanes
    }

    /// The scores of the classes.
    fn scores(&self, lanes: &Lane) -> Triple {
        let mut scores = [lanes[PAST], lanes[PAST + 1], lanes[PAST + 2]];
        for (lane, [gives @ .., _]) in lanes[..OWN].iter().zip(&self.units) {
            add(&mut scores, *gives, lane.max(0.0));
        }
        scores
    }
}

/// What the hashed features of a row count each: their sum is scaled by their number.
pub(super) fn norm(row: &Row) -> f32 {
    1.0 / (row.sparse.len().max(1) as f32).sqrt()
}

fn add(sums: &mut Triple, weights: Triple, value: f32) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += weight * value;
    }
}

/// Learns from rows.
pub(super) fn fit(rows: &[Row], seed: u64) -> Fitted {
    let mut random = Random::new(seed);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut learner = Learner::new(&mut random, rows.len() * PASSES);
    let mut mean = vec![[0.0; 3]; 1 << BITS];
    for pass in 0..PASSES {
        random.shuffle(&mut order);
        for &at in &order {
            learner.learn(&rows[at], &mut random);
        }
        if pass >= PASSES / 2 {
            mean.iter_mut().zip(&learner.sparse).for_each(|(mean, weights)| add(mean, *weights, 1.0));
        }
    }
    let averaged = (PASSES - PASSES / 2) as f32;
    mean.iter_mut().flatten().for_each(|weight| *weight /= averaged);
    Fitted { sparse: mean, layer: learner.adam.layer }
}

struct Learner {
    sparse: Vec<Triple>,
    squares: Vec<Triple>,
    adam: Adam,
    kept: Vec<usize>,
    values: Vec<f32>,
}

impl Learner {
    fn new(random: &mut Random, rows: usize) -> Self {
        Self {
            sparse: vec![[0.0; 3]; 1 << BITS],
            squares: vec![[START; 3]; 1 << BITS],
            adam: Adam::new(Layer::random(random), rows),
            kept: Vec::new(),
            values: Vec::new(),
        }
    }

    fn learn(&mut self, row: &Row, random: &mut Random) {
        self.kept.clear();
        self.kept.extend(row.sparse.iter().filter(|_| !random.chance(DROP)).map(|&at| at as usize));
        self.values.clear();
        let louder = 100.0 / (100 - DROP) as f32;
        let values = row.values.iter().map(|value| if random.chance(DROP) { 0.0 } else { value * louder });
        self.values.extend(values);
        let norm = norm(row) * louder;
        let lanes = self.adam.layer.lanes(row, &self.values);
        let mut scores = self.adam.layer.scores(&lanes);
        for &at in &self.kept {
            add(&mut scores, self.sparse[at], norm);
        }
        let odds = softmax(scores);
        let error: Triple = std::array::from_fn(|class| odds[class] - row.odds[class]);
        for &at in &self.kept {
            step(&mut self.sparse[at], &mut self.squares[at], error, norm);
        }
        self.adam.learn(row, &self.values, &lanes, error);
    }
}

fn step(weights: &mut Triple, squares: &mut Triple, error: Triple, value: f32) {
    for ((weight, square), error) in weights.iter_mut().zip(squares).zip(error) {
        let gradient = error * value + DECAY * *weight;
        *square += gradient * gradient;
        *weight -= RATE * gradient / square.sqrt();
    }
}

/// Rows of one step.
const BATCH: usize = 16;
/// How far the first step goes, and how much of a weight is taken off for each of that.
const STEP: f32 = 0.002;
const SHRINK: f32 = 0.05;
/// How much of the past the means of gradients and of their squares keep.
const KEEP: [f32; 2] = [0.9, 0.99];

struct Adam {
    layer: Layer,
    gradient: Layer,
    means: Layer,
    squares: Layer,
    waiting: usize,
    steps: usize,
    done: usize,
    /// What is kept of the zeros that the means began with.
    zeros: [f32; 2],
}

impl Adam {
    fn new(layer: Layer, rows: usize) -> Self {
        let none = || Layer::new(0.0);
        Self {
            layer,
            gradient: none(),
            means: none(),
            squares: none(),
            waiting: 0,
            steps: rows.div_ceil(BATCH),
            done: 0,
            zeros: [1.0; 2],
        }
    }

    fn learn(&mut self, row: &Row, values: &[f32], lanes: &Lane, error: Triple) {
        let mut back: Lane = [0.0; PAST + 4];
        back[PAST..PAST + 3].copy_from_slice(&error);
        let units = self.layer.units.iter().zip(&mut self.gradient.units);
        for ((back, lane), (unit, gradient)) in back[..OWN].iter_mut().zip(lanes).zip(units) {
            if *lane <= 0.0 {
                continue;
            }
            *back = (0..3).map(|class| unit[class] * error[class]).sum();
            for (gradient, error) in gradient.iter_mut().zip(error) {
                *gradient += error * lane;
            }
        }
        let mut at = 0;
        for (slot, block) in row.dense() {
            for (gradient, _) in self.gradient.dense[slot..].iter_mut().zip(block) {
                if values[at] != 0.0 {
                    for (gradient, back) in gradient.iter_mut().zip(back) {
                        *gradient += back * values[at];
                    }
                }
                at += 1;
            }
        }
        self.gradient.start.iter_mut().zip(back).for_each(|(gradient, back)| *gradient += back);
        self.waiting += 1;
        if self.waiting == BATCH {
            self.step();
        }
    }

    fn step(&mut self) {
        let left = 1.0 - self.done as f32 / self.steps as f32;
        let rate = STEP * left.max(0.0);
        for (zeros, keep) in self.zeros.iter_mut().zip(KEEP) {
            *zeros *= keep;
        }
        let whole = self.zeros.map(|zeros| 1.0 / (1.0 - zeros));
        let scale = 1.0 / self.waiting as f32;
        let numbers = self.layer.numbers_mut().zip(self.gradient.numbers_mut());
        let moments = self.means.numbers_mut().zip(self.squares.numbers_mut());
        for ((weight, gradient), (mean, square)) in numbers.zip(moments) {
            let now = *gradient * scale;
            *gradient = 0.0;
            *mean += (1.0 - KEEP[0]) * (now - *mean);
            *square += (1.0 - KEEP[1]) * (now * now - *square);
            let length = (*square * whole[1]).sqrt() + 1e-8;
            *weight -= rate * (*mean * whole[0] / length + SHRINK * *weight);
        }
        self.waiting = 0;
        self.done += 1;
    }
}

/// The odds of scores.
pub(super) fn softmax(scores: Triple) -> Triple {
    let top = scores.into_iter().fold(f32::MIN, f32::max);
    let powers = scores.map(|score| libm::expf(score - top));
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}
