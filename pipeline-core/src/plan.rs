//! The planner: from a configuration to a pipeline, or to every reason why not. It refuses
//! before the first document: unknown stages and keys, layers that nobody makes or two make,
//! bad values, missing files.

use crate::config::{Diagnostic, PipelineConfig, StageEntry};
use crate::pipeline::{Pipeline, Slot};
use crate::{Build, Env, Hosting, LabelsBuilder, LayerSpec, Registry, StageKind, StageSpec};

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
        let mut all_known = true;
        for entry in &config.stages {
            let Some(kind) = self.registry.get(&entry.kind) else {
                findings.push(self.unknown_stage(entry));
                all_known = false;
                continue;
            };
            let spec = kind.spec();
            for label in spec.writes().flat_map(|l| l.labels) {
                labels.intern(label);
            }
            // After an unknown stage, what is missing is most likely what it would have made.
            if all_known {
                findings.extend(self.missing_layers(entry, spec, &available));
            }
            plan.stages.push(PlannedStage {
                name: entry.name.clone(),
                spec,
                finds: available.found_by(spec),
            });
            findings.extend(available.add(entry, spec));
            if let Some(finding) = not_hosted(entry, kind) {
                findings.push(finding);
                continue;
            }
            let mut cx = Build { env: self.env, labels: &mut labels, hosting: hosting(entry) };
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
            return Ok((plan, Pipeline { slots, labels: labels.freeze() }));
        }
        Err(findings)
    }

    fn unknown_stage(&self, entry: &StageEntry) -> Diagnostic {
        let (at, kind) = (entry.at.clone(), &entry.kind);
        let known: Vec<&str> = self.registry.iter().map(|k| k.spec().name).collect();
        match kind.split_once('/') {
            Some((library, _)) if !known.iter().any(|k| k.starts_with(&format!("{library}/"))) => {
                let message =
                    format!("stage `{kind}` is of the plugin library `{library}`, which is not loaded");
                Diagnostic::new(at, message).help(format!(
                    "name the library in this file: `[[plugins.library]]` with `name = {library:?}` and `file = \"…\"`"
                ))
            }
            _ => Diagnostic::new(at, format!("unknown stage `{kind}`")).suggest(kind, known),
        }
    }

    fn missing_layers(&self, entry: &StageEntry, spec: &StageSpec, available: &Available) -> Vec<Diagnostic> {
        let missing = spec.reads.iter().filter(|layer| available.maker(layer).is_none());
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

/// `timeout` and `isolate` where they mean nothing.
fn not_hosted(entry: &StageEntry, kind: &dyn StageKind) -> Option<Diagnostic> {
    let timeout = entry.timeout.as_ref().map(|(_, at)| ("timeout", at));
    let isolate = entry.isolate.as_ref().map(|(_, at)| ("isolate", at));
    let (key, at) = timeout.or(isolate).filter(|_| !kind.is_hosted())?;
    let message = format!("`{key}` is for stages of plugins, and `{}` is built in", entry.kind);
    let help = "leave it out; built-in stages run in the process and end on every document";
    Some(Diagnostic::new(at.clone(), message).help(help))
}

fn hosting(entry: &StageEntry) -> Hosting {
    Hosting {
        name: entry.name.clone(),
        timeout: entry.timeout.as_ref().map(|(timeout, _)| *timeout),
        isolate: entry.isolate.as_ref().map(|(isolate, _)| isolate.clone()),
    }
}

/// A layer or table that is there when the next stage runs.
struct Made {
    name: String,
    maker: String,
    how: How,
    /// As its maker declares it; `None` for layers of the input and for tables.
    spec: Option<&'static LayerSpec>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Brought,
    Created,
    /// Made because nothing before did: a creator belongs before it.
    Otherwise,
}

/// Layers made so far, and by which stage.
struct Available(Vec<Made>);

impl Available {
    fn new(input: &[String]) -> Self {
        let brought = input.iter().map(|name| Made {
            name: name.clone(),
            maker: "input".to_owned(),
            how: How::Brought,
            spec: None,
        });
        Self(brought.collect())
    }

    fn made(&self, name: &str) -> Option<&Made> {
        self.0.iter().rev().find(|m| m.name == name)
    }

    fn maker(&self, layer: &str) -> Option<&str> {
        self.made(layer).map(|m| &*m.maker)
    }

    fn found_by(&self, spec: &StageSpec) -> Vec<(&'static str, String)> {
        let wanted = spec.reads.iter().chain(spec.uses);
        wanted.filter_map(|l| Some((*l, self.maker(l)?.to_owned()))).collect()
    }

    /// Adds what a stage writes. Two creators of one layer or table are findings, and so are
    /// two shapes of one layer.
    fn add(&mut self, entry: &StageEntry, spec: &StageSpec) -> Vec<Diagnostic> {
        let mut findings: Vec<_> = spec.writes().filter_map(|layer| self.other_shape(entry, layer)).collect();
        let layers = spec.creates.iter().map(|l| (l.name, Some(l)));
        for (name, spec) in layers.chain(spec.tables.iter().map(|t| (t.name, None))) {
            findings.extend(self.other_creator(entry, name));
            self.push(entry, name, How::Created, spec);
        }
        for layer in spec.creates_if_absent.iter().chain(spec.extends) {
            if self.made(layer.name).is_none() {
                self.push(entry, layer.name, How::Otherwise, Some(layer));
            }
        }
        findings
    }

    fn push(&mut self, entry: &StageEntry, name: &str, how: How, spec: Option<&'static LayerSpec>) {
        self.0.push(Made { name: name.to_owned(), maker: entry.name.clone(), how, spec });
    }

    fn other_creator(&self, entry: &StageEntry, name: &str) -> Option<Diagnostic> {
        let Made { maker, how, .. } = self.made(name)?;
        let own = &entry.name;
        let (message, help) = match how {
            How::Brought => return None,
            How::Created => {
                (format!("stages `{maker}` and `{own}` both create `{name}`"), "keep one of them".to_owned())
            }
            How::Otherwise => (
                format!("stage `{own}` creates `{name}`, which `{maker}` before it has written"),
                format!("put `{own}` before `{maker}`"),
            ),
        };
        Some(Diagnostic::new(entry.at.clone(), message).help(help))
    }

    /// Rows of one layer share columns, so its writers must agree on coordinates and types.
    fn other_shape(&self, entry: &StageEntry, layer: &LayerSpec) -> Option<Diagnostic> {
        let Made { maker, spec, .. } = self.made(layer.name)?;
        let there = (*spec)?;
        let own = &entry.name;
        let message = if there.coords != layer.coords {
            format!(
                "stage `{own}` writes layer `{}` in {}, but `{maker}` writes it in {}",
                layer.name,
                layer.coords.name(),
                there.coords.name()
            )
        } else {
            let (mine, other) = layer.attrs.iter().find_map(|a| {
                let other = there.attrs.iter().find(|o| o.name == a.name)?;
                ((other.ty, other.target) != (a.ty, a.target)).then_some((a, other))
            })?;
            format!(
                "stage `{own}` writes `{}` of layer `{}` as {}, but `{maker}` writes it as {}",
                mine.name, layer.name, mine, other
            )
        };
        Some(
            Diagnostic::new(entry.at.clone(), message)
                .help("these two stages do not fit together; leave one of them out, or let its author give the layer or attribute a name of its own"),
        )
    }
}
