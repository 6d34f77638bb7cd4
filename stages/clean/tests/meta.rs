//! What `clean` writes into `meta`, and where it says that each value came from.

#![allow(clippy::unwrap_used)]

mod common;

use chaffinch_clean::Clean;
use common::clean;
use pipeline_core::{Document, testing};
use serde_json::{Value, json};

const FIRST: &str = "The old bridge over the Orva fell on Monday night, and the town woke up in two halves.";
const SECOND: &str =
    "Engineers had asked for a new one for years, and the council said that it had no money for it.";

fn page(head: &str, top: &str) -> String {
    format!(
        "<html lang=en-GB><head>{head}</head><body><article>{top}<p>{FIRST}</p><p>{SECOND}</p></article></body></html>"
    )
}

/// The values that the page gave, each with its origin.
#[track_caller]
fn check(doc: &Document, expected: &Value) {
    let meta = doc.meta();
    let origins = meta.get("provenance").and_then(Value::as_object).cloned().unwrap_or_default();
    let got: serde_json::Map<String, Value> =
        origins.iter().map(|(key, from)| (key.clone(), json!([meta.get(key), from]))).collect();
    assert_eq!(&Value::Object(got), expected);
}

#[test]
fn each_value_says_where_it_came_from() {
    let head = r#"<title>Why It Fell | Orva Courier</title>
        <meta property="og:site_name" content="Orva Courier"><meta name="description" content="A bridge &amp; a town">
        <meta property="article:tag" content="bridges"><meta property="article:tag" content="Orva">
        <link rel="canonical" href="https://courier.example/why">
        <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
            {"@type": "Person", "@id": "/ana", "name": "Ana Tanaka"},
            {"@type": "NewsArticle", "headline": "Why It Fell", "articleSection": ["World"],
             "datePublished": "2031-03-03T09:12:00+01:00", "author": [{"@id": "/ana"}, {"@type": "Person", "name": "Jo Berg"}]}]}</script>"#;
    let top = "<h1>Why It Fell</h1><p class=byline>By Ana Tanaka, Jo Berg and others</p>\
               <p>Updated <time class=updated datetime='2031-03-04'>4 March</time></p>";
    check(
        &clean(&page(head, top)),
        &json!({
            "title": ["Why It Fell", "visible:title"],
            "authors": [["Ana Tanaka", "Jo Berg"], "json-ld:author"],
            "byline": ["Ana Tanaka, Jo Berg", "json-ld:author"],
            "date": ["2031-03-03", "json-ld:datePublished"],
            "published_at": ["2031-03-03T09:12:00+01:00", "json-ld:datePublished"],
            "date_modified": ["2031-03-04", "time:modified"],
            "language": ["en", "html:lang"],
            "site": ["Orva Courier", "meta:og:site_name"],
            "url": ["https://courier.example/why", "link:canonical"],
            "description": ["A bridge & a town", "meta:description"],
            "section": ["World", "json-ld:articleSection"],
            "keywords": [["bridges", "Orva"], "meta:article:tag"],
        }),
    );
}

#[test]
fn a_headline_that_only_the_window_shows_is_not_visible() {
    check(
        &clean(&page("<title>Why It Fell</title>", "")),
        &json!({"title": ["Why It Fell", "title"], "language": ["en", "html:lang"]}),
    );
}

#[test]
fn plain_text_shows_what_it_shows() {
    check(
        &clean(&format!(
            "Why It Fell\n\nBy Ana Tanaka and Jo Berg, Northern Desk\n\nPublished 9:12 a.m. March 3, 2031\n\n{FIRST}\n\n{SECOND}"
        )),
        &json!({
            "title": ["Why It Fell", "visible:title"],
            "byline": ["By Ana Tanaka and Jo Berg, Northern Desk", "visible:byline"],
            "authors": [["Ana Tanaka", "Jo Berg"], "visible:byline"],
            "date": ["2031-03-03", "visible:date"],
        }),
    );
}

#[test]
fn what_the_document_has_stays() {
    let head = "<meta name=author content='Ana Tanaka'><meta name=date content=2031-03-03>";
    let doc = testing::stage::<Clean>("")
        .text(&page(head, "<h1>Why It Fell</h1>"))
        .meta("title", "Mine")
        .meta("authors", json!(["Li Wei"]))
        .meta("provenance", json!({"authors": "feed"}))
        .run();
    assert_eq!(doc.meta()["title"], "Mine");
    check(
        &doc,
        &json!({
            "authors": [["Li Wei"], "feed"],
            "byline": ["Ana Tanaka", "meta:author"],
            "date": ["2031-03-03", "meta:date"],
            "language": ["en", "html:lang"],
        }),
    );
    let foreign = testing::stage::<Clean>("").text(&page(head, "")).meta("provenance", "auction").run();
    assert_eq!(foreign.meta()["provenance"], "auction");
}

#[test]
fn a_page_of_tags_alone() {
    let tags = "<meta name=author content='Ana Tanaka'><meta property=og:title content=x><meta name=null content=null>";
    let doc = clean(&format!("<html><head>{}</head><body><p>{FIRST}<p>{SECOND}", tags.repeat(20_000)));
    check(
        &doc,
        &json!({
            "title": ["x", "meta:og:title"],
            "authors": [["Ana Tanaka"], "meta:author"],
            "byline": ["Ana Tanaka", "meta:author"],
        }),
    );
}
