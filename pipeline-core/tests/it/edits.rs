//! Edits: what is refused, and what happens at borders.

use pipeline_core::{Edits, Ledger};

fn edited(text: &str, edits: &Edits) -> String {
    let (text, _) = edits.apply(text, &Ledger::identity(text.len())).unwrap();
    text
}

#[track_caller]
fn refused(text: &str, edits: &Edits, expected: &str) {
    let error = edits.apply(text, &Ledger::identity(text.len())).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn no_edits_change_nothing() {
    assert!(Edits::new().is_empty());
    assert_eq!(edited("abc", &Edits::new()), "abc");
}

#[test]
fn inserts_at_both_ends_and_between_deletions() {
    let mut edits = Edits::new();
    edits.replace(0..0, "<");
    edits.delete(0..1);
    edits.replace(1..1, "+");
    edits.replace(1..1, "-");
    edits.delete(1..2);
    edits.replace(3..3, ">");
    assert_eq!(edited("abc", &edits), "<+-c>");
}

#[test]
fn everything_can_go() {
    let mut edits = Edits::new();
    edits.delete(0..3);
    let (text, ledger) = edits.apply("abc", &Ledger::identity(3)).unwrap();
    assert_eq!((text.as_str(), ledger.runs().len()), ("", 0));
    assert_eq!(ledger.source_len(), 3);
}

#[test]
fn an_edit_before_the_last_one_is_refused() {
    let mut edits = Edits::new();
    edits.delete(2..4);
    edits.delete(0..1);
    assert!(!edits.is_empty());
    refused(
        "abcdef",
        &edits,
        "edit 0..1 is out of order, out of bounds or cuts a character (text has 6 bytes)",
    );
}

#[test]
fn an_edit_that_overlaps_the_last_one_is_refused() {
    let mut edits = Edits::new();
    edits.delete(1..4);
    edits.replace(3..5, "x");
    refused(
        "abcdef",
        &edits,
        "edit 3..5 is out of order, out of bounds or cuts a character (text has 6 bytes)",
    );
}

#[test]
#[expect(clippy::reversed_empty_ranges, reason = "that is the point")]
fn a_reversed_edit_is_refused_even_as_the_first() {
    let mut edits = Edits::new();
    edits.delete(4..2);
    refused(
        "abcdef",
        &edits,
        "edit 4..2 is out of order, out of bounds or cuts a character (text has 6 bytes)",
    );
}

#[test]
fn an_edit_that_cuts_a_character_is_refused() {
    let mut edits = Edits::new();
    edits.delete(0..2);
    refused("a€", &edits, "edit 0..2 is out of order, out of bounds or cuts a character (text has 4 bytes)");
}

#[test]
fn an_edit_past_the_end_is_refused() {
    let mut edits = Edits::new();
    edits.replace(4..4, "x");
    refused("abc", &edits, "edit 4..4 is out of order, out of bounds or cuts a character (text has 3 bytes)");
}
