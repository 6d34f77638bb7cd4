//! `chaffinch stages`: the registry, for people and for machines.

use crate::args::StagesArgs;
use crate::failure::{Exit, Failure};
use crate::project::Project;
use pipeline_core::config::suggest;
use pipeline_core::{AttrSpec, LayerSpec, StageKind, StageSpec};
use serde_json::{Value, json};
use std::io::Write;

pub(crate) fn stages(args: &StagesArgs) -> Result<Exit, Failure> {
    let project = args.config.as_ref().map(|path| Project::load(path, &args.set)).transpose()?;
    let registry = project.map_or_else(chaffinch_stages::registry, |p| p.registry);
    let kinds: Vec<&'static dyn StageKind> = match &args.name {
        None => registry.iter().collect(),
        Some(name) => vec![registry.get(name).ok_or_else(|| unknown(name, &registry))?],
    };
    let text = if args.json {
        format!("{:#}\n", Value::Array(kinds.iter().map(|k| as_json(*k)).collect()))
    } else if args.name.is_some() {
        kinds.iter().map(|k| details(*k)).collect()
    } else {
        list(&kinds)
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

fn unknown(name: &str, registry: &pipeline_core::Registry) -> Failure {
    let names: Vec<&str> = registry.iter().map(|k| k.spec().name).collect();
    let hint = suggest(name, names.iter().copied()).map_or_else(
        || format!("known stages: {}", names.join(", ")),
        |best| format!("did you mean `{best}`?"),
    );
    Failure::new(Exit::Usage, format!("unknown stage `{name}`; {hint}"))
}

fn list(kinds: &[&'static dyn StageKind]) -> String {
    let mut text = String::new();
    for spec in kinds.iter().map(|k| k.spec()) {
        let writes: Vec<&str> =
            spec.writes().map(|l| l.name).chain(spec.tables.iter().map(|t| t.name)).collect();
        text += &format!("{:<10} {}\n{:<10} writes {}\n", spec.name, spec.summary, "", writes.join(", "));
    }
    text + "\nOptions of one stage: chaffinch stages NAME\n"
}

fn details(kind: &dyn StageKind) -> String {
    declared(kind.spec()) + "\n" + &options(kind)
}

/// What a stage declares.
pub(crate) fn declared(spec: &StageSpec) -> String {
    let mut text = format!("{} — {}\n", spec.name, spec.summary);
    for (title, layers) in [("reads", spec.reads), ("uses, when there", spec.uses)] {
        if !layers.is_empty() {
            text += &format!("\n{title}: {}\n", layers.join(", "));
        }
    }
    let groups =
        [("creates", spec.creates), ("creates if absent", spec.creates_if_absent), ("adds to", spec.extends)];
    for (title, layers) in groups.iter().filter(|(_, layers)| !layers.is_empty()) {
        text += &format!("\n{title}:\n");
        text.extend(layers.iter().map(layer));
    }
    if !spec.tables.is_empty() {
        text += "\ntables:\n";
        text.extend(
            spec.tables.iter().map(|t| format!("  {}: {} ({})\n", t.name, t.summary, attrs(t.attrs))),
        );
    }
    if !spec.meta.is_empty() {
        text += &format!("\nmeta: {}\n", spec.meta.join(", "));
    }
    text
}

fn layer(layer: &LayerSpec) -> String {
    let mut text = format!("  {}: {}\n", layer.name, layer.summary);
    if !layer.labels.is_empty() {
        text += &format!("    labels {}\n", layer.labels.join(" "));
    }
    if !layer.attrs.is_empty() {
        text += &format!("    attributes {}\n", attrs(layer.attrs));
    }
    text
}

fn attrs(attrs: &[AttrSpec]) -> String {
    let one = |a: &AttrSpec| match a.target {
        "" => format!("{}: {}", a.name, a.ty.name()),
        target => format!("{}: {} into {target}", a.name, a.ty.name()),
    };
    attrs.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The options as the TOML that gives the defaults, each under its description.
fn options(kind: &dyn StageKind) -> String {
    let schema = kind.schema().to_value();
    let defaults = kind.defaults();
    let mut text = format!("[[stage]]\nuse = \"{}\"\n", kind.spec().name);
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return text };
    for (name, property) in properties {
        let description = property.get("description").and_then(Value::as_str).unwrap_or_default();
        text.push('\n');
        text.extend(description.lines().map(|line| format!("# {line}\n").replace("# \n", "#\n")));
        text.extend(choices(property, &schema).map(|c| format!("# one of: {c}\n")));
        text += &match defaults.get(name).filter(|v| !v.is_null()) {
            Some(value) => format!("{name} = {}\n", toml_value(value)),
            None => format!("# {name} = …\n"),
        };
    }
    text
}

/// The values of an enumeration, wherever schemars put them.
fn choices(property: &Value, schema: &Value) -> Option<String> {
    let target =
        property.get("$ref").and_then(Value::as_str).and_then(|r| schema.pointer(r.trim_start_matches('#')));
    let node = target.unwrap_or(property);
    let listed = node.get("enum").and_then(Value::as_array).cloned();
    let described = || {
        let variants = node.get("oneOf").and_then(Value::as_array)?;
        variants.iter().map(|v| v.get("const").cloned()).collect::<Option<Vec<_>>>()
    };
    let values = listed.or_else(described)?;
    Some(values.iter().map(Value::to_string).collect::<Vec<_>>().join(", "))
}

/// A default as TOML; defaults are scalars, arrays and small tables.
fn toml_value(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml_value).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(k, v)| format!("{k} = {}", toml_value(v)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn as_json(kind: &dyn StageKind) -> Value {
    let spec = kind.spec();
    let layer = |l: &LayerSpec| {
        json!({"name": l.name, "summary": l.summary, "labels": l.labels,
               "attributes": l.attrs.iter().map(|a| json!({"name": a.name, "type": a.ty.name()})).collect::<Vec<_>>()})
    };
    let layers = |ls: &[LayerSpec]| ls.iter().map(layer).collect::<Vec<_>>();
    json!({
        "name": spec.name, "summary": spec.summary, "reads": spec.reads, "uses": spec.uses,
        "creates": layers(spec.creates), "creates_if_absent": layers(spec.creates_if_absent),
        "extends": layers(spec.extends), "tables": spec.tables.iter().map(|t| t.name).collect::<Vec<_>>(),
        "meta": spec.meta, "rewrites": spec.rewrites,
        "options": kind.schema(), "defaults": kind.defaults(),
    })
}
