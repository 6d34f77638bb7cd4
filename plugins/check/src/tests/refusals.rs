//! `refusals`: the host refuses every write. The documents fail, as they must; the plugin neither
//! crashes nor hangs, and the next document finds it in order.

use crate::documents::ordinary;
use crate::report::Notes;
use crate::subject::{Setup, ready};
use crate::target::Target;
use chaffinch_plugin_host::REFUSED_WRITE;
use pipeline_core::{Outcome, Workers};
use std::time::Duration;

/// For each document; a stage that takes longer is named by the host.
const TIMEOUT: Duration = Duration::from_secs(5);

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    let samples = ordinary(target.either(20, 300));
    let setup = Setup { refuses: true, ..Setup::default() };
    for (subject, options) in ready(target, setup, notes) {
        let Some(pipeline) = subject.pipeline_or_fail(&options, Some(TIMEOUT), notes) else { continue };
        let mut workers = Workers::default();
        let mut refused = 0;
        for sample in &samples {
            match subject.run(&pipeline, sample, &mut workers) {
                Ok(Outcome::Quarantined(q)) if q.reason.contains(REFUSED_WRITE) => refused += 1,
                Ok(Outcome::Quarantined(q)) if q.reason.contains(" panicked") => notes.fail(format!(
                    "stage `{}` on document {}, when a write is refused: {}; expected an error",
                    subject.name,
                    sample.shown(),
                    q.reason
                )),
                Ok(_) => {}
                Err(why) => notes.note(format!("document {} could not be made: {why}", sample.shown())),
            }
        }
        notes.note(format!(
            "stage `{}`: {refused} of {} documents wrote something",
            subject.name,
            samples.len()
        ));
    }
}
