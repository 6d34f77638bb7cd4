//! The stage trait, and what a stage is given: a [`View`] to read, a [`Draft`] to write, a
//! [`Worker`] for scratch. Typed configuration ([`StageConfig`]) and running code ([`Stage`])
//! are two types: config → build → run.

use crate::{BuildError, Document, Draft, Fit, Label, LabelsBuilder, Layer, Ledger, StageError, StageSpec};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

/// What becomes of a document after a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes on to the next stage.
    Keep,
    /// It leaves the pipeline, for this reason; it is listed in `dropped.jsonl`.
    Drop(String),
}

/// A running stage: a pure function of its configuration and the document. It sees no clock,
/// environment, network or randomness, and is shared by all threads.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a stage",
    note = "implement `Stage` for the running code and `StageConfig` for its options; CONTRIBUTING.md shows a whole stage"
)]
pub trait Stage: Send + Sync {
    /// Reads `doc`, writes `draft`. What is written is committed only on `Ok`.
    ///
    /// # Errors
    /// Quarantines this document with the message; the run goes on.
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError>;

    /// How many documents it likes to be given at once: 1 for most stages, more for those that pay
    /// by the call (another process, a model), or by what they fetch into the cache for it. Where a
    /// stage asks for more, the others get several documents one after the other, too.
    fn batch(&self) -> usize {
        1
    }

    /// Processes several documents; one result each, in their order.
    ///
    /// What a document comes to must not depend on those beside it. A panic in here is caught,
    /// and the documents are then processed one by one.
    fn process_batch(&self, tasks: &mut [Task<'_>], worker: &mut Worker) -> Vec<Result<Verdict, StageError>> {
        tasks.iter_mut().map(|t| self.process(&t.doc, &mut t.draft, worker)).collect()
    }

    /// The corpus pass of a stage that needs one.
    fn fit(&self) -> Option<&dyn Fit> {
        None
    }
}

/// A document to process, and the draft for what is written.
#[derive(Debug)]
pub struct Task<'d> {
    /// What to read.
    pub doc: View<'d>,
    /// Where to write.
    pub draft: Draft<'d>,
}

/// The options of a stage, as they stand in the TOML, and how to build it.
///
/// Derive `Default`, `Deserialize`, `Serialize` and `JsonSchema`, with
/// `#[serde(default, deny_unknown_fields)]`; the doc comments of the fields are what
/// `chaffinch stages NAME` and the JSON Schema show.
pub trait StageConfig: Default + DeserializeOwned + Serialize + schemars::JsonSchema + 'static {
    /// What the stage declares.
    const SPEC: StageSpec;

    /// Checks the options, loads what they name, interns labels.
    ///
    /// # Errors
    /// Refuses the configuration; the error names the key to blame.
    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError>;
}

/// Where stages get files from while they are built. The core itself reads none.
pub trait Env {
    /// The bytes of `path`, which is relative to the configuration file.
    ///
    /// # Errors
    /// A message for people: which file was looked for, and why it could not be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// As [`Env::read`], for large files that are used in place: a host with files maps them into memory, so that only the
    /// pages that are looked at are read.
    ///
    /// # Errors
    /// As [`Env::read`].
    fn read_shared(&self, path: &str) -> Result<SharedBytes, String> {
        let bytes: SharedBytes = Arc::new(self.read(path)?);
        Ok(bytes)
    }

    /// Whether files that are otherwise read in part are to be checked to the last byte, as `chaffinch check` does.
    fn thorough(&self) -> bool {
        false
    }
}

/// Bytes that somebody else owns: a mapped file, or a buffer. They stay the same for as long as they are held.
pub type SharedBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// An [`Env`] without files.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Env for NoFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("cannot read `{path}`: no files can be read here"))
    }
}

/// What a stage is given while it is built.
pub struct Build<'b> {
    pub(crate) env: &'b dyn Env,
    pub(crate) labels: &'b mut LabelsBuilder,
    pub(crate) hosting: Hosting,
}

/// How a stage of a plugin is to be run: the reserved keys of its table, which built-in stages
/// do not take ([`StageKind::is_hosted`](crate::StageKind::is_hosted)).
#[derive(Clone, Debug, Default)]
pub struct Hosting {
    /// The name of this use of the stage.
    pub name: String,
    /// How long it may take for a document.
    pub timeout: Option<Duration>,
    /// Whether it runs in a process of its own.
    pub isolate: Option<Isolate>,
}

/// `isolate = true`, or a table of limits.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default, deny_unknown_fields)]
pub struct Isolate {
    /// Memory that the library may take in its process, in MB (10⁶ bytes); without it there is no limit.
    #[schemars(range(min = 1))]
    pub memory_mb: Option<u64>,
    /// Processor time that the process may use for one frame of documents, in seconds.
    #[schemars(range(min = 1))]
    pub cpu_seconds: Option<u64>,
}

impl<'b> Build<'b> {
    /// For hosts that build stages outside a planner: tests and benches.
    pub fn new(env: &'b dyn Env, labels: &'b mut LabelsBuilder) -> Self {
        Self { env, labels, hosting: Hosting::default() }
    }

    /// How a stage of a plugin is to be run.
    #[must_use]
    pub fn hosting(&self) -> &Hosting {
        &self.hosting
    }

    /// Where files and labels come from, both at once, for hosts of plugins.
    pub fn parts(&mut self) -> (&dyn Env, &mut LabelsBuilder) {
        (self.env, self.labels)
    }

    /// The label named `name`.
    pub fn label(&mut self, name: &str) -> Label {
        self.labels.intern(name)
    }

    /// The name of a label made in this pipeline.
    #[must_use]
    pub fn label_name(&self, label: Label) -> &str {
        self.labels.name(label)
    }

    /// The bytes of the file at `path`, relative to the configuration file; `key` is the option
    /// to blame when it cannot be read.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self, key: &str, path: &str) -> Result<Vec<u8>, BuildError> {
        self.env.read(path).map_err(|message| BuildError::at(key, message))
    }

    /// As [`Build::read`], for a large file that is used in place; see [`Env::read_shared`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read_shared(&self, key: &str, path: &str) -> Result<SharedBytes, BuildError> {
        self.env.read_shared(path).map_err(|message| BuildError::at(key, message))
    }

    /// Whether files that are otherwise read in part are to be checked to the last byte.
    #[must_use]
    pub fn thorough(&self) -> bool {
        self.env.thorough()
    }

    /// As [`Build::read`], as UTF-8 text.
    ///
    /// # Errors
    /// When the file cannot be read or is not UTF-8.
    pub fn read_text(&self, key: &str, path: &str) -> Result<String, BuildError> {
        String::from_utf8(self.read(key, path)?).map_err(|e| {
            let at = e.utf8_error().valid_up_to();
            BuildError::at(key, format!("`{path}` is not UTF-8 text (byte {at}); save it as UTF-8"))
        })
    }
}

/// A document as one stage may see it: only the layers that the stage declared.
#[derive(Clone, Copy, Debug)]
pub struct View<'d> {
    doc: &'d Document,
    spec: &'static StageSpec,
}

impl<'d> View<'d> {
    /// `doc` as a stage that declares `spec` sees it; for hosts that run stages outside a
    /// pipeline.
    #[must_use]
    pub fn new(doc: &'d Document, spec: &'static StageSpec) -> Self {
        Self { doc, spec }
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &'d str {
        self.doc.id()
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'d str {
        self.doc.text()
    }

    /// The decoded source.
    #[must_use]
    pub fn source(&self) -> &'d str {
        self.doc.source()
    }

    /// The map from text to source.
    #[must_use]
    pub fn ledger(&self) -> &'d Ledger {
        self.doc.ledger()
    }

    /// A `meta` value.
    #[must_use]
    pub fn meta(&self, key: &str) -> Option<&'d serde_json::Value> {
        self.doc.meta().get(key)
    }

    /// The layer `name`, `None` when the document has none of that name.
    ///
    /// # Errors
    /// When the stage declared it neither in `reads` nor in `uses`, nor writes it.
    pub fn layer(&self, name: &str) -> Result<Option<&'d Layer>, StageError> {
        if !self.spec.may_read(name) {
            return Err(StageError::new(format!(
                "stage `{}` read layer `{name}` without declaring it in `reads` or `uses`",
                self.spec.name
            )));
        }
        Ok(self.doc.layer(name))
    }

    /// The name of a label.
    #[must_use]
    pub fn label_name(&self, label: Label) -> &'d str {
        self.doc.label_name(label)
    }

    /// The label named `name`, if the pipeline or this document has it.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<Label> {
        self.doc.label(name)
    }

    /// All `meta` values.
    #[must_use]
    pub fn all_meta(&self) -> &'d crate::Meta {
        self.doc.meta()
    }
}

/// Scratch of one stage on one thread; it survives from document to document and is thrown
/// away when a call panics. Output must not depend on what is in it.
#[derive(Default)]
pub struct Worker {
    scratch: Option<Box<dyn Any + Send>>,
}

impl Worker {
    /// The scratch value, made on first use.
    pub fn scratch<T: Default + Send + 'static>(&mut self) -> &mut T {
        if !self.scratch.as_ref().is_some_and(|s| s.is::<T>()) {
            self.scratch = Some(Box::new(T::default()));
        }
        let scratch = self.scratch.as_mut().and_then(|s| s.downcast_mut());
        scratch.expect("just made with this type")
    }
}
