//! `cancel`: a stage that has a timeout either ends by itself, or soon after it is told to stop. One
//! that runs on for a second is ended by the host's watchdog, and the whole run with it: here that
//! ends the process of the test, which is how it fails.

use crate::documents::long;
use crate::report::Notes;
use crate::subject::{Setup, ready};
use crate::target::Target;
use pipeline_core::{Outcome, Workers};
use std::time::{Duration, Instant};

const TIMEOUT: Duration = Duration::from_millis(50);

/// How long after its deadline a stage may end without remark: three times what the rule says, for
/// machines with something else to do.
const REMARK: Duration = Duration::from_millis(150);

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    let samples = long(target.either(1 << 20, 16 << 20));
    for (subject, options) in ready(target, Setup::default(), notes) {
        let Some(pipeline) = subject.pipeline_or_fail(&options, Some(TIMEOUT), notes) else { continue };
        let (mut stopped, mut longest) = (0, Duration::ZERO);
        for sample in &samples {
            let Ok(document) = subject.document(&pipeline, sample) else { continue };
            let start = Instant::now();
            let outcome = pipeline.process_one(document, &mut Workers::default());
            let spent = start.elapsed();
            longest = longest.max(spent);
            stopped += usize::from(matches!(outcome, Outcome::Quarantined(_)));
            if spent > TIMEOUT + REMARK {
                notes.note(format!(
                    "stage `{}` ended {} ms after its deadline on document {}; ask `cancelled` at least every 50 ms",
                    subject.name,
                    spent.saturating_sub(TIMEOUT).as_millis(),
                    sample.shown()
                ));
            }
        }
        notes.note(format!(
            "stage `{}`, with a timeout of {} ms: {} long documents, {stopped} given up, the longest took {} ms",
            subject.name,
            TIMEOUT.as_millis(),
            samples.len(),
            longest.as_millis()
        ));
    }
}
