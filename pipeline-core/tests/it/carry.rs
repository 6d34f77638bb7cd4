//! Layers and tables follow a rewrite: against a model by identity, and case by case.

use crate::support::{self, any_steps, any_text, doc, edits, keeping, pipeline, placed, run};
use pipeline_core::{
    AttrSpec, AttrType, Coords, Document, Edits, LayerSpec, Scalar, StageKind, StageSpec, testing,
};
use proptest::prelude::*;
use std::ops::Range;

type Placed = Vec<(Range<usize>, String)>;

fn rewriter(placed: Placed) -> &'static dyn StageKind {
    rewriter_named("rewrite", placed)
}

fn rewriter_named(name: &'static str, placed: Placed) -> &'static dyn StageKind {
    keeping(StageSpec::new(name, "rewrites").rewrites(), move |call| call.draft.rewrite(edits(&placed)))
}

/// Where a span goes: what is kept of it, and replacements that it covers whole.
fn carried(span: Range<usize>, placed: &Placed) -> Option<Range<usize>> {
    let (mut shift, mut old) = (0_isize, 0);
    let mut new: Option<Range<usize>> = None;
    let mut cover = |from: usize, to: usize, shift: isize| {
        let (from, to) = (from.saturating_add_signed(shift), to.saturating_add_signed(shift));
        if from < to {
            new = Some(new.clone().map_or(from..to, |n| n.start..to));
        }
    };
    for (range, with) in placed {
        cover(span.start.max(old), span.end.min(range.start), shift);
        let whole = span.start <= range.start && range.end <= span.end;
        let inside = !range.is_empty() || (span.start < range.start && range.end < span.end);
        if whole && inside {
            cover(range.start, range.start + with.len(), shift);
        }
        shift += with.len() as isize - range.len() as isize;
        old = range.end;
    }
    cover(span.start.max(old), span.end, shift);
    new
}

/// Spans between character borders.
fn any_spans() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..25usize, 0..6usize), 0..8)
}

fn spans_in(text: &str, spans: &[(usize, usize)]) -> Vec<Range<usize>> {
    let borders: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let at = |i: usize| borders[i.min(borders.len() - 1)];
    spans.iter().map(|(start, len)| at(*start)..at(start + len)).collect()
}

/// `a` has the spans, with their old number as `id` and themselves as `own`; `b` and the table
/// `t` refer to each row of `a`, alone and in lists.
fn annotated(text: &str, spans: &[Range<usize>], pipeline: &pipeline_core::Pipeline) -> Document {
    let mut doc = doc(pipeline, text);
    let mut a = doc.input_layer("a", Coords::Text);
    for (id, span) in spans.iter().enumerate() {
        let row = a.push(span.clone(), "", None).unwrap();
        a.set(row, "id", "", &Scalar::I64(id as i64)).unwrap();
        a.set(row, "own", "", &Scalar::Span(span.clone())).unwrap();
    }
    let all: Vec<u32> = (0..spans.len() as u32).collect();
    let mut b = doc.input_layer("b", Coords::Text);
    for to in 0..spans.len() {
        let row = b.push(0..0, "", None).unwrap();
        b.set(row, "to", "a", &Scalar::Ref(to)).unwrap();
        b.set(row, "all", "a", &Scalar::RefList(&all)).unwrap();
    }
    let t = doc.input_table("t");
    for (to, span) in spans.iter().enumerate() {
        let row = t.push_row();
        t.set(row, "to", "a", &Scalar::Ref(to)).unwrap();
        t.set(row, "own", "", &Scalar::Span(span.clone())).unwrap();
    }
    doc.settle().unwrap();
    doc
}

proptest! {
    /// Two rewrites after each other.
    #[test]
    fn rows_references_and_span_attributes_follow(
        text in any_text(), spans in any_spans(), first in any_steps(), second in any_steps(),
    ) {
        let one = placed(&text, &first);
        let middle = edits(&one).apply(&text, &pipeline_core::Ledger::identity(text.len())).unwrap().0;
        let two = placed(&middle, &second);
        let pipeline = pipeline(&[rewriter_named("one", one.clone()), rewriter_named("two", two.clone())]);
        let spans: Vec<_> = spans_in(&text, &spans).into_iter().filter(|s| !s.is_empty()).collect();
        let doc = run(&pipeline, annotated(&text, &spans, &pipeline));

        let expected: Vec<_> = spans
            .iter()
            .map(|s| carried(s.clone(), &one).and_then(|s| carried(s, &two)))
            .collect();
        let a = doc.layer("a").unwrap();
        prop_assert_eq!(a.len(), expected.iter().flatten().count());
        let id_of = |row: usize| usize::try_from(a.attrs().i64("id", row).unwrap()).unwrap();
        for (row, span) in a.spans().iter().enumerate() {
            let expected = expected[id_of(row)].clone();
            prop_assert_eq!(Some(span.range()), expected.clone());
            prop_assert_eq!(a.attrs().span("own", row), expected);
        }
        let b = doc.layer("b").unwrap();
        for (id, expected) in expected.iter().enumerate() {
            let found = b.attrs().reference("to", id).map(id_of);
            prop_assert_eq!(found, expected.as_ref().map(|_| id));
            let list = b.attrs().ref_list("all").unwrap().get(id).unwrap();
            prop_assert_eq!(list.len(), a.len());
            let t = doc.table("t").unwrap();
            prop_assert_eq!(t.reference("to", id).map(id_of), expected.as_ref().map(|_| id));
            prop_assert_eq!(t.span("own", id), expected.clone());
        }
    }

    /// `rebuilt` from what a rewrite left is the same document to every later stage.
    #[test]
    fn a_rebuilt_document_composes_the_same(text in any_text(), first in any_steps(), second in any_steps()) {
        let one = pipeline(&[rewriter(placed(&text, &first))]);
        let once = run(&one, doc(&one, &text));
        let two = pipeline(&[rewriter(placed(once.text(), &second))]);
        let direct = run(&two, once.clone());
        let rebuilt = Document::rebuilt(
            "doc", text.as_str(), once.text().to_owned(), once.ledger().clone(), two.labels(),
        ).unwrap();
        let again = run(&two, rebuilt);
        prop_assert_eq!(testing::dump(&direct), testing::dump(&again));
    }
}

/// The layer `a` of `text` after `placed`, as `(text, id)`.
fn after(text: &str, spans: &[(usize, usize)], placed: Placed) -> Vec<(String, i64)> {
    let pipeline = pipeline(&[rewriter(placed)]);
    let spans: Vec<_> = spans.iter().map(|(s, e)| *s..*e).collect();
    let doc = run(&pipeline, annotated(text, &spans, &pipeline));
    let a = doc.layer("a").unwrap();
    let texts = testing::texts(&doc, "a").into_iter().map(str::to_owned);
    texts.enumerate().map(|(row, t)| (t, a.attrs().i64("id", row).unwrap())).collect()
}

#[test]
fn spans_shrink_to_what_is_left() {
    let rows = after("one two three", &[(0, 7), (4, 13)], vec![(3..8, String::new())]);
    assert_eq!(rows, [("one".to_owned(), 0), ("three".to_owned(), 1)]);
}

#[test]
fn spans_that_shrink_are_brought_in_order_again() {
    // Both begin where the deletion ends; the longer one comes first now.
    let rows = after("abcdef", &[(0, 4), (1, 6)], vec![(0..2, String::new())]);
    assert_eq!(rows, [("cdef".to_owned(), 1), ("cd".to_owned(), 0)]);
}

#[test]
fn spans_do_not_grow_over_inserts_at_their_borders() {
    let rows = after("abc", &[(1, 2)], vec![(1..1, "+".into()), (2..2, "-".into())]);
    assert_eq!(rows, [("b".to_owned(), 0)]);
}

#[test]
fn a_replacement_that_a_span_covers_whole_belongs_to_it() {
    let rows = after("a &amp; b", &[(0, 9), (2, 7), (3, 6)], vec![(2..7, "&".into())]);
    assert_eq!(rows, [("a & b".to_owned(), 0), ("&".to_owned(), 1)]);
}

#[test]
fn empty_spans_stay() {
    let rows = after("abcd", &[(2, 2), (4, 4)], vec![(1..3, String::new())]);
    assert_eq!(rows, [(String::new(), 0), (String::new(), 1)]);
}

#[test]
fn layers_over_the_source_do_not_move() {
    let pipeline = pipeline(&[rewriter(vec![(0..4, String::new())])]);
    let mut doc = doc(&pipeline, "one two");
    let mut dropped = doc.input_layer("dropped", Coords::Source);
    let row = dropped.push(0..3, "nav", Some(0.5)).unwrap();
    dropped.set(row, "rule", "", &Scalar::Str("r")).unwrap();
    let doc = run(&pipeline, doc);
    assert_eq!(doc.text(), "two");
    assert_eq!(testing::labelled(&doc, "dropped"), [("one", "nav")]);
}

const NOTES: LayerSpec = LayerSpec::new("notes", "notes")
    .attrs(&[AttrSpec::reference("of", "a"), AttrSpec::new("n", AttrType::I64)]);

/// A stage that deletes the first four bytes and writes `notes` and more rows of `a`.
fn rewriting_extender(
    write: impl Fn(&mut support::Call<'_, '_, '_>) -> Result<(), pipeline_core::StageError>
    + Send
    + Sync
    + 'static,
) -> &'static dyn StageKind {
    const SPEC: StageSpec = StageSpec::new("rewrite", "rewrites and extends")
        .creates(&[NOTES])
        .extends(&[LayerSpec::new("a", "a").attrs(&[AttrSpec::new("id", AttrType::I64)])])
        .rewrites();
    keeping(SPEC, move |call| {
        let mut edits = Edits::new();
        edits.delete(0..4);
        call.draft.rewrite(edits)?;
        write(call)
    })
}

#[test]
fn a_rewriting_stage_adds_rows_over_the_new_text() {
    let kind = rewriting_extender(|call| {
        let mut a = call.draft.layer("a")?;
        let row = a.push(4..9, pipeline_core::Label::NONE)?;
        let id = a.attr("id")?;
        a.set_i64(row, id, 77)
    });
    let pipeline = pipeline(&[kind]);
    let doc = run(&pipeline, annotated("one two three", &[0..3, 4..7], &pipeline));
    assert_eq!(testing::texts(&doc, "a"), ["two", "three"]);
    assert_eq!(doc.layer("a").unwrap().attrs().i64("id", 1), Some(77));
    let b = doc.layer("b").unwrap().attrs();
    assert_eq!((b.reference("to", 0), b.reference("to", 1)), (None, Some(0)));
}

#[test]
fn a_rewriting_stage_cannot_refer_to_rows_that_move() {
    let kind = rewriting_extender(|call| {
        let row = call.draft.layer("a")?.push(4..9, pipeline_core::Label::NONE)?;
        let mut notes = call.draft.layer("notes")?;
        let note = notes.push(0..3, pipeline_core::Label::NONE)?;
        let of = notes.attr("of")?;
        notes.set_ref(note, of, row.number())
    });
    let pipeline = pipeline(&[kind]);
    let doc = annotated("one two three", &[0..3, 4..7], &pipeline);
    assert_eq!(
        support::reason(&pipeline, doc),
        "`of` in `notes` refers to `a`, whose rows move as the text is rewritten; refer to it in a later stage"
    );
}

#[test]
fn a_rewriting_stage_may_refer_to_its_own_rows() {
    let kind = rewriting_extender(|call| {
        let row = call.draft.layer("a")?.push(4..9, pipeline_core::Label::NONE)?;
        let mut notes = call.draft.layer("notes")?;
        let note = notes.push(0..3, pipeline_core::Label::NONE)?;
        let of = notes.attr("of")?;
        notes.set_ref(note, of, row.number())
    });
    let pipeline = pipeline(&[kind]);
    let doc = run(&pipeline, doc(&pipeline, "one two three"));
    assert_eq!(doc.layer("notes").unwrap().attrs().reference("of", 0), Some(0));
}
