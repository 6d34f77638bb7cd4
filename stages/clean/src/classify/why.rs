//! Why a block stays: the other half of every verdict, worked out only when it is asked for.
//!
//! The classifier drops what a rule speaks against, so most blocks stay because none does. What
//! that says depends on where the block stands, and on what would have happened elsewhere: each
//! reason below is what the deciding code itself answers when it is asked again with another
//! zone or another strictness.
//!
//! | reason | the block |
//! |---|---|
//! | `text/title-…`, `html/…` of a title | is the headline, and this is how it was found |
//! | `below-strictness` | is noise to a rule that is less sure than `strictness` asks |
//! | `body-zone` | would go at the edge of the page, but stands inside the article |
//! | `text/running-prose` | reads as running text |
//! | `html/in-article` | is no prose, but the markup puts it in the article |
//! | `text/between-paragraphs` | is no prose, but stands between paragraphs |
//! | `text/no-rule` | stands at the edge, and no rule knows it |

use super::sheet::Sheet;
use super::zones::{self, Zones};
use super::{Strictness, alone};
use crate::kind::{Fate, Keep};
use crate::pack::Zone;
use crate::page::Role;

/// Whether reasons are wanted, and of what page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Nothing,
    OfText,
    OfHtml,
}

/// A rule that speaks for a block, and how sure it is (0 to 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reason {
    pub(crate) rule: &'static str,
    pub(crate) score: f32,
}

impl Reason {
    pub(crate) const fn new(rule: &'static str, score: f32) -> Self {
        Self { rule, score }
    }
}

/// Why a block stays, and why it has its label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Why {
    pub(crate) stays: Reason,
    /// `None` for titles, whose label is why they stay, and for `body`.
    pub(crate) label: Option<&'static str>,
}

/// The reasons of all blocks that stay; none at all when none were asked for.
pub(crate) fn reasons(
    sheet: &Sheet<'_>,
    zones: &Zones,
    fates: &[Fate],
    title: Option<Reason>,
    asked: Asked,
) -> Vec<Option<Why>> {
    if asked == Asked::Nothing {
        return Vec::new();
    }
    let why = |(block, fate): (usize, &Fate)| match *fate {
        Fate::Drop(..) => None,
        Fate::Keep(Keep::Title) => title.map(|stays| Why { stays, label: None }),
        Fate::Keep(keep) => Some(Why {
            stays: stays(sheet, zones, block, asked),
            label: label(sheet.block(block).role, keep),
        }),
    };
    fates.iter().enumerate().map(why).collect()
}

fn stays(sheet: &Sheet<'_>, zones: &Zones, block: usize, asked: Asked) -> Reason {
    let zone = zones.of(block);
    let drops = |zone| match alone(sheet, block, zone, Strictness::Precision) {
        Fate::Drop(_, _, score) => Some(score),
        Fate::Keep(_) => None,
    };
    if let Some(score) = drops(zone) {
        return Reason::new("below-strictness", 1.0 - score);
    }
    if zones::is_running(sheet, block) {
        return Reason::new("text/running-prose", 0.9);
    }
    if zone == Zone::Body && (drops(Zone::Top).is_some() || drops(Zone::Bottom).is_some()) {
        return Reason::new("body-zone", 0.7);
    }
    match (asked, zone) {
        (Asked::OfHtml, _) => Reason::new("html/in-article", 0.8),
        (_, Zone::Body) => Reason::new("text/between-paragraphs", 0.7),
        _ => Reason::new("text/no-rule", 0.5),
    }
}

/// The branch of [`super::labels`] that gave the label.
fn label(role: Role, keep: Keep) -> Option<&'static str> {
    match (keep, role) {
        (Keep::Heading, Role::Heading(_)) => Some("form/heading"),
        (Keep::Heading, _) => Some("text/heading-before-prose"),
        (Keep::List, _) => Some("form/list-item"),
        (Keep::Quote, Role::Quote) => Some("form/quotation"),
        (Keep::Quote, _) => Some("text/quotation-after-colon"),
        (Keep::Title | Keep::Body, _) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::classify::shape::Stats;
    use crate::classify::{self, Known, Scratch};
    use crate::pack::{BUILT_IN, Packs};
    use crate::page::Page;
    use crate::{html, text};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PACKS: LazyLock<Packs> =
        LazyLock::new(|| Packs::compile(BUILT_IN.iter().map(|p| (p.file, p.text))).unwrap());

    /// The blocks of a page: the text, and why it stays if it does.
    fn judged(source: &str, strictness: Strictness, known: Known<'_>) -> Vec<(String, Option<Why>)> {
        let mut page = Page::default();
        let asked = if source.starts_with('<') {
            html::read(source, &mut page, &mut html::Scratch::default(), strictness);
            Asked::OfHtml
        } else {
            text::read(source, &mut page, &mut text::Scratch::default());
            Asked::OfText
        };
        let verdicts =
            classify::classify(&page, &PACKS.all(), strictness, known, asked, &mut Scratch::default());
        verdicts.reasons.iter().enumerate().map(|(block, why)| (page.clean(block).to_owned(), *why)).collect()
    }

    /// The blocks that stay: the text, and `rule label_rule`.
    fn explain(source: &str, strictness: Strictness, known: Known<'_>) -> Vec<(String, String)> {
        let words =
            |why: Why| [Some(why.stays.rule), why.label].into_iter().flatten().collect::<Vec<_>>().join(" ");
        judged(source, strictness, known)
            .into_iter()
            .filter_map(|(text, why)| Some((text, words(why?))))
            .collect()
    }

    #[track_caller]
    fn check(source: &str, strictness: Strictness, expected: &[(&str, &str)]) {
        let got = explain(source, strictness, Known::default());
        let got: Vec<(&str, &str)> = got.iter().map(|(text, why)| (why.as_str(), text.as_str())).collect();
        let begins: Vec<(&str, &str)> = got
            .iter()
            .zip(expected)
            .map(|((why, text), (_, begin))| (*why, text.get(..begin.len()).unwrap_or(text)))
            .collect();
        assert_eq!(begins, expected, "{got:?}");
        assert_eq!(got.len(), expected.len(), "{got:?}");
    }

    const FIRST: &str =
        "The old bridge over the Orva fell on Monday night, and the town woke up in two halves.";
    const SECOND: &str =
        "Engineers had asked for a new one for years, and the council said that it had no money for it.";

    #[test]
    fn text_pages() {
        check(
            &format!("Why the bridge fell\n\nMarch 3, 2031\n\n{FIRST}\n\n{SECOND}"),
            Strictness::Balanced,
            &[
                ("text/title-first-line", "Why"),
                ("text/running-prose", "The old"),
                ("text/running-prose", "Engineers"),
            ],
        );
        check(
            &format!("Why the bridge fell\n\n{FIRST}\n\nThe money\n\n{SECOND}\n\nMarch 3, 2031\n\n{FIRST}"),
            Strictness::Balanced,
            &[
                ("text/title-first-line", "Why"),
                ("text/running-prose", "The old"),
                ("text/between-paragraphs text/heading-before-prose", "The money"),
                ("text/running-prose", "Engineers"),
                ("body-zone text/heading-before-prose", "March 3"),
                ("text/running-prose", "The old"),
            ],
        );
    }

    #[test]
    fn html_pages() {
        check(
            &format!(
                "<article><h1>Why it fell</h1><p>{FIRST}<h2>The money</h2><p>{SECOND}<ul><li>Sand<li>Steel</ul><blockquote>Never again</blockquote><p>{FIRST}</article>"
            ),
            Strictness::Balanced,
            &[
                ("html/first-h1", "Why"),
                ("text/running-prose", "The old"),
                ("html/in-article form/heading", "The money"),
                ("text/running-prose", "Engineers"),
                ("html/in-article form/list-item", "Sand"),
                ("html/in-article form/list-item", "Steel"),
                ("html/in-article form/quotation", "Never"),
                ("text/running-prose", "The old"),
            ],
        );
    }

    #[test]
    fn the_headline_of_the_metadata() {
        let known = Known { title: Some("Why the bridge fell"), author: None };
        let got = explain(
            &format!("Courier\n\nWhy the bridge fell\n\n{FIRST}\n\n{SECOND}"),
            Strictness::Balanced,
            known,
        );
        assert!(
            got.contains(&("Why the bridge fell".to_owned(), "text/title-from-metadata".to_owned())),
            "{got:?}"
        );
    }

    #[test]
    fn nothing_is_said_unasked() {
        let mut page = Page::default();
        text::read(FIRST, &mut page, &mut text::Scratch::default());
        let verdicts = classify::classify(
            &page,
            &PACKS.all(),
            Strictness::Balanced,
            Known::default(),
            Asked::Nothing,
            &mut Scratch::default(),
        );
        assert_eq!(verdicts.reasons, []);
    }

    const LINES: &[&str] = &[
        FIRST,
        SECOND,
        "World | Sport | Weather",
        "March 3, 2031",
        "By Ana Tanaka",
        "Why the bridge fell",
        "1,703",
        "Photo: Ana Tanaka",
        "Subscribe to our newsletter",
        "Related:",
        "Share",
        "The money",
        "“Never again,” she said.",
        "- sand",
        "Ana Tanaka is a writer based in Orva.",
        "#Bridges #Rivers",
    ];

    proptest! {
        /// What each reason says of the block holds when it is looked at from outside.
        #[test]
        fn reasons_are_true(lines in proptest::collection::vec(0..LINES.len(), 1..14), strict in 0..3usize, as_html: bool) {
            let strictness = [Strictness::Recall, Strictness::Balanced, Strictness::Precision][strict];
            let line = |l: &usize| if as_html { format!("<p>{}</p>\n", LINES[*l]) } else { format!("{}\n\n", LINES[*l]) };
            let source: String = lines.iter().map(line).collect();
            let strictest = judged(&source, Strictness::Precision, Known::default());
            let mut titles = 0;
            for (block, (text, why)) in judged(&source, strictness, Known::default()).into_iter().enumerate() {
                let Some(why) = why else { continue };
                prop_assert!((0.0..=1.0).contains(&why.stays.score));
                match why.stays.rule {
                    "below-strictness" => prop_assert!(strictest[block].1.is_none(), "{text:?} should go"),
                    "text/running-prose" => prop_assert!(Stats::of(&text).is_prose(), "{text:?}"),
                    "text/between-paragraphs" | "text/no-rule" | "body-zone" | "html/in-article" => {
                        prop_assert!(!Stats::of(&text).is_prose(), "{text:?}");
                        prop_assert_eq!(why.stays.rule == "html/in-article" && !as_html, false);
                    }
                    rule => {
                        prop_assert!(rule.contains("title") || rule.contains("h1"), "{rule}");
                        titles += 1;
                    }
                }
            }
            prop_assert!(titles <= 1);
        }
    }
}
