//! `quotes`: spans, exact and by overlap; labels and holders of those that overlap.

use crate::metric::counts::{ByLabel, Counts, ratio};
use crate::metric::matching;
use crate::report::{Report, Row};
use crate::score::{Case, Tally};

#[derive(Default)]
pub(crate) struct Quotes {
    exact: ByLabel,
    overlap: Counts,
    right_label: u64,
    held: u64,
    right_holder: u64,
    known: u64,
    right_known: u64,
}

impl Tally for Quotes {
    fn add(&mut self, case: &Case<'_>) {
        let (gold, found) = (&case.gold.marks, &case.found().marks);
        matching::by_label(gold, found, &mut self.exact);
        let matched = matching::half_shared(gold, found);
        let right = matched.len() as u64;
        self.overlap +=
            Counts { right, wrong: found.len() as u64 - right, missed: gold.len() as u64 - right };
        for (gold, found) in matched {
            self.right_label += u64::from(gold.label == found.label);
            let Some(holder) = gold.holder.as_deref() else {
                continue;
            };
            let is_right = found.holder.as_deref() == Some(holder);
            let is_known = holder != "unknown";
            self.held += 1;
            self.right_holder += u64::from(is_right);
            self.known += u64::from(is_known);
            self.right_known += u64::from(is_known && is_right);
        }
    }

    fn merge(&mut self, other: Self) {
        self.exact.merge(other.exact);
        self.overlap += other.overlap;
        self.right_label += other.right_label;
        self.held += other.held;
        self.right_holder += other.right_holder;
        self.known += other.known;
        self.right_known += other.right_known;
    }

    fn write(self, report: &mut Report) {
        report.compared = "quotes: exact spans and labels, and spans that overlap by half, in the source";
        report.labels("exact_spans_and_labels", &self.exact);
        report.table("overlapping_spans", vec![Row::new("all", self.overlap)]);
        let matched = (self.overlap.right, "overlapping quotes");
        let label = ratio(self.right_label, self.overlap.right);
        report.figure("label_accuracy", label, matched, "direct or indirect, rightly");
        let holder = ratio(self.right_holder, self.held);
        let held = (self.held, "overlapping quotes");
        report.figure("holder_accuracy", holder, held, "with the right holder, unknown included");
        let known = ratio(self.right_known, self.known);
        let of = (self.known, "of them whose holder is known");
        report.figure("known_holder_accuracy", known, of, "with the right holder");
        report.headline("overlapping_f1", self.overlap.f1());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::{check, figure, row};
    use crate::side::{Mark, Side};

    fn side(marks: &[(usize, usize, &str, &str)]) -> Side {
        let mark = |&(start, end, label, holder): &(usize, usize, &str, &str)| Mark {
            holder: Some(holder.to_owned()),
            ..Mark::new(start..end, label)
        };
        Side { marks: marks.iter().map(mark).collect(), ..Side::default() }
    }

    #[test]
    fn spans_labels_and_holders() {
        let gold =
            side(&[(0, 10, "direct", "ana"), (20, 30, "indirect", "unknown"), (40, 50, "direct", "bo")]);
        let found = side(&[
            (0, 10, "direct", "ana"),
            (24, 30, "direct", "ana"), // 0.6 of 20..30
            (46, 54, "direct", "bo"),  // 4 of 14
        ]);
        let report = check(Quotes::default(), "", gold, found);
        assert_eq!(row(&report, "exact_spans_and_labels", "direct"), (1, 3, 2));
        assert_eq!(row(&report, "exact_spans_and_labels", "indirect"), (0, 0, 1));
        assert_eq!(row(&report, "overlapping_spans", "all"), (2, 3, 3));
        assert_eq!(figure(&report, "label_accuracy").value, Some(0.5));
        assert_eq!(figure(&report, "holder_accuracy").value, Some(0.5));
        assert_eq!(figure(&report, "known_holder_accuracy").value, Some(1.0));
    }
}
