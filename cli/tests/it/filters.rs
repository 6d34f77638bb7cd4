//! Documents that `langid` and `quality` drop or flag, as users see them.

use crate::{folder, lines, ran_in, root};
use serde_json::Value;
use std::path::Path;

const ENGLISH: &str =
    "The mayor of Eastport said on Monday that the bridge will be closed for repairs until spring.";
const FRENCH: &str =
    "Le maire d'Eastport a déclaré lundi que le pont sera fermé pour des travaux jusqu'au printemps.";

fn dropped(dir: &Path) -> Vec<Value> {
    lines(&std::fs::read_to_string(dir.join("out/dropped.jsonl")).expect("written"))
}

#[test]
fn what_is_dropped_is_listed_with_the_reason() {
    let config = b"[[stage]]\nuse = \"langid\"\nkeep = [\"en\"]\n[[stage]]\nuse = \"quality\"\nrules = [\"gopher/min-words\"]\naction = \"drop\"\n[stage.thresholds]\n\"gopher/min-words\" = 10\n";
    let dir = folder(&[
        ("p.toml", config),
        ("in/a.txt", ENGLISH.as_bytes()),
        ("in/b.txt", FRENCH.as_bytes()),
        ("in/c.txt", b"The mayor of Eastport said nothing."),
    ]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let found: Vec<_> = dropped(dir.path())
        .iter()
        .map(|d| ["id", "stage", "reason"].map(|key| d[key].as_str().unwrap_or_default().to_owned()))
        .collect();
    let expected = [
        ["b", "langid", "language `fr` (confidence 1), kept are `en`"],
        ["c", "quality", "quality rule `gopher/min-words`: 6 words, at least 10 wanted"],
    ];
    assert_eq!(found, expected);
    let kept = std::fs::read_to_string(dir.path().join("out/part-00000.jsonl")).expect("written");
    let kept = lines(&kept);
    assert_eq!(kept.len(), 1);
    assert_eq!((&kept[0]["id"], &kept[0]["meta"]["language"]), (&Value::from("a"), &Value::from("en")));
}

#[test]
fn flags_keep_the_document_and_name_the_rules() {
    let config = b"[[stage]]\nuse = \"quality\"\nmeasures = true\n";
    let dir = folder(&[("p.toml", config), ("a.txt", b"Buy now{}")]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "a.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let meta = &lines(&ran.stdout)[0]["meta"];
    let failed = meta["quality"]["failed"].as_array().expect("a list");
    let of = |rule: &str| failed.iter().find(|f| f["rule"] == rule).cloned();
    let expected = serde_json::json!({"rule": "gopher/min-words", "value": 2, "threshold": 50});
    assert_eq!(of("gopher/min-words"), Some(expected));
    let expected = serde_json::json!({"rule": "c4/curly-brackets", "value": 1, "threshold": 0});
    assert_eq!(of("c4/curly-brackets"), Some(expected));
    assert_eq!(of("gopher/hash-signs"), None, "passed");
    assert_eq!(meta["quality_measures"]["gopher/hash-signs"], 0.0);
}

#[test]
fn the_example_drops_what_is_not_an_article() {
    let config = root().join("config/filters.toml");
    let article = std::fs::read_to_string(root().join("seeds/001-border-talks.txt")).expect("a seed");
    let dir = folder(&[
        ("in/article.txt", article.as_bytes()),
        ("in/french.txt", format!("{FRENCH}\n\n").repeat(3).as_bytes()),
        ("in/stub.txt", b"The mayor of Eastport said nothing on Monday."),
    ]);
    let ran = ran_in(dir.path(), &["run", &config.to_string_lossy(), "in", "-o", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let reasons: Vec<_> = dropped(dir.path()).iter().map(|d| d["reason"].to_string()).collect();
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    assert!(reasons[0].contains("language `fr`") && reasons[1].contains("`gopher/min-words`"), "{reasons:?}");
}

#[test]
fn the_list_of_stages_shows_every_rule() {
    let ran = ran_in(&root(), &["stages", "quality"]);
    for part in
        ["#   gopher/min-words  at least 50 words\n", "#   c4/policy-lines  at most what", "rules = ["]
    {
        assert!(ran.stdout.contains(part), "{part} in {}", ran.stdout);
    }
}
