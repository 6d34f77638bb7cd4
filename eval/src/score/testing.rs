//! The door through which scores are tested: one document, both sides, the report.

#![allow(clippy::unwrap_used)]

use crate::gold::Input;
use crate::report::{Documents, Figure, Headline, Report};
use crate::score::{Case, Tally};
use crate::side::Side;

pub(crate) fn empty_report() -> Report {
    Report {
        v: 1,
        task: String::new(),
        gold: Vec::new(),
        shape: "",
        compared: "",
        documents: Documents::default(),
        headline: Headline::default(),
        tables: Vec::new(),
        figures: Vec::new(),
        notes: Vec::new(),
    }
}

/// The report on one document.
pub(crate) fn check<T: Tally>(mut tally: T, source: &str, gold: Side, found: Side) -> Report {
    tally.add(&Case { source, gold: &gold, class: None, inputs: &[Input::plain(source)], found: &[found] });
    let mut report = empty_report();
    tally.write(&mut report);
    report
}

/// `(right, found, gold)` of a row.
pub(crate) fn row(report: &Report, table: &str, label: &str) -> (u64, u64, u64) {
    let table = report.tables.iter().find(|t| t.name == table).unwrap();
    let row = table.rows.iter().find(|r| r.label == label).unwrap();
    (row.right, row.found, row.gold)
}

pub(crate) fn figure(report: &Report, name: &str) -> Figure {
    *report.figures.iter().find(|f| f.name == name).unwrap()
}
