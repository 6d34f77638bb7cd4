//! `--pairs`: the stances of the whole corpus, one row a (holder, target), as CSV.

use crate::failure::{Exit, Failure};
use pipeline_core::Document;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

#[derive(Default)]
struct Sum {
    documents: u64,
    for_: i64,
    against: i64,
    evidence: usize,
    /// Sum of the documents' scores.
    score: f64,
}

/// Sums over documents; they arrive in order, so the sums do not depend on threads.
#[derive(Default)]
pub(crate) struct Pairs(BTreeMap<(String, String), Sum>);

/// One row of a document's `pairs` table.
pub(crate) struct Pair {
    key: (String, String),
    score: f64,
    for_: i64,
    against: i64,
    evidence: usize,
}

/// The pairs of one document.
pub(crate) fn of(document: &Document) -> Vec<Pair> {
    let Some(table) = document.table("pairs") else { return Vec::new() };
    let text = |name: &str, row| table.str(name).and_then(|c| c.get(row)).unwrap_or_default().to_owned();
    let rows = 0..table.len();
    rows.map(|row| Pair {
        key: (text("holder", row), text("target", row)),
        score: table.f64("score", row).unwrap_or_default(),
        for_: table.i64("for", row).unwrap_or_default(),
        against: table.i64("against", row).unwrap_or_default(),
        evidence: table.ref_list("evidence").and_then(|c| c.get(row)).map_or(0, <[u32]>::len),
    })
    .collect()
}

impl Pairs {
    pub(crate) fn add(&mut self, pairs: Vec<Pair>) {
        for pair in pairs {
            let sum = self.0.entry(pair.key).or_default();
            sum.documents += 1;
            sum.for_ += pair.for_;
            sum.against += pair.against;
            sum.evidence += pair.evidence;
            sum.score += pair.score;
        }
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        std::fs::write(path, self.csv())
            .map_err(|e| Failure::new(Exit::Io, format!("cannot write `{}`: {e}", path.display())))
    }

    /// Most evidence first. `score` is the mean of the documents' scores.
    #[expect(clippy::cast_precision_loss, reason = "counts of documents are small")]
    fn csv(&self) -> String {
        let mut rows: Vec<_> = self.0.iter().collect();
        rows.sort_by(|a, b| b.1.evidence.cmp(&a.1.evidence).then_with(|| a.0.cmp(b.0)));
        let mut csv = String::from("holder,target,documents,evidence,for,against,score\n");
        for ((holder, target), sum) in rows {
            let mean = sum.score / sum.documents as f64;
            let (holder, target) = (field(holder), field(target));
            let Sum { documents, evidence, for_, against, .. } = sum;
            // Writing to a string cannot fail.
            let _ = writeln!(csv, "{holder},{target},{documents},{evidence},{for_},{against},{mean:.4}");
        }
        csv
    }
}

/// A CSV field (RFC 4180): quoted where it must be.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_summed_and_sorted_by_evidence() {
        let pair = |holder: &str, score, evidence| Pair {
            key: (holder.to_owned(), "b,\"c\"".to_owned()),
            score,
            for_: 1,
            against: 0,
            evidence,
        };
        let mut pairs = Pairs::default();
        pairs.add(vec![pair("x", 1.0, 1), pair("y", 0.5, 2)]);
        pairs.add(vec![pair("y", -0.5, 1)]);
        let expected = "holder,target,documents,evidence,for,against,score\n\
                        y,\"b,\"\"c\"\"\",2,3,2,0,0.0000\nx,\"b,\"\"c\"\"\",1,1,1,0,1.0000\n";
        assert_eq!(pairs.csv(), expected);
    }
}
