//! The table of rules in the book is the list of rules in the code.
#![allow(clippy::unwrap_used)]

use chaffinch_filters::{RULES, Rule};

const BOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/book/filters.md");

fn row(rule: &Rule) -> String {
    let wanted = rule.threshold().map_or("–".to_owned(), |t| t.to_string());
    format!("| `{}` | {} {wanted} | {} |", rule.name(), rule.sense(), rule.what())
}

#[test]
fn the_table_of_the_book_is_the_list_of_rules() {
    let book = std::fs::read_to_string(BOOK).unwrap();
    let found: Vec<&str> = book.lines().filter(|l| l.starts_with("| `") && l.contains('/')).collect();
    let expected: Vec<String> = RULES.iter().map(row).collect();
    assert!(found == expected, "the table in docs/book/filters.md should be\n\n{}\n", expected.join("\n"));
}
