//! As much of JSON Schema as is needed to make options up: what a schema says of one value.
//! Whether made-up options are right is the host's to say, which has a whole validator.

use serde_json::{Map, Value};

/// A schema and the whole it is part of, where `$ref` leads.
#[derive(Clone, Copy)]
pub(super) struct Schema<'s> {
    root: &'s Value,
    pub(super) own: &'s Value,
}

impl<'s> Schema<'s> {
    pub(super) fn new(root: &'s Value) -> Self {
        Self { root, own: root }.resolved()
    }

    fn part(self, own: &'s Value) -> Self {
        Self { own, ..self }.resolved()
    }

    /// Behind references, and wrappers of one schema.
    fn resolved(self) -> Self {
        let mut schema = self;
        // A circle of references ends here.
        for _ in 0..16 {
            let target = schema.own.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'));
            let next = match target {
                Some(pointer) => schema.root.pointer(pointer),
                None => match schema.own.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
                    Some([single]) if schema.own.get("type").is_none() => Some(single),
                    _ => None,
                },
            };
            let Some(next) = next else { break };
            schema.own = next;
        }
        schema
    }

    /// The properties of an object; a `default` beside a `$ref` stays with the property.
    pub(super) fn properties(self) -> impl Iterator<Item = (&'s str, Self, Option<&'s Value>)> {
        let properties = self.own.get("properties").and_then(Value::as_object);
        properties.into_iter().flatten().map(move |(n, p)| (n.as_str(), self.part(p), p.get("default")))
    }

    pub(super) fn required(self) -> impl Iterator<Item = &'s str> {
        let list = self.own.get("required").and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str)
    }

    pub(super) fn items(self) -> Option<Self> {
        self.own.get("items").map(|items| self.part(items))
    }

    /// The schemas of which one is to hold.
    pub(super) fn alternatives(self) -> impl Iterator<Item = Self> {
        let of = move |key: &str| self.own.get(key).and_then(Value::as_array).into_iter().flatten();
        of("anyOf").chain(of("oneOf")).map(move |s| self.part(s)).filter(|s| s.types() != ["null"])
    }

    /// The types that it allows; empty when it does not say.
    pub(super) fn types(self) -> Vec<&'s str> {
        match self.own.get("type") {
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The first type that is not null.
    pub(super) fn ty(self) -> Option<&'s str> {
        let named = self.types().into_iter().find(|t| *t != "null");
        named.or_else(|| self.own.get("properties").map(|_| "object"))
    }

    pub(super) fn get(self, key: &str) -> Option<&'s Value> {
        self.own.get(key)
    }

    pub(super) fn number(self, key: &str) -> Option<f64> {
        self.get(key).and_then(Value::as_f64)
    }

    pub(super) fn count(self, key: &str) -> usize {
        self.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
    }

    /// The values that it lists.
    pub(super) fn listed(self) -> &'s [Value] {
        self.get("enum").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The smallest and the largest integer that it allows, where it says so.
    pub(super) fn integers(self) -> (Option<i64>, Option<i64>) {
        let whole = |key: &str| self.get(key).and_then(Value::as_i64);
        let least = whole("minimum").or_else(|| whole("exclusiveMinimum").map(|n| n.saturating_add(1)));
        let most = whole("maximum").or_else(|| whole("exclusiveMaximum").map(|n| n.saturating_sub(1)));
        (least, most)
    }
}

/// Options with one of them set, or left out.
pub(super) fn with(options: &Value, name: &str, value: Option<Value>) -> Value {
    let mut changed: Map<String, Value> = options.as_object().cloned().unwrap_or_default();
    match value {
        Some(value) => changed.insert(name.to_owned(), value),
        None => changed.remove(name),
    };
    Value::Object(changed)
}
