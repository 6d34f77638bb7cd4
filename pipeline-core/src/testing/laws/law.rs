//! The laws as sentences, and what is said when one is broken.

use std::fmt;

/// A law that was broken, where, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The law, as a sentence.
    pub law: &'static str,
    /// The input, or the option, that shows it.
    pub on: String,
    /// What was found and what was expected.
    pub what: String,
    /// What most often is the cause.
    pub hint: &'static str,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { law, on, what, hint } = self;
        write!(f, "law: {law}\n  on: {on}\n  {what}\n  hint: {hint}")
    }
}

/// One law: its sentence, and the usual cause of breaking it.
#[derive(Clone, Copy)]
pub(super) struct Law(pub(super) &'static str, pub(super) &'static str);

pub(super) const DECLARED: Law = Law(
    "a stage declares itself",
    "see `StageSpec` and `LayerSpec`: names are not empty, each is declared once",
);
pub(super) const OPTIONS: Law = Law(
    "options have defaults, descriptions, and names of their own; unknown ones are refused",
    "derive with `#[serde(default, deny_unknown_fields)]` and put a doc comment on every field",
);
pub(super) const BUILT: Law = Law(
    "a stage can be built",
    "a stage that needs options, files or layers of earlier stages is checked with `.options(…)`, `.env(…)` and `.after(…)`",
);
pub(super) const TAKES_ANY: Law = Law(
    "a stage takes any text, without panic and without error",
    "slice text only at offsets that were found in it, check every index, and let an odd text have no annotations",
);
pub(super) const SOUND: Law =
    Law("a stage leaves sound documents", "if the core let this through, it is a bug of the core too");
pub(super) const ONLY_DECLARED: Law =
    Law("a stage writes only what it declared", "compare the stage's `StageSpec` with what `process` writes");
pub(super) const TWICE: Law = Law(
    "the same document gives the same output twice",
    "look for a clock, randomness, a counter or cell in the stage, or the order of a `HashMap`",
);
pub(super) const ANEW: Law = Law(
    "the same configuration gives the same stage",
    "look for the order of a `HashMap` or `HashSet` in `build`; use `BTreeMap`, or sort",
);
pub(super) const USED_SCRATCH: Law = Law(
    "output does not depend on what is in the scratch",
    "clear every buffer of `worker.scratch()` before it is used",
);
pub(super) const THREADS: Law = Law(
    "output does not depend on threads or batches",
    "look for state that documents share: a counter, a cache, a cell in the stage",
);

/// A finding about `law`.
pub(super) fn broke(law: Law, on: impl Into<String>, what: impl Into<String>) -> Broken {
    Broken { law: law.0, on: on.into(), what: what.into(), hint: law.1 }
}

/// The first line in which two dumps differ.
pub(super) fn difference(expected: &str, found: &str) -> String {
    let short = |line: Option<&str>| -> String {
        let line = line.unwrap_or("(nothing)");
        let short: String = line.chars().take(300).collect();
        short
    };
    let (mut a, mut b) = (expected.lines(), found.lines());
    let mut number = 0;
    loop {
        number += 1;
        let (expected, found) = (a.next(), b.next());
        if expected != found || expected.is_none() {
            return format!(
                "line {number} of the dump\n    was   {}\n    is now {}",
                short(expected),
                short(found)
            );
        }
    }
}
