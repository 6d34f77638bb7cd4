//! Classes: what the gold says against what was answered, with "no answer" as a possibility.

use crate::metric::counts::{Counts, mean, ratio};

/// A confusion table of `n` classes. No answer is a miss of the gold class, and a wrong find of
/// none.
#[derive(Clone, Debug)]
pub(crate) struct Confusion {
    classes: usize,
    /// `gold × (classes + 1)`; the last column is no answer.
    cells: Vec<u64>,
}

impl Confusion {
    pub(crate) fn new(classes: usize) -> Self {
        let cells = vec![0; classes * (classes + 1)];
        Self { classes, cells }
    }

    pub(crate) fn add(&mut self, gold: usize, answer: Option<usize>) {
        let width = self.classes + 1;
        let answer = answer.unwrap_or(self.classes);
        self.cells[gold * width + answer] += 1;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            *cell += more;
        }
    }

    pub(crate) fn cell(&self, gold: usize, answer: usize) -> u64 {
        self.cells[gold * (self.classes + 1) + answer]
    }

    pub(crate) fn total(&self) -> u64 {
        self.cells.iter().sum()
    }

    /// How many got no answer.
    pub(crate) fn unanswered(&self) -> u64 {
        (0..self.classes).map(|g| self.cell(g, self.classes)).sum()
    }

    pub(crate) fn counts(&self, class: usize) -> Counts {
        let right = self.cell(class, class);
        let found: u64 = (0..self.classes).map(|g| self.cell(g, class)).sum();
        let gold: u64 = (0..=self.classes).map(|a| self.cell(class, a)).sum();
        Counts { right, wrong: found - right, missed: gold - right }
    }

    /// The mean F1 of the classes that occur.
    pub(crate) fn macro_f1(&self) -> Option<f64> {
        mean((0..self.classes).filter_map(|c| self.counts(c).f1()))
    }

    pub(crate) fn right(&self) -> u64 {
        (0..self.classes).map(|c| self.cell(c, c)).sum()
    }

    pub(crate) fn accuracy(&self) -> Option<f64> {
        ratio(self.right(), self.total())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn macro_f1_and_accuracy() {
        let mut table = Confusion::new(3);
        // gold a: a a b; gold b: b, none; gold c: a
        for (gold, answer) in
            [(0, Some(0)), (0, Some(0)), (0, Some(1)), (1, Some(1)), (1, None), (2, Some(0))]
        {
            table.add(gold, answer);
        }
        // a: right 2, found 3, gold 3 → 2/3; b: right 1, found 2, gold 2 → 1/2; c: 0
        assert!((table.macro_f1().unwrap() - (2.0 / 3.0 + 0.5) / 3.0).abs() < 1e-12);
        assert_eq!(table.accuracy(), Some(0.5));
        assert_eq!((table.unanswered(), table.total()), (1, 6));
    }
}
