//! What a page's tags say about it: `<meta>`, `<link>`, `<html>`, `<time>`, microdata, JSON-LD.

use super::attrs;
use super::jsonld::Structured;
use super::tags::{Class, Tag};
use super::tokens::{Token, Tokens};
use crate::meta::{self, Found, Source, decoded};
use memchr::memmem::Finder;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

/// Scripts of structured data beyond this are not read.
const LONGEST_SCRIPT: usize = 1 << 20;
const MOST_SCRIPTS: usize = 16;
/// Names of elements, properties and the like are no longer.
const LONGEST_NAME: usize = 40;
/// Elements that name an author.
const MOST_CREDITS: usize = 8;
/// So many bytes of such an element are looked at.
const CREDIT_WITHIN: usize = 2000;
/// The longest text of one.
const LONGEST_CREDIT: usize = 120;
/// Elements so near to each other name the authors of one article.
const SIDE_BY_SIDE: usize = 1500;

/// Gathers metadata while the page is read.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    /// The content of `<title>`.
    pub(crate) title: Option<Range<usize>>,
    found: Found,
    scripts: Vec<Range<usize>>,
    structured: OnceCell<Structured>,
    /// Where the contents of elements begin that name an author.
    credits: Vec<(Source, usize)>,
}

static ITEMPROP: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("itemprop"));
static AUTHOR: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("author"));

impl Collector {
    /// `<meta name=… content=…>`.
    pub(crate) fn meta(&mut self, attrs: &str) {
        let (mut source, mut content) = (None, "");
        for (key, value) in attrs::iter(attrs) {
            if key.eq_ignore_ascii_case("content") {
                content = value;
            } else if source.is_none() && key.eq_ignore_ascii_case("itemprop") {
                source = meta::item(value).or_else(|| named(value));
            } else if source.is_none()
                && ["name", "property", "http-equiv"].iter().any(|k| key.eq_ignore_ascii_case(k))
            {
                source = named(value);
            }
        }
        if let Some(source) = source {
            self.found.offer(source, content);
        }
    }

    /// `<link rel=canonical href=…>`.
    pub(crate) fn link(&mut self, attrs: &str) {
        let value =
            |wanted: &str| attrs::iter(attrs).find(|(k, _)| k.eq_ignore_ascii_case(wanted)).map(|(_, v)| v);
        if value("rel").is_some_and(|r| has_word(r, "canonical"))
            && let Some(href) = value("href")
        {
            self.found.offer(Source::Link("canonical"), href);
        }
    }

    /// `<html lang=…>`.
    pub(crate) fn html(&mut self, attrs: &str) {
        let lang = |k: &str| k.eq_ignore_ascii_case("lang") || k.eq_ignore_ascii_case("xml:lang");
        for (_, value) in attrs::iter(attrs).filter(|(k, _)| lang(k)) {
            self.found.offer(Source::HtmlLang, value);
        }
    }

    /// `<time datetime=…>`; WordPress marks the time of the last change by `class="updated"`.
    pub(crate) fn time(&mut self, attrs: &str) {
        let (mut datetime, mut which) = ("", "datetime");
        for (key, value) in attrs::iter(attrs) {
            if key.eq_ignore_ascii_case("datetime") {
                datetime = value;
            } else if key.eq_ignore_ascii_case("class") {
                let published = has_word(value, "published") || has_word(value, "entry-date");
                let modified = has_word(value, "updated") || has_word(value, "modified");
                which = if modified && !published { "modified" } else { which };
            } else if key.eq_ignore_ascii_case("itemprop") && value.eq_ignore_ascii_case("dateModified") {
                which = "modified";
            }
        }
        self.found.offer(Source::Time(which), datetime);
    }

    /// Any element, for microdata and `<a rel=author>`; its content begins at `content`.
    pub(crate) fn element(&mut self, tag: Tag, attrs: &str, content: usize) {
        let says =
            |word: &Finder<'_>| attrs.len() > word.needle().len() && word.find(attrs.as_bytes()).is_some();
        if !(says(&ITEMPROP) || tag == Tag::A && says(&AUTHOR)) {
            return;
        }
        let (mut place, mut value, mut linked) = (None, "", false);
        for (key, text) in attrs::iter(attrs) {
            match key {
                "itemprop" => place = text.split_ascii_whitespace().find_map(meta::item),
                "content" | "datetime" => value = text,
                "rel" => linked = has_word(text, "author"),
                _ => {}
            }
        }
        match place {
            Some(Source::Item("author")) if value.is_empty() => self.credit(Source::Item("author"), content),
            Some(place) => self.found.offer(place, value),
            None if linked => self.credit(Source::RelAuthor, content),
            None => {}
        }
    }

    fn credit(&mut self, source: Source, content: usize) {
        let mut same = self.credits.iter().filter(|(s, _)| *s == source);
        let near = same.next_back().is_none_or(|(_, last)| content - last.min(&content) <= SIDE_BY_SIDE);
        if near && self.credits.len() < MOST_CREDITS {
            self.credits.push((source, content));
        }
    }

    /// `<script>`; JSON-LD is read later.
    pub(crate) fn script(&mut self, attrs: &str, content: Range<usize>) {
        if self.scripts.len() < MOST_SCRIPTS && content.len() <= LONGEST_SCRIPT && attrs.contains("ld+json") {
            self.scripts.push(content);
        }
    }

    /// The article's text as JSON-LD gives it (`articleBody`), references decoded and white
    /// space as one space; the scripts are read once, whoever asks first.
    pub(crate) fn article_body(&self, page: &str) -> Option<String> {
        self.structured(page).body()
    }

    fn structured(&self, page: &str) -> &Structured {
        self.structured.get_or_init(|| Structured::read(self.scripts.iter().map(|s| &page[s.clone()])))
    }

    /// All of it.
    pub(crate) fn finish(mut self, page: &str) -> Found {
        let mut found = std::mem::take(&mut self.found);
        self.structured(page).offer_to(&mut found);
        for (source, content) in &self.credits {
            if let Some(name) = credited(page, *content) {
                found.offer_text(*source, &name);
            }
        }
        if let Some(title) = self.title {
            found.offer(Source::TitleTag, &page[title]);
        }
        found
    }
}

fn named(name: &str) -> Option<Source> {
    (name.len() <= LONGEST_NAME).then(|| meta::meta(&name.trim().to_ascii_lowercase())).flatten()
}

fn has_word(value: &str, word: &str) -> bool {
    value.split_ascii_whitespace().any(|w| w.eq_ignore_ascii_case(word))
}

/// The text of the element whose content begins at `content`; of the parts that are its
/// `itemprop=name`, where it has some.
fn credited(page: &str, content: usize) -> Option<String> {
    let end =
        (content..=page.len().min(content + CREDIT_WITHIN)).rev().find(|at| page.is_char_boundary(*at))?;
    let window = &page[content..end];
    let (mut depth, mut name_at, mut all, mut name) = (0usize, None, String::new(), String::new());
    for token in Tokens::new(window) {
        match token {
            Token::Start { tag, attrs } => {
                let props = || attrs::iter(&window[attrs.clone()]);
                let is_name = props().any(|(k, v)| k == "itemprop" && v == "name");
                if is_name && let Some((_, given)) = props().find(|(k, _)| *k == "content") {
                    return Some(decoded(given));
                }
                if tag.class() != Class::Inline {
                    all.push(' ');
                    name.push(' ');
                }
                if tag.class() != Class::Void {
                    name_at = name_at.or(is_name.then_some(depth));
                    depth += 1;
                }
            }
            Token::End(Tag::Br) | Token::Raw { .. } => {}
            Token::End(_) if depth == 0 => break,
            Token::End(_) => {
                depth -= 1;
                if name_at == Some(depth) {
                    break;
                }
            }
            Token::Text(range) => {
                let text = &window[range];
                all.push_str(text);
                if name_at.is_some() {
                    name.push_str(text);
                }
            }
        }
    }
    let text = decoded(if name.trim().is_empty() { &all } else { &name });
    (!text.is_empty() && text.len() <= LONGEST_CREDIT).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::super::tree::Tree;
    use super::*;
    use crate::page::Page;

    #[track_caller]
    fn check(page: &str, expected: &[(&str, &str)]) {
        let found = Tree::default().read(page, &mut Page::default()).finish(page).choose();
        for (key, value) in expected {
            let got = found.iter().find(|c| c.key == *key).map(|c| format!("{} <- {}", c.value, c.source));
            assert_eq!(got.as_deref(), Some(*value), "{key} of {found:?}");
        }
        assert_eq!(found.len(), expected.len(), "{found:?}");
    }

    #[test]
    fn meta_tags() {
        check(
            "<meta name=author content='Ana Tanaka'><meta property=author content='Jo Berg'>\
             <meta content=' Why &amp; how ' PROPERTY='og:title'><meta name=x property='og:site_name' content=Courier>\
             <meta property='og:locale' content='en_GB'><meta name=description content=''><meta name=keywords>",
            &[
                ("title", "\"Why & how\" <- meta:og:title"),
                ("language", "\"en\" <- meta:og:locale"),
                ("site", "\"Courier\" <- meta:og:site_name"),
                ("byline", "\"Ana Tanaka\" <- meta:author"),
                ("authors", "[\"Ana Tanaka\",\"Jo Berg\"] <- meta:author"),
            ],
        );
        check(
            "<meta property='article:author' content='https://www.facebook.com/ana'><meta name=DC.creator content='Ana Tanaka'>",
            &[
                ("byline", "\"Ana Tanaka\" <- meta:dc.creator"),
                ("authors", "[\"Ana Tanaka\"] <- meta:dc.creator"),
            ],
        );
    }

    #[test]
    fn addresses_are_absolute() {
        check(
            "<link rel=canonical href='/a'><meta property='og:url' content='https://a.example/b'>",
            &[("url", "\"https://a.example/b\" <- meta:og:url")],
        );
        check(
            "<link rel='alternate canonical' href='https://a.example/a'>",
            &[("url", "\"https://a.example/a\" <- link:canonical")],
        );
    }

    #[test]
    fn times() {
        check(
            "<p>x<time class='updated' datetime='2031-03-05'>y</time><time class='entry-date published' datetime='2031-03-03T09:12Z'>z",
            &[
                ("date", "\"2031-03-03\" <- time:datetime"),
                ("published_at", "\"2031-03-03T09:12:00Z\" <- time:datetime"),
                ("date_modified", "\"2031-03-05\" <- time:modified"),
            ],
        );
        check("<p><time datetime='PT5M'>5 minutes</time>", &[]);
    }

    #[test]
    fn microdata() {
        check(
            "<div itemscope><h1 itemprop='headline' content='Why'>x</h1><span itemprop=datePublished content='2031-03-03'>x</span>\
             <div itemprop='author' itemscope><img itemprop=image><a href=x><b itemprop='name'>Ana &amp; Jo Berg</b></a> is a writer</div>\
             <meta itemprop=dateModified content='2031-03-04'>",
            &[
                ("title", "\"Why\" <- itemprop:headline"),
                ("date", "\"2031-03-03\" <- itemprop:datePublished"),
                ("date_modified", "\"2031-03-04\" <- itemprop:dateModified"),
                ("authors", "[\"Jo Berg\"] <- itemprop:author"),
            ],
        );
        check(
            "<p>By <a rel='nofollow author' href=x>Ana <b>Tanaka</b></a> and <a rel=author>Jo<br>Berg</a>.",
            &[("authors", "[\"Ana Tanaka\",\"Jo Berg\"] <- rel:author")],
        );
        check("<p><a rel=author href=x>", &[]);
    }

    #[test]
    fn the_authors_of_comments_are_not_the_articles() {
        let page = format!("<a rel=author>Ana Tanaka</a>{}<a rel=author>Jo Berg</a>", "<p>text".repeat(400));
        check(&page, &[("authors", "[\"Ana Tanaka\"] <- rel:author")]);
    }

    #[test]
    fn scripts_are_read_once() {
        let page = r#"<script type="application/ld+json">{"@type": "Article", "articleBody": "The bridge.", "headline": "Why"}</script>"#;
        let collector = Tree::default().read(page, &mut Page::default());
        assert_eq!(collector.article_body(page).as_deref(), Some("The bridge."));
        assert!(collector.structured.get().is_some());
        assert_eq!(collector.finish(page).title(), Some("Why"));
    }

    #[test]
    fn many_tags_take_linear_time() {
        let page = "<meta name=author content='Ana Tanaka'><meta name=keywords content=a><a rel=author itemprop=author>x</a>".repeat(50_000);
        let collector = Tree::default().read(&page, &mut Page::default());
        assert!(collector.credits.len() <= MOST_CREDITS);
        assert!(collector.finish(&page).title().is_none());
    }
}
