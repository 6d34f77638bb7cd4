//! JSON-LD: the headline, date and authors of the first thing on the page that is an article.

use super::meta::{Found, decoded};
use serde_json::Value;

/// Nested structures are followed so far.
const DEEPEST: usize = 6;

/// What the script says about an article; nothing where it is no JSON or about something else.
pub(crate) fn read(script: &str) -> Found {
    let Ok(value) = serde_json::from_str::<Value>(script.trim()) else { return Found::default() };
    match article(&value, DEEPEST) {
        None => Found::default(),
        Some(article) => Found {
            title: text(article.get("headline")),
            date: text(article.get("datePublished")),
            byline: names(article.get("author")),
            language: text(article.get("inLanguage")),
            ..Found::default()
        },
    }
}

fn article(value: &Value, depth: usize) -> Option<&Value> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Array(all) => all.iter().find_map(|v| article(v, depth)),
        Value::Object(fields) if is_article(fields.get("@type")) => Some(value),
        Value::Object(fields) => {
            ["@graph", "mainEntity", "mainEntityOfPage"].iter().find_map(|k| article(fields.get(*k)?, depth))
        }
        _ => None,
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    let named = |v: &Value| {
        v.as_str().is_some_and(|s| s.ends_with("Article") || s.ends_with("BlogPosting") || s == "Report")
    };
    match kind {
        Some(Value::Array(all)) => all.iter().any(named),
        Some(one) => named(one),
        None => false,
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    value?.as_str().map(decoded).filter(|s| !s.is_empty())
}

fn names(value: Option<&Value>) -> Option<String> {
    let one = |v: &Value| text(v.get("name")).or_else(|| text(Some(v)));
    let all: Vec<String> = match value? {
        Value::Array(all) => all.iter().filter_map(one).collect(),
        single => one(single).into_iter().collect(),
    };
    (!all.is_empty()).then(|| all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_article() {
        let found = read(
            r#"{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"], "headline": "Why &amp; how", "author": [{"name": "Ana Tanaka"}, "Jo Berg"]}]}"#,
        );
        assert_eq!(found.title.as_deref(), Some("Why & how"));
        assert_eq!(found.byline.as_deref(), Some("Ana Tanaka, Jo Berg"));
        assert_eq!(read("{broken"), Found::default());
        assert_eq!(read(&"[".repeat(100_000)), Found::default());
    }
}
