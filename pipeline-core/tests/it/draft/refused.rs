//! What is refused, and that a refusal leaves nothing behind.

use super::*;

// What was not declared.

#[test]
fn an_undeclared_layer() {
    refused(|call| call.draft.layer("other").map(drop), "stage `writer` did not declare layer `other`");
}

#[test]
fn an_undeclared_table() {
    refused(|call| call.draft.table("other").map(drop), "stage `writer` did not declare table `other`");
}

#[test]
fn an_undeclared_meta_key() {
    refused(|call| call.draft.meta("title", "x"), "stage `writer` did not declare meta key `title`");
    refused(|call| call.draft.clear_meta("title"), "stage `writer` did not declare meta key `title`");
}

#[test]
fn a_meta_key_is_taken_away() {
    let pipeline = pipeline(&[writer(|call| call.draft.clear_meta("seen"))]);
    let mut input = doc(&pipeline, "a");
    for key in ["first", "seen", "second", "third"] {
        input.meta_mut().insert(key.to_owned(), true.into());
    }
    let keys: Vec<String> = run(&pipeline, input).meta().keys().cloned().collect();
    assert_eq!(keys, ["first", "second", "third"], "in their order");
}

#[test]
fn an_undeclared_rewrite() {
    refused(
        |call| call.draft.rewrite(pipeline_core::Edits::new()),
        "stage `writer` did not declare rewrites `text`",
    );
}

#[test]
fn an_undeclared_attribute() {
    refused(
        |call| call.draft.layer("words")?.attr("color").map(drop),
        "`words` is declared without attribute `color`",
    );
}

#[test]
fn an_undeclared_read() {
    refused(
        |call| call.view.layer("entities").map(drop),
        "stage `writer` read layer `entities` without declaring it in `reads` or `uses`",
    );
}

#[test]
fn what_a_stage_writes_it_may_read() {
    let pipeline = pipeline(&[writer(|call| call.view.layer("words").map(drop))]);
    run(&pipeline, doc(&pipeline, "a"));
}

// Spans, scores, values.

#[test]
fn a_span_past_the_end() {
    refused(
        |call| push(call, 4..9),
        "span 4..9 in layer `words` is reversed, out of bounds or cuts a character (6 bytes)",
    );
}

#[test]
#[expect(clippy::reversed_empty_ranges, reason = "that is the point")]
fn a_reversed_span() {
    refused(
        |call| push(call, 4..1),
        "span 4..1 in layer `words` is reversed, out of bounds or cuts a character (6 bytes)",
    );
}

#[test]
fn a_span_that_cuts_a_character() {
    refused(
        |call| push(call, 0..2),
        "span 0..2 in layer `words` is reversed, out of bounds or cuts a character (6 bytes)",
    );
}

fn set(call: &mut Call<'_, '_, '_>, attr: &str, value: &Scalar<'_>) -> Result<(), StageError> {
    let mut words = call.draft.layer("words")?;
    let row = words.push(0..1, Label::NONE)?;
    let attr = words.attr(attr)?;
    words.set(row, attr, value)
}

#[test]
fn a_span_attribute_that_cuts_a_character() {
    refused(
        |call| set(call, "at", &Scalar::Span(0..3)),
        "span 0..3 in layer `words` is reversed, out of bounds or cuts a character (6 bytes)",
    );
}

#[test]
fn a_span_in_a_table_that_cuts_a_character() {
    refused(
        |call| {
            let mut table = call.draft.table("table")?;
            let row = table.push();
            let at = table.attr("at")?;
            table.set_span(row, at, 0..3)
        },
        "span 0..3 in table `table` is reversed, out of bounds or cuts a character (6 bytes)",
    );
}

#[test]
fn scores_that_are_not_finite() {
    for (score, shown) in [(f32::NAN, "NaN"), (f32::INFINITY, "inf"), (f32::NEG_INFINITY, "-inf")] {
        refused(
            move |call| {
                let mut words = call.draft.layer("words")?;
                words.push_scored(0..1, Label::NONE, score).map(drop)
            },
            &format!("score {shown} in layer `words` is not finite"),
        );
    }
}

#[test]
fn numbers_that_mean_absent() {
    refused(
        |call| set(call, "f", &Scalar::F64(f64::NAN)),
        "in `words`: attribute `f` cannot hold F64(NaN): numbers are finite, and the least integer and the last row mean `absent`",
    );
    refused(
        |call| set(call, "f", &Scalar::F64(f64::INFINITY)),
        "in `words`: attribute `f` cannot hold F64(inf): numbers are finite, and the least integer and the last row mean `absent`",
    );
    refused(
        |call| set(call, "i", &Scalar::I64(i64::MIN)),
        "in `words`: attribute `i` cannot hold I64(-9223372036854775808): numbers are finite, and the least integer and the last row mean `absent`",
    );
    refused(
        |call| set(call, "next", &Scalar::Ref(u32::MAX as usize)),
        "in `words`: attribute `next` cannot hold Ref(4294967295): numbers are finite, and the least integer and the last row mean `absent`",
    );
}

#[test]
fn a_value_of_another_type() {
    refused(|call| set(call, "i", &Scalar::Str("1")), "in `words`: attribute `i` is of type i64, found str");
}

#[test]
fn a_reference_to_a_row_that_is_not_there() {
    refused(
        |call| set(call, "next", &Scalar::Ref(1)),
        "`next` in `words` means row 1 of `words`, which does not exist",
    );
    refused(
        |call| set(call, "all", &Scalar::RefList(&[0, 7])),
        "`all` in `words` means row 7 of `words`, which does not exist",
    );
}

#[test]
fn a_list_that_was_set_again_is_judged_by_its_last_value() {
    let kind = writer(|call| {
        let mut words = call.draft.layer("words")?;
        let row = words.push(0..1, Label::NONE)?;
        let all = words.attr("all")?;
        words.set_ref_list(row, all, &[9])?;
        words.set_ref_list(row, all, &[0])
    });
    let pipeline = pipeline(&[kind]);
    let doc = run(&pipeline, doc(&pipeline, "a"));
    let words = doc.layer("words").unwrap().attrs();
    assert_eq!(words.ref_list("all").unwrap().get(0), Some(&[0][..]));
}

#[test]
fn values_come_back_as_they_were_set() {
    let kind = writer(|call| {
        let mut words = call.draft.layer("words")?;
        words.push(4..4, Label::NONE)?;
        let row = words.push_scored(0..1, Label::NONE, -0.5)?;
        for (attr, value) in [
            ("s", Scalar::Str("")),
            ("f", Scalar::F64(-0.0)),
            ("i", Scalar::I64(i64::MAX)),
            ("b", Scalar::Bool(false)),
            ("at", Scalar::Span(4..4)),
            ("all", Scalar::RefList(&[])),
        ] {
            let attr = words.attr(attr)?;
            words.set(row, attr, &value)?;
        }
        call.draft.meta("seen", serde_json::Value::Null)
    });
    let pipeline = pipeline(&[kind]);
    let doc = run(&pipeline, doc(&pipeline, "a€ b"));
    assert_eq!(
        testing::dump(&doc),
        "id \"doc\"\n\
         text \"a€ b\"\n\
         run 0..6 from 0..6\n\
         layer `words` in text coordinates\n\
         \x20 0..1 score=-0.5 s=\"\" f=-0.0 i=9223372036854775807 b=false at=4..4 all=words[]\n\
         \x20 4..4\n"
    );
}

#[test]
fn text_is_rewritten_once_and_first() {
    const REWRITER: StageSpec = SPEC.rewrites();
    let delete = |from: usize| {
        let mut edits = pipeline_core::Edits::new();
        edits.delete(from..from + 1);
        edits
    };
    let expected = "text is rewritten once, before any layer or table is written";
    let after_layer = keeping(REWRITER, move |call| {
        push(call, 0..1)?;
        call.draft.rewrite(delete(0))
    });
    let after_table = keeping(REWRITER, move |call| {
        call.draft.table("table")?;
        call.draft.rewrite(delete(0))
    });
    let twice = keeping(REWRITER, move |call| {
        call.draft.rewrite(delete(0))?;
        call.draft.rewrite(delete(0))
    });
    for kind in [after_layer, after_table, twice] {
        assert_eq!(refusal(kind, "abc"), expected);
    }
}

// Never half-written.

/// Writes everything it can, then ends as `end` says.
fn writes_then(end: fn() -> Result<(), StageError>) -> &'static dyn StageKind {
    const REWRITER: StageSpec = SPEC.rewrites();
    keeping(REWRITER, move |call| {
        let mut edits = pipeline_core::Edits::new();
        edits.replace(0..1, "rewritten");
        call.draft.rewrite(edits)?;
        push(call, 0..9)?;
        call.draft.table("table")?.push();
        call.draft.meta("seen", true)?;
        end()
    })
}

#[test]
fn a_failing_stage_leaves_nothing() {
    let failing: fn() -> Result<(), StageError> = || Err(StageError::new("no"));
    let panicking: fn() -> Result<(), StageError> = || panic!("oh");
    for (end, expected) in [(failing, "no"), (panicking, "panicked: oh")] {
        let pipeline = pipeline(&[writes_then(end)]);
        let before = doc(&pipeline, "abc");
        assert_eq!(reason(&pipeline, before), expected);
    }
}

#[test]
fn a_dropping_stage_leaves_the_document_as_it_was() {
    let kind = crate::support::stage(SPEC, |call| {
        push(call, 0..1)?;
        call.draft.meta("seen", true)?;
        Ok(pipeline_core::Verdict::Drop("short".to_owned()))
    });
    let pipeline = pipeline(&[kind]);
    let before = doc(&pipeline, "abc");
    let Outcome::Dropped { document, stage, reason } = outcome(&pipeline, before.clone()) else {
        panic!("expected it to be dropped")
    };
    assert_eq!((stage.as_str(), reason.as_str()), ("writer", "short"));
    assert_eq!(testing::dump(&document), testing::dump(&before));
}

#[test]
fn a_bad_reference_is_found_before_anything_is_applied() {
    // The rewrite and the layer are fine; the table is not.
    let kind = keeping(SPEC.rewrites(), |call| {
        let mut edits = pipeline_core::Edits::new();
        edits.delete(0..1);
        call.draft.rewrite(edits)?;
        let mut table = call.draft.table("table")?;
        let row = table.push();
        let word = table.attr("word")?;
        table.set_ref(row, word, 3)
    });
    assert_eq!(refusal(kind, "abc"), "`word` in `table` means row 3 of `words`, which does not exist");
}
