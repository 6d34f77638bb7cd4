//! `clean` against the text of an article: the Article Extraction Benchmark's measure.

use crate::metric::counts::ratio;
use crate::metric::shingles::Shingles;
use crate::report::Report;
use crate::score::{Case, Tally};

#[derive(Default)]
pub(crate) struct Article(Shingles);

impl Tally for Article {
    fn add(&mut self, case: &Case<'_>) {
        self.0.add(&case.gold.article, &case.found().article);
    }

    fn merge(&mut self, other: Self) {
        self.0.merge(&other.0);
    }

    fn write(self, report: &mut Report) {
        report.compared =
            "4-gram shingles of words of the text without its title, each document weighing the same";
        let of = (self.0.documents, "documents");
        report.figure("precision", self.0.precision(), of, "mean over documents with any text found");
        report.figure("recall", self.0.recall(), of, "mean over documents with any gold text");
        report.figure("f1", self.0.f1(), of, "harmonic mean of both");
        let perfect = ratio(self.0.perfect, self.0.documents);
        report.figure("accuracy", perfect, of, "documents with every shingle right");
        report.headline("f1", self.0.f1());
    }
}
