//! `quality` as a pipeline sees it: each rule on a text that fails it alone, reasons, flags,
//! measures, options.
#![allow(clippy::unwrap_used)]

use chaffinch_filters::{Quality, RULES};
use pipeline_core::testing::{self, laws};
use pipeline_core::{BuiltIn, NoFiles, Outcome};
use serde_json::Value;

/// A text that passes every rule.
fn article() -> String {
    let lines = [
        "The mayor of Eastport said on Monday that the old bridge over the river is safe again.",
        "Workers have spent the summer on its pillars, which a barge had damaged in the spring.",
        "“We will open it to buses and cars before the end of the week,” Ann Lee told reporters.",
        "Shops on the north bank lost half of their guests while the crossing stayed closed.",
        "A report by engineers had asked for twice the money that the council was ready to give.",
        "Boats can pass beneath without waiting, and a path for bicycles leads to the harbour.",
    ];
    lines.join("\n\n")
}

fn failed(options: &str, text: &str) -> Vec<String> {
    let doc = testing::stage::<Quality>(options).text(text).run();
    let failed = doc.meta()["quality"]["failed"].as_array().unwrap().clone();
    failed.iter().map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
}

fn reason(options: &str, text: &str) -> String {
    match testing::stage::<Quality>(&format!("action = \"drop\"\n{options}")).text(text).outcome() {
        Outcome::Dropped { reason, .. } => reason,
        other => panic!("not dropped: {other:?}"),
    }
}

#[test]
fn an_article_passes_every_rule() {
    assert_eq!(failed("", &article()), [""; 0]);
    let doc = testing::stage::<Quality>("action = \"drop\"").text(&article()).run();
    assert_eq!(doc.text(), article());
    assert!(doc.meta().is_empty(), "nothing is said of a document that stays");
}

/// The article with something that each rule objects to, and what is said.
#[test]
fn each_rule_objects_to_something() {
    let article = article();
    let with = |more: &str| format!("{article}\n\n{more}");
    let paragraph = article.lines().next().unwrap();
    let cases: Vec<(&str, String, &str)> = vec![
        ("gopher/min-words", paragraph.to_owned(), "17 words, at least 50 wanted"),
        ("gopher/max-words", "word ".repeat(100_001), "100001 words, at most 100000 wanted"),
        ("gopher/min-mean-word-length", "to be or no ".repeat(20), "2 characters a word, at least 3 wanted"),
        (
            "gopher/max-mean-word-length",
            "internationalisation ".repeat(50),
            "20 characters a word, at most 10 wanted",
        ),
        ("gopher/hash-signs", with(&"#one ".repeat(20)), "0.1342 `#` a word, at most 0.1 wanted"),
        ("gopher/ellipses", with(&"one… ".repeat(20)), "0.1342 ellipses a word, at most 0.1 wanted"),
        (
            "gopher/bullet-lines",
            "• one thing to buy\n".repeat(10),
            "1 of lines begin with a bullet, at most 0.9 wanted",
        ),
        (
            "gopher/ellipsis-lines",
            with("And…\n\nBut...\n\nSo…"),
            "0.3333 of lines end in an ellipsis, at most 0.3 wanted",
        ),
        (
            "gopher/alphabetic-words",
            with(&"2021 ".repeat(30)),
            "0.705 of words have a letter, at least 0.8 wanted",
        ),
        ("gopher/stop-words", "Nobody knows why. ".repeat(30), "0 different stop words, at least 2 wanted"),
        (
            "gopher-repetition/duplicate-lines",
            with(&"Share\n".repeat(5)),
            "0.3636 of lines stood before, at most 0.3 wanted",
        ),
        (
            "gopher-repetition/duplicate-paragraphs",
            with(&"Share\n\n".repeat(5)),
            "0.3636 of paragraphs stood before, at most 0.3 wanted",
        ),
        (
            "gopher-repetition/duplicate-line-chars",
            with(&article),
            "0.5 of characters are in lines that stood before",
        ),
        (
            "gopher-repetition/duplicate-paragraph-chars",
            with(&article),
            "0.5 of characters are in paragraphs that stood before",
        ),
        (
            "gopher-repetition/top-2-gram",
            with(&"cheap flights, ".repeat(20)),
            "of characters are in the most frequent one, at most 0.2 wanted",
        ),
        (
            "gopher-repetition/top-3-gram",
            with(&"very cheap flights. ".repeat(20)),
            "of characters are in the most frequent one, at most 0.18 wanted",
        ),
        (
            "gopher-repetition/top-4-gram",
            with(&"buy very cheap flights. ".repeat(20)),
            "of characters are in the most frequent one, at most 0.16 wanted",
        ),
        ("gopher-repetition/duplicate-5-grams", with(&article), "before, at most 0.15 wanted"),
        ("gopher-repetition/duplicate-6-grams", with(&article), "before, at most 0.14 wanted"),
        ("gopher-repetition/duplicate-7-grams", with(&article), "before, at most 0.13 wanted"),
        ("gopher-repetition/duplicate-8-grams", with(&article), "before, at most 0.12 wanted"),
        ("gopher-repetition/duplicate-9-grams", with(&article), "before, at most 0.11 wanted"),
        ("gopher-repetition/duplicate-10-grams", with(&article), "before, at most 0.1 wanted"),
        ("c4/min-sentences", paragraph.to_owned(), "1 sentences in lines that C4 keeps, at least 5 wanted"),
        ("c4/lorem-ipsum", with("Lorem ipsum dolor."), "1 times `lorem ipsum`, at most 0 wanted"),
        ("c4/curly-brackets", with("if (a) { b }"), "1 times `{`, at most 0 wanted"),
        (
            "fineweb/punctuated-lines",
            "One\nTwo\nThree".to_owned(),
            "0 of lines end like a sentence, at least 0.12 wanted",
        ),
        (
            "fineweb/short-lines",
            "One.\nTwo.\nThree.".to_owned(),
            "1 of lines have 30 characters or fewer, at most 0.67 wanted",
        ),
        (
            "fineweb/duplicate-line-chars",
            with(paragraph),
            "0.1433 of characters are in lines that stood before, at most 0.01 wanted",
        ),
        (
            "fineweb/line-breaks",
            "One\nTwo\nThree".to_owned(),
            "0.6667 line breaks a word, at most 0.3 wanted",
        ),
    ];
    for (rule, text, expected) in &cases {
        let reason = reason(&format!("rules = [{rule:?}]"), text);
        let start = format!("quality rule `{rule}`: ");
        assert!(
            reason.starts_with(&start) && reason.contains(expected),
            "{reason}\nexpected {start}…{expected}"
        );
    }
    for rule in RULES.iter().filter(|r| r.threshold().is_some()) {
        assert!(cases.iter().any(|(name, ..)| *name == rule.name()), "{} is not tried", rule.name());
    }
}

#[test]
fn lines_that_c4_takes_out_have_no_threshold_until_they_get_one() {
    let text = format!("{}\nEnable Javascript here.\nWe use cookies.\nShare\nNo mark at its end", article());
    for (rule, value) in [
        ("c4/javascript-lines", "0.1 of lines say `javascript`, at most 0 wanted"),
        (
            "c4/policy-lines",
            "0.1 of lines speak of cookies, privacy policy or terms of use, at most 0 wanted",
        ),
        ("c4/short-lines", "0.1 of lines have fewer than 3 words, at most 0 wanted"),
        ("c4/unpunctuated-lines", "0.2 of lines do not end like a sentence, at most 0 wanted"),
    ] {
        let reason = reason(&format!("rules = [\"c4\"]\nthresholds = {{ {rule:?} = 0 }}"), &text);
        assert_eq!(reason, format!("quality rule `{rule}`: {value}"));
    }
    assert_eq!(failed("rules = [\"c4\"]", &text), [""; 0]);
}

#[test]
fn flags_name_every_rule_with_value_and_threshold() {
    let doc = testing::stage::<Quality>("rules = [\"gopher\"]").text("# # # Buy…").run();
    let failed = &doc.meta()["quality"]["failed"];
    assert_eq!(failed[0], serde_json::json!({"rule": "gopher/min-words", "value": 1, "threshold": 50}));
    let rules: Vec<_> = failed.as_array().unwrap().iter().filter_map(|f| f["rule"].as_str()).collect();
    let expected = [
        "gopher/min-words",
        "gopher/hash-signs",
        "gopher/ellipses",
        "gopher/ellipsis-lines",
        "gopher/alphabetic-words",
        "gopher/stop-words",
    ];
    assert_eq!(rules, expected);
    assert_eq!(failed[1]["value"], 0.6);
}

#[test]
fn a_threshold_of_ones_own() {
    let options = "rules = [\"gopher/min-words\"]\nthresholds = { \"gopher/min-words\" = 200 }";
    assert_eq!(failed(options, &article()), ["gopher/min-words"]);
    assert!(reason(options, &article()).ends_with("at least 200 wanted"));
    assert_eq!(
        failed(
            "rules = [\"gopher\"]\nexcept = [\"gopher/min-words\", \"gopher/stop-words\"]",
            "Short text here"
        ),
        [""; 0]
    );
}

#[test]
fn stop_words_of_another_language() {
    let german = "Der Bürgermeister sagte, dass die Brücke wieder sicher ist.";
    let rule = "rules = [\"gopher/stop-words\"]";
    assert_eq!(failed(rule, german), ["gopher/stop-words"]);
    assert_eq!(failed(&format!("{rule}\nstop_words = [\"der\", \"die\", \"und\"]"), german), [""; 0]);
}

#[test]
fn measures_are_there_for_every_rule() {
    let doc = testing::stage::<Quality>("rules = []\nmeasures = true").text(&article()).run();
    let measures = doc.meta()["quality_measures"].as_object().unwrap();
    assert!(measures.keys().eq(RULES.iter().map(|r| r.name()).collect::<Vec<_>>().iter()));
    assert_eq!(measures["gopher/min-words"], 98);
    assert_eq!(measures["c4/min-sentences"], 6);
    assert_eq!(measures["fineweb/punctuated-lines"], 1.0);
    assert_eq!(doc.meta()["quality"]["failed"], Value::Array(Vec::new()));
}

#[test]
fn a_near_miss_shows_digits_enough() {
    let rule = "gopher/max-mean-word-length";
    let reason = reason(&format!("rules = [{rule:?}]\nthresholds = {{ {rule:?} = 0.99999 }}"), "a b c");
    assert_eq!(reason, format!("quality rule `{rule}`: 1 characters a word, at most 0.99999 wanted"));
}

#[test]
fn a_document_without_words() {
    let expected = [
        "gopher/min-words",
        "gopher/min-mean-word-length",
        "gopher/alphabetic-words",
        "gopher/stop-words",
        "c4/min-sentences",
        "fineweb/punctuated-lines",
    ];
    for text in ["", " \n\n ", "\u{feff}"] {
        let found = failed("", text);
        assert!(expected.iter().all(|rule| found.iter().any(|f| f == rule)), "{text:?}: {found:?}");
    }
}

#[test]
fn wrong_options() {
    for (options, expected) in [
        (
            "rules = [\"gopher\", \"fineweb/short-line\"]",
            "unknown rule `fineweb/short-line`; did you mean `fineweb/short-lines`?",
        ),
        ("rules = [\"min-words\"]", "did you mean `gopher/min-words`?"),
        ("rules = [\"nonsense\"]", "there are the groups `gopher`, `gopher-repetition`, `c4`, `fineweb`"),
        ("except = [\"goper\"]", "unknown rule `goper`; did you mean `gopher`?"),
        ("thresholds = { \"gopher/min-word\" = 3 }", "did you mean `gopher/min-words`?"),
        ("thresholds = { \"gopher\" = 3 }", "unknown rule `gopher`"),
        (
            "thresholds = { \"gopher/bullet-lines\" = 90 }",
            "found 90, expected a share from 0 to 1; the published threshold is 0.9",
        ),
        (
            "thresholds = { \"gopher/min-words\" = -1 }",
            "found -1, expected a number, 0 or more; the published threshold is 50",
        ),
        (
            "rules = [\"c4\"]\nthresholds = { \"gopher/min-words\" = 1 }",
            "`gopher/min-words` has a threshold but is not asked",
        ),
        ("rules = [\"c4/policy-lines\"]", "rule `c4/policy-lines` has no published threshold; give it one"),
        ("stop_words = [\"of the\"]", "found `of the`, expected one word"),
        ("action = \"remove\"", "expected one of `flag`, `drop`, found `remove`"),
    ] {
        let message = testing::refused::<Quality>(options, &NoFiles);
        assert!(message.contains(expected), "{message}");
        assert!(message.contains("test.toml:3:") || message.contains("test.toml:4:"), "{message}");
    }
}

#[test]
fn the_laws_hold_with_every_option() {
    static QUALITY: BuiltIn<Quality> = BuiltIn::NEW;
    laws::of(&QUALITY).options("action = \"drop\"\nexcept = [\"gopher/min-words\"]").check();
    laws::of(&QUALITY).options("measures = true\nrules = []").check();
}
