//! One value of the metadata, as it is written in the page, cleaned: references decoded, white
//! space collapsed, placeholders of templates refused, cut to a length that is no longer a
//! value but a text.

use super::language;
use super::precedence::Kind;
use super::stamp::Stamp;
use crate::mend::{Flow, Syntax};

/// Longer values are cut, in bytes.
const LONGEST: usize = 2000;
/// So much of what is written is looked at.
const LOOKED_AT: usize = 4 * LONGEST;
/// Longer addresses are none.
const LONGEST_URL: usize = 2048;

/// What templates write when they have nothing to say.
const PLACEHOLDERS: &[&str] =
    &["null", "undefined", "none", "n/a", "false", "true", "nan", "[object object]", "-", "unknown", "admin"];

/// An attribute's value or an element's text, as a reader sees it.
pub(crate) fn decoded(html: &str) -> String {
    let mut flow = Flow::default();
    flow.begin();
    flow.feed(html, 0..html.len(), Syntax::Html);
    flow.text
}

/// What is written, as a reader sees it; of a long one the beginning.
pub(crate) fn read(written: &str) -> String {
    let end = (0..=written.len().min(LOOKED_AT)).rev().find(|at| written.is_char_boundary(*at));
    decoded(&written[..end.unwrap_or(0)])
}

/// A text as a value of a key of this kind; `None` when it is none.
pub(crate) fn of(kind: Kind, text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || PLACEHOLDERS.iter().any(|p| text.eq_ignore_ascii_case(p)) || is_template(text) {
        return None;
    }
    match kind {
        Kind::Url => is_address(text).then(|| text.to_owned()),
        Kind::Language => language::code(text).map(str::to_owned),
        Kind::Names => (!text.contains("://") && !text.starts_with("www.")).then(|| cut(text)),
        Kind::Date => is_date(text).then(|| cut(text)),
        Kind::Text => Some(cut(text)),
    }
}

/// `{{ title }}`, `%author%`: a template that nobody filled in.
fn is_template(text: &str) -> bool {
    text.starts_with("{{") && text.ends_with("}}")
        || text.len() > 2 && text.starts_with('%') && text.ends_with('%') && !text.contains(' ')
}

/// Something that names a year, and not the zero of some calendar.
fn is_date(text: &str) -> bool {
    let zero = text.starts_with("0001-") || text.starts_with("0000-") || text.starts_with("1970-01-01");
    let shaped = text.len() <= 60 && text.bytes().filter(u8::is_ascii_digit).count() >= 4;
    !zero && (shaped || Stamp::read(text).is_some())
}

/// Whether it is an absolute address of a page on the web. Relative ones stay out: where the
/// page was fetched from is not known here.
fn is_address(text: &str) -> bool {
    let lower = |with: &str| text.get(..with.len()).is_some_and(|t| t.eq_ignore_ascii_case(with));
    let scheme = ["https://", "http://"].into_iter().find(|s| lower(s));
    let host = scheme.map_or("", |s| text[s.len()..].split(['/', '?', '#']).next().unwrap_or_default());
    text.len() <= LONGEST_URL && host.contains('.') && !text.contains(char::is_whitespace)
}

/// Cuts at a word's end.
fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: Kind, written: &str, expected: Option<&str>) {
        assert_eq!(of(kind, &read(written)).as_deref(), expected, "{written}");
    }

    #[test]
    fn texts() {
        check(Kind::Text, " Why &amp;\n  how ", Some("Why & how"));
        for nothing in ["", "  ", "null", "Undefined", "{{ title }}", "%title%", "[object Object]", "&nbsp;"]
        {
            check(Kind::Text, nothing, None);
        }
        let long = "word ".repeat(10_000);
        let cut = of(Kind::Text, &long).unwrap_or_default();
        assert!(cut.ends_with("word…") && cut.len() <= LONGEST + 3);
        assert!(of(Kind::Text, &"é".repeat(10_000)).is_some_and(|t| t.len() <= LONGEST + 3));
    }

    #[test]
    fn addresses() {
        check(Kind::Url, "https://a.example/b?c=d&amp;e", Some("https://a.example/b?c=d&e"));
        check(Kind::Url, "HTTP://a.example", Some("HTTP://a.example"));
        for bad in ["/b", "//a.example/b", "ftp://a.example", "https://", "https:///b", "javascript:void(0)"]
        {
            check(Kind::Url, bad, None);
        }
        check(Kind::Names, "https://www.facebook.com/ana.tanaka", None);
    }

    #[test]
    fn dates() {
        check(Kind::Date, "March 3, 2031", Some("March 3, 2031"));
        check(Kind::Date, "0001-01-01T00:00:00", None);
        check(Kind::Date, "today", None);
    }
}
