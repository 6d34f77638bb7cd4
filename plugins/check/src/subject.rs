//! A library under test: loaded, its kinds with options to try them with, and pipelines of one
//! stage.

use crate::documents::{self, Sample};
use crate::layers::Read;
use crate::options::{minimal, shown, to_node};
use crate::report::Notes;
use crate::target::{Given, Target};
use chaffinch_plugin_host::{
    Checked, ForeignKind, Host, KindManifest, Memory, Messages, Module, Trusted, is_name,
};
use pipeline_core::config::{PipelineConfig, Place};
use pipeline_core::testing::dump_outcome;
use pipeline_core::{Bounds, Executor, Outcome, Pipeline, Planner, Registry, Sketch, StageKind, Workers};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How a library is to be tried.
#[derive(Clone, Copy, Default)]
pub(crate) struct Setup {
    /// Where what is lent to it lies.
    pub(crate) memory: Memory,
    /// Documents in one call; 0 for what the manifest says.
    pub(crate) batch: usize,
    /// Whether every write is refused.
    pub(crate) refuses: bool,
}

/// A stage of a library under test.
pub(crate) struct Subject {
    /// `library/kind`, for messages.
    pub(crate) name: &'static str,
    pub(crate) manifest: KindManifest,
    pub(crate) kind: &'static ForeignKind,
    /// The options to try it with, and where they come from; or why there are none.
    pub(crate) options: Result<(Value, &'static str), String>,
    reads: Vec<Read>,
    given: Given,
}

/// Why a test of stages is skipped when there are none.
pub(crate) const UNUSABLE: &str = "the library cannot be used: `file`, `loads` or `manifest` says why";

/// Loads the library.
pub(crate) fn open(target: &Target) -> Result<Module, String> {
    let trusted = Trusted::by_hand(&target.library).map_err(|e| format!("cannot be read: {e}"))?;
    Module::open(&trusted)
}

/// Every stage of the library. When the library does not load the test is skipped: `loads` or
/// `manifest` says why.
pub(crate) fn all(target: &Target, setup: Setup, notes: &mut Notes) -> Vec<Subject> {
    let module = match open(target) {
        Ok(module) => module,
        Err(_) => {
            notes.skip(UNUSABLE);
            return Vec::new();
        }
    };
    of_module(module, &library_name(&target.library), target, setup).unwrap_or_else(|why| {
        notes.fail(why);
        Vec::new()
    })
}

/// Every stage that options were found for; says which is left out.
pub(crate) fn ready(target: &Target, setup: Setup, notes: &mut Notes) -> Vec<(Subject, Value)> {
    let mut ready = Vec::new();
    for subject in all(target, setup, notes) {
        match subject.options.clone() {
            Ok((options, _)) => {
                notes.asked();
                ready.push((subject, options));
            }
            Err(why) => notes.skip(why),
        }
    }
    ready
}

/// The stages of a module.
pub(crate) fn of_module(
    mut module: Module,
    library: &str,
    target: &Target,
    setup: Setup,
) -> Result<Vec<Subject>, String> {
    for kind in module.manifest.stages.iter_mut().filter(|_| setup.batch > 0) {
        kind.batch = setup.batch;
    }
    let module: &'static Module = Box::leak(Box::new(module));
    let host = Host { messages: Arc::new(LastWords), helper: Vec::new() };
    let kinds = ForeignKind::all(library, module, &host)?;
    let subject = |(kind, manifest): (ForeignKind, &KindManifest)| {
        let kind = if setup.refuses { kind.refusing() } else { kind };
        let kind: &'static ForeignKind = Box::leak(Box::new(kind.memory(setup.memory)));
        Subject {
            name: kind.spec().name,
            manifest: manifest.clone(),
            options: options(kind, manifest, &target.given),
            kind,
            reads: Read::of(manifest),
            given: target.given.clone(),
        }
    };
    Ok(kinds.into_iter().zip(&module.manifest.stages).map(subject).collect())
}

/// Options that make a stage: those that people gave, the defaults, or the smallest that the schema allows.
fn options(
    kind: &ForeignKind,
    manifest: &KindManifest,
    given: &Given,
) -> Result<(Value, &'static str), String> {
    let name = kind.spec().name;
    if let Some(options) = given.of(manifest.kind) {
        return match kind.try_options(options.clone(), given) {
            Checked::Made => Ok((options.clone(), "those of the options file")),
            Checked::RefusedBySchema(why) => {
                Err(format!("stage `{name}`: its schema refuses the options of the options file: {why}"))
            }
            Checked::Refused(path, why) => {
                Err(format!("stage `{name}` refuses the options of the options file: `{path}`: {why}"))
            }
        };
    }
    if kind.try_options(json!({}), given) == Checked::Made {
        return Ok((json!({}), "the defaults"));
    }
    let made = minimal(&manifest.schema);
    match kind.try_options(made.clone(), given) {
        Checked::Made => Ok((made, "made up from its schema")),
        Checked::RefusedBySchema(why) | Checked::Refused(_, why) => Err(format!(
            "stage `{name}` has no options to be tried with: the defaults are refused, and so are those made up from its schema, {} ({why}); give `--options FILE` with a table `[{}]`",
            shown(&made),
            manifest.kind
        )),
    }
}

/// What the library is called in messages: the name of its file.
fn library_name(library: &Path) -> String {
    let stem = library.file_stem().map(|s| s.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = stem.strip_prefix("lib").unwrap_or(&stem);
    if is_name(name) { name.to_owned() } else { "library".to_owned() }
}

impl Subject {
    /// A pipeline of this stage alone, after its corpus pass if it has one.
    pub(crate) fn pipeline(&self, options: &Value, timeout: Option<Duration>) -> Result<Pipeline, String> {
        let mut pipeline = self.unfitted(options, timeout)?;
        if pipeline.needs_fit() {
            let samples = documents::ordinary(8);
            let sketch = self.sketch(&pipeline, samples.iter(), 1)?;
            pipeline.fit_with(sketch).map_err(|e| e.to_string())?;
        }
        Ok(pipeline)
    }

    /// A pipeline of this stage alone, before its corpus pass.
    pub(crate) fn unfitted(&self, options: &Value, timeout: Option<Duration>) -> Result<Pipeline, String> {
        let toml = "[[stage]]\nuse = \"stage\"\n";
        let mut config =
            PipelineConfig::parse("check.toml", toml, &[]).map_err(|_| "no pipeline".to_owned())?;
        let Some(entry) = config.stages.first_mut() else { return Err("no stage".to_owned()) };
        (entry.kind, entry.name) = (self.name.to_owned(), self.name.to_owned());
        entry.options = to_node(options);
        entry.timeout = timeout.map(|t| (t, Place::default()));
        config.input_layers = self.reads.iter().map(|r| r.name().to_owned()).collect();
        let registry = Registry::new(&[self.kind as &'static dyn StageKind]);
        let planned = Planner { registry: &registry, env: &self.given }.plan(&config);
        let lines = |found: Vec<pipeline_core::config::Diagnostic>| {
            found.into_iter().map(|d| d.message).collect::<Vec<_>>().join("; ")
        };
        planned.map(|(_, pipeline)| pipeline).map_err(lines)
    }

    /// What the stage's corpus pass gathers of samples, on so many threads.
    pub(crate) fn sketch<'s>(
        &self,
        pipeline: &Pipeline,
        samples: impl Iterator<Item = &'s Sample>,
        threads: usize,
    ) -> Result<Sketch, String> {
        let bounds = Bounds { batch_items: 3, ..Bounds::default() };
        let decode = |sample: &Sample| sample.document(&self.reads, pipeline.labels()).ok();
        let sketch = pipeline.sketch(&Executor::new(threads, bounds)?, samples, |s| s.text.len(), decode);
        sketch.ok_or_else(|| "the stage asks for no corpus pass, against its manifest".to_owned())
    }

    /// The pipeline of the subject's own options, for a test that needs one; says so when there is none.
    pub(crate) fn pipeline_or_fail(
        &self,
        options: &Value,
        timeout: Option<Duration>,
        notes: &mut Notes,
    ) -> Option<Pipeline> {
        let made = self.pipeline(options, timeout);
        made.map_err(|why| {
            notes.fail(format!(
                "stage `{}` cannot be made of the options {}: {why}",
                self.name,
                shown(options)
            ));
        })
        .ok()
    }

    /// What becomes of a sample.
    pub(crate) fn run(
        &self,
        pipeline: &Pipeline,
        sample: &Sample,
        workers: &mut Workers,
    ) -> Result<Outcome, String> {
        let document = sample.document(&self.reads, pipeline.labels())?;
        Ok(pipeline.process_one(document, workers))
    }

    /// What becomes of a sample, as text to be compared.
    pub(crate) fn dump(&self, pipeline: &Pipeline, sample: &Sample, workers: &mut Workers) -> String {
        self.run(pipeline, sample, workers).map_or_else(|e| e, |outcome| dump_outcome(&outcome))
    }

    /// What becomes of samples, each with fresh scratch.
    pub(crate) fn dumps(&self, pipeline: &Pipeline, samples: &[Sample]) -> Vec<String> {
        samples.iter().map(|s| self.dump(pipeline, s, &mut Workers::default())).collect()
    }

    /// As [`Subject::dumps`], for a test to which a stage that is not deterministic says nothing.
    pub(crate) fn steady(
        &self,
        pipeline: &Pipeline,
        samples: &[Sample],
        notes: &mut Notes,
    ) -> Option<Vec<String>> {
        let dumps = self.dumps(pipeline, samples);
        if dumps == self.dumps(pipeline, samples) {
            return Some(dumps);
        }
        notes.give_up(format!("stage `{}` gives no two outputs alike; see `deterministic`", self.name));
        None
    }

    /// The document of a sample.
    pub(crate) fn document(
        &self,
        pipeline: &Pipeline,
        sample: &Sample,
    ) -> Result<pipeline_core::Document, String> {
        sample.document(&self.reads, pipeline.labels())
    }
}

/// What the host says while a plugin is checked: nothing, but for its last words.
struct LastWords;

impl Messages for LastWords {
    fn log(&self, _: i32, _: &str, _: &str) {}

    fn warning(&self, _: &str) {}

    fn stuck(&self, message: &str) {
        // Nothing can be done when this fails either.
        let _ = writeln!(std::io::stderr(), "error: {message}");
        std::process::exit(70);
    }
}
