use chaffinch_segment::{Segment, Segmented, Segmenter};

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_with(&Segment::default(), text, expected);
}

#[track_caller]
fn check_with(config: &Segment, text: &str, expected: &[&str]) {
    let mut found = Segmented::default();
    Segmenter::new(config).segment(text, &mut found);
    let sentences: Vec<&str> = found.sentences().iter().map(|range| &text[range.clone()]).collect();
    assert_eq!(sentences, expected);
}

/// Sentences are written with ` | ` between them.
#[track_caller]
fn split(marked: &str) {
    check(&marked.replace(" | ", " "), &marked.split(" | ").collect::<Vec<_>>());
}

#[test]
fn plain_marks() {
    split("The dam held. | Nobody was hurt! | Who will pay?");
    split("Really?! | Yes!! | So they say.");
    split("it rained all night. | we stayed at home.");
    check("", &[]);
    check(" \n\t\u{a0} ", &[]);
    check("  One.  Two.  ", &["One.", "Two."]);
}

#[test]
fn titles_and_initials() {
    split("Mr. and Mrs. Noor met Gen. Abbas Q. Durrani at St. Mary’s. | Dr. A. B. Lodhi left.");
    split("Lt. Gen. Haider and Brig. Farooq spoke. | Maj.-Gen. Aslam did not.");
    split("Ask Sara J. Malik, the envoy. | It was she and I. | Did you know?");
    split("Take plan B. | Then call.");
}

#[test]
fn abbreviations_that_may_end() {
    split("He left the U.S. last year. | She stayed in the U.S. | They write.");
    split("The U.S. Army and T.T.P. fighters clashed.");
    split(
        "Acme Motors Inc. said on Sept. 5 that Hill & Co. would buy it. | It closed at Baker Ltd. | The price is secret.",
    );
    split("Bring tents, blankets, etc. | Volunteers are welcome.");
    split("Bring tents, food, etc. to the hall.");
    split("At 5 a.m. Gen. Noor woke up. | The guards slept until 7 p.m. | Supper was cold.");
    split("It starts at 8 p.m. Friday in Quetta.");
    split("Use a rope, e.g. Manila, i.e. the strong kind.");
    split("He lives in Springfield, Ill. | His wife is ill. | They cope.");
    split("Rep. Dana Cole, D-N.Y., and Sen. Bo Hart, R-W.Va., agreed.");
}

#[test]
fn numbers() {
    split("It cost $2.5 million, or 1,250.75 each. | No. 7 was free. | See pp. 12 and p. 3.");
    split("It cost Rs. 500 in all. | Nobody paid.");
    split("She said no. | Nobody asked.");
    split("He was born c. 1820 in Herat. | It was 1950. | Then he left.");
}

#[test]
fn quotations() {
    split("“We will not go,” he said. | “We stay. | This is home.”");
    split("\"It works.\" she said. | \"It works.\" | She left.");
    split("‘Enough!’ he cried. | ‘Enough.’ | Nobody listened.");
    split("“Who pays?” Ms. Noor asked. | “Who pays?” | The question stands.");
    split("“Water comes first.” — Sara Malik, engineer");
    split("They heard \"Stop!\" and ran.");
    split("He called it “a crime.” | Then he sat down. | (He was tired.) | She rose.");
}

#[test]
fn brackets_and_notes() {
    split("The clinic (it opened in May. It is small.) serves two valleys.");
    split("The border [sic] closed. [12] | Trade stopped.");
    split("They said […] nothing. | The report [...] is late.");
}

#[test]
fn ellipses() {
    split("I never said that ... well, not so.");
    split("Nobody came... | The hall was dark.");
    split("He wrote to her. | . . . The letter is lost. . . .");
    split("He wrote to her . . . . | The letter . . . is lost.");
}

#[test]
fn lists() {
    split("1) Floods in the valley | 2) Fires in the hills");
    split("1. Food. | 2. Water. | 3. Tents.");
    split("a. Rice and oil | b. Flour and salt");
    split("• Tents • Ropes".replace(" •", " | •").as_str());
    split("They met 2. They left.".replace("2. They", "2. | They").as_str());
}

#[test]
fn addresses() {
    split("Write to noor.ali@example.org. | Or see https://example.org/a.b/c?d=1.2. | It is short.");
    split("The paper example.com said so. | He agreed.");
    split("She works at Wow! in the city.");
}

#[test]
fn missing_spaces() {
    check("They fled the city.The army came.", &["They fled the city.", "The army came."]);
    check("It cost 1,000.That is a lot.", &["It cost 1,000.", "That is a lot."]);
    check("It is new!We like it.", &["It is new!", "We like it."]);
}

#[test]
fn lines() {
    check(
        "Floods in the valley\n\nHundreds fled\non Sunday. They\nare safe.",
        &["Floods in the valley", "Hundreds fled\non Sunday.", "They\nare safe."],
    );
    check("Sara Malik\nThe Valley Times\nMay 5, 2020", &["Sara Malik", "The Valley Times", "May 5, 2020"]);
    check("They need:\n- tents\n- food", &["They need:", "- tents", "- food"]);
    check("One\r\n\r\ntwo", &["One", "two"]);
}

#[test]
fn wrapped_lines() {
    let text = "The council of the upper valley met on Monday to talk about the\nBridge at Karez, which the floods of last spring had carried away in a\nNight. The repair would take two years, said the engineer, and cost\nMore than the whole valley earns.";
    let mut found = Segmented::default();
    Segmenter::new(&Segment::default()).segment(text, &mut found);
    assert_eq!(found.sentences().len(), 2, "{:?}", found.sentences());
}

#[test]
fn other_scripts() {
    check("یہ خبر ہے۔ وہ چلا گیا۔", &["یہ خبر ہے۔", "وہ چلا گیا۔"]);
    check("यह खबर है। वह गया।", &["यह खबर है।", "वह गया।"]);
    check("今日は晴れ。明日は雨。", &["今日は晴れ。", "明日は雨。"]);
}

#[test]
fn extra_abbreviations() {
    let config = Segment { abbreviations: vec!["Maulv.".to_owned()], ..Segment::default() };
    check_with(&config, "They met Maulv. Karim. He left.", &["They met Maulv. Karim.", "He left."]);
}
