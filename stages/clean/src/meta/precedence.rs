//! Which place wins for each key, in one table: for a key, the rows from top to bottom.
//!
//! What the reader sees goes first where the classifier is surer of it than publishers are of
//! their tags (the headline), last where it is the harder to read (bylines, dates).

use std::fmt::{self, Display};

/// A key of the document's metadata. `Date` and `DateModified` are written as two keys each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Title,
    Date,
    DateModified,
    Byline,
    Authors,
    Language,
    Site,
    Url,
    Description,
    Section,
    Keywords,
}

/// How a key's values are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Names,
    Date,
    Language,
    Url,
}

/// A place where a page says something about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A property of the article in a script of JSON-LD.
    JsonLd(&'static str),
    /// An organisation that JSON-LD gives as the author.
    JsonLdGroup,
    /// `<meta>` of this name.
    Meta(&'static str),
    /// An element with this `itemprop`.
    Item(&'static str),
    /// `<link>` of this `rel`.
    Link(&'static str),
    /// `<a rel=author>`.
    RelAuthor,
    /// `<html lang>`.
    HtmlLang,
    /// `<time datetime>`; `modified` where its class says so.
    Time(&'static str),
    /// `<title>`.
    TitleTag,
    /// A block that the classifier found.
    Visible(&'static str),
}

impl Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JsonLd(name) => write!(f, "json-ld:{name}"),
            Self::JsonLdGroup => f.write_str("json-ld:author"),
            Self::Meta(name) => write!(f, "meta:{name}"),
            Self::Item(name) => write!(f, "itemprop:{name}"),
            Self::Link(name) => write!(f, "link:{name}"),
            Self::RelAuthor => f.write_str("rel:author"),
            Self::HtmlLang => f.write_str("html:lang"),
            Self::Time(name) => write!(f, "time:{name}"),
            Self::TitleTag => f.write_str("title"),
            Self::Visible(name) => write!(f, "visible:{name}"),
        }
    }
}

/// A place and what it says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) key: Key,
    pub(crate) source: Source,
}

macro_rules! table {
    ($($key:ident { $($source:ident $(($name:literal))?,)* })*) => {
        &[$($(Row { key: Key::$key, source: Source::$source $(($name))? },)*)*]
    };
}

/// For each key, its places from the best to the worst.
pub(crate) const TABLE: &[Row] = table! {
    Title {
        Visible("title"),
        JsonLd("headline"),
        Meta("og:title"),
        Meta("twitter:title"),
        Meta("dc.title"),
        Meta("parsely-title"),
        Meta("sailthru.title"),
        Item("headline"),
        TitleTag,
    }
    Date {
        Meta("article:published_time"),
        JsonLd("datePublished"),
        Item("datePublished"),
        Meta("parsely-pub-date"),
        Meta("sailthru.date"),
        Meta("dc.date.issued"),
        Meta("dc.date.published"),
        Meta("dc.created"),
        Meta("pubdate"),
        Meta("publishdate"),
        Meta("publish-date"),
        Meta("dc.date"),
        Meta("date"),
        JsonLd("dateCreated"),
        Item("dateCreated"),
        Time("datetime"),
        Visible("date"),
        Visible("byline"),
    }
    DateModified {
        Meta("article:modified_time"),
        JsonLd("dateModified"),
        Item("dateModified"),
        Meta("og:updated_time"),
        Meta("dc.modified"),
        Meta("dc.date.modified"),
        Meta("last-modified"),
        Meta("lastmod"),
        Time("modified"),
    }
    Byline {
        Meta("author"),
        Meta("article:author"),
        Meta("dc.creator"),
        Meta("byl"),
        Meta("parsely-author"),
        Meta("sailthru.author"),
        JsonLd("author"),
        JsonLdGroup,
        Visible("byline"),
    }
    Authors {
        JsonLd("author"),
        Meta("article:author"),
        Meta("author"),
        Meta("byl"),
        Meta("dc.creator"),
        Meta("parsely-author"),
        Meta("sailthru.author"),
        Item("author"),
        Visible("byline"),
        RelAuthor,
        JsonLd("creator"),
        JsonLdGroup,
    }
    Language {
        HtmlLang,
        Meta("content-language"),
        JsonLd("inLanguage"),
        Meta("dc.language"),
        Meta("og:locale"),
        Item("inLanguage"),
        Meta("language"),
    }
    Site {
        Meta("og:site_name"),
        JsonLd("publisher"),
        Meta("application-name"),
        Meta("apple-mobile-web-app-title"),
        Meta("dc.publisher"),
    }
    Url {
        Link("canonical"),
        Meta("og:url"),
        JsonLd("url"),
        JsonLd("mainEntityOfPage"),
        Meta("parsely-link"),
        Meta("twitter:url"),
    }
    Description {
        Meta("og:description"),
        Meta("description"),
        Meta("twitter:description"),
        Meta("dc.description"),
        JsonLd("description"),
        Meta("sailthru.description"),
        Item("description"),
    }
    Section {
        Meta("article:section"),
        JsonLd("articleSection"),
        Meta("parsely-section"),
        Item("articleSection"),
    }
    Keywords {
        Meta("news_keywords"),
        Meta("article:tag"),
        Meta("keywords"),
        JsonLd("keywords"),
        Meta("parsely-tags"),
        Meta("sailthru.tags"),
        Meta("dc.subject"),
        Item("keywords"),
    }
};

/// The place that a `<meta>` of this name is, in small letters. Spellings of one name are one
/// place: `DC:date`, `dcterms.date`, `og:article:author`, `article.published`.
pub(crate) fn meta(name: &str) -> Option<Source> {
    let bare = name.strip_prefix("og:").filter(|n| n.starts_with("article:")).unwrap_or(name);
    let core = bare.strip_prefix("dcterms").or_else(|| bare.strip_prefix("dc"));
    if let Some(term) = core.and_then(|c| c.strip_prefix(['.', ':'])) {
        return find(|s| matches!(s, Source::Meta(n) if n.strip_prefix("dc.") == Some(term)));
    }
    let bare = match bare {
        "article.published" | "article:published" | "article:publishedtime" => "article:published_time",
        "article.updated" | "article:modified" => "article:modified_time",
        "lang" => "language",
        other => other,
    };
    find(|s| matches!(s, Source::Meta(n) if *n == bare))
}

/// The place that an element of this `itemprop` is; letters of any case, as in `datepublished`.
pub(crate) fn item(name: &str) -> Option<Source> {
    find(|s| matches!(s, Source::Item(n) if n.eq_ignore_ascii_case(name)))
}

fn find(wanted: impl Fn(&Source) -> bool) -> Option<Source> {
    TABLE.iter().map(|r| r.source).find(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_place() {
        for name in ["dc:date.issued", "dcterms.date.issued", "dc.date.issued"] {
            assert_eq!(meta(name), Some(Source::Meta("dc.date.issued")));
        }
        assert_eq!(meta("og:article:author"), Some(Source::Meta("article:author")));
        assert_eq!(meta("article.published"), Some(Source::Meta("article:published_time")));
        assert_eq!(meta("og:image"), None);
        assert_eq!(meta("dc"), None);
        assert_eq!(item("datepublished"), Some(Source::Item("datePublished")));
    }

    #[test]
    fn no_row_twice() {
        for (at, row) in TABLE.iter().enumerate() {
            assert!(TABLE[..at].iter().all(|r| r.key != row.key || r.source != row.source), "{row:?}");
        }
    }
}
