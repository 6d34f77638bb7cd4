//! JSON Schema of a whole configuration, made from the registry, so that editors complete and
//! check it.

use super::pipeline::About;
use crate::{Isolate, Overlap, Registry};
use schemars::{Schema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// A section that another crate decodes, with its schema: `("input", schema)`; for `test`, the
/// schema of one test.
pub type Section = (&'static str, Schema);

/// The schema of a configuration file for the stages of `registry`.
#[must_use]
pub fn schema(registry: &Registry, sections: &[Section]) -> Value {
    let mut definitions = Map::new();
    let stages: Vec<Value> = registry.iter().map(|kind| stage(kind, &mut definitions)).collect();
    let mut properties = Map::new();
    let about = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<About>();
    properties.insert("pipeline".into(), hoist("pipeline", about, &mut definitions));
    for name in ["input", "output", "plugins"] {
        // Without the schema of the crate that decodes it, any table goes.
        let section = sections.iter().find(|(n, _)| *n == name);
        let schema = section.map(|(_, s)| hoist(name, s.clone(), &mut definitions));
        properties.insert(name.into(), schema.unwrap_or(json!({"type": "object"})));
    }
    properties.insert(
        "stage".into(),
        json!({"type": "array", "minItems": 1, "items": {"oneOf": stages},
               "description": "The stages, in the order in which documents go through them."}),
    );
    let test = sections.iter().find(|(n, _)| *n == "test");
    let test = test.map(|(n, s)| hoist(n, s.clone(), &mut definitions)).unwrap_or(json!({"type": "object"}));
    properties.insert(
        "test".into(),
        json!({"type": "array", "items": test,
               "description": "Tests of this configuration, which `chaffinch test` runs: a document and what is expected of it."}),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "chaffinch pipeline",
        "type": "object",
        "properties": properties,
        "required": ["stage"],
        "additionalProperties": false,
        "$defs": definitions,
    })
}

fn stage(kind: &dyn crate::StageKind, definitions: &mut Map<String, Value>) -> Value {
    let spec = kind.spec();
    let mut schema = hoist(spec.name, kind.schema(), definitions);
    let Some(object) = schema.as_object_mut() else {
        return schema;
    };
    object.insert("type".into(), "object".into());
    object.insert("title".into(), spec.name.into());
    object.insert("description".into(), spec.summary.into());
    object.insert("additionalProperties".into(), false.into());
    let required = object.entry("required").or_insert_with(|| json!([]));
    if let Some(required) = required.as_array_mut() {
        required.insert(0, "use".into());
    }
    let properties = object.entry("properties").or_insert_with(|| json!({}));
    if let Some(properties) = properties.as_object_mut() {
        properties.extend(reserved(spec.name, definitions));
        if kind.is_hosted() {
            properties.extend(hosted(definitions));
        }
    }
    schema
}

/// The keys that every stage has.
fn reserved(stage: &str, definitions: &mut Map<String, Value>) -> Map<String, Value> {
    let overlap = hoist("overlap", schemars::schema_for!(Overlap), definitions);
    let name = "Tells several uses of one stage apart; default: the value of `use`.";
    Map::from_iter([
        ("use".to_owned(), json!({"const": stage, "description": "Which stage."})),
        ("name".to_owned(), json!({"type": "string", "pattern": "^[^.=]+$", "description": name})),
        ("overlap".to_owned(), overlap),
    ])
}

/// The keys that stages of plugins have besides.
fn hosted(definitions: &mut Map<String, Value>) -> Map<String, Value> {
    let limits = hoist("isolate", schemars::schema_for!(Isolate), definitions);
    Map::from_iter([
        (
            "timeout".to_owned(),
            json!({"type": "number", "exclusiveMinimum": 0,
                   "description": "How long it may take for one document, in seconds."}),
        ),
        (
            "isolate".to_owned(),
            json!({"oneOf": [{"type": "boolean"}, limits],
                   "description": "Whether it runs in a process of its own, so that a crash costs one document."}),
        ),
    ])
}

/// Moves the `$defs` of a schema to the whole, under names of their own: two crates may both
/// define a `Mode`.
fn hoist(owner: &str, schema: Schema, definitions: &mut Map<String, Value>) -> Value {
    let mut value = schema.to_value();
    let prefix = owner.replace('/', ".");
    redirect(&mut value, &prefix);
    if let Some(object) = value.as_object_mut() {
        object.remove("$schema");
        if let Some(Value::Object(own)) = object.remove("$defs") {
            definitions.extend(own.into_iter().map(|(k, v)| (format!("{prefix}.{k}"), v)));
        }
    }
    value
}

/// Lets every `$ref` mean the definition under its new name.
fn redirect(value: &mut Value, prefix: &str) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::String(to) if key == "$ref" => {
                        *to = to.replace("#/$defs/", &format!("#/$defs/{prefix}."));
                    }
                    other => redirect(other, prefix),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|v| redirect(v, prefix)),
        _ => {}
    }
}
