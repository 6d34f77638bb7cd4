//! Not a test: how long a document of about 5 KB takes, beside a stage that does nothing.

use crate::documents::article;
use crate::empty;
use crate::report::Notes;
use crate::subject::{Setup, Subject, ready};
use crate::target::Target;
use pipeline_core::Workers;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    let nothing = empty::subject().and_then(|empty| median(&empty, &json!({}), target.patience()));
    for (subject, options) in ready(target, Setup::default(), notes) {
        match (median(&subject, &options, target.patience()), &nothing) {
            (Ok(spent), Ok(nothing)) => notes.note(format!(
                "stage `{}`: {} ns for a document of {} bytes; a stage that does nothing: {} ns",
                subject.name,
                spent.as_nanos(),
                article().text.len(),
                nothing.as_nanos()
            )),
            (Err(why), _) => notes.fail(why),
            (_, Err(why)) => notes.fail(why.clone()),
        }
    }
}

/// The median of what the stage takes for a document.
fn median(subject: &Subject, options: &Value, patience: Duration) -> Result<Duration, String> {
    let pipeline = subject.pipeline(options, None)?;
    let (sample, start, mut workers) = (article(), Instant::now(), Workers::default());
    let mut spent = Vec::new();
    while spent.len() < 5 || (spent.len() < 100_000 && start.elapsed() < patience) {
        let document = subject.document(&pipeline, &sample)?;
        let begin = Instant::now();
        let outcome = pipeline.process_one(document, &mut workers);
        spent.push(begin.elapsed());
        drop(outcome);
    }
    spent.sort();
    Ok(spent[spent.len() / 2])
}
