//! Worst cases by name: pages and texts made to hurt, at any size.
//!
//! ```
//! use chaffinch_checks::worst;
//!
//! let case = worst::find("nest/div").ok_or("no such case")?;
//! let page = case.make(1 << 20);
//! assert!(page.len() >= 1 << 20 && page.ends_with("</p>"));
//! # Ok::<(), &str>(())
//! ```
//!
//! Each case repeats something until the wanted size is reached, so that doubling the size doubles what hurts. The
//! text in them is made up.

mod floods;
mod lines;
mod nests;
mod pages;
mod pairs;
mod unclosed;

use crate::Syntax;

/// A sentence of running text.
const FIRST: &str = "The bridge over the Orva fell on Monday, and nobody was hurt, the governor said.";
/// Another.
const SECOND: &str = "Two lorries lie in the gorge, and the road to the north will stay shut until spring.";

/// One kind of worst case.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// `FAMILY/NAME`.
    pub name: &'static str,
    /// What it is cleaned as.
    pub syntax: Syntax,
    /// What stands before the flood.
    before: &'static str,
    /// What is repeated.
    unit: &'static str,
    /// What stands between the flood and its echo.
    between: &'static str,
    /// What is repeated as often behind it.
    echo: &'static str,
    /// What stands at the end.
    after: &'static str,
}

impl Case {
    /// A page, below its headline.
    const fn html(name: &'static str, unit: &'static str) -> Self {
        let before = "<html><body><h1>Why the Bridge Fell</h1>";
        Self { name, syntax: Syntax::Html, before, unit, between: "", echo: "", after: "" }
    }

    const fn text(name: &'static str, unit: &'static str) -> Self {
        Self { name, syntax: Syntax::Text, before: "", unit, between: "", echo: "", after: "" }
    }

    const fn before(self, before: &'static str) -> Self {
        Self { before, ..self }
    }

    const fn between(self, between: &'static str) -> Self {
        Self { between, ..self }
    }

    const fn echo(self, echo: &'static str) -> Self {
        Self { echo, ..self }
    }

    const fn after(self, after: &'static str) -> Self {
        Self { after, ..self }
    }

    /// The input, at least `bytes` bytes long and at most a unit longer.
    #[must_use]
    pub fn make(&self, bytes: usize) -> String {
        let around = self.before.len() + self.between.len() + self.after.len();
        let times = bytes.saturating_sub(around).div_ceil(self.unit.len() + self.echo.len());
        let (flood, echo) = (self.unit.repeat(times), self.echo.repeat(times));
        [self.before, &flood, self.between, &echo, self.after].concat()
    }
}

/// All cases, by family.
pub fn cases() -> impl Iterator<Item = Case> {
    [pages::CASES, nests::CASES, unclosed::CASES, floods::CASES, lines::CASES, pairs::CASES]
        .into_iter()
        .flatten()
        .copied()
}

/// The case of that name.
#[must_use]
pub fn find(name: &str) -> Option<Case> {
    cases().find(|case| case.name == name)
}
