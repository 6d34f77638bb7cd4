//! JSON-LD: what the scripts of a page say about the first thing on it that is an article, or
//! else about the page.
//!
//! Scripts in the wild are not always JSON. Marks of comments and CDATA around it are taken
//! off, and what strict reading refuses is read once more after a [`repair`]: raw line breaks
//! in strings, `\'`, commas before a closing bracket, control characters. What still is no JSON
//! says nothing, save for the values before the fault where a script holds several. Nesting
//! beyond 128 levels is a fault, too. `{"@id": …}` is looked up in all scripts of the page.

use crate::meta::{Found, Source, decoded};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Nested structures are followed so far.
const DEEPEST: usize = 6;
/// Values that one script may hold side by side.
const MOST_VALUES: usize = 16;
/// Authors that are looked at.
const MOST_AUTHORS: usize = 32;

type Fields = Map<String, Value>;

/// What the scripts of a page say.
#[derive(Debug, Default)]
pub(crate) struct Structured {
    offers: Vec<(Source, String)>,
    /// `articleBody` as it is written: text, now and then HTML.
    pub(crate) body: Option<String>,
}

impl Structured {
    /// Reads the contents of a page's scripts.
    pub(crate) fn read<'p>(scripts: impl Iterator<Item = &'p str>) -> Self {
        let values: Vec<Value> = scripts.flat_map(values).collect();
        let mut found = Self::default();
        if values.is_empty() {
            return found;
        }
        let graph = Graph::new(&values);
        let articles = values.iter().filter_map(|v| first(v, is_article, DEEPEST));
        let pages = values.iter().filter_map(|v| first(v, is_page, DEEPEST));
        for thing in articles.chain(pages) {
            found.take(thing, &graph);
        }
        found
    }

    /// Offers all of it.
    pub(crate) fn offer_to(&self, found: &mut Found) {
        self.offers.iter().for_each(|(source, value)| found.offer(*source, value));
    }

    /// Takes what an article says; later ones only add what was not said yet.
    fn take(&mut self, article: &Fields, graph: &Graph<'_>) {
        for name in ["headline", "datePublished", "dateModified", "dateCreated", "description", "url"] {
            self.add_all(Source::JsonLd(name), text(article.get(name)));
        }
        self.add_all(Source::JsonLd("inLanguage"), article.get("inLanguage").and_then(language));
        let page = article.get("mainEntityOfPage");
        self.add_all(Source::JsonLd("mainEntityOfPage"), page.and_then(address));
        let publisher = article.get("publisher").into_iter().flat_map(one_or_all).find_map(|p| graph.name(p));
        self.add_all(Source::JsonLd("publisher"), publisher);
        self.add_all(
            Source::JsonLd("articleSection"),
            article.get("articleSection").into_iter().flat_map(one_or_all).find_map(string),
        );
        let keywords = article.get("keywords").into_iter().flat_map(one_or_all).filter_map(string);
        self.add_all(Source::JsonLd("keywords"), keywords.collect::<Vec<_>>());
        let (mut people, mut groups) = (Vec::new(), Vec::new());
        for author in article.get("author").into_iter().flat_map(one_or_all).take(MOST_AUTHORS) {
            let names = if graph.is_group(author) { &mut groups } else { &mut people };
            names.extend(graph.name(author));
        }
        if !self.says(Source::JsonLdGroup) && !self.says(Source::JsonLd("author")) {
            self.add_all(Source::JsonLd("author"), people);
            self.add_all(Source::JsonLdGroup, groups);
        }
        let creators = article.get("creator").into_iter().flat_map(one_or_all).take(MOST_AUTHORS);
        self.add_all(Source::JsonLd("creator"), creators.filter_map(|c| graph.name(c)).collect::<Vec<_>>());
        let body = || text(article.get("articleBody")).filter(|b| !b.trim().is_empty());
        self.body = self.body.take().or_else(body);
    }

    fn says(&self, source: Source) -> bool {
        self.offers.iter().any(|(s, _)| *s == source)
    }

    fn add_all(&mut self, source: Source, values: impl IntoIterator<Item = String>) {
        if !self.says(source) {
            self.offers.extend(values.into_iter().map(|v| (source, v)));
        }
    }
}

/// The JSON values of a script.
fn values(script: &str) -> Vec<Value> {
    let script = bare(script);
    let strict = several(script);
    match strict {
        Ok(values) => values,
        Err(before) => several(&repair(script)).unwrap_or(before),
    }
}

/// The values that stand side by side in `text`; those before the fault when there is one.
fn several(text: &str) -> Result<Vec<Value>, Vec<Value>> {
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>().take(MOST_VALUES) {
        match value {
            Ok(value) => values.push(value),
            Err(_) => return Err(values),
        }
    }
    Ok(values)
}

/// Without the marks that hide a script from old browsers, and without a `;` at its end.
fn bare(script: &str) -> &str {
    let mut text = script.trim();
    for mark in ["<!--", "//", "/*", "<![CDATA[", "*/", "\u{feff}"] {
        text = text.strip_prefix(mark).unwrap_or(text).trim_start();
    }
    loop {
        let before = text.len();
        for mark in ["-->", "//", "*/", "/*", "]]>", ";"] {
            text = text.strip_suffix(mark).unwrap_or(text).trim_end();
        }
        if text.len() == before {
            return text;
        }
    }
}

/// Makes JSON of what is nearly JSON, in one pass.
fn repair(text: &str) -> String {
    let mut fixed = String::with_capacity(text.len());
    let mut in_string = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if in_string => match chars.next() {
                Some(e @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => fixed.extend(['\\', e]),
                Some(c) if !c.is_control() => fixed.push(c),
                _ => fixed.push(' '),
            },
            '"' => {
                in_string = !in_string;
                fixed.push('"');
            }
            c if c.is_control() => fixed.push(' '),
            '}' | ']' if !in_string => {
                let end = fixed.trim_end().len();
                if fixed[..end].ends_with(',') {
                    fixed.truncate(end - 1);
                }
                fixed.push(c);
            }
            c => fixed.push(c),
        }
    }
    fixed
}

/// The first object of a kind, looked for where pages put their main subject.
fn first(value: &Value, is_wanted: fn(&str) -> bool, depth: usize) -> Option<&Fields> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Array(all) => all.iter().find_map(|v| first(v, is_wanted, depth)),
        Value::Object(fields) if has_type(fields, is_wanted) => Some(fields),
        Value::Object(fields) => {
            let places = ["@graph", "mainEntity", "mainEntityOfPage"];
            places.iter().find_map(|k| first(fields.get(*k)?, is_wanted, depth))
        }
        _ => None,
    }
}

fn has_type(fields: &Fields, is_wanted: fn(&str) -> bool) -> bool {
    // `http://schema.org/NewsArticle` and `schema:NewsArticle` are types, too.
    let short = |t: &str| is_wanted(t.rsplit(['/', ':', '#']).next().unwrap_or(t));
    fields.get("@type").into_iter().flat_map(one_or_all).any(|t| t.as_str().is_some_and(short))
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report"
}

fn is_page(kind: &str) -> bool {
    kind == "WebPage" || kind == "ItemPage"
}

fn is_group(kind: &str) -> bool {
    kind.ends_with("Organization") || kind == "Corporation" || kind == "Newspaper"
}

fn one_or_all(value: &Value) -> impl Iterator<Item = &Value> {
    let (one, all) = match value {
        Value::Array(all) => (None, all.as_slice()),
        one => (Some(one), [].as_slice()),
    };
    one.into_iter().chain(all)
}

/// A string, or the first of several.
fn text(value: Option<&Value>) -> Option<String> {
    value.into_iter().flat_map(one_or_all).find_map(string)
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Object(fields) => string(fields.get("@value")?),
        _ => None,
    }
}

/// `"en-GB"`, `{"@type": "Language", "name": "English", "alternateName": "en"}`.
fn language(value: &Value) -> Option<String> {
    let named = |v: &Value| text(v.get("alternateName")).or_else(|| text(v.get("name")));
    one_or_all(value).find_map(|v| string(v).or_else(|| named(v)))
}

/// The address of a page, as a string or an object.
fn address(value: &Value) -> Option<String> {
    one_or_all(value).find_map(|v| string(v).or_else(|| text(v.get("@id"))).or_else(|| text(v.get("url"))))
}

/// The things of all scripts by their `@id`.
struct Graph<'v> {
    by_id: HashMap<&'v str, &'v Fields>,
}

impl<'v> Graph<'v> {
    fn new(values: &'v [Value]) -> Self {
        let mut by_id = HashMap::new();
        let mut open: Vec<&Value> = values.iter().collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Array(all) => open.extend(all),
                Value::Object(fields) => {
                    let id = fields.get("@id").and_then(Value::as_str);
                    if let Some(id) = id.filter(|_| fields.contains_key("name")) {
                        by_id.insert(id, fields);
                    }
                    open.extend(fields.values());
                }
                _ => {}
            }
        }
        Self { by_id }
    }

    /// The object that `value` is or refers to.
    fn thing<'a>(&self, value: &'a Value) -> Option<&'a Fields>
    where
        'v: 'a,
    {
        let fields = value.as_object()?;
        if fields.contains_key("name") {
            return Some(fields);
        }
        let id = fields.get("@id").and_then(Value::as_str);
        Some(id.and_then(|id| self.by_id.get(id).copied()).unwrap_or(fields))
    }

    /// A name: a string, or what a person or organisation is called.
    fn name(&self, value: &Value) -> Option<String> {
        if let Some(name) = string(value) {
            return Some(name);
        }
        let thing = self.thing(value)?;
        let parts = || Some(format!("{} {}", text(thing.get("givenName"))?, text(thing.get("familyName"))?));
        text(thing.get("name")).or_else(parts)
    }

    fn is_group(&self, value: &Value) -> bool {
        self.thing(value).is_some_and(|t| has_type(t, is_group))
    }
}

impl Structured {
    /// The article's text without references and tags.
    pub(crate) fn body(&self) -> Option<String> {
        self.body.as_deref().map(decoded).filter(|b| !b.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scripts: &[&str], expected: &[(&str, &str)]) {
        let structured = Structured::read(scripts.iter().copied());
        let got: Vec<(String, &str)> =
            structured.offers.iter().map(|(source, value)| (source.to_string(), value.as_str())).collect();
        let expected: Vec<(String, &str)> =
            expected.iter().map(|(s, v)| (format!("json-ld:{s}"), *v)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn finds_the_article() {
        check(
            &[
                r#"{"@type": "BreadcrumbList"}"#,
                r#"{"@graph": [{"@type": "WebPage", "url": "http://a.example/", "headline": "Page"},
                    {"@type": ["Thing", "http://schema.org/NewsArticle"], "headline": "Why &amp; how"}]}"#,
            ],
            &[("headline", "Why &amp; how"), ("url", "http://a.example/")],
        );
        check(&[r#"{"@type": "Recipe", "headline": "Fish"}"#, "", "null"], &[]);
    }

    #[test]
    fn authors_in_all_forms() {
        let authors = |json: &str| format!(r#"{{"@type": "NewsArticle", "author": {json}}}"#);
        let both = [("author", "Ana Tanaka"), ("author", "Jo Berg")];
        for json in [
            r#"["Ana Tanaka", {"@type": "Person", "name": "Jo Berg"}]"#,
            r#"[{"name": ["Ana Tanaka"]}, {"givenName": "Jo", "familyName": "Berg"}]"#,
        ] {
            check(&[&authors(json)], &both);
        }
        check(
            &[&authors(r##"{"@id": "#jo"}"##), r##"{"@type": "Person", "@id": "#jo", "name": "Jo Berg"}"##],
            &both[1..],
        );
        check(
            &[&authors(r#"{"@type": "NewsMediaOrganization", "name": "Courier"}"#)],
            &[("author", "Courier")],
        );
        let structured =
            Structured::read([authors(r#"{"@type": "Organization", "name": "C"}"#).as_str()].into_iter());
        assert_eq!(structured.offers[0].0, Source::JsonLdGroup);
        check(&[&authors(r##"{"@id": "#nobody"}"##), &authors("7"), &authors("null")], &[]);
    }

    #[test]
    fn scripts_of_the_wild() {
        let why = [("headline", "Why it fell")];
        for script in [
            "<!-- {\"@type\": \"Article\", \"headline\": \"Why it fell\"} -->",
            "//<![CDATA[\n{\"@type\": \"Article\", \"headline\": \"Why it fell\"}\n//]]>",
            "/*<![CDATA[*/ {\"@type\": \"Article\", \"headline\": \"Why it fell\"}; /*]]>*/",
            "{\"@type\": \"Article\", \"headline\": \"Why\nit fell\",}",
            "{\"@type\": \"Article\", \"headline\": \"Why it fell\", \"x\": [\"it\\'s\", ], }",
            "{\"@type\": \"Organization\"} {\"@type\": \"Article\", \"headline\": \"Why it fell\"}",
            "{\"@type\": \"Article\", \"headline\": \"Why it fell\"} broken",
        ] {
            check(&[script], &why);
        }
        check(&["{broken", &"[".repeat(100_000), "\"", "\\", "{\"a\": \"\\"], &[]);
    }

    #[test]
    fn the_body() {
        let script = r#"{"@type": "Article", "articleBody": " The bridge &amp; the river.\nThe end. "}"#;
        let structured = Structured::read([script].into_iter());
        assert_eq!(structured.body().as_deref(), Some("The bridge & the river. The end."));
    }
}
