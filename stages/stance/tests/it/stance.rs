//! The stage `stance`: who takes which side toward whom, in whose voice.

use crate::rig;
use chaffinch_stance::Stance;
use pipeline_core::testing::{self, labelled, refused};
use pipeline_core::{Document, NoFiles};

fn stances(doc: &Document) -> Vec<(String, String, String, String)> {
    let layer = doc.layer("stances").unwrap();
    let get = |name: &str, row: usize| layer.str(name).unwrap().get(row).unwrap().to_owned();
    labelled(doc, "stances")
        .iter()
        .enumerate()
        .map(|(row, (_, label))| {
            (get("holder", row), get("target", row), (*label).to_owned(), get("voice", row))
        })
        .collect()
}

/// Checks that a text has a stance of this holder, target, label and voice; `none` checks that it has none.
fn check(text: &str, holder: &str, target: &str, label: &str, voice: &str) {
    let doc = rig::<Stance>("", text).run();
    let found = stances(&doc);
    let both: Vec<_> = found.iter().filter(|s| s.0 == holder && s.1 == target && s.3 == voice).collect();
    let labels: Vec<&str> = both.iter().map(|s| s.2.as_str()).collect();
    let wanted: &[&str] = if label == "none" { &[] } else { &[label] };
    assert_eq!(labels, wanted, "{text}: {found:?}");
}

#[test]
fn reported_actions() {
    check("Orland attacked two Brenian camps.", "orland", "brenia", "against", "reported");
    check("Brenia was sharply criticised by Orland.", "orland", "brenia", "against", "reported");
    check("Brenia launched new attacks on Orland.", "brenia", "orland", "against", "reported");
    check("Mara Venn praised the River Front.", "mara-venn", "river-front", "for", "reported");
    check("Orland refused to condemn the River Front.", "orland", "river-front", "neutral", "reported");
    check("Orland denied supporting the River Front.", "orland", "river-front", "none", "reported");
    check("Mara Venn attacked Orland.", "mara-venn", "orland", "none", "reported"); // her own side
}

#[test]
fn author_and_speakers() {
    check("Brenia is a brutal and corrupt tyranny.", "author", "brenia", "against", "author");
    let text = "“Brenia is a brutal, corrupt tyranny,” said Ilo Tarsk.";
    let said = testing::stage::<Stance>("")
        .text(text)
        .layer("entities", &[(5, 11, "GPE"), (text.len() - 10, text.len() - 1, "PER")])
        .attr(0, "id", "", "brenia")
        .attr(1, "id", "", "ilo-tarsk")
        .layer("quotes", &[(0, text.find(" said").unwrap(), "direct")])
        .attr(0, "holder", "", "ilo-tarsk")
        .run();
    let found = stances(&said);
    assert!(
        found.iter().any(|s| s.0 == "ilo-tarsk" && s.1 == "brenia" && s.2 == "against" && s.3 == "quoted"),
        "{found:?}"
    );
    assert!(found.iter().all(|s| s.3 != "author"), "{found:?}");
}

#[test]
fn bad_news_is_no_stance_of_the_author() {
    check("A deadly storm and a cruel war ruined Brenia.", "author", "brenia", "none", "author");
    let column = "I have seen it all, and my patience is gone. Brenia failed to sign. Brenia is wrong.";
    check(column, "author", "brenia", "against", "author"); // of two sentences the one that judges
    check("Ilo Tarsk said that Brenia failed to sign.", "author", "brenia", "none", "author");
}

/// The sides that Ilo Tarsk takes toward Brenia in his own words, as rows of (label, evidence).
fn quoted(words: &str) -> Vec<String> {
    let text = format!("“{words}” said Ilo Tarsk.");
    let brenia = text.find("Brenia").unwrap();
    let tarsk = text.find("Ilo Tarsk").unwrap();
    let doc = testing::stage::<Stance>("")
        .text(&text)
        .layer("entities", &[(brenia, brenia + 6, "GPE"), (tarsk, tarsk + 9, "PER")])
        .attr(0, "id", "", "brenia")
        .attr(1, "id", "", "ilo-tarsk")
        .layer("quotes", &[(0, text.find(" said").unwrap(), "direct")])
        .attr(0, "holder", "", "ilo-tarsk")
        .run();
    stances(&doc).into_iter().filter(|s| s.1 == "brenia").map(|s| s.2).collect()
}

#[test]
fn a_speaker_judges_with_words_that_judge() {
    assert_eq!(quoted("Brenia is a disgrace,"), ["against"]);
    assert!(quoted("There is a rift between Brenia and the terrible rest,").is_empty());
    assert!(quoted("Nobody knows whether Brenia is brave,").is_empty());
    assert!(quoted("The Brenia-based terrible company left,").is_empty());
}

#[test]
fn given_targets_get_one_stance_each() {
    let text = "Brenia is a brutal, corrupt tyranny. The bridge is long. Orland condemned it.";
    let rows = &[(0, 6, ""), (37, 47, ""), (57, 63, "")];
    let doc = rig::<Stance>("", text).layer("targets", rows).run();
    let layer = doc.layer("stances").unwrap();
    let mentions: Vec<_> = (0..layer.len()).map(|row| layer.attrs().span("mention", row).unwrap()).collect();
    assert_eq!(mentions, [0..6, 37..47, 57..63]);
    let found = stances(&doc);
    assert!(found.iter().all(|s| s.0 == "author" && s.3 == "author"));
    assert_eq!((found[0].1.as_str(), found[0].2.as_str()), ("brenia", "against"));
    assert_eq!((found[1].1.as_str(), found[1].2.as_str()), ("the-bridge", "neutral"));
}

#[test]
fn given_holders_are_the_holders() {
    let text = "Orland attacked Brenia.";
    let doc = rig::<Stance>("", text).layer("targets", &[(16, 22, "")]).layer("holders", &[(0, 6, "")]).run();
    assert_eq!(stances(&doc), [("orland".into(), "brenia".into(), "against".into(), "reported".into())]);
}

#[test]
fn the_present_outweighs_the_past() {
    let text =
        "Orland once supported Brenia. Orland supported Brenia in 1996. Orland attacked Brenia on Monday.";
    let doc = rig::<Stance>("", text).meta("date", "2025-11-09").run();
    let layer = doc.layer("stances").unwrap();
    let past: Vec<_> = (0..layer.len()).map(|row| layer.attrs().bool("past", row)).collect();
    assert_eq!(past, [Some(true), Some(true), None]);
    let pairs = doc.table("pairs").unwrap();
    assert_eq!(pairs.str("label").unwrap().get(0), Some("against"));
    assert_eq!((pairs.i64("for", 0), pairs.i64("against", 0)), (Some(2), Some(1)));
    assert!(pairs.f64("score", 0).unwrap() < 0.0);
}

#[test]
fn options_of_stance() {
    let text = "Orland attacked Brenia. Orland attacked the River Front.";
    let doc = rig::<Stance>("targets = [\"river-front\"]\nvoices = [\"reported\"]", text).run();
    assert_eq!(stances(&doc), [("orland".into(), "river-front".into(), "against".into(), "reported".into())]);
    let wrong = refused::<Stance>("targets = [\"River Front\"]", &NoFiles);
    assert!(
        wrong.contains("found `River Front`, expected the id of an actor or entity such as `river-front`"),
        "{wrong}"
    );
    assert!(
        refused::<Stance>("min_confidence = 3.0", &NoFiles)
            .contains("found 3, expected a number from 0 to 1")
    );
    assert!(refused::<Stance>("voices = []", &NoFiles).contains("the list is empty"));
}

#[test]
fn pairs_are_sorted_by_evidence() {
    let text = "Orland attacked Brenia. Orland bombed Brenia. Ilo Tarsk praised Brenia.";
    let doc = rig::<Stance>("voices = [\"reported\"]", text).run();
    let pairs = doc.table("pairs").unwrap();
    let get = |name: &str, row: usize| pairs.str(name).unwrap().get(row).unwrap();
    assert_eq!((get("holder", 0), get("target", 0), get("label", 0)), ("orland", "brenia", "against"));
    assert_eq!((get("holder", 1), get("target", 1), get("label", 1)), ("ilo-tarsk", "brenia", "for"));
    assert_eq!(pairs.ref_list("evidence").unwrap().get(0).unwrap(), [0, 1]);
}

#[test]
fn the_precise_model_reads_whole_sentences() {
    let side = |text: &str| {
        let at = text.find("Orland").unwrap();
        let doc = rig::<Stance>("method = \"precise\"", text).layer("targets", &[(at, at + 6, "")]).run();
        stances(&doc)[0].2.clone()
    };
    assert_eq!(side("Nobody I know would trust Orland with a penny again."), "against");
    assert_eq!(side("If more leaders were like Orland, we would all sleep better."), "for");
    assert_eq!(side("Orland met the delegates on Tuesday to discuss the timetable."), "neutral");
    let wrong = refused::<Stance>("method = \"precise\"\nmodel = \"mine.bin\"", &NoFiles);
    assert!(wrong.contains("leave one of the two out"), "{wrong}");
}
