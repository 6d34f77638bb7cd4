//! Right, wrong and missed: precision, recall and F1, per label.

use std::collections::BTreeMap;

/// Counts of one label, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Found and right.
    pub(crate) right: u64,
    /// Found, and not in the gold.
    pub(crate) wrong: u64,
    /// In the gold, and not found.
    pub(crate) missed: u64,
}

impl Counts {
    pub(crate) fn found(self) -> u64 {
        self.right + self.wrong
    }

    pub(crate) fn gold(self) -> u64 {
        self.right + self.missed
    }

    /// Right among found; `None` when nothing was found.
    pub(crate) fn precision(self) -> Option<f64> {
        ratio(self.right, self.found())
    }

    /// Right among gold; `None` when the gold has none.
    pub(crate) fn recall(self) -> Option<f64> {
        ratio(self.right, self.gold())
    }

    /// The harmonic mean of both, `2·right / (found + gold)`; `None` when both are empty.
    pub(crate) fn f1(self) -> Option<f64> {
        ratio(2 * self.right, self.found() + self.gold())
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// Counts by label, in the order of their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct ByLabel(pub(crate) BTreeMap<String, Counts>);

impl ByLabel {
    pub(crate) fn of(&mut self, label: &str) -> &mut Counts {
        self.0.entry(label.to_owned()).or_default()
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (label, counts) in other.0 {
            *self.0.entry(label).or_default() += counts;
        }
    }

    /// All labels together.
    pub(crate) fn micro(&self) -> Counts {
        let mut all = Counts::default();
        self.0.values().for_each(|c| all += *c);
        all
    }

    /// The mean F1 over the labels that the gold has.
    pub(crate) fn macro_f1(&self) -> Option<f64> {
        let counted = self.0.values().filter(|c| c.gold() > 0);
        mean(counted.filter_map(|c| c.f1()))
    }
}

/// `part / whole`, `None` for an empty whole.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(crate) fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The arithmetic mean, `None` of nothing.
pub(crate) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0_u32);
    for value in values {
        sum += value;
        n += 1;
    }
    (n > 0).then(|| sum / f64::from(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_recall_f1() {
        let counts = Counts { right: 6, wrong: 2, missed: 4 };
        assert_eq!(counts.precision(), Some(0.75));
        assert_eq!(counts.recall(), Some(0.6));
        assert_eq!(counts.f1(), Some(12.0 / 18.0));
        assert_eq!(Counts::default().f1(), None);
    }

    #[test]
    fn macro_f1_leaves_out_labels_without_gold() {
        let mut by = ByLabel::default();
        by.of("A").right = 1;
        *by.of("B") = Counts { right: 1, wrong: 1, missed: 1 };
        by.of("C").wrong = 5;
        assert_eq!(by.macro_f1(), Some(0.75));
        assert_eq!(by.micro().wrong, 6);
    }
}
