//! What a page says about itself: `<meta>`, OpenGraph, `<time>`, JSON-LD.

use super::{attrs, jsonld};
use crate::mend::{Flow, Syntax};
use std::ops::Range;

/// The document's metadata, as far as the page gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) title: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) description: Option<String>,
}

/// Scripts of structured data beyond this are not read.
const LONGEST_SCRIPT: usize = 1 << 20;
const MOST_SCRIPTS: usize = 16;

/// Gathers metadata while the page is read.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    /// The content of `<title>`.
    pub(crate) title: Option<Range<usize>>,
    found: Found,
    og_title: Option<String>,
    time: Option<String>,
    scripts: Vec<Range<usize>>,
}

impl Collector {
    /// `<meta name=… content=…>`.
    pub(crate) fn meta(&mut self, attrs: &str) {
        let (mut name, mut content) = (String::new(), "");
        for (key, value) in attrs::iter(attrs) {
            match key.to_ascii_lowercase().as_str() {
                "name" | "property" | "itemprop" if name.is_empty() => name = value.to_ascii_lowercase(),
                "http-equiv" if name.is_empty() => name = value.to_ascii_lowercase(),
                "content" => content = value,
                _ => {}
            }
        }
        if content.trim().is_empty() {
            return;
        }
        let slot = match name.as_str() {
            "og:title" | "twitter:title" | "dc.title" | "headline" => &mut self.og_title,
            "article:published_time"
            | "og:article:published_time"
            | "datepublished"
            | "date"
            | "dc.date"
            | "dc.date.issued"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "parsely-pub-date"
            | "sailthru.date"
            | "dcterms.created"
            | "article.published"
            | "article:published" => &mut self.found.date,
            "author" | "article:author" | "dc.creator" | "byl" | "parsely-author" | "sailthru.author" => {
                &mut self.found.byline
            }
            "og:site_name" | "application-name" => &mut self.found.site,
            "og:url" => &mut self.found.url,
            "og:description" | "description" | "twitter:description" => &mut self.found.description,
            "content-language" | "dc.language" | "language" => &mut self.found.language,
            _ => return,
        };
        let address = name == "article:author" && content.starts_with("http");
        if slot.is_none() && !address {
            *slot = Some(decoded(content));
        }
    }

    /// `<link rel=canonical href=…>`.
    pub(crate) fn link(&mut self, attrs: &str) {
        let value =
            |wanted: &str| attrs::iter(attrs).find(|(k, _)| k.eq_ignore_ascii_case(wanted)).map(|(_, v)| v);
        if value("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical"))
            && let Some(href) = value("href")
        {
            self.found.url.get_or_insert_with(|| decoded(href));
        }
    }

    /// `<html lang=…>`.
    pub(crate) fn html(&mut self, attrs: &str) {
        let lang = attrs::iter(attrs).find(|(k, v)| k.eq_ignore_ascii_case("lang") && !v.is_empty());
        if let Some((_, lang)) = lang {
            self.found.language.get_or_insert_with(|| lang.to_owned());
        }
    }

    /// `<time datetime=…>`; the first on the page.
    pub(crate) fn time(&mut self, attrs: &str) {
        if self.time.is_none() {
            self.time = attrs::iter(attrs)
                .find(|(k, v)| k.eq_ignore_ascii_case("datetime") && !v.is_empty())
                .map(|(_, v)| v.to_owned());
        }
    }

    /// `<script>`; JSON-LD is read at the end.
    pub(crate) fn script(&mut self, attrs: &str, content: Range<usize>) {
        if self.scripts.len() < MOST_SCRIPTS && content.len() <= LONGEST_SCRIPT && attrs.contains("ld+json") {
            self.scripts.push(content);
        }
    }

    /// All of it; JSON-LD goes before the rest for the headline, `<title>` comes last.
    pub(crate) fn finish(self, page: &str) -> Found {
        let mut found = self.found;
        for script in self.scripts {
            let article = jsonld::read(&page[script]);
            found.title = found.title.or(article.title);
            found.date = found.date.or(article.date);
            found.byline = found.byline.or(article.byline);
            found.language = found.language.or(article.language);
        }
        let title = self.title.map(|r| decoded(&page[r]));
        found.title = found.title.or(self.og_title).or(title).filter(|t| !t.is_empty());
        found.date = found.date.or(self.time);
        found.language =
            found.language.map(|l| l.split(['-', '_', ',']).next().unwrap_or_default().to_ascii_lowercase());
        found
    }
}

/// An attribute's value or an element's text, as a reader sees it.
pub(crate) fn decoded(html: &str) -> String {
    let mut flow = Flow::default();
    flow.begin();
    flow.feed(html, 0..html.len(), Syntax::Html);
    flow.text
}
