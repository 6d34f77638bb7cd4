//! Options made up from a schema: the smallest that may do, and random ones.

use super::schema::Schema;
use serde_json::{Map, Number, Value};

/// How deep made-up values nest.
const DEEPEST: usize = 5;

/// The smallest options that the schema may accept: what is required, and nothing else.
pub(crate) fn minimal(schema: &Value) -> Value {
    value(Schema::new(schema), None, DEEPEST).unwrap_or_else(|| Value::Object(Map::new()))
}

fn value(schema: Schema<'_>, default: Option<&Value>, depth: usize) -> Option<Value> {
    let said = default.or_else(|| schema.get("default")).or_else(|| schema.get("const"));
    let example = || schema.get("examples").and_then(Value::as_array).and_then(|e| e.first());
    if let Some(said) = said.or_else(|| schema.listed().first()).or_else(example) {
        return Some(said.clone());
    }
    let depth = depth.checked_sub(1)?;
    match schema.ty() {
        Some("string") => Some("a".repeat(schema.count("minLength").max(1)).into()),
        Some("integer") => {
            let (least, most) = schema.integers();
            Some(1.max(least.unwrap_or(1)).min(most.unwrap_or(i64::MAX)).into())
        }
        Some("number") => {
            let (least, most) = (schema.number("minimum"), schema.number("maximum"));
            let number = 1.0_f64.max(least.unwrap_or(1.0)).min(most.unwrap_or(f64::MAX));
            Number::from_f64(number).map(Value::Number)
        }
        Some("boolean") => Some(true.into()),
        Some("array") => {
            let item = || schema.items().map_or(Some("a".into()), |items| value(items, None, depth));
            (0..schema.count("minItems").max(1)).map(|_| item()).collect::<Option<Vec<_>>>().map(Value::Array)
        }
        Some("object") => object(schema, depth, |_| false, value),
        _ => schema.alternatives().find_map(|s| value(s, None, depth)),
    }
}

/// Makes a value of a schema with this default, nesting so deep.
type Make<'m> = dyn FnMut(Schema<'_>, Option<&Value>, usize) -> Option<Value> + 'm;

/// An object of the properties that are required or wanted.
fn object(
    schema: Schema<'_>,
    depth: usize,
    mut wanted: impl FnMut(&str) -> bool,
    mut make: impl FnMut(Schema<'_>, Option<&Value>, usize) -> Option<Value>,
) -> Option<Value> {
    let required: Vec<&str> = schema.required().collect();
    let make: &mut Make<'_> = &mut make;
    let mut made = Map::new();
    for (name, property, default) in schema.properties() {
        let needed = required.contains(&name);
        if !needed && !wanted(name) {
            continue;
        }
        match make(property, default, depth) {
            Some(value) => drop(made.insert(name.to_owned(), value)),
            None if needed => return None,
            None => {}
        }
    }
    Some(Value::Object(made))
}

/// Random options that the schema may accept, the same for the same `seed`.
pub(crate) fn random(schema: &Value, seed: u64) -> Value {
    let mut dice = Dice(seed);
    any(Schema::new(schema), &mut dice, DEEPEST).unwrap_or_else(|| Value::Object(Map::new()))
}

/// Texts that plugins may not expect.
const TEXTS: [&str; 10] = ["a", "é", "a b", "😀", "0", "\u{1}", "true", "../a", "%s%n", "\u{202e}x"];

fn any(schema: Schema<'_>, dice: &mut Dice, depth: usize) -> Option<Value> {
    if let Some(value) = schema.get("const") {
        return Some(value.clone());
    }
    if let values @ [_, ..] = schema.listed() {
        return Some(dice.pick(values).clone());
    }
    let depth = depth.checked_sub(1)?;
    match schema.ty() {
        Some("string") => {
            let (least, most) = (schema.count("minLength"), schema.get("maxLength").and_then(Value::as_u64));
            let most = most.and_then(|n| usize::try_from(n).ok()).unwrap_or(300).max(least);
            let piece = *dice.pick(&TEXTS);
            let times = *dice.pick(&[1, 1, 1, 40]);
            let text: String = piece.repeat(times.max(least)).chars().take(most).collect();
            Some(text.into())
        }
        Some("integer") => {
            let (least, most) = schema.integers();
            let least = least.unwrap_or(most.unwrap_or(0).saturating_sub(1000));
            let most = most.unwrap_or(least.saturating_add(1000));
            let between = dice.between(least, most);
            Some((*dice.pick(&[least, most, between])).into())
        }
        Some("number") => {
            let least = schema.number("minimum").unwrap_or(0.0);
            let most = schema.number("maximum").unwrap_or(least + 1000.0);
            let number = *dice.pick(&[least, most, least.midpoint(most)]);
            Number::from_f64(number).map(Value::Number)
        }
        Some("boolean") => Some(dice.next().is_multiple_of(2).into()),
        Some("array") => {
            let count = schema.count("minItems") + *dice.pick(&[0, 1, 2, 20]);
            let most = schema.get("maxItems").map_or(usize::MAX, |_| schema.count("maxItems"));
            let mut item = || schema.items().map_or(Some("a".into()), |items| any(items, dice, depth));
            (0..count.min(most)).map(|_| item()).collect::<Option<Vec<_>>>().map(Value::Array)
        }
        Some("object") => {
            let coins = dice.next();
            let mut at = 0;
            let wanted = |_: &str| {
                at += 1;
                coins >> (at % 64) & 1 == 1
            };
            object(schema, depth, wanted, |property, _, depth| any(property, dice, depth))
        }
        _ => {
            let alternatives: Vec<Schema<'_>> = schema.alternatives().collect();
            if alternatives.is_empty() {
                return None;
            }
            any(*dice.pick(&alternatives), dice, depth)
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn pick<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        let at = self.next() % values.len().max(1) as u64;
        &values[usize::try_from(at).unwrap_or(0)]
    }

    fn between(&mut self, least: i64, most: i64) -> i64 {
        let room = most.abs_diff(least).saturating_add(1).max(1);
        least.saturating_add_unsigned(self.next() % room)
    }
}

#[cfg(test)]
mod tests {
    use super::{minimal, random};
    use serde_json::{Value, json};

    fn schema() -> Value {
        json!({
            "type": "object", "additionalProperties": false, "required": ["words", "mode", "at"],
            "properties": {
                "words": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 2}},
                "mode": {"$ref": "#/$defs/Mode"},
                "at": {"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 5, "maximum": 9}]},
                "more": {"type": "object", "properties": {"x": {"type": "boolean"}}}
            },
            "$defs": {"Mode": {"enum": ["near", "far"]}}
        })
    }

    #[test]
    fn the_smallest_options_have_what_is_required() {
        assert_eq!(minimal(&schema()), json!({"words": ["aa"], "mode": "near", "at": 5}));
        assert_eq!(minimal(&json!({})), json!({}));
    }

    #[test]
    fn random_options_keep_the_limits_and_are_reproducible() {
        for seed in 0..50 {
            let options = random(&schema(), seed);
            assert_eq!(options, random(&schema(), seed));
            assert!((5..=9).contains(&options["at"].as_i64().unwrap_or(0)), "{options}");
            assert!(options["words"].as_array().is_some_and(|w| !w.is_empty()), "{options}");
        }
    }
}
