//! Layers, tables and ledgers that the input brings.

use super::*;

#[test]
fn incoming_spans_and_values_are_checked() {
    let pipeline = pipeline(&[writer(|_| Ok(()))]);
    let mut doc = doc(&pipeline, "a€");
    let mut layer = doc.input_layer("x", Coords::Text);
    let error = layer.push(0..2, "", None).unwrap_err().to_string();
    assert_eq!(error, "span 0..2 is out of bounds, reversed or cuts a character (there are 4 bytes)");
    let error = layer.push(0..1, "", Some(f32::INFINITY)).unwrap_err();
    assert_eq!(error.to_string(), "score inf is not finite");
    layer.push(0..1, "", None).unwrap();
    let error = layer.set(0, "at", "", &Scalar::Span(0..9)).unwrap_err();
    assert_eq!(error.to_string(), "`at`: span 0..9 is out of bounds or cuts a character");
    let error = layer.set(1, "n", "", &Scalar::I64(1)).unwrap_err();
    assert_eq!(error.to_string(), "row 1 does not exist (there are 1)");
    layer.set(0, "n", "", &Scalar::I64(1)).unwrap();
    let error = layer.set(0, "n", "", &Scalar::Str("1")).unwrap_err();
    assert_eq!(error.to_string(), "attribute `n` is of type i64, found str");
}

#[test]
fn incoming_references_are_checked() {
    let pipeline = pipeline(&[writer(|_| Ok(()))]);
    let mut doc = doc(&pipeline, "abc");
    let mut layer = doc.input_layer("x", Coords::Text);
    layer.push(0..1, "", None).unwrap();
    layer.set(0, "to", "y", &Scalar::Ref(0)).unwrap();
    assert_eq!(doc.settle().unwrap_err().to_string(), "`to` of row 0 in `x` means row 0 of `y`, which has 0");
}

#[test]
fn incoming_tables_are_checked() {
    let pipeline = pipeline(&[writer(|_| Ok(()))]);
    let mut doc = doc(&pipeline, "a€");
    let table = doc.input_table("t");
    table.push_row();
    table.set(0, "at", "", &Scalar::Span(0..2)).unwrap();
    assert_eq!(
        doc.settle().unwrap_err().to_string(),
        "`at` of row 0 in `t`: span 0..2 is out of bounds, reversed or cuts a character"
    );
}

#[test]
fn incoming_layers_are_sorted_and_references_follow() {
    let pipeline = pipeline(&[keeping(StageSpec::new("idle", "idle"), |_| Ok(()))]);
    let mut doc = doc(&pipeline, "abc");
    let mut layer = doc.input_layer("x", Coords::Text);
    for at in [2, 0, 1] {
        layer.push(at..at + 1, "", None).unwrap();
    }
    layer.set(0, "to", "x", &Scalar::Ref(1)).unwrap();
    let table = doc.input_table("t");
    table.push_row();
    table.set(0, "all", "x", &Scalar::RefList(&[0, 1, 2])).unwrap();
    doc.settle().unwrap();
    assert_eq!(testing::texts(&doc, "x"), ["a", "b", "c"]);
    assert_eq!(doc.layer("x").unwrap().attrs().reference("to", 2), Some(0));
    let list = doc.table("t").unwrap().ref_list("all").unwrap();
    assert_eq!(list.get(0), Some(&[2, 0, 1][..]));
}

#[test]
fn a_record_that_does_not_fit_its_ledger_is_refused() {
    use pipeline_core::{Labels, Ledger};
    let rebuilt = |source: &str, text: &str, ledger: Ledger| {
        let doc = Document::rebuilt("r", source, text.to_owned(), ledger, &Labels::default());
        doc.unwrap_err().to_string()
    };
    let ledger = Ledger::from_runs([(0, 2, 2)], 2, 4).unwrap();
    assert_eq!(
        rebuilt("ab", "ab", ledger.clone()),
        "ledger is for a text of 2 and a source of 4 bytes, found 2 and 2"
    );
    assert_eq!(
        rebuilt("abcd", "ab", ledger.clone()),
        "ledger run 0 says that text 0..2 is source 2..4, but they differ"
    );
    assert_eq!(
        rebuilt("a€", "ab", ledger),
        "ledger run 0 says that text 0..2 is source 2..4, but they differ"
    );
}

#[test]
fn labels_of_the_input_have_names_and_sort_by_them() {
    let pipeline = pipeline(&[writer(|_| Ok(()))]);
    let mut doc = doc(&pipeline, "a");
    let mut layer = doc.input_layer("x", Coords::Text);
    for label in ["zeta", "B", "alpha", "", "zeta"] {
        layer.push(0..1, label, None).unwrap();
    }
    doc.settle().unwrap();
    let labels: Vec<_> = testing::labelled(&doc, "x").into_iter().map(|l| l.1).collect();
    assert_eq!(labels, ["", "B", "alpha", "zeta", "zeta"]);
}

#[test]
fn a_record_with_too_many_attributes_is_refused() {
    let pipeline = pipeline(&[writer(|_| Ok(()))]);
    let mut doc = doc(&pipeline, "a");
    let mut layer = doc.input_layer("x", Coords::Text);
    layer.push(0..1, "", None).unwrap();
    for i in 0..256 {
        layer.set(0, &format!("a{i}"), "", &Scalar::I64(i)).unwrap();
    }
    layer.set(0, "a7", "", &Scalar::I64(0)).unwrap();
    let error = layer.set(0, "more", "", &Scalar::I64(0)).unwrap_err();
    assert_eq!(error.to_string(), "attribute `more` is one too many: 256 is the limit");
}
