//! The stage `quotes`: what is said, where it ends, and who says it.

use crate::rig;
use chaffinch_stance::Quotes;
use chaffinch_stance::quotes::cues::{Cues, EMBEDDED};
use pipeline_core::testing::{self, labelled, refused, texts};
use pipeline_core::{Document, NoFiles};

fn holders(doc: &Document) -> Vec<&str> {
    let layer = doc.layer("quotes").unwrap();
    (0..layer.len()).map(|row| layer.str("holder").unwrap().get(row).unwrap()).collect()
}

/// Checks the quotations of a text: (text, label, holder).
fn quotes(text: &str, expected: &[(&str, &str, &str)]) {
    let doc = rig::<Quotes>("", text).run();
    let found: Vec<(&str, &str, &str)> =
        labelled(&doc, "quotes").into_iter().zip(holders(&doc)).map(|((t, l), h)| (t, l, h)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn listeners_are_no_speakers() {
    quotes(
        "Jurors were told that the dam was rotten.",
        &[("that the dam was rotten", "indirect", "unknown")],
    );
    quotes("The court has heard the dam was rotten.", &[("the dam was rotten", "indirect", "unknown")]);
    quotes("It is thought that the dam was rotten.", &[("that the dam was rotten", "indirect", "unknown")]);
    quotes("The dam was rotten, a court has heard.", &[("The dam was rotten", "indirect", "unknown")]);
    quotes("Mara Venn, asked whether the dam was rotten, left.", &[]);
}

#[test]
fn nouns_of_saying_have_owners() {
    quotes(
        "Nobody minded Mara Venn’s repeated warnings that the dam was rotten.",
        &[("that the dam was rotten", "indirect", "mara-venn")],
    );
    quotes("Orland’s view is that the dam will hold.", &[("that the dam will hold", "indirect", "orland")]);
    quotes("In Mara Venn’s view, the dam will hold.", &[("the dam will hold", "indirect", "mara-venn")]);
    quotes(
        "Despite Orland protestations that the dam would hold, many left.",
        &[("that the dam would hold", "indirect", "orland")],
    );
    quotes("Claims that the dam was rotten were ignored.", &[]);
}

#[test]
fn clauses_of_doing_and_of_how() {
    quotes("Mara Venn admitted never having seen it.", &[("never having seen it", "indirect", "mara-venn")]);
    quotes(
        "Mara Venn insisted on being heard in court.",
        &[("being heard in court", "indirect", "mara-venn")],
    );
    quotes("Mara Venn told them not to wait.", &[("not to wait", "indirect", "mara-venn")]);
    quotes("Mara Venn recalled how the dam broke.", &[("how the dam broke", "indirect", "mara-venn")]);
    quotes("Mara Venn declined to say whether the dam broke.", &[]);
    quotes("Mara Venn asked them to bring a spade.", &[("to bring a spade", "indirect", "mara-venn")]);
}

#[test]
fn clauses_begin_and_end_where_the_speaker_does() {
    quotes(
        "Orland said it stood ready to help, and that Brenia had been told.",
        &[
            ("it stood ready to help", "indirect", "orland"),
            ("that Brenia had been told", "indirect", "orland"),
        ],
    );
    quotes(
        "Mara Venn said the dam would hold, though nobody else was sure.",
        &[("the dam would hold", "indirect", "mara-venn")],
    );
    quotes(
        "Mara Venn said it would rain, warned of floods and left.",
        &[("it would rain", "indirect", "mara-venn")],
    );
    quotes(
        "Mara Venn, who kept the dam and promised to mend it, died on Tuesday.",
        &[("to mend it", "indirect", "mara-venn")],
    );
    quotes(
        "The dam had been mended, Mara Venn said; nobody had been paid.",
        &[
            ("The dam had been mended", "indirect", "mara-venn"),
            ("nobody had been paid", "indirect", "mara-venn"),
        ],
    );
    quotes(
        "Orland argued, not for the first time, that the dam would hold.",
        &[("that the dam would hold", "indirect", "orland")],
    );
    quotes(
        "There was no plan, Mara Venn said, and there never had been.",
        &[("There was no plan, Mara Venn said, and there never had been", "indirect", "mara-venn")],
    );
}

#[test]
fn who_opens_the_sentence_before_the_marks_speaks() {
    quotes(
        "Mara Venn puts down her cup. “Ask the men. They write to me.” It rained.",
        &[("“Ask the men. They write to me.”", "direct", "mara-venn")],
    );
}

#[test]
fn words_in_marks_in_a_reported_clause_are_its_speakers() {
    quotes(
        "The dam was “frankly alarming” to her, Mara Venn said.",
        &[
            ("The dam was “frankly alarming” to her", "indirect", "mara-venn"),
            ("“frankly alarming”", "direct", "mara-venn"),
        ],
    );
}

#[test]
fn pronouns_know_the_persons_of_the_document() {
    // `Ilo` tells nothing of a gender but by its ending; the pronoun after the name does
    quotes(
        "Ilo Tarsk came home. She was tired. Mara Venn came too. He had slept.\n\nIlo Tarsk said it was late. She said it rained a lot.",
        &[("it was late", "indirect", "ilo-tarsk"), ("it rained a lot", "indirect", "ilo-tarsk")],
    );
    quotes(
        "Mara Venn spoke first.\n\nHer doctor said it was late. She said it rained a lot.",
        &[("it was late", "indirect", "unknown"), ("it rained a lot", "indirect", "mara-venn")],
    );
}

#[test]
fn a_part_of_a_name_that_is_no_mention_is_who_it_names() {
    quotes(
        "Mara Venn came home. Ms. Venn insisted the dam would hold.",
        &[("the dam would hold", "indirect", "mara-venn")],
    );
    quotes(
        "US officials say they will wait for the dam.",
        &[("they will wait for the dam", "indirect", "unknown")],
    );
}

#[test]
fn speakers_after_before_and_around() {
    quotes(
        "“We will not sign,” said Mara Venn, a lawyer.",
        &[("“We will not sign,”", "direct", "mara-venn")],
    );
    quotes(
        "“We will not sign,” Mara Venn told Dam Watch.",
        &[("“We will not sign,”", "direct", "mara-venn")],
    );
    quotes("Mara Venn, a lawyer at Dam Watch, said: “No more.”", &[("“No more.”", "direct", "mara-venn")]);
    quotes(
        "“We wait,” said Mara Venn, “and we count.”",
        &[("“We wait,”", "direct", "mara-venn"), ("“and we count.”", "direct", "mara-venn")],
    );
    quotes(
        "\"We wait,\" said an Orlandish official who asked not to be named.",
        &[("\"We wait,\"", "direct", "orland")],
    );
}

#[test]
fn pronouns_and_roles() {
    quotes(
        "Mara Venn came home on Friday. She said: “It is over.”",
        &[("“It is over.”", "direct", "mara-venn")],
    );
    quotes(
        "“We wait,” said an Orlandish official. The official added: “Nobody knows how long.”",
        &[("“We wait,”", "direct", "orland"), ("“Nobody knows how long.”", "direct", "orland")],
    );
    quotes(
        "“Nobody asked the village,” a driver said.",
        &[("“Nobody asked the village,”", "direct", "unknown")],
    );
}

#[test]
fn neighbours_share_their_speaker() {
    quotes(
        "“We wait,” said Mara Venn. “Nobody knows how long this will last.”",
        &[
            ("“We wait,”", "direct", "mara-venn"),
            ("“Nobody knows how long this will last.”", "direct", "mara-venn"),
        ],
    );
    quotes(
        "“It began in spring,” said Mara Venn. “Nobody came.\n\n“Then the river rose.”",
        &[
            ("“It began in spring,”", "direct", "mara-venn"),
            ("“Nobody came.", "direct", "mara-venn"),
            ("“Then the river rose.”", "direct", "mara-venn"),
        ],
    );
}

#[test]
fn indirect_speech() {
    quotes(
        "Mara Venn said that the dam would hold.",
        &[("that the dam would hold", "indirect", "mara-venn")],
    );
    quotes("Mara Venn said the dam would hold.", &[("the dam would hold", "indirect", "mara-venn")]);
    quotes(
        "Mara Venn told Dam Watch that it would hold.",
        &[("that it would hold", "indirect", "mara-venn")],
    );
    quotes("According to Dam Watch, the dam is cracked.", &[("the dam is cracked", "indirect", "dam-watch")]);
    quotes("The dam is cracked, according to Dam Watch.", &[("The dam is cracked", "indirect", "dam-watch")]);
    quotes(
        "The dam was never inspected, Mara Venn said.",
        &[("The dam was never inspected", "indirect", "mara-venn")],
    );
    quotes(
        "Mara Venn noted that it held and that it was safe.",
        &[("that it held", "indirect", "mara-venn"), ("that it was safe", "indirect", "mara-venn")],
    );
    quotes("The report on the dam was late.", &[]);
}

#[test]
fn scare_quotes_and_titles() {
    quotes("The so-called ‘war on rust’ went on in Orland.", &[]);
    quotes("Despite the ‘war on rust’, Orland did maintain its ties.", &[]);
    let kept = rig::<Quotes>("scare_quotes = \"keep\"", "The so-called ‘war on rust’ went on.").run();
    assert_eq!(texts(&kept, "quotes"), ["‘war on rust’"]);
}

fn descriptions(doc: &Document) -> Vec<Option<&str>> {
    let layer = doc.layer("quotes").unwrap();
    (0..layer.len()).map(|row| layer.str("description").and_then(|c| c.get(row))).collect()
}

/// Checks the holder and the description of the only quotation of a text.
fn who(text: &str, holder: &str, description: Option<&str>) {
    let doc = rig::<Quotes>("", text).run();
    assert_eq!((holders(&doc), descriptions(&doc)), (vec![holder], vec![description]), "{text}");
}

#[test]
fn unknown_speakers_keep_their_description() {
    who("“Nobody asked us,” a driver said.", "unknown", Some("a driver"));
    who(
        "“Nobody asked us,” said a senior Orlandish official who left.",
        "orland",
        Some("a senior Orlandish official"),
    );
    who("“Nobody asked us,” said Mara Venn.", "mara-venn", None);
    who("My grocer has new ones. “They are red,” he said.", "unknown", Some("My grocer"));
}

#[test]
fn nouns_speak_for_others_or_themselves() {
    who("“It holds,” said a spokesman for Dam Watch.", "dam-watch", Some("a spokesman for Dam Watch"));
    who("“It holds,” said an Orlandish analyst.", "unknown", Some("an Orlandish analyst"));
    who("“It holds,” said Mara Venn’s mother.", "unknown", Some("Mara Venn’s mother"));
    who("Dam Watch filed a report. The group said the dam holds.", "dam-watch", Some("The group"));
    who(
        "Orland closed the bridge. “It holds,” its foreign minister said.",
        "orland",
        Some("its foreign minister"),
    );
}

#[test]
fn introductions_and_pronouns() {
    who(
        "Mara Venn, the mayor of Rivertown, came. Ilo Tarsk went. “No,” the mayor said.",
        "mara-venn",
        Some("the mayor"),
    );
    quotes(
        "Mr. Tarsk met Mara Venn. Ilo Tarsk left. “I saw Mara Venn go,” he said.",
        &[("“I saw Mara Venn go,”", "direct", "ilo-tarsk")],
    );
    quotes("Mara Venn met Ilo Tarsk. “It is over,” she said.", &[("“It is over,”", "direct", "mara-venn")]);
    quotes(
        "Reuters quoted Mara Venn as saying that it was late.",
        &[("that it was late", "indirect", "mara-venn")],
    );
}

#[test]
fn words_in_marks_inside_a_sentence() {
    quotes(
        "Brenia, which has ships there, supports Orland “with firmness and patience”.",
        &[("“with firmness and patience”", "direct", "brenia")],
    );
    quotes(
        "Mara Venn said that there were “good” rebels.",
        &[("that there were “good” rebels", "indirect", "mara-venn")],
    );
    quotes("Ilo Tarsk wrote a book, “Rain on the Dam”.", &[]);
}

#[test]
fn quotations_in_quotations() {
    quotes(
        "“We told them, ‘Give us time,’ and left,” said Ilo Tarsk.",
        &[
            ("“We told them, ‘Give us time,’ and left,”", "direct", "ilo-tarsk"),
            ("‘Give us time,’", "direct", "ilo-tarsk"),
        ],
    );
    quotes(
        "“A widow wrote. She asked, ‘Did he say why?’ I had no answer,” said Ilo Tarsk.",
        &[
            ("“A widow wrote. She asked, ‘Did he say why?’ I had no answer,”", "direct", "ilo-tarsk"),
            ("‘Did he say why?’", "direct", "unknown"),
        ],
    );
}

#[test]
fn answers_and_headlines() {
    quotes(
        "Ilo Tarsk sat in Orland for years.\n\nDid you trust them?\n\n“Trust is a big word.”\n\nAnd now?\n\n“Now I wait.”",
        &[("“Trust is a big word.”", "direct", "ilo-tarsk"), ("“Now I wait.”", "direct", "ilo-tarsk")],
    );
    let text = "Dam a ‘rude awakening’ for all\n\nThe dam was a “rude awakening,” said Mara Venn.";
    let end = text.find('\n').unwrap();
    let blocks = [(0, end, "title"), (end + 2, text.len(), "body")];
    let doc = rig::<Quotes>("", text).layer("blocks", &blocks).run();
    assert_eq!(holders(&doc), ["mara-venn", "mara-venn"]);
}

#[test]
fn clauses_end_where_the_speaker_stops() {
    let reported = |text: &str, clause: &str, holder: &str| quotes(text, &[(clause, "indirect", holder)]);
    reported("Orland said that it would wait and offered a prize.", "that it would wait", "orland");
    reported("Orland, which says Brenia pays them, closed the road.", "Brenia pays them", "orland");
    reported("Brenia closed the road and said it would stay shut.", "it would stay shut", "brenia");
    reported("Mara Venn promised to sign it.", "to sign it", "mara-venn");
    reported("The work, said Mara Venn, was hard.", "The work, said Mara Venn, was hard", "mara-venn");
    reported("Mara Venn urged Orland to wait.", "to wait", "mara-venn");
    reported("Orland accused Brenia of secretly hiding it.", "secretly hiding it", "orland");
    quotes("Mara Venn did not say that it was late.", &[]);
    quotes("Orland demanded a written promise that Brenia would pay.", &[]);
}

#[test]
fn descriptions_of_the_layer_mentions_are_read() {
    let text = "The mayor said that it was late. Mara Venn left.";
    let doc = testing::stage::<Quotes>("")
        .text(text)
        .layer("entities", &[(33, 42, "PER")])
        .attr(0, "id", "", "mara-venn")
        .layer("mentions", &[(4, 9, "PER")])
        .attr(0, "id", "", "mara-venn")
        .attr(0, "entity", "entities", testing::OwnedScalar::Ref(0))
        .run();
    assert_eq!(holders(&doc), ["mara-venn"]);
    assert_eq!(doc.layer("quotes").unwrap().attrs().reference("speaker", 0), Some(0));
}

#[test]
fn options_of_quotes() {
    let text = "“We wait,” said Mara Venn, who said that it was late.";
    let direct = rig::<Quotes>("kinds = [\"direct\"]\nholder = \"actor\"", text).run();
    assert_eq!(texts(&direct, "quotes"), ["“We wait,”"]);
    assert_eq!(holders(&direct), ["orland"]);
    assert!(refused::<Quotes>("kinds = []", &NoFiles).contains("the list is empty"));
    assert!(refused::<Quotes>("packs = [\"gone.toml\"]", &NoFiles).contains("gone.toml"));
}

#[test]
fn the_cases_of_the_cue_pack_hold() {
    for case in Cues::read(&[EMBEDDED]).unwrap().1 {
        if case.quote.is_empty() {
            assert!(labelled(&rig::<Quotes>("", &case.text).run(), "quotes").is_empty(), "{}", case.text);
            continue;
        }
        let doc = rig::<Quotes>("", &case.text).run();
        let label = case.label.as_deref().unwrap_or("direct");
        let at = labelled(&doc, "quotes").iter().position(|found| *found == (case.quote.as_str(), label));
        let at = at.unwrap_or_else(|| panic!("{}: {:?}", case.text, labelled(&doc, "quotes")));
        let layer = doc.layer("quotes").unwrap();
        let speaker = layer.attrs().reference("speaker", at).map(|row| texts(&doc, "entities")[row]);
        assert_eq!(speaker, case.speaker.as_deref(), "{}", case.text);
    }
}
