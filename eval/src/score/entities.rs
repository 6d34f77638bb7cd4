//! `entities`: exact spans with labels, micro and macro; and boundaries alone.

use crate::metric::counts::{ByLabel, Counts};
use crate::metric::matching;
use crate::report::{Report, Row};
use crate::score::{Case, Tally};

#[derive(Default)]
pub(crate) struct Entities {
    by: ByLabel,
    boundaries: Counts,
}

impl Tally for Entities {
    fn add(&mut self, case: &Case<'_>) {
        let (gold, found) = (&case.gold.marks, &case.found().marks);
        matching::by_label(gold, found, &mut self.by);
        self.boundaries += matching::boundaries(gold, found);
    }

    fn merge(&mut self, other: Self) {
        self.by.merge(other.by);
        self.boundaries += other.boundaries;
    }

    fn write(self, report: &mut Report) {
        report.compared = "exact spans and labels, in the source";
        report.labels("spans_and_labels", &self.by);
        report.table("boundaries", vec![Row::new("all", self.boundaries)]);
        let labels = self.by.0.values().filter(|c| c.gold() > 0).count() as u64;
        report.figure(
            "macro_f1",
            self.by.macro_f1(),
            (labels, "labels"),
            "mean F1 of the labels of the gold",
        );
        report.headline("micro_f1", self.by.micro().f1());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::score::testing::{check, figure, row};
    use crate::side::{Mark, Side};

    #[test]
    fn labels_micro_macro_and_boundaries() {
        let side = |marks: &[(usize, usize, &str)]| Side {
            marks: marks.iter().map(|(s, e, l)| Mark::new(*s..*e, *l)).collect(),
            ..Side::default()
        };
        let gold = side(&[(0, 3, "PER"), (4, 8, "PER"), (9, 12, "ORG"), (20, 25, "GPE")]);
        let found = side(&[(0, 3, "PER"), (4, 8, "ORG"), (9, 12, "ORG"), (30, 33, "LOC")]);
        let report = check(Entities::default(), "", gold, found);
        assert_eq!(row(&report, "spans_and_labels", "PER"), (1, 1, 2));
        assert_eq!(row(&report, "spans_and_labels", "ORG"), (1, 2, 1));
        assert_eq!(row(&report, "spans_and_labels", "all"), (2, 4, 4));
        assert_eq!(row(&report, "boundaries", "all"), (3, 4, 4));
        assert_eq!(report.headline.value, Some(0.5));
        // PER 2/3, ORG 2/3, GPE 0; LOC is not in the gold
        let macro_f1 = figure(&report, "macro_f1");
        assert!((macro_f1.value.unwrap() - 4.0 / 9.0).abs() < 1e-12);
        assert_eq!(macro_f1.of, 3);
    }
}
