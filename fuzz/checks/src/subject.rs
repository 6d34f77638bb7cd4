//! A pipeline under test, and its used scratch.

use std::sync::{Mutex, PoisonError};

use pipeline_core::config::PipelineConfig;
use pipeline_core::testing::dump_outcome;
use pipeline_core::{Document, Env, NoFiles, Outcome, Pipeline, Planner, Workers};

use crate::Broken;

/// What `clean` takes its input for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// It looks.
    Auto,
    /// Plain text.
    Text,
    /// HTML.
    Html,
}

impl Syntax {
    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Text => "text",
            Self::Html => "html",
        }
    }
}

/// The stage `clean` alone, with its default packs.
///
/// # Errors
/// When it cannot be built.
pub fn cleaner(syntax: Syntax) -> Result<Pipeline, Broken> {
    plan(&format!("[[stage]]\nuse = \"clean\"\ninput = \"{}\"\n", syntax.name()), &NoFiles)
}

/// The pipeline of a configuration.
pub(crate) fn plan(toml: &str, env: &dyn Env) -> Result<Pipeline, Broken> {
    let render = |sources: &pipeline_core::config::Sources, found: &[pipeline_core::config::Diagnostic]| {
        found.iter().map(|d| sources.render(d)).collect::<Vec<_>>().join("\n")
    };
    let config = PipelineConfig::parse("fuzz.toml", toml, &[]).map_err(|(s, d)| render(&s, &d))?;
    let registry = chaffinch_stages::registry();
    let planned = Planner { registry: &registry, env }.plan(&config);
    planned.map(|(_, pipeline)| pipeline).map_err(|d| render(&config.sources, &d))
}

/// A pipeline, and scratch that all documents before have used.
pub(crate) struct Subject {
    pub(crate) pipeline: Pipeline,
    used: Mutex<Workers>,
}

impl Subject {
    pub(crate) fn new(pipeline: Pipeline) -> Self {
        Self { pipeline, used: Mutex::default() }
    }

    /// # Panics
    /// When the built-in stages cannot be built: then there is nothing to test.
    pub(crate) fn built(pipeline: Result<Pipeline, Broken>) -> Self {
        Self::new(pipeline.unwrap_or_else(|broken| panic!("{broken}")))
    }

    pub(crate) fn document(&self, text: &str) -> Result<Document, Broken> {
        Document::new("fuzz", text, self.pipeline.labels()).map_err(|e| e.to_string())
    }

    /// The document after the pipeline, which must be written, and the same with used scratch and with none.
    pub(crate) fn run(&self, document: Document) -> Result<Document, Broken> {
        let used = &mut *self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = self.pipeline.process_one(document.clone(), used);
        let again = self.pipeline.process_one(document, &mut Workers::default());
        let (used, fresh) = (dump_outcome(&outcome), dump_outcome(&again));
        if used != fresh {
            let line = used.lines().zip(fresh.lines()).find(|(a, b)| a != b);
            return Err(format!("used scratch and new scratch differ: {line:?}"));
        }
        match outcome {
            Outcome::Written(document) => Ok(*document),
            Outcome::Dropped { stage, reason, .. } => Err(format!("dropped by `{stage}`: {reason}")),
            Outcome::Quarantined(q) => Err(format!("quarantined by `{}`: {}", q.stage, q.reason)),
        }
    }
}
