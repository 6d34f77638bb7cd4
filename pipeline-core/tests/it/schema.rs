//! The JSON Schema of a configuration: sound, and of one mind with the decoder. Validated by a
//! small interpreter of the keywords that schemas of options use; an unknown keyword fails.

use crate::config::OPTIONS;
use pipeline_core::config::schema;
use pipeline_core::testing::plan;
use pipeline_core::{Build, BuildError, BuiltIn, NoFiles, Registry, Stage, StageConfig, StageSpec};
use serde_json::{Value, json};

/// A second stage, whose `Mode` is not the `Mode` of the first.
#[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Other {
    /// How.
    mode: Mode,
}

/// Loud or not.
#[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Mode {
    /// Not loud.
    #[default]
    Quiet,
    /// Loud.
    Loud,
}

impl StageConfig for Other {
    const SPEC: StageSpec = StageSpec::new("acme/other", "another stage");

    fn build(self, _: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        Err(BuildError::at("", "is never built"))
    }
}

static OTHER: BuiltIn<Other> = BuiltIn::NEW;

fn whole() -> Value {
    schema(&Registry::new(&[&OPTIONS, &OTHER]), &[])
}

/// Why `value` is not what `schema` (a part of `root`) asks for.
fn invalid(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let object = match schema {
        Value::Bool(true) => return Ok(()),
        Value::Bool(false) => return Err(format!("{value} is not allowed")),
        schema => schema.as_object().ok_or("a schema is an object")?,
    };
    for (keyword, wanted) in object {
        let fine = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "format" => true,
            "type" => is_type(wanted, value)?,
            "const" => value == wanted,
            "enum" => wanted.as_array().is_some_and(|w| w.contains(value)),
            "minimum" => value.as_f64().is_none_or(|v| v >= wanted.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|v| v <= wanted.as_f64().unwrap()),
            "minItems" => value.as_array().is_none_or(|v| v.len() as u64 >= wanted.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|v| v.len() as u64 <= wanted.as_u64().unwrap()),
            "pattern" => {
                assert_eq!(wanted, "^[^.=]+$", "the only pattern known here");
                value.as_str().is_none_or(|v| !v.is_empty() && !v.contains(['.', '=']))
            }
            "required" => {
                let names = wanted.as_array().unwrap().iter();
                names.into_iter().all(|n| value.get(n.as_str().unwrap()).is_some())
            }
            "properties" => {
                for (name, part) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = wanted.get(name) {
                        invalid(root, schema, part).map_err(|e| format!("{name}: {e}"))?;
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = object.get("properties").and_then(Value::as_object);
                let entries = value.as_object().into_iter().flatten();
                for (name, part) in entries.filter(|(n, _)| !known.is_some_and(|k| k.contains_key(*n))) {
                    invalid(root, wanted, part).map_err(|e| format!("{name}: {e}"))?;
                }
                true
            }
            "prefixItems" => {
                let items = value.as_array().into_iter().flatten();
                for (schema, part) in wanted.as_array().unwrap().iter().zip(items) {
                    invalid(root, schema, part)?;
                }
                true
            }
            "items" => {
                let before = object.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .skip(before)
                    .try_for_each(|v| invalid(root, wanted, v))?;
                true
            }
            "oneOf" => {
                wanted.as_array().unwrap().iter().filter(|s| invalid(root, s, value).is_ok()).count() == 1
            }
            "anyOf" => wanted.as_array().unwrap().iter().any(|s| invalid(root, s, value).is_ok()),
            "$ref" => {
                let pointer = wanted.as_str().unwrap().strip_prefix('#').unwrap();
                let target = root.pointer(pointer).ok_or(format!("nothing at {pointer}"))?;
                invalid(root, target, value)?;
                true
            }
            other => return Err(format!("keyword `{other}` is not known here")),
        };
        if !fine {
            return Err(format!("{value} does not fit {keyword}: {wanted}"));
        }
    }
    Ok(())
}

fn is_type(wanted: &Value, value: &Value) -> Result<bool, String> {
    if let Value::Array(any) = wanted {
        let mut fits = false;
        for one in any {
            fits |= is_type(one, value)?;
        }
        return Ok(fits);
    }
    Ok(match wanted.as_str().unwrap_or_default() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|v| v.fract() == 0.0),
        other => return Err(format!("type `{other}` is not known here")),
    })
}

fn as_json(toml: &str) -> Value {
    toml::from_str(toml).unwrap()
}

/// Schema and decoder both refuse `toml`.
#[track_caller]
fn both_refuse(toml: &str) {
    let (root, value) = (whole(), as_json(toml));
    assert!(invalid(&root, &root, &value).is_err(), "the schema accepts {toml}");
    let registry = Registry::new(&[&OPTIONS, &OTHER]);
    assert!(plan(&registry, toml, &NoFiles).is_err(), "the decoder accepts {toml}");
}

#[track_caller]
fn both_accept(toml: &str) {
    let (root, value) = (whole(), as_json(toml));
    assert_eq!(invalid(&root, &root, &value), Ok(()), "{toml}");
    let registry = Registry::new(&[&OPTIONS]);
    assert_eq!(plan(&registry, toml, &NoFiles).err(), None, "{toml}");
}

#[test]
fn what_the_decoder_accepts_the_schema_accepts() {
    both_accept("[[stage]]\nuse = \"clean\"");
    both_accept(
        "[pipeline]\nname = \"a\"\nlanguage = \"en\"\n[input]\nlayers = [\"x\"]\n[output]\n[plugins]\n[[stage]]\nuse = \"clean\"",
    );
    both_accept("[[stage]]\nuse = \"clean\"\nname = \"first\"\noverlap = \"both\"");
    both_accept(
        "[[stage]]\nuse = \"clean\"\nmin_score = 1\nlimit = 3\ndepth = 255\nstrict = true\nmode = \"quick\"\n\
         title = \"t\"\nrange = [-1, 2]\nrules = [{ word = \"a\", weight = 0.5 }]\nnamed = { x = { word = \"b\" } }",
    );
}

#[test]
fn what_the_decoder_refuses_the_schema_refuses() {
    both_refuse("");
    both_refuse("stage = []");
    both_refuse("stage = \"clean\"");
    both_refuse("pipeline = 1\n[[stage]]\nuse = \"clean\"");
    both_refuse("input = 1\n[[stage]]\nuse = \"clean\"");
    both_refuse("[pipline]\n[[stage]]\nuse = \"clean\"");
    both_refuse("[pipeline]\nlang = \"en\"\n[[stage]]\nuse = \"clean\"");
    both_refuse("[[stage]]\npacks = []");
    both_refuse("[[stage]]\nuse = \"claen\"");
    for line in [
        "limt = 1",
        "timeout = 1",
        "isolate = true",
        "name = \"a.b\"",
        "name = \"\"",
        "overlap = \"all\"",
        "packs = \"x\"",
        "packs = [1]",
        "min_score = \"1\"",
        "limit = -1",
        "limit = 1.5",
        "depth = 256",
        "strict = 1",
        "mode = \"fast\"",
        "mode = \"loud\"",
        "title = 1",
        "range = [1]",
        "range = [1, 2, 3]",
        "rules = [{ weight = 1 }]",
        "rules = [{ word = \"a\", wieght = 1 }]",
        "named = { x = 1 }",
    ] {
        both_refuse(&format!("[[stage]]\nuse = \"clean\"\n{line}"));
    }
}

#[test]
fn types_of_one_name_in_two_stages_stay_apart() {
    let root = whole();
    let fits = |toml: &str| invalid(&root, &root, &as_json(toml)).is_ok();
    assert!(fits("[[stage]]\nuse = \"acme/other\"\nmode = \"loud\""));
    assert!(!fits("[[stage]]\nuse = \"acme/other\"\nmode = \"quick\""));
    assert!(fits("[[stage]]\nuse = \"clean\"\nmode = \"quick\""));
}

#[test]
fn sections_of_other_crates_are_put_in() {
    let input = schemars::json_schema!({
        "type": "object", "properties": {"format": {"$ref": "#/$defs/Format"}}, "additionalProperties": false,
        "$defs": {"Format": {"enum": ["text", "html"]}},
    });
    let root = schema(&Registry::new(&[&OPTIONS]), &[("input", input)]);
    let fits = |format: &str| {
        let value = json!({"input": {"format": format}, "stage": [{"use": "clean"}]});
        invalid(&root, &root, &value).is_ok()
    };
    assert!(fits("text") && !fits("pdf"));
}

#[test]
fn every_key_has_a_description_and_every_reference_a_target() {
    fn walk(root: &Value, value: &Value, path: &str) {
        if let Some(to) = value.get("$ref").and_then(Value::as_str) {
            assert!(root.pointer(&to[1..]).is_some(), "{path}: {to}");
        }
        match value {
            Value::Object(entries) => entries.iter().for_each(|(k, v)| walk(root, v, &format!("{path}/{k}"))),
            Value::Array(items) => items.iter().for_each(|v| walk(root, v, path)),
            _ => {}
        }
    }
    let root = whole();
    assert_eq!(root["$schema"], "https://json-schema.org/draft/2020-12/schema");
    walk(&root, &root, "");
    for stage in root["properties"]["stage"]["items"]["oneOf"].as_array().unwrap() {
        assert!(stage["description"].is_string());
        for (key, property) in stage["properties"].as_object().unwrap() {
            assert!(property["description"].is_string(), "{key}");
        }
    }
}
