#![allow(clippy::unwrap_used)]

use super::*;
use crate::data::Mark;

/// Made-up names, so that only the words around them tell what they are.
fn gold(names: &[&str]) -> Vec<Document> {
    let frames = [
        ("Later {} told reporters so.", "PER"),
        ("Shares of {} fell by half.", "ORG"),
        ("He went home to {} by bus.", "LOC"),
    ];
    let all = names.iter().flat_map(|name| frames.iter().map(move |(frame, label)| (name, frame, label)));
    all.map(|(name, frame, label)| {
        let start = frame.find("{}").unwrap();
        let mark = Mark { range: start..start + name.len(), label: (*label).to_owned() };
        Document { id: String::new(), text: frame.replace("{}", name).into(), marks: vec![mark] }
    })
    .collect()
}

fn trained(gold: &[Document], dev: &[Document]) -> (Trained, Vec<Round>) {
    let mut rounds = Vec::new();
    let settings = Settings { seed: 1, rounds: Some(20) };
    let trained = train(gold, dev, settings, &mut |r: &Round| rounds.push(r.clone())).unwrap();
    (trained, rounds)
}

const SEEN: [&str; 6] = ["Zorvex", "Quimbal", "Trellov", "Vastrin", "Bexley Norr", "Mordantz"];

#[test]
fn learns_from_the_words_around_a_name_and_always_the_same() {
    let (gold, dev) = (gold(&SEEN), gold(&["Wexlund", "Farquoz"]));
    let (first, rounds) = trained(&gold, &dev);
    assert!(rounds.last().unwrap().message.ends_with("dev F1 1.0000"), "{rounds:?}");
    assert!(rounds.len() < 20, "stops when it gets no better: {rounds:?}");
    let (second, again) = trained(&gold, &dev);
    assert!(first.file == second.file && rounds == again);
    assert!(first.facts.contains(&("dev F1, micro".to_owned(), "1.0000".to_owned())), "{:?}", first.facts);
}

#[test]
fn gold_without_names_is_refused() {
    let text = "Nothing happened.";
    let document = Document { id: "a".to_owned(), text: text.into(), marks: Vec::new() };
    let settings = Settings { seed: 1, rounds: None };
    let error = train(&[document], &[], settings, &mut |_: &Round| {}).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the gold names no `PER`, `ORG`, `LOC` or `GPE`; nothing can be learned from it"
    );
}
