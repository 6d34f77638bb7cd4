//! The one door of the tests.

#![allow(dead_code, clippy::unwrap_used)]

use chaffinch_clean::Clean;
use pipeline_core::testing::Rig;
use pipeline_core::{Document, testing};
use std::cell::RefCell;

thread_local! {
    /// The stage is built once a thread: compiling the packs takes longer than most tests.
    static RIG: RefCell<Option<Rig>> = const { RefCell::new(None) };
}

pub(crate) fn clean(text: &str) -> Document {
    let rig = RIG.take().unwrap_or_else(|| testing::stage::<Clean>("")).text(text);
    let doc = rig.run();
    RIG.set(Some(rig));
    doc
}

/// Cleans `text` and compares the blocks (`label: text`) and the dropped spans (`label: text`,
/// white space as one space, markup left out).
#[track_caller]
pub(crate) fn check(text: &str, blocks: &[&str], dropped: &[&str]) {
    let doc = clean(text);
    let got: Vec<String> =
        testing::labelled(&doc, "blocks").iter().map(|(t, l)| format!("{l}: {t}")).collect();
    assert_eq!(got, blocks);
    let got: Vec<String> = testing::labelled(&doc, "dropped")
        .iter()
        .filter(|(_, l)| *l != "markup")
        .map(|(t, l)| format!("{l}: {}", t.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    assert_eq!(got, dropped);
    verify(&doc);
}

/// What holds of every cleaned document.
#[track_caller]
pub(crate) fn verify(doc: &Document) {
    let joined = testing::texts(doc, "blocks").join("\n\n");
    assert_eq!(doc.text(), joined, "blocks tile the text");
    for block in testing::texts(doc, "blocks") {
        assert!(!block.is_empty() && !block.contains('\n') && block.trim() == block, "{block:?}");
    }
    let mut end = 0;
    let dropped = doc.layer("dropped").unwrap();
    let rules = dropped.str("rule");
    for (row, span) in dropped.spans().iter().enumerate() {
        assert!(span.range().start >= end, "dropped spans do not overlap");
        end = span.range().end;
        assert!(rules.and_then(|r| r.get(row)).is_some_and(|r| r.contains('/')), "every drop names its rule");
        assert!(span.score().is_some_and(|s| (0.0..=1.0).contains(&s)));
        assert_eq!(doc.source()[span.range()].trim(), &doc.source()[span.range()]);
    }
    let mut drops = dropped.spans().iter().map(|s| s.range()).peekable();
    for run in doc.ledger().runs() {
        assert_eq!(doc.text()[run.text()], doc.source()[run.source()]);
        while drops.next_if(|d| d.end <= run.source().start).is_some() {}
        assert!(drops.peek().is_none_or(|d| d.start >= run.source().end), "what is kept is not dropped");
    }
}
