//! From a configuration file to a built pipeline: reading, diagnostics, and the files that
//! stages ask for.

use crate::args::SetArgs;
use crate::cases::{self, Case};
use crate::failure::{Exit, Failure};
use crate::plugins;
use chaffinch_io::{InputConfig, Library, OutputConfig};
use chaffinch_plugin_host::Loaded;
use chaffinch_stages::packs::PackKind;
use pipeline_core::config::{Diagnostic, PipelineConfig, Sources, decode, suggest};
use pipeline_core::{Env, Pipeline, Plan, Planner, Registry, SharedBytes};
use std::cell::RefCell;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// A configuration that was checked and built.
pub(crate) struct Project {
    pub(crate) name: String,
    /// The text of the file, the overrides, and the hashes of the files it names: what tells two
    /// configurations apart.
    pub(crate) text: String,
    /// Relative paths start here.
    pub(crate) base: PathBuf,
    pub(crate) input: InputConfig,
    pub(crate) output: OutputConfig,
    pub(crate) plan: Plan,
    pub(crate) pipeline: Pipeline,
    pub(crate) registry: Registry,
    /// The libraries that stages come from.
    pub(crate) plugins: Vec<Library>,
    /// The `[[test]]` tables.
    pub(crate) cases: Vec<Case>,
    /// The pack files that stages name, as they are written.
    pub(crate) packs: Vec<(PackKind, String)>,
    /// The texts that findings point into.
    pub(crate) sources: Sources,
}

/// The text of a configuration.
pub(crate) fn read_config(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|e| no_config(path, &e))
}

/// The folder at which the relative paths of a configuration start.
pub(crate) fn base_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Project {
    /// Reads, checks and builds the pipeline in the file `path`.
    pub(crate) fn load(path: &Path, args: &SetArgs) -> Result<Self, Failure> {
        let text = read_config(path)?;
        Self::build(&path.display().to_string(), text, base_of(path), args, &Loading::USUAL)
    }

    /// As [`Project::load`], and files that a run reads only in part are checked to the last byte.
    pub(crate) fn load_thoroughly(path: &Path, args: &SetArgs) -> Result<Self, Failure> {
        let text = read_config(path)?;
        let loading = Loading { thorough: true, ..Loading::USUAL };
        Self::build(&path.display().to_string(), text, base_of(path), args, &loading)
    }

    /// As [`Project::load`], with the option `explain` turned on in every stage that has it.
    pub(crate) fn load_explaining(path: &Path, args: &SetArgs) -> Result<Self, Failure> {
        let text = read_config(path)?;
        Self::build(
            &path.display().to_string(),
            text,
            base_of(path),
            args,
            &Loading { more: explaining, ..Loading::USUAL },
        )
    }

    /// A pipeline of these stages with their defaults.
    pub(crate) fn of_stages(stages: &[&str], args: &SetArgs) -> Result<Self, Failure> {
        let text: String = stages.iter().map(|stage| format!("[[stage]]\nuse = \"{stage}\"\n\n")).collect();
        Self::build("the built-in stages", text, Path::new("."), args, &Loading::USUAL)
    }

    fn build(
        name: &str,
        text: String,
        base: &Path,
        args: &SetArgs,
        loading: &Loading,
    ) -> Result<Self, Failure> {
        let overrides = &args.set;
        let parse = |overrides: &[String]| {
            PipelineConfig::parse(name, &text, overrides).map_err(|(s, found)| refused(&s, &found))
        };
        let mut config = parse(overrides)?;
        let mut registry = chaffinch_stages::registry();
        let libraries = plugins::load(&config, base, args).map_err(|d| refused(&config.sources, &d))?;
        libraries.iter().for_each(|l| registry.extend(&l.kinds));
        let more = (loading.more)(&config, &registry);
        if !more.is_empty() {
            config = parse(&[more.as_slice(), overrides].concat())?;
        }
        let env = Files { base, thorough: loading.thorough, read: RefCell::default() };
        let planned = Planner { registry: &registry, env: &env }.plan(&config);
        let input = decode::<InputConfig>(&config.input);
        let output = decode::<OutputConfig>(&config.output);
        let cases = cases::read(&config);
        let (plan, pipeline, input, output, cases) = match (planned, input, output, cases) {
            (Ok((plan, pipeline)), Ok(input), Ok(output), Ok(cases)) => {
                (plan, pipeline, input, output, cases)
            }
            (planned, input, output, cases) => {
                let mut found = planned.err().unwrap_or_default();
                found.extend(input.err());
                found.extend(output.err());
                found.extend(cases.err().into_iter().flatten());
                return Err(refused(&config.sources, &found));
            }
        };
        let mut unwritten = unwritten_layers(&config, &plan, &output);
        unwritten.extend(cases::check(&cases, &plan, &config.input_layers));
        if !unwritten.is_empty() {
            return Err(refused(&config.sources, &unwritten));
        }
        let env_read = env.read.into_inner();
        Ok(Self {
            packs: packs_of(&config, &env_read),
            name: config.about.name,
            text: identity(text, overrides, &env_read, &libraries),
            plugins: libraries.iter().map(plugins::listed).collect(),
            cases,
            sources: config.sources,
            base: base.to_owned(),
            input,
            output,
            plan,
            pipeline,
            registry,
        })
    }
}

/// The packs that stages name, built-in ones aside: those that were read as files.
fn packs_of(config: &PipelineConfig, files: &[(String, String)]) -> Vec<(PackKind, String)> {
    let stages = config.stages.iter().filter_map(|s| {
        let named = s.options.get("packs").and_then(|node| decode::<Vec<String>>(node).ok());
        Some((PackKind::of_stage(&s.kind)?, named?))
    });
    let all = stages.flat_map(|(kind, named)| named.into_iter().map(move |name| (kind, name)));
    all.filter(|(_, name)| files.iter().any(|(file, _)| file == name)).collect()
}

/// `--set stage.NAME.explain=true` for the stages that have this option.
fn explaining(config: &PipelineConfig, registry: &Registry) -> Vec<String> {
    let explains = |kind: &str| {
        let schema = registry.get(kind).map(|k| k.schema().to_value());
        schema.is_some_and(|s| s.pointer("/properties/explain/type").is_some_and(|t| t == "boolean"))
    };
    // A name with a dot cannot be part of a path.
    let stages = config.stages.iter().filter(|s| !s.name.contains('.') && explains(&s.kind));
    stages.map(|s| format!("stage.{}.explain=true", s.name)).collect()
}

/// Layers of `[output] layers` that no stage makes and the input is not said to bring.
fn unwritten_layers(config: &PipelineConfig, plan: &Plan, output: &OutputConfig) -> Vec<Diagnostic> {
    let made = plan.stages.iter().flat_map(|s| s.spec.writes()).map(|l| l.name);
    let known: Vec<&str> = made.chain(config.input_layers.iter().map(String::as_str)).collect();
    let asked = output.layers.iter().flatten().enumerate();
    let unknown = asked.filter(|(_, name)| !known.contains(&name.as_str()));
    unknown
        .map(|(i, name)| {
            let (at, _) = config.output.find(&format!("layers[{i}]"));
            let d = Diagnostic::new(at, format!("no stage of this pipeline writes layer `{name}`"));
            let help = match suggest(name, known.iter().copied()) {
                Some(best) => format!("did you mean `{best}`?"),
                None => format!(
                    "written here: {}; if the input brings it, say so: `[input] layers = [\"{name}\"]`",
                    known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ")
                ),
            };
            d.help(help)
        })
        .collect()
}

fn no_config(path: &Path, e: &std::io::Error) -> Failure {
    let path = path.display();
    let message = match e.kind() {
        std::io::ErrorKind::NotFound => {
            format!("configuration `{path}` not found; `chaffinch init` makes a working one")
        }
        std::io::ErrorKind::InvalidData => {
            format!("configuration `{path}` is not UTF-8 text; expected a TOML file")
        }
        std::io::ErrorKind::IsADirectory => format!("`{path}` is a folder; expected a TOML file in it"),
        _ => format!("cannot read the configuration `{path}`: {e}"),
    };
    Failure::new(Exit::Config, message)
}

pub(crate) fn refused(sources: &Sources, findings: &[Diagnostic]) -> Failure {
    let styled = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let render = |d| if styled { sources.render_styled(d) } else { sources.render(d) };
    let rendered: Vec<String> = findings.iter().map(render).collect();
    Failure::new(Exit::Config, rendered.join("\n\n"))
}

fn identity(text: String, overrides: &[String], files: &[(String, String)], libraries: &[Loaded]) -> String {
    let sets = overrides.iter().map(|o| format!("# --set {o}"));
    let files = files.iter().map(|(path, sha256)| format!("# file {path} sha256 {sha256}"));
    let libraries = libraries.iter().map(|l| format!("# plugin {} sha256 {}", l.name, l.file.sha256));
    std::iter::once(text).chain(sets).chain(files).chain(libraries).collect::<Vec<_>>().join("\n")
}

/// Files beside the configuration; remembers what was read.
struct Files<'p> {
    base: &'p Path,
    thorough: bool,
    read: RefCell<Vec<(String, String)>>,
}

/// How a configuration is loaded.
struct Loading {
    /// Overrides that those of the command line go before.
    more: fn(&PipelineConfig, &Registry) -> Vec<String>,
    /// Whether files that are read in part are checked whole.
    thorough: bool,
}

impl Loading {
    const USUAL: Self = Self { more: |_, _| Vec::new(), thorough: false };
}

impl Env for Files<'_> {
    fn thorough(&self) -> bool {
        self.thorough
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let file = self.base.join(path);
        let bytes = std::fs::read(&file).map_err(|e| unreadable(path, &file, &e))?;
        self.read.borrow_mut().push((path.to_owned(), chaffinch_io::sha256(&bytes)));
        Ok(bytes)
    }

    fn read_shared(&self, path: &str) -> Result<SharedBytes, String> {
        let file = self.base.join(path);
        let bytes = chaffinch_io::map(&file).map_err(|e| unreadable(path, &file, &e))?;
        // the header of a model file holds the hash of each section: nothing else has to be read to tell two files apart
        let whole = (*bytes).as_ref();
        let told = chaffinch_model::header(whole).unwrap_or(whole);
        self.read.borrow_mut().push((path.to_owned(), chaffinch_io::sha256(told)));
        Ok(bytes)
    }
}

fn unreadable(path: &str, file: &Path, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            format!(
                "file `{path}` not found (looked for `{}`; paths start at the configuration file)",
                file.display()
            )
        }
        _ => format!("cannot read `{}`: {error}", file.display()),
    }
}
