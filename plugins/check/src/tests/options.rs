//! `options`: there are options that make a stage; what breaks the schema is refused before the
//! plugin sees it; and any options that keep to the schema make a stage or are refused with a reason.

use crate::options::{random, shown, violations};
use crate::report::Notes;
use crate::subject::{Setup, Subject, all};
use crate::target::Target;
use chaffinch_plugin_host::Checked;
use serde_json::{Value, json};
use std::io::Write;

/// What the host says in place of a reason that the plugin does not give.
const NO_REASON: [&str; 4] =
    ["does not say why", "panicked while it was made", "cannot be made: status", "returned no stage"];

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    let subjects = all(target, Setup::default(), notes);
    for kind in target.given.kinds() {
        if !subjects.is_empty() && !subjects.iter().any(|s| s.manifest.kind == kind) {
            let known: Vec<&str> = subjects.iter().map(|s| s.manifest.kind).collect();
            notes.fail(format!(
                "the options file has a table `[{kind}]`, but the stages of this library are {}",
                known.join(", ")
            ));
        }
    }
    for subject in &subjects {
        notes.asked();
        let base = accepted(subject, target, notes);
        for (what, options) in violations(&subject.manifest.schema, &base) {
            refused_by_schema(subject, target, (&what, options), notes);
        }
        fuzz(subject, target, notes);
    }
}

/// Options that make a stage, or none.
fn accepted(subject: &Subject, target: &Target, notes: &mut Notes) -> Value {
    match &subject.options {
        Ok((options, whence)) => {
            notes.note(format!("stage `{}` is tried with {whence}: {}", subject.name, shown(options)));
            if target.given.of(subject.manifest.kind).is_none() && *options != json!({}) {
                notes.note(format!(
                    "real options find more: `--options FILE` with a table `[{}]`",
                    subject.manifest.kind
                ));
            }
            options.clone()
        }
        Err(why) if target.given.of(subject.manifest.kind).is_some() => {
            notes.fail(why.clone());
            Value::default()
        }
        Err(why) => {
            notes.note(why.clone());
            Value::default()
        }
    }
}

fn refused_by_schema(subject: &Subject, target: &Target, (what, options): (&str, Value), notes: &mut Notes) {
    let told = shown(&options);
    if matches!(tried(subject, target, options), Checked::RefusedBySchema(_)) {
        return;
    }
    let help = match what {
        "an unknown key" => "add `\"additionalProperties\": false`, so that a misspelt option is found",
        _ => "say in `config_schema` what is allowed, so that people are shown the line",
    };
    notes.fail(format!(
        "stage `{}`: {what} reaches the plugin, expected the schema to refuse it: {told}; {help}",
        subject.name
    ));
}

/// Tries options, and says so first: when `create` crashes, these are the last words.
fn tried(subject: &Subject, target: &Target, options: Value) -> Checked {
    // Nothing can be done when this fails.
    let _ = writeln!(std::io::stderr(), "stage `{}` with the options {}", subject.name, shown(&options));
    subject.kind.try_options(options, &target.given)
}

fn fuzz(subject: &Subject, target: &Target, notes: &mut Notes) {
    let (mut made, mut refused) = (0, 0);
    for seed in 0..target.either(20, 500) {
        let options = random(&subject.manifest.schema, seed);
        let told = shown(&options);
        match tried(subject, target, options) {
            Checked::Made => made += 1,
            // Made up without knowing all of JSON Schema.
            Checked::RefusedBySchema(_) => {}
            Checked::Refused(_, why) if why.is_empty() || NO_REASON.iter().any(|n| why.contains(n)) => {
                notes.fail(format!(
                    "stage `{}` refuses options without a reason: {why}; found with {told}; expected a call of `diag` with CHF_ERROR and the pointer of the option",
                    subject.name
                ));
            }
            Checked::Refused(..) => refused += 1,
        }
    }
    notes.note(format!(
        "stage `{}`: of random options that keep to the schema, {made} made a stage and {refused} were refused with a reason",
        subject.name
    ));
}
