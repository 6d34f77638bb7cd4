//! The door through which stages are tested: one document through one stage, without files.
//!
//! ```ignore
//! let doc = testing::stage::<Segment>("").text("One. Two.").run();
//! assert_eq!(testing::texts(&doc, "sentences"), ["One.", "Two."]);
//! ```
//!
//! [`laws`] holds a stage to what every stage promises, [`dump`] shows a whole document,
//! [`audit`] checks that one is sound.

mod audit;
mod dump;
pub mod laws;
mod texts;

pub use audit::audit;
pub use dump::{dump, dump_outcome};
pub use texts::{PIECES, SMALL, huge, soup};

use crate::config::PipelineConfig;
use crate::pipeline::{Outcome, Pipeline, Workers};
use crate::{BuiltIn, Coords, Document, Env, NoFiles, Planner, Registry, Scalar, StageConfig, StageKind};
use std::sync::Arc;

/// A stage under test, and the document it will get.
pub struct Rig {
    pipeline: Pipeline,
    source: Arc<str>,
    meta: crate::Meta,
    layers: Vec<InputRows>,
}

struct InputRows {
    name: String,
    coords: Coords,
    rows: Vec<(usize, usize, String)>,
    attrs: Vec<(usize, String, String, OwnedScalar)>,
}

/// A [`Scalar`] that owns its text; what tests write attributes with.
#[derive(Clone, Debug)]
pub enum OwnedScalar {
    /// Text.
    Str(String),
    /// Number.
    F64(f64),
    /// Integer.
    I64(i64),
    /// Truth value.
    Bool(bool),
    /// Byte range.
    Span(usize, usize),
    /// Row of the layer named by the target.
    Ref(usize),
    /// Rows of the layer named by the target.
    RefList(Vec<u32>),
}

impl From<&str> for OwnedScalar {
    fn from(s: &str) -> Self {
        Self::Str(s.to_owned())
    }
}

/// A rig for the stage configured by `C` with these options (TOML, without `use`).
///
/// # Panics
/// When the options are refused; the message is what users would see.
#[must_use]
pub fn stage<C: StageConfig>(options: &str) -> Rig {
    const { assert!(!C::SPEC.name.is_empty()) };
    kind(leak(BuiltIn::<C>::NEW), options, &NoFiles)
}

/// A rig for a stage kind.
///
/// # Panics
/// When the options are refused.
#[must_use]
pub fn kind(kind: &'static dyn StageKind, options: &str, env: &dyn Env) -> Rig {
    match try_pipeline(kind, options, env) {
        Ok(pipeline) => Rig { pipeline, source: Arc::from(""), meta: crate::Meta::new(), layers: Vec::new() },
        Err(message) => panic!("{message}"),
    }
}

/// The message users see when the options of `C` are refused.
///
/// # Panics
/// When they are accepted.
#[must_use]
pub fn refused<C: StageConfig>(options: &str, env: &dyn Env) -> String {
    match try_pipeline(leak(BuiltIn::<C>::NEW), options, env) {
        Ok(_) => panic!("the options were accepted: {options}"),
        Err(message) => message,
    }
}

fn leak<C: StageConfig>(kind: BuiltIn<C>) -> &'static dyn StageKind {
    Box::leak(Box::new(kind))
}

fn try_pipeline(kind: &'static dyn StageKind, options: &str, env: &dyn Env) -> Result<Pipeline, String> {
    let spec = kind.spec();
    let layers: Vec<String> = spec.reads.iter().map(|l| format!("{l:?}")).collect();
    let toml =
        format!("[[stage]]\nuse = {:?}\n{options}\n[input]\nlayers = [{}]\n", spec.name, layers.join(", "));
    plan(&Registry::new(&[kind]), &toml, env)
}

/// The pipeline of a configuration.
///
/// # Errors
/// All findings, as users would see them.
pub fn plan(registry: &Registry, toml: &str, env: &dyn Env) -> Result<Pipeline, String> {
    let render = |sources: &crate::config::Sources, findings: Vec<crate::config::Diagnostic>| {
        findings.iter().map(|d| sources.render(d)).collect::<Vec<_>>().join("\n")
    };
    let config = PipelineConfig::parse("test.toml", toml, &[]).map_err(|(s, d)| render(&s, d))?;
    let planned = Planner { registry, env }.plan(&config);
    let (_, pipeline) = planned.map_err(|d| render(&config.sources, d))?;
    Ok(pipeline)
}

impl Rig {
    /// The source of the document.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.source = Arc::from(text);
        self
    }

    /// A `meta` value.
    #[must_use]
    pub fn meta(mut self, key: &str, value: impl Into<serde_json::Value>) -> Self {
        self.meta.insert(key.to_owned(), value.into());
        self
    }

    /// An incoming layer over the text: `(start, end, label)`, in bytes.
    #[must_use]
    pub fn layer(mut self, name: &str, rows: &[(usize, usize, &str)]) -> Self {
        let rows = rows.iter().map(|(s, e, l)| (*s, *e, (*l).to_owned())).collect();
        self.layers.push(InputRows { name: name.to_owned(), coords: Coords::Text, rows, attrs: Vec::new() });
        self
    }

    /// An incoming layer made of words of the text: each `(word, label)` is looked for after
    /// the one before it.
    ///
    /// # Panics
    /// When a word is not there.
    #[must_use]
    pub fn layer_of(self, name: &str, words: &[(&str, &str)]) -> Self {
        let mut from = 0;
        let source = self.source.clone();
        let rows: Vec<_> = words
            .iter()
            .map(|(word, label)| {
                let start = from
                    + source[from..].find(word).unwrap_or_else(|| panic!("no {word:?} after byte {from}"));
                from = start + word.len();
                (start, from, *label)
            })
            .collect();
        self.layer(name, &rows)
    }

    /// An attribute of a row of the layer added last; `target` names the layer of a reference.
    ///
    /// # Panics
    /// When no layer was added.
    #[must_use]
    pub fn attr(mut self, row: usize, name: &str, target: &str, value: impl Into<OwnedScalar>) -> Self {
        let layer = self.layers.last_mut().expect("add a layer first");
        layer.attrs.push((row, name.to_owned(), target.to_owned(), value.into()));
        self
    }

    /// The document before the stage.
    ///
    /// # Panics
    /// When the layers do not fit the text.
    #[must_use]
    pub fn document(&self) -> Document {
        let mut doc = Document::new("test", self.source.clone(), self.pipeline.labels()).expect("short text");
        *doc.meta_mut() = self.meta.clone();
        for input in &self.layers {
            let mut layer = doc.input_layer(&input.name, input.coords);
            for (start, end, label) in &input.rows {
                layer.push(*start..*end, label, None).expect("valid test span");
            }
            for (row, name, target, value) in &input.attrs {
                let value = match value {
                    OwnedScalar::Str(s) => Scalar::Str(s),
                    OwnedScalar::F64(v) => Scalar::F64(*v),
                    OwnedScalar::I64(v) => Scalar::I64(*v),
                    OwnedScalar::Bool(v) => Scalar::Bool(*v),
                    OwnedScalar::RefList(v) => Scalar::RefList(v),
                    OwnedScalar::Span(s, e) => Scalar::Span(*s..*e),
                    OwnedScalar::Ref(r) => Scalar::Ref(*r),
                };
                layer.set(*row, name, target, &value).expect("valid test attribute");
            }
        }
        doc.settle().expect("valid references");
        doc
    }

    /// The outcome.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.pipeline.process_one(self.document(), &mut Workers::default())
    }

    /// The document after the stage.
    ///
    /// # Panics
    /// When it was dropped or quarantined.
    #[must_use]
    pub fn run(&self) -> Document {
        match self.outcome() {
            Outcome::Written(doc) => *doc,
            Outcome::Dropped { reason, .. } => panic!("dropped: {reason}"),
            Outcome::Quarantined(q) => panic!("quarantined by `{}`: {}", q.stage, q.reason),
        }
    }
}

/// The texts of the spans of a layer, in order.
///
/// # Panics
/// When the layer is not there.
#[must_use]
pub fn texts<'d>(doc: &'d Document, layer: &str) -> Vec<&'d str> {
    let layer = doc.layer(layer).unwrap_or_else(|| panic!("no layer {layer:?}"));
    let base = match layer.coords() {
        Coords::Text => doc.text(),
        Coords::Source => doc.source(),
    };
    layer.spans().iter().map(|s| &base[s.range()]).collect()
}

/// `(text, label)` of the spans of a layer, in order.
///
/// # Panics
/// When the layer is not there.
#[must_use]
pub fn labelled<'d>(doc: &'d Document, layer: &str) -> Vec<(&'d str, &'d str)> {
    let labels =
        doc.layer(layer).into_iter().flat_map(|l| l.spans().iter().map(|s| doc.label_name(s.label())));
    texts(doc, layer).into_iter().zip(labels).collect()
}
