//! Inputs made to break it: any Unicode, brackets, capitals, one long line.

use crate::run;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Spans are inside the text, on character boundaries, in order and without overlap.
fn valid(text: &str) {
    let doc = run(text);
    let layer = doc.layer("entities").unwrap();
    let mut end = 0;
    for (row, span) in layer.spans().iter().enumerate() {
        assert!(
            span.start() >= end && span.start() < span.end() && text.get(span.range()).is_some(),
            "{text:?} {:?}",
            span.range()
        );
        assert!(layer.str("id").and_then(|c| c.get(row)).is_some_and(|id| !id.is_empty()));
        end = span.end();
    }
    let described = doc.layer("mentions").unwrap();
    for (row, span) in described.spans().iter().enumerate() {
        assert!(span.start() < span.end() && text.get(span.range()).is_some(), "{text:?} {:?}", span.range());
        assert!(described.attrs().reference("entity", row).is_none_or(|e| e < layer.len()));
    }
}

proptest! {
    #[test]
    fn any_unicode(text in any::<String>()) {
        valid(&text);
    }

    #[test]
    fn pieces_of_news(pieces in prop::collection::vec(prop::sample::select(vec![
        "Pakistan", "Imran", "Khan", "’s", "'", "-", " ", "\n", ". ", ", ", "(", ")", "TTP", "al", "bin", "Ministry", "of", "the", "The", "and", "&",
        "Mr.", "Gen.", "U.S.", "J.", "Mullah", "Islamabad", "River", "Mount", "said", "in", "between", "North", "May", "é", "Łódź", "—", "\u{301}", "“", "A.B", "War",
        "the", "minister", "president", "army chief", "ministry", "Jr.", "former",
        "Lashkar", "Areas", "FATA", "3", "@", "://",
    ]), 0..40)) {
        valid(&pieces.concat());
        valid(&pieces.join(" "));
    }
}

#[test]
fn small_and_odd() {
    for text in [
        "",
        " ",
        "\n",
        "A",
        "A.",
        "’s",
        "'s",
        "(",
        "(A)",
        "(AB)",
        "X (AB",
        "—",
        "\u{0}\u{1}",
        "Mr.",
        "Mr. ",
        "of",
        "The",
        "U.S.",
        "&",
        "-A-",
        "A-",
        "\u{feff}",
    ] {
        valid(text);
    }
}

#[test]
fn long_runs_stay_linear() {
    let mut capitals = String::new();
    for i in 0..60_000 {
        let _ = write!(capitals, "Zed{} ", i % 977);
    }
    valid(&capitals);
    valid(&"(AB) ".repeat(60_000));
    valid(&"(".repeat(200_000));
    valid(&"Ministry of ".repeat(40_000));
    valid(&"Mr. ".repeat(60_000));
    valid(&"Prime ".repeat(60_000));
    valid(&"Bank ".repeat(60_000));
    valid(&"Growing Fear ".repeat(40_000));
    valid(&"Pakistan North ".repeat(40_000));
    valid(&"Ali and ".repeat(40_000));
    valid(&"Pakistani President Ali and ".repeat(20_000));
    valid(&"Mullah ".repeat(60_000));
    valid(&"North ".repeat(60_000));
    valid(&"a.".repeat(200_000));
    valid(&"Pakistan and ".repeat(40_000));
    valid(&"Ali, the ".repeat(40_000));
    valid(&"'".repeat(200_000));
    valid(&"x".repeat(1_000_000));
}
