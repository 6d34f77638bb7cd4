//! The pass from pieces to states.

use crate::math::{gelu, softmax};
use crate::weights::{Affine, Layer, Norm, Weights};
use crate::{Pieces, Table};
use chaffinch_model::{Model as File, ModelError};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, ArrayView2, Axis, Slice};
use std::ops::Range;
use std::sync::Arc;

/// What is added to a variance, as BERT has it.
const NEARLY_NOTHING: f32 = 1e-12;

/// An open encoder. A clone shares its weights.
#[derive(Clone, Debug)]
pub struct Encoder {
    pieces: Arc<Pieces>,
    weights: Arc<Weights>,
}

impl Encoder {
    /// Opens the encoder in a model file.
    ///
    /// # Errors
    /// As [`Weights::read`] and [`Pieces::read`].
    pub fn open(file: &File) -> Result<Self, ModelError> {
        let mut weights = Weights::read(file)?;
        weights.layers = weights.layers.into_iter().map(turned).collect();
        Ok(Self { pieces: Arc::new(Pieces::read(&weights.pieces)?), weights: Arc::new(weights) })
    }

    /// Its vocabulary.
    #[must_use]
    pub fn pieces(&self) -> &Pieces {
        &self.pieces
    }

    /// Numbers of a state.
    #[must_use]
    pub fn width(&self) -> usize {
        self.weights.width()
    }

    /// The states of pieces, a row each. Pieces for which it has no place any more are left out, and ids that the vocabulary
    /// does not have are read as 0.
    #[must_use]
    pub fn states(&self, ids: &[u32]) -> States {
        let Weights { words, places, start, layers, heads, .. } = &*self.weights;
        let count = ids.len().min(places.nrows());
        let mut states = places.slice_axis(Axis(0), Slice::from(..count)).to_owned();
        for (mut state, id) in states.rows_mut().into_iter().zip(ids) {
            let row = *id as usize;
            state += &words.row(if row < words.nrows() { row } else { 0 });
        }
        normalise(&mut states, start);
        for layer in layers {
            states = step(&states, layer, *heads);
        }
        States(states)
    }
}

/// The states of pieces, a row each.
#[derive(Clone, Debug, PartialEq)]
pub struct States(Table);

impl States {
    /// Their number.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.nrows()
    }

    /// Appends the mean of the states in a range; zeros where there is none.
    pub fn mean(&self, range: Range<usize>, to: &mut Vec<f32>) {
        let end = range.end.min(self.count());
        let rows = self.0.slice_axis(Axis(0), Slice::from(range.start.min(end)..end));
        to.extend(rows.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(self.0.ncols())));
    }
}

/// The layer with its tables turned, numbers in × numbers out: products read them in the order in which they lie.
fn turned(layer: Layer) -> Layer {
    let turn = |part: Affine| Affine { table: part.table.t().as_standard_layout().into_owned(), ..part };
    let Layer { attend, give, up, down, .. } = layer;
    Layer { attend: turn(attend), give: turn(give), up: turn(up), down: turn(down), ..layer }
}

/// One layer.
fn step(states: &Table, layer: &Layer, heads: usize) -> Table {
    let mixed = attention(&affine(states.view(), &layer.attend), heads);
    let mut middle = affine(mixed.view(), &layer.give);
    middle += states;
    normalise(&mut middle, &layer.first);
    let mut wide = affine(middle.view(), &layer.up);
    gelu(&mut wide);
    let mut next = affine(wide.view(), &layer.down);
    next += &middle;
    normalise(&mut next, &layer.last);
    next
}

fn affine(states: ArrayView2<'_, f32>, part: &Affine) -> Table {
    let mut sums = Table::zeros((states.nrows(), part.bias.len()));
    sums += &part.bias;
    general_mat_mul(1.0, &states, &part.table, 1.0, &mut sums);
    sums
}

/// What each piece takes from all: query, key and value stand side by side in a row.
fn attention(asked: &Table, heads: usize) -> Table {
    let (count, width) = (asked.nrows(), asked.ncols() / 3);
    let own = width / heads;
    #[allow(clippy::cast_precision_loss)] // a few dozen
    let scale = 1.0 / (own as f32).sqrt();
    let mut mixed = Table::zeros((count, width));
    let mut scores = Table::zeros((count, count));
    for head in 0..heads {
        let columns = |first: usize| Slice::from(first..first + own);
        let part = |number: usize| asked.slice_axis(Axis(1), columns(number * width + head * own));
        general_mat_mul(scale, &part(0), &part(1).t(), 0.0, &mut scores);
        scores.rows_mut().into_iter().for_each(softmax);
        let mut place = mixed.slice_axis_mut(Axis(1), columns(head * own));
        general_mat_mul(1.0, &scores, &part(2), 0.0, &mut place);
    }
    mixed
}

fn normalise(states: &mut Table, norm: &Norm) {
    for mut state in states.axis_iter_mut(Axis(0)) {
        let mean = state.mean().unwrap_or(0.0);
        state -= mean;
        let variance = state.pow2().mean().unwrap_or(0.0);
        let scale = 1.0 / (variance + NEARLY_NOTHING).sqrt();
        state *= scale;
        state *= &norm.gain;
        state += &norm.bias;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::weights::tests::{file, toy};

    fn means(ids: &[u32]) -> Vec<Vec<f32>> {
        let states = Encoder::open(&file(&toy())).unwrap().states(ids);
        let mean = |range: Range<usize>| {
            let mut mean = Vec::new();
            states.mean(range, &mut mean);
            mean
        };
        (0..states.count()).map(|at| mean(at..at + 1)).collect()
    }

    #[test]
    fn each_piece_sees_all_others() {
        let (one, two) = (means(&[1, 2, 3]), means(&[1, 2, 4]));
        assert!(one.iter().zip(&two).all(|(one, two)| one.len() == 4 && one != two), "{one:?} {two:?}");
        assert_eq!(one, means(&[1, 2, 3]));
    }

    #[test]
    fn odd_pieces_are_read_too() {
        assert!(means(&[]).is_empty());
        assert_eq!(means(&[9999, 1]), means(&[0, 1]));
        assert_eq!(means(&[1; 7]), means(&[1; 6]));
        let states = Encoder::open(&file(&toy())).unwrap().states(&[1, 2]);
        let mut mean = Vec::new();
        states.mean(5..9, &mut mean);
        assert_eq!(mean, [0.0; 4]);
    }
}
