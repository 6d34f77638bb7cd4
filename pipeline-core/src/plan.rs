//! The planner: from a configuration to a pipeline, or to every reason why not. It refuses
//! before the first document: unknown stages and keys, layers that nobody makes or two make,
//! bad values, missing files.

use crate::config::{Diagnostic, PipelineConfig, StageEntry};
use crate::pipeline::{Pipeline, Slot};
use crate::{Build, Env, LabelsBuilder, Registry, StageSpec};

/// One stage of a [`Plan`].
#[derive(Clone, Debug)]
pub struct PlannedStage {
    /// Its name in the pipeline.
    pub name: String,
    /// What it declares.
    pub spec: &'static StageSpec,
    /// Layers that it reads or uses and will find, with the stage that makes each; `input` for
    /// layers of the input.
    pub finds: Vec<(&'static str, String)>,
}

/// Which stage gets which layer from whom.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The stages, in order.
    pub stages: Vec<PlannedStage>,
}

/// Plans and builds pipelines.
pub struct Planner<'p> {
    /// The stages to choose from.
    pub registry: &'p Registry,
    /// Where stages get files from.
    pub env: &'p dyn Env,
}

impl Planner<'_> {
    /// Plans and builds the pipeline of `config`.
    ///
    /// # Errors
    /// All findings, in the order of the stages.
    pub fn plan(&self, config: &PipelineConfig) -> Result<(Plan, Pipeline), Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let mut labels = LabelsBuilder::default();
        let mut available = Available::new(&config.input_layers);
        let mut plan = Plan::default();
        let mut slots = Vec::new();
        for entry in &config.stages {
            let Some(kind) = self.registry.get(&entry.kind) else {
                findings.push(self.unknown_stage(entry));
                continue;
            };
            let spec = kind.spec();
            for label in spec.writes().flat_map(|l| l.labels) {
                labels.intern(label);
            }
            findings.extend(self.missing_layers(entry, spec, &available));
            findings.extend(available.add(entry, spec));
            plan.stages.push(PlannedStage {
                name: entry.name.clone(),
                spec,
                finds: available.found_by(spec, &entry.name),
            });
            let mut cx = Build {
                env: self.env,
                labels: &mut labels,
            };
            match kind.build(&entry.options, &mut cx) {
                Ok(stage) => slots.push(Slot {
                    name: entry.name.clone(),
                    spec,
                    overlap: entry.overlap,
                    stage,
                    counters: Default::default(),
                }),
                Err(finding) => findings.push(finding),
            }
        }
        if findings.is_empty() {
            return Ok((
                plan,
                Pipeline {
                    slots,
                    labels: labels.freeze(),
                },
            ));
        }
        Err(findings)
    }

    fn unknown_stage(&self, entry: &StageEntry) -> Diagnostic {
        let message = match entry.kind.split_once('/') {
            None => format!("unknown stage `{}`", entry.kind),
            Some((library, _)) => format!(
                "stage `{}` is of the plugin library `{library}`, which is not loaded",
                entry.kind
            ),
        };
        let known: Vec<&str> = self.registry.iter().map(|k| k.spec().name).collect();
        Diagnostic::new(entry.at.clone(), message).suggest(&entry.kind, known)
    }

    fn missing_layers(
        &self,
        entry: &StageEntry,
        spec: &StageSpec,
        available: &Available,
    ) -> Vec<Diagnostic> {
        let missing = spec
            .reads
            .iter()
            .filter(|layer| available.maker(layer).is_none());
        missing
            .map(|layer| {
                let message = format!("stage `{}` reads layer `{layer}`, which nothing before it makes", entry.name);
                let maker = self.registry.iter().find(|k| k.spec().writes().any(|l| l.name == *layer));
                let help = match maker {
                    Some(kind) => format!(
                        "put `[[stage]]` with `use = \"{}\"` before it, or say that the input brings it: `[input] layers = [\"{layer}\"]`",
                        kind.spec().name
                    ),
                    None => format!("no known stage makes it; if the input brings it, say so: `[input] layers = [\"{layer}\"]`"),
                };
                Diagnostic::new(entry.at.clone(), message).help(help)
            })
            .collect()
    }
}

/// Layers made so far, and by which stage.
struct Available(Vec<(String, String)>);

impl Available {
    fn new(input: &[String]) -> Self {
        Self(
            input
                .iter()
                .map(|l| (l.clone(), "input".to_owned()))
                .collect(),
        )
    }

    fn maker(&self, layer: &str) -> Option<&str> {
        self.0
            .iter()
            .rev()
            .find(|(l, _)| l == layer)
            .map(|(_, maker)| &**maker)
    }

    fn found_by(&self, spec: &StageSpec, own: &str) -> Vec<(&'static str, String)> {
        let wanted = spec.reads.iter().chain(spec.uses);
        wanted
            .filter_map(|l| Some((*l, self.maker(l).filter(|m| *m != own)?.to_owned())))
            .collect()
    }

    /// Adds what a stage writes; two creators of one layer or table are a finding.
    fn add(&mut self, entry: &StageEntry, spec: &StageSpec) -> Vec<Diagnostic> {
        let created = spec
            .creates
            .iter()
            .map(|l| l.name)
            .chain(spec.tables.iter().map(|t| t.name));
        let mut findings = Vec::new();
        for name in created {
            if let Some(maker) = self.maker(name).filter(|m| *m != "input") {
                findings.push(
                    Diagnostic::new(
                        entry.at.clone(),
                        format!("stages `{maker}` and `{}` both create `{name}`", entry.name),
                    )
                    .help("keep one of them; a stage that adds to a layer of another declares `extends`"),
                );
            }
            self.0.push((name.to_owned(), entry.name.clone()));
        }
        for layer in spec.creates_if_absent.iter().chain(spec.extends) {
            if self.maker(layer.name).is_none() {
                self.0.push((layer.name.to_owned(), entry.name.clone()));
            }
        }
        findings
    }
}
