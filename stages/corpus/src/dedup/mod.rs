//! The stage `dedup`: finds documents that are the same or nearly so, and says so in `meta`.
//!
//! Exact duplicates have the same words; near duplicates share most of their runs of five words,
//! estimated by MinHash and looked for by locality-sensitive hashing, so that no document is
//! compared with all others. Each cluster has a representative: the document with most words, of
//! several the one with the smallest id.
//!
//! ```text
//! meta of b   cluster 1f…, cluster_size 3, representative "a", duplicate "near", similarity 0.914
//! differs     the paragraphs of b that a does not have
//! ```
//!
//! Whether duplicates leave the pipeline is for the configuration to say.

mod buckets;
mod cluster;
mod learn;
mod signature;
mod sketch;
mod stage;

use chaffinch_layers::BLOCKS;
use pipeline_core::{Build, BuildError, LayerSpec, Stage, StageConfig, StageSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What of a duplicate its representative does not have.
pub(crate) const DIFFERS: LayerSpec =
    LayerSpec::new("differs", "paragraphs of a duplicate that its representative does not have");

/// The keys of `meta` that it sets, or takes away where an earlier run has left them.
const META: &[&str] = &["cluster", "cluster_size", "representative", "duplicate", "similarity"];

/// Options of `dedup`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dedup {
    /// From what similarity on two documents are near duplicates: the estimated share of runs of
    /// five words that they have in common (Jaccard), 0.5 to 1.
    #[schemars(range(min = 0.5, max = 1.0))]
    pub threshold: f64,
    /// Which duplicates leave the pipeline; the representative always stays.
    pub drop: Drop,
    /// How many different texts are compared. Each takes some 600 bytes of memory in the corpus
    /// pass; of more, a sample that keeps near duplicates together is compared.
    #[schemars(range(min = 1))]
    pub max_documents: u32,
}

impl Default for Dedup {
    fn default() -> Self {
        Self { threshold: 0.8, drop: Drop::None, max_documents: 1_000_000 }
    }
}

/// Which duplicates leave the pipeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Drop {
    /// None: clusters are data.
    #[default]
    None,
    /// Of documents with the same words, all but the one with the smallest id.
    Exact,
    /// These, and documents at least as similar to their representative as `threshold` says.
    Near,
}

impl StageConfig for Dedup {
    const SPEC: StageSpec = StageSpec::new("dedup", "finds exact and near duplicates, and clusters them")
        .uses(&[BLOCKS.name])
        .creates(&[DIFFERS])
        .meta(META);

    fn build(self, _: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        if !(0.5..=1.0).contains(&self.threshold) {
            return Err(BuildError::at("threshold", format!("expected 0.5 to 1, found {}", self.threshold)));
        }
        if self.max_documents == 0 {
            return Err(BuildError::at("max_documents", "expected 1 or more, found 0"));
        }
        Ok(Box::new(learn::Learner { options: self }))
    }
}
