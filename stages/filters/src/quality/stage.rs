//! The running stage: count, ask the rules, flag or drop.

use super::c4::Phrases;
use super::counts::{Counts, Scanner, Scratch, Wanted};
use super::rules::{Needs, RULES, Rule, Unit};
use super::select::{self, Asked};
use super::stop_words::StopWords;
use super::{Action, Quality, rounded, shown};
use pipeline_core::{
    Build, BuildError, Draft, Stage, StageConfig, StageError, StageSpec, Verdict, View, Worker,
};
use serde_json::{Map, Value, json};

impl StageConfig for Quality {
    const SPEC: StageSpec =
        StageSpec::new("quality", "flags or drops documents that fail a rule of Gopher, C4 or FineWeb")
            .meta(&["quality", "quality_measures"]);

    fn build(self, _: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        let asked = select::select(&self)?;
        if let Some(at) =
            self.stop_words.iter().position(|w| w.trim().is_empty() || w.contains(char::is_whitespace))
        {
            let found = &self.stop_words[at];
            return Err(BuildError::at(
                format!("stop_words[{at}]"),
                format!("found `{found}`, expected one word"),
            ));
        }
        let phrases = Phrases::new().map_err(|e| BuildError::at("", e.to_string()))?;
        let (late, early): (Vec<Asked>, Vec<Asked>) =
            asked.iter().partition(|a| a.rule.needs() == Needs::Ngrams);
        let measured: Vec<&Rule> = match self.measures {
            true => RULES.iter().collect(),
            false => asked.iter().map(|a| a.rule).collect(),
        };
        let scanner =
            Scanner { wanted: wanted(&measured), stop_words: StopWords::new(&self.stop_words), phrases };
        Ok(Box::new(Running { scanner, early, late, action: self.action, measures: self.measures }))
    }
}

fn wanted(rules: &[&Rule]) -> Wanted {
    let some = |needs: Needs| rules.iter().any(|r| r.needs() == needs);
    let ngrams = some(Needs::Ngrams);
    Wanted { words: ngrams || some(Needs::Words), lines: some(Needs::Lines), c4: some(Needs::C4), ngrams }
}

struct Running {
    scanner: Scanner,
    /// Rules that one scan answers, and those on n-grams.
    early: Vec<Asked>,
    late: Vec<Asked>,
    action: Action,
    measures: bool,
}

impl Stage for Running {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        let scratch: &mut Scratch = worker.scratch();
        let mut counts = self.scanner.count(doc.text(), scratch);
        let dropped = |rules: &[Asked], counts: &Counts| {
            let first = rules.iter().find_map(|a| Failure::of(a, counts))?;
            (self.action == Action::Drop).then(|| Verdict::Drop(first.reason()))
        };
        if let Some(verdict) = dropped(&self.early, &counts) {
            return Ok(verdict);
        }
        if self.scanner.wanted.ngrams {
            self.scanner.count_ngrams(&mut counts, scratch);
        }
        if let Some(verdict) = dropped(&self.late, &counts) {
            return Ok(verdict);
        }
        if self.action == Action::Flag {
            let all = self.early.iter().chain(&self.late);
            let failed: Vec<Value> = all.filter_map(|a| Failure::of(a, &counts)).map(|f| f.flag()).collect();
            draft.meta("quality", json!({ "failed": failed }))?;
        }
        if self.measures {
            draft.meta("quality_measures", measures(&counts))?;
        }
        Ok(Verdict::Keep)
    }
}

/// A rule that a document fails.
struct Failure {
    asked: Asked,
    value: f64,
}

impl Failure {
    fn of(asked: &Asked, counts: &Counts) -> Option<Self> {
        let value = asked.rule.measure(counts);
        asked.rule.fails(value, asked.threshold).then_some(Self { asked: *asked, value })
    }

    fn reason(&self) -> String {
        let Asked { rule, threshold } = self.asked;
        let (value, threshold) = match rounded(self.value) == rounded(threshold) {
            // A near miss needs all digits to be seen.
            true => (self.value.to_string(), threshold.to_string()),
            false => (shown(self.value), shown(threshold)),
        };
        format!(
            "quality rule `{}`: {value} {}, {} {threshold} wanted",
            rule.name(),
            rule.what(),
            rule.sense()
        )
    }

    fn flag(&self) -> Value {
        let Asked { rule, threshold } = self.asked;
        json!({"rule": rule.name(), "value": number(rule, self.value), "threshold": number(rule, threshold)})
    }
}

/// What every rule measured, by its name.
fn measures(counts: &Counts) -> Value {
    RULES.iter().map(|r| (r.name(), number(r, r.measure(counts)))).collect::<Map<_, _>>().into()
}

/// A value as records have it: counts without a point.
fn number(rule: &Rule, value: f64) -> Value {
    let rounded = rounded(value);
    match rule.unit() {
        Unit::Number if rounded.fract() == 0.0 => {
            shown(rounded).parse::<u64>().map_or(rounded.into(), Value::from)
        }
        _ => rounded.into(),
    }
}
