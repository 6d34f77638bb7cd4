//! Configurations of anybody's making.

use chaffinch_io::{InputConfig, OutputConfig};
use pipeline_core::config::{Diagnostic, PipelineConfig, Sources, decode};
use pipeline_core::testing::audit;
use pipeline_core::{Env, Outcome, Pipeline, Planner};

use crate::Broken;

/// A line that begins like this is an override, as `--set` gives them.
const SET: &str = "#set ";

/// One small file under every name.
struct SomeFile;

impl Env for SomeFile {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path.ends_with(".toml") {
            true => Ok(b"[pack]\nname = \"p\"\n".to_vec()),
            false => Err(format!("cannot read `{path}`")),
        }
    }
}

/// Any text as a configuration, lines with `#set K=V` as overrides: it is refused with findings that can be shown,
/// the same ones twice, or it is a pipeline that runs.
///
/// # Errors
/// The first invariant that broke.
pub fn config(text: &str) -> Result<(), Broken> {
    let overrides: Vec<String> =
        text.lines().filter_map(|line| line.strip_prefix(SET)).map(str::to_owned).collect();
    match (planned(text, &overrides), planned(text, &overrides)) {
        (Ok(pipeline), Ok(_)) => runs(&pipeline),
        (Err(found), Err(again)) if found == again => shown(&found),
        (found, again) => Err(format!(
            "two answers: {:?} and {:?}",
            found.map(|_| "a pipeline"),
            again.map(|_| "a pipeline")
        )),
    }
}

/// A pipeline, or its findings as users see them.
fn planned(text: &str, overrides: &[String]) -> Result<Pipeline, Vec<String>> {
    let render = |sources: &Sources, found: Vec<Diagnostic>| {
        found.iter().map(|finding| sources.render(finding)).collect::<Vec<_>>()
    };
    let config =
        PipelineConfig::parse("fuzz.toml", text, overrides).map_err(|(s, found)| render(&s, found))?;
    let registry = chaffinch_stages::registry();
    let planned = Planner { registry: &registry, env: &SomeFile }.plan(&config);
    let (input, output) = (decode::<InputConfig>(&config.input), decode::<OutputConfig>(&config.output));
    match (planned, input, output) {
        (Ok((_, pipeline)), Ok(_), Ok(_)) => Ok(pipeline),
        (planned, input, output) => {
            let mut found = planned.err().unwrap_or_default();
            found.extend(input.err());
            found.extend(output.err());
            Err(render(&config.sources, found))
        }
    }
}

fn shown(found: &[String]) -> Result<(), Broken> {
    if found.is_empty() {
        return Err("refused without a finding".to_owned());
    }
    match found.iter().find(|finding| !finding.contains("error")) {
        Some(finding) => Err(format!("a finding is shown as {finding:?}")),
        None => Ok(()),
    }
}

fn runs(pipeline: &Pipeline) -> Result<(), Broken> {
    let text = "The bridge fell in May. “Nobody was hurt,” the governor of Orva said.";
    let document =
        pipeline_core::Document::new("fuzz", text, pipeline.labels()).map_err(|e| e.to_string())?;
    for outcome in pipeline.process([document]) {
        match outcome {
            Outcome::Written(document) | Outcome::Dropped { document, .. } => audit(&document)?,
            Outcome::Quarantined(q) => return Err(format!("quarantined by `{}`: {}", q.stage, q.reason)),
        }
    }
    Ok(())
}
