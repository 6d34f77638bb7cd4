//! `process`: what belongs to the process is as it was before: signal handlers, working directory,
//! locale, rounding mode, open files, threads.
//!
//! Some languages bring a runtime that starts threads and installs handlers when it is loaded, and
//! more threads when there is work. That is told, and no failure; what changes afterwards is one, and so
//! are threads that become more each time stages come and go.

use crate::documents::ordinary;
use crate::empty;
use crate::report::Notes;
use crate::state::{Change, State, THREADS};
use crate::subject::{self, Setup, ready};
use crate::target::Target;
use pipeline_core::Workers;
use serde_json::json;
use std::time::{Duration, Instant};

/// Uses that tell threads which pile up from those of a runtime.
const AGAIN: usize = 8;

/// How long threads are waited for that are still on their way out.
const SETTLE: Duration = Duration::from_millis(500);

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    if let Err(why) = host_is_ready() {
        return notes.skip(why);
    }
    let Some(before) = State::now() else {
        return notes.skip("this system does not say what state a process is in");
    };
    if subject::open(target).is_err() {
        return notes.skip(subject::UNUSABLE);
    }
    let Some(loaded) = State::now() else { return };
    for change in before.changes(&loaded) {
        match change.is_of_a_runtime {
            true => notes.note(format!("loading the library changes {change}; a runtime may do that")),
            false => notes.fail(format!(
                "loading the library changes {change}; {} is the host's: leave it as it is, also in initialisers",
                change.what
            )),
        }
    }
    use_stages(target, notes);
    for change in settled(&loaded) {
        if change.what == THREADS && !threads_become_more(target, notes) {
            notes.note(format!("{change}, and not more each time; a runtime may do that"));
            continue;
        }
        notes.fail(format!(
            "after its stages were freed, {change}; expected it unchanged: {}",
            advice(&change)
        ));
    }
}

/// Whether each use of the stages leaves threads behind.
fn threads_become_more(target: &Target, notes: &mut Notes) -> bool {
    let count = || State::now().and_then(|now| now.number(THREADS));
    let Some(before) = count() else { return true };
    (0..AGAIN).for_each(|_| use_stages(target, notes));
    std::thread::sleep(SETTLE);
    count().is_none_or(|now| now >= before + AGAIN)
}

/// Handlers of crashes and the watchdog are the host's own, and come with its first stage.
fn host_is_ready() -> Result<(), String> {
    empty::subject()?.pipeline(&json!({}), None).map(drop)
}

fn use_stages(target: &Target, notes: &mut Notes) {
    let samples = ordinary(10);
    for (subject, options) in ready(target, Setup::default(), notes) {
        let Some(pipeline) = subject.pipeline_or_fail(&options, None, notes) else { continue };
        let mut workers = Workers::default();
        for sample in &samples {
            drop(subject.run(&pipeline, sample, &mut workers));
        }
    }
}

/// What is different, when threads had time to end.
fn settled(before: &State) -> Vec<Change> {
    let start = Instant::now();
    loop {
        let changes = State::now().map(|now| before.changes(&now)).unwrap_or_default();
        if changes.is_empty() || start.elapsed() > SETTLE {
            return changes;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn advice(change: &Change) -> &'static str {
    if change.what.starts_with("file descriptor") {
        "close in `destroy` what was opened"
    } else if change.what == THREADS {
        "join in `destroy` the threads that were started"
    } else {
        "it belongs to the host (rule R8)"
    }
}
