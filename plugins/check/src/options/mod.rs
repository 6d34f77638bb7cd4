//! Options of stages, as data: read from TOML, and made up from a JSON Schema.

mod made;
mod schema;
mod variations;
mod violations;

pub(crate) use made::{minimal, random};
pub(crate) use variations::variations;
pub(crate) use violations::violations;

use pipeline_core::config::{Key, Node, Place, Value as Toml};
use serde_json::Value;

/// TOML as JSON.
pub(crate) fn from_node(node: &Node) -> Value {
    match &node.value {
        Toml::Str(text) => text.clone().into(),
        Toml::Int(number) => (*number).into(),
        Toml::Float(number) => (*number).into(),
        Toml::Bool(truth) => (*truth).into(),
        Toml::Array(items) => items.iter().map(from_node).collect(),
        Toml::Table(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.name.clone(), from_node(value))).collect())
        }
    }
}

/// JSON as TOML, which has no null: such entries are left out.
pub(crate) fn to_node(json: &Value) -> Node {
    let value = match json {
        Value::Null => Toml::default(),
        Value::Bool(truth) => Toml::Bool(*truth),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Toml::Int(integer),
            None => Toml::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Toml::Str(text.clone()),
        Value::Array(items) => Toml::Array(items.iter().map(to_node).collect()),
        Value::Object(entries) => {
            let there = entries.iter().filter(|(_, v)| !v.is_null());
            let key = |name: &String| Key { name: name.clone(), at: Place::default() };
            Toml::Table(there.map(|(name, v)| (key(name), to_node(v))).collect())
        }
    };
    Node { value, at: Place::default() }
}

/// Options on one line, for messages.
pub(crate) fn shown(options: &Value) -> String {
    let text = options.to_string();
    let short: String = text.chars().take(200).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::{from_node, to_node};
    use serde_json::json;

    #[test]
    fn there_and_back() {
        let options = json!({"a": [1, 2.5, "x", true], "b": {"c": -3}});
        assert_eq!(from_node(&to_node(&options)), options);
    }
}
