//! The worst cases at small sizes: sound documents, whatever is repeated. How the time grows is measured by the
//! example `worst_cases`.
#![allow(clippy::unwrap_used)]

use chaffinch_checks::{Syntax, clean_html, clean_text, worst};

/// Enough to go through every limit on nesting and length but few.
const BYTES: usize = 20_000;

#[test]
fn each_gives_a_sound_document() {
    for case in worst::cases() {
        let input = case.make(BYTES);
        let checked = match case.syntax {
            Syntax::Html => clean_html(&input),
            Syntax::Text | Syntax::Auto => clean_text(&input),
        };
        checked.unwrap_or_else(|broken| panic!("`{}`: {broken}", case.name));
    }
}

#[test]
fn each_has_the_size_asked_for_and_a_name_of_its_own() {
    let mut names = Vec::new();
    for case in worst::cases() {
        for bytes in [0, 1000, BYTES] {
            let made = case.make(bytes).len();
            assert!(made >= bytes && made < bytes + 1000, "`{}`: {made} bytes for {bytes}", case.name);
        }
        assert!(!names.contains(&case.name), "`{}` twice", case.name);
        names.push(case.name);
    }
}
