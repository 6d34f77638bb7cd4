//! A plugin's manifest: from JSON to the declarations that the planner works with.
//!
//! Specs are `'static` in the core, so what a manifest says is leaked; a library is never
//! unloaded either.

use pipeline_core::{AttrSpec, AttrType, Coords, LayerSpec, StageSpec, TableSpec};
use serde::Deserialize;
use serde_json::Value;

/// What a library says about itself.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Its id, for example `acme.keywords`.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The licence of its code and data, as an SPDX expression.
    pub license: String,
    /// One line for people; may be empty.
    pub summary: String,
    /// Its stages.
    pub stages: Vec<KindManifest>,
    /// The JSON text that it was parsed from.
    pub json: String,
}

/// What a manifest says about one stage.
#[derive(Clone, Debug)]
pub struct KindManifest {
    /// The name after the slash.
    pub kind: &'static str,
    /// Layers, then tables, as the ABI numbers them.
    pub slots: &'static [Slot],
    /// What the planner needs; its name is still the kind alone.
    pub spec: StageSpec,
    /// Whether it has a corpus pass.
    pub fit: bool,
    /// Whether it is called by one thread at a time.
    pub serial: bool,
    /// How many documents it likes in one call.
    pub batch: usize,
    /// JSON Schema of its options.
    pub schema: Value,
}

impl KindManifest {
    /// The declaration of the stage as `library/kind`.
    #[must_use]
    pub fn spec_in(&self, library: &str) -> &'static StageSpec {
        let name = leak_str(format!("{library}/{}", self.kind));
        Box::leak(Box::new(StageSpec { name, ..self.spec }))
    }
}

/// A layer or a table, by its number.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// Name of the layer or table.
    pub name: &'static str,
    /// Its attributes, by their numbers.
    pub attrs: &'static [AttrSpec],
    /// Labels that may be written; empty where any label goes.
    pub labels: &'static [&'static str],
    /// Whether it is a table.
    pub table: bool,
    /// Whether the stage may write it.
    pub writes: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawManifest {
    id: String,
    version: String,
    license: String,
    #[serde(default)]
    summary: String,
    stages: Vec<RawStage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStage {
    kind: String,
    summary: String,
    #[serde(default)]
    layers: Vec<RawLayer>,
    #[serde(default)]
    tables: Vec<RawTable>,
    #[serde(default)]
    meta: Vec<String>,
    #[serde(default)]
    rewrites: bool,
    #[serde(default)]
    fit: bool,
    #[serde(default)]
    threads: Threads,
    #[serde(default = "one")]
    batch: u32,
    #[serde(default)]
    config_schema: Option<Value>,
}

fn one() -> u32 {
    1
}

#[derive(Deserialize, Default, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Threads {
    #[default]
    Shared,
    Serial,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Read,
    Use,
    Create,
    CreateIfAbsent,
    Extend,
}

#[derive(Clone, Copy, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum RawCoords {
    #[default]
    Text,
    Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLayer {
    name: String,
    mode: Mode,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    coords: RawCoords,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    attrs: Vec<RawAttr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    name: String,
    #[serde(default)]
    summary: String,
    attrs: Vec<RawAttr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAttr {
    name: String,
    #[serde(rename = "type")]
    ty: RawType,
    #[serde(default)]
    target: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawType {
    I64,
    F64,
    Str,
    Bool,
    Span,
    Ref,
    Refs,
}

impl Manifest {
    /// The plugin as messages name it.
    #[must_use]
    pub fn title(&self) -> String {
        format!("`{}` {}", self.id, self.version)
    }

    /// Parses and checks a manifest.
    ///
    /// # Errors
    /// What is wrong with it, for its author.
    pub fn parse(json: &str) -> Result<Self, String> {
        let raw: RawManifest = serde_json::from_str(json).map_err(|e| format!("manifest: {e}"))?;
        for (key, value) in [("id", &raw.id), ("version", &raw.version), ("license", &raw.license)] {
            if value.is_empty() {
                return Err(format!("manifest: `{key}` is empty"));
            }
        }
        if raw.stages.is_empty() {
            return Err("manifest: `stages` is empty; a library has at least one stage".to_owned());
        }
        let RawManifest { id, version, license, summary, stages } = raw;
        let stages = stages.into_iter().map(stage).collect::<Result<Vec<_>, _>>()?;
        for (at, s) in stages.iter().enumerate() {
            if stages[..at].iter().any(|other| other.kind == s.kind) {
                return Err(format!("manifest: two stages are of kind `{}`", s.kind));
            }
        }
        Ok(Self { id, version, license, summary, stages, json: json.to_owned() })
    }
}

fn stage(raw: RawStage) -> Result<KindManifest, String> {
    let kind = leak_str(raw.kind);
    let fail = |what: String| Err(format!("manifest: stage `{kind}`: {what}"));
    if !is_name(kind) {
        return fail("`kind` is made of small letters, digits, `-` and `_`".to_owned());
    }
    if raw.batch == 0 || raw.batch > 1024 {
        return fail(format!("`batch` is {}, expected 1 to 1024", raw.batch));
    }
    let schema = raw.config_schema.unwrap_or_else(|| serde_json::json!({"type": "object", "properties": {}}));
    if let Err(e) = jsonschema::validator_for(&schema) {
        return fail(format!("`config_schema` is not a JSON Schema: {e}"));
    }
    let mut slots = Vec::new();
    let mut spec = StageSpec::new(kind, leak_str(raw.summary)).meta(leak_strs(raw.meta));
    spec.rewrites = raw.rewrites;
    let layers: Vec<(Mode, LayerSpec)> = match raw.layers.into_iter().map(layer).collect() {
        Ok(layers) => layers,
        Err(what) => return fail(what),
    };
    for (at, (mode, l)) in layers.iter().enumerate() {
        if layers[..at].iter().any(|(_, other)| other.name == l.name) {
            return fail(format!("layer `{}` is listed twice", l.name));
        }
        let writes = !matches!(mode, Mode::Read | Mode::Use);
        slots.push(Slot { name: l.name, attrs: l.attrs, labels: l.labels, table: false, writes });
    }
    let of = |wanted: Mode| -> &'static [LayerSpec] {
        leak(layers.iter().filter(|(mode, _)| *mode == wanted).map(|(_, l)| *l).collect())
    };
    let names =
        |wanted: Mode| -> &'static [&'static str] { leak(of(wanted).iter().map(|l| l.name).collect()) };
    (spec.reads, spec.uses) = (names(Mode::Read), names(Mode::Use));
    (spec.creates, spec.creates_if_absent, spec.extends) =
        (of(Mode::Create), of(Mode::CreateIfAbsent), of(Mode::Extend));
    let mut tables = Vec::new();
    for raw in raw.tables {
        let attrs = match attrs(raw.attrs) {
            Ok(attrs) => attrs,
            Err(what) => return fail(format!("table `{}`: {what}", raw.name)),
        };
        let table = TableSpec::new(leak_str(raw.name), leak_str(raw.summary), attrs);
        slots.push(Slot { name: table.name, attrs, labels: &[], table: true, writes: true });
        tables.push(table);
    }
    spec.tables = leak(tables);
    Ok(KindManifest {
        kind,
        slots: leak(slots),
        spec,
        fit: raw.fit,
        serial: raw.threads == Threads::Serial,
        batch: raw.batch as usize,
        schema,
    })
}

fn layer(raw: RawLayer) -> Result<(Mode, LayerSpec), String> {
    if raw.name.is_empty() {
        return Err("a layer has no name".to_owned());
    }
    let attrs = attrs(raw.attrs).map_err(|what| format!("layer `{}`: {what}", raw.name))?;
    let coords = match raw.coords {
        RawCoords::Text => Coords::Text,
        RawCoords::Source => Coords::Source,
    };
    let labels = leak_strs(raw.labels);
    let spec = LayerSpec::new(leak_str(raw.name), leak_str(raw.summary)).labels(labels).attrs(attrs);
    Ok((raw.mode, LayerSpec { coords, ..spec }))
}

fn attrs(raw: Vec<RawAttr>) -> Result<&'static [AttrSpec], String> {
    // The names that records give to spans themselves.
    const TAKEN: [&str; 5] = ["start", "end", "source", "label", "score"];
    let mut attrs: Vec<AttrSpec> = Vec::new();
    for RawAttr { name, ty, target } in raw {
        if TAKEN.contains(&name.as_str()) || name.is_empty() {
            return Err(format!("an attribute cannot be named `{name}`"));
        }
        if attrs.iter().any(|a| a.name == name) {
            return Err(format!("attribute `{name}` is listed twice"));
        }
        let refers = matches!(ty, RawType::Ref | RawType::Refs);
        if refers == target.is_empty() {
            let what = if refers { "needs" } else { "has no use for" };
            return Err(format!("attribute `{name}` {what} a `target` layer"));
        }
        let (name, target) = (leak_str(name), leak_str(target));
        attrs.push(match ty {
            RawType::I64 => AttrSpec::new(name, AttrType::I64),
            RawType::F64 => AttrSpec::new(name, AttrType::F64),
            RawType::Str => AttrSpec::new(name, AttrType::Str),
            RawType::Bool => AttrSpec::new(name, AttrType::Bool),
            RawType::Span => AttrSpec::new(name, AttrType::Span),
            RawType::Ref => AttrSpec::reference(name, target),
            RawType::Refs => AttrSpec::references(name, target),
        });
    }
    Ok(leak(attrs))
}

/// What a kind or a library may be called: it stands in `use = "library/kind"` and in `--set`.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    !name.is_empty() && name.chars().all(allowed)
}

fn leak<T>(values: Vec<T>) -> &'static [T] {
    Vec::leak(values)
}

pub(crate) fn leak_str(text: String) -> &'static str {
    String::leak(text)
}

fn leak_strs(texts: Vec<String>) -> &'static [&'static str] {
    leak(texts.into_iter().map(leak_str).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Manifest;

    fn with_stage(stage: &str) -> Result<Manifest, String> {
        Manifest::parse(&format!(r#"{{"id":"a.b","version":"1","license":"MIT","stages":[{stage}]}}"#))
    }

    #[track_caller]
    fn refused(stage: &str, wanted: &str) {
        let message = with_stage(stage).unwrap_err();
        assert!(message.contains(wanted), "{message}");
    }

    #[test]
    fn a_whole_manifest() {
        let manifest = with_stage(
            r#"{"kind":"k","summary":"s","layers":[
                 {"name":"tokens","mode":"read"},
                 {"name":"entities","mode":"extend","labels":["PER"],"attrs":[{"name":"id","type":"str"}]},
                 {"name":"marks","mode":"create","coords":"source","attrs":[{"name":"of","type":"ref","target":"entities"}]}],
                "tables":[{"name":"t","attrs":[{"name":"n","type":"i64"}]}],
                "meta":["m"],"threads":"serial","batch":8,"rewrites":true}"#,
        )
        .unwrap();
        let stage = &manifest.stages[0];
        let spec = stage.spec_in("acme");
        assert_eq!(spec.name, "acme/k");
        assert_eq!((spec.reads, spec.meta, spec.rewrites), (&["tokens"][..], &["m"][..], true));
        assert_eq!(spec.writes().map(|l| l.name).collect::<Vec<_>>(), ["marks", "entities"]);
        assert_eq!(
            stage.slots.iter().map(|s| s.name).collect::<Vec<_>>(),
            ["tokens", "entities", "marks", "t"]
        );
        assert!(stage.serial && stage.batch == 8 && !stage.fit);
    }

    #[test]
    fn mistakes_are_named() {
        refused(r#"{"kind":"k","summary":"s","layer":[]}"#, "unknown field `layer`");
        refused(r#"{"kind":"K!","summary":"s"}"#, "small letters");
        refused(r#"{"kind":"k","summary":"s","batch":0}"#, "`batch` is 0, expected 1 to 1024");
        let twice = r#"{"name":"a","mode":"use"},{"name":"a","mode":"create"}"#;
        refused(&format!(r#"{{"kind":"k","summary":"s","layers":[{twice}]}}"#), "layer `a` is listed twice");
        let attr = |a: &str| {
            format!(r#"{{"kind":"k","summary":"s","layers":[{{"name":"a","mode":"create","attrs":[{a}]}}]}}"#)
        };
        refused(&attr(r#"{"name":"x","type":"ref"}"#), "attribute `x` needs a `target` layer");
        refused(&attr(r#"{"name":"x","type":"i64","target":"a"}"#), "has no use for a `target`");
        refused(&attr(r#"{"name":"start","type":"i64"}"#), "cannot be named `start`");
        refused(r#"{"kind":"k","summary":"s","config_schema":{"type":"nonsense"}}"#, "is not a JSON Schema");
        assert!(Manifest::parse("{}").unwrap_err().contains("missing field `id`"));
        assert!(with_stage("").unwrap_err().contains("`stages` is empty"));
    }
}
