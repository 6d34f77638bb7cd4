//! Options that break a schema, each in one way.

use super::schema::{Schema, with};
use serde_json::{Value, json};

/// Options that the host must refuse: what is wrong with them, and they.
pub(crate) fn violations(schema: &Value, options: &Value) -> Vec<(String, Value)> {
    let whole = Schema::new(schema);
    let mut broken =
        vec![("an unknown key".to_owned(), with(options, "no_such_option", Some(json!("a value"))))];
    let defaults: Vec<&str> = whole.properties().filter(|(.., d)| d.is_some()).map(|(n, ..)| n).collect();
    for name in whole.required().filter(|n| !defaults.contains(n)) {
        broken.push((format!("`{name}` left out"), with(options, name, None)));
    }
    for (name, property, _) in whole.properties() {
        for (what, value) in wrong(property) {
            broken.push((format!("`{name}` {what}"), with(options, name, Some(value))));
        }
    }
    broken
}

/// Values that break the schema of one option.
fn wrong(schema: Schema<'_>) -> Vec<(String, Value)> {
    let mut broken = Vec::new();
    let types = schema.types();
    if !types.is_empty() {
        broken.extend(of_other_type(&types).map(|v| (format!("of a wrong type ({v})"), v)));
    }
    let is = |ty: &str| types.contains(&ty);
    let (least, most) = schema.integers();
    if is("integer") {
        broken.extend(
            least.and_then(|n| n.checked_sub(1)).map(|n| (format!("below its minimum ({n})"), n.into())),
        );
        broken.extend(
            most.and_then(|n| n.checked_add(1)).map(|n| (format!("above its maximum ({n})"), n.into())),
        );
    }
    if is("number") {
        broken.extend(
            schema.number("minimum").map(|n| (format!("below its minimum ({})", n - 1.0), (n - 1.0).into())),
        );
        broken.extend(
            schema.number("maximum").map(|n| (format!("above its maximum ({})", n + 1.0), (n + 1.0).into())),
        );
    }
    if is("array") && schema.count("minItems") > 0 {
        broken.push(("with no item".to_owned(), json!([])));
    }
    if is("string") && schema.count("minLength") > 0 {
        broken.push(("empty".to_owned(), json!("")));
    }
    if !schema.listed().is_empty() {
        broken.push(("not one of those listed".to_owned(), json!("no such value")));
    }
    broken
}

fn of_other_type(types: &[&str]) -> Option<Value> {
    let candidates = [
        ("string", json!("text")),
        ("integer", json!(1)),
        ("boolean", json!(true)),
        ("array", json!([])),
        ("object", json!({})),
    ];
    let fits = |ty: &str| types.contains(&ty) || (ty == "integer" && types.contains(&"number"));
    candidates.into_iter().find(|(ty, _)| !fits(ty)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::violations;
    use serde_json::json;

    #[test]
    fn each_rule_is_broken_once() {
        let schema = json!({"type": "object", "required": ["words"], "properties": {
            "words": {"type": "array", "minItems": 1},
            "n": {"type": "integer", "minimum": 0},
            "mode": {"enum": ["a"]}
        }});
        let broken = violations(&schema, &json!({"words": ["x"]}));
        assert_eq!(
            broken.iter().map(|(what, _)| what.as_str()).collect::<Vec<_>>(),
            [
                "an unknown key",
                "`words` left out",
                "`words` of a wrong type (\"text\")",
                "`words` with no item",
                "`n` of a wrong type (\"text\")",
                "`n` below its minimum (-1)",
                "`mode` not one of those listed"
            ]
        );
        assert_eq!(broken[1].1, json!({}));
    }
}
