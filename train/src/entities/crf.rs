//! A linear-chain conditional random field, trained by stochastic gradients with a step size for each weight.
//!
//! Lafferty, McCallum and Pereira, *Conditional Random Fields* (2001); Duchi, Hazan and Singer, *Adaptive subgradient methods*
//! (2011). A share of the features is left out at random in every step, so that no single one is relied upon (Wager, Wang and
//! Liang, *Dropout training as adaptive regularization*, 2013).

use super::corpus::{Corpus, Sequence};
use crate::random::Random;
use chaffinch_entities::training::{TAGS, Weights, closes, follows, opens};

/// The step size of the first round.
const RATE: f32 = 0.05;
/// The last round's step is so much smaller than the first one's.
const COOLED: f32 = 0.3;
/// How strongly weights are pulled to zero (L2) whenever they are touched.
const PULL: f32 = 0.01;
/// Of a hundred features of a token, so many are left out.
const DROPPED: u64 = 50;
/// A gradient below this moves nothing.
const SMALL: f32 = 0.002;
/// Keeps the first steps of a weight from being too long.
const START: f32 = 0.01;
/// A longer run is trained on up to here.
const LONGEST: usize = 64;

/// By tag; three more than there are tags, so that it is a whole number of vectors.
type Row = [f32; 16];

/// One row of numbers by tag.
type Scores = [f32; TAGS];

/// The weights in training.
pub(super) struct Crf {
    weights: Vec<Row>,
    squares: Vec<Row>,
    /// The start, then every tag; to every tag.
    moves: [Scores; TAGS + 1],
    move_squares: [Scores; TAGS + 1],
    random: Random,
    scratch: Scratch,
}

/// Buffers of a step.
#[derive(Default)]
struct Scratch {
    /// Features that were not left out, and where those of each token end.
    kept: Vec<u32>,
    ends: Vec<usize>,
    scores: Vec<Scores>,
    forward: Vec<Scores>,
    backward: Vec<Scores>,
}

/// Transitions as factors; what may not follow is zero.
struct Factors {
    first: Scores,
    after: [Scores; TAGS],
}

impl Crf {
    /// All zero, for so many features.
    pub(super) fn new(features: usize, seed: u64) -> Self {
        Self {
            weights: vec![[0.0; 16]; features],
            squares: vec![[START; 16]; features],
            moves: [[0.0; TAGS]; TAGS + 1],
            move_squares: [[1.0; TAGS]; TAGS + 1],
            random: Random::new(seed),
            scratch: Scratch::default(),
        }
    }

    /// One pass over the corpus, in random order. Returns the mean loss of a token.
    pub(super) fn round(&mut self, corpus: &Corpus, number: usize, of: usize) -> f64 {
        let mut order: Vec<usize> = (0..corpus.sequences.len()).collect();
        self.random.shuffle(&mut order);
        #[allow(clippy::cast_precision_loss, reason = "a handful of rounds")]
        let done = (number - 1) as f32 / of as f32;
        let rate = RATE * (1.0 - (1.0 - COOLED) * done);
        let loss: f64 = order.into_iter().map(|s| self.step(corpus, &corpus.sequences[s], rate)).sum();
        #[allow(clippy::cast_precision_loss, reason = "a figure to print")]
        let tokens = corpus.tags.len().max(1) as f64;
        loss / tokens
    }

    fn step(&mut self, corpus: &Corpus, sequence: &Sequence, rate: f32) -> f64 {
        let tokens = sequence.tokens.start..sequence.tokens.end.min(sequence.tokens.start + LONGEST);
        self.score(corpus, tokens.clone());
        let factors = self.factors();
        self.scratch.sweep(&factors);
        let (mut loss, mut from) = (0.0, 0);
        let mut pulls = [[0.0; TAGS]; TAGS + 1];
        for (i, token) in tokens.enumerate() {
            let (tag, before) = (corpus.tags[token], i.checked_sub(1).map(|_| corpus.tags[token - 1]));
            let share = self.scratch.share(i);
            loss -= libm::log(f64::from(share[tag].max(1e-9)));
            self.scratch.pull(i, &factors, tag, before, &mut pulls);
            let to = self.scratch.ends[i];
            self.learn(from..to, &share, tag, sequence.weight, rate);
            from = to;
        }
        self.learn_moves(&pulls, sequence.weight, rate);
        loss
    }

    /// Scores of the tokens, some features left out.
    fn score(&mut self, corpus: &Corpus, tokens: std::ops::Range<usize>) {
        let scratch = &mut self.scratch;
        scratch.kept.clear();
        scratch.ends.clear();
        scratch.scores.clear();
        for token in tokens {
            let mut sums: Row = [0.0; 16];
            for &id in corpus.features(token) {
                if self.random.chance(DROPPED) {
                    continue;
                }
                scratch.kept.push(id);
                for (sum, weight) in sums.iter_mut().zip(&self.weights[id as usize]) {
                    *sum += weight;
                }
            }
            scratch.ends.push(scratch.kept.len());
            let scores: Scores = std::array::from_fn(|t| sums[t]);
            let most = scores.iter().fold(f32::MIN, |a, b| a.max(*b));
            scratch.scores.push(scores.map(|s| libm::expf(s - most)));
        }
    }

    fn factors(&self) -> Factors {
        let [first, after @ ..] = &self.moves;
        Factors {
            first: std::array::from_fn(|to| if opens(to) { libm::expf(first[to]) } else { 0.0 }),
            after: std::array::from_fn(|from| {
                std::array::from_fn(|to| if follows(from, to) { libm::expf(after[from][to]) } else { 0.0 })
            }),
        }
    }

    /// Moves the weights of one token's features against the gradient.
    fn learn(&mut self, kept: std::ops::Range<usize>, share: &Scores, tag: usize, weight: f32, rate: f32) {
        let mut gradient: Row = [0.0; 16];
        gradient[..TAGS].copy_from_slice(share);
        gradient[tag] -= 1.0;
        if gradient.iter().all(|g| g.abs() < SMALL) {
            return;
        }
        for g in &mut gradient {
            *g *= weight;
        }
        for id in &self.scratch.kept[kept] {
            let (weights, squares) = (&mut self.weights[*id as usize], &mut self.squares[*id as usize]);
            for ((w, s), g) in weights.iter_mut().zip(squares).zip(&gradient) {
                let slope = g + PULL * *w;
                *s += slope * slope;
                *w -= rate * slope / s.sqrt();
            }
        }
    }

    fn learn_moves(&mut self, pulls: &[Scores; TAGS + 1], weight: f32, rate: f32) {
        let all = self.moves.as_flattened_mut().iter_mut().zip(self.move_squares.as_flattened_mut());
        for ((w, s), pull) in all.zip(pulls.as_flattened()).filter(|(_, pull)| **pull != 0.0) {
            let slope = pull * weight;
            *s += slope * slope;
            *w -= rate * slope / s.sqrt();
        }
    }
}

impl Scratch {
    /// Forward and backward sums; each row is scaled to one.
    fn sweep(&mut self, factors: &Factors) {
        self.forward.clear();
        for scores in &self.scores {
            let row = match self.forward.last() {
                None => std::array::from_fn(|to| factors.first[to] * scores[to]),
                Some(before) => {
                    let mut sums: Scores = [0.0; TAGS];
                    for (b, row) in before.iter().zip(&factors.after) {
                        sums.iter_mut().zip(row).for_each(|(s, f)| *s += b * f);
                    }
                    std::array::from_fn(|to| sums[to] * scores[to])
                }
            };
            self.forward.push(scaled(row));
        }
        self.backward.clear();
        self.backward.resize(self.scores.len(), std::array::from_fn(|t| if closes(t) { 1.0 } else { 0.0 }));
        for i in (1..self.scores.len()).rev() {
            let next: Scores = std::array::from_fn(|t| self.scores[i][t] * self.backward[i][t]);
            self.backward[i - 1] = scaled(std::array::from_fn(|from| dot(&factors.after[from], &next)));
        }
    }

    /// How probable each tag of token `i` is.
    fn share(&self, i: usize) -> Scores {
        scaled(std::array::from_fn(|t| self.forward[i][t] * self.backward[i][t]))
    }

    /// Adds the gradient of the transition into token `i`.
    fn pull(
        &self,
        i: usize,
        factors: &Factors,
        tag: usize,
        before: Option<usize>,
        pulls: &mut [Scores; TAGS + 1],
    ) {
        let Some((from, last)) = before.zip(i.checked_sub(1)) else {
            pulls[0].iter_mut().zip(self.share(i)).for_each(|(p, s)| *p += s);
            pulls[0][tag] -= 1.0;
            return;
        };
        let next: Scores = std::array::from_fn(|t| self.scores[i][t] * self.backward[i][t]);
        let total: f32 = (0..TAGS).map(|k| self.forward[last][k] * dot(&factors.after[k], &next)).sum();
        for k in 0..TAGS {
            let share = self.forward[last][k] / total.max(f32::MIN_POSITIVE);
            for (to, pull) in pulls[k + 1].iter_mut().enumerate() {
                *pull += share * factors.after[k][to] * next[to];
            }
        }
        pulls[from + 1][tag] -= 1.0;
    }
}

fn dot(a: &Scores, b: &Scores) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A row that sums to one.
fn scaled(row: Scores) -> Scores {
    let sum: f32 = row.iter().sum();
    row.map(|v| v / sum.max(f32::MIN_POSITIVE))
}

/// The mean of the weights after the last rounds: an older round counts ever less.
#[derive(Default)]
pub(super) struct Mean {
    weights: Vec<Row>,
    moves: [Scores; TAGS + 1],
}

/// What an older round counts, of all.
const OLD: f32 = 0.7;

impl Mean {
    /// Takes in the weights of a round.
    pub(super) fn add(&mut self, crf: &Crf) {
        if self.weights.is_empty() {
            self.weights.clone_from(&crf.weights);
            self.moves = crf.moves;
            return;
        }
        let blend = |old: &mut f32, new: &f32| *old = *old * OLD + *new * (1.0 - OLD);
        let weights = self.weights.as_flattened_mut().iter_mut().zip(crf.weights.as_flattened());
        let moves = self.moves.as_flattened_mut().iter_mut().zip(crf.moves.as_flattened());
        weights.chain(moves).for_each(|(old, new)| blend(old, new));
    }

    /// The weights by feature.
    pub(super) fn weights(&self, keys: &[u64]) -> Weights {
        let rows = keys.iter().zip(&self.weights);
        Weights {
            rows: rows.map(|(key, row)| (*key, std::array::from_fn(|t| row[t]))).collect(),
            transitions: self.moves.to_vec(),
        }
    }
}
