//! The laws about declarations: what the stage says of itself, its options, and whether what it
//! writes is what it declared.

use super::law::{Broken, DECLARED, ONLY_DECLARED, OPTIONS, broke};
use super::{Input, Laws, WORDS, document, on};
use crate::config::{Diagnostic, Key, Node, Place, Value};
use crate::pipeline::{Outcome, Pipeline};
use crate::{Build, Document, LabelsBuilder};

impl Laws<'_> {
    pub(super) fn declares_itself(&self) -> Result<(), Broken> {
        let spec = self.kind.spec();
        let wrong = |what: String| Err(broke(DECLARED, format!("stage `{}`", spec.name), what));
        if spec.name.is_empty() || spec.summary.is_empty() {
            return wrong("its name or its summary is empty".to_owned());
        }
        let mut names: Vec<&str> = Vec::new();
        for layer in spec.writes() {
            if layer.name.is_empty() || layer.summary.is_empty() {
                return wrong(format!("layer `{}` has no name or no summary", layer.name));
            }
            if names.contains(&layer.name) {
                return wrong(format!("layer `{}` is declared twice", layer.name));
            }
            names.push(layer.name);
            if let Some(twice) = first_repeated(layer.attrs.iter().map(|a| a.name)) {
                let name = layer.name;
                return wrong(format!("layer `{name}` declares `{twice}` twice"));
            }
        }
        for attr in spec.writes().flat_map(|l| l.attrs) {
            if attr.is_reference() == attr.target.is_empty() {
                return wrong(format!(
                    "attribute `{}` is a {} with target `{}`: references name the layer they mean, and nothing else does",
                    attr.name,
                    attr.ty.name(),
                    attr.target
                ));
            }
        }
        Ok(())
    }

    pub(super) fn options_are_sound(&self) -> Result<(), Broken> {
        let wrong = |on: &str, what: String| Err(broke(OPTIONS, format!("option `{on}`"), what));
        let schema = self.kind.schema().to_value();
        let none = serde_json::Map::new();
        let properties = schema["properties"].as_object().unwrap_or(&none);
        for (name, property) in properties {
            if ["use", "name", "overlap", "timeout", "isolate"].contains(&name.as_str()) {
                return wrong(name, "this key is reserved in `[[stage]]`".to_owned());
            }
            if !property["description"].is_string() {
                return wrong(name, "it has no description".to_owned());
            }
        }
        let defaults = node(&self.kind.defaults());
        if let Err(d) = self.build_alone(&defaults)
            && self.options.is_empty()
        {
            return wrong("(defaults)", format!("they are refused: {}", d.message));
        }
        let mut odd = defaults;
        if let Value::Table(entries) = &mut odd.value {
            let key = Key { name: "no_such_option".to_owned(), at: Place::default() };
            entries.push((key, node(&serde_json::Value::from(1))));
        }
        match self.build_alone(&odd) {
            Ok(()) => wrong("no_such_option", "it was accepted".to_owned()),
            Err(_) => Ok(()),
        }
    }

    fn build_alone(&self, options: &Node) -> Result<(), Diagnostic> {
        let mut labels = LabelsBuilder::default();
        let mut cx = Build::new(self.env, &mut labels);
        self.kind.build(options, &mut cx).map(drop)
    }

    /// Compares what is there with what the stages declared; a layer of nobody passes through.
    pub(super) fn only_declared(
        &self,
        pipeline: &Pipeline,
        input: &Input,
        outcome: &Outcome,
    ) -> Result<(), Broken> {
        let Outcome::Written(doc) = outcome else {
            return Ok(());
        };
        let wrong = |what: String| Err(broke(ONLY_DECLARED, on(input), what));
        let specs: Vec<_> = pipeline.slots.iter().map(|s| s.spec).collect();
        for (name, layer) in doc.layers().filter(|(n, _)| *n != WORDS) {
            let declared: Vec<_> = specs.iter().flat_map(|s| s.writes()).filter(|l| l.name == name).collect();
            if declared.is_empty() {
                return wrong(format!("layer `{name}` is there, but nobody declared it"));
            }
            let open = declared.iter().any(|l| l.labels.is_empty());
            let labels: Vec<&str> = declared.iter().flat_map(|l| l.labels).copied().collect();
            let mut names = layer.spans().iter().map(|s| doc.label_name(s.label()));
            let odd = names.find(|n| !open && !n.is_empty() && !labels.contains(n));
            if let Some(label) = odd {
                return wrong(format!(
                    "label `{label}` in layer `{name}` is not declared; declared are {labels:?}"
                ));
            }
        }
        let before = document(input, pipeline.labels());
        let rewrites = specs.iter().any(|s| s.rewrites);
        if !rewrites && doc.text() != before.text() {
            return wrong("the text changed, but no stage declares `rewrites`".to_owned());
        }
        let passed = |d: &Document| d.layer(WORDS).map(|l| format!("{:?}", l.spans()));
        if !rewrites && passed(doc) != passed(&before) {
            return wrong(format!("layer `{WORDS}` of the input did not pass through"));
        }
        Ok(())
    }
}

fn first_repeated<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = Vec::new();
    for name in names {
        if seen.contains(&name) {
            return Some(name);
        }
        seen.push(name);
    }
    None
}

/// JSON as a configuration node; TOML has no null, so null entries are left out.
fn node(json: &serde_json::Value) -> Node {
    use serde_json::Value as Json;
    let at = Place::default();
    let value = match json {
        Json::Null => Value::default(),
        Json::Bool(b) => Value::Bool(*b),
        Json::Number(n) => match n.as_i64() {
            Some(i) => Value::Int(i),
            None => Value::Float(n.as_f64().unwrap_or_default()),
        },
        Json::String(s) => Value::Str(s.clone()),
        Json::Array(items) => Value::Array(items.iter().map(node).collect()),
        Json::Object(entries) => {
            let there = entries.iter().filter(|(_, v)| !v.is_null());
            let key = |k: &String| Key { name: k.clone(), at: at.clone() };
            Value::Table(there.map(|(k, v)| (key(k), node(v))).collect())
        }
    };
    Node { value, at }
}
