//! A pipeline and the documents it is timed on: one stage alone behind prepared input, or all stages.

use pipeline_core::config::{Diagnostic, PipelineConfig, Sources};
use pipeline_core::{Bounds, Document, Executor, NoFiles, Outcome, Pipeline, Planner, StageKind, Workers};

use crate::transplant::transplant;

/// The default news pipeline. Only its order counts here: stages are timed with their own defaults.
const NEWS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../config/news.toml");

/// A pipeline ready to be timed.
pub struct Alone {
    /// The stage alone, or all of them.
    pub pipeline: Pipeline,
    /// What it is given; clone them for each run.
    pub documents: Vec<Document>,
}

impl Alone {
    /// Bytes of text that one run over the documents reads.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.documents.iter().map(|document| document.text().len() as u64).sum()
    }

    /// What is to be timed: takes all documents through the pipeline, on this thread.
    #[must_use]
    pub fn run(&self, documents: Vec<Document>) -> Vec<Outcome> {
        let mut workers = Workers::default();
        self.run_with(documents, &mut workers)
    }

    /// As [`Alone::run`], with scratch that is warm already, as in a long run.
    #[must_use]
    pub fn run_with(&self, documents: Vec<Document>, workers: &mut Workers) -> Vec<Outcome> {
        documents.into_iter().map(|document| self.pipeline.process_one(document, workers)).collect()
    }
}

/// The stage `kind` with `options`, lines of TOML (its defaults where there are none), and `texts` as the stages before it in the default pipeline leave them.
///
/// # Errors
/// When the stage cannot be built without files, or a document does not get through.
pub fn alone(kind: &dyn StageKind, options: &str, texts: &[String]) -> Result<Alone, String> {
    let spec = kind.spec();
    let own = format!("{}{options}\n", tables(&[spec.name.to_owned()]));
    let before = stages_before(spec.name);
    if before.is_empty() {
        let pipeline = build(&own, &[])?;
        return ready(Alone { documents: documents(texts, &pipeline)?, pipeline });
    }
    let prepared = written(&build(&tables(&before), &[])?, texts)?;
    let here = |layer: &&str| prepared.iter().any(|document| document.layer(layer).is_some());
    let layers: Vec<&str> = spec.reads.iter().chain(spec.uses).copied().filter(here).collect();
    let pipeline = build(&own, &layers)?;
    let documents: Result<_, _> =
        prepared.iter().map(|document| transplant(document, pipeline.labels())).collect();
    ready(Alone { documents: documents?, pipeline })
}

/// All stages of the default pipeline, and `texts` as they are.
///
/// # Errors
/// As [`alone`].
pub fn whole(texts: &[String]) -> Result<Alone, String> {
    let pipeline = build(&tables(&default_stages()), &[])?;
    ready(Alone { documents: documents(texts, &pipeline)?, pipeline })
}

/// Lets stages that need it see the documents, as their corpus, and makes sure that what will be timed is the work,
/// not an early exit.
fn ready(mut alone: Alone) -> Result<Alone, String> {
    let executor = Executor::new(1, Bounds::default())?;
    let Alone { pipeline, documents } = &mut alone;
    let fitted = pipeline.fit(&executor, || documents.iter(), |d| d.text().len(), |d| Some(d.clone()));
    fitted.map_err(|error| error.to_string())?;
    for outcome in alone.run(alone.documents.clone()) {
        if let Outcome::Quarantined(quarantine) = outcome {
            return Err(format!("stage `{}`: {}", quarantine.stage, quarantine.reason));
        }
    }
    Ok(alone)
}

/// The documents that come out of `pipeline`; those it drops are left out.
fn written(pipeline: &Pipeline, texts: &[String]) -> Result<Vec<Document>, String> {
    let outcomes = pipeline.process(documents(texts, pipeline)?);
    let written = outcomes.into_iter().filter_map(|outcome| match outcome {
        Outcome::Written(document) => Some(Ok(*document)),
        Outcome::Dropped { .. } => None,
        Outcome::Quarantined(quarantine) => {
            Some(Err(format!("stage `{}`: {}", quarantine.stage, quarantine.reason)))
        }
    });
    written.collect()
}

fn documents(texts: &[String], pipeline: &Pipeline) -> Result<Vec<Document>, String> {
    let new = |(n, text): (usize, &String)| {
        Document::new(format!("{n:04}"), text.as_str(), pipeline.labels()).map_err(|error| error.to_string())
    };
    texts.iter().enumerate().map(new).collect()
}

/// The stages of the default pipeline that the registry lists before `name`.
fn stages_before(name: &str) -> Vec<String> {
    let default = default_stages();
    let registry = chaffinch_stages::registry();
    let before = registry.iter().map(|kind| kind.spec().name).take_while(|stage| *stage != name);
    before.map(str::to_owned).filter(|stage| default.contains(stage)).collect()
}

/// The stages that `config/news.toml` names, in its order.
fn default_stages() -> Vec<String> {
    let text = std::fs::read_to_string(NEWS).unwrap_or_else(|error| panic!("cannot read `{NEWS}`: {error}"));
    match PipelineConfig::parse(NEWS, &text, &[]) {
        Ok(config) => config.stages.into_iter().map(|stage| stage.kind).collect(),
        Err((sources, found)) => panic!("{}", render(&sources, &found)),
    }
}

/// The tables of stages with their defaults.
fn tables(stages: &[String]) -> String {
    stages.iter().map(|stage| format!("[[stage]]\nuse = {stage:?}\n")).collect()
}

fn build(tables: &str, layers: &[&str]) -> Result<Pipeline, String> {
    let toml = format!("{tables}[input]\nlayers = {layers:?}\n");
    let config =
        PipelineConfig::parse("bench", &toml, &[]).map_err(|(sources, found)| render(&sources, &found))?;
    let registry = chaffinch_stages::registry();
    let planner = Planner { registry: &registry, env: &NoFiles };
    let (_, pipeline) = planner.plan(&config).map_err(|found| render(&config.sources, &found))?;
    Ok(pipeline)
}

fn render(sources: &Sources, found: &[Diagnostic]) -> String {
    found.iter().map(|finding| sources.render(finding)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Size, corpus};

    #[test]
    fn every_stage_can_be_timed() {
        for kind in chaffinch_stages::registry().iter() {
            let alone = alone(kind, "", &corpus(Size::Article)).unwrap();
            let outcomes = alone.run(alone.documents.clone());
            assert!(outcomes.iter().all(|o| matches!(o, Outcome::Written(_))), "`{}`", kind.spec().name);
        }
    }

    #[test]
    fn alone_and_in_line_a_stage_writes_the_same() {
        let texts = corpus(Size::Article);
        let whole = whole(&texts).unwrap();
        let expected = whole.run(whole.documents.clone());
        let default = default_stages();
        let is_default = |kind: &&dyn StageKind| default.iter().any(|stage| stage == kind.spec().name);
        for kind in chaffinch_stages::registry().iter().filter(is_default) {
            let alone = alone(kind, "", &texts).unwrap();
            for (outcome, expected) in alone.run(alone.documents.clone()).into_iter().zip(&expected) {
                let (Outcome::Written(got), Outcome::Written(want)) = (outcome, expected) else {
                    panic!("not written")
                };
                for layer in kind.spec().creates {
                    let ranges = |document: &Document| -> Option<Vec<_>> {
                        Some(document.layer(layer.name)?.spans().iter().map(|span| span.range()).collect())
                    };
                    assert_eq!(ranges(&got), ranges(want), "layer `{}`", layer.name);
                }
            }
        }
    }
}
