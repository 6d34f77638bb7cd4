//! JSON Schema of a whole configuration, made from the registry, so that editors complete and
//! check it.

use super::pipeline::About;
use crate::{Overlap, Registry};
use schemars::{Schema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// A section that another crate decodes, with its schema: `("input", schema)`.
pub type Section = (&'static str, Schema);

/// The schema of a configuration file for the stages of `registry`.
#[must_use]
pub fn schema(registry: &Registry, sections: &[Section]) -> Value {
    let mut definitions = Map::new();
    let stages: Vec<Value> = registry
        .iter()
        .map(|kind| stage(kind, &mut definitions))
        .collect();
    let mut properties = Map::new();
    let about = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<About>();
    properties.insert("pipeline".into(), hoist(about, &mut definitions));
    for (name, schema) in sections {
        properties.insert((*name).into(), hoist(schema.clone(), &mut definitions));
    }
    properties.insert(
        "stage".into(),
        json!({"type": "array", "minItems": 1, "items": {"oneOf": stages},
               "description": "The stages, in the order in which documents go through them."}),
    );
    properties.insert(
        "test".into(),
        json!({"type": "array", "items": {"type": "object"},
               "description": "Tests of this configuration: a `text` and the layers expected."}),
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
    let mut schema = hoist(kind.schema(), definitions);
    let spec = kind.spec();
    let object = schema.as_object_mut();
    let Some(object) = object else { return schema };
    object.insert("title".into(), spec.name.into());
    object.insert("description".into(), spec.summary.into());
    let overlap = schemars::schema_for!(Overlap);
    let reserved = json!({
        "use": {"const": spec.name, "description": "Which stage."},
        "name": {"type": "string", "description": "Tells several uses of one stage apart; default: the value of `use`."},
        "overlap": hoist(overlap, definitions),
    });
    let properties = object.entry("properties").or_insert_with(|| json!({}));
    if let (Some(properties), Some(reserved)) = (properties.as_object_mut(), reserved.as_object()) {
        properties.extend(reserved.clone());
    }
    object.insert("required".into(), json!(["use"]));
    object.insert("additionalProperties".into(), false.into());
    schema
}

/// Moves the `$defs` of a schema to the whole.
fn hoist(schema: Schema, definitions: &mut Map<String, Value>) -> Value {
    let mut value = schema.to_value();
    if let Some(object) = value.as_object_mut() {
        object.remove("$schema");
        if let Some(Value::Object(own)) = object.remove("$defs") {
            definitions.extend(own);
        }
    }
    value
}
