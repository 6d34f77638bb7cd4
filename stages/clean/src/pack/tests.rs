//! The packs' own tests, and the texts of errors.

#![allow(clippy::unwrap_used)]

use super::matcher::parse;
use super::*;
use crate::classify::shape::Stats;
use crate::kind::Noise;

#[test]
fn packs_pass_their_tests() {
    for BuiltIn { name, file, text } in &BUILT_IN {
        let report = test(file, text).unwrap();
        assert_eq!(report.failures, [], "{file}");
        assert_eq!(report.untested, [], "{file}");
        assert!(report.tests > 5, "{file}: {}", report.tests);
        assert_eq!(report.pack, *name, "the name that configurations use is the one in its head");
    }
}

const MINE: &str = r#"
[pack]
name = "mine"
sites = ["example.org", "The Courier"]
[[rule]]
id = "promo"
kind = "related"
match = "exact"
phrases = ["more from us"]
tests = [
  { text = "More from us", kind = "related" },
  { text = "More from us", site = "www.example.org", where = "bottom", kind = "related" },
  { text = "More from us", site = "the courier", kind = "related" },
  { text = "More from us", site = "example.com", kind = "keep" },
]
[[rule]]
id = "reading-time"
kind = "date"
match = "pattern"
patterns = ["^\\d+ min(ute)?s? read$", "^read in \\d+ min"]
where = "top"
tests = [
  { text = "4 mins  read", kind = "date" },
  { text = "4 mins read", where = "bottom", kind = "keep" },
  { text = "It was a four minute read", kind = "keep" },
]
"#;

#[test]
fn sites_and_patterns() {
    let report = test("mine.toml", MINE).unwrap();
    assert_eq!(report.failures, []);
    assert_eq!(report.tests, 7);
}

#[test]
fn a_pack_of_another_site_changes_nothing() {
    let long = MINE.replace("match = \"exact\"", "match = \"exact\"\nwhere = \"anywhere\"\nmax_words = 0");
    let packs = Packs::compile([("a.toml", &*long)]).unwrap();
    let (here, there) = (packs.on(&Site::named("example.org")), packs.on(&Site::named("example.com")));
    assert_eq!((here.longest(), here.longest_anywhere().prose), (usize::MAX, usize::MAX));
    assert_eq!((there.longest(), there.longest_anywhere().prose), (0, 0));
    assert!(packs.have_sites());
}

/// The failures of `MINE` with a part replaced: line, rule, expected, found.
#[track_caller]
fn check_failure(from: &str, to: &str, expected: (usize, &str, &str, &str, &str)) {
    let text = MINE.replacen(from, to, 1);
    assert_ne!(text, MINE);
    let report = test("mine.toml", &text).unwrap();
    let found: Vec<_> = report
        .failures
        .iter()
        .map(|f| (f.line, f.rule.as_deref().unwrap(), &*f.place, &*f.expected, &*f.found))
        .collect();
    assert_eq!(found, [expected]);
}

#[test]
fn failures_say_which_rule_fired() {
    check_failure(
        "phrases = [\"more from us\"]",
        "phrases = [\"more from us\"]\nwhere = \"top\"",
        (13, "promo", "bottom on www.example.org", "`related`", "`keep`: no rule fires"),
    );
    check_failure(
        "text = \"It was a four minute read\"",
        "text = \"5 mins read\"",
        (25, "reading-time", "top", "`keep`", "`date`: rule `pack:mine/reading-time` fires, score 0.9"),
    );
}

#[test]
fn a_test_is_of_its_own_rule() {
    let twin = "[pack]\nname = \"twin\"\n\
        [[rule]]\nid = \"a\"\nkind = \"nav\"\nmatch = \"exact\"\nphrases = [\"home\"]\n\
        [[rule]]\nid = \"b\"\nkind = \"nav\"\nmatch = \"exact\"\nphrases = [\"hom\"]\n\
        tests = [{ text = \"Home\", kind = \"nav\" }]\n";
    let report = test("twin.toml", twin).unwrap();
    assert_eq!(report.failures[0].found, "`nav`: not by this rule, but by `pack:twin/a`");
    assert_eq!((report.untested[0].line, report.untested[0].rule.as_deref()), (4, Some("a")));
}

#[test]
fn patterns_see_short_blocks_only() {
    let pack = |text: &str, kind: &str| {
        format!(
            "[pack]\nname = \"x\"\n[[rule]]\nid = \"a\"\nkind = \"spam\"\nmatch = \"pattern\"\n\
             patterns = [\"(a|aa)+$\"]\ntests = [{{ text = {text:?}, kind = \"{kind}\" }}]\n"
        )
    };
    for (length, kind) in [(4096, "spam"), (4097, "keep"), (1 << 22, "keep")] {
        assert_eq!(test("x.toml", &pack(&"a".repeat(length), kind)).unwrap().failures, []);
    }
}

#[test]
fn packs_of_one_name() {
    let error = Packs::compile([("a.toml", MINE), ("b.toml", MINE)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "rule pack `b.toml`, line 6, rule `promo`: `pack:mine/promo` is a rule of `a.toml`, too; list the pack once, or give it a `name` of its own"
    );
}

/// The rules of one phrase each that fire on `text`.
#[track_caller]
fn check_places(phrase: &str, text: &str, expected: &[&str]) {
    let rule = |how: &str| {
        format!(
            "[[rule]]\nid = {how:?}\nkind = \"spam\"\nmatch = {how:?}\nphrases = [{phrase:?}]\nmax_words = 0\n"
        )
    };
    let rules: String = ["exact", "starts", "ends", "contains"].map(rule).concat();
    let pack = format!("[pack]\nname = \"p\"\n{rules}");
    let packs = Packs::compile([("p.toml", pack.as_str())]).unwrap();
    let mut hits = Vec::new();
    packs.all().find(text, Stats::of(text).shape(), Scope::Everywhere, &mut Counts::default(), &mut hits);
    let mut found: Vec<&str> = hits.iter().map(|h| packs.id(h.rule).trim_start_matches("pack:p/")).collect();
    found.sort_unstable();
    assert_eq!(found, expected, "{phrase:?} in {text:?}");
}

#[test]
fn phrases_stand_where_the_rule_wants_them() {
    check_places("reply", "… reply.", &["contains", "ends", "exact", "starts"]);
    check_places("reply", "- reply to this", &["contains", "starts"]);
    check_places("reply", "no reply!", &["contains", "ends"]);
    check_places("reply", "the reply came", &["contains"]);
    check_places("reply", "replying", &[]);
    check_places("…", "... …", &["contains", "ends", "exact", "starts"]);
    check_places("*", "* one", &["contains", "starts"]);
    check_places("é", "é é", &["contains", "ends", "starts"]);
}

/// A phrase that is found often, behind a long start without words, was once looked at in quadratic time: this took
/// a minute.
#[test]
fn many_matches_are_no_trouble() {
    let packs = Packs::compile(BUILT_IN.iter().map(|p| (p.file, p.text))).unwrap();
    let text = ".".repeat(300_000) + &"author-".repeat(50_000);
    packs.all().find(
        &text,
        Stats::of(&text).shape(),
        Scope::Everywhere,
        &mut Counts::default(),
        &mut Vec::new(),
    );
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
        "rule pack `packs/mine.toml`, line 6: unknown variant `sounds like`, expected one of `exact`, `starts`, `ends`, `contains`, `only`, `pattern`",
    );
    check_error(
        "[pack]\nname = \"x\"\ncolour = 1\n",
        "rule pack `packs/mine.toml`, line 3: unknown field `colour`, expected one of `name`, `summary`, `language`, `sites`",
    );
    check_error(
        "[pack]\nname = \"x\"\nsites = [\"http://example.org/\"]\n",
        "rule pack `packs/mine.toml`, line 3: `http://example.org/` is an address; expected a host such as `example.org` or `*.example.org`, or the name of a site; write `example.org`",
    );
}

#[test]
fn errors_of_patterns() {
    let rule = |rest: &str| format!("{HEAD}id = \"a\"\nkind = \"spam\"\n{rest}");
    let at =
        |line: usize, message: &str| format!("rule pack `packs/mine.toml`, line {line}, rule `a`: {message}");
    check_error(
        &rule("match = \"pattern\"\npatterns = [\"a(\"]\n"),
        &at(7, "pattern `a(` is no regular expression: unclosed group"),
    );
    check_error(
        &rule("match = \"pattern\"\n"),
        &at(4, "`match = \"pattern\"` needs `patterns`; write at least one"),
    );
    check_error(
        &rule("match = \"pattern\"\nphrases = [\"a\"]\n"),
        &at(7, "`match = \"pattern\"` takes `patterns`, not `phrases`; rename the key"),
    );
    check_error(
        &rule("match = \"exact\"\nphrases = [\"a\"]\npatterns = [\"a\"]\n"),
        &at(8, "`patterns` go with `match = \"pattern\"`; write `phrases`, or that"),
    );
    check_error(&rule("match = \"exact\"\n"), &at(4, "`phrases` is empty; write at least one"));
    check_error(
        &rule("match = \"pattern\"\npatterns = [\"a\"]\nmax_words = 0\n"),
        &at(8, "`max_words` is 0, but with patterns it must lie between 1 and 200"),
    );
    check_error(
        &rule("match = \"pattern\"\npatterns = [\"a\"]\nmin_hits = 2\n"),
        &at(8, "`min_hits` is 2, but the rule has 1 patterns, and each counts once"),
    );
}

#[test]
fn errors_of_tests() {
    let text = MINE.replacen("kind = \"related\" },", "kind = \"relatd\" },", 1);
    let kinds = Noise::NAMES.join(", ");
    assert_eq!(
        test("mine.toml", &text).unwrap_err().to_string(),
        format!(
            "rule pack `mine.toml`, line 11, rule `promo`: a test expects the unknown kind `relatd`; expected `keep` or one of {kinds}"
        )
    );
    assert!(parse("mine.toml", &MINE.replace("site =", "sight =")).is_err(), "unknown keys are refused");
}
