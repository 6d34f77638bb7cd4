//! The packs' own tests, and the texts of errors.

#![allow(clippy::unwrap_used)]

use super::matcher::parse;
use super::schema::Spot;
use super::*;
use crate::classify::shape::Stats;
use crate::kind::Noise;

#[test]
fn packs_pass_their_tests() {
    let packs = Packs::compile(BUILT_IN.iter().copied()).unwrap();
    for (file, text) in BUILT_IN {
        for rule in parse(file, text).unwrap().rules {
            assert!(!rule.tests.is_empty(), "{file}: rule `{}` has no tests", rule.id.get_ref());
            for case in &rule.tests {
                let got = verdict(&packs, &case.text, case.spot);
                assert_eq!(got, case.kind, "{file}: rule `{}`: {}", rule.id.get_ref(), case.text);
            }
        }
    }
}

fn verdict(packs: &Packs, text: &str, spot: Spot) -> &'static str {
    let zone = match spot {
        Spot::Top => Zone::Top,
        Spot::Body => Zone::Body,
        Spot::Bottom => Zone::Bottom,
    };
    let mut folded = String::new();
    fold(text, &mut folded);
    let mut hits = Vec::new();
    packs.find(&folded, Stats::of(text).shape(), &mut Counts::default(), &mut hits);
    let best = hits.iter().filter(|h| h.holds_in(zone)).max_by(|a, b| a.score.total_cmp(&b.score));
    best.map_or("keep", |h| h.noise.name())
}

#[track_caller]
fn check_error(text: &str, expected: &str) {
    let error = Packs::compile([("packs/mine.toml", text)]).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

const HEAD: &str = "[pack]\nname = \"mine\"\n[[rule]]\n";

#[test]
fn errors_say_where_and_what() {
    let kinds = Noise::NAMES.join(", ");
    check_error(
        &format!("{HEAD}id = \"a\"\nkind = \"spum\"\nmatch = \"exact\"\nphrases = [\"x\"]\n"),
        &format!(
            "rule pack `packs/mine.toml`, line 5, rule `a`: unknown kind `spum`; expected one of {kinds}"
        ),
    );
    check_error(
        &format!("{HEAD}id = \"a\"\nkind = \"spam\"\nmatch = \"exact\"\nphrases = []\n"),
        "rule pack `packs/mine.toml`, line 7, rule `a`: `phrases` is empty; write at least one",
    );
    check_error(
        &format!("{HEAD}id = \"a\"\nkind = \"spam\"\nmatch = \"only\"\nphrases = [\"two words\"]\n"),
        "rule pack `packs/mine.toml`, line 7, rule `a`: `two words` is more than one word, but `match = \"only\"` takes single words; split it",
    );
    check_error(
        &format!("{HEAD}id = \"a\"\nkind = \"spam\"\nmatch = \"exact\"\nphrases = [\"x\"]\nscore = 2.0\n"),
        "rule pack `packs/mine.toml`, line 8, rule `a`: `score` is 2, but it must lie between 0 and 1",
    );
    check_error(
        &format!("{HEAD}id = \"a\"\nkind = \"spam\"\nmatch = \"sounds like\"\nphrases = [\"x\"]\n"),
        "rule pack `packs/mine.toml`, line 6: unknown variant `sounds like`, expected one of `exact`, `starts`, `ends`, `contains`, `only`",
    );
    check_error(
        "[pack]\nname = \"x\"\ncolour = 1\n",
        "rule pack `packs/mine.toml`, line 3: unknown field `colour`, expected one of `name`, `summary`, `language`",
    );
}
