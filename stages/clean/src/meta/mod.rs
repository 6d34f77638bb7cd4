//! The document's metadata: what the page says about itself, and what its text shows.
//!
//! A page says the same thing in several places, and not always the same. Everything that is
//! found is offered with its [`Source`]; [`Found`] keeps the first offer of each place, and at
//! the end one table ([`precedence::TABLE`]) says which place wins for each key. Nothing is
//! merged from two places, so each value has one origin, which is written beside it:
//!
//! ```text
//! {"title": "Why It Fell", "authors": ["Ana Tanaka"], "date": "2031-03-03",
//!  "provenance": {"title": "visible:title", "authors": "json-ld:author", "date": "time:datetime"}}
//! ```

mod authors;
mod language;
mod precedence;
mod stamp;
mod value;

use authors::{Credits, Style};
pub(crate) use precedence::{Key, Source};
use precedence::{Kind, Row, TABLE};
pub(crate) use precedence::{item, meta};
use serde_json::{Map, Value};
use stamp::Stamp;
pub(crate) use value::decoded;

/// The key under which the origin of each value stands.
pub(crate) const PROVENANCE: &str = "provenance";

/// All keys that are written.
pub(crate) const KEYS: &[&str] = &[
    "title",
    "date",
    "published_at",
    "date_modified",
    "modified_at",
    "byline",
    "authors",
    "language",
    "site",
    "url",
    "description",
    "section",
    "keywords",
    PROVENANCE,
];

/// Values of one place at most.
const MOST_VALUES: usize = 32;

/// A value for a key of the document's metadata, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chosen {
    pub(crate) key: &'static str,
    pub(crate) value: Value,
    pub(crate) source: String,
}

/// What was found so far: for each row of the table, the values of that place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// As long as [`TABLE`], or empty.
    places: Vec<Vec<String>>,
}

impl Found {
    /// Offers a value as it stands in the page, with references in it.
    pub(crate) fn offer(&mut self, source: Source, written: &str) {
        if self.wants(source).next().is_some() {
            self.offer_text(source, &value::read(written));
        }
    }

    /// Offers a value as a reader sees it. It is kept where some key wants it of this source:
    /// the first of a page, or all of them for keys that are lists.
    pub(crate) fn offer_text(&mut self, source: Source, text: &str) {
        let kept: Vec<_> =
            self.wants(source).filter_map(|(at, row)| Some((at, value::of(row.key.kind(), text)?))).collect();
        if self.places.is_empty() && !kept.is_empty() {
            self.places.resize_with(TABLE.len(), Vec::new);
        }
        for (at, value) in kept {
            self.places[at].push(value);
        }
    }

    /// The rows of a source that have room.
    fn wants(&self, source: Source) -> impl Iterator<Item = (usize, &'static Row)> {
        let has_room = |at: &usize, row: &Row| self.places.get(*at).is_none_or(|p| p.len() < row.most());
        TABLE.iter().enumerate().filter(move |(at, row)| row.source == source && has_room(at, row))
    }

    /// What the page says that its headline is.
    pub(crate) fn title(&self) -> Option<&str> {
        Some(self.first(Key::Title)?.1)
    }

    /// The site that the page says it is of.
    pub(crate) fn site(&self) -> Option<&str> {
        Some(self.first(Key::Site)?.1)
    }

    /// The page's own address.
    pub(crate) fn url(&self) -> Option<&str> {
        Some(self.first(Key::Url)?.1)
    }

    /// What the page says that its byline is.
    pub(crate) fn byline(&self) -> Option<String> {
        Some(self.written_byline()?.1)
    }

    /// For each key that something is known of, the value of the place that wins.
    pub(crate) fn choose(&self) -> Vec<Chosen> {
        let mut chosen = Vec::new();
        if self.places.is_empty() {
            return chosen;
        }
        for (key, name) in [
            (Key::Title, "title"),
            (Key::Language, "language"),
            (Key::Site, "site"),
            (Key::Url, "url"),
            (Key::Description, "description"),
            (Key::Section, "section"),
        ] {
            chosen.extend(self.first(key).map(|(source, value)| Chosen::new(name, value, source)));
        }
        self.choose_date(Key::Date, ["date", "published_at"], &mut chosen);
        self.choose_date(Key::DateModified, ["date_modified", "modified_at"], &mut chosen);
        chosen.extend(self.written_byline().map(|(source, names)| Chosen::new("byline", names, source)));
        chosen.extend(self.authors().map(|(source, names)| Chosen::new("authors", names, source)));
        chosen.extend(self.keywords().map(|(source, words)| Chosen::new("keywords", words, source)));
        chosen
    }

    /// The places of a key that have something, the best first.
    fn of(&self, key: Key) -> impl Iterator<Item = (Source, &[String])> {
        let rows =
            TABLE.iter().zip(&self.places).filter(move |(r, values)| r.key == key && !values.is_empty());
        rows.map(|(row, values)| (row.source, values.as_slice()))
    }

    fn first(&self, key: Key) -> Option<(Source, &str)> {
        self.of(key).find_map(|(source, values)| Some((source, values.first()?.as_str())))
    }

    fn written_byline(&self) -> Option<(Source, String)> {
        self.of(Key::Byline).next().map(|(source, names)| (source, names.join(", ")))
    }

    /// The first date that can be read, else the first as it is written in the metadata.
    fn choose_date(&self, key: Key, [day, time]: [&'static str; 2], chosen: &mut Vec<Chosen>) {
        let written = || self.of(key).filter_map(|(source, values)| Some((source, values.first()?)));
        let read = written().find_map(|(source, value)| Some((source, Stamp::read(value)?)));
        let Some((source, stamp)) = read else {
            let stated = written().find(|(source, _)| !matches!(source, Source::Visible(_)));
            chosen.extend(stated.map(|(source, value)| Chosen::new(day, value.as_str(), source)));
            return;
        };
        chosen.push(Chosen::new(day, stamp.day(), source));
        chosen.extend(stamp.time().map(|moment| Chosen::new(time, moment, source)));
    }

    /// The people of the first place that names people; else the first desk or agency.
    fn authors(&self) -> Option<(Source, Vec<String>)> {
        let site = self.first(Key::Site).map(|(_, site)| site);
        let mut desks = None;
        for (source, written) in self.of(Key::Authors) {
            let style = if matches!(source, Source::Visible(_)) { Style::Line } else { Style::List };
            let mut credits = Credits::default();
            match source {
                Source::JsonLdGroup => credits.desks = written.to_vec(),
                _ => written.iter().for_each(|w| credits.read(w, style)),
            }
            credits.move_site(site);
            if !credits.people.is_empty() {
                return Some((source, credits.people));
            }
            if desks.is_none() && !credits.desks.is_empty() {
                desks = Some((source, credits.desks));
            }
        }
        desks
    }

    fn keywords(&self) -> Option<(Source, Vec<String>)> {
        let (source, written) = self.of(Key::Keywords).next()?;
        let mut all: Vec<String> = Vec::new();
        for word in written.iter().flat_map(|w| w.split([',', ';'])).map(str::trim) {
            if all.len() < MOST_VALUES && !word.is_empty() && !all.iter().any(|w| w == word) {
                all.push(word.to_owned());
            }
        }
        (!all.is_empty()).then_some((source, all))
    }
}

impl Chosen {
    fn new(key: &'static str, value: impl Into<Value>, source: Source) -> Self {
        Self { key, value: value.into(), source: source.to_string() }
    }
}

/// The origins of what was set, added to those that the document has.
pub(crate) fn provenance(known: Option<&Value>, set: &[Chosen]) -> Option<Value> {
    let mut all = match known {
        None => Map::new(),
        Some(Value::Object(all)) => all.clone(),
        Some(_) => return None, // somebody else's key of that name
    };
    all.extend(set.iter().map(|c| (c.key.to_owned(), Value::String(c.source.clone()))));
    (!set.is_empty()).then_some(Value::Object(all))
}

impl Key {
    fn kind(self) -> Kind {
        match self {
            Self::Date | Self::DateModified => Kind::Date,
            Self::Language => Kind::Language,
            Self::Url => Kind::Url,
            Self::Authors | Self::Byline => Kind::Names,
            _ => Kind::Text,
        }
    }
}

impl Row {
    /// Values that are kept of this place.
    fn most(self) -> usize {
        match (self.key, self.source) {
            (Key::Authors | Key::Keywords, _) | (Key::Byline, Source::JsonLd(_)) => MOST_VALUES,
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(offers: &[(Source, &str)], expected: &[(&str, &str, &str)]) {
        let mut found = Found::default();
        for (source, written) in offers {
            found.offer(*source, written);
        }
        let chosen = found.choose();
        let got: Vec<(&str, String, &str)> =
            chosen.iter().map(|c| (c.key, c.value.to_string().replace('"', ""), &*c.source)).collect();
        let expected: Vec<(&str, String, &str)> =
            expected.iter().map(|(key, value, source)| (*key, (*value).to_owned(), *source)).collect();
        assert_eq!(got, expected);
    }

    const JSON_AUTHOR: Source = Source::JsonLd("author");

    #[test]
    fn the_table_decides_not_the_order_of_the_page() {
        check(
            &[
                (Source::TitleTag, "Why It Fell | Courier"),
                (Source::Meta("og:title"), "Why it fell"),
                (Source::JsonLd("headline"), "Why It Fell"),
            ],
            &[("title", "Why It Fell", "json-ld:headline")],
        );
        check(
            &[(Source::TitleTag, "Why"), (Source::Visible("title"), "What")],
            &[("title", "What", "visible:title")],
        );
    }

    #[test]
    fn dates_are_days_and_moments() {
        check(
            &[(Source::Meta("article:published_time"), "2031-03-03T09:12:00+01:00")],
            &[
                ("date", "2031-03-03", "meta:article:published_time"),
                ("published_at", "2031-03-03T09:12:00+01:00", "meta:article:published_time"),
            ],
        );
        check(
            &[(Source::Meta("date"), "Spring 2031"), (Source::Time("datetime"), "2031-03-03")],
            &[("date", "2031-03-03", "time:datetime")],
        );
        check(&[(Source::Meta("date"), "Spring 2031")], &[("date", "Spring 2031", "meta:date")]);
        check(
            &[(Source::Visible("byline"), "By Ana Tanaka Monday, March 3, 2031")],
            &[
                ("date", "2031-03-03", "visible:byline"),
                ("byline", "By Ana Tanaka Monday, March 3, 2031", "visible:byline"),
                ("authors", "[Ana Tanaka]", "visible:byline"),
            ],
        );
    }

    #[test]
    fn people_go_before_desks() {
        check(
            &[
                (Source::Meta("og:site_name"), "Orva Post"),
                (JSON_AUTHOR, "orva post"),
                (Source::Visible("byline"), "By Ana Tanaka and Jo Berg, Northern Desk"),
            ],
            &[
                ("site", "Orva Post", "meta:og:site_name"),
                ("byline", "orva post", "json-ld:author"),
                ("authors", "[Ana Tanaka,Jo Berg]", "visible:byline"),
            ],
        );
        check(
            &[(JSON_AUTHOR, "Web Desk")],
            &[("byline", "Web Desk", "json-ld:author"), ("authors", "[Web Desk]", "json-ld:author")],
        );
    }

    #[test]
    fn lists_are_lists() {
        check(
            &[(Source::Meta("article:tag"), "rivers, bridges"), (Source::Meta("article:tag"), "rivers")],
            &[("keywords", "[rivers,bridges]", "meta:article:tag")],
        );
    }

    #[test]
    fn memory_is_bounded() {
        let mut found = Found::default();
        for n in 0..100_000 {
            found.offer(Source::Meta("author"), &format!("Ana Tanaka {n}"));
            found.offer(Source::Meta("og:title"), &format!("Why {n}"));
        }
        assert!(found.places.iter().map(Vec::len).sum::<usize>() <= 2 * MOST_VALUES);
        assert_eq!(found.title(), Some("Why 0"));
    }

    #[test]
    fn keys_name_what_is_written() {
        let mut found = Found::default();
        for row in TABLE {
            found.offer(row.source, "2031-03-03T09:12:00Z en http://a.example/");
            found.offer(row.source, "en");
            found.offer(row.source, "http://a.example/b");
            found.offer(row.source, "Ana Tanaka");
        }
        let chosen = found.choose();
        assert!(chosen.iter().all(|c| KEYS.contains(&c.key)), "{chosen:?}");
        assert_eq!(chosen.len() + 1, KEYS.len(), "{chosen:?}");
    }

    #[test]
    fn provenance_grows() {
        let set = [Chosen::new("title", "Why", Source::TitleTag)];
        let known = serde_json::json!({"date": "time:datetime"});
        let all = provenance(Some(&known), &set).unwrap_or_default();
        assert_eq!(all, serde_json::json!({"date": "time:datetime", "title": "title"}));
        assert_eq!(provenance(Some(&"mine".into()), &set), None);
        assert_eq!(provenance(Some(&known), &[]), None);
    }
}
