//! `instances`: two stages of other options, used in turn, each give what they give alone; and one
//! outlives the other. Options in a global variable do not survive this.

use crate::compare::same;
use crate::documents::{Sample, ordinary};
use crate::options::{shown, variations};
use crate::report::Notes;
use crate::subject::{Setup, Subject, ready};
use crate::target::Target;
use chaffinch_plugin_host::Checked;
use pipeline_core::Workers;
use serde_json::Value;

const HINT: &str =
    "keep everything that `create` makes in its own `chf_stage`, and nothing in a global or static variable";

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    let samples = ordinary(target.either(10, 100));
    for (subject, options) in ready(target, Setup::default(), notes) {
        let accepted = |o: &Value| subject.kind.try_options(o.clone(), &target.given) == Checked::Made;
        let others = variations(&subject.manifest.schema, &options).into_iter().filter(accepted);
        let mut others: Vec<Value> = others.take(target.either(3, 50)).collect();
        if others.is_empty() {
            notes.note(format!("stage `{}` has no option to vary: two of the same were tried", subject.name));
            others.push(options.clone());
        }
        for other in &others {
            if !pair(&subject, (&options, other), &samples, notes) {
                break;
            }
        }
        notes.note(format!("stage `{}`: {} pairs of stages", subject.name, others.len()));
    }
}

/// Whether two stages keep apart.
fn pair(subject: &Subject, (one, two): (&Value, &Value), samples: &[Sample], notes: &mut Notes) -> bool {
    let mut alone = |options: &Value| {
        let pipeline = subject.pipeline_or_fail(options, None, notes)?;
        subject.steady(&pipeline, samples, notes)
    };
    let (Some(expected_one), Some(expected_two)) = (alone(one), alone(two)) else { return false };
    let Some(first) = subject.pipeline_or_fail(one, None, notes) else { return false };
    let Some(second) = subject.pipeline_or_fail(two, None, notes) else { return false };
    let (mut in_first, mut in_second) = (Workers::default(), Workers::default());
    let (mut found_one, mut found_two) = (Vec::new(), Vec::new());
    for sample in samples {
        found_one.push(subject.dump(&first, sample, &mut in_first));
        found_two.push(subject.dump(&second, sample, &mut in_second));
    }
    drop((second, in_second));
    let how = |other: &Value| format!("in turn with a stage of the options {}", shown(other));
    let survivor = subject.dumps(&first, samples);
    same(notes, samples, (&expected_one, &found_one), (subject.name, &how(two), HINT))
        && same(notes, samples, (&expected_two, &found_two), (subject.name, &how(one), HINT))
        && same(
            notes,
            samples,
            (&expected_one, &survivor),
            (subject.name, "after another stage of the library was freed", HINT),
        )
}
