//! The model as it is written: models that were fitted apart in one, weights as bytes, the temperature folded into them.

use super::fit::{Fitted, OWN, PAST, Triple, norm};
use super::rows::Row;
use super::score::Lean;
use chaffinch_stance::stance::features::SLOTS;
use chaffinch_stance::stance::model::{self, Asks, Head, Lanes, UNITS, Weights};

/// So many models fit into one file: their hidden units stand side by side.
pub(super) const BAGS: usize = UNITS / OWN;

/// Packed weights; what they answer is what the stage will answer.
pub(super) struct Packed {
    weights: Weights,
}

impl Packed {
    /// The mean of the models; of more than [`BAGS`], the first. The heaviest hashed weight of each class becomes 127.
    pub(super) fn of(models: &[Fitted]) -> Self {
        let models = &models[..models.len().min(BAGS)];
        let share = 1.0 / models.len().max(1) as f32;
        let mut sparse = vec![[0.0; 3]; models.first().map_or(2, |model| model.sparse.len())];
        let mut dense: Vec<Lanes> = vec![[0.0; UNITS + 4]; SLOTS];
        let mut units = vec![[0.0; 4]; UNITS];
        let mut bias = [0.0; 3];
        for (number, model) in models.iter().enumerate() {
            add(sparse.as_flattened_mut(), model.sparse.as_flattened(), share);
            let first = number * OWN;
            for (lanes, own) in dense.iter_mut().zip(&model.layer.dense) {
                lanes[first..first + OWN].copy_from_slice(&own[..OWN]);
                add(&mut lanes[UNITS..], &own[PAST..PAST + 3], share);
            }
            add(&mut bias, &model.layer.start[PAST..], share);
            for (place, (unit, start)) in (first..).zip(model.layer.units.iter().zip(model.layer.start)) {
                let [against, neutral, favor, _] = unit.map(|weight| weight * share);
                units[place] = [start, against, neutral, favor];
            }
        }
        let heaviest = |class: usize| sparse.iter().fold(0.0_f32, |most, w| most.max(w[class].abs()));
        let scale: Triple = std::array::from_fn(|class| (heaviest(class) / 127.0).max(1e-9));
        #[allow(clippy::cast_possible_truncation)] // Rounded and within ±127 by the scale.
        let byte = |weight: f32, scale: f32| (weight / scale).round().clamp(-127.0, 127.0) as i8;
        let bytes = |w: &Triple| [byte(w[0], scale[0]), byte(w[1], scale[1]), byte(w[2], scale[2]), 0];
        let head = Head { scale, bias, lean: [0.0; 3], lean_behind: [0.0; 3] };
        Self { weights: Weights { sparse: sparse.iter().map(bytes).collect(), dense, units, head } }
    }

    /// Divides the scores.
    pub(super) fn cool(&mut self, temperature: f32) {
        let Weights { dense, units, head, .. } = &mut self.weights;
        let past = dense.iter_mut().flat_map(|lanes| &mut lanes[UNITS..]);
        let out = units.iter_mut().flat_map(|unit| &mut unit[1..]);
        past.chain(out)
            .chain(&mut head.scale)
            .chain(&mut head.bias)
            .for_each(|weight| *weight /= temperature);
    }

    /// The scores of the classes.
    pub(super) fn scores(&self, row: &Row) -> Triple {
        let Weights { sparse, dense, units, head } = &self.weights;
        let mut sums = [0_i32; 3];
        for &at in &row.sparse {
            for (sum, weight) in sums.iter_mut().zip(sparse[at as usize]) {
                *sum += i32::from(weight);
            }
        }
        let mut lanes = [0.0; UNITS + 4];
        for (slot, values) in row.dense() {
            for (weights, value) in dense[slot..].iter().zip(values) {
                add(&mut lanes, weights, *value);
            }
        }
        let norm = norm(row);
        let mut scores: Triple = std::array::from_fn(|class| {
            head.bias[class] + head.scale[class] * sums[class] as f32 * norm + lanes[UNITS + class]
        });
        for (lane, [start, gives @ ..]) in lanes.iter().zip(units) {
            add(&mut scores, gives, (lane + start).max(0.0));
        }
        scores
    }

    pub(super) fn write(mut self, asks: Asks, lean: Lean) -> Vec<u8> {
        self.weights.head.lean = lean.ahead;
        self.weights.head.lean_behind = lean.behind;
        model::write(asks, &self.weights)
    }
}

fn add(sums: &mut [f32], weights: &[f32], value: f32) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += weight * value;
    }
}
