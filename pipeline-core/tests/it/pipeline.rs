//! A pipeline: one outcome for each document, whatever its stages do.

use crate::support::{doc, keeping, outcome, pipeline, planned, quiet, reason, run, stage};
use pipeline_core::{
    AttrType, Document, LayerSpec, Outcome, Pipeline, Quarantine, StageError, StageKind, StageSpec, Verdict,
    Workers, testing,
};

const SPEC: StageSpec = StageSpec::new("judge", "judges by what the text says").meta(&["judged"]);

/// Panics, fails, drops or keeps, as the text says.
fn judge() -> &'static dyn StageKind {
    stage(SPEC, |call| {
        let scratch: &mut Vec<String> = call.worker.scratch();
        let left: Vec<String> = std::mem::take(scratch);
        scratch.push(call.view.text().to_owned());
        call.draft.meta("judged", left.join("+"))?;
        match call.view.text() {
            "panic" => panic!("byte index 3 is out of bounds"),
            "panic with a number" => panic!("{} is too many", 3),
            "panic with a value" => std::panic::panic_any(7),
            "fail" => Err(StageError::new("it is broken")),
            "drop" => Ok(Verdict::Drop("too short".to_owned())),
            _ => Ok(Verdict::Keep),
        }
    })
}

fn quarantined(pipeline: &Pipeline, text: &str) -> Quarantine {
    let mut doc = doc(pipeline, text);
    doc.meta_mut().insert("path".into(), "a/b.txt".into());
    match outcome(pipeline, doc) {
        Outcome::Quarantined(q) => q,
        other => panic!("{}", testing::dump_outcome(&other)),
    }
}

#[test]
fn a_panic_quarantines_with_its_message() {
    let pipeline = pipeline(&[judge()]);
    let expected = |reason: &str| Quarantine {
        id: "doc".to_owned(),
        path: Some("a/b.txt".to_owned()),
        stage: "judge".to_owned(),
        reason: reason.to_owned(),
        fatal: false,
    };
    for (text, reason) in [
        ("panic", "panicked: byte index 3 is out of bounds"),
        ("panic with a number", "panicked: 3 is too many"),
        ("panic with a value", "panicked: no message"),
        ("fail", "it is broken"),
    ] {
        assert_eq!(quarantined(&pipeline, text), expected(reason));
    }
}

#[test]
fn the_name_of_the_use_is_blamed_and_not_the_kind() {
    let toml = "[[stage]]\nuse = \"judge\"\nname = \"second opinion\"";
    let pipeline = planned(&[judge()], toml);
    assert_eq!(quarantined(&pipeline, "fail").stage, "second opinion");
}

#[test]
fn other_documents_are_not_harmed() {
    quiet();
    let pipeline = pipeline(&[judge()]);
    let texts = ["one", "panic", "two", "fail", "three", "drop", "four"];
    let docs: Vec<Document> = texts.iter().map(|t| doc(&pipeline, t)).collect();
    let kinds: Vec<&str> = pipeline
        .process(docs)
        .iter()
        .map(|o| match o {
            Outcome::Written(_) => "written",
            Outcome::Dropped { .. } => "dropped",
            Outcome::Quarantined(_) => "quarantined",
        })
        .collect();
    let (w, d, q) = ("written", "dropped", "quarantined");
    assert_eq!(kinds, [w, q, w, q, w, d, w]);
    let stats = &pipeline.stats().stages[0];
    assert_eq!((stats.documents, stats.dropped, stats.quarantined), (7, 1, 2));
    assert_eq!(stats.bytes, texts.iter().map(|t| t.len() as u64).sum::<u64>());
}

#[test]
fn scratch_survives_a_document_and_an_error_but_no_panic() {
    quiet();
    let pipeline = pipeline(&[judge()]);
    let mut workers = Workers::default();
    let mut judged = |text: &str| match pipeline.process_one(doc(&pipeline, text), &mut workers) {
        Outcome::Written(doc) => doc.meta()["judged"].as_str().unwrap().to_owned(),
        _ => "-".to_owned(),
    };
    assert_eq!(judged("one"), "");
    assert_eq!(judged("two"), "one");
    assert_eq!(judged("fail"), "-");
    assert_eq!(judged("three"), "fail");
    assert_eq!(judged("panic"), "-");
    assert_eq!(judged("four"), "", "thrown away after the panic");
}

#[test]
fn a_panic_hook_can_tell_that_a_stage_panicked() {
    let pipeline = pipeline(&[keeping(StageSpec::new("asks", "asks"), |_| {
        assert!(Pipeline::inside_stage());
        Ok(())
    })]);
    run(&pipeline, doc(&pipeline, "a"));
    assert!(!Pipeline::inside_stage());
}

#[test]
fn later_stages_see_what_earlier_ones_left_and_nothing_after_a_drop() {
    const A: LayerSpec = LayerSpec::new("a", "a");
    let first = stage(StageSpec::new("first", "makes a").creates(&[A]), |call| {
        call.draft.layer("a")?.push(0..1, pipeline_core::Label::NONE)?;
        Ok(match call.view.text() {
            "drop" => Verdict::Drop("no".to_owned()),
            _ => Verdict::Keep,
        })
    });
    let second = keeping(StageSpec::new("second", "reads a").reads(&["a"]), |call| {
        let found = call.view.layer("a")?.map(pipeline_core::Layer::len);
        assert_eq!(found, Some(1));
        Ok(())
    });
    let pipeline = pipeline(&[first, second]);
    run(&pipeline, doc(&pipeline, "keep"));
    let Outcome::Dropped { stage, .. } = outcome(&pipeline, doc(&pipeline, "drop")) else {
        panic!("expected a drop")
    };
    assert_eq!(stage, "first");
    assert_eq!(pipeline.stats().stages[1].documents, 1);
}

#[test]
fn a_trace_shows_each_stage_and_ends_as_the_document_ends_alone() {
    const A: LayerSpec = LayerSpec::new("a", "a");
    let first = keeping(StageSpec::new("first", "makes a").creates(&[A]), |call| {
        call.draft.layer("a")?.push(0..1, pipeline_core::Label::NONE)?;
        Ok(())
    });
    let pipeline = pipeline(&[first, judge()]);
    for (text, seen) in
        [("keep", &["first 0 1", "judge 1 1"][..]), ("drop", &["first 0 1"]), ("fail", &["first 0 1"])]
    {
        let mut steps = Vec::new();
        let rows = |d: &Document| d.layer("a").map_or(0, pipeline_core::Layer::len);
        let outcome_of_trace =
            pipeline.trace(doc(&pipeline, text), &mut Workers::default(), |name, before, after| {
                steps.push(format!("{name} {} {}", rows(before), rows(after)));
            });
        assert_eq!(steps, seen, "{text}");
        let alone = outcome(&pipeline, doc(&pipeline, text));
        assert_eq!(testing::dump_outcome(&outcome_of_trace), testing::dump_outcome(&alone));
    }
}

#[test]
fn a_record_without_a_promised_layer_is_quarantined() {
    let kind = keeping(StageSpec::new("needs", "reads a").reads(&["a"]), |_| panic!("is not called"));
    let pipeline = pipeline(&[kind]);
    assert_eq!(
        reason(&pipeline, doc(&pipeline, "x")),
        "the document has no layer `a`, which this stage reads"
    );
}

#[test]
fn layers_of_nobody_pass_through() {
    let pipeline = pipeline(&[judge()]);
    let mut before = doc(&pipeline, "one two");
    let mut layer = before.input_layer("acme", pipeline_core::Coords::Text);
    layer.push(4..7, "odd label", Some(0.25)).unwrap();
    let json = pipeline_core::Scalar::Json("{\"x\":[1,null]}");
    layer.set(0, "extra", "", &json).unwrap();
    let after = run(&pipeline, before.clone());
    let layer = after.layer("acme").unwrap();
    assert_eq!(layer.spans(), before.layer("acme").unwrap().spans());
    assert_eq!(after.label_name(layer.spans()[0].label()), "odd label");
    assert_eq!(layer.attrs().get("extra").unwrap().ty(), AttrType::Json);
    assert_eq!(layer.attrs().get("extra").unwrap().get(0), Some(json));
}

#[test]
fn labels_have_the_same_ids_in_every_build() {
    const ONE: LayerSpec = LayerSpec::new("one", "one").labels(&["x", "y"]);
    const TWO: LayerSpec = LayerSpec::new("two", "two").labels(&["y", "a"]);
    let kinds = [
        keeping(StageSpec::new("one", "one").creates(&[ONE]), |_| Ok(())),
        keeping(StageSpec::new("two", "two").creates(&[TWO]), |_| Ok(())),
    ];
    let ids = || {
        let pipeline = pipeline(&kinds);
        ["", "x", "y", "a"].map(|n| pipeline.labels().get(n).unwrap().id())
    };
    assert_eq!(ids(), [0, 1, 2, 3]);
    assert_eq!(ids(), ids());
}
