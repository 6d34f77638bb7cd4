//! What `dedup` says of documents, and which it drops.

use crate::synthetic::{Numbers, article};
use crate::{DEDUP, Item, documents, outcomes};
use pipeline_core::{Document, Outcome, testing};
use serde_json::{Value, json};

const EXACT: &str = "[[stage]]\nuse = \"dedup\"\ndrop = \"exact\"\n";
const NEAR: &str = "[[stage]]\nuse = \"dedup\"\ndrop = \"near\"\n";

/// `long` with a paragraph more than `short`; `copy` is `short` in capitals; `other`.
fn corpus() -> Vec<Item> {
    let mut numbers = Numbers::from(5);
    let short = article(&mut numbers, 20);
    let long = format!("{short}\n\nUpdate: the bridge is open again.");
    vec![
        Item::new("copy", short.to_uppercase().replace("\n\n", "\n")),
        Item::new("long", long),
        Item::new("other", article(&mut numbers, 20)),
        Item::new("short", short),
    ]
}

/// `(representative, duplicate)`; nulls where the document is in no cluster.
fn told(doc: &Document) -> (Value, Value) {
    let meta = |key: &str| doc.meta().get(key).cloned().unwrap_or_default();
    (meta("representative"), meta("duplicate"))
}

fn reasons(toml: &str, corpus: &[Item]) -> Vec<Option<String>> {
    let reason = |outcome| match outcome {
        Outcome::Written(_) => None,
        Outcome::Dropped { reason, .. } => Some(reason),
        Outcome::Quarantined(q) => panic!("{q:?}"),
    };
    outcomes(toml, corpus).into_iter().map(reason).collect()
}

#[test]
fn clusters_are_data() {
    let docs = documents(DEDUP, &corpus());
    let told: Vec<_> = docs.iter().map(told).collect();
    let null = Value::Null;
    assert_eq!(told[0], (json!("long"), json!("near")), "first of the documents with these words");
    assert_eq!(told[1], (json!("long"), null.clone()));
    assert_eq!(told[2], (null.clone(), null));
    assert_eq!(told[3], (json!("long"), json!("exact")), "`copy` has the same words");
    assert!(docs[0].meta()["similarity"].as_f64().unwrap() > 0.9);
    assert_eq!(docs[1].meta()["cluster_size"], 3);
    assert_eq!(docs[1].meta()["cluster"], docs[3].meta()["cluster"]);
    assert_eq!(docs[1].meta()["cluster"].as_str().unwrap().len(), 16);
    assert!(docs[2].meta().get("cluster").is_none());
}

#[test]
fn the_cluster_is_named_by_content() {
    let corpus = corpus();
    let name = documents(DEDUP, &corpus)[1].meta()["cluster"].clone();
    let renamed: Vec<Item> =
        corpus.iter().rev().map(|item| Item::new(format!("z{}", item.id), &*item.text)).collect();
    assert_eq!(documents(DEDUP, &renamed)[2].meta()["cluster"], name);
}

#[test]
fn what_differs_is_marked() {
    let mut corpus = corpus();
    corpus[3].text = corpus[3].text.replacen('.', " now.", 1) + "\n\nThe bridge is shut.";
    let docs = documents(DEDUP, &corpus);
    assert_eq!(docs[3].meta()["duplicate"], "near");
    let differs = testing::texts(&docs[3], "differs");
    assert_eq!(differs.len(), 2);
    assert!(differs[0].contains(" now."), "{differs:?}");
    assert_eq!(differs[1], "The bridge is shut.");
    assert!(docs[0].layer("differs").unwrap().is_empty(), "all of it stands in the representative");
    assert!(docs[1].layer("differs").is_none() && docs[2].layer("differs").is_none());
}

#[test]
fn dropping_is_a_choice() {
    assert_eq!(reasons(DEDUP, &corpus()), [None, None, None, None]);
    let found = reasons(EXACT, &corpus());
    assert_eq!(found, [None, None, None, Some("same words as `copy`".to_owned())]);
    let found = reasons(NEAR, &corpus());
    let near = found[0].as_ref().unwrap();
    assert!(near.starts_with("near duplicate of `long`, similarity 0.9"), "{near}");
    assert_eq!(found[1..], [None, None, Some("same words as `copy`".to_owned())]);
}

/// Each is like the one before; the last is not like the first, which does not stand for it.
#[test]
fn what_is_only_linked_to_the_representative_stays() {
    let mut numbers = Numbers::from(9);
    let parts: Vec<String> = (0..12).map(|_| article(&mut numbers, 4)).collect();
    let item = |id: &str, from: usize, to: usize| Item::new(id, parts[from..to].join("\n\n"));
    let corpus: Vec<Item> =
        (0..5).zip(["a", "b", "c", "d", "e"]).map(|(from, id)| item(id, from, 12)).collect();
    let similarity = |doc: &Document| doc.meta()["similarity"].as_f64().unwrap();
    let docs = documents(DEDUP, &corpus);
    assert!(docs.iter().all(|d| d.meta()["cluster_size"] == 5), "linked one to the next");
    assert!(similarity(&docs[1]) >= 0.8 && similarity(&docs[4]) < 0.8);
    let found = reasons(NEAR, &corpus);
    assert!(found[0].is_none() && found[1].is_some() && found[4].is_none(), "{found:?}");
}

/// Of two runs, the second over what the first has written and one document more.
#[test]
fn what_an_earlier_run_said_is_taken_away() {
    let stale = |mut item: Item| {
        item.meta = vec![("cluster", "00".to_owned()), ("duplicate", "near".to_owned())];
        item
    };
    let docs = documents(DEDUP, &corpus().into_iter().map(stale).collect::<Vec<_>>());
    assert_eq!(told(&docs[1]), (json!("long"), Value::Null));
    assert_eq!(docs[1].meta()["cluster_size"], 3);
    assert!(docs[2].meta().is_empty(), "{:?}", docs[2].meta());
}

#[test]
fn documents_of_one_id_are_told_apart_by_path() {
    let same = |path: &str| Item::new("1", "The bridge is safe.").meta("path", path);
    let found = reasons(EXACT, &[same("b.jsonl"), same("a.jsonl")]);
    assert_eq!(found, [Some("same words as `1`".to_owned()), None]);
    // The same id, path and words: they cannot be told apart, and the last copy is never lost.
    assert_eq!(reasons(EXACT, &[same("a.jsonl"), same("a.jsonl")]), [None, None]);
}

#[test]
fn documents_without_words_are_like_no_other() {
    let docs = documents(DEDUP, &[Item::new("a", ""), Item::new("b", " …"), Item::new("c", "")]);
    assert!(docs.iter().all(|d| d.meta().is_empty()));
}

#[test]
fn beyond_the_limit_documents_are_not_judged_but_exact_duplicates_stay_together() {
    let mut numbers = Numbers::from(11);
    let texts: Vec<String> = (0..60).map(|_| article(&mut numbers, 3)).collect();
    let item = |n: usize| Item::new(format!("{n:03}"), &*texts[n % 60]);
    let corpus: Vec<Item> = (0..120).map(item).collect();
    let docs = documents("[[stage]]\nuse = \"dedup\"\nmax_documents = 20\n", &corpus);
    let judged: Vec<&Document> = docs.iter().filter(|d| d.meta().contains_key("cluster")).collect();
    assert_eq!(judged.len(), 40, "two of each text");
    assert!(judged.iter().all(|d| d.meta()["cluster_size"] == 2));
}

/// A bucket of thousands: linear, and one cluster.
#[test]
fn a_page_that_comes_thousands_of_times_is_one_cluster() {
    let mut numbers = Numbers::from(13);
    let page = article(&mut numbers, 6);
    let corpus: Vec<Item> =
        (0..3000).map(|n| Item::new(format!("{n:04}"), format!("{page}\n\nVisitor number {n}."))).collect();
    let docs = documents(DEDUP, &corpus);
    assert!(docs.iter().all(|d| d.meta()["cluster_size"] == 3000));
    assert_eq!(docs.iter().filter(|d| !d.meta().contains_key("duplicate")).count(), 1);
}
