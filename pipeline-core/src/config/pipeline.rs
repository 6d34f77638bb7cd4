//! The configuration of a pipeline: which stages, in which order, with which options, and the
//! sections that other crates decode (`[input]`, `[output]`, `[plugins]`).

use super::{Diagnostic, Key, Node, Place, Sources, Value, decode, set};
use crate::{Isolate, Overlap};
use std::time::Duration;

const TOP: [&str; 6] = ["pipeline", "input", "output", "plugins", "stage", "test"];
const RESERVED: [&str; 5] = ["use", "name", "overlap", "timeout", "isolate"];

/// The `[pipeline]` table.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct About {
    /// Name of the pipeline, shown in messages and written to the manifest.
    pub name: String,
    /// Language of the documents, as an ISO 639-1 code. The built-in stages are made for "en".
    pub language: String,
}

/// One `[[stage]]` table.
#[derive(Clone, Debug)]
pub struct StageEntry {
    /// The stage kind: the value of `use`.
    pub kind: String,
    /// Name of this use of it, unique in the pipeline: `name`, else `use`.
    pub name: String,
    /// What happens where it adds a span over one that is there.
    pub overlap: Overlap,
    /// How long it may take for a document, and where that stands; for stages of plugins.
    pub timeout: Option<(Duration, Place)>,
    /// Whether it runs in a process of its own, and where that stands; for stages of plugins.
    pub isolate: Option<(Isolate, Place)>,
    /// Its own options.
    pub options: Node,
    /// Where `use` stands.
    pub at: Place,
}

/// A parsed configuration: well-formed, but not yet planned.
#[derive(Clone, Debug)]
pub struct PipelineConfig {
    /// The `[pipeline]` table.
    pub about: About,
    /// The stages, in order.
    pub stages: Vec<StageEntry>,
    /// The `[input]` table, decoded by the crate that reads.
    pub input: Node,
    /// The `[output]` table, decoded by the crate that writes.
    pub output: Node,
    /// The `[plugins]` table, decoded by the plugin host.
    pub plugins: Node,
    /// The `[[test]]` tables, decoded by whoever runs them.
    pub tests: Vec<Node>,
    /// Layers that the input brings (`[input] layers`).
    pub input_layers: Vec<String>,
    /// The texts that diagnostics point into.
    pub sources: Sources,
}

impl PipelineConfig {
    /// Parses a configuration. `name` is shown in messages, usually the path of the file;
    /// `overrides` are the `K=V` of `--set`.
    ///
    /// # Errors
    /// All findings, in order, with the texts to render them.
    pub fn parse(name: &str, text: &str, overrides: &[String]) -> Result<Self, (Sources, Vec<Diagnostic>)> {
        let mut sources = Sources::default();
        let source = sources.add(name, text);
        let root = Node::parse(text, source).and_then(|mut root| {
            overrides.iter().try_for_each(|o| set::apply(&mut root, o, &mut sources))?;
            Ok(root)
        });
        match root.map_err(|d| vec![d]).and_then(from_root) {
            Ok(config) => Ok(Self { sources, ..config }),
            Err(findings) => Err((sources, findings)),
        }
    }
}

fn from_root(mut root: Node) -> Result<PipelineConfig, Vec<Diagnostic>> {
    let mut findings: Vec<Diagnostic> = root
        .entries()
        .iter()
        .filter(|(key, _)| !TOP.contains(&key.name.as_str()))
        .map(|(key, _)| {
            Diagnostic::new(key.at.clone(), format!("unknown key `{}`", key.name)).suggest(&key.name, TOP)
        })
        .collect();
    let mut not_tables = Vec::new();
    let mut section = |key: &str| match root.take(key) {
        Some((_, node)) if matches!(node.value, Value::Table(_)) => node,
        Some((key, node)) => {
            not_tables.push(not_a_table(&key, &node));
            Node::default()
        }
        None => Node::default(),
    };
    let about = section("pipeline");
    let (input, output, plugins) = (section("input"), section("output"), section("plugins"));
    findings.append(&mut not_tables);
    let stages = root.take("stage");
    let tests =
        root.take("test").map_or_else(Vec::new, |(key, node)| test_tables(key.at, node, &mut findings));
    let about = decode(&about).unwrap_or_else(|d| {
        findings.push(d);
        About::default()
    });
    let input_layers = layers_of(&input).unwrap_or_else(|d| {
        findings.push(d);
        Vec::new()
    });
    let stages = match stages {
        None => {
            findings.push(no_stage(root.at.clone()));
            Vec::new()
        }
        Some((key, node)) => stage_entries(key.at, node, &mut findings),
    };
    if !findings.is_empty() {
        return Err(findings);
    }
    let sources = Sources::default();
    Ok(PipelineConfig { about, stages, input, output, plugins, tests, input_layers, sources })
}

fn not_a_table(key: &Key, node: &Node) -> Diagnostic {
    let (name, found) = (&key.name, node.value.kind());
    let message = format!("`{name}` is {found}, expected a table");
    Diagnostic::new(node.at.clone(), message)
        .help(format!("write `[{name}]` on a line of its own, and its keys below it"))
}

fn no_stage(at: Place) -> Diagnostic {
    Diagnostic::new(at, "the pipeline has no stage")
        .help("add a stage, for example:\n\n[[stage]]\nuse = \"clean\"")
}

/// The tables of `[[test]]`; what is in them is for others to decode.
fn test_tables(at: Place, node: Node, findings: &mut Vec<Diagnostic>) -> Vec<Node> {
    let help = "write `[[test]]` with two brackets, once for each test";
    let Value::Array(items) = node.value else {
        let message = format!("`test` is {}, expected an array of tables", node.value.kind());
        findings.push(Diagnostic::new(at, message).help(help));
        return Vec::new();
    };
    let wrong = items.iter().filter(|i| !matches!(i.value, Value::Table(_)));
    findings.extend(wrong.map(|item| {
        let message = format!("a test is a table, found {}", item.value.kind());
        Diagnostic::new(item.at.clone(), message).help(help)
    }));
    items
}

fn layers_of(input: &Node) -> Result<Vec<String>, Diagnostic> {
    input.get("layers").map_or_else(|| Ok(Vec::new()), decode)
}

fn stage_entries(at: Place, node: Node, findings: &mut Vec<Diagnostic>) -> Vec<StageEntry> {
    let Value::Array(items) = node.value else {
        findings.push(
            Diagnostic::new(at, format!("`stage` is {}, expected an array of tables", node.value.kind()))
                .help("write `[[stage]]` with two brackets, once for each stage"),
        );
        return Vec::new();
    };
    if items.is_empty() {
        findings.push(no_stage(at));
    }
    let mut entries: Vec<StageEntry> = Vec::new();
    for item in items {
        match stage_entry(item) {
            Ok(entry) => {
                if entries.iter().any(|e| e.name == entry.name) {
                    findings.push(
                        Diagnostic::new(entry.at.clone(), format!("two stages are named `{}`", entry.name))
                            .help("give one of them a `name = \"…\"` of its own"),
                    );
                }
                entries.push(entry);
            }
            Err(d) => findings.push(d),
        }
    }
    entries
}

/// A name that `--set stage.NAME.KEY=VALUE` and messages can use.
fn stage_name(node: &Node) -> Result<String, Diagnostic> {
    let name: String = decode(node)?;
    let refused = |why: &str| {
        let d = Diagnostic::new(node.at.clone(), format!("a stage cannot be named {name:?}"));
        Err(d.help(why))
    };
    match name.as_str() {
        "" => refused("leave `name` out, or give it one or more letters"),
        "input" => refused("messages call the reader of documents `input`; take another name"),
        n if n.contains(['.', '=']) => {
            refused("`--set stage.NAME.KEY=VALUE` splits at `.` and `=`; write `-` or `_` instead")
        }
        _ => Ok(name),
    }
}

fn stage_entry(mut item: Node) -> Result<StageEntry, Diagnostic> {
    if !matches!(item.value, Value::Table(_)) {
        let message = format!("a stage is a table, found {}", item.value.kind());
        return Err(Diagnostic::new(item.at, message)
            .help("write `[[stage]]` for each stage, and below it `use = \"…\"`"));
    }
    let [kind, name, overlap, timeout, isolate] = RESERVED.map(|key| item.take(key));
    let Some((_, kind)) = kind else {
        return Err(Diagnostic::new(item.at, "this stage has no `use`")
            .help("say which stage it is, for example `use = \"segment\"`; `chaffinch stages` lists them"));
    };
    let timeout = timeout.map(|(key, node)| Ok((seconds(&node)?, key.at))).transpose()?;
    let isolate = match isolate {
        Some((key, node)) => isolation(&node)?.map(|isolate| (isolate, key.at)),
        None => None,
    };
    let at = kind.at.clone();
    let kind: String = decode(&kind)?;
    let name = match name {
        Some((_, node)) => stage_name(&node)?,
        None => kind.clone(),
    };
    let overlap = overlap.map(|(_, o)| decode(&o)).transpose()?.unwrap_or_default();
    Ok(StageEntry { kind, name, overlap, timeout, isolate, options: item, at })
}

/// `timeout`: a number of seconds.
fn seconds(node: &Node) -> Result<Duration, Diagnostic> {
    let seconds = match node.value {
        Value::Int(seconds) => u64::try_from(seconds).ok().map(Duration::from_secs),
        Value::Float(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        _ => None,
    };
    seconds.filter(|s| !s.is_zero()).ok_or_else(|| {
        Diagnostic::new(node.at.clone(), "expected a number of seconds above 0")
            .help("for example `timeout = 2.5`: how long the stage may take for one document")
    })
}

/// `isolate`: true, false, or a table of limits.
fn isolation(node: &Node) -> Result<Option<Isolate>, Diagnostic> {
    match node.value {
        Value::Bool(isolate) => Ok(isolate.then(Isolate::default)),
        Value::Table(_) => decode(node).map(Some),
        _ => Err(Diagnostic::new(
            node.at.clone(),
            format!("expected true, false or a table of limits, found {}", node.value.kind()),
        )
        .help("write `isolate = true`, or `isolate = { memory_mb = 2000, cpu_seconds = 10 }`")),
    }
}
