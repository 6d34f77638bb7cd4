//! `leaks`: making and freeing stages and scratch, and running documents, leaves the memory of the
//! process as it was.
//!
//! Memory grows for good reasons too, once: caches fill, allocators keep what they got. So there are
//! two halves after a warm-up, and only what grows in both is a leak.

use crate::documents::article;
use crate::report::Notes;
use crate::state::memory;
use crate::subject::{Setup, Subject, ready};
use crate::target::Target;
use pipeline_core::Workers;
use std::time::{Duration, Instant};

/// What half of the repetitions may grow by, and what is allowed for each: the host itself keeps
/// some bytes for a stage that it has named.
const SLACK: usize = 512 << 10;
const EACH: usize = 384;

/// A half ends early when this much is lost.
const PLENTY: usize = 32 << 20;

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    if memory().is_none() {
        return notes.skip("this system does not say how much memory a process has");
    }
    let sample = article();
    for (subject, options) in ready(target, Setup::default(), notes) {
        let Some(pipeline) = subject.pipeline_or_fail(&options, None, notes) else { continue };
        let stage = || drop(subject.pipeline(&options, None));
        let scratch = || drop(subject.run(&pipeline, &sample, &mut Workers::default()));
        let mut workers = Workers::default();
        let document = || drop(subject.run(&pipeline, &sample, &mut workers));
        let rounds = target.either(1_000, 50_000);
        hold(&subject, "making and freeing a stage", "`destroy`", target, rounds, stage, notes);
        hold(&subject, "making and freeing scratch", "`worker_free`", target, rounds, scratch, notes);
        hold(&subject, "processing a document", "`process`", target, rounds, document, notes);
    }
}

fn hold(
    subject: &Subject,
    what: &str,
    place: &str,
    target: &Target,
    rounds: usize,
    mut round: impl FnMut(),
    notes: &mut Notes,
) {
    let patience = target.patience();
    repeat(rounds / 10, patience / 4, &mut round);
    let first = repeat(rounds / 2, patience, &mut round);
    let second = repeat(rounds / 2, patience, &mut round);
    let lost = |(n, grown): (usize, usize)| grown > SLACK + EACH * n;
    let (n, grown) = (first.0 + second.0, first.1 + second.1);
    if lost(first) && lost(second) {
        notes.fail(format!(
            "stage `{}` loses about {} bytes with each {what}: {} KiB after {n} times, expected none; free in {place} all that was made",
            subject.name,
            grown / n.max(1),
            grown >> 10
        ));
    } else {
        notes.note(format!("stage `{}`: {n} times {what}, {} KiB more", subject.name, grown >> 10));
    }
}

/// How often it was done, and what memory grew by.
fn repeat(rounds: usize, patience: Duration, round: &mut impl FnMut()) -> (usize, usize) {
    let (start, before) = (Instant::now(), memory().unwrap_or(0));
    let grown = || memory().unwrap_or(0).saturating_sub(before);
    for n in 1..=rounds {
        round();
        if n % 8 == 0 && (start.elapsed() > patience || grown() > PLENTY) {
            return (n, grown());
        }
    }
    (rounds, grown())
}
