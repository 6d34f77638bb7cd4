//! The stage `quality`: the rules by which Gopher, C4 and FineWeb sorted the web, each by name.
//!
//! One scan counts words, marks and lines; a rule is one measure of these counts and the values of
//! it that pass. A document that fails is dropped with the rule, the value and the threshold as
//! the reason, or only flagged with all rules that it fails.
//!
//! ```text
//! quality rule `gopher/min-words`: 31 words, at least 50 wanted
//! ```
//!
//! What is measured depends on the text alone, not on the layers that stages before it made, so
//! that a threshold found with one pipeline holds in another.

mod c4;
mod counts;
mod hash;
mod lines;
mod ngrams;
mod rules;
mod schema;
mod select;
mod stage;
mod stop_words;
mod words;

pub use rules::{Group, RULES, Rule, Sense};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Options of `quality`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Quality {
    /// The rules to ask, by name, or by group for all of it.
    #[schemars(transform = schema::names_and_list)]
    pub rules: Vec<String>,
    /// Rules, or groups of them, that are left out again.
    #[schemars(transform = schema::names)]
    pub except: Vec<String>,
    /// Thresholds other than the published ones, by the whole name of the rule. A value that is equal passes.
    #[schemars(transform = schema::keys)]
    pub thresholds: BTreeMap<String, f64>,
    /// What becomes of a document that fails.
    pub action: Action,
    /// Whether to write what every rule measured to `meta.quality_measures`, to find thresholds by.
    pub measures: bool,
    /// The words of `gopher/stop-words`; the case of ASCII letters does not count.
    pub stop_words: Vec<String>,
}

/// What becomes of a document that fails a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It stays; `meta.quality` says which rules it fails, by how much.
    #[default]
    Flag,
    /// It is dropped; the reason is the first rule that it fails, those on n-grams asked last.
    Drop,
}

impl Default for Quality {
    fn default() -> Self {
        let gopher = ["the", "be", "to", "of", "and", "that", "have", "with"];
        Self {
            rules: Group::ALL.iter().map(|g| g.name().to_owned()).collect(),
            except: Vec::new(),
            thresholds: BTreeMap::new(),
            action: Action::default(),
            measures: false,
            stop_words: gopher.map(str::to_owned).to_vec(),
        }
    }
}

/// One count over another; none over none is 0.
#[allow(clippy::cast_precision_loss)] // counts of characters in one document are exact
fn rate(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A value to four digits, which is how people and records see it.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn shown(value: f64) -> String {
    rounded(value).to_string()
}
