//! Options that differ from given ones in one place: what two stages are made of.

use super::made::minimal;
use super::schema::{Schema, with};
use serde_json::Value;

/// The options with one of them changed, for each that can be.
pub(crate) fn variations(schema: &Value, options: &Value) -> Vec<Value> {
    let whole = Schema::new(schema);
    let changed = whole.properties().filter_map(|(name, property, default)| {
        let now = options.get(name).or(default);
        Some(with(options, name, Some(other(property, now)?)))
    });
    changed.filter(|changed| changed != options).collect()
}

/// Another value of a schema than `now`.
fn other(schema: Schema<'_>, now: Option<&Value>) -> Option<Value> {
    if let values @ [_, ..] = schema.listed() {
        return values.iter().find(|v| Some(*v) != now).cloned();
    }
    match (schema.ty()?, now) {
        ("boolean", now) => Some((!now.and_then(Value::as_bool).unwrap_or(false)).into()),
        ("integer", now) => {
            let (least, most) = schema.integers();
            let now = now.and_then(Value::as_i64).or(least).unwrap_or(0);
            let up = now.checked_add(1).filter(|n| most.is_none_or(|m| *n <= m));
            up.or_else(|| now.checked_sub(1)).map(Value::from)
        }
        ("number", now) => {
            let (least, most) = (schema.number("minimum"), schema.number("maximum"));
            let now = now.and_then(Value::as_f64).or(least).unwrap_or(0.0);
            let up = Some(now + 0.5).filter(|n| most.is_none_or(|m| *n <= m));
            up.or(least.filter(|l| *l < now)).map(Value::from)
        }
        ("string", now) => Some(format!("{}a", now.and_then(Value::as_str).unwrap_or_default()).into()),
        ("array", now) => {
            let mut items = now.and_then(Value::as_array).cloned().unwrap_or_default();
            items.push(schema.items().map_or("the".into(), |i| match i.ty() {
                // A word of the documents, so that it makes a difference.
                Some("string") => "the".into(),
                _ => minimal(i.own),
            }));
            Some(items.into())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::variations;
    use serde_json::json;

    #[test]
    fn one_option_changes_at_a_time() {
        let schema = json!({"type": "object", "properties": {
            "a": {"type": "integer", "default": 3, "maximum": 3},
            "b": {"type": "boolean"},
            "c": {"enum": ["x", "y"], "default": "x"},
            "d": {"type": "array", "items": {"type": "string"}}
        }});
        assert_eq!(
            variations(&schema, &json!({})),
            [json!({"a": 2}), json!({"b": true}), json!({"c": "y"}), json!({"d": ["the"]})]
        );
    }
}
