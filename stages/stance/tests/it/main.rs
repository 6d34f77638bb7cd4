//! The two stages, each through the core's testing door.
#![allow(clippy::unwrap_used)]

mod quotes;
mod stance;

use chaffinch_stance::{Quotes, Stance};
use pipeline_core::testing::{self, Rig};
use pipeline_core::{Outcome, StageConfig};
use proptest::prelude::*;

/// People and places of the made-up world of these tests: name, label, id, actor.
const NAMES: &[(&str, &str, &str, Option<&str>)] = &[
    ("Mara Venn", "PER", "mara-venn", Some("orland")),
    ("Ilo Tarsk", "PER", "ilo-tarsk", None),
    ("Orlandish", "NORP", "orland", Some("orland")),
    ("Orland", "GPE", "orland", Some("orland")),
    ("Brenia", "GPE", "brenia", Some("brenia")),
    ("Brenian", "NORP", "brenia", Some("brenia")),
    ("River Front", "ORG", "river-front", Some("river-front")),
    ("Dam Watch", "ORG", "dam-watch", None),
];

/// A rig whose document has the names of [`NAMES`] as entities.
pub(crate) fn rig<C: StageConfig>(options: &str, text: &str) -> Rig {
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (n, (name, ..)) in NAMES.iter().enumerate() {
        for (at, _) in text.match_indices(name) {
            found.push((at, at + name.len(), n));
        }
    }
    found.sort_by_key(|(start, end, _)| (*start, usize::MAX - end));
    found.dedup_by(|b, a| b.0 < a.1);
    let rows: Vec<(usize, usize, &str)> = found.iter().map(|(s, e, n)| (*s, *e, NAMES[*n].1)).collect();
    let mut rig = testing::stage::<C>(options).text(text).layer("entities", &rows);
    for (row, (_, _, n)) in found.iter().enumerate() {
        rig = rig.attr(row, "id", "", NAMES[*n].2);
        if let Some(actor) = NAMES[*n].3 {
            rig = rig.attr(row, "actor", "", actor);
        }
    }
    rig
}

#[test]
fn stages_may_stand_first() {
    for text in ["", " ", "One. Two “three”.", "“", "\n\n\n"] {
        assert!(matches!(testing::stage::<Quotes>("").text(text).outcome(), Outcome::Written(_)));
        assert!(matches!(testing::stage::<Stance>("").text(text).outcome(), Outcome::Written(_)));
    }
}

#[test]
fn hostile_input_is_linear() {
    let hostile = [
        "\" ".repeat(200_000),
        "“a ".repeat(200_000),
        "'a ".repeat(100_000),
        "Orland said ".repeat(50_000),
        "and said, ".repeat(10_000),
        "the mayor, who said ".repeat(10_000),
        "“a\n\nwhy?\n\n".repeat(10_000),
        "he asked “a b” as saying, ".repeat(10_000),
        "“he said ‘a’ ".repeat(10_000),
    ];
    for text in hostile {
        assert!(matches!(testing::stage::<Quotes>("").text(&text).outcome(), Outcome::Written(_)));
    }
    let text = "Orland attacked Brenia and ".repeat(5_000);
    assert!(matches!(rig::<Stance>("", &text).outcome(), Outcome::Written(_)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn nothing_panics(text in "([“”\"'‘’«».,:;!?—()\n -]|said|that|told|attack on|Orland|Brenia|Mara Venn|he|by|was|according to|é|\\PC){0,60}") {
        let quoted = rig::<Quotes>("", &text).outcome();
        prop_assert!(matches!(quoted, Outcome::Written(_)));
        let judged = rig::<Stance>("neutral = \"all\"", &text).outcome();
        prop_assert!(matches!(judged, Outcome::Written(_)));
    }
}
