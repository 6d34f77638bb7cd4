//! The corpus pass, with a real stage: lines that many documents share are boilerplate.

use crate::support::{doc, outcome, planned, quiet};
use pipeline_core::config::{Diagnostic, Node};
use pipeline_core::{
    Bounds, Build, Document, Draft, Edits, Executor, Fit, FitStage, Outcome, Pipeline, Stage, StageError,
    StageKind, StageSpec, Verdict, View, Worker, Workers, testing,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const SPEC: StageSpec = StageSpec::new("repeated", "drops lines that three documents share").rewrites();
const MOST: u64 = 3;

struct Kind;

impl StageKind for Kind {
    fn spec(&self) -> &'static StageSpec {
        &SPEC
    }
    fn schema(&self) -> schemars::Schema {
        schemars::json_schema!({"type": "object"})
    }
    fn defaults(&self) -> serde_json::Value {
        serde_json::json!({})
    }
    fn build(&self, _: &Node, _: &mut Build<'_>) -> Result<Box<dyn Stage>, Diagnostic> {
        Ok(Box::new(Counting))
    }
}

/// Before the corpus is known.
struct Counting;

impl Stage for Counting {
    fn process(&self, _: &View<'_>, _: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> {
        Err(StageError::new("the corpus pass did not run"))
    }
    fn fit(&self) -> Option<&dyn Fit> {
        Some(self)
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
}

impl FitStage for Counting {
    /// In how many documents each line stands.
    type Sketch = BTreeMap<String, u64>;

    fn observe(&self, doc: &View<'_>, sketch: &mut Self::Sketch) -> Result<(), StageError> {
        assert!(!doc.text().contains("panic"), "asked to panic");
        if doc.text().contains("fail") {
            return Err(StageError::new("asked to fail"));
        }
        for line in lines(doc.text()).collect::<BTreeSet<_>>() {
            *sketch.entry(line.to_owned()).or_default() += 1;
        }
        Ok(())
    }

    fn merge(&self, into: &mut Self::Sketch, other: Self::Sketch) {
        for (line, count) in other {
            *into.entry(line).or_default() += count;
        }
    }

    fn finish(&self, sketch: Self::Sketch) -> Result<Box<dyn Stage>, StageError> {
        if sketch.is_empty() {
            return Err(StageError::new("the corpus has no line"));
        }
        let repeated = sketch.into_iter().filter(|(_, n)| *n >= MOST).map(|(l, _)| l);
        Ok(Box::new(Dropping(repeated.collect())))
    }
}

struct Dropping(BTreeSet<String>);

impl Stage for Dropping {
    fn process(&self, doc: &View<'_>, draft: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> {
        let (mut edits, mut at) = (Edits::new(), 0);
        for line in lines(doc.text()) {
            if self.0.contains(line) {
                edits.delete(at..at + line.len());
            }
            at += line.len();
        }
        draft.rewrite(edits)?;
        Ok(Verdict::Keep)
    }
}

/// The stage alone, and behind one that puts its text in capitals.
fn pipelines() -> [Pipeline; 2] {
    let capitals = crate::support::keeping(StageSpec::new("capitals", "capitals").rewrites(), |call| {
        let text = call.view.text();
        let mut edits = Edits::new();
        edits.replace(0..text.len(), &text.to_uppercase());
        call.draft.rewrite(edits)
    });
    let one = planned(&[&Kind], "[[stage]]\nuse = \"repeated\"");
    let two = planned(&[&Kind, capitals], "[[stage]]\nuse = \"capitals\"\n[[stage]]\nuse = \"repeated\"");
    [one, two]
}

fn fit(
    pipeline: &mut Pipeline,
    threads: usize,
    batch_items: usize,
    texts: &[String],
) -> Result<(), StageError> {
    quiet();
    let bounds = Bounds { batch_items, ..Bounds::default() };
    let labels = pipeline.labels().clone();
    let decode = |t: &String| Document::new("d", t.as_str(), &labels).ok();
    let executor = Executor::new(threads, bounds).unwrap();
    pipeline.fit(&executor, || texts.iter(), |t| t.len(), decode)
}

fn cleaned(pipeline: &Pipeline, texts: &[String]) -> Vec<String> {
    let mut workers = Workers::default();
    let clean = |t: &String| match pipeline.process_one(doc(pipeline, t), &mut workers) {
        Outcome::Written(doc) => testing::dump(&doc),
        other => testing::dump_outcome(&other),
    };
    texts.iter().map(clean).collect()
}

fn corpus(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

#[test]
fn lines_that_three_documents_share_go() {
    let texts = corpus(&["Share\none\n", "two\nShare\n", "Share\nthree\none\n", "Share\nShare\n"]);
    let [mut pipeline, _] = pipelines();
    assert!(pipeline.needs_fit());
    fit(&mut pipeline, 2, 1, &texts).unwrap();
    assert!(!pipeline.needs_fit());
    let clean = |text: &str| match outcome(&pipeline, doc(&pipeline, text)) {
        Outcome::Written(doc) => doc.text().to_owned(),
        other => panic!("{}", testing::dump_outcome(&other)),
    };
    assert_eq!(clean("Share\none\n"), "one\n");
    assert_eq!(clean("Share\nShare\n"), "");
    assert_eq!(clean("not seen\nShare\n"), "not seen\n");
}

#[test]
fn stages_before_it_are_seen() {
    let texts = corpus(&["share\n", "Share\n", "SHARE\n", "own\n"]);
    let [mut alone, mut behind] = pipelines();
    fit(&mut alone, 2, 1, &texts).unwrap();
    fit(&mut behind, 2, 1, &texts).unwrap();
    let text = |pipeline: &Pipeline| match outcome(pipeline, doc(pipeline, "share\nown\n")) {
        Outcome::Written(doc) => doc.text().to_owned(),
        other => panic!("{}", testing::dump_outcome(&other)),
    };
    assert_eq!(text(&alone), "share\nown\n");
    assert_eq!(text(&behind), "OWN\n");
}

#[test]
fn counters_begin_after_the_corpus_pass() {
    let [_, mut pipeline] = pipelines();
    fit(&mut pipeline, 2, 1, &corpus(&["a\n", "b\n"])).unwrap();
    assert!(pipeline.stats().stages.iter().all(|s| s.documents == 0));
}

#[test]
fn without_the_pass_documents_are_quarantined() {
    let [pipeline, _] = pipelines();
    let reason = crate::support::reason(&pipeline, doc(&pipeline, "a"));
    assert_eq!(reason, "the corpus pass did not run");
}

#[test]
fn a_corpus_that_nothing_can_be_made_of_is_an_error() {
    let [mut pipeline, _] = pipelines();
    let error = fit(&mut pipeline, 2, 1, &[]).unwrap_err();
    assert_eq!(error.to_string(), "stage `repeated`: the corpus has no line");
}

#[test]
fn documents_that_cannot_be_observed_are_left_out() {
    let good = corpus(&["Share\n", "Share\n", "Share\n", "a\n"]);
    let mut bad = good.clone();
    bad.insert(1, "a\npanic\n".to_owned());
    bad.insert(3, "a\nfail\n".to_owned());
    bad.push("a\nfail\n".to_owned());
    let [mut one, _] = pipelines();
    let [mut other, _] = pipelines();
    fit(&mut one, 2, 1, &good).unwrap();
    fit(&mut other, 2, 1, &bad).unwrap();
    assert_eq!(cleaned(&one, &good), cleaned(&other, &good));
}

#[test]
fn a_sketch_is_saved_and_loaded() {
    let texts = corpus(&["Share\none\n", "Share\ntwo\n", "Share\n"]);
    let [mut direct, _] = pipelines();
    fit(&mut direct, 1, 1, &texts).unwrap();

    let [mut pipeline, _] = pipelines();
    let labels = pipeline.labels().clone();
    let executor = Executor::new(2, Bounds::default()).unwrap();
    let decode = |t: &String| Document::new("d", t.as_str(), &labels).ok();
    let sketch = pipeline.sketch(&executor, texts.iter(), |t| t.len(), decode).unwrap();
    let (name, fit) = pipeline.unfitted().unwrap();
    assert_eq!(name, "repeated");
    let saved = fit.save(&sketch).unwrap();
    assert_eq!(String::from_utf8_lossy(&saved), r#"{"Share\n":3,"one\n":1,"two\n":1}"#);
    let loaded = fit.load(&saved).unwrap();
    let error = fit.load(b"[1]").err().unwrap().to_string();
    assert!(error.starts_with("not a sketch of this stage: "), "{error}");
    pipeline.fit_with(loaded).unwrap();
    assert_eq!(cleaned(&pipeline, &texts), cleaned(&direct, &texts));
    let error = pipeline.fit_with(sketch).unwrap_err();
    assert_eq!(error.to_string(), "no stage needs a corpus pass");
}

fn any_corpus() -> impl Strategy<Value = Vec<String>> {
    let line = prop::sample::select(&["Share\n", "a\n", "b\n", "é\n", "\n"]);
    let text = prop::collection::vec(line, 0..5).prop_map(|l| l.concat());
    prop::collection::vec(text, 1..14).prop_filter("has a line", |t| t.iter().any(|t| !t.is_empty()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Threads, batches and the order of the documents do not matter.
    #[test]
    fn the_pass_does_not_depend_on_order(texts in any_corpus(), shuffled in any_corpus().prop_perturb(|_, mut rng| rng.random::<u64>()), batch in 1..4usize) {
        let [mut expected, _] = pipelines();
        fit(&mut expected, 1, 64, &texts).unwrap();
        let expected = cleaned(&expected, &texts);
        let mut other = texts.clone();
        let by = usize::try_from(shuffled % other.len() as u64).unwrap();
        other.rotate_left(by);
        if shuffled % 2 == 0 { other.reverse(); }
        for threads in [1, 2, 8] {
            let [mut pipeline, _] = pipelines();
            fit(&mut pipeline, threads, batch, &other).unwrap();
            prop_assert_eq!(&cleaned(&pipeline, &texts), &expected);
        }
    }

    /// Merging is associative and commutative, and an empty sketch changes nothing.
    #[test]
    fn any_tree_of_merges_is_the_same(texts in any_corpus(), order in prop::collection::vec(any::<prop::sample::Index>(), 14)) {
        let [pipeline, _] = pipelines();
        let labels = pipeline.labels().clone();
        let executor = Executor::new(1, Bounds::default()).unwrap();
        let (_, fit) = pipeline.unfitted().unwrap();
        let decode = |t: &String| Document::new("d", t.as_str(), &labels).ok();
        let sketch = |texts: &[String]| {
            pipeline.sketch(&executor, texts.iter(), |t| t.len(), decode).unwrap()
        };
        let expected = fit.save(&sketch(&texts)).unwrap();
        let mut parts: Vec<_> = texts.iter().map(|t| sketch(std::slice::from_ref(t))).collect();
        parts.push(fit.empty());
        for at in order {
            if parts.len() == 1 { break; }
            let other = parts.swap_remove(at.index(parts.len()));
            let into = at.index(parts.len());
            fit.merge(&mut parts[into], other);
        }
        let mut all = fit.empty();
        for part in parts {
            fit.merge(&mut all, part);
        }
        prop_assert_eq!(fit.save(&all).unwrap(), expected);
    }
}
