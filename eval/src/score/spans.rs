//! Any layer: exact spans with their labels.

use crate::metric::counts::{ByLabel, ratio};
use crate::metric::matching;
use crate::report::Report;
use crate::score::{Case, Tally};

#[derive(Default)]
pub(crate) struct Spans {
    by: ByLabel,
    perfect: u64,
    documents: u64,
}

impl Tally for Spans {
    fn add(&mut self, case: &Case<'_>) {
        let mut here = ByLabel::default();
        matching::by_label(&case.gold.marks, &case.found().marks, &mut here);
        let all = here.micro();
        self.perfect += u64::from(all.wrong + all.missed == 0);
        self.documents += 1;
        self.by.merge(here);
    }

    fn merge(&mut self, other: Self) {
        self.by.merge(other.by);
        self.perfect += other.perfect;
        self.documents += other.documents;
    }

    fn write(self, report: &mut Report) {
        report.compared = "exact spans and labels, in the source";
        report.labels("spans", &self.by);
        let perfect = ratio(self.perfect, self.documents);
        report.figure("perfect_documents", perfect, (self.documents, "documents"), "without any mistake");
        report.headline("f1", self.by.micro().f1());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::{check, figure, row};
    use crate::side::{Mark, Side};

    #[test]
    fn exact_spans() {
        let side = |spans: &[(usize, usize)]| Side {
            marks: spans.iter().map(|(s, e)| Mark::new(*s..*e, "")).collect(),
            ..Side::default()
        };
        let report = check(Spans::default(), "", side(&[(0, 5), (6, 9)]), side(&[(0, 5), (6, 8), (8, 9)]));
        assert_eq!(row(&report, "spans", "all"), (1, 3, 2));
        assert_eq!(report.headline.value, Some(0.4));
        assert_eq!(figure(&report, "perfect_documents").value, Some(0.0));
        let report = check(Spans::default(), "", side(&[(0, 5)]), side(&[(0, 5)]));
        assert_eq!(figure(&report, "perfect_documents").value, Some(1.0));
    }
}
