//! What an evaluation found: a table for people, a stable JSON for programs.
//!
//! ```json
//! {"v": 1, "task": "entities", "gold": ["wikigold.test.jsonl.gz"], "shape": "tagged tokens",
//!  "compared": "exact spans and labels, in the source",
//!  "documents": {"gold": 145, "processed": 145, "dropped": 0, "quarantined": 0, "from_source": 0},
//!  "headline": {"name": "micro_f1", "value": 0.7},
//!  "tables": [{"name": "spans_and_labels", "rows": [
//!     {"label": "PER", "precision": 0.8, "recall": 0.6, "f1": 0.685714, "gold": 10, "found": 8, "right": 6}]}],
//!  "figures": [{"name": "macro_f1", "value": 0.66, "of": 4, "unit": "labels", "means": "…"}],
//!  "notes": ["…"]}
//! ```
//!
//! Names of tables and figures do not change within a version. A value that does not exist (the
//! precision of nothing found) is `null`. Values are rounded to six decimals.

use crate::metric::counts::{ByLabel, Counts};
use serde::{Serialize, Serializer};

/// The outcome of an evaluation. Its `Display` is an aligned table, its JSON is documented at
/// the head of its module.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Version of this JSON.
    pub v: u32,
    /// Name of the task.
    pub task: String,
    /// The gold files, as they were given.
    pub gold: Vec<String>,
    /// What the gold looked like.
    pub shape: &'static str,
    /// What was compared, in words.
    pub compared: &'static str,
    /// How many documents, and what became of them.
    pub documents: Documents,
    /// The one number to quote.
    pub headline: Headline,
    /// Precision, recall and F1, by label.
    pub tables: Vec<Table>,
    /// Everything else.
    pub figures: Vec<Figure>,
    /// What a reader should know: what was left out, and why.
    pub notes: Vec<String>,
}

/// Documents of an evaluation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Documents {
    /// Documents of the gold that were compared.
    pub gold: u64,
    /// Those that went through the whole pipeline.
    pub processed: u64,
    /// Those that a stage dropped; they count as empty.
    pub dropped: u64,
    /// Those that failed; they count as empty.
    pub quarantined: u64,
    /// Those that were read from their source instead of from the gold's own text.
    pub from_source: u64,
}

/// The one number to quote.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Headline {
    /// Its name.
    pub name: &'static str,
    /// Its value, from 0 to 1.
    #[serde(serialize_with = "rounded")]
    pub value: Option<f64>,
}

/// Precision, recall and F1 of one comparison, by label.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// What was compared, in `snake_case`.
    pub name: &'static str,
    /// One row a label, then all labels together.
    pub rows: Vec<Row>,
}

/// One line of a [`Table`].
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The label; `all` for all of them.
    pub label: String,
    /// Right among found.
    #[serde(serialize_with = "rounded")]
    pub precision: Option<f64>,
    /// Right among gold.
    #[serde(serialize_with = "rounded")]
    pub recall: Option<f64>,
    /// The harmonic mean of both.
    #[serde(serialize_with = "rounded")]
    pub f1: Option<f64>,
    /// How many the gold has.
    pub gold: u64,
    /// How many were found.
    pub found: u64,
    /// How many of those are right.
    pub right: u64,
}

/// One number.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Figure {
    /// Its name in `snake_case`.
    pub name: &'static str,
    /// Its value.
    #[serde(serialize_with = "rounded")]
    pub value: Option<f64>,
    /// Over how many of `unit` it was taken.
    pub of: u64,
    /// What was counted: documents, quotes, labels.
    pub unit: &'static str,
    /// What it is, for people.
    pub means: &'static str,
}

impl Report {
    pub(crate) fn table(&mut self, name: &'static str, rows: Vec<Row>) {
        self.tables.push(Table { name, rows });
    }

    /// A table of labels with all of them together at the end. Spans without labels have only
    /// that last row.
    pub(crate) fn labels(&mut self, name: &'static str, by: &ByLabel) {
        let labelled = by.0.iter().filter(|(label, _)| !label.is_empty());
        let mut rows: Vec<Row> = labelled.map(|(l, c)| Row::new(l, *c)).collect();
        rows.push(Row::new("all", by.micro()));
        self.table(name, rows);
    }

    pub(crate) fn figure(
        &mut self,
        name: &'static str,
        value: Option<f64>,
        of: (u64, &'static str),
        means: &'static str,
    ) {
        let (of, unit) = of;
        self.figures.push(Figure { name, value, of, unit, means });
    }

    pub(crate) fn headline(&mut self, name: &'static str, value: Option<f64>) {
        self.headline = Headline { name, value };
    }
}

impl Row {
    pub(crate) fn new(label: &str, counts: Counts) -> Self {
        Self {
            label: label.to_owned(),
            precision: counts.precision(),
            recall: counts.recall(),
            f1: counts.f1(),
            gold: counts.gold(),
            found: counts.found(),
            right: counts.right,
        }
    }
}

fn rounded<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    value.map(|v| (v * 1e6).round() / 1e6).serialize(serializer)
}
