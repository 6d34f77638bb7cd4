//! Stages that like several documents at once, and pipelines that give them so.

use crate::support::{doc, planned};
use pipeline_core::config::{Diagnostic, Node};
use pipeline_core::testing::dump_outcome;
use pipeline_core::{
    Bounds, Build, Draft, Executor, Label, LayerSpec, Stage, StageError, StageKind, StageSpec, Task, Verdict,
    View, Worker, Workers,
};
use proptest::prelude::*;
use std::convert::Infallible;
use std::sync::Mutex;

const WORDS: &[LayerSpec] = &[LayerSpec::new("words", "words")];

/// Marks the whole text; what it does with a document is told by its text.
struct Marks {
    spec: StageSpec,
    batch: usize,
    sizes: &'static Mutex<Vec<usize>>,
}

struct Running {
    batch: usize,
    sizes: &'static Mutex<Vec<usize>>,
}

fn marks(name: &'static str, batch: usize) -> (&'static dyn StageKind, &'static Mutex<Vec<usize>>) {
    let sizes: &'static Mutex<Vec<usize>> = Box::leak(Box::default());
    let spec = StageSpec::new(name, "marks").creates_if_absent(WORDS);
    (Box::leak(Box::new(Marks { spec, batch, sizes })), sizes)
}

impl StageKind for Marks {
    fn spec(&self) -> &'static StageSpec {
        Box::leak(Box::new(self.spec))
    }

    fn schema(&self) -> schemars::Schema {
        schemars::schema_for!(bool)
    }

    fn defaults(&self) -> serde_json::Value {
        serde_json::json!({})
    }

    fn build(&self, _: &Node, _: &mut Build<'_>) -> Result<Box<dyn Stage>, Diagnostic> {
        Ok(Box::new(Running { batch: self.batch, sizes: self.sizes }))
    }
}

impl Stage for Running {
    fn process(&self, doc: &View<'_>, draft: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> {
        match doc.text() {
            "panic" => panic!("over `{}`", doc.id()),
            "fail" => Err(StageError::new("it is broken")),
            "fatal" => Err(StageError::fatal("it is gone")),
            "drop" => Ok(Verdict::Drop("too short".to_owned())),
            text if draft.wants("words") => {
                draft.layer("words")?.push(0..text.len(), Label::NONE)?;
                Ok(Verdict::Keep)
            }
            _ => Ok(Verdict::Keep),
        }
    }

    fn batch(&self) -> usize {
        self.batch
    }

    fn process_batch(&self, tasks: &mut [Task<'_>], worker: &mut Worker) -> Vec<Result<Verdict, StageError>> {
        self.sizes.lock().unwrap().push(tasks.len());
        let results = tasks.iter_mut().map(|t| self.process(&t.doc, &mut t.draft, worker));
        let results: Vec<_> = results.collect();
        // A stage that loses count is caught, too.
        let lost = usize::from(tasks.iter().any(|t| t.doc.text() == "lose the last"));
        let keep = results.len() - lost;
        results.into_iter().take(keep).collect()
    }
}

const TEXTS: [&str; 10] =
    ["one", "drop", "two", "fail", "three", "", "panic", "four", "fatal", "the last of them"];

#[test]
fn a_batch_ends_as_its_documents_end_alone() {
    for batch in [2, 3, 100] {
        let (several, _) = marks("several", batch);
        let (single, _) = marks("single", 1);
        let stages = "[[stage]]\nuse = \"single\"\n[[stage]]\nuse = \"several\"\n";
        for toml in [stages, "[[stage]]\nuse = \"several\"\n"] {
            let pipeline = planned(&[several, single], toml);
            let alone =
                TEXTS.iter().map(|t| pipeline.process_one(doc(&pipeline, t), &mut Workers::default()));
            let alone: Vec<String> = alone.map(|o| dump_outcome(&o)).collect();
            let documents = TEXTS.iter().map(|t| doc(&pipeline, t)).collect();
            let together = pipeline.process_batch(documents, &mut Workers::default());
            assert_eq!(together.iter().map(dump_outcome).collect::<Vec<_>>(), alone);
            let counted = &pipeline.stats().stages[0];
            assert_eq!(counted.documents, 2 * TEXTS.len() as u64);
            assert_eq!((counted.dropped, counted.quarantined), (2, 6));
        }
    }
}

#[test]
fn only_what_is_still_on_its_way_is_given_on() {
    let (several, sizes) = marks("several", 4);
    let (before, _) = marks("before", 1);
    let pipeline = planned(&[before, several], "[[stage]]\nuse = \"before\"\n[[stage]]\nuse = \"several\"\n");
    assert_eq!(pipeline.batch(), 4);
    let texts = ["a", "drop", "b", "fail", "c", "d", "drop", "e", "f"];
    pipeline.process_batch(texts.iter().map(|t| doc(&pipeline, t)).collect(), &mut Workers::default());
    assert_eq!(*sizes.lock().unwrap(), [4, 2]);
}

#[test]
fn a_result_too_few_is_an_error_of_the_last() {
    let (several, _) = marks("several", 4);
    let pipeline = planned(&[several], "[[stage]]\nuse = \"several\"\n");
    let texts = ["lose the last", "b"];
    let documents = texts.iter().map(|t| doc(&pipeline, t)).collect();
    let outcomes = pipeline.process_batch(documents, &mut Workers::default());
    assert!(dump_outcome(&outcomes[1]).contains("fewer results"), "{}", dump_outcome(&outcomes[1]));
    assert!(!dump_outcome(&outcomes[0]).contains("fewer results"));
}

#[test]
fn a_fatal_error_says_that_the_run_should_stop() {
    let (several, _) = marks("several", 4);
    let pipeline = planned(&[several], "[[stage]]\nuse = \"several\"\n");
    for (text, fatal) in [("fatal", true), ("fail", false)] {
        let outcome = pipeline.process_one(doc(&pipeline, text), &mut Workers::default());
        let pipeline_core::Outcome::Quarantined(q) = outcome else { panic!("{outcome:?}") };
        assert_eq!(q.fatal, fatal);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn batches_keep_order(items in prop::collection::vec(0..50usize, 0..80), most in 1..7usize) {
        for threads in [1, 2, 8] {
            let bounds = Bounds { batch_items: most, ..Bounds::default() };
            let executor = Executor::new(threads, bounds).unwrap();
            let mut out = Vec::new();
            let largest = Mutex::new(0);
            let work = |(): &mut (), batch: Vec<usize>| {
                let mut largest = largest.lock().unwrap();
                *largest = batch.len().max(*largest);
                batch
            };
            let sink = |i| { out.push(i); Ok::<_, Infallible>(()) };
            let Ok(_) = executor.map_batches(items.iter().copied(), |_| 1, || (), work, sink);
            prop_assert_eq!(&out, &items);
            prop_assert!(*largest.lock().unwrap() <= most);
        }
    }
}
