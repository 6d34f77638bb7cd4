//! The shape of a pack file.

use serde::Deserialize;
use toml::Spanned;

/// A pack file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackFile {
    pub(crate) pack: Head,
    #[serde(default, rename = "rule")]
    pub(crate) rules: Vec<RuleTable>,
}

/// `[pack]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    /// First part of the rules' ids: `pack:NAME/RULE`.
    pub(crate) name: String,
    #[serde(default, rename = "summary")]
    pub(crate) _summary: String,
    #[serde(default, rename = "language")]
    pub(crate) _language: String,
    /// The sites whose documents the rules hold for; all when absent.
    pub(crate) sites: Option<Spanned<Vec<String>>>,
}

/// `[[rule]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleTable {
    pub(crate) id: Spanned<String>,
    pub(crate) kind: Spanned<String>,
    #[serde(rename = "match")]
    pub(crate) how: How,
    /// What to look for, unless `match` is `pattern`.
    #[serde(default = "none")]
    pub(crate) phrases: Spanned<Vec<String>>,
    /// What to look for when `match` is `pattern`.
    #[serde(default = "none")]
    pub(crate) patterns: Spanned<Vec<String>>,
    #[serde(default, rename = "where")]
    pub(crate) place: Place,
    /// Phrases (counted with repeats), or patterns (without), that must occur.
    #[serde(default = "one")]
    pub(crate) min_hits: Spanned<usize>,
    /// Most words of the block; 0 means any number.
    #[serde(default = "default_max_words")]
    pub(crate) max_words: Spanned<usize>,
    /// Only directly beside a block that another rule dropped.
    #[serde(default)]
    pub(crate) near_noise: bool,
    /// Whether the block may be a sentence or several.
    #[serde(default = "yes")]
    pub(crate) prose: bool,
    #[serde(default = "default_score")]
    pub(crate) score: Spanned<f32>,
    #[serde(default)]
    pub(crate) tests: Vec<Spanned<Case>>,
}

/// How phrases stand in the block. Case, quotes and dashes do not matter; words must be whole.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum How {
    /// The block is the phrase (punctuation around it aside).
    Exact,
    /// The block begins with it.
    Starts,
    /// The block ends with it.
    Ends,
    /// It is anywhere in the block.
    Contains,
    /// The block has no words but these (and numbers).
    Only,
    /// Regular expressions, which say themselves how they stand.
    Pattern,
}

/// Where in the document a rule holds.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    /// Before the article's text runs.
    Top,
    /// After it.
    Bottom,
    /// Before or after.
    #[default]
    Edges,
    /// Everywhere.
    Anywhere,
}

/// Where the block of a test stands.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Spot {
    #[default]
    Top,
    Body,
    Bottom,
}

/// One test of a rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) text: String,
    #[serde(default, rename = "where")]
    pub(crate) spot: Spot,
    /// The kind of noise expected, or `keep`.
    pub(crate) kind: Spanned<String>,
    /// The site of the document; one of the pack's when absent.
    pub(crate) site: Option<String>,
}

impl Spot {
    /// The word in a pack.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Top => "top",
            Self::Body => "body",
            Self::Bottom => "bottom",
        }
    }
}

/// The place of what is not there.
fn unplaced<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

fn none() -> Spanned<Vec<String>> {
    unplaced(Vec::new())
}

fn one() -> Spanned<usize> {
    unplaced(1)
}

fn yes() -> bool {
    true
}

fn default_max_words() -> Spanned<usize> {
    unplaced(12)
}

fn default_score() -> Spanned<f32> {
    unplaced(0.9)
}
