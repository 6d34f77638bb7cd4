//! The document as both stages read it: text, paragraphs, sentences, words and mentions, as plain slices.
//!
//! Offsets are bytes. Slices are sorted and their spans do not overlap, except that mentions may nest.

/// A span of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of two offsets.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Whether the other span lies inside this one.
    #[must_use]
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The offsets as a range of `usize`.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What sort of thing a mention names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A country, city or other place with a government.
    State,
    /// A people, party or faith; adjectives of these.
    Group,
    /// Anything else: never a speaker.
    #[default]
    Other,
}

impl Sort {
    /// The sort of an entity label of the record contract.
    #[must_use]
    pub fn of(label: &str) -> Self {
        match label {
            "PER" => Self::Person,
            "ORG" => Self::Organisation,
            "GPE" => Self::State,
            "NORP" => Self::Group,
            _ => Self::Other,
        }
    }
}

/// One mention of an entity.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mention<'a> {
    /// Where it stands.
    pub span: Span,
    /// What sort of thing it names.
    pub sort: Sort,
    /// The entity.
    pub id: &'a str,
    /// The side it speaks for, where known.
    pub actor: Option<&'a str>,
}

impl<'a> Mention<'a> {
    /// The actor where known, else the entity.
    #[must_use]
    pub fn side(&self) -> &'a str {
        self.actor.unwrap_or(self.id)
    }
}

/// A paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands.
    pub span: Span,
    /// Whether it is a title or a heading.
    pub heading: bool,
}

/// Everything the algorithms read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Doc<'a> {
    /// The text.
    pub text: &'a str,
    /// Paragraphs, or other blocks.
    pub paragraphs: &'a [Paragraph],
    /// Sentences; none crosses a paragraph.
    pub sentences: &'a [Span],
    /// Words and punctuation marks.
    pub words: &'a [Span],
    /// Mentions of entities.
    pub mentions: &'a [Mention<'a>],
    /// The year it is from, where that is known.
    pub year: Option<u16>,
}
