//! Two floods, one looked for in the other: a huge headline and many lines, a long start and many phrases.

use super::Case;

/// Opens a text with two paragraphs, so that what follows stands at the bottom.
const ARTICLE: &str = super::lines::ARTICLE;

pub(super) const CASES: &[Case] = &[
    Case::html("pair/headline-in-meta", "x | ")
        .before("<html><head><meta property=\"og:title\" content=\"")
        .between("\"></head><body>")
        .echo("<p>The gorge in pictures</p>"),
    Case::html("pair/headline-in-json", "x | ")
        .before("<html><head><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"")
        .between("\"}</script></head><body>")
        .echo("<p>The gorge in pictures</p>"),
    Case::html("pair/author-in-meta", "Ana ")
        .before("<html><head><meta name=author content=\"")
        .between("\"></head><body><h1>Why the Bridge Fell</h1>")
        .echo("<p>Ana Ana</p>"),
    Case::html("pair/h1", "word ")
        .before("<html><body><h1>")
        .between("</h1>")
        .echo("<p>The gorge in pictures</p>"),
    Case::html("pair/page-title", "word ")
        .before("<html><head><title>")
        .between("</title></head><body>")
        .echo("<p>The gorge in pictures</p>"),
    Case::text("pair/first-line", "w")
        .before("Why the Bridge ")
        .between("\n\n")
        .echo("The gorge in pictures\n\n"),
    Case::text("pair/dots-and-phrases", ".").before(ARTICLE).echo("author-"),
    Case::text("pair/phrases-and-dots", "author-").before(ARTICLE).echo("."),
    Case::text("pair/words-and-notes", "Ana Tanaka, Senior Fellow, Orva Institute\n\n").before(ARTICLE),
    Case::text("pair/paragraphs-and-notes", "The bridge fell, and nobody was hurt in it on that day.\n\n")
        .echo("Ana Tanaka, Senior Fellow, Orva Institute\n\n"),
    Case::text("pair/questions-and-quotes", "“What fell on Monday?”\n\n")
        .before(ARTICLE)
        .echo("Share on Facebook\n\n"),
    Case::html("pair/kept-and-hidden", "<p>The bridge fell, and nobody was hurt in it on that day.</p>")
        .echo("<p hidden>Buy a bridge</p>"),
];
