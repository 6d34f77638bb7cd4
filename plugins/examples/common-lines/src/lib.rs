//! Marks lines that many documents of a corpus share: menus, disclaimers, calls to subscribe.
//!
//! It has a **corpus pass**: before the run, every document is observed, and what was seen on
//! several threads is merged. Counts of documents are integers, and lines are kept by a hash of
//! their content, so the sketch is the same whatever the order and the grouping of documents.
#![forbid(unsafe_code)]

use chaffinch_plugin::{Attr, Create, Doc, Error, Fit, Label, Layer, Spec, Stage, Type, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The options.
#[derive(Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Documents that a line must be in to be common.
    #[schemars(range(min = 2))]
    pub documents: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { documents: 3 }
    }
}

/// Marks common lines, once it knows them.
pub struct CommonLines {
    options: Options,
    label: Label,
    /// In how many documents each common line is, by its hash.
    common: BTreeMap<u64, u32>,
}

/// In how many documents each line is, by its hash.
#[derive(Default, Deserialize, Serialize)]
pub struct Seen(BTreeMap<u64, u32>);

impl Stage for CommonLines {
    type Config = Options;
    type Worker = ();

    const SPEC: Spec =
        Spec::new("common-lines", "marks lines that many documents share").layers(&[Layer::create(
            "common_lines",
            "lines that many documents share",
        )
        .labels(&["common"])
        .attrs(&[Attr::new("documents", Type::I64)])]);

    fn create(cx: &mut Create<'_>, options: Options) -> Result<Self, Error> {
        if options.documents < 2 {
            return Err(Error::config(
                "/documents",
                "must be at least 2: a line is always in its own document",
            ));
        }
        Ok(Self { options, label: cx.label("common")?, common: BTreeMap::new() })
    }

    fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        let text = doc.text();
        let mut layer = doc.write("common_lines")?;
        for line in lines(text) {
            if let Some(&documents) = self.common.get(&hash(&text[line.clone()])) {
                let row = layer.push(line, self.label);
                layer.set_i64(row, "documents", documents.into());
            }
        }
        Ok(Verdict::Keep)
    }
}

impl Fit for CommonLines {
    type Sketch = Seen;

    fn observe(&self, doc: &Doc<'_>, sketch: &mut Seen) -> Result<(), Error> {
        let text = doc.text();
        let once: BTreeSet<u64> = lines(text).map(|line| hash(&text[line])).collect();
        once.into_iter().for_each(|line| *sketch.0.entry(line).or_default() += 1);
        Ok(())
    }

    fn merge(&self, into: &mut Seen, other: Seen) {
        other.0.into_iter().for_each(|(line, n)| *into.0.entry(line).or_default() += n);
    }

    fn finish(&self, sketch: &Seen) -> Result<Self, Error> {
        let often = sketch.0.iter().filter(|(_, n)| **n >= self.options.documents);
        Ok(Self {
            options: self.options.clone(),
            label: self.label,
            common: often.map(|(h, n)| (*h, *n)).collect(),
        })
    }
}

/// The lines of a text that say something, without the white space around them.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let start = end + (line.len() - line.trim_start().len());
        end += line.len();
        start..start + line.trim().len()
    });
    lines.filter(|line| !line.is_empty())
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): the same on every machine.
fn hash(line: &str) -> u64 {
    line.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

chaffinch_plugin::export_plugin! { id: "chaffinch.common-lines", stages: [CommonLines: fit] }

#[cfg(test)]
mod tests {
    use super::*;
    use chaffinch_plugin::testing::{Harness, TestDoc, json};

    const MENU: &str = "Home | World | Sport";

    #[test]
    fn a_line_of_three_documents_is_common() {
        let other = |text: &str| TestDoc::new().text(&format!("{text}\n{MENU}\n"));
        let corpus = [other("One."), other("Two."), other("Three.\nTwo.")];
        let out = Harness::fit::<CommonLines>(json!({}))
            .corpus(corpus)
            .text("New.\n  Home | World | Sport\nTwo.")
            .run();
        assert_eq!(out.texts("common_lines"), [MENU]);
        assert_eq!(out.attr("common_lines", "documents"), [3]);
    }

    #[test]
    fn a_line_that_one_document_repeats_is_not() {
        let corpus = [TestDoc::new().text("A.\nA.\nA.\nA."), TestDoc::new().text("B.")];
        let out = Harness::fit::<CommonLines>(json!({"documents": 2})).corpus(corpus).text("A.").run();
        assert!(out.texts("common_lines").is_empty());
    }

    #[test]
    fn lines_are_found_between_any_white_space() {
        let text = "\r\n a b \r\n\n\tc";
        assert_eq!(lines(text).map(|l| &text[l]).collect::<Vec<_>>(), ["a b", "c"]);
    }
}
