//! The laws, held against stages that break them: each offender is caught, by the right law,
//! with the input that shows it. And a stage that keeps them passes.

use crate::config::Idle;
use crate::support::{keeping, quiet, stage};
use pipeline_core::testing::laws::{self, Broken, Laws};
use pipeline_core::testing::{self, dump};
use pipeline_core::{Edits, Label, LayerSpec, Registry, StageError, StageKind, StageSpec, Verdict};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

const WORDS: LayerSpec = LayerSpec::new("words", "words").labels(&["even", "odd"]);
const SPEC: StageSpec = StageSpec::new("words", "finds words").creates(&[WORDS]);

/// Small, quick laws; scripted stages have no options to hold to.
fn broken_by(kind: &'static dyn StageKind) -> Vec<Broken> {
    quiet();
    laws::of(kind).huge(4096).broken()
}

/// The laws that `kind` breaks, and the first finding.
#[track_caller]
fn caught(kind: &'static dyn StageKind, law: &str) -> Broken {
    let broken = broken_by(kind);
    let found = broken.iter().find(|b| b.law == law).cloned();
    found.unwrap_or_else(|| panic!("not caught by {law:?}; found {broken:#?}"))
}

/// A stage that keeps the laws: words, in bounds, with declared labels.
fn good() -> &'static dyn StageKind {
    keeping(SPEC, |call| {
        let (even, odd) = (call.label("even"), call.label("odd"));
        let text = call.view.text();
        let scratch: &mut Vec<usize> = call.worker.scratch();
        scratch.clear();
        let mut words = call.draft.layer("words")?;
        let mut at = 0;
        for word in text.split_inclusive(char::is_whitespace) {
            scratch.push(word.len());
            let label = if scratch.len().is_multiple_of(2) { even } else { odd };
            words.push(at..at + word.len(), label)?;
            at += word.len();
        }
        Ok(())
    })
}

#[test]
fn a_good_stage_passes() {
    quiet();
    laws::of(good()).check();
}

#[test]
fn a_good_rewriting_stage_passes() {
    let kind = keeping(StageSpec::new("squeeze", "deletes blanks").rewrites(), |call| {
        let mut edits = Edits::new();
        for (at, c) in call.view.text().char_indices().filter(|(_, c)| c.is_whitespace()) {
            edits.delete(at..at + c.len_utf8());
        }
        call.draft.rewrite(edits)
    });
    quiet();
    laws::of(kind).check();
}

#[test]
fn a_stage_behind_another_is_given_what_it_reads() {
    let reader = keeping(StageSpec::new("reader", "reads words").reads(&["words"]), |call| {
        let words = call.view.layer("words")?;
        words.map(drop).ok_or_else(|| StageError::new("no words"))
    });
    quiet();
    let registry = Registry::new(&[good()]);
    laws::of(reader).after(&registry, "[[stage]]\nuse = \"words\"").huge(4096).check();
    let alone = caught(reader, "a stage can be built");
    assert!(alone.what.contains("reads layer `words`, which nothing before it makes"), "{alone}");
    assert!(alone.hint.contains(".after("), "{alone}");
}

#[test]
fn a_panic_on_an_odd_text() {
    let kind = keeping(SPEC, |call| {
        assert!(!call.view.text().contains('\0'), "a NUL");
        Ok(())
    });
    let broken = caught(kind, "a stage takes any text, without panic and without error");
    assert!(broken.on.starts_with("`NUL` "), "{broken}");
    assert!(broken.what.contains("panicked: a NUL"), "{broken}");
}

#[test]
fn a_panic_on_a_huge_text() {
    let kind = keeping(SPEC, |call| {
        assert!(call.view.text().len() < 4096, "huge");
        Ok(())
    });
    let broken = caught(kind, "a stage takes any text, without panic and without error");
    assert!(broken.on.starts_with("`a huge line` "), "{broken}");
    assert!(broken.on.len() < 300, "long texts are cut: {broken}");
}

#[test]
fn a_span_that_cuts_a_character() {
    let kind = keeping(SPEC, |call| {
        let end = call.view.text().len().min(3);
        call.draft.layer("words")?.push(0..end, Label::NONE).map(drop)
    });
    let broken = caught(kind, "a stage takes any text, without panic and without error");
    assert!(broken.what.contains("cuts a character"), "{broken}");
}

#[test]
fn an_undeclared_layer() {
    let kind = keeping(SPEC, |call| call.draft.layer("other").map(drop));
    let broken = caught(kind, "a stage takes any text, without panic and without error");
    assert!(broken.what.contains("did not declare layer `other`"), "{broken}");
}

#[test]
fn an_undeclared_label() {
    const OTHER: LayerSpec = LayerSpec::new("other", "other").labels(&["strange"]);
    let kind = keeping(SPEC.extends(&[OTHER]), |call| {
        let strange = call.label("strange");
        let end = call.view.text().len();
        call.draft.layer("words")?.push(0..end, strange).map(drop)
    });
    let broken = caught(kind, "a stage writes only what it declared");
    assert!(broken.what.contains("label `strange` in layer `words`"), "{broken}");
}

#[test]
fn a_counter_in_the_stage() {
    let calls = AtomicUsize::new(0);
    let kind = keeping(SPEC.meta(&["n"]), move |call| call.draft.meta("n", calls.fetch_add(1, SeqCst)));
    let broken = caught(kind, "the same document gives the same output twice");
    assert!(broken.on.starts_with("`empty` "), "{broken}");
    assert!(broken.what.contains("was   meta \"n\" 0"), "{broken}");
}

#[test]
fn hash_order_in_the_output() {
    let kind = keeping(SPEC.meta(&["h"]), |call| {
        call.draft.meta("h", RandomState::new().hash_one(call.view.text()))
    });
    caught(kind, "the same document gives the same output twice");
}

#[test]
fn dirty_scratch() {
    let kind = keeping(SPEC.meta(&["longest"]), |call| {
        let length = call.view.text().len();
        let longest: &mut usize = call.worker.scratch();
        *longest = length.max(*longest);
        call.draft.meta("longest", *longest)
    });
    caught(kind, "output does not depend on what is in the scratch");
}

#[test]
fn an_undescribed_stage() {
    let kind = keeping(StageSpec::new("words", ""), |_| Ok(()));
    caught(kind, "a stage declares itself");
}

#[test]
fn a_layer_declared_twice() {
    let kind = keeping(SPEC.extends(&[WORDS]), |_| Ok(()));
    let broken = caught(kind, "a stage declares itself");
    assert_eq!(broken.what, "layer `words` is declared twice");
}

#[test]
fn a_dropping_stage_may_drop() {
    let kind = stage(SPEC, |call| {
        Ok(match call.view.text().len() {
            0..5 => Verdict::Drop("too short".to_owned()),
            _ => Verdict::Keep,
        })
    });
    quiet();
    laws::of(kind).huge(4096).check();
}

#[test]
fn check_panics_with_all_that_is_broken() {
    quiet();
    let kind = keeping(StageSpec::new("words", ""), |_| Err(StageError::new("no")));
    let laws: Laws<'_> = laws::of(kind);
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| laws.check())).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert_eq!(
        message,
        "stage `words` breaks 2 law(s)\n\n\
         law: a stage declares itself\n  on: stage `words`\n  its name or its summary is empty\n  \
         hint: see `StageSpec` and `LayerSpec`: names are not empty, each is declared once\n\n\
         law: a stage takes any text, without panic and without error\n  on: `empty` \"\"\n  \
         stage `words` failed: no\n  \
         hint: slice text only at offsets that were found in it, check every index, and let an odd text have no annotations\n"
    );
}

#[test]
fn options_that_are_not_described_or_refused() {
    use pipeline_core::{Build, BuildError, BuiltIn, Stage, StageConfig};
    macro_rules! options {
        ($name:ident, $build:expr, $(#[$meta:meta])* { $(#[$doc:meta])* $field:ident }) => {{
            #[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
            $(#[$meta])*
            struct $name { $(#[$doc])* $field: u8 }
            impl StageConfig for $name {
                const SPEC: StageSpec = StageSpec::new("odd", "odd options");
                fn build(self, _: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
                    $build
                }
            }
            static KIND: BuiltIn<$name> = BuiltIn::NEW;
            let law = "options have defaults, descriptions, and names of their own; unknown ones are refused";
            caught(&KIND, law).what
        }};
    }
    let undescribed = options!(
        Undescribed,
        Ok(Box::new(Idle)),
        #[serde(default, deny_unknown_fields)]
        {
            depth
        }
    );
    assert_eq!(undescribed, "it has no description");
    let reserved = options!(
        Reserved,
        Ok(Box::new(Idle)),
        #[serde(default, deny_unknown_fields)]
        {
            #[doc = "An overlap."]
            overlap
        }
    );
    assert_eq!(reserved, "this key is reserved in `[[stage]]`");
    let refusing = options!(
        Refusing,
        Err(BuildError::at("depth", "zero is not deep")),
        #[serde(default, deny_unknown_fields)]
        {
            #[doc = "A depth."]
            depth
        }
    );
    assert_eq!(refusing, "they are refused: zero is not deep");
    let lenient = options!(
        Lenient,
        Ok(Box::new(Idle)),
        #[serde(default)]
        {
            #[doc = "A depth."]
            depth
        }
    );
    assert_eq!(lenient, "it was accepted");
}

#[test]
fn a_dump_shows_everything() {
    use pipeline_core::{Coords, Document, Scalar};
    let pipeline = crate::support::pipeline(&[good()]);
    let mut doc = Document::new("a \"b\"", "one\ntwo", pipeline.labels()).unwrap();
    doc.meta_mut().insert("n".into(), serde_json::json!({"b": 1, "a": [null]}));
    let mut x = doc.input_layer("x", Coords::Source);
    for (range, label, score) in [(0..3, "L", Some(0.1)), (4..7, "", None)] {
        x.push(range, label, score).unwrap();
    }
    x.set(0, "to", "x", &Scalar::Ref(1)).unwrap();
    x.set(1, "all", "x", &Scalar::RefList(&[0, 1])).unwrap();
    x.set(1, "json", "", &Scalar::Json("{}")).unwrap();
    let t = doc.input_table("t");
    t.push_row();
    t.set(0, "s", "", &Scalar::Str("a\nb")).unwrap();
    doc.settle().unwrap();
    assert_eq!(
        dump(&doc),
        "id \"a \\\"b\\\"\"\nmeta \"n\" {\"b\":1,\"a\":[null]}\ntext \"one\\ntwo\"\nrun 0..7 from 0..7\n\
         layer `x` in source coordinates\n  0..3 L score=0.1 to=x[1]\n  4..7 all=x[0, 1] json=json {}\n\
         table `t`\n  s=\"a\\nb\"\n"
    );
    assert_eq!(testing::audit(&doc), Ok(()));
}

#[test]
fn soup_is_the_same_each_time() {
    assert_eq!(testing::soup(7, 50), testing::soup(7, 50));
    assert_ne!(testing::soup(7, 50), testing::soup(8, 50));
}
