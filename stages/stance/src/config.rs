//! The options of the two stages, as they stand in a TOML.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What becomes of marked words that nobody is said to have said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ScareQuotes {
    /// They are no quotations: scare quotes, titles, terms.
    #[default]
    Skip,
    /// They are direct quotations of an unknown holder.
    Keep,
}

/// By which slug a holder is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum HolderId {
    /// The speaker's own: `islamabad`.
    #[default]
    Id,
    /// The side the speaker stands for, where known: `pakistan`.
    Actor,
}

/// Which quotations are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// Words in quotation marks.
    Direct,
    /// Reported clauses: `he said that …`, `according to …`.
    Indirect,
}

/// Options of the stage `quotes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Quotes {
    /// Which quotations are found: `direct`, `indirect` or both.
    pub kinds: Vec<QuoteKind>,
    /// What becomes of marked words that nobody is said to have said: `skip` or `keep`.
    pub scare_quotes: ScareQuotes,
    /// Up to how many words marked text without a speaker counts as a scare quote or title.
    pub scare_words: u32,
    /// By which slug a holder is named: its own `id`, or the `actor` it stands for.
    pub holder: HolderId,
    /// Cue packs (TOML) to read beside the embedded English one, relative to the configuration file.
    pub packs: Vec<String>,
}

impl Default for Quotes {
    fn default() -> Self {
        Self {
            kinds: vec![QuoteKind::Direct, QuoteKind::Indirect],
            scare_quotes: ScareQuotes::Skip,
            scare_words: 3,
            holder: HolderId::Id,
            packs: Vec::new(),
        }
    }
}

/// Whose voice takes a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// The writer of the article.
    Author,
    /// A speaker, in a quotation.
    Quoted,
    /// An actor, in an action that the text reports.
    Reported,
}

impl Voice {
    /// The name in records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Quoted => "quoted",
            Self::Reported => "reported",
        }
    }
}

/// When a mention that nobody takes sides about is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Neutral {
    /// Only for mentions of an incoming `targets` layer.
    #[default]
    Given,
    /// Always: one stance for every mention.
    All,
}

/// What judges the words around a mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// The trained linear model; or that of a file that is named.
    #[default]
    Model,
    /// A small transformer: right more often, and some hundred times slower.
    Precise,
    /// Lexicons, windows and negation only: every score can be read off the words.
    Rules,
}

/// Options of the stage `stance`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Stance {
    /// Ids of the actors or entities to judge; empty for all persons, organisations, states and groups found.
    pub targets: Vec<String>,
    /// Whose voices are heard: `author`, `quoted`, `reported`.
    pub voices: Vec<Voice>,
    /// Stances below this confidence are left out, 0 to 1; mentions of an incoming `targets` layer never are.
    pub min_confidence: f64,
    /// When a neutral stance is written: for `given` mentions only, or for `all`.
    pub neutral: Neutral,
    /// What judges the words around a mention: the trained `model`, a `precise` and slow one, or `rules`.
    pub method: Method,
    /// A model file of your own (`chaffinch train stance`) instead of the released one.
    pub model: Option<String>,
    /// Verb packs (TOML) to read beside the embedded English one, relative to the configuration file.
    pub packs: Vec<String>,
}

impl Default for Stance {
    fn default() -> Self {
        Self {
            targets: Vec::new(),
            voices: vec![Voice::Author, Voice::Quoted, Voice::Reported],
            min_confidence: 0.5,
            neutral: Neutral::Given,
            method: Method::Model,
            model: None,
            packs: Vec::new(),
        }
    }
}
