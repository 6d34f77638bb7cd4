//! Plain text: each kind of noise goes, and the same words inside the article stay.

#![allow(missing_docs)]

mod common;

use common::{check, clean, verify};
use pipeline_core::testing;

const FIRST: &str = "The bridge over the Orva fell on Monday, and nobody was hurt, the governor said.";
const SECOND: &str = "Two lorries lie in the gorge, and the road to the north will stay shut until spring.";
const THIRD: &str = "The ministry has promised money, but the valley has heard such promises before.";

fn article(top: &str, middle: &str, bottom: &str) -> String {
    format!("{top}Why the Orva Bridge Fell\n\n{FIRST}\n\n{SECOND}\n\n{middle}{THIRD}\n\n{bottom}")
}

fn body() -> [String; 4] {
    [
        "title: Why the Orva Bridge Fell".to_owned(),
        format!("body: {FIRST}"),
        format!("body: {SECOND}"),
        format!("body: {THIRD}"),
    ]
}

#[track_caller]
fn drops(top: &str, bottom: &str, dropped: &[&str]) {
    let blocks = body();
    check(&article(top, "", bottom), &blocks.each_ref().map(String::as_str), dropped);
}

#[track_caller]
fn keeps(middle: &str, label: &str) {
    let mut blocks = body().to_vec();
    blocks.insert(3, format!("{label}: {middle}"));
    let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
    check(&article("", &format!("{middle}\n\n"), ""), &blocks, &[]);
}

#[test]
fn the_top() {
    drops("Oslo Escorts bergen escorts\n", "", &["spam: Oslo Escorts bergen escorts"]);
    drops("Home News Why the Orva Bridge Fell\n\n", "", &["nav: Home News Why the Orva Bridge Fell"]);
    drops("Monday, March 3, 2031\n", "", &["date: Monday, March 3, 2031"]);
    drops("Skip to content\nMenu\n\n", "", &["nav: Skip to content", "nav: Menu"]);
}

#[test]
fn under_the_headline() {
    let text = format!(
        "Why the Orva Bridge Fell\n\n0\n1703\n\nIt was old, and everybody knew it.\n\nAna Tanaka and \n\nThe Orva Courier\n\nMarch 3, 2031\n\nLorries at the bridge - The Orva Courier - Northern News\n\nThe gorge on Monday.\nCredit…Jo Berg/Northern Pictures\n\nORVA, Norland — {FIRST}\n\n{SECOND}\n\n{THIRD}\n"
    );
    check(
        &text,
        &[
            "title: Why the Orva Bridge Fell",
            "body: It was old, and everybody knew it.",
            &format!("body: {FIRST}"),
            &format!("body: {SECOND}"),
            &format!("body: {THIRD}"),
        ],
        &[
            "share: 0 1703",
            "byline: Ana Tanaka and",
            "byline: The Orva Courier",
            "date: March 3, 2031",
            "caption: Lorries at the bridge - The Orva Courier - Northern News",
            "caption: The gorge on Monday.",
            "credit: Credit…Jo Berg/Northern Pictures",
            "dateline: ORVA, Norland —",
        ],
    );
}

#[test]
fn the_bottom() {
    drops(
        "",
        "Ana Tanaka is a writer who lives in Orva. Twitter: @anatanaka\n",
        &["author_bio: Ana Tanaka is a writer who lives in Orva. Twitter: @anatanaka"],
    );
    drops(
        "",
        "Ana Tanaka reported from Orva. Jo Berg contributed reporting.\n",
        &["author_bio: Ana Tanaka reported from Orva. Jo Berg contributed reporting."],
    );
    drops(
        "",
        "Disclaimer: The views expressed are the author’s.\n",
        &["disclaimer: Disclaimer: The views expressed are the author’s."],
    );
    drops("", "Why the Orva Bridge Fell", &["repeated_title: Why the Orva Bridge Fell"]);
    drops(
        "",
        "Share.\n\nAbout Author\n\nComments are closed.",
        &["share: Share.", "author_bio: About Author", "comment_form: Comments are closed."],
    );
    drops(
        "",
        "LEAVE A REPLY\n\nPlease enter your comment!\nYour website",
        &[
            "comment_form: LEAVE A REPLY",
            "comment_form: Please enter your comment!",
            "comment_form: Your website",
        ],
    );
    drops(
        "",
        "Banner Image: Photo by [Ana Tanaka](#) on [Bigstock](#).",
        &["credit: Banner Image: Photo by [Ana Tanaka](#) on [Bigstock](#)."],
    );
    drops(
        "",
        "© 2031 The Orva Courier. All rights reserved.",
        &["footer: © 2031 The Orva Courier. All rights reserved."],
    );
    drops(
        "",
        "Related Articles\n\nWho builds our bridges?\nThe gorge in pictures",
        &["related: Related Articles", "related: Who builds our bridges? The gorge in pictures"],
    );
}

#[test]
fn the_middle_stays() {
    keeps("Old warnings", "heading");
    keeps("what was promised", "heading");
    keeps("Leave a reply", "heading");
    keeps("Monday, March 3", "heading");
    keeps(SECOND, "body");
    keeps(
        "Share prices of the two builders fell by a third on Tuesday, and trade in them was stopped.",
        "body",
    );
    keeps(
        "“Comments are closed on this matter,” the minister said to the reporters who had waited for her.",
        "body",
    );
    keeps("Jo Berg is a professor of engineering who warned of the rust nine years ago.", "body");
}

#[test]
fn the_middle_goes() {
    let blocks = body();
    let blocks = blocks.each_ref().map(String::as_str);
    check(&article("", "ADVERTISEMENT\n\n", ""), &blocks, &["boilerplate: ADVERTISEMENT"]);
    check(
        &article("", "Also read: The bridge that stood\n\n", ""),
        &blocks,
        &["related: Also read: The bridge that stood"],
    );
    check(
        &article("", "The gorge in May, before the rain.\nPhoto by Jo Berg\n\n", ""),
        &blocks,
        &["caption: The gorge in May, before the rain.", "credit: Photo by Jo Berg"],
    );
}

#[test]
fn who_is_in_the_story_is_not_its_author() {
    let last = "Jo Berg is a professor at the Orva Institute.";
    let text = format!(
        "Why the Orva Bridge Fell\n\n{FIRST}\n\n{SECOND}\n\n“It was rust,” said Jo Berg, who has looked at every bolt of it for years.\n\n{last}\n"
    );
    assert_eq!(testing::texts(&clean(&text), "blocks").last(), Some(&last));
}

#[test]
fn mending() {
    let text = format!(
        "Why the Orva Bridge Fell\n\n{FIRST}\n\nIt [cost](#) US\\$40 million\u{a0}and the\u{200b} state paid  R&amp;D of the buil\u{ad}ders, who donâ€™t\u{202f}care.\n\n{THIRD}"
    );
    let doc = clean(&text);
    assert_eq!(
        testing::texts(&doc, "blocks")[2],
        "It cost US$40 million and the state paid R&D of the builders, who don’t care."
    );
    common::verify(&doc);
    let cost = doc.text().find("cost").unwrap_or_default();
    assert_eq!(&doc.source()[doc.ledger().to_source(cost..cost + 4)], "cost");
}

#[test]
fn clean_text_is_left_alone() {
    let text = article("", "", "");
    let doc = clean(text.trim_end());
    assert_eq!(doc.text(), text.trim_end());
    assert!(doc.ledger().is_identity());
}

#[test]
fn odd_inputs() {
    for text in ["", " ", "\n\n", "\u{0}", "Share.", "x", "\u{feff}", "0"] {
        common::verify(&clean(text));
    }
    let long = "Nothing much happened in Orva this week, they say. ".repeat(100_000);
    assert_eq!(clean(&long).text().len(), long.len() - 1);
    common::verify(&clean(&"[".repeat(200_000)));
    common::verify(&clean(&"Share\n".repeat(20_000)));
}

#[test]
fn glued_words() {
    let doc = clean(&article(
        "",
        "",
        "It was met by farmersreligious leaders, ministersexpected or not, and nobody else in the valley.",
    ));
    assert!(doc.text().contains("by farmers religious leaders, ministers expected or"), "{}", doc.text());
    verify(&doc);
}

#[test]
fn hostile_texts_take_linear_time() {
    for text in [
        article("", "", &"Ana Tanaka, Senior Fellow, Orva Institute\n\n".repeat(10_000)),
        article("", "", &format!("{}{}", ".".repeat(300_000), "author-".repeat(50_000))),
        format!("Why the {}\n\n{}", "w".repeat(500_000), "The gorge in pictures\n\n".repeat(20_000)),
        "word\n".repeat(100_000),
        "[".repeat(100_000) + &"](".repeat(100_000),
    ] {
        clean(&text);
    }
}
