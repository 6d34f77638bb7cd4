//! HTML pages.

#![allow(missing_docs)]

mod common;

use common::{check, clean, verify};
use pipeline_core::testing;

const FIRST: &str = "The bridge over the Orva fell on Monday, and nobody was hurt, the governor said.";
const SECOND: &str = "Two lorries lie in the gorge, and the road to the north will stay shut until spring.";

fn page(article: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><title>Why It Fell | Orva Courier</title>\
         <meta property=\"og:site_name\" content=\"Orva Courier\"><script>if (a < b) document.write('<p>x</p>')</script></head>\
         <body class=\"has-sidebar comments-open\"><nav><ul><li><a href=\"/\">Home</a><li><a href=\"/n\">News</a></ul></nav>\
         <div id=\"content\"><h1>Why It Fell</h1>{article}</div>\
         <aside><h3>Related</h3><a href=\"/x\">The gorge in pictures</a></aside>\
         <footer>&copy; 2031 Orva Courier</footer></body></html>"
    )
}

#[test]
fn a_modern_page() {
    let html = page(&format!(
        "<p class=\"byline\">By Ana Tanaka</p><time datetime=\"2031-03-03\">3 March 2031</time>\
         <figure><img src=x><figcaption>The gorge.</figcaption></figure><div class=\"article-body\"><p>{FIRST}</p>\
         <div class=\"ad-slot\">Buy a bridge</div><h2>Old <em>warnings</em></h2><p>{SECOND}</p><ul><li>Rust</li><li>Money</li></ul>\
         <blockquote><p>We told them so, again and again.</p></blockquote><p>Engineers&rsquo; letters &amp; reports from 2019 gave the bridge ten years at most.</p></div>\
         <div class=\"social-share\"><a href=#>Tweet</a></div>"
    ));
    check(
        &html,
        &[
            "title: Why It Fell",
            &format!("body: {FIRST}"),
            "heading: Old warnings",
            &format!("body: {SECOND}"),
            "list: Rust",
            "list: Money",
            "quote: We told them so, again and again.",
            "body: Engineers’ letters & reports from 2019 gave the bridge ten years at most.",
        ],
        &[
            "nav: <body class=\"has-sidebar comments-open\"><nav><ul><li><a href=\"/\">Home</a><li><a href=\"/n\">News</a></ul></nav>",
            "byline: <p class=\"byline\">By Ana Tanaka</p>",
            "date: <time datetime=\"2031-03-03\">3 March 2031</time>",
            "caption: <figcaption>The gorge.</figcaption></figure>",
            "boilerplate: <div class=\"ad-slot\">Buy a bridge</div>",
            "share: <div class=\"social-share\"><a href=#>Tweet</a></div></div>",
            "related: <aside><h3>Related</h3><a href=\"/x\">The gorge in pictures</a></aside>",
            "footer: <footer>&copy; 2031 Orva Courier</footer></body></html>",
        ],
    );
    let doc = clean(&html);
    let meta = |key: &str| doc.meta().get(key).and_then(|v| v.as_str()).map(str::to_owned);
    assert_eq!(meta("title").as_deref(), Some("Why It Fell"));
    assert_eq!(meta("date").as_deref(), Some("2031-03-03"));
    assert_eq!(meta("language").as_deref(), Some("en"));
    assert_eq!(meta("site").as_deref(), Some("Orva Courier"));
}

#[test]
fn offsets_lead_into_the_page() {
    let html = page(&format!(
        "<p>{FIRST}</p><p>The caf&eacute; of <a href=x><b>Orva</b></a> was shut that day, as were all the shops.</p>"
    ));
    let doc = clean(&html);
    let at = |word: &str| {
        let start = doc.text().find(word).unwrap_or_default();
        &doc.source()[doc.ledger().to_source(start..start + word.len())]
    };
    assert_eq!(at("Orva was"), "Orva</b></a> was");
    assert_eq!(at("café of"), "caf&eacute; of");
    verify(&doc);
}

#[test]
fn old_pages() {
    let html = format!(
        "<HTML><BODY><TABLE><TR><TD><A HREF=/>Home</A><BR><A HREF=/n>News</A><TD><FONT><H1>Why It Fell</H1>{FIRST}<BR><BR>{SECOND}<P>Engineers had warned of it in letters,<BR>again and again, for years.<P>Nobody read them, it is said in the valley.</FONT></TABLE></BODY></HTML>"
    );
    let doc = clean(&html);
    assert_eq!(
        testing::texts(&doc, "blocks"),
        [
            "Why It Fell",
            FIRST,
            SECOND,
            "Engineers had warned of it in letters, again and again, for years.",
            "Nobody read them, it is said in the valley."
        ]
    );
    verify(&doc);
}

#[test]
fn a_head_without_its_end() {
    let html = format!("<html><head><title>Why It Fell</title><meta name=x><body><p>{FIRST}<p>{SECOND}");
    assert_eq!(testing::texts(&clean(&html), "blocks"), ["Why It Fell", FIRST, SECOND]);
    let html = format!("<html><head><title>Why It Fell</title>{FIRST}<br><br>{SECOND}");
    assert_eq!(testing::texts(&clean(&html), "blocks"), ["Why It Fell", FIRST, SECOND]);
}

#[test]
fn one_form_around_everything_is_no_form() {
    let html = format!(
        "<html><body><form class=\"sidebar-layout\"><div><p>{FIRST}</p><p>{SECOND}</p></div></form></body></html>"
    );
    assert_eq!(testing::texts(&clean(&html), "blocks"), [FIRST, SECOND]);
}

/// A short post above long teasers: the element with the headline is the article.
#[test]
fn the_article_has_the_headline() {
    let teasers: String = (0..4)
        .map(|n| {
            format!(
                "<article class=post><h3>Older {n}</h3><p>{SECOND} {SECOND} {SECOND} {SECOND}</p></article>"
            )
        })
        .collect();
    let html = format!(
        "<html><body><div id=main><article class=post><h1>Why It Fell</h1><p>{FIRST} {SECOND} {FIRST} {SECOND}</p></article>{teasers}</div></body></html>"
    );
    let own = format!("{FIRST} {SECOND} {FIRST} {SECOND}");
    assert_eq!(testing::texts(&clean(&html), "blocks"), ["Why It Fell", &own]);
}

/// Metadata may word the headline otherwise, as a link below the text does, too.
#[test]
fn a_reworded_headline() {
    let html = format!(
        "<html><head><meta property=\"og:title\" content=\"Why the old Orva bridge fell\"></head><body><div id=content>\
         <h1>Why the Orva bridge fell on Monday</h1><h3>The day</h3><p>{FIRST}</p><h3>The road</h3><p>{SECOND}</p>\
         <p><a href=/>Why the old Orva bridge fell</a></p></div></body></html>"
    );
    let doc = clean(&html);
    assert_eq!(doc.meta().get("title").and_then(|t| t.as_str()), Some("Why the Orva bridge fell on Monday"));
    assert_eq!(testing::texts(&doc, "blocks")[1..4], ["The day", FIRST, "The road"]);
}

#[test]
fn comments_and_hidden_text_go() {
    let html = page(&format!(
        "<p>{FIRST}</p><p>{SECOND}</p><div style=\"display:none\">cheap loans</div><section id=\"comments\"><p>I never liked that bridge, to be honest with you all.</p></section>"
    ));
    assert_eq!(testing::texts(&clean(&html), "blocks"), ["Why It Fell", FIRST, SECOND]);
}

#[test]
fn hostile_pages_take_linear_time() {
    for html in [
        format!("<html><body>{}<p>{FIRST}", "<div>".repeat(100_000)),
        format!("<html><body>{}{FIRST}", "<b class=nav>".repeat(100_000)),
        format!("<html><body>{}", "<li></i>".repeat(100_000)),
        format!("<html><body><p>{}", "</div>".repeat(100_000)),
        format!("<html><body>{}", "<title>".repeat(50_000)),
        format!("<html><body>{}", "<a href=\"".repeat(50_000)),
        format!("<html><body>{}", "<i><p><b>".repeat(50_000) + &"</i>".repeat(50_000)),
        format!("<html><body>{}", "<br>".repeat(100_000)),
        format!("<html><body>{}", "&amp;".repeat(100_000)),
        format!("<html><body>{}", "<!--".repeat(100_000)),
        format!("<html><body>{}", "<table><tr><td>".repeat(30_000)),
        format!("<html><body>{}", "<p>x</p>".repeat(50_000)),
        format!(
            "<html><head><meta property=og:title content=\"{}\"></head><body>{}",
            "x | ".repeat(50_000),
            "<p>The gorge in pictures</p>".repeat(20_000)
        ),
        format!(
            "<html><body><h1>{}</h1>{}",
            "word ".repeat(100_000),
            "<p>The gorge in pictures</p>".repeat(20_000)
        ),
    ] {
        clean(&html);
    }
}
