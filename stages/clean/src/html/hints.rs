//! What names of elements, classes and ids say about a part of the page.
//!
//! Class names are split into words (`relatedPosts`, `related-posts`, `related_posts`), because
//! `nav` says something and `navy` does not.

use super::tags::Tag;
use crate::kind::Noise;
use crate::page::Hint;

/// A set of hints, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints(u32);

macro_rules! hints {
    ($($name:ident = $bit:literal,)*) => {
        impl Hints { $(pub(crate) const $name: Self = Self(1 << $bit);)* }
    };
}

hints! {
    NAV = 0, SHARE = 1, RELATED = 2, COMMENT = 3, FOOTER = 4, HEADER = 5, ASIDE = 6, FORM = 7, CAPTION = 8, BYLINE = 9, DATE = 10,
    BIO = 11, AD = 12, PROMO = 13, TAGS = 14, HIDDEN = 15, CREDIT = 16, TITLE = 17, SUMMARY = 18, BUTTON = 19, OFF_SCREEN = 20,
    ARTICLE = 24, CONTENT = 25, MAIN = 26,
}

impl Hints {
    pub(crate) const NONE: Self = Self(0);
    /// Hints that a part of the page is not of the article.
    pub(crate) const NOISE: Self = Self(0x1f_ffff & !(1 << 5) & !(1 << 17) & !(1 << 18));

    /// Hints of things that are never most of a page.
    pub(crate) const SMALL: &[Self] =
        &[Self::SHARE, Self::BYLINE, Self::DATE, Self::BIO, Self::TAGS, Self::CREDIT, Self::BUTTON];

    /// Hints that even an article's element may rightly have.
    pub(crate) const ELSEWHERE: Self = Self(1 << 2 | 1 << 3 | 1 << 12);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The noise that these hints stand for, the surest first.
    pub(crate) fn noise(self) -> Option<Hint> {
        const TABLE: &[(Hints, Noise, &str, f32)] = &[
            (Hints::COMMENT, Noise::CommentForm, "html/comments", 0.9),
            (Hints::OFF_SCREEN, Noise::Spam, "html/off-screen", 0.9),
            (Hints::NAV, Noise::Nav, "html/nav", 0.9),
            (Hints::SHARE, Noise::Share, "html/share", 0.88),
            (Hints::CREDIT, Noise::Credit, "html/credit", 0.88),
            (Hints::CAPTION, Noise::Caption, "html/caption", 0.9),
            (Hints::BIO, Noise::AuthorBio, "html/author-note", 0.85),
            (Hints::BYLINE, Noise::Byline, "html/byline", 0.88),
            (Hints::DATE, Noise::Date, "html/date", 0.88),
            (Hints::RELATED, Noise::Related, "html/related", 0.88),
            (Hints::TAGS, Noise::Nav, "html/tags", 0.85),
            (Hints::FOOTER, Noise::Footer, "html/footer", 0.88),
            (Hints::AD, Noise::Boilerplate, "html/advert", 0.88),
            (Hints::PROMO, Noise::Boilerplate, "html/promotion", 0.85),
            (Hints::FORM, Noise::Boilerplate, "html/form", 0.85),
            (Hints::ASIDE, Noise::Related, "html/aside", 0.85),
            (Hints::BUTTON, Noise::Nav, "html/button", 0.85),
            (Hints::HIDDEN, Noise::Markup, "html/hidden", 0.85),
        ];
        let row = TABLE.iter().find(|r| self.has(r.0))?;
        Some(Hint { noise: row.1, rule: row.2, score: row.3 })
    }
}

/// What the element's name says.
pub(crate) fn of_tag(tag: Tag) -> Hints {
    match tag {
        Tag::Nav | Tag::Menu => Hints::NAV,
        Tag::Aside | Tag::Dialog => Hints::ASIDE,
        Tag::Footer => Hints::FOOTER,
        Tag::Header => Hints::HEADER,
        Tag::Form | Tag::Fieldset | Tag::Label => Hints::FORM,
        Tag::Button => Hints::BUTTON,
        Tag::Figure | Tag::Figcaption | Tag::Caption => Hints::CAPTION,
        Tag::Time => Hints::DATE,
        Tag::Article => Hints::ARTICLE,
        Tag::Main => Hints::MAIN,
        _ => Hints::NONE,
    }
}

/// What an attribute says.
pub(crate) fn of_attr(name: &str, value: &str) -> Hints {
    if name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") {
        return of_class(value);
    }
    if name.eq_ignore_ascii_case("itemprop") {
        return match value {
            "articleBody" => Hints::CONTENT,
            "author" => Hints::BYLINE,
            "datePublished" | "dateModified" => Hints::DATE,
            "headline" => Hints::TITLE,
            "caption" => Hints::CAPTION,
            _ => Hints::NONE,
        };
    }
    if name.eq_ignore_ascii_case("role") {
        return match value {
            "navigation" | "menu" | "menubar" | "tablist" | "toolbar" => Hints::NAV,
            "complementary" => Hints::ASIDE,
            "contentinfo" => Hints::FOOTER,
            "search" => Hints::FORM,
            "dialog" | "alertdialog" => Hints::PROMO,
            "button" => Hints::BUTTON,
            "main" => Hints::MAIN,
            _ => Hints::NONE,
        };
    }
    let hidden =
        name.eq_ignore_ascii_case("hidden") || name.eq_ignore_ascii_case("aria-hidden") && value == "true";
    match hidden {
        true => Hints::HIDDEN,
        false if name.eq_ignore_ascii_case("style") => of_style(value),
        false => Hints::NONE,
    }
}

/// Styles that hide an element. Who moves links far off the screen hides them from readers, but
/// not from search engines.
fn of_style(style: &str) -> Hints {
    if is_display_none(style) {
        return Hints::HIDDEN;
    }
    let far = |value: &str| {
        let digits = value.trim().strip_prefix('-').unwrap_or_default();
        digits.bytes().take_while(u8::is_ascii_digit).count() >= 4
    };
    let mut declarations = style.split(';').filter_map(|d| d.split_once(':'));
    let off = declarations.any(|(property, value)| {
        ["left", "top", "right", "margin-left"].contains(&property.trim()) && far(value)
    });
    if off { Hints::OFF_SCREEN } else { Hints::NONE }
}

fn is_display_none(style: &str) -> bool {
    style.split(';').filter_map(|d| d.split_once(':')).any(|(property, value)| {
        let value = value.trim();
        property.trim().eq_ignore_ascii_case("display") && value.starts_with("none")
            || property.trim().eq_ignore_ascii_case("visibility") && value.starts_with("hidden")
    })
}

/// Longest word of a class name that is looked at.
const LONGEST_WORD: usize = 24;

fn of_class(value: &str) -> Hints {
    let mut hints = Hints::NONE;
    let bytes = value.as_bytes();
    let (mut at, mut previous) = (0, Word::default());
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            if bytes[at].is_ascii_whitespace() {
                previous = Word::default();
            }
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < bytes.len()
            && bytes[at].is_ascii_alphanumeric()
            && !(bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase())
        {
            at += 1;
        }
        let word = Word::of(&bytes[start..at]);
        hints = hints.with(of_words(previous.text(), word.text()));
        previous = word;
    }
    hints
}

#[derive(Clone, Copy, Default)]
struct Word {
    bytes: [u8; LONGEST_WORD],
    len: usize,
}

impl Word {
    fn of(text: &[u8]) -> Self {
        let mut word = Self { len: text.len().min(LONGEST_WORD), ..Self::default() };
        word.bytes[..word.len].copy_from_slice(&text[..word.len]);
        word.bytes.make_ascii_lowercase();
        word
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

fn of_words(before: &str, word: &str) -> Hints {
    match (before, word) {
        // WordPress names an article after its tags and categories.
        ("tag" | "category", _) => Hints::NONE,
        (
            "article" | "story" | "entry" | "post" | "news" | "content" | "page",
            "body" | "content" | "text" | "copy" | "bodytext",
        ) => Hints::CONTENT,
        ("article" | "story" | "author" | "editor", "bio") => Hints::BIO,
        ("author", "info" | "box" | "card" | "description" | "about" | "profile" | "details")
        | ("about", "author") => Hints::BIO,
        ("most", "popular" | "read" | "viewed" | "shared" | "commented")
        | ("read" | "see" | "learn", "more" | "next" | "also") => Hints::RELATED,
        ("more", "stories" | "from" | "news" | "articles" | "on" | "links")
        | ("also", "read")
        | ("up", "next") => Hints::RELATED,
        ("screen", "reader") | ("sr", "only") | ("visually", "hidden") => Hints::HIDDEN,
        (
            "ad",
            "slot" | "unit" | "container" | "wrapper" | "banner" | "label" | "text" | "placeholder" | "block"
            | "break",
        ) => Hints::AD,
        ("sign", "up") | ("email", "signup") | ("call", "action") => Hints::PROMO,
        (
            "photo" | "image" | "img" | "media" | "picture" | "wp",
            "caption" | "credit" | "credits" | "description" | "copyright",
        ) => Hints::CAPTION,
        (
            "post" | "article" | "entry" | "story" | "publish" | "published" | "updated" | "pub",
            "date" | "time" | "timestamp",
        )
        | ("posted" | "published", "on") => Hints::DATE,
        _ => of_word(word),
    }
}

fn of_word(word: &str) -> Hints {
    match word {
        "nav" | "navbar" | "navigation" | "menu" | "submenu" | "breadcrumb" | "breadcrumbs"
        | "pagination" | "pager" | "toolbar" | "toc" | "topnav" | "subnav" | "masthead" | "skip" => {
            Hints::NAV
        }
        "share" | "sharing" | "sharebar" | "shares" | "social" | "addthis" | "addtoany" | "sharedaddy"
        | "socials" | "socialmedia" | "followus" | "sharethis" | "sharetools" => Hints::SHARE,
        "related" | "recirc" | "recirculation" | "recommended" | "recommendation" | "recommendations"
        | "outbrain" | "taboola" | "trending" | "popular" | "mostread" | "readmore" | "relateds"
        | "zergnet" | "revcontent" | "teaser" | "teasers" | "relatedposts" | "relatedcontent" | "jp"
        | "yarpp" | "morefrom" | "linkbox" | "readnext" => Hints::RELATED,
        "comment" | "comments" | "disqus" | "respond" | "commentlist" | "livefyre" | "commenting"
        | "commentform" | "viafoura" => Hints::COMMENT,
        "footer" | "copyright" | "colophon" | "foot" => Hints::FOOTER,
        "sidebar" | "aside" | "rail" | "widget" | "widgets" | "sidebars" | "rightcol" | "rightrail" => {
            Hints::ASIDE
        }
        "caption" | "captions" | "figcaption" | "imagecaption" | "gallery" | "slideshow" | "carousel"
        | "lightbox" => Hints::CAPTION,
        "credit" | "credits" => Hints::CREDIT,
        "byline" | "bylines" | "authors" | "author" | "contributor" | "contributors" | "writer" => {
            Hints::BYLINE
        }
        "timestamp" | "pubdate" | "datetime" | "published" | "dateline" => Hints::DATE,
        "bio" | "authorbox" | "authorbio" => Hints::BIO,
        "ad" | "ads" | "advert" | "adverts" | "advertisement" | "advertising" | "advertorial" | "sponsor"
        | "sponsored" | "dfp" | "adsense" | "adslot" | "adbox" | "advertise" => Hints::AD,
        "newsletter" | "newsletters" | "subscribe" | "subscription" | "promo" | "promos" | "promotion"
        | "paywall" | "cookie" | "cookies" | "gdpr" | "consent" | "popup" | "modal" | "overlay"
        | "signup" | "donate" | "donation" | "banner" | "cta" | "optin" | "login" | "notification"
        | "toast" | "disclaimer" => Hints::PROMO,
        "tags" | "taglist" | "topics" | "keywords" | "hashtags" => Hints::TAGS,
        "hidden" | "hide" | "noprint" | "invisible" => Hints::HIDDEN,
        "headline" => Hints::TITLE,
        "standfirst" | "subtitle" | "subheadline" | "subhead" | "dek" | "lede" | "deck" | "summary"
        | "strapline" | "excerpt" => Hints::SUMMARY,
        "articlebody" | "storybody" | "articlecontent" | "entrycontent" | "postcontent" | "storytext"
        | "articletext" | "storycontent" | "bodycopy" | "postbody" | "maincontent" => Hints::CONTENT,
        _ => Hints::NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes() {
        assert_eq!(of_attr("class", "navy-blue sharepoint"), Hints::NONE);
        assert!(of_attr("class", "relatedPosts").has(Hints::RELATED));
        assert!(of_attr("CLASS", "x main-nav").has(Hints::NAV));
        assert!(of_attr("id", "article-body").has(Hints::CONTENT));
        assert!(of_attr("style", "color: red; display:none").has(Hints::HIDDEN));
        assert!(of_attr("style", "position:absolute;left:-9999px").has(Hints::OFF_SCREEN));
        assert_eq!(of_attr("style", "display: block; left: -10px"), Hints::NONE);
    }

    #[test]
    fn surest_noise_first() {
        let both = Hints::ASIDE.with(Hints::COMMENT);
        assert_eq!(both.noise().map(|h| h.noise), Some(Noise::CommentForm));
        assert_eq!(Hints::CONTENT.noise(), None);
    }
}
