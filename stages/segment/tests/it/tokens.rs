use chaffinch_segment::{Segment, Segmented, Segmenter};

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let mut found = Segmented::default();
    Segmenter::new(&Segment::default()).segment(text, &mut found);
    let tokens: Vec<&str> = found.tokens().map(|range| &text[range]).collect();
    assert_eq!(tokens, expected);
}

#[test]
fn words_and_marks() {
    check("Kabul, Herat (and Balkh).", &["Kabul", ",", "Herat", "(", "and", "Balkh", ")", "."]);
    check("anti-war 2,600-kilometer Tehrik-i-Taliban", &["anti-war", "2,600-kilometer", "Tehrik-i-Taliban"]);
    check("asset—now lost–gone--away", &["asset", "—", "now", "lost", "–", "gone", "-", "-", "away"]);
    check("wait... what…", &["wait", "...", "what", "…"]);
    check("snake_case and/or AT", &["snake_case", "and", "/", "or", "AT"]);
}

#[test]
fn contractions() {
    check("don't can’t WON'T", &["do", "n't", "ca", "n’t", "WO", "N'T"]);
    check("they’re she'd we'll I've I'm", &["they", "’re", "she", "'d", "we", "'ll", "I", "'ve", "I", "'m"]);
    check("Kabul’s NATO's Jr.'s", &["Kabul", "’s", "NATO", "'s", "Jr.", "'s"]);
    check("I'd've O'Brien o’clock", &["I", "'d", "'ve", "O'Brien", "o’clock"]);
    check("the boys’ 'home' 1990's", &["the", "boys", "’", "'", "home", "'", "1990", "'s"]);
    check("Kabul’s\u{a0}gate", &["Kabul", "’s", "gate"]);
}

#[test]
fn numbers() {
    check("2,600 9.5 10:30 9/11 3.14.", &["2,600", "9.5", "10:30", "9/11", "3.14", "."]);
    check("$9.5m €3 50% 1,2", &["$", "9.5m", "€", "3", "50", "%", "1", ",", "2"]);
    check("19th 5pm F-16 #1", &["19th", "5pm", "F-16", "#", "1"]);
}

#[test]
fn dots() {
    check("T.T.P. and U.S. men", &["T.T.P.", "and", "U.S.", "men"]);
    check("Mr. J. Khan, Ph.D., spoke.", &["Mr.", "J.", "Khan", ",", "Ph.D.", ",", "spoke", "."]);
    check("No. 5, not no. They", &["No.", "5", ",", "not", "no", ".", "They"]);
    check("R-Pa., D-N.Y. Lt.-Gen. Khan", &["R-Pa.", ",", "D-N.Y.", "Lt.", "-", "Gen.", "Khan"]);
    check("at 5 p.m. on Feb. 3", &["at", "5", "p.m.", "on", "Feb.", "3"]);
}

#[test]
fn addresses() {
    check("See https://a.example/b?c=d,e. Now", &["See", "https://a.example/b?c=d,e", ".", "Now"]);
    check("(http://a.example/x)", &["(", "http://a.example/x", ")"]);
    check("www.example.org, dawn.com/news/1 x", &["www.example.org", ",", "dawn.com/news/1", "x"]);
    check("jane.doe@example.com and a+b@c.org", &["jane.doe@example.com", "and", "a+b@c.org"]);
    check("@noor_ali #پاکستان #News1 @ x", &["@noor_ali", "#پاکستان", "#News1", "@", "x"]);
}

#[test]
fn beyond_ascii() {
    check("Élysée naïve Zürich-Nord", &["Élysée", "naïve", "Zürich-Nord"]);
    check("cafe\u{301} x", &["cafe\u{301}", "x"]);
    check("東京 한국어 हिन्दी", &["東", "京", "한국어", "हिन्दी"]);
    check("یہ خبر، ہے۔", &["یہ", "خبر", "،", "ہے", "۔"]);
    check("👨‍👩‍👧🇵🇰👍🏽", &["👨‍👩‍👧", "🇵🇰", "👍🏽"]);
    check("“Go!” ‘No’", &["“", "Go", "!", "”", "‘", "No", "’"]);
    check("a\u{3000}b\u{2028}c", &["a", "b", "c"]);
}
