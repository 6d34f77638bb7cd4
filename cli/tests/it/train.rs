//! Models that users make: trained, described, used, and refused when they do not fit.

use crate::{folder, lines, ran_in};
use std::fmt::Write;
use std::path::Path;

/// Gold of sentences in lower case that all begin with `so`, which no rule knows.
fn sentences(documents: usize) -> String {
    let mut gold = String::new();
    for number in 0..documents {
        let (mut text, mut spans) = (String::new(), Vec::new());
        for sentence in 0..8 {
            let start = text.len() + usize::from(sentence > 0);
            let words = ["rain", "fell", "on", "old", "towns", "all", "day"];
            let word = |at: usize| words[(number + sentence * 3 + at) % words.len()];
            let separator = if sentence > 0 { " " } else { "" };
            let _ = write!(text, "{separator}so {} {} {} {}", word(0), word(2), word(4), word(5));
            spans.push([start, text.len()]);
        }
        let _ = writeln!(
            gold,
            "{}",
            serde_json::json!({"id": format!("t{number}"), "text": text, "sentences": spans})
        );
    }
    gold
}

/// Gold of names behind `citizen`.
fn entities(documents: usize) -> String {
    let names = ["Velmo", "Quarn", "Tasib", "Ordun", "Plessi", "Havrik", "Zoltin"];
    let mut gold = String::new();
    for number in 0..documents {
        let name = names[number % names.len()];
        let tokens = ["Yesterday", "citizen", name, "spoke", "at", "length", "."];
        let tags = ["O", "O", "B-PER", "O", "O", "O", "O"];
        let _ = writeln!(
            gold,
            "{}",
            serde_json::json!({"id": format!("e-{number}"), "tokens": tokens, "tags": tags, "doc": number})
        );
    }
    gold
}

/// Rows that judge `Venn`, by the verb before it.
fn stances(rows: std::ops::Range<usize>) -> String {
    let mut gold = String::new();
    for row in rows {
        let (words, label) = [
            (["mocked", "slandered", "betrayed"], "negative"),
            (["met", "visited", "named"], "neutral"),
            (["praised", "thanked", "admired"], "positive"),
        ][row % 3];
        let verb = words[row / 3 % 3];
        let start = "Orland ".len() + verb.len() + 1;
        let text = format!("Orland {verb} Venn on day {row}.");
        let _ = writeln!(
            gold,
            "{}",
            serde_json::json!({"id": row, "text": text, "target_span": [start, start + 4], "label": label})
        );
    }
    gold
}

fn read(dir: &Path, name: &str) -> Vec<u8> {
    std::fs::read(dir.join(name)).expect("was written")
}

#[test]
fn sentences_are_trained_twice_alike_and_used() {
    let dir = folder(&[
        ("gold.jsonl", sentences(40).as_bytes()),
        ("dev.jsonl", sentences(10).as_bytes()),
        ("p.toml", b"[[stage]]\nuse = \"segment\"\nmodel = \"one.bin\"\n"),
    ]);
    let train = |out: &str| {
        let args = ["train", "sentences", "gold.jsonl", "--dev", "dev.jsonl", "-o", out, "--rounds", "2"];
        let ran = ran_in(dir.path(), &[&args[..], &["--source", "toys (CC0)", "--licence", "CC0"]].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stderr.contains("round 1 of 2: "), "{}", ran.stderr);
        assert!(
            ran.stderr.contains(&format!("its card in `{}`", out.replace(".bin", ".md"))),
            "{}",
            ran.stderr
        );
    };
    train("one.bin");
    train("two.bin");
    assert_eq!(read(dir.path(), "one.bin"), read(dir.path(), "two.bin"));
    let card = String::from_utf8(read(dir.path(), "one.md")).expect("text");
    for part in [
        "# `one.bin`: a model for `sentences`",
        "| licence | CC0 |",
        "- toys (CC0)",
        "chaffinch train sentences gold.jsonl --dev dev.jsonl -o one.bin --rounds 2 --source 'toys (CC0)' --licence CC0",
    ] {
        assert!(card.contains(part), "{part}\n{card}");
    }
    let scored = |set: &[&str]| {
        let ran = ran_in(dir.path(), &[&["eval", "sentences", "dev.jsonl", "--json"][..], set].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        lines(&ran.stdout.replace('\n', ""))[0]["headline"]["value"].as_f64().expect("a score")
    };
    let (own, rules) =
        (scored(&["--config", "p.toml"]), scored(&["--set", "stage.segment.boundaries=\"rules\""]));
    assert!(own > 0.95 && own > rules, "{own} {rules}");
}

#[test]
fn entities_are_trained_and_used() {
    let dir = folder(&[
        ("gold.jsonl", entities(28).as_bytes()),
        ("dev.jsonl", entities(7).as_bytes()),
        ("p.toml", b"[[stage]]\nuse = \"segment\"\n[[stage]]\nuse = \"entities\"\nmodel = \"own.bin\"\n"),
    ]);
    let ran = ran_in(
        dir.path(),
        &["train", "entities", "gold.jsonl", "--dev", "dev.jsonl", "-o", "own.bin", "--rounds", "4"],
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        String::from_utf8(read(dir.path(), "own.md")).expect("text").contains("| licence | not stated |")
    );
    let ran = ran_in(
        dir.path(),
        &["eval", "entities", "dev.jsonl", "--json", "--config", "p.toml", "--labels", "PER"],
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let report = &lines(&ran.stdout.replace('\n', ""))[0];
    assert!(report["headline"]["value"].as_f64().expect("a score") > 0.9, "{report}");
}

#[test]
fn stance_is_trained_used_and_scored_without_what_it_learnt() {
    let dir = folder(&[
        ("gold.jsonl", stances(0..60).as_bytes()),
        ("dev.jsonl", stances(50..90).as_bytes()),
        ("rules.toml", b"[[stage]]\nuse = \"stance\"\nmethod = \"rules\"\nmodel = \"own.bin\"\n"),
    ]);
    let gold = ["train", "stance", "gold.jsonl", "--dev", "dev.jsonl", "--rounds", "1"];
    for out in ["own.bin", "two.bin"] {
        let ran = ran_in(dir.path(), &[&gold[..], &["-o", out]].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stderr.contains("round 1 of 1: dev macro_f1 "), "{}", ran.stderr);
    }
    assert_eq!(read(dir.path(), "own.bin"), read(dir.path(), "two.bin"));
    let card = String::from_utf8(read(dir.path(), "own.md")).expect("text");
    assert!(card.contains("| dev rows left out, their text is in the gold | 10 |"), "{card}");
    let score = ["eval", "stance", "dev.jsonl", "--without", "gold.jsonl", "--json"];
    let ran = ran_in(dir.path(), &[&score[..], &["--set", "stage.stance.model=own.bin"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let report = &lines(&ran.stdout.replace('\n', ""))[0];
    assert!(report["headline"]["value"].as_f64().expect("a score") > 0.9, "{report}");
    assert_eq!(report["documents"]["gold"], 30);
    assert_eq!(report["notes"][0], "rows left out because their text is also in gold.jsonl: 10");
    let ran = ran_in(dir.path(), &["eval", "stance", "gold.jsonl", "--without", "gold.jsonl"]);
    assert_eq!(
        (ran.code, ran.stderr.trim()),
        (65, "error: every document of the gold is also in gold.jsonl; none is left")
    );
    let ran = ran_in(dir.path(), &["check", "rules.toml"]);
    assert_eq!(ran.code, 78, "{}", ran.stderr);
    assert!(ran.stderr.contains("`method = \"rules\"` uses none"), "{}", ran.stderr);
}

#[test]
fn a_fine_tuned_encoder_becomes_a_model() {
    // weights by chance: it answers, though not well
    let encoder = concat!(env!("CARGO_MANIFEST_DIR"), "/../train/src/stance/tiny");
    let dir = folder(&[("gold.jsonl", stances(0..6).as_bytes()), ("dev.jsonl", stances(6..36).as_bytes())]);
    let train = |encoder: &str| {
        let args =
            ["train", "stance", "gold.jsonl", "--dev", "dev.jsonl", "-o", "own.bin", "--encoder", encoder];
        ran_in(dir.path(), &args)
    };
    let ran = train(encoder);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let card = String::from_utf8(read(dir.path(), "own.md")).expect("text");
    assert!(card.contains("| model | transformer encoder, 2 layers of 16 numbers"), "{card}");
    let score = ["eval", "stance", "dev.jsonl", "--json", "--set", "stage.stance.model=own.bin"];
    let ran = ran_in(dir.path(), &score);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let report = &lines(&ran.stdout.replace('\n', ""))[0];
    assert_eq!(report["documents"]["gold"], 30);
    let beside = |args: &[&str]| {
        let all = ["train", "stance", "gold.jsonl", "--dev", "dev.jsonl", "-o", "fast.bin"];
        ran_in(dir.path(), &[&all[..], args].concat())
    };
    assert_eq!(beside(&["--rounds", "1"]).code, 0);
    // the encoder is asked about pairs, the fast model about the author
    let ran = beside(&["--encoder", encoder, "--beside", "fast.bin"]);
    assert_eq!(ran.code, 65, "{}", ran.stderr);
    assert!(ran.stderr.contains("that is asked something else"), "{}", ran.stderr);
    assert_eq!(beside(&["--beside", "fast.bin"]).code, 2);
    assert_eq!(beside(&["--encoder", encoder, "--rounds", "2"]).code, 2);
    let ran = train("nowhere");
    assert_eq!(ran.code, 74, "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot read `nowhere"), "{}", ran.stderr);
}

#[test]
fn a_gazetteer_is_compiled_mapped_and_checked() {
    let dir = folder(&[
        ("names.txt", b"@org\nLower Velmo Ferry Board\n"),
        ("p.toml", b"[[stage]]\nuse = \"entities\"\nnames = \"names.bin\"\n"),
        ("a.txt", b"On Monday the Lower Velmo Ferry Board met.\n"),
    ]);
    let ran = ran_in(dir.path(), &["train", "gazetteer", "names.txt", "-o", "names.bin"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ran = ran_in(dir.path(), &["run", "p.toml", "a.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(lines(&ran.stdout)[0]["layers"]["entities"][0]["id"], "lower-velmo-ferry-board");
    let mut damaged = read(dir.path(), "names.bin");
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    std::fs::write(dir.path().join("names.bin"), damaged).expect("can be written");
    let ran = ran_in(dir.path(), &["check", "p.toml"]);
    assert_eq!(ran.code, 78, "{}", ran.stderr);
    assert!(ran.stderr.contains("`names.bin` is damaged in section"), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_trained_on_is_refused() {
    let dir = folder(&[
        ("names.jsonl", entities(3).as_bytes()),
        ("none.jsonl", b"{\"id\":\"a\",\"tokens\":[\"Yes\"],\"tags\":[\"O\"]}\n"),
        ("bad.txt", b"Velmo\n"),
        ("p.toml", b"[[stage]]\nuse = \"segment\"\nmodel = \"bad.txt\"\n"),
        ("q.toml", b"[[stage]]\nuse = \"stance\"\nmodel = \"bad.txt\"\n"),
        ("stance.jsonl", stances(0..1).as_bytes()),
        ("record.jsonl", b"{\"v\":1,\"id\":\"a\",\"text\":\"Yes\",\"layers\":{\"stances\":[]}}\n"),
    ]);
    for (args, code, message) in [
        (&["train", "entities", "gone.jsonl", "--dev", "names.jsonl"][..], 66, "cannot read `gone.jsonl`"),
        (&["train", "entities", "none.jsonl", "--dev", "names.jsonl"], 65, "nothing can be learned"),
        (
            &["train", "sentences", "names.jsonl", "--dev", "names.jsonl"],
            65,
            "can score `entities`, not `sentences`",
        ),
        (&["train", "sentences", "names.jsonl"], 2, "--dev"),
        (&["train", "gazetteer", "bad.txt"], 65, "`bad.txt`, line 1"),
        (&["train", "gazetteer", "gone.txt"], 66, "cannot read the source `gone.txt`"),
        (
            &["train", "stance", "names.jsonl", "--dev", "names.jsonl"],
            65,
            "can score `entities`, not `stance`",
        ),
        (&["train", "stance", "stance.jsonl", "--dev", "stance.jsonl"], 65, "every row of the gold"),
        (
            &["train", "stance", "record.jsonl", "--dev", "stance.jsonl"],
            65,
            "document `a`: judges no mention",
        ),
        (&["check", "p.toml"], 78, "is no model file"),
        (&["check", "q.toml"], 78, "the model `bad.txt` is no model file"),
    ] {
        let out = if args[0] == "train" { &["-o", "x.bin"][..] } else { &[] };
        let ran = ran_in(dir.path(), &[args, out].concat());
        assert_eq!(ran.code, code, "{args:?} {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{args:?} {}", ran.stderr);
        assert!(!dir.path().join("x.bin").exists());
    }
}

#[test]
fn labels_that_the_gold_lacks_are_refused() {
    let dir = folder(&[("gold.jsonl", entities(3).as_bytes())]);
    let ran = ran_in(dir.path(), &["eval", "entities", "gold.jsonl", "--labels", "PER,ROG"]);
    assert_eq!(
        (ran.code, ran.stderr.trim()),
        (2, "error: no annotation of the gold has the label `ROG`; it has `PER`")
    );
}
