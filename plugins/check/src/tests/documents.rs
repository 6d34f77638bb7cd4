//! `documents`: nasty documents leave sound documents behind. Texts and layers lie in read-only
//! pages with an inaccessible one after the last byte, so that reading past the end is a crash, and
//! writing is another.
//!
//! An error that the plugin itself reports for a document is allowed, and listed.

use crate::documents::{Sample, nasty};
use crate::report::Notes;
use crate::subject::{Setup, Subject, ready};
use crate::target::Target;
use chaffinch_plugin_host::{Memory, REFUSED_WRITE};
use pipeline_core::testing::audit;
use pipeline_core::{Outcome, Quarantine, Workers};
use std::time::Duration;

/// For each document; a stage that takes longer is named by the host.
const TIMEOUT: Duration = Duration::from_secs(5);

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    let samples = nasty(target.either(30, 500));
    let setup = Setup { memory: Memory::Guarded, ..Setup::default() };
    for (subject, options) in ready(target, setup, notes) {
        let Some(pipeline) = subject.pipeline_or_fail(&options, Some(TIMEOUT), notes) else { continue };
        let mut workers = Workers::default();
        for sample in &samples {
            match subject.run(&pipeline, sample, &mut workers) {
                Ok(outcome) => judge(&subject, sample, &outcome, notes),
                Err(why) => notes.note(format!("document {} could not be made: {why}", sample.shown())),
            }
        }
        notes.note(format!("stage `{}`: {} documents", subject.name, samples.len()));
    }
}

fn judge(subject: &Subject, sample: &Sample, outcome: &Outcome, notes: &mut Notes) {
    let (stage, shown) = (subject.name, sample.shown());
    match outcome {
        Outcome::Written(document) | Outcome::Dropped { document, .. } => {
            if let Err(why) = audit(document) {
                notes.fail(format!("stage `{stage}` leaves an unsound document {shown}: {why}"));
            }
        }
        Outcome::Quarantined(quarantine) => failed(stage, &shown, quarantine, notes),
    }
}

fn failed(stage: &str, shown: &str, quarantine: &Quarantine, notes: &mut Notes) {
    let reason = &quarantine.reason;
    if let Some((_, refusal)) = reason.split_once(REFUSED_WRITE) {
        notes.fail(format!(
            "stage `{stage}` on document {shown}: the host refused a write: {refusal}; expected writes that keep to the text and the manifest"
        ));
    } else if quarantine.fatal {
        notes.fail(format!(
            "stage `{stage}` on document {shown} would end the whole run: {reason}; expected CHF_ERR_DOC for what is wrong with one document"
        ));
    } else if reason.contains(" panicked") {
        notes.fail(format!("stage `{stage}` on document {shown}: {reason}; expected an error, or an output"));
    } else if reason.contains("and does not say why") {
        notes.fail(format!(
            "stage `{stage}` on document {shown}: {reason}; expected a call of `diag` with CHF_ERROR before an error is returned"
        ));
    } else {
        notes.note(format!("stage `{stage}` reports an error for document {shown}: {reason}"));
    }
}
