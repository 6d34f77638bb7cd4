//! `clean` against records: characters of the source that were kept, and that were dropped, by
//! kind. White space does not count.

use crate::metric::counts::{ByLabel, Counts};
use crate::metric::ranges;
use crate::report::{Report, Row};
use crate::score::{Case, Tally};
use crate::side::Mark;
use std::collections::BTreeSet;

#[derive(Default)]
pub(crate) struct Cleaning {
    kept: Counts,
    by_kind: ByLabel,
    any_kind: Counts,
}

impl Tally for Cleaning {
    fn add(&mut self, case: &Case<'_>) {
        let (gold, found) = (case.gold, case.found());
        let gold_kept = ranges::union(gold.kept.iter().cloned());
        let found_kept = ranges::union(found.kept.iter().cloned());
        self.kept += ranges::compare(case.source, &gold_kept, &found_kept);
        let both = gold.dropped.iter().chain(&found.dropped);
        for kind in both.map(|m| m.label.as_str()).collect::<BTreeSet<_>>() {
            *self.by_kind.of(kind) += compare(case.source, &gold.dropped, &found.dropped, Some(kind));
        }
        self.any_kind += compare(case.source, &gold.dropped, &found.dropped, None);
    }

    fn merge(&mut self, other: Self) {
        self.kept += other.kept;
        self.by_kind.merge(other.by_kind);
        self.any_kind += other.any_kind;
    }

    fn write(self, report: &mut Report) {
        report.compared = "characters of the source, white space left out";
        report.table("kept", vec![Row::new("all", self.kept)]);
        report.labels("dropped", &self.by_kind);
        report.table("dropped_whatever_kind", vec![Row::new("all", self.any_kind)]);
        report.headline("kept_f1", self.kept.f1());
    }
}

/// Characters dropped as `kind`, or at all.
fn compare(source: &str, gold: &[Mark], found: &[Mark], kind: Option<&str>) -> Counts {
    let of = |marks: &[Mark]| {
        let wanted = marks.iter().filter(|m| kind.is_none_or(|k| m.label == k));
        ranges::union(wanted.map(|m| m.range.clone()))
    };
    ranges::compare(source, &of(gold), &of(found))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::single_range_in_vec_init)]
    use super::*;
    use crate::score::testing::{check, row};
    use crate::side::Side;

    #[test]
    fn characters_kept_and_dropped() {
        let gold = Side {
            kept: vec![6..17],
            dropped: vec![Mark::new(0..5, "nav"), Mark::new(18..23, "share")],
            ..Side::default()
        };
        let found = Side {
            kept: vec![6..10, 18..23],
            dropped: vec![Mark::new(0..5, "date"), Mark::new(11..17, "share")],
            ..Side::default()
        };
        // gold keeps "Oslo waits" (9), the pipeline "Oslo" and "Tweet"
        let report = check(Cleaning::default(), "Home. Oslo waits  Tweet", gold, found);
        assert_eq!(row(&report, "kept", "all"), (4, 9, 9));
        assert_eq!(row(&report, "dropped", "nav"), (0, 0, 5));
        assert_eq!(row(&report, "dropped", "date"), (0, 5, 0));
        assert_eq!(row(&report, "dropped", "share"), (0, 5, 5));
        assert_eq!(row(&report, "dropped_whatever_kind", "all"), (5, 10, 10));
    }
}
