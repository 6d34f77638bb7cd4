//! What people see when a configuration is refused. Each text is judged as someone new to the
//! program would: does it say where, what was found, what was expected, what to change?

mod build;
mod file;
mod options;
mod places;
mod set;
mod stages;

use pipeline_core::config::PipelineConfig;
use pipeline_core::{
    Build, BuildError, BuiltIn, Draft, Env, Planner, Registry, Stage, StageConfig, StageError, StageSpec,
    Verdict, View, Worker,
};

/// Options of every type.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Options {
    /// Files to read.
    packs: Vec<String>,
    /// Least score.
    min_score: f64,
    /// At most so many.
    limit: usize,
    /// A small number.
    depth: u8,
    /// Whether to be strict.
    strict: bool,
    /// How to go about it.
    mode: Mode,
    /// A name.
    title: Option<String>,
    /// Two numbers.
    range: (i64, i64),
    /// Rules of its own.
    rules: Vec<Rule>,
    /// More of them, by name.
    named: std::collections::BTreeMap<String, Rule>,
}

/// How to go about it.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Mode {
    /// Take time.
    #[default]
    Careful,
    /// Do not.
    Quick,
}

/// One rule.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// What it looks for.
    word: String,
    /// How much it counts.
    #[serde(default)]
    weight: f32,
}

/// Does nothing.
pub(crate) struct Idle;

impl Stage for Idle {
    fn process(&self, _: &View<'_>, _: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> {
        Ok(Verdict::Keep)
    }
}

impl StageConfig for Options {
    const SPEC: StageSpec = StageSpec::new("clean", "has options of every type");

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        if self.min_score > 1.0 {
            let message = "expected a score from 0 to 1, found 2";
            return Err(BuildError::at("min_score", message));
        }
        for (i, pack) in self.packs.iter().enumerate() {
            cx.read_text(&format!("packs[{i}]"), pack)?;
        }
        if self.limit == 7 {
            return Err(BuildError::at("rules[0].word", "seven needs a rule"));
        }
        Ok(Box::new(Idle))
    }
}

pub(crate) static OPTIONS: BuiltIn<Options> = BuiltIn::NEW;

/// Files `good.toml` and `latin1.toml`.
struct Files;

impl Env for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path {
            "good.toml" => Ok(b"fine".to_vec()),
            "latin1.toml" => Ok(b"caf\xe9".to_vec()),
            _ => Err(format!("cannot read `{path}`: no such file")),
        }
    }
}

fn findings(toml: &str, set: &[&str]) -> Result<PipelineConfig, String> {
    let registry = Registry::new(&[&OPTIONS]);
    let set: Vec<String> = set.iter().map(|s| (*s).to_owned()).collect();
    let render = |sources: &pipeline_core::config::Sources, findings: Vec<_>| {
        let texts: Vec<_> = findings.iter().map(|d| sources.render(d)).collect();
        texts.join("\n\n")
    };
    let config = PipelineConfig::parse("news.toml", toml, &set).map_err(|(s, f)| render(&s, f))?;
    let planner = Planner { registry: &registry, env: &Files };
    match planner.plan(&config) {
        Ok(_) => Ok(config),
        Err(findings) => Err(render(&config.sources, findings)),
    }
}

#[track_caller]
fn refused(toml: &str, expected: &str) {
    let found = findings(toml, &[]).unwrap_err();
    assert_eq!(found, expected, "\n{found}\n");
}

#[track_caller]
fn set_refused(set: &str, expected: &str) {
    let toml = "[input]\nformat = \"text\"\n[[stage]]\nuse = \"clean\"\npacks = []\n";
    let found = findings(toml, &[set]).unwrap_err();
    assert_eq!(found, expected, "\n{found}\n");
}

/// `line` among the options of the one stage.
#[track_caller]
fn option_refused(line: &str, expected: &str) {
    refused(&format!("[[stage]]\nuse = \"clean\"\n{line}\n"), expected);
}
