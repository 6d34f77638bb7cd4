//! Documents for tests.

use serde_json::Value;
use std::collections::BTreeMap;

/// A document for a test: a text, layers, meta.
#[derive(Clone, Debug)]
pub struct TestDoc {
    pub(super) id: String,
    pub(super) text: String,
    /// `None`: the text is its own source.
    pub(super) source: Option<(String, Vec<RunOf>)>,
    pub(super) layers: BTreeMap<String, TestLayer>,
    pub(super) meta: BTreeMap<String, Value>,
}

/// `(text, source, len)`
type RunOf = (u32, u32, u32);

#[derive(Clone, Debug, Default)]
pub(super) struct TestLayer {
    pub(super) spans: Vec<(u32, u32, String)>,
    pub(super) attrs: BTreeMap<String, Vec<Value>>,
}

impl Default for TestDoc {
    fn default() -> Self {
        Self::new()
    }
}

impl TestDoc {
    /// An empty document.
    #[must_use]
    pub fn new() -> Self {
        let (layers, meta) = (BTreeMap::new(), BTreeMap::new());
        Self { id: "test".to_owned(), text: String::new(), source: None, layers, meta }
    }

    /// With this id.
    #[must_use]
    pub fn id(self, id: &str) -> Self {
        Self { id: id.to_owned(), ..self }
    }

    /// With this text.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        Self { text: text.to_owned(), ..self }
    }

    /// The text was copied from this source: runs of `(text, source, len)`.
    #[must_use]
    pub fn copied_from(self, source: &str, runs: &[(u32, u32, u32)]) -> Self {
        Self { source: Some((source.to_owned(), runs.to_owned())), ..self }
    }

    /// With a layer of `(start, end, label)`; label `""` is none.
    #[must_use]
    pub fn layer(mut self, name: &str, spans: &[(u32, u32, &str)]) -> Self {
        let spans = spans.iter().map(|&(start, end, label)| (start, end, label.to_owned())).collect();
        self.layers.insert(name.to_owned(), TestLayer { spans, attrs: BTreeMap::new() });
        self
    }

    /// With a layer of the words of the text: runs of letters and digits.
    #[must_use]
    pub fn words(self, name: &str) -> Self {
        let text = self.text.clone();
        self.parts(name, "", text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()))
    }

    /// With a layer of the lines of the text that are not empty.
    #[must_use]
    pub fn lines(self, name: &str) -> Self {
        let text = self.text.clone();
        self.parts(name, "", text.lines().filter(|line| !line.is_empty()))
    }

    /// With a layer over these parts of the text, which are looked for one after the other.
    ///
    /// # Panics
    /// When one is not found after the one before.
    #[must_use]
    pub fn find(self, name: &str, label: &str, parts: &[&str]) -> Self {
        self.parts(name, label, parts.iter().copied())
    }

    fn parts<'a>(self, name: &str, label: &str, parts: impl Iterator<Item = &'a str>) -> Self {
        let mut from = 0;
        let spans: Vec<_> = parts
            .map(|part| {
                let at = self.text[from..].find(part).map(|at| from + at);
                let start = at.unwrap_or_else(|| panic!("`{part}` is not in the text from byte {from} on"));
                from = start + part.len();
                (crate::call::index(start), crate::call::index(from), label)
            })
            .collect();
        self.layer(name, &spans)
    }

    /// Sets an attribute of all rows of a layer: an array with a value, or `null`, for each. A
    /// span is `[start, end]`, a reference the number of a row.
    ///
    /// # Panics
    /// When there is no such layer, or `values` is not an array with a value for each row.
    #[must_use]
    pub fn attr(mut self, layer: &str, attr: &str, values: Value) -> Self {
        let Value::Array(values) = values else { panic!("`{attr}`: values are an array") };
        let Some(rows) = self.layers.get_mut(layer) else { panic!("no layer `{layer}` yet") };
        assert_eq!(values.len(), rows.spans.len(), "`{attr}`: a value for each row of `{layer}`");
        rows.attrs.insert(attr.to_owned(), values);
        self
    }

    /// With a meta value.
    #[must_use]
    pub fn meta(mut self, key: &str, value: Value) -> Self {
        self.meta.insert(key.to_owned(), value);
        self
    }
}
