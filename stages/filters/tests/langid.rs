//! `langid` as a pipeline sees it: whose word counts, what is dropped and why, blocks, options.
#![allow(clippy::unwrap_used)]

use chaffinch_filters::LangId;
use pipeline_core::testing::{self, laws};
use pipeline_core::{BuiltIn, Document, NoFiles, Outcome};

const ENGLISH: &str =
    "The mayor of Eastport said on Monday that the bridge will be closed for repairs until spring.";
const GERMAN: &str = "Der Bürgermeister von Eastport sagte am Montag, dass die Brücke bis zum Frühjahr wegen Reparaturen gesperrt wird.";
const FRENCH: &str = "Le maire d'Eastport a déclaré lundi que le pont sera fermé pour des travaux jusqu'au printemps prochain.";
const SPANISH: &str =
    "El alcalde de Eastport dijo el lunes que el puente estará cerrado por obras hasta la primavera.";
const RUSSIAN: &str =
    "Мэр Истпорта заявил в понедельник, что мост будет закрыт на ремонт до весны следующего года.";
const UKRAINIAN: &str =
    "Міський голова Істпорта заявив у понеділок, що міст буде закрито на ремонт до весни наступного року.";
const PERSIAN: &str = "شهردار ایست‌پورت روز دوشنبه گفت که پل تا بهار برای تعمیرات بسته خواهد ماند و مردم باید از راه دیگری بروند.";
const URDU: &str =
    "ایسٹ پورٹ کے میئر نے پیر کو کہا کہ پل موسم بہار تک مرمت کے لیے بند رہے گا اور لوگ دوسرا راستہ لیں۔";
const ARABIC: &str = "قال رئيس بلدية إيستبورت يوم الاثنين إن الجسر سيبقى مغلقا للإصلاح حتى فصل الربيع المقبل.";
const HINDI: &str =
    "ईस्टपोर्ट के महापौर ने सोमवार को कहा कि पुल मरम्मत के लिए वसंत तक बंद रहेगा और लोग दूसरे रास्ते से जाएँ।";
const CHINESE: &str = "伊斯特波特市长周一表示，大桥将因维修而关闭至明年春天，居民需要绕道而行。";

fn run(options: &str, text: &str) -> Document {
    testing::stage::<LangId>(options).text(text).run()
}

fn meta<'d>(doc: &'d Document, key: &str) -> Option<&'d str> {
    doc.meta().get(key).and_then(|v| v.as_str())
}

#[track_caller]
fn dropped(options: &str, said: Option<&str>, text: &str) -> String {
    let mut rig = testing::stage::<LangId>(options).text(text);
    if let Some(said) = said {
        rig = rig.meta("language", said);
    }
    match rig.outcome() {
        Outcome::Dropped { reason, .. } => reason,
        other => panic!("not dropped: {other:?}"),
    }
}

#[test]
fn one_sentence_is_enough() {
    for (code, text) in [
        ("en", ENGLISH),
        ("de", GERMAN),
        ("fr", FRENCH),
        ("es", SPANISH),
        ("ru", RUSSIAN),
        ("uk", UKRAINIAN),
        ("fa", PERSIAN),
        ("ur", URDU),
        ("ar", ARABIC),
        ("hi", HINDI),
        ("zh", CHINESE),
    ] {
        let doc = run("", text);
        assert_eq!(meta(&doc, "language"), Some(code), "{text}");
        assert_eq!(meta(&doc, "language_detected"), Some(code));
        let confidence = doc.meta()["language_confidence"].as_f64().unwrap();
        assert!((0.5..=1.0).contains(&confidence), "{code}: {confidence}");
        assert!(doc.layer("languages").is_none(), "not asked for");
    }
}

#[test]
fn a_sure_detector_overrules_the_page_and_says_so() {
    let doc = testing::stage::<LangId>("").meta("language", "en").text(GERMAN).run();
    assert_eq!(meta(&doc, "language"), Some("de"));
    assert_eq!(meta(&doc, "language_declared"), Some("en"));
}

#[test]
fn the_tag_of_the_page_stays_where_it_agrees() {
    let doc = testing::stage::<LangId>("").meta("language", "de-AT").text(GERMAN).run();
    assert_eq!(meta(&doc, "language"), Some("de-AT"));
    assert_eq!(meta(&doc, "language_detected"), Some("de"));
    assert_eq!(meta(&doc, "language_declared"), None);
}

#[test]
fn too_little_text_says_nothing() {
    for text in ["", "Read more", "12345 67890 12345 67890 12345", "Βήτα"] {
        let alone = run("", text);
        assert_eq!(meta(&alone, "language"), Some("und"), "{text}");
        assert_eq!(meta(&alone, "language_detected"), None);
        let page = testing::stage::<LangId>("").meta("language", "fr").text(text).run();
        assert_eq!(meta(&page, "language"), Some("fr"), "{text}");
    }
    assert_eq!(meta(&run("min_letters = 3", "Βήτα"), "language"), Some("el"));
}

#[test]
fn an_unsure_detector_leaves_the_word_to_the_page() {
    let names = "Ann Lee, Eastport; Bo Tam, Gullholm";
    let doc = testing::stage::<LangId>("min_confidence = 1").meta("language", "pt").text(names).run();
    assert_eq!(meta(&doc, "language"), Some("pt"));
    assert!(meta(&doc, "language_detected").is_some());
}

#[test]
fn languages_that_are_not_kept_are_dropped_with_the_reason() {
    let options = "keep = [\"en\", \"de\"]";
    assert_eq!(dropped(options, None, FRENCH), "language `fr` (confidence 1), kept are `en`, `de`");
    assert_eq!(dropped(options, Some("en"), FRENCH), "language `fr` (confidence 1), kept are `en`, `de`");
    assert_eq!(
        dropped(options, None, "Oui"),
        "language `und` (too little text to tell), kept are `en`, `de`"
    );
    assert_eq!(
        dropped(options, Some("fr"), "Oui"),
        "language `fr` (the page says so; too little text to tell), kept are `en`, `de`"
    );
    for text in [ENGLISH, GERMAN] {
        assert_eq!(run(options, text).text(), text);
    }
}

#[test]
fn what_is_not_known_is_kept_only_by_name() {
    assert_eq!(meta(&run("keep = [\"en\", \"und\"]", "Oui"), "language"), Some("und"));
    let page = testing::stage::<LangId>("keep = [\"en\"]").meta("language", "en-US").text("Yes").run();
    assert_eq!(meta(&page, "language"), Some("en-US"));
}

#[test]
fn the_detector_finds_only_what_it_may() {
    let doc = run("among = [\"nl\", \"fr\"]", GERMAN);
    assert!(matches!(meta(&doc, "language_detected"), Some("nl" | "fr")));
}

#[test]
fn blocks_of_several_languages() {
    let text = format!("{ENGLISH}\n\n{GERMAN}\n\nShare\n\n{RUSSIAN}");
    let doc = run("by_block = true", &text);
    let expected = [(ENGLISH, "en"), (GERMAN, "de"), (RUSSIAN, "ru")];
    assert_eq!(testing::labelled(&doc, "languages"), expected);
    let one = [(0, ENGLISH.len(), "body")];
    let doc = testing::stage::<LangId>("by_block = true").text(&text).layer("blocks", &one).run();
    assert_eq!(testing::labelled(&doc, "languages"), [(ENGLISH, "en")], "the layer counts where it is there");
}

#[test]
fn a_book_is_judged_by_samples() {
    let book = format!("{ENGLISH}\n{}", format!("{GERMAN}\n").repeat(2000));
    assert_eq!(meta(&run("", &book), "language"), Some("de"), "the first lines do not speak for all");
}

#[test]
fn wrong_options() {
    let refused = |options: &str| testing::refused::<LangId>(options, &NoFiles);
    for (options, expected) in [
        ("keep = [\"en\", \"german\"]", "expected an ISO 639-1 code; did you mean `de`?"),
        ("keep = [\"deu\"]", "expected an ISO 639-1 code; did you mean `de`?"),
        ("keep = [\"Frensh\"]", "unknown language `Frensh`; did you mean `fr`?"),
        ("keep = [\"xx\"]", "unknown language `xx`; the detector knows af, ak, am"),
        ("among = [\"und\"]", "unknown language `und`"),
        ("min_confidence = 50", "found 50, expected a number from 0 to 1"),
        ("sample_bytes = 10", "found 10, expected 100 or more"),
    ] {
        let message = refused(options);
        assert!(message.contains(expected), "{message}");
        assert!(message.contains("test.toml:3:"), "{message}");
    }
}

#[test]
fn the_laws_hold_with_every_option() {
    static LANGID: BuiltIn<LangId> = BuiltIn::NEW;
    let options =
        "keep = [\"en\"]\namong = [\"en\", \"ru\"]\nby_block = true\nmin_letters = 0\nsample_bytes = 100";
    laws::of(&LANGID).options(options).check();
    laws::of(&LANGID).options("by_block = true\nmin_letters = 1\nmin_confidence = 0").check();
}
