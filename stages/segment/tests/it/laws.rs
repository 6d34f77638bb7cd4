//! Laws of the layers, on random and on hostile text.

use std::fmt::Write;
use std::ops::Range;

use chaffinch_segment::{BlockMode, Segment, Segmented, Segmenter};
use proptest::prelude::*;

fn check(text: &str, blocks: Option<Vec<Range<usize>>>, mode: BlockMode) {
    let segmenter = Segmenter::new(&Segment { blocks: mode, ..Segment::default() });
    let mut found = Segmented::default();
    match &blocks {
        None => segmenter.segment(text, &mut found),
        Some(blocks) => segmenter.segment_within(text, blocks.iter().cloned(), &mut found),
    }
    let tokens: Vec<_> = found.tokens().collect();
    covers(text, &tokens);
    covers(text, found.sentences());
    for token in &tokens {
        assert!(
            !text[token.clone()].contains(char::is_whitespace),
            "space in token {:?}",
            &text[token.clone()]
        );
    }
    if blocks.is_none() {
        covers(text, &found.blocks().collect::<Vec<_>>());
    }
    let edges = blocks.into_iter().flatten().chain(found.blocks()).flat_map(|block| [block.start, block.end]);
    for edge in edges {
        assert!(
            !found.sentences().iter().any(|sentence| sentence.start < edge && edge < sentence.end),
            "sentence across {edge}"
        );
    }
}

/// In order, apart, trimmed, not empty; every character that is not white space is in exactly one.
fn covers(text: &str, spans: &[Range<usize>]) {
    let mut end = 0;
    for span in spans {
        assert!(span.start >= end && span.end > span.start, "{spans:?}");
        assert!(text[end..span.start].trim().is_empty(), "lost {:?}", &text[end..span.start]);
        let inner = &text[span.clone()];
        assert_eq!(inner.trim(), inner);
        end = span.end;
    }
    assert!(text[end..].trim().is_empty(), "lost {:?}", &text[end..]);
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap()
}

fn messy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,6}",
        "[A-Z]\\.",
        "[0-9]{1,4}",
        Just(" ".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        "[.!?,;:'\"()\\[\\]@#/_*-]{1,4}",
        "[“”‘’—–…•\u{a0}\u{2028}\u{200d}\u{301}\u{feff}東한éہ।۔🇵👍]{1,3}",
        Just("Mr.".to_owned()),
        Just("n't".to_owned()),
        Just("http://a.b/".to_owned()),
        Just("1) ".to_owned()),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        check(&text, None, BlockMode::Auto);
    }

    #[test]
    fn messy_text(text in messy(), mode in 0..3) {
        let mode = [BlockMode::Auto, BlockMode::Lines, BlockMode::Paragraphs][mode as usize];
        check(&text, None, mode);
    }

    #[test]
    fn messy_blocks(text in messy(), cuts in proptest::collection::vec((0..300usize, 0..80usize), 0..6)) {
        let blocks = cuts.iter().map(|&(start, len)| {
            let start = floor(&text, start);
            start..floor(&text, start + len)
        });
        check(&text, Some(blocks.collect()), BlockMode::Auto);
    }
}

#[test]
fn hostile_text_is_linear() {
    const SIZE: usize = 1 << 17;
    let units = [
        "x", ".", "\"", "'", "’", "(", ")", "a.", "A.", "a.b", "ab.", "a@", "a@b", "a-", "1,", "1:", "1.",
        "http://", "://", "www.", "[1]", "[", ". ", "! ", "\n", " \n", "\r", "- ", "• ", "a\n", "“", "…",
        "\u{a0}", "é", "e\u{301}", "\u{301}", "👍", "\u{200d}", "東", "🇵", "a’", "n't", "1) A ", "a. B ",
        "((.", ". \" ", ":) ", "A. B. ", "U.S. ", "Mr. ", "a.com", "#a", "@", "(a. ", "Thanks, ",
    ];
    for unit in units {
        let text = unit.repeat(SIZE / unit.len());
        check(&text, None, BlockMode::Auto);
        check(&text, Some(Vec::new()), BlockMode::Auto);
    }
}

#[test]
fn many_blocks() {
    let mut text = String::new();
    for n in 0..20_000 {
        write!(text, "line {n}\n\n").unwrap();
    }
    check(&text, None, BlockMode::Auto);
}
