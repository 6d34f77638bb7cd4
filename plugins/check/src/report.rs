//! What a test found.

use serde::{Deserialize, Serialize};

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Nothing is wrong.
    Passed,
    /// Something is.
    Failed,
    /// It could not be asked.
    Skipped,
}

impl Outcome {
    /// The word for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// What a test found, in sentences for the author of the plugin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// How it ended.
    pub result: Outcome,
    /// What is wrong: what was found, what was expected, what to do.
    #[serde(default)]
    pub findings: Vec<String>,
    /// What is good to know; why a test was skipped.
    #[serde(default)]
    pub notes: Vec<String>,
}

impl Report {
    /// A test that failed for one reason.
    #[must_use]
    pub fn failed(finding: String) -> Self {
        Self { result: Outcome::Failed, findings: vec![finding], notes: Vec::new() }
    }
}

/// Findings of one sort that are told in full; more of them are counted.
const ENOUGH: usize = 3;

/// Where a test writes while it runs.
#[derive(Default)]
pub(crate) struct Notes {
    findings: Vec<String>,
    notes: Vec<String>,
    more: usize,
    asked: usize,
    skipped: bool,
}

impl Notes {
    /// Something is wrong.
    pub(crate) fn fail(&mut self, finding: impl Into<String>) {
        if self.findings.len() < ENOUGH {
            self.findings.push(finding.into());
        } else {
            self.more += 1;
        }
    }

    /// Something is good to know.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Something could not be asked; the test is skipped when nothing else was.
    pub(crate) fn skip(&mut self, why: impl Into<String>) {
        self.skipped = true;
        self.note(why);
    }

    /// Something was asked.
    pub(crate) fn asked(&mut self) {
        self.asked += 1;
    }

    /// Something that was asked has no answer.
    pub(crate) fn give_up(&mut self, why: impl Into<String>) {
        self.asked = self.asked.saturating_sub(1);
        self.skip(why);
    }

    pub(crate) fn into_report(mut self) -> Report {
        if self.more > 0 {
            self.findings.push(format!("and {} more of this kind", self.more));
        }
        let result = match (self.findings.is_empty(), self.skipped && self.asked == 0) {
            (false, _) => Outcome::Failed,
            (true, true) => Outcome::Skipped,
            (true, false) => Outcome::Passed,
        };
        Report { result, findings: self.findings, notes: self.notes }
    }
}

#[cfg(test)]
mod tests {
    use super::{Notes, Outcome};

    fn result(write: impl FnOnce(&mut Notes)) -> Outcome {
        let mut notes = Notes::default();
        write(&mut notes);
        notes.into_report().result
    }

    #[test]
    fn a_test_is_skipped_only_when_nothing_was_asked() {
        assert_eq!(result(|_| {}), Outcome::Passed);
        assert_eq!(result(|n| n.skip("no options")), Outcome::Skipped);
        assert_eq!(
            result(|n| {
                n.skip("one stage has no options");
                n.asked();
            }),
            Outcome::Passed
        );
        assert_eq!(
            result(|n| {
                n.asked();
                n.give_up("no answer");
            }),
            Outcome::Skipped
        );
        assert_eq!(
            result(|n| {
                n.skip("no options");
                n.fail("broken");
            }),
            Outcome::Failed
        );
    }

    #[test]
    fn many_findings_are_counted() {
        let mut notes = Notes::default();
        (0..9).for_each(|i| notes.fail(format!("finding {i}")));
        let report = notes.into_report();
        assert_eq!(report.findings.len(), 4);
        assert_eq!(report.findings[3], "and 6 more of this kind");
    }
}
