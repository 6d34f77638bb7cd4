//! The model file of the tagger, and the word clusters it was trained with.

use crate::tagger::clusters::{self, Clusters};
use crate::tagger::decode::Transitions;
use crate::tagger::features::FEATURES;
use crate::tagger::tags::CLASSES;
use crate::tagger::weights::Weights;
use chaffinch_model::{Bytes, Model, ModelError};

/// What the file is for, in its header.
pub(crate) const KIND: &str = "entities";

/// The released model; see `models/entities.md` for its data, licence and scores.
static RELEASED: &[u8] = chaffinch_model::include_model!("../../../../models/entities.bin");
/// The clusters; see `models/clusters.md`.
static WORDS: &[u8] = chaffinch_model::include_model!("../../../../models/clusters.bin");

/// A tagger ready to run.
pub(crate) struct Tagger {
    model: Model,
    clusters: Model,
    moves: Transitions,
    step: f32,
}

/// The tables of a tagger.
pub(crate) struct Parts<'t> {
    pub(crate) weights: Weights<'t>,
    pub(crate) clusters: Clusters<'t>,
    /// What one step of a weight is worth.
    pub(crate) step: f32,
}

impl Tagger {
    /// The released one.
    ///
    /// # Errors
    /// When the embedded file does not fit this program; a test keeps that from being released.
    pub(crate) fn released() -> Result<Self, ModelError> {
        Self::open(RELEASED)
    }

    /// Opens a model file.
    ///
    /// # Errors
    /// No model of a tagger, one with other features, classes or clusters, or a damaged one.
    pub(crate) fn open(bytes: impl Into<Bytes>) -> Result<Self, ModelError> {
        let model = Model::open(bytes, KIND)?.verify()?;
        model.expect("features", FEATURES)?;
        model.expect("classes", &CLASSES.join(" "))?;
        let clusters = word_clusters()?;
        model.expect("clusters", clusters.meta("id").unwrap_or_default())?;
        let step = match model.numbers::<f32>("step")? {
            [step] if step.is_finite() && *step > 0.0 => *step,
            _ => {
                return Err(ModelError::new(
                    "has a section `step` that is not one positive number; train it anew",
                ));
            }
        };
        let moves = Transitions::open(model.numbers("transitions")?).ok_or_else(|| {
            ModelError::new("has a section `transitions` of another size than its tags need; train it anew")
        })?;
        if Weights::open(model.numbers("weights")?).is_none() {
            return Err(ModelError::new("has a section `weights` that is no table of rows; train it anew"));
        }
        Ok(Self { model, clusters, moves, step })
    }

    /// The tables; always there, since [`Tagger::open`] has looked.
    pub(crate) fn parts(&self) -> Option<Parts<'_>> {
        let weights = Weights::open(self.model.numbers("weights").ok()?)?;
        Some(Parts { weights, clusters: Clusters::open(&self.clusters).ok()?, step: self.step })
    }

    /// The transitions.
    pub(crate) fn moves(&self) -> &Transitions {
        &self.moves
    }
}

/// The embedded word clusters.
///
/// # Errors
/// As [`Tagger::released`].
pub(crate) fn word_clusters() -> Result<Model, ModelError> {
    let model = Model::open(WORDS, clusters::KIND)?;
    Clusters::open(&model)?;
    Ok(model)
}
