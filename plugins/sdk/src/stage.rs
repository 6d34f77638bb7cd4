//! The traits that a plugin implements.

use crate::{Create, Doc, Error, Spec, guard};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What becomes of a document after a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes on to the next stage.
    Keep,
    /// It leaves the pipeline, for this reason.
    Drop(String),
}

/// A running stage: a pure function of its options and the document. It sees no clock,
/// environment, network or randomness, keeps nothing from document to document, and is shared by
/// all threads.
///
/// The crate's front page shows a whole one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a stage",
    note = "implement `chaffinch_plugin::Stage` for it: the options are `Config`, what it reads and writes is `SPEC`"
)]
pub trait Stage: Sized + Send + Sync + 'static {
    /// Its options. Derive `Default`, `Deserialize`, `Serialize` and `JsonSchema`, with
    /// `#[serde(default, deny_unknown_fields)]`; doc comments of fields become the help that
    /// people see. [`NoOptions`] when there are none.
    type Config: Default + DeserializeOwned + Serialize + JsonSchema;

    /// Scratch of one thread, reused from document to document; `()` when there is none. Output
    /// must not depend on what is in it.
    type Worker: Default + Send + 'static;

    /// What it declares.
    const SPEC: Spec;

    /// Checks the options, loads what they name, looks labels up. May be called several times.
    ///
    /// # Errors
    /// [`Error::config`] names the option to blame.
    fn create(cx: &mut Create<'_>, config: Self::Config) -> Result<Self, Error>;

    /// Reads and writes `doc`. What is written becomes visible only on [`Verdict::Keep`].
    ///
    /// # Errors
    /// Text or [`Error::new`] fail this document; the run goes on.
    fn process(&self, doc: &mut Doc<'_>, worker: &mut Self::Worker) -> Result<Verdict, Error>;

    /// Processes several documents at once, for models that are faster so. Only called where
    /// [`Spec::batch`] asks for more than one. There is one result for each document.
    fn process_batch(&self, docs: &mut [Doc<'_>], worker: &mut Self::Worker) -> Vec<Result<Verdict, Error>> {
        docs.iter_mut().map(|doc| process_guarded(self, doc, worker)).collect()
    }
}

/// One document's panic does not reach the others; the scratch it may have spoilt is replaced.
pub(crate) fn process_guarded<S: Stage>(
    stage: &S,
    doc: &mut Doc<'_>,
    worker: &mut S::Worker,
) -> Result<Verdict, Error> {
    guard::catch(|| stage.process(doc, worker)).unwrap_or_else(|panic| {
        let _ = guard::catch(|| *worker = S::Worker::default());
        Err(panic)
    })
}

/// The corpus pass, for stages that need the whole corpus before they can judge one document.
/// List such a stage as `stages: [MyStage: fit]` in [`export_plugin!`](crate::export_plugin).
///
/// Sketches are merged in any order and grouping, so `merge` must be associative and
/// commutative: use integers, and cap by content, never by order of arrival.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no corpus pass",
    note = "implement `chaffinch_plugin::Fit` for it, or list it without `: fit`"
)]
pub trait Fit: Stage {
    /// What is gathered. `Default` is the neutral element of [`Fit::merge`]; it is saved as JSON.
    type Sketch: Default + Send + Serialize + DeserializeOwned + 'static;

    /// Adds one document, which can only be read.
    ///
    /// # Errors
    /// Leaves the document out; judge first, then add.
    fn observe(&self, doc: &Doc<'_>, sketch: &mut Self::Sketch) -> Result<(), Error>;

    /// Adds what another thread has seen.
    fn merge(&self, into: &mut Self::Sketch, other: Self::Sketch);

    /// The stage that knows the corpus.
    ///
    /// # Errors
    /// When no stage can be made of what was seen.
    fn finish(&self, sketch: &Self::Sketch) -> Result<Self, Error>;
}

/// The options of a stage that has none.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NoOptions {}
