//! Toy stages with the names of the built-in ones.

use pipeline_core::config::PipelineConfig;
use pipeline_core::{
    AttrSpec, AttrType, Build, BuildError, BuiltIn, Draft, Edits, Label, LayerSpec, NoFiles, Pipeline, Plan,
    Planner, Registry, Stage, StageConfig, StageError, StageKind, StageSpec, Verdict, View, Worker,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) fn plan(stages: &[&str]) -> (Plan, Pipeline) {
    let kinds: [&'static dyn StageKind; 6] = [
        &BuiltIn::<Clean>::NEW,
        &BuiltIn::<Split>::NEW,
        &BuiltIn::<Names>::NEW,
        &BuiltIn::<Entities>::NEW,
        &BuiltIn::<Stance>::NEW,
        &BuiltIn::<Moody>::NEW,
    ];
    let toml: String = stages.iter().map(|s| format!("[[stage]]\nuse = \"{s}\"\n")).collect();
    let config = PipelineConfig::parse("test.toml", &toml, &[]).map_err(|(_, d)| d).unwrap();
    let registry = Registry::new(&kinds);
    let planner = Planner { registry: &registry, env: &NoFiles };
    planner.plan(&config).unwrap()
}

/// A stage that needs nothing of its config but its labels.
macro_rules! toy {
    ($config:ident, $spec:expr, |$doc:ident, $draft:ident, $label:ident| $body:block) => {
        #[derive(Default, Serialize, Deserialize, JsonSchema)]
        pub(crate) struct $config {}

        impl StageConfig for $config {
            const SPEC: StageSpec = $spec;

            fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
                struct Toy([Label; 6]);
                impl Stage for Toy {
                    fn process(
                        &self,
                        $doc: &View<'_>,
                        $draft: &mut Draft<'_>,
                        _: &mut Worker,
                    ) -> Result<Verdict, StageError> {
                        let $label = self.0;
                        $body
                    }
                }
                let names = ["title", "nav", "PER", "neutral", "for", "against"];
                let labels = names.map(|l| cx.label(l));
                Ok(Box::new(Toy(labels)))
            }
        }
    };
}

const DROPPED: LayerSpec = LayerSpec::new("dropped", "").in_source();
const BLOCKS: LayerSpec = LayerSpec::new("blocks", "");

// Drops lines that begin with `#`; a line `Title …` is a title.
toy!(Clean, StageSpec::new("clean", "").creates(&[BLOCKS, DROPPED]).rewrites(), |doc, draft, label| {
    let (mut edits, mut at, mut dropped) = (Edits::new(), 0, Vec::new());
    for line in doc.text().split_inclusive('\n') {
        if line.starts_with('#') {
            edits.delete(at..at + line.len());
            dropped.push(at..at + line.trim_end().len());
        }
        at += line.len();
    }
    draft.rewrite(edits)?;
    for range in dropped {
        draft.layer("dropped")?.push(range, label[1])?;
    }
    if draft.text().starts_with("Title") {
        let end = draft.text().find('\n').unwrap_or(draft.text().len());
        draft.layer("blocks")?.push(0..end, label[0])?;
    }
    Ok(Verdict::Keep)
});

// Sentences end at `. `.
toy!(Split, StageSpec::new("split", "").creates(&[LayerSpec::new("sentences", "")]), |doc, draft, _label| {
    let mut at = 0;
    for piece in doc.text().split_inclusive(". ") {
        let range = at..at + piece.trim_end().len();
        draft.layer("sentences")?.push(range, Label::NONE)?;
        at += piece.len();
    }
    Ok(Verdict::Keep)
});

fn capitalised(text: &str) -> Vec<std::ops::Range<usize>> {
    let words = text.split(|c: char| !c.is_alphabetic());
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let names = words.filter(|w| w.starts_with(char::is_uppercase));
    names.map(|w| at(w)..at(w) + w.len()).collect()
}

// Names are words with a capital.
toy!(Names, StageSpec::new("names", "").creates(&[LayerSpec::new("names", "")]), |doc, draft, _label| {
    for range in capitalised(doc.text()) {
        draft.layer("names")?.push(range, Label::NONE)?;
    }
    Ok(Verdict::Keep)
});

// The same, as persons.
toy!(
    Entities,
    StageSpec::new("entities", "").creates(&[LayerSpec::new("entities", "")]),
    |doc, draft, label| {
        for range in capitalised(doc.text()) {
            draft.layer("entities")?.push(range, label[2])?;
        }
        Ok(Verdict::Keep)
    }
);

const STANCES: LayerSpec = LayerSpec::new("stances", "")
    .labels(&["for", "against", "neutral"])
    .attrs(&[AttrSpec::new("mention", AttrType::Span), AttrSpec::new("confidence", AttrType::F64)]);

// Goes by the word before the target.
toy!(Stance, StageSpec::new("stance", "").uses(&["targets"]).creates(&[STANCES]), |doc, draft, label| {
    let targets = doc.layer("targets")?;
    for target in targets.into_iter().flat_map(|t| t.spans()) {
        let before = doc.text()[..target.start()].to_lowercase();
        let (label, score) = match before.trim_end().rsplit(' ').next() {
            Some("good") => (label[4], 1.0),
            Some("bad") => (label[5], -1.0),
            _ => (label[3], 0.0),
        };
        let mut layer = draft.layer("stances")?;
        let row = layer.push_scored(target.range(), label, score)?;
        let mention = layer.attr("mention")?;
        layer.set_span(row, mention, target.range())?;
    }
    Ok(Verdict::Keep)
});

// Drops the empty, fails on the bad.
toy!(Moody, StageSpec::new("moody", ""), |doc, _draft, _label| {
    match doc.text() {
        t if t.starts_with("Empt") => Ok(Verdict::Drop("empty".into())),
        t if t.starts_with("Bad") => Err(StageError::new("too bad")),
        _ => Ok(Verdict::Keep),
    }
});
