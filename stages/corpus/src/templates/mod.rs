//! The stage `templates`: drops the blocks that recur across the documents of one site.
//!
//! What a site puts on its pages — calls to subscribe, notices, boxes about the author — stands
//! in many of them word for word; what is news stands in one. Which blocks recur is learnt in
//! the corpus pass; see [`stories`] for how versions of one article are told from a template.
//!
//! ```text
//! a.txt   Ann Lee spoke. ¶ Sign up for our letter.        Ann Lee spoke.
//! b.txt   The bridge is shut. ¶ Sign up for our letter.   The bridge is shut.
//! …       dropped: boilerplate, rule corpus/template, score = share of the site's documents
//! ```

mod cut;
mod learn;
mod page;
mod site;
mod sketch;
mod stage;
mod stories;

use chaffinch_layers::{BLOCKS, DROPPED};
use pipeline_core::{Build, BuildError, Stage, StageConfig, StageSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// No template has more words.
const MOST_WORDS: u8 = 250;

/// Options of `templates`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Templates {
    /// Which documents are of one source.
    pub by: Grouping,
    /// In how many documents of a site a block must stand; versions of one article count once.
    #[schemars(range(min = 2))]
    pub min_documents: u32,
    /// In what share of a site's documents a block must stand, more than 0 and at most 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub min_share: f64,
    /// A block of more words is never a template; 1 to 250.
    #[schemars(range(min = 1, max = 250))]
    pub max_words: u8,
}

impl Default for Templates {
    fn default() -> Self {
        Self { by: Grouping::Site, min_documents: 5, min_share: 0.1, max_words: 100 }
    }
}

/// What makes documents one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Grouping {
    /// The host of `meta.url`, else `meta.site`, else as `folder`.
    #[default]
    Site,
    /// The first folder of `meta.path`, else of the id, else as `corpus`.
    Folder,
    /// All documents are of one source.
    Corpus,
}

impl StageConfig for Templates {
    const SPEC: StageSpec =
        StageSpec::new("templates", "drops the blocks that recur across the documents of one site")
            .uses(&[BLOCKS.name])
            .extends(&[DROPPED])
            .rewrites();

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        if self.min_documents < 2 {
            let message =
                format!("expected 2 or more, found {}: one document repeats nothing", self.min_documents);
            return Err(BuildError::at("min_documents", message));
        }
        if !(self.min_share > 0.0 && self.min_share <= 1.0) {
            let message = format!("expected more than 0 and at most 1, found {}", self.min_share);
            return Err(BuildError::at("min_share", message));
        }
        if !(1..=MOST_WORDS).contains(&self.max_words) {
            let message = format!("expected 1 to {MOST_WORDS}, found {}", self.max_words);
            return Err(BuildError::at("max_words", message));
        }
        let boilerplate = cx.label("boilerplate");
        Ok(Box::new(learn::Learner { options: self, boilerplate }))
    }
}
