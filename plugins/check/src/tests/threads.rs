//! `threads`: a stage that threads share gives what it gives to one, and scratch may move from
//! thread to thread.

use crate::compare::same;
use crate::documents::{Sample, ordinary};
use crate::report::Notes;
use crate::subject::{Setup, Subject, ready};
use crate::target::Target;
use pipeline_core::{Bounds, Executor, Pipeline, Workers};

const THREADS: usize = 8;

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    let samples = ordinary(target.either(150, 3000));
    for (subject, options) in ready(target, Setup::default(), notes) {
        let Some(pipeline) = subject.pipeline_or_fail(&options, None, notes) else { continue };
        let Some(expected) = subject.steady(&pipeline, &samples, notes) else { continue };
        let moved = on_two_threads(&subject, &pipeline, &samples);
        let hint = "scratch is used by one thread at a time, but not always by the same: keep nothing of it in thread-local variables";
        let how = "with scratch that began on another thread";
        if !same(notes, &samples, (&expected, &moved), (subject.name, how, hint)) {
            continue;
        }
        if subject.manifest.serial {
            notes.note(format!(
                "stage `{}` says \"threads\": \"serial\", so calls come one at a time",
                subject.name
            ));
            continue;
        }
        let found = in_parallel(&subject, &pipeline, &samples).unwrap_or_else(|why| vec![why; samples.len()]);
        let how = format!("on {THREADS} threads");
        let hint = "nothing in `chf_stage` may change in `process` without a lock; if that cannot be, say \"threads\": \"serial\" in the manifest";
        same(notes, &samples, (&expected, &found), (subject.name, &how, hint));
    }
}

/// The first half here, the rest on another thread with the same scratch.
fn on_two_threads(subject: &Subject, pipeline: &Pipeline, samples: &[Sample]) -> Vec<String> {
    let mut workers = Workers::default();
    let (here, there) = samples.split_at(samples.len() / 2);
    let mut found: Vec<String> = here.iter().map(|s| subject.dump(pipeline, s, &mut workers)).collect();
    let rest = std::thread::scope(|scope| {
        let run = || {
            let mut workers = workers;
            there.iter().map(|s| subject.dump(pipeline, s, &mut workers)).collect::<Vec<_>>()
        };
        scope.spawn(run).join().unwrap_or_default()
    });
    found.extend(rest);
    found
}

fn in_parallel(subject: &Subject, pipeline: &Pipeline, samples: &[Sample]) -> Result<Vec<String>, String> {
    let bounds = Bounds { batch_items: 3, ..Bounds::default() };
    let mut found = Vec::with_capacity(samples.len());
    let done = Executor::new(THREADS, bounds)?.map_ordered(
        samples.iter(),
        |s| s.text.len(),
        Workers::default,
        |workers, sample| subject.dump(pipeline, sample, workers),
        |dump| {
            found.push(dump);
            Ok::<_, std::convert::Infallible>(())
        },
    );
    let Ok(_) = done;
    Ok(found)
}
