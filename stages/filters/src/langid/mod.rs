//! The stage `langid`: in which language a document is.
//!
//! The detector (`whatlang`: letters and trigrams) is asked about a sample of the text. Its word
//! counts where it is sure; elsewhere the page's own word stands, and without one the language is
//! `und`. Pages often claim `lang="en"` whatever they are written in, so a sure detector
//! overrules the page.
//!
//! ```text
//! page says   detector says    meta.language   besides
//! –           `fr`, sure       fr              language_detected fr
//! en          `fr`, sure       fr              language_detected fr, language_declared en
//! en-GB       `en`, sure       en-GB           language_detected en
//! en          `fr`, unsure     en              language_detected fr
//! –           `fr`, unsure     und             language_detected fr
//! –           too little text  und
//! ```

mod codes;
mod decide;
mod detect;
mod sample;
mod stage;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of `langid`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LangId {
    /// Languages to keep, as ISO 639-1 codes: documents in others are dropped. `und` keeps those
    /// whose language is not known. Empty: all are kept.
    pub keep: Vec<String>,
    /// How sure the detector must be, from 0 to 1; a less sure one only writes
    /// `meta.language_detected` and `meta.language_confidence`.
    #[schemars(range(min = 0, max = 1))]
    pub min_confidence: f64,
    /// The only languages that the detector may find; empty: all of its 70. Naming those that your
    /// sources are written in makes short texts more certain.
    pub among: Vec<String>,
    /// Texts with fewer letters are not judged.
    pub min_letters: usize,
    /// Bytes of a text that are looked at: of a longer one, pieces from its start, middle and end.
    #[schemars(range(min = 100))]
    pub sample_bytes: usize,
    /// Whether to label each block in a layer `languages`, for documents in several languages.
    pub by_block: bool,
}

impl Default for LangId {
    fn default() -> Self {
        Self {
            keep: Vec::new(),
            min_confidence: 0.5,
            among: Vec::new(),
            min_letters: 20,
            sample_bytes: 1000,
            by_block: false,
        }
    }
}
