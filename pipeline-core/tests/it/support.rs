//! Scripted stages: a declaration and a closure, without a configuration type.

use pipeline_core::config::{Diagnostic, Node};
use pipeline_core::testing;
use pipeline_core::{
    Build, Document, Draft, Label, NoFiles, Outcome, Pipeline, Registry, Stage, StageError, StageKind,
    StageSpec, Verdict, View, Worker, Workers,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Once};

/// What a scripted stage is called with.
pub(crate) struct Call<'c, 'v, 'd> {
    pub(crate) view: &'c View<'v>,
    pub(crate) draft: &'c mut Draft<'d>,
    pub(crate) worker: &'c mut Worker,
    labels: &'c BTreeMap<&'static str, Label>,
}

impl Call<'_, '_, '_> {
    /// A label that the stage declared; `""` is no label.
    pub(crate) fn label(&self, name: &str) -> Label {
        match name {
            "" => Label::NONE,
            name => self.labels[name],
        }
    }
}

type Script = Arc<dyn Fn(&mut Call<'_, '_, '_>) -> Result<Verdict, StageError> + Send + Sync + 'static>;

struct Scripted {
    spec: StageSpec,
    script: Script,
}

struct Running {
    script: Script,
    labels: BTreeMap<&'static str, Label>,
}

/// A stage that runs `script`.
pub(crate) fn stage(
    spec: StageSpec,
    script: impl Fn(&mut Call<'_, '_, '_>) -> Result<Verdict, StageError> + Send + Sync + 'static,
) -> &'static dyn StageKind {
    let script = Arc::new(script);
    Box::leak(Box::new(Scripted { spec, script }))
}

/// A stage whose script always keeps the document, when it does not fail.
pub(crate) fn keeping(
    spec: StageSpec,
    script: impl Fn(&mut Call<'_, '_, '_>) -> Result<(), StageError> + Send + Sync + 'static,
) -> &'static dyn StageKind {
    stage(spec, move |call| script(call).map(|()| Verdict::Keep))
}

impl StageKind for Scripted {
    fn spec(&self) -> &'static StageSpec {
        Box::leak(Box::new(self.spec))
    }

    fn schema(&self) -> schemars::Schema {
        schemars::json_schema!({"type": "object"})
    }

    fn defaults(&self) -> serde_json::Value {
        serde_json::json!({})
    }

    fn build(&self, options: &Node, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, Diagnostic> {
        if let Some((key, _)) = options.entries().first() {
            let message = format!("unknown key `{}`", key.name);
            return Err(Diagnostic::new(key.at.clone(), message));
        }
        let names = self.spec.writes().flat_map(|l| l.labels).copied();
        let labels = names.map(|n| (n, cx.label(n))).collect();
        let script = self.script.clone();
        Ok(Box::new(Running { script, labels }))
    }
}

impl Stage for Running {
    fn process(
        &self,
        view: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        let labels = &self.labels;
        (self.script)(&mut Call { view, draft, worker, labels })
    }
}

/// The pipeline of these stages, in order; layers they read and nobody makes come from input.
pub(crate) fn pipeline(kinds: &[&'static dyn StageKind]) -> Pipeline {
    let mut toml = String::from("[input]\nlayers = [");
    for layer in kinds.iter().flat_map(|k| k.spec().reads) {
        toml += &format!("{layer:?}, ");
    }
    toml += "]\n";
    for kind in kinds {
        toml += &format!("[[stage]]\nuse = {:?}\n", kind.spec().name);
    }
    planned(kinds, &toml)
}

/// The pipeline that `toml` makes of these stages.
pub(crate) fn planned(kinds: &[&'static dyn StageKind], toml: &str) -> Pipeline {
    match testing::plan(&Registry::new(kinds), toml, &NoFiles) {
        Ok(pipeline) => pipeline,
        Err(message) => panic!("{message}"),
    }
}

/// A document of `text` for `pipeline`.
pub(crate) fn doc(pipeline: &Pipeline, text: &str) -> Document {
    Document::new("doc", text, pipeline.labels()).unwrap()
}

pub(crate) fn outcome(pipeline: &Pipeline, doc: Document) -> Outcome {
    quiet();
    pipeline.process_one(doc, &mut Workers::default())
}

/// The document after the pipeline.
pub(crate) fn run(pipeline: &Pipeline, doc: Document) -> Document {
    match outcome(pipeline, doc) {
        Outcome::Written(doc) => {
            testing::audit(&doc).unwrap();
            *doc
        }
        other => panic!("{}", testing::dump_outcome(&other)),
    }
}

/// Why the document was quarantined.
pub(crate) fn reason(pipeline: &Pipeline, doc: Document) -> String {
    match outcome(pipeline, doc) {
        Outcome::Quarantined(q) => q.reason,
        other => panic!("not quarantined: {}", testing::dump_outcome(&other)),
    }
}

/// Why the one stage `kind` quarantines a document of `text`.
pub(crate) fn refusal(kind: &'static dyn StageKind, text: &str) -> String {
    let pipeline = pipeline(&[kind]);
    let doc = doc(&pipeline, text);
    reason(&pipeline, doc)
}

/// Panics in stages and on threads of an executor, which are caught, are not printed.
pub(crate) fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let thread = std::thread::current();
            let of_executor = thread.name().is_some_and(|n| n.starts_with("chaffinch-"));
            if !Pipeline::inside_stage() && !of_executor {
                usual(info);
            }
        }));
    });
}

/// Text of one to four bytes a character.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    "[ab é€😀\n]{0,24}"
}

/// Edits by character: how many to keep, how many to replace, with what.
pub(crate) type Steps = Vec<(usize, usize, String)>;

pub(crate) fn any_steps() -> impl Strategy<Value = Steps> {
    prop::collection::vec((0..5usize, 0..4usize, "[xyé😀]{0,3}"), 0..6)
}

/// The edits of `steps` in `text`: byte ranges and replacements.
pub(crate) fn placed(text: &str, steps: &Steps) -> Vec<(std::ops::Range<usize>, String)> {
    let borders: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let last = borders.len() - 1;
    let mut at = 0;
    let mut edits = Vec::new();
    for (keep, replace, with) in steps {
        let (start, end) = (at + keep, at + keep + replace);
        if end > last {
            break;
        }
        edits.push((borders[start]..borders[end], with.clone()));
        at = end;
    }
    edits
}

pub(crate) fn edits(placed: &[(std::ops::Range<usize>, String)]) -> pipeline_core::Edits {
    let mut edits = pipeline_core::Edits::new();
    for (range, with) in placed {
        edits.replace(range.clone(), with);
    }
    edits
}
