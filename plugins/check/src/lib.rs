//! Holds a plugin to the rules of `chaffinch_plugin.h`: the tests behind `chaffinch plugin check`.
//!
//! Each test is one file in `tests/` and one line in [`TESTS`]. A test runs in the process that
//! calls [`run_one`], and takes that process with it when the plugin crashes, exits or never
//! returns: whoever calls it does so in a process that may be lost.
//!
//! ```text
//! library ─ subject.rs ─▶ kinds with options (options/) ─ tests/*.rs ─▶ Report
//!                          documents (documents.rs, layers.rs) ─┘
//! ```

mod compare;
mod documents;
mod empty;
mod layers;
mod options;
mod report;
mod state;
mod subject;
mod target;
mod tests;

pub use report::{Outcome, Report};
pub use target::{Given, Target};

use report::Notes;

/// One test of a plugin.
pub struct Test {
    /// What `--test` calls it.
    pub name: &'static str,
    /// One line for people: what holds when it passes.
    pub summary: &'static str,
    run: fn(&Target, &mut Notes),
}

/// All tests, in the order in which they are best read: what fails first explains the rest.
pub const TESTS: &[Test] = &[
    Test {
        name: "file",
        summary: "the file is a library for this machine with one entry",
        run: tests::file::run,
    },
    Test {
        name: "loads",
        summary: "it loads with all symbols, and its entry is quick and constant",
        run: tests::loads::run,
    },
    Test {
        name: "manifest",
        summary: "its manifest is whole and means what chaffinch means",
        run: tests::manifest::run,
    },
    Test {
        name: "options",
        summary: "good options make a stage, others are refused with a reason",
        run: tests::options::run,
    },
    Test {
        name: "documents",
        summary: "nasty documents do no harm, and nothing is read past their end",
        run: tests::documents::run,
    },
    Test {
        name: "refusals",
        summary: "a write that is refused is no reason to crash or to hang",
        run: tests::refusals::run,
    },
    Test {
        name: "deterministic",
        summary: "the same document gives the same output, however it comes",
        run: tests::deterministic::run,
    },
    Test {
        name: "instances",
        summary: "two stages of one process do not know of each other",
        run: tests::instances::run,
    },
    Test { name: "threads", summary: "eight threads give what one gives", run: tests::threads::run },
    Test {
        name: "corpus",
        summary: "a corpus pass comes to the same in any order, grouping and after a rest on disk",
        run: tests::corpus::run,
    },
    Test { name: "cancel", summary: "a stage that is told to stop stops", run: tests::cancel::run },
    Test {
        name: "leaks",
        summary: "stages, scratch and documents leave no memory behind",
        run: tests::leaks::run,
    },
    Test {
        name: "process",
        summary: "what belongs to the process stays as it was",
        run: tests::process::run,
    },
];

/// What [`run_one`] calls the measurement that is no test: its notes say how long a document takes.
pub const SPEED: &str = "speed";

/// Runs the test `name`, or [`SPEED`], in this process; `None` when there is no such test.
#[must_use]
pub fn run_one(name: &str, target: &Target) -> Option<Report> {
    let test = TESTS.iter().find(|t| t.name == name).map(|t| t.run);
    let run = test.or_else(|| (name == SPEED).then_some(tests::speed::run as fn(&Target, &mut Notes)))?;
    let mut notes = Notes::default();
    run(target, &mut notes);
    Some(notes.into_report())
}
