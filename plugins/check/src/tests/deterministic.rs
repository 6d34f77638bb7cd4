//! `deterministic`: the same document gives the same output twice, with used scratch, from a stage
//! made anew, and in a batch.

use crate::compare::same;
use crate::documents::{Sample, ordinary};
use crate::report::Notes;
use crate::subject::{Setup, Subject, ready};
use crate::target::Target;
use pipeline_core::testing::dump_outcome;
use pipeline_core::{Document, Pipeline, Workers};
use serde_json::Value;

/// Documents in one call.
const BATCH: usize = 32;

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    let samples = ordinary(target.either(40, 500));
    for (subject, options) in ready(target, Setup::default(), notes) {
        alone(&subject, &options, &samples, notes);
    }
    let setup = Setup { batch: BATCH, ..Setup::default() };
    for (subject, options) in ready(target, setup, notes) {
        in_batches(&subject, &options, &samples, notes);
    }
}

fn alone(subject: &Subject, options: &Value, samples: &[Sample], notes: &mut Notes) {
    let Some(pipeline) = subject.pipeline_or_fail(options, None, notes) else { return };
    let expected = subject.dumps(&pipeline, samples);
    let mut holds = |found: Vec<String>, how: &str, hint: &str| {
        same(notes, samples, (&expected, &found), (subject.name, how, hint))
    };
    let hint = "look for a clock, randomness, an address, or a counter that lives from document to document";
    if !holds(subject.dumps(&pipeline, samples), "when it comes again", hint) {
        return;
    }
    let mut workers = Workers::default();
    let used = samples.iter().map(|s| subject.dump(&pipeline, s, &mut workers)).collect();
    let hint = "clear the scratch of `chf_worker` at the beginning of a document";
    if !holds(used, "with scratch that others have used", hint) {
        return;
    }
    let mut workers = Workers::default();
    let mut backwards: Vec<String> =
        samples.iter().rev().map(|s| subject.dump(&pipeline, s, &mut workers)).collect();
    backwards.reverse();
    if !holds(backwards, "with scratch that the documents behind it have used", hint) {
        return;
    }
    if let Some(again) = subject.pipeline_or_fail(options, None, notes) {
        let found = subject.dumps(&again, samples);
        let hint = "look in `create` for the order of a hash table, a clock or randomness";
        same(notes, samples, (&expected, &found), (subject.name, "from a stage that is made anew", hint));
    }
}

fn in_batches(subject: &Subject, options: &Value, samples: &[Sample], notes: &mut Notes) {
    let Some(pipeline) = subject.pipeline_or_fail(options, None, notes) else { return };
    let mut workers = Workers::default();
    let expected: Vec<String> = samples.iter().map(|s| subject.dump(&pipeline, s, &mut workers)).collect();
    let found = batched(subject, &pipeline, samples);
    let how = format!("as one of {BATCH} in one call of `process`");
    let hint = "treat each of the `n` documents as if it came alone";
    same(notes, samples, (&expected, &found), (subject.name, &how, hint));
}

fn batched(subject: &Subject, pipeline: &Pipeline, samples: &[Sample]) -> Vec<String> {
    let mut workers = Workers::default();
    let documents: Result<Vec<Document>, String> =
        samples.iter().map(|s| subject.document(pipeline, s)).collect();
    match documents {
        Ok(documents) => pipeline.process_batch(documents, &mut workers).iter().map(dump_outcome).collect(),
        Err(why) => vec![why; samples.len()],
    }
}
