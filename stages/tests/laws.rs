//! Every built-in stage is held to the laws (`pipeline_core::testing::laws`): alone, behind the
//! stages that usually stand before it, and all of them together on whatever proptest thinks of.
#![allow(clippy::unwrap_used)]

use chaffinch_stages::{STAGES, registry};
use pipeline_core::testing::{self, PIECES, laws};
use pipeline_core::{Bounds, Coords, Document, Executor, NoFiles, Outcome, Pipeline, Workers};
use proptest::prelude::*;
use std::sync::LazyLock;

#[test]
fn each_stage_alone() {
    for kind in registry().iter() {
        laws::of(kind).check();
    }
}

#[test]
fn each_stage_behind_those_before_it() {
    let mut before = String::new();
    for kind in STAGES {
        laws::of(*kind).after(&registry(), &before).huge(64 << 10).check();
        before += &format!("[[stage]]\nuse = {:?}\n", kind.spec().name);
    }
}

/// All stages, each with its defaults, in order; those that need it have seen a corpus.
fn all_stages() -> Pipeline {
    let toml: String = STAGES.iter().map(|k| format!("[[stage]]\nuse = {:?}\n", k.spec().name)).collect();
    let mut pipeline = testing::plan(&registry(), &toml, &NoFiles).unwrap_or_else(|e| panic!("{e}"));
    let labels = pipeline.labels().clone();
    let corpus: Vec<String> = (0..100).map(|seed| testing::soup(seed, 60)).collect();
    let executor = Executor::new(2, Bounds::default()).unwrap();
    let decode = |text: &String| Document::new("soup", text.as_str(), &labels).ok();
    pipeline.fit(&executor, || corpus.iter(), |text| text.len(), decode).unwrap();
    pipeline
}

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(all_stages);

/// Words, marks, tags and oddities; or any characters at all.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..120).prop_map(|p| p.concat());
    let quoted = "[a-zA-Z .,“”\"'’‘«»\n]{0,200}";
    let tagged = "[a-z<>/&;!\\-\"= \n]{0,200}";
    prop_oneof![4 => pieces, 1 => quoted, 1 => tagged, 1 => any::<String>()]
}

fn document(text: &str, format: Option<&str>) -> Document {
    let mut doc = Document::new("soup", text, PIPELINE.labels()).unwrap();
    if let Some(format) = format {
        doc.meta_mut().insert("format".to_owned(), format.into());
    }
    doc
}

/// The outcome, which must be sound.
fn sound(doc: Document, workers: &mut Workers) -> Result<String, TestCaseError> {
    let outcome = PIPELINE.process_one(doc, workers);
    match &outcome {
        Outcome::Quarantined(q) => {
            return Err(TestCaseError::fail(format!("quarantined by `{}`: {}", q.stage, q.reason)));
        }
        Outcome::Written(doc) | Outcome::Dropped { document: doc, .. } => {
            testing::audit(doc).map_err(TestCaseError::fail)?;
        }
    }
    Ok(testing::dump_outcome(&outcome))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_goes_through_all_stages(text in any_text(), format in prop::sample::select(&[None, Some("html"), Some("text")])) {
        let fresh = sound(document(&text, format), &mut Workers::default())?;
        let mut workers = Workers::default();
        sound(document("Ann Lee said “yes” in Kabul on Monday. <p>", Some("html")), &mut workers)?;
        prop_assert_eq!(sound(document(&text, format), &mut workers)?, fresh);
    }

    /// What one pipeline wrote, another may read: layers are there already, some cut short.
    #[test]
    fn any_text_goes_through_twice(text in any_text(), format in prop::sample::select(&[None, Some("html")])) {
        let once = PIPELINE.process_one(document(&text, format), &mut Workers::default());
        let Outcome::Written(once) = once else { return Ok(()) };
        sound(*once, &mut Workers::default())?;
    }

    /// Stance scores exactly the mentions that the input brings, wherever they lie.
    #[test]
    fn any_targets_are_scored(text in any_text(), cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6)) {
        let borders: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let mut doc = document(&text, Some("text"));
        for layer in ["targets", "holders"] {
            let mut rows = doc.input_layer(layer, Coords::Text);
            for (a, b) in &cuts {
                let (a, b) = (borders[a.index(borders.len())], borders[b.index(borders.len())]);
                rows.push(a.min(b)..a.max(b), "", None).unwrap();
            }
        }
        doc.settle().unwrap();
        sound(doc, &mut Workers::default())?;
    }
}
