//! What holds of every document.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::{clean, verify};
use pipeline_core::{Document, testing};
use proptest::prelude::*;

/// Lines as scrapes have them.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[A-Za-z0-9 ,.’“”—\u{a0}\u{200b}$#*>\\[\\]()\t]{0,60}",
        Just("Share on Facebook".to_owned()),
        Just("By Ana Tanaka and ".to_owned()),
        Just("Credit…Jo Berg".to_owned()),
        Just("ORVA, Norland — The bridge fell, and nobody was hurt in it on that day.".to_owned()),
        Just("The ministry has [promised](#) money, but the valley has heard such promises.".to_owned()),
        Just("LEAVE A REPLY".to_owned()),
        Just("Monday, March 3, 2031".to_owned()),
        any::<String>(),
    ]
}

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<div class=\"nav\">".to_owned()),
        Just("</div>".to_owned()),
        Just("<a href='x'>".to_owned()),
        Just("</a>".to_owned()),
        Just("<br>".to_owned()),
        Just("<h1>".to_owned()),
        Just("<table><tr><td>".to_owned()),
        Just("<li>".to_owned()),
        Just("<script>".to_owned()),
        Just("</script>".to_owned()),
        Just("<!-- ".to_owned()),
        Just("-->".to_owned()),
        Just("&eacute;&nbsp;".to_owned()),
        Just("<title>".to_owned()),
        Just("<span class=\"byline\">".to_owned()),
        Just("</span>".to_owned()),
        "[a-z <>&;\"'=/]{0,12}",
        "[A-Z][a-z ,]{10,80}\\.",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|p| format!("<html>{}", p.concat()))
}

/// The source's characters that are neither copied nor dropped.
fn unaccounted(doc: &Document) -> String {
    let mut known = vec![false; doc.source().len()];
    for run in doc.ledger().runs() {
        known[run.source()].fill(true);
    }
    for span in doc.layer("dropped").unwrap().spans() {
        known[span.range()].fill(true);
    }
    doc.source().char_indices().filter(|(at, _)| !known[*at]).map(|(_, c)| c).collect()
}

/// Found by `plain_text_is_accounted_for`.
#[test]
fn marks_around_a_mended_space_are_listed() {
    let doc = clean("**#\u{a0}**>");
    assert_eq!(unaccounted(&doc).trim_matches('\u{a0}'), "");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_text_is_accounted_for(lines in prop::collection::vec(line(), 0..30)) {
        let text = lines.join("\n").replace(['&', 'Ã', 'Â', 'â', 'ï', 'ð'], "");
        let doc = clean(&text);
        verify(&doc);
        let lost = unaccounted(&doc);
        let invisible = |c: char| c.is_whitespace() || c.is_control() || !c.is_ascii() && !c.is_alphanumeric() && !"’“”—…".contains(c);
        prop_assert!(lost.chars().all(invisible), "lost {lost:?} of {text:?}");
    }

    #[test]
    fn any_text(text in any::<String>()) {
        verify(&clean(&text));
    }

    #[test]
    fn tag_soup(html in soup()) {
        verify(&clean(&html));
    }

    #[test]
    fn visible_words_are_kept_or_dropped(words in prop::collection::vec("[a-z]{5,9}[0-9]{3}", 1..20), tags in prop::collection::vec(0usize..6, 20)) {
        let wrap = [("<p>", "</p>"), ("<div>", "</div>"), ("<nav>", "</nav>"), ("<li>", ""), ("<b>", "</b>"), ("<td>", "<br><br>")];
        let html: String = words.iter().zip(tags).map(|(w, t)| format!("{}The word {w} stands here, as it did.{}", wrap[t].0, wrap[t].1)).collect();
        let doc = clean(&format!("<html><body>{html}"));
        verify(&doc);
        let dropped = testing::texts(&doc, "dropped").join(" ");
        for word in &words {
            prop_assert!(doc.text().contains(word.as_str()) || dropped.contains(word.as_str()), "{word}");
        }
    }

    #[test]
    fn twice_is_the_same(lines in prop::collection::vec(line(), 0..20)) {
        let text = lines.join("\n");
        let (one, two) = (clean(&text), clean(&text));
        prop_assert_eq!(one.text(), two.text());
    }
}
