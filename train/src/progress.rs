//! What a training tells of itself while it runs.

/// A round of training that ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Its number, from 1.
    pub number: usize,
    /// How many there will be at most.
    pub of: usize,
    /// What it came to, for people: `loss 0.231, dev F1 0.712`.
    pub message: String,
}

/// Is told of every round.
pub trait Progress {
    /// A round ended.
    fn round(&mut self, round: &Round);
}

impl<F: FnMut(&Round)> Progress for F {
    fn round(&mut self, round: &Round) {
        self(round);
    }
}
