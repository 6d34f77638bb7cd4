//! What a block of the page is: the kinds of text that stay, and the kinds of noise that go.
//!
//! The names are those of record v1: a kept block becomes a span of `blocks`, a dropped one a
//! span of `dropped`.

/// Declares an enum whose variants have the names that records use.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
        }

        impl $name {
            /// All of them, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// Their names, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($text),*];

            /// The name records use.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The one with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|k| k.name() == name)
            }
        }
    };
}

named! {
    /// Text that stays.
    Keep {
        Title = "title",
        Heading = "heading",
        Body = "body",
        Quote = "quote",
        List = "list",
    }
}

named! {
    /// Noise that goes, with the reason.
    Noise {
        Spam = "spam",
        Nav = "nav",
        Date = "date",
        Share = "share",
        Caption = "caption",
        Credit = "credit",
        Byline = "byline",
        Dateline = "dateline",
        CommentForm = "comment_form",
        Disclaimer = "disclaimer",
        AuthorBio = "author_bio",
        Related = "related",
        Footer = "footer",
        Boilerplate = "boilerplate",
        RepeatedTitle = "repeated_title",
        Markup = "markup",
    }
}

/// The rule that dropped a block: one of the code's (`text/date-line`) or of a pack
/// (`pack:spam/escort`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// A rule written in code; its id.
    Code(&'static str),
    /// A rule of a pack; its number in [`crate::pack::Packs`].
    Pack(u16),
}

/// What happens to a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fate {
    /// It stays.
    Keep(Keep),
    /// It goes: why, by which rule, and how sure that rule is (0 to 1).
    Drop(Noise, Rule, f32),
}

impl Fate {
    pub(crate) fn noise(self) -> Option<Noise> {
        match self {
            Self::Drop(noise, ..) => Some(noise),
            Self::Keep(_) => None,
        }
    }

    pub(crate) fn is_dropped(self) -> bool {
        self.noise().is_some()
    }
}
