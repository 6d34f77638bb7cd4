//! Reading a compiled gazetteer in place. Every offset in it is followed with a check: a damaged file gives wrong names, not a
//! panic.

use super::build::{ENTRY, FORMAT, HINT, Kind, LONGEST, SHAPE, edge};
use super::slots::{EDGES, WORDS};
use crate::actors::Actor;
use crate::class::Class;
use crate::flags::Flags;
use crate::token::{Gap, INNER, Shape, Token};
use chaffinch_model::{Bytes, Model, ModelError, Numbers};

/// An open gazetteer.
pub(crate) struct Gazetteer {
    words: Numbers<u64>,
    facts: Numbers<u64>,
    edges: Numbers<u64>,
    ends: Numbers<u32>,
    readings: Numbers<u64>,
    shapes: Numbers<u32>,
    entries: Numbers<u32>,
    strings: Numbers<u8>,
    actors: Numbers<u8>,
    sources: Vec<(String, Kind)>,
}

/// The facts of words.
#[derive(Clone, Copy)]
pub(crate) struct Words<'g> {
    slots: &'g [u64],
    facts: &'g [u64],
}

impl Words<'_> {
    /// The facts of a word by its hash.
    #[inline]
    pub(crate) fn facts(&self, hash: u64) -> Flags {
        let row = WORDS.get(self.slots, hash).and_then(|at| usize::try_from(at).ok());
        Flags::of_bits(row.and_then(|at| self.facts.get(at).copied()).unwrap_or(0))
    }
}

/// What a name means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry<'g> {
    /// Canonical id; none where it is the slug of `name`.
    pub(crate) id: Option<&'g str>,
    /// Canonical name.
    pub(crate) name: &'g str,
    /// Label.
    pub(crate) class: Class,
    /// The side it always speaks for.
    pub(crate) actor: Option<&'g str>,
    /// The side it stands for where it acts.
    pub(crate) metonym_of: Option<&'g str>,
    /// Whether it comes from an actor gazetteer.
    pub(crate) listed: bool,
}

impl Default for Entry<'_> {
    /// Nothing that a text could name.
    fn default() -> Self {
        Self { id: None, name: "", class: Class::Misc, actor: None, metonym_of: None, listed: false }
    }
}

/// A reading of a name: its entry within the gazetteer, and where it is from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Origin {
    /// Index of the entry.
    pub(crate) entry: u32,
    /// Number of the source.
    pub(crate) source: u32,
    /// Whether the name never stands on its own.
    pub(crate) hint: bool,
}

/// How the tokens of a match are written, by position.
#[derive(Clone, Copy, Default)]
struct Written {
    caps: u32,
    upper: u32,
    strict: u32,
    marks: u32,
}

impl Gazetteer {
    /// Opens a compiled gazetteer. Reads its header, not its sections.
    ///
    /// # Errors
    /// No gazetteer, one of another format, or one whose sections do not fit together.
    pub(crate) fn open(bytes: impl Into<Bytes>) -> Result<Self, ModelError> {
        Self::of(&Model::open(bytes, "gazetteer")?)
    }

    /// As [`Gazetteer::open`], and every section is what was written.
    ///
    /// # Errors
    /// As [`Gazetteer::open`]; the first damaged section.
    pub(crate) fn verified(bytes: impl Into<Bytes>) -> Result<Self, ModelError> {
        Self::of(&Model::open(bytes, "gazetteer")?.verify()?)
    }

    fn of(model: &Model) -> Result<Self, ModelError> {
        model.expect("format", FORMAT)?;
        let gazetteer = Self {
            words: model.keep("words")?,
            facts: model.keep("facts")?,
            edges: model.keep("edges")?,
            ends: model.keep("ends")?,
            readings: model.keep("readings")?,
            shapes: model.keep("shapes")?,
            entries: model.keep("entries")?,
            strings: model.keep("strings")?,
            actors: model.keep("actors")?,
            sources: sources(model.meta("sources").unwrap_or_default())?,
        };
        let whole =
            gazetteer.shapes.len().is_multiple_of(SHAPE) && gazetteer.entries.len().is_multiple_of(ENTRY);
        if whole { Ok(gazetteer) } else { Err(ModelError::new("is damaged; compile it again")) }
    }

    /// What is known of words.
    pub(crate) fn words(&self) -> Words<'_> {
        Words { slots: &self.words, facts: &self.facts }
    }

    /// The sources by number: name and kind.
    pub(crate) fn sources(&self) -> &[(String, Kind)] {
        &self.sources
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.entries.len() / ENTRY).unwrap_or(u32::MAX)
    }

    /// An entry; an empty one if there is none of that number.
    pub(crate) fn entry(&self, number: u32) -> Entry<'_> {
        let at = (number as usize).saturating_mul(ENTRY);
        let row = |i: usize| self.entries.get(at + i).copied().unwrap_or(0);
        let (class, listed) = self.sort_of(number);
        Entry {
            id: self.string(row(1)),
            name: self.string(row(0)).unwrap_or_default(),
            class,
            actor: self.string(row(2)),
            metonym_of: self.string(row(3)),
            listed,
        }
    }

    /// The class of an entry, and whether it comes from an actor gazetteer.
    pub(crate) fn sort_of(&self, number: u32) -> (Class, bool) {
        let row = (number as usize).saturating_mul(ENTRY).saturating_add(4);
        let [class, source, ..] = self.entries.get(row).copied().unwrap_or(0).to_le_bytes();
        let class = Class::ALL.get(usize::from(class)).copied().unwrap_or(Class::Misc);
        (class, self.sources.get(usize::from(source)).is_some_and(|s| s.1 == Kind::Actors))
    }

    /// The actor lists by the names of their sources.
    ///
    /// # Errors
    /// When they are damaged.
    pub(crate) fn actors(&self) -> Result<Vec<(String, Vec<Actor>)>, ModelError> {
        serde_json::from_slice(&self.actors)
            .map_err(|e| ModelError::new(format!("has damaged actors ({e}); compile it again")))
    }

    fn string(&self, at: u32) -> Option<&str> {
        let bytes = self.strings.get(at as usize..).filter(|_| at > 0)?;
        let (len, rest) = bytes.split_first_chunk()?;
        let text = rest.get(..usize::from(u16::from_le_bytes(*len)))?;
        std::str::from_utf8(text).ok()
    }

    /// Calls `each` with the end (one past the last token) of every name that starts at token `at`, shortest first, and its first
    /// reading that `wanted` lets pass.
    pub(crate) fn names(
        &self,
        tokens: &[Token],
        at: usize,
        wanted: impl Fn(Origin) -> bool,
        mut each: impl FnMut(usize, Origin),
    ) {
        self.walk(tokens, at, |end, state, written| {
            if let Some(origin) = self.fitting(state, written).find(|&o| wanted(o)) {
                each(end, origin);
            }
        });
    }

    /// Calls `each` with all readings of the name that is tokens `at..end`, in order of precedence.
    pub(crate) fn readings(&self, tokens: &[Token], at: usize, end: usize, mut each: impl FnMut(Origin)) {
        self.walk(tokens, at, |here, state, written| {
            if here == end {
                self.fitting(state, written).for_each(&mut each);
            }
        });
    }

    fn walk(&self, tokens: &[Token], at: usize, mut each: impl FnMut(usize, u32, Written)) {
        let edges: &[u64] = &self.edges;
        let (mut state, mut written) = (0, Written::default());
        for (i, token) in tokens.get(at..).unwrap_or_default().iter().take(LONGEST).enumerate() {
            if i > 0 && token.gap == Gap::Block {
                return;
            }
            let Some(to) = EDGES.get(edges, edge(state, token.hash)) else { return };
            state = u32::try_from(to).unwrap_or(0);
            written.add(token, i);
            each(at + i + 1, state, written);
        }
    }

    /// The readings of a state that fit how the name is written.
    fn fitting(&self, state: u32, written: Written) -> impl Iterator<Item = Origin> {
        let bound = |at: usize| self.ends.get(at).map_or(0, |&n| n as usize);
        let readings =
            self.readings.get(bound(state as usize)..bound(state as usize + 1)).unwrap_or_default();
        readings.iter().filter_map(move |&reading| {
            let [shape, entry] =
                [reading >> 32, reading & 0xffff_ffff].map(|n| u32::try_from(n).unwrap_or(0));
            let at = (shape as usize).saturating_mul(SHAPE);
            let row = self.shapes.get(at..at + SHAPE)?;
            let fits = row[0] & !written.caps == 0
                && row[1] & !written.upper == 0
                && row[2] & !written.strict == 0
                && row[3] & written.caps == 0
                && row[4] & !written.marks == 0;
            fits.then_some(Origin { entry, source: row[5] & 0xff, hint: row[5] & HINT != 0 })
        })
    }
}

impl Written {
    #[inline]
    fn add(&mut self, token: &Token, i: usize) {
        let strict = matches!(token.shape, Shape::Upper | Shape::Initial);
        // `Nato` and `Unicef` are written so too; shorter acronyms are not
        let acronym =
            strict || token.place & INNER != 0 || (token.shape == Shape::Cap && token.end - token.start >= 4);
        self.caps |= u32::from(strict || token.shape == Shape::Cap) << i;
        self.upper |= u32::from(acronym) << i;
        self.strict |= u32::from(strict) << i;
        self.marks |= u32::from(token.marked) << i;
    }
}

fn sources(list: &str) -> Result<Vec<(String, Kind)>, ModelError> {
    let one = |text: &str| {
        let (name, kind) = text.split_once(':')?;
        let kind = [Kind::Actors, Kind::Names].into_iter().find(|k| k.name() == kind)?;
        Some((name.to_owned(), kind))
    };
    let wrong =
        |text: &str| ModelError::new(format!("has a source `{text}` that is unknown; compile it again"));
    list.split(',').filter(|s| !s.is_empty()).map(|s| one(s).ok_or_else(|| wrong(s))).collect()
}
