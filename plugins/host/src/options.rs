//! The options of a plugin's stage: checked against the plugin's own JSON Schema before the
//! plugin sees them, with diagnostics that point into the TOML; then handed over as JSON text
//! with sorted keys and the schema's defaults filled in.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{ValidationError, Validator};
use pipeline_core::config::{Diagnostic, Node, Value as Toml};
use serde_json::{Map, Value};

/// A compiled schema of options.
pub(crate) struct Options {
    schema: Value,
    validator: Validator,
}

impl Options {
    /// Of a schema that [`Manifest::parse`](crate::Manifest::parse) has accepted.
    pub(crate) fn new(schema: &Value) -> Result<Self, String> {
        let validator = jsonschema::validator_for(schema).map_err(|e| e.to_string())?;
        Ok(Self { schema: schema.clone(), validator })
    }

    /// The defaults that the schema gives.
    pub(crate) fn defaults(&self) -> Value {
        let properties = self.properties().into_iter().flatten();
        let defaults = properties.filter_map(|(name, p)| Some((name.clone(), p.get("default")?.clone())));
        Value::Object(defaults.collect())
    }

    /// The options of `node`, whole.
    ///
    /// # Errors
    /// The first mismatch, with its place.
    pub(crate) fn read(&self, node: &Node) -> Result<Value, Diagnostic> {
        let mut options = to_json(node);
        self.fill(&mut options);
        if let Some(error) = self.validator.iter_errors(&options).next() {
            return Err(self.explain(node, &error));
        }
        Ok(options)
    }

    /// Whether options given as JSON are accepted; for tools without a TOML file.
    pub(crate) fn check(&self, options: &mut Value) -> Result<(), String> {
        self.fill(options);
        let error = self.validator.iter_errors(options).next();
        error.map_or(Ok(()), |e| Err(format!("`{}`: {e}", e.instance_path().as_str())))
    }

    /// Fills in defaults, and sorts the keys.
    fn fill(&self, options: &mut Value) {
        let Value::Object(given) = options else { return };
        if let Value::Object(defaults) = self.defaults() {
            for (name, default) in defaults {
                given.entry(name).or_insert(default);
            }
        }
        options.sort_all_objects();
    }

    fn properties(&self) -> Option<&Map<String, Value>> {
        self.schema.get("properties")?.as_object()
    }

    fn explain(&self, node: &Node, error: &ValidationError<'_>) -> Diagnostic {
        let pointer = error.instance_path().as_str();
        let (at, _) = node.find(&path_of(pointer));
        match error.kind() {
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
                let key = unexpected.first().map_or("", String::as_str);
                let at = key_place(node, pointer, key).unwrap_or(at);
                let d = Diagnostic::new(at, format!("unknown key `{key}`"));
                let known = self.properties().filter(|_| pointer.is_empty());
                d.suggest(key, known.into_iter().flat_map(Map::keys).map(String::as_str).collect::<Vec<_>>())
            }
            Kind::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                Diagnostic::new(at, format!("key `{key}` is missing")).help(format!("add `{key} = …` here"))
            }
            Kind::Type { kind } => {
                let found = describe(error.instance());
                Diagnostic::new(at, format!("expected {}, found {found}", expected(kind)))
            }
            Kind::Enum { options } => {
                let list = options
                    .as_array()
                    .map(|o| o.iter().map(|v| format!("`{}`", plain(v))).collect::<Vec<_>>());
                let list = list.unwrap_or_default().join(", ");
                Diagnostic::new(at, format!("expected one of {list}, found `{}`", plain(error.instance())))
            }
            _ => Diagnostic::new(at, error.to_string().replace('"', "`")),
        }
    }
}

fn expected(kind: &jsonschema::error::TypeKind) -> String {
    use jsonschema::error::TypeKind;
    let article = |name: &str| match name {
        "integer" | "array" => format!("an {name}"),
        "object" => "a table".to_owned(),
        "null" => "nothing".to_owned(),
        name => format!("a {name}"),
    };
    match kind {
        TypeKind::Single(ty) => article(ty.as_str()),
        TypeKind::Multiple(types) => types
            .iter()
            .map(|t| article(t.as_str()))
            .filter(|t| t != "nothing")
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

fn describe(value: &Value) -> String {
    match value {
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "a table".to_owned(),
        Value::String(text) => format!("the string {text:?}"),
        other => format!("`{other}`"),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// `words.0` for `/words/0`, as [`Node::find`] takes it.
pub(crate) fn path_of(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".")
}

/// Where `key` stands in the table at `pointer`.
fn key_place(node: &Node, pointer: &str, key: &str) -> Option<pipeline_core::config::Place> {
    let mut table = node;
    for part in pointer.split('/').filter(|p| !p.is_empty()) {
        table = match &table.value {
            Toml::Array(items) => items.get(part.parse::<usize>().ok()?)?,
            _ => table.get(part)?,
        };
    }
    table.entries().iter().find(|(k, _)| k.name == key).map(|(k, _)| k.at.clone())
}

fn to_json(node: &Node) -> Value {
    match &node.value {
        Toml::Str(text) => text.clone().into(),
        Toml::Int(number) => (*number).into(),
        Toml::Float(number) => (*number).into(),
        Toml::Bool(truth) => (*truth).into(),
        Toml::Array(items) => items.iter().map(to_json).collect(),
        Toml::Table(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.name.clone(), to_json(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Options;
    use pipeline_core::config::{Node, Sources};
    use serde_json::json;

    fn options() -> Options {
        Options::new(&json!({
            "type": "object", "additionalProperties": false, "required": ["words"],
            "properties": {
                "words": {"type": "array", "items": {"type": "string"}},
                "window": {"type": "integer", "minimum": 0, "default": 1},
                "mode": {"enum": ["near", "far"]}
            }
        }))
        .unwrap()
    }

    #[track_caller]
    fn refused(toml: &str, expected: &str) {
        let mut sources = Sources::default();
        let source = sources.add("p.toml", toml);
        let error = options().read(&Node::parse(toml, source).unwrap()).unwrap_err();
        let shown = sources.render(&error);
        assert!(shown.starts_with(expected), "{shown}");
    }

    #[test]
    fn defaults_are_filled_in_and_keys_sorted() {
        let node = Node::parse("words = [\"b\", \"a\"]", 0).unwrap();
        let options = options().read(&node).unwrap();
        assert_eq!(options.to_string(), r#"{"window":1,"words":["b","a"]}"#);
    }

    #[test]
    fn mistakes_are_shown_where_they_stand() {
        refused("wrods = []", "error: unknown key `wrods`\n --> p.toml:1:1");
        refused(
            "words = []\nwindow = \"2\"",
            "error: expected an integer, found the string \"2\"\n --> p.toml:2:10",
        );
        refused("words = [\"a\", 3]", "error: expected a string, found `3`\n --> p.toml:1:15");
        refused("window = 2", "error: key `words` is missing");
        refused(
            "words = []\nmode = \"fra\"",
            "error: expected one of `near`, `far`, found `fra`\n --> p.toml:2:8",
        );
        refused("words = []\nwindow = -1", "error: -1 is less than the minimum of 0\n --> p.toml:2:10");
    }
}
