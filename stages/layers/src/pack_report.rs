//! What came of the tests inside a rule pack, whichever stage reads the pack.
//!
//! ```
//! use chaffinch_layers::{PackFailure, PackReport};
//!
//! let mut report = PackReport { pack: "mine".to_owned(), tests: 2, ..PackReport::default() };
//! report.failures.push(PackFailure {
//!     line: 9,
//!     rule: Some("more".to_owned()),
//!     text: "More from us".to_owned(),
//!     place: "bottom".to_owned(),
//!     expected: "`related`".to_owned(),
//!     found: "`keep`: no rule fires".to_owned(),
//! });
//! assert!(!report.passed());
//! ```

/// The tests of one pack, run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackReport {
    /// The pack's name, as it says itself.
    pub pack: String,
    /// Tests that were run.
    pub tests: usize,
    /// Those that failed, in the order of the file.
    pub failures: Vec<PackFailure>,
    /// What the pack has no test for, in the order of the file.
    pub untested: Vec<Untested>,
}

/// A test that failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackFailure {
    /// The line of the file on which the test begins, from 1.
    pub line: usize,
    /// The `id` of the rule that the test belongs to, where it belongs to one.
    pub rule: Option<String>,
    /// The text of the test.
    pub text: String,
    /// Where that text stands, in the pack's words; empty where that means nothing.
    pub place: String,
    /// What the test says.
    pub expected: String,
    /// What came out, and which rule is to blame.
    pub found: String,
}

/// Something without a test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Untested {
    /// The line of the file, from 1.
    pub line: usize,
    /// The `id` of the rule; nothing for a pack without any test.
    pub rule: Option<String>,
}

impl PackReport {
    /// Whether no test failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}
