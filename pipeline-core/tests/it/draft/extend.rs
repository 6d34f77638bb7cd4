//! Creating a layer, creating it if absent, extending it.

use super::order::pushes;
use super::*;

/// A document with `words` over "one two three", each with its place in `i`, and `refs`, a
/// layer that refers to each of them.
fn with_words(pipeline: &Pipeline, spans: &[(usize, usize)]) -> Document {
    let mut doc = doc(pipeline, "one two three");
    let mut words = doc.input_layer("words", Coords::Text);
    for (i, (start, end)) in spans.iter().enumerate() {
        let row = words.push(*start..*end, "", None).unwrap();
        words.set(row, "i", "", &Scalar::I64(i as i64)).unwrap();
    }
    let mut refs = doc.input_layer("refs", Coords::Text);
    for i in 0..spans.len() {
        let row = refs.push(0..0, "", None).unwrap();
        refs.set(row, "to", "words", &Scalar::Ref(i)).unwrap();
    }
    doc.settle().unwrap();
    doc
}

fn targets(doc: &Document) -> Vec<Option<i64>> {
    let (refs, words) = (doc.layer("refs").unwrap(), doc.layer("words").unwrap());
    let to = |row| refs.attrs().reference("to", row);
    (0..refs.len()).map(|row| words.attrs().i64("i", to(row)?)).collect()
}

#[test]
fn a_creator_replaces_an_incoming_layer_and_clears_references_into_it() {
    let pipeline = pipeline(&[pushes(vec![(4, 7, "A")])]);
    let doc = run(&pipeline, with_words(&pipeline, &[(0, 3), (4, 7)]));
    assert_eq!(testing::labelled(&doc, "words"), [("two", "A")]);
    let refs = doc.layer("refs").unwrap().attrs();
    assert_eq!((refs.reference("to", 0), refs.reference("to", 1)), (None, None));
}

#[test]
fn a_layer_that_its_creator_leaves_out_is_gone() {
    let pipeline = pipeline(&[writer(|_| Ok(()))]);
    let mut doc = with_words(&pipeline, &[(0, 3)]);
    doc.input_table("table").push_row();
    let doc = run(&pipeline, doc);
    assert!(doc.layer("words").is_none() && doc.table("table").is_none());
    assert_eq!(doc.layer("refs").unwrap().attrs().reference("to", 0), None);
}

#[test]
fn an_empty_layer_is_written() {
    let pipeline = pipeline(&[writer(|call| call.draft.layer("words").map(drop))]);
    let doc = run(&pipeline, with_words(&pipeline, &[(0, 3)]));
    assert!(doc.layer("words").unwrap().is_empty());
}

#[test]
fn a_layer_that_is_left_out_cannot_be_referred_to() {
    let kind = writer(|call| {
        let mut table = call.draft.table("table")?;
        let row = table.push();
        let word = table.attr("word")?;
        table.set_ref(row, word, 0)
    });
    let pipeline = pipeline(&[kind]);
    let doc = with_words(&pipeline, &[(0, 3)]);
    assert_eq!(reason(&pipeline, doc), "`word` in `table` means row 0 of `words`, which does not exist");
}

#[test]
fn layers_come_in_the_order_of_declaration() {
    const A: LayerSpec = LayerSpec::new("a", "a");
    const B: LayerSpec = LayerSpec::new("b", "b");
    let kind = keeping(StageSpec::new("two", "two").creates(&[A, B]), |call| {
        call.draft.layer("b")?.push(0..1, Label::NONE)?;
        call.draft.layer("a").map(drop)
    });
    let pipeline = pipeline(&[kind]);
    let doc = run(&pipeline, doc(&pipeline, "x"));
    let names: Vec<_> = doc.layers().map(|(n, _)| n).collect();
    assert_eq!(names, ["a", "b"]);
}

const IF_ABSENT: StageSpec = StageSpec::new("segment", "makes words").creates_if_absent(&[WORDS]);

#[test]
fn a_layer_is_created_if_absent_and_left_alone_if_not() {
    let kind = keeping(IF_ABSENT, |call| match call.draft.wants("words") {
        true => push(call, 8..13),
        false => Ok(()),
    });
    let pipeline = pipeline(&[kind]);
    let made = run(&pipeline, doc(&pipeline, "one two three"));
    assert_eq!(testing::texts(&made, "words"), ["three"]);
    let kept = run(&pipeline, with_words(&pipeline, &[(0, 3)]));
    assert_eq!(testing::texts(&kept, "words"), ["one"]);
    assert_eq!(targets(&kept), [Some(0)]);
}

#[test]
fn writing_a_layer_that_is_not_absent_is_refused() {
    let pipeline = pipeline(&[keeping(IF_ABSENT, |call| push(call, 0..1))]);
    let doc = with_words(&pipeline, &[(0, 3)]);
    assert_eq!(
        reason(&pipeline, doc),
        "layer `words` is already there; ask `Draft::wants` before writing it"
    );
}

const EXTENDER: StageSpec = StageSpec::new("extend", "adds words").extends(&[WORDS]);

/// What becomes of `one` and `two three` when `two` and `three` are added: the words as
/// `(text, i)`, and what the old references mean.
fn extended(overlap: &str) -> (Vec<(String, i64)>, Vec<Option<i64>>) {
    let kind = keeping(EXTENDER, |call| {
        let mut words = call.draft.layer("words")?;
        let (i, next) = (words.attr("i")?, words.attr("next")?);
        let inner = words.push(5..6, Label::NONE)?;
        let outer = words.push(3..4, Label::NONE)?;
        words.set_i64(inner, i, 10)?;
        words.set_i64(outer, i, 11)?;
        words.set_ref(outer, next, inner.number())?;
        words.set_ref(inner, next, 0)
    });
    let toml = format!("[[stage]]\nuse = \"extend\"\n{overlap}");
    let pipeline = planned(&[kind], &toml);
    let doc = run(&pipeline, with_words(&pipeline, &[(0, 3), (4, 7)]));
    let words = doc.layer("words").unwrap().attrs();
    let texts = testing::texts(&doc, "words").into_iter().map(str::to_owned);
    let rows = texts.enumerate().map(|(r, t)| (t, words.i64("i", r).unwrap())).collect();
    (rows, targets(&doc))
}

fn rows(rows: &[(&str, i64)]) -> Vec<(String, i64)> {
    rows.iter().map(|(t, i)| ((*t).to_owned(), *i)).collect()
}

#[test]
fn extending_keeps_what_is_there_by_default() {
    let expected = rows(&[("one", 0), (" ", 11), ("two", 1)]);
    for overlap in ["", "overlap = \"keep\""] {
        assert_eq!(extended(overlap), (expected.clone(), vec![Some(0), Some(1)]));
    }
}

#[test]
fn extending_may_replace() {
    let expected = rows(&[("one", 0), (" ", 11), ("w", 10)]);
    assert_eq!(extended("overlap = \"replace\""), (expected, vec![Some(0), None]));
}

#[test]
fn extending_may_keep_both() {
    let expected = rows(&[("one", 0), (" ", 11), ("two", 1), ("w", 10)]);
    assert_eq!(extended("overlap = \"both\""), (expected, vec![Some(0), Some(1)]));
}

#[test]
fn extending_over_the_source_keeps_both() {
    const DROPPED: LayerSpec = LayerSpec::new("dropped", "dropped").in_source();
    let kind = keeping(StageSpec::new("clean", "drops").extends(&[DROPPED]), |call| {
        call.draft.layer("dropped")?.push(0..7, Label::NONE).map(drop)
    });
    let pipeline = pipeline(&[kind]);
    let mut doc = doc(&pipeline, "one two");
    let mut dropped = doc.input_layer("dropped", Coords::Source);
    dropped.push(0..3, "", None).unwrap();
    assert_eq!(testing::texts(&run(&pipeline, doc), "dropped"), ["one two", "one"]);
}

#[test]
fn extending_a_layer_in_other_coordinates_is_refused() {
    let pipeline = pipeline(&[keeping(EXTENDER, |call| push(call, 0..1))]);
    let mut doc = doc(&pipeline, "one two");
    doc.input_layer("words", Coords::Source);
    assert_eq!(
        reason(&pipeline, doc),
        "stage `extend` declares layer `words` in text coordinates, but the document has it in source coordinates"
    );
}

#[test]
fn extending_what_is_not_there_makes_it() {
    let pipeline = pipeline(&[keeping(EXTENDER, |call| push(call, 0..3))]);
    let doc = run(&pipeline, doc(&pipeline, "one two"));
    assert_eq!(testing::texts(&doc, "words"), ["one"]);
}

proptest! {
    /// Against the plain definition: a row goes when it shares a byte with one of the others.
    #[test]
    fn overlaps_are_what_they_are_called(
        old in prop::collection::vec((0..13usize, 0..5usize), 0..6),
        new in prop::collection::vec((0..13usize, 0..5usize), 0..6),
        overlap in prop::sample::select(&["keep", "replace", "both"]),
    ) {
        let cut = |v: &[(usize, usize)]| -> Vec<(usize, usize)> {
            v.iter().map(|(s, l)| (*s, (s + l).min(13))).collect()
        };
        let (old, new) = (cut(&old), cut(&new));
        let added = new.clone();
        let kind = keeping(EXTENDER, move |call| {
            added.iter().try_for_each(|(s, e)| push(call, *s..*e))
        });
        let pipeline = planned(&[kind], &format!("[[stage]]\nuse = \"extend\"\noverlap = {overlap:?}"));
        let doc = run(&pipeline, with_words(&pipeline, &old));
        let shares = |a: &(usize, usize), b: &(usize, usize)| a.0 < b.1 && b.0 < a.1;
        let hit = |a: &(usize, usize), others: &[(usize, usize)]| others.iter().any(|b| shares(a, b));
        let mut expected: Vec<(usize, usize)> = Vec::new();
        expected.extend(old.iter().filter(|o| overlap != "replace" || !hit(o, &new)));
        expected.extend(new.iter().filter(|n| overlap != "keep" || !hit(n, &old)));
        expected.sort_by_key(|(s, e)| (*s, std::cmp::Reverse(*e)));
        let words = doc.layer("words").unwrap().spans();
        let found: Vec<_> = words.iter().map(|s| (s.start(), s.end())).collect();
        prop_assert_eq!(found, expected);
    }
}
