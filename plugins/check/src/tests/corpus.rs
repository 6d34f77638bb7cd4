//! `corpus`: what a corpus pass comes to does not depend on the order of documents, on how they were
//! grouped and merged, or on whether the sketch was saved and loaded in between.

use crate::compare::same;
use crate::documents::{Sample, ordinary};
use crate::report::Notes;
use crate::subject::{Setup, Subject, ready};
use crate::target::Target;
use serde_json::Value;

/// How the documents are observed.
struct Way {
    how: &'static str,
    threads: usize,
    backwards: bool,
    saved: bool,
}

const FIRST: Way = Way { how: "on one thread", threads: 1, backwards: false, saved: false };

const OTHERS: [Way; 3] = [
    Way { how: "after a corpus pass on 8 threads, merged", threads: 8, backwards: false, saved: false },
    Way { how: "after a corpus pass in the opposite order", threads: 1, backwards: true, saved: false },
    Way { how: "after a corpus pass that was saved and loaded", threads: 2, backwards: false, saved: true },
];

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    // Twice each, so that there is something to be found again.
    let once = ordinary(target.either(30, 500));
    let samples: Vec<&Sample> = once.iter().chain(&once).collect();
    for (subject, options) in ready(target, Setup::default(), notes) {
        if !subject.manifest.fit {
            notes.give_up(format!("stage `{}` has no corpus pass", subject.name));
            continue;
        }
        match dumps(&subject, &options, &samples, &once, &FIRST) {
            Err(why) => notes.fail(format!("stage `{}`, {}: {why}", subject.name, FIRST.how)),
            Ok(expected) => {
                for way in &OTHERS {
                    compare(&subject, &options, (&samples, &once), (&expected, way), notes);
                }
            }
        }
    }
}

fn compare(
    subject: &Subject,
    options: &Value,
    (samples, once): (&[&Sample], &[Sample]),
    (expected, way): (&[String], &Way),
    notes: &mut Notes,
) {
    const HINT: &str = "`merge` is associative and commutative: count in integers, and cap by content, never by order of arrival";
    match dumps(subject, options, samples, once, way) {
        Ok(found) => {
            same(notes, once, (expected, &found), (subject.name, way.how, HINT));
        }
        Err(why) => notes.fail(format!("stage `{}`, {}: {why}", subject.name, way.how)),
    }
}

/// What the fitted stage makes of the documents.
fn dumps(
    subject: &Subject,
    options: &Value,
    samples: &[&Sample],
    once: &[Sample],
    way: &Way,
) -> Result<Vec<String>, String> {
    let mut pipeline = subject.unfitted(options, None)?;
    let mut order = samples.to_vec();
    if way.backwards {
        order.reverse();
    }
    let mut sketch = subject.sketch(&pipeline, order.into_iter(), way.threads)?;
    if let Some((_, fit)) = pipeline.unfitted().filter(|_| way.saved) {
        let bytes = fit.save(&sketch).map_err(|e| e.to_string())?;
        sketch = fit.load(&bytes).map_err(|e| e.to_string())?;
    }
    pipeline.fit_with(sketch).map_err(|e| e.to_string())?;
    Ok(subject.dumps(&pipeline, once))
}
