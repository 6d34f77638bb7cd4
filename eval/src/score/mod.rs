//! The tasks: what of a document is compared, and how it is reported. One file a task.

mod article;
mod cleaning;
mod entities;
pub(crate) mod judged;
mod judgements;
mod links;
mod pairs;
mod quotes;
mod spans;
mod stances;
#[cfg(test)]
mod testing;

pub(crate) use article::Article;
pub(crate) use cleaning::Cleaning;
pub(crate) use entities::Entities;
pub(crate) use judgements::Judgements;
pub(crate) use links::Links;
pub(crate) use pairs::Pairs;
pub(crate) use quotes::Quotes;
pub(crate) use spans::Spans;
pub(crate) use stances::Stances;

use crate::gold::Input;
use crate::report::Report;
use crate::side::Side;

/// One document, both sides.
pub(crate) struct Case<'c> {
    /// What both sides' ranges index.
    pub(crate) source: &'c str,
    pub(crate) gold: &'c Side,
    /// For judgements: the class of the gold.
    pub(crate) class: Option<usize>,
    pub(crate) inputs: &'c [Input],
    /// What the pipeline made of each input; empty where it dropped or failed.
    pub(crate) found: &'c [Side],
}

impl Case<'_> {
    /// The pipeline's side where there is one input.
    fn found(&self) -> &Side {
        &self.found[0]
    }
}

/// What is counted over documents.
pub(crate) trait Tally: Send {
    /// Adds a document.
    fn add(&mut self, case: &Case<'_>);

    /// Adds the documents of another tally.
    fn merge(&mut self, other: Self);

    /// Writes tables, figures and headline.
    fn write(self, report: &mut Report);
}

/// Which side a stance is on: 1 for, −1 against, 0 neither; a mixed one goes by its score.
fn sign(label: &str, score: Option<f64>) -> i8 {
    match (label, score) {
        ("for", _) => 1,
        ("against", _) => -1,
        ("neutral", _) => 0,
        (_, Some(score)) if score > 0.0 => 1,
        (_, Some(score)) if score < 0.0 => -1,
        _ => 0,
    }
}
