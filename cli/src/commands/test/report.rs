//! The report: for people, failures in detail and one line a file; for machines, JSON.

use crate::failure::{Exit, Failure};
use chaffinch_stages::packs::{PackFailure, PackKind, PackReport};
use serde_json::{Value, json};

/// A test of a configuration that failed.
pub(super) struct CaseFailure {
    pub(super) line: usize,
    pub(super) test: String,
    pub(super) problems: Vec<String>,
}

/// What came of a file.
pub(super) enum Outcome {
    Pack(PackReport),
    Configuration {
        tests: usize,
        failures: Vec<CaseFailure>,
    },
    /// It is no sound configuration or pack; the message.
    Bad(String),
}

/// A file and what came of it.
pub(super) struct Tested {
    pub(super) file: String,
    /// What it is, for people.
    pub(super) what: &'static str,
    pub(super) outcome: Outcome,
}

/// All files.
#[derive(Default)]
pub(super) struct Report {
    files: Vec<Tested>,
    /// Files of folders that are neither configurations nor packs.
    skipped: Vec<String>,
}

impl Tested {
    pub(super) fn pack(file: &str, kind: PackKind, report: PackReport) -> Self {
        Self { file: file.to_owned(), what: kind.name(), outcome: Outcome::Pack(report) }
    }

    pub(super) fn configuration(file: &str, tests: usize, failures: Vec<CaseFailure>) -> Self {
        let outcome = Outcome::Configuration { tests, failures };
        Self { file: file.to_owned(), what: "configuration", outcome }
    }

    fn tests(&self) -> usize {
        match &self.outcome {
            Outcome::Pack(report) => report.tests,
            Outcome::Configuration { tests, .. } => *tests,
            Outcome::Bad(_) => 0,
        }
    }

    fn failed(&self) -> usize {
        match &self.outcome {
            Outcome::Pack(report) => report.failures.len(),
            Outcome::Configuration { failures, .. } => failures.len(),
            Outcome::Bad(_) => 0,
        }
    }

    /// Failures and warnings, one a paragraph.
    fn details(&self) -> Vec<String> {
        let file = &self.file;
        match &self.outcome {
            Outcome::Pack(report) => {
                let failures = report.failures.iter().map(|f| pack_failure(file, f));
                let untested = report.untested.iter().map(|u| {
                    let what =
                        u.rule.as_ref().map_or_else(|| "the pack".to_owned(), |r| format!("rule `{r}`"));
                    format!("{file}:{}: warning: {what} has no tests", u.line)
                });
                failures.chain(untested).collect()
            }
            Outcome::Configuration { failures, .. } => failures
                .iter()
                .map(|f| format!("{file}:{}: test `{}`\n  {}", f.line, f.test, f.problems.join("\n  ")))
                .collect(),
            Outcome::Bad(_) => Vec::new(),
        }
    }

    fn summary(&self) -> String {
        let file = &self.file;
        match (&self.outcome, self.tests(), self.failed()) {
            (Outcome::Bad(_), ..) => format!("{file}: not tested, see the error"),
            (_, 0, _) => format!("{file}: no tests"),
            (_, tests, 0) => format!("{file}: {} passed", counted(tests, "test")),
            (_, tests, failed) => format!("{file}: {failed} of {} failed", counted(tests, "test")),
        }
    }

    fn json(&self) -> Value {
        let mut object = json!({
            "file": self.file, "kind": self.what, "tests": self.tests(), "failed": self.failed(),
        });
        match &self.outcome {
            Outcome::Pack(report) => {
                let failures = report.failures.iter().map(|f| {
                    json!({"line": f.line, "rule": f.rule, "text": f.text, "place": f.place,
                           "expected": f.expected, "found": f.found})
                });
                object["pack"] = json!(report.pack);
                object["failures"] = failures.collect();
                let untested = report.untested.iter().map(|u| json!({"line": u.line, "rule": u.rule}));
                object["untested"] = untested.collect();
            }
            Outcome::Configuration { failures, .. } => {
                let failures =
                    failures.iter().map(|f| json!({"line": f.line, "test": f.test, "problems": f.problems}));
                object["failures"] = failures.collect();
            }
            Outcome::Bad(message) => object["error"] = json!(message),
        }
        object
    }
}

fn pack_failure(file: &str, f: &PackFailure) -> String {
    let rule = f.rule.as_ref().map_or_else(String::new, |r| format!("rule `{r}`: "));
    let place = if f.place.is_empty() { String::new() } else { format!(" ({})", f.place) };
    format!("{file}:{}: {rule}{:?}{place}\n  expected {}, found {}", f.line, f.text, f.expected, f.found)
}

impl Report {
    pub(super) fn push(&mut self, tested: Tested) {
        self.files.push(tested);
    }

    pub(super) fn skip(&mut self, file: String) {
        self.skipped.push(file);
    }

    fn tests(&self) -> usize {
        self.files.iter().map(Tested::tests).sum()
    }

    /// Tests that failed.
    pub(super) fn failed(&self) -> usize {
        self.files.iter().map(Tested::failed).sum()
    }

    /// The report for people; a quiet one has only what needs a hand.
    pub(super) fn text(&self, quiet: bool) -> String {
        let mut lines = Vec::new();
        for file in &self.files {
            lines.extend(file.details());
            if !quiet || file.failed() > 0 {
                lines.push(file.summary());
            }
        }
        if !quiet {
            lines
                .extend(self.skipped.iter().map(|f| format!("{f}: skipped, neither configuration nor pack")));
            if self.files.len() > 1 {
                lines.push(self.total());
            }
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    fn total(&self) -> String {
        let files = counted(self.files.len(), "file");
        let tests = counted(self.tests(), "test");
        match self.failed() {
            0 => format!("{tests} in {files} passed"),
            failed => format!("{failed} of {tests} in {files} failed"),
        }
    }

    pub(super) fn json(&self) -> Result<String, Failure> {
        let files: Vec<Value> = self.files.iter().map(Tested::json).collect();
        let report = json!({
            "tests": self.tests(), "failed": self.failed(), "files": files, "skipped": self.skipped,
        });
        let text = serde_json::to_string_pretty(&report);
        text.map(|t| t + "\n").map_err(|e| Failure::new(Exit::Internal, e.to_string()))
    }
}

/// A number of things: `1 test`, `2 tests`.
pub(super) fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
