//! The corpus pass: stages that need the whole corpus before they can judge one document
//! (line frequencies, near-duplicates) observe it first.
//!
//! Observations are merged in any order and grouping, so `merge` must be associative and
//! commutative: use integers, and cap by content, never by order of arrival.

use crate::{Stage, StageError, View};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;

/// What a stage has observed so far.
pub struct Sketch(Box<dyn Any + Send>);

impl Sketch {
    /// A sketch of any type, for hosts that implement [`Fit`] themselves.
    pub fn new<T: Send + 'static>(value: T) -> Self {
        Self(Box::new(value))
    }

    /// The value.
    ///
    /// # Errors
    /// When it is of another type: the sketch belongs to another stage.
    pub fn get<T: 'static>(&self) -> Result<&T, StageError> {
        self.0.downcast_ref().ok_or_else(other_stage)
    }

    /// The value, to be changed.
    ///
    /// # Errors
    /// As [`Sketch::get`].
    pub fn get_mut<T: 'static>(&mut self) -> Result<&mut T, StageError> {
        self.0.downcast_mut().ok_or_else(other_stage)
    }

    /// The value itself.
    ///
    /// # Errors
    /// As [`Sketch::get`].
    pub fn into_inner<T: 'static>(self) -> Result<T, StageError> {
        self.0.downcast().map(|value| *value).map_err(|_| other_stage())
    }
}

/// The corpus pass with a typed sketch; implement this one. [`Fit`] follows from it.
pub trait FitStage: Send + Sync {
    /// What is gathered. `Default` is the neutral element of [`FitStage::merge`].
    type Sketch: Default + Send + Serialize + DeserializeOwned + 'static;

    /// Adds one document, as the stages before this one left it.
    ///
    /// # Errors
    /// Leaves the document out; what was already added of it stays, so judge first, then add.
    /// The fitted stage still meets the document in the run, and fails on it there if it must.
    fn observe(&self, doc: &View<'_>, sketch: &mut Self::Sketch) -> Result<(), StageError>;

    /// Adds what another thread has seen. Associative and commutative.
    fn merge(&self, into: &mut Self::Sketch, other: Self::Sketch);

    /// The stage that knows the corpus.
    ///
    /// # Errors
    /// When no stage can be made of what was seen.
    fn finish(&self, sketch: Self::Sketch) -> Result<Box<dyn Stage>, StageError>;
}

/// The corpus pass as the executor sees it.
pub trait Fit: Send + Sync {
    /// Nothing seen yet.
    fn empty(&self) -> Sketch;
    /// See [`FitStage::observe`].
    ///
    /// # Errors
    /// Leaves the document out.
    fn observe(&self, doc: &View<'_>, sketch: &mut Sketch) -> Result<(), StageError>;
    /// See [`FitStage::merge`].
    fn merge(&self, into: &mut Sketch, other: Sketch);
    /// See [`FitStage::finish`].
    ///
    /// # Errors
    /// When no stage can be made of what was seen.
    fn finish(&self, sketch: Sketch) -> Result<Box<dyn Stage>, StageError>;
    /// The sketch as JSON, to be kept and used again.
    ///
    /// # Errors
    /// When it cannot be serialised.
    fn save(&self, sketch: &Sketch) -> Result<Vec<u8>, StageError>;
    /// A sketch that [`Fit::save`] wrote.
    ///
    /// # Errors
    /// When the bytes are not one.
    fn load(&self, bytes: &[u8]) -> Result<Sketch, StageError>;
}

impl<F: FitStage> Fit for F {
    fn empty(&self) -> Sketch {
        Sketch::new(F::Sketch::default())
    }

    fn observe(&self, doc: &View<'_>, sketch: &mut Sketch) -> Result<(), StageError> {
        FitStage::observe(self, doc, sketch.get_mut()?)
    }

    fn merge(&self, into: &mut Sketch, other: Sketch) {
        if let (Ok(into), Ok(other)) = (into.get_mut(), other.into_inner()) {
            FitStage::merge(self, into, other);
        }
    }

    fn finish(&self, sketch: Sketch) -> Result<Box<dyn Stage>, StageError> {
        FitStage::finish(self, sketch.into_inner()?)
    }

    fn save(&self, sketch: &Sketch) -> Result<Vec<u8>, StageError> {
        let sketch: &F::Sketch = sketch.get()?;
        serde_json::to_vec(sketch).map_err(|e| StageError::new(format!("sketch cannot be saved: {e}")))
    }

    fn load(&self, bytes: &[u8]) -> Result<Sketch, StageError> {
        let sketch: F::Sketch = serde_json::from_slice(bytes)
            .map_err(|e| StageError::new(format!("not a sketch of this stage: {e}")))?;
        Ok(Sketch::new(sketch))
    }
}

fn other_stage() -> StageError {
    StageError::new("the sketch is of another stage")
}
