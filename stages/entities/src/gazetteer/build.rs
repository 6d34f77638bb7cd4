//! Building: names into a trie, words into a table, what they mean into entries; then all of it into a model file.

use super::families::Families;
use super::policy::{Policy, Use};
use super::slots::{EDGES, WORDS};
use super::spelling::{Spelled, spellings};
use crate::actors::Actor;
use crate::class::Class;
use crate::flags::*;
use crate::token::{self, Token, tokenise};
use crate::{fold, words};
use chaffinch_model::ModelBuilder;
use std::collections::HashMap;

/// Names of more words than this are refused.
pub(crate) const LONGEST: usize = 24;
/// Numbers in a shape: capitals, acronyms, strict acronyms, small letters, diacritics, source.
pub(crate) const SHAPE: usize = 6;
/// Numbers in an entry: name, id, side, metonym, class and source.
pub(crate) const ENTRY: usize = 5;
/// Bit of a shape's source: the name is only a hint.
pub(crate) const HINT: u32 = 1 << 8;
/// Version of the sections and of the hashes and facts in them; a file of another version is refused.
pub(crate) const FORMAT: &str = "1";
/// Sources fit in a set of bits.
const MOST_SOURCES: usize = 32;
/// Longer strings have no place in the pool.
const LONGEST_STRING: usize = 1024;

/// What a source lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Actors, with ids and sides.
    Actors,
    /// Names and words.
    Names,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Kind::Actors => "actors",
            Kind::Names => "names",
        }
    }
}

/// What a name means.
#[derive(Clone, Copy)]
pub(crate) struct Named<'n> {
    pub(crate) id: Option<&'n str>,
    pub(crate) name: &'n str,
    pub(crate) class: Class,
    pub(crate) actor: Option<&'n str>,
    pub(crate) metonym_of: Option<&'n str>,
}

/// A gazetteer that is being built.
pub(crate) struct Builder {
    families: Families,
    sources: Vec<(String, Kind)>,
    words: Vec<(u64, Flags)>,
    word_at: HashMap<u64, usize>,
    edges: Vec<(u64, u64)>,
    next: HashMap<u64, u32>,
    states: u32,
    ends: Vec<End>,
    shapes: Vec<[u32; SHAPE]>,
    shape_at: HashMap<[u32; SHAPE], u32>,
    entries: Vec<[u32; ENTRY]>,
    strings: Vec<u8>,
    string_at: HashMap<String, u32>,
    lists: Vec<(String, Vec<Actor>)>,
    names: usize,
    tokens: Vec<Token>,
}

/// A name ends at a state.
#[derive(Clone, Copy)]
struct End {
    state: u32,
    respelt: bool,
    entry: u32,
    shape: u32,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            families: Families::new(),
            sources: Vec::new(),
            words: Vec::new(),
            word_at: HashMap::new(),
            edges: Vec::new(),
            next: HashMap::new(),
            states: 1,
            ends: Vec::new(),
            shapes: Vec::new(),
            shape_at: HashMap::new(),
            entries: Vec::new(),
            // the offset zero means "none"
            strings: vec![0, 0],
            string_at: HashMap::new(),
            lists: Vec::new(),
            names: 0,
            tokens: Vec::new(),
        }
    }
}

impl Builder {
    /// Adds the closed word classes of [`crate::words`].
    pub(crate) fn classes(&mut self) {
        for (flags, list) in words::LISTS {
            for word in list.split_whitespace() {
                self.mark(word, *flags);
            }
        }
        for (flags, list) in [(SAY.with(ACT), words::SAYING), (ACT, words::ACTING), (TOWARD, words::OBJECT)] {
            for base in list.split_whitespace() {
                words::inflect(base, |form| self.mark(form, flags));
            }
        }
        for word in words::AUXILIARY.split_whitespace() {
            self.mark(word, ACT);
        }
    }

    /// What follows comes from this source.
    ///
    /// # Errors
    /// Too many sources, or two of the same name.
    pub(crate) fn source(&mut self, name: String, kind: Kind) -> Result<(), String> {
        if self.sources.iter().any(|s| s.0 == name) {
            return Err(format!("two sources are named `{name}`; rename one of the files"));
        }
        if self.sources.len() == MOST_SOURCES {
            return Err(format!("more than {MOST_SOURCES} sources; join some of them"));
        }
        self.sources.push((name, kind));
        Ok(())
    }

    /// Keeps a list of actors as it is, for what is built from it whole.
    pub(crate) fn keep(&mut self, actors: &[Actor]) {
        let name = self.sources.last().map(|s| s.0.clone()).unwrap_or_default();
        self.lists.push((name, actors.to_vec()));
    }

    /// Adds facts of a word.
    pub(crate) fn mark(&mut self, word: &str, flags: Flags) {
        self.mark_hash(fold::hash(word), flags);
    }

    fn mark_hash(&mut self, hash: u64, flags: Flags) {
        let at = *self.word_at.entry(hash).or_insert(self.words.len());
        match self.words.get_mut(at) {
            Some(known) => known.1 |= flags,
            None => self.words.push((hash, flags)),
        }
    }

    /// Adds something that names may mean.
    ///
    /// # Errors
    /// A name too long, or more than a file holds.
    pub(crate) fn entry(&mut self, named: &Named<'_>) -> Result<u32, String> {
        let source = u32::try_from(self.sources.len().saturating_sub(1)).unwrap_or(0);
        let row = [
            self.string(named.name)?,
            self.optional(named.id)?,
            self.optional(named.actor)?,
            self.optional(named.metonym_of)?,
            named.class as u32 | source << 8,
        ];
        if self.entries.last() == Some(&row) {
            return index(self.entries.len() - 1);
        }
        self.entries.push(row);
        index(self.entries.len() - 1)
    }

    fn optional(&mut self, text: Option<&str>) -> Result<u32, String> {
        text.map_or(Ok(0), |t| self.string(t))
    }

    fn string(&mut self, text: &str) -> Result<u32, String> {
        if let Some(&at) = self.string_at.get(text) {
            return Ok(at);
        }
        let len = u16::try_from(text.len()).ok().filter(|&n| usize::from(n) <= LONGEST_STRING);
        let Some(len) = len else {
            return Err(format!("a name has {} bytes, expected at most {LONGEST_STRING}", text.len()));
        };
        let at = index(self.strings.len())?;
        self.strings.extend_from_slice(&len.to_le_bytes());
        self.strings.extend_from_slice(text.as_bytes());
        self.string_at.insert(text.to_owned(), at);
        Ok(at)
    }

    /// Adds a name of an entry, in all its spellings. A name that does not begin with a word has none.
    ///
    /// # Errors
    /// A name of too many words, or more than a file holds.
    pub(crate) fn name(&mut self, name: &str, entry: u32, policy: Policy) -> Result<(), String> {
        let mut tokens = std::mem::take(&mut self.tokens);
        tokenise(name, |_| Flags::default(), &mut tokens);
        let begins =
            tokens.first().is_some_and(|t| matches!(t.kind, token::Kind::Word | token::Kind::Number));
        let done = match tokens.len() {
            n if n > LONGEST => {
                Err(format!("the name `{name}` has {n} words and marks, expected at most {LONGEST}"))
            }
            _ if begins => self.spell(name, &tokens, entry, policy),
            _ => Ok(()),
        };
        self.tokens = tokens;
        done
    }

    fn spell(&mut self, name: &str, tokens: &[Token], entry: u32, policy: Policy) -> Result<(), String> {
        let families = std::mem::replace(&mut self.families, Families::none());
        let mut done = Ok(());
        spellings(name, tokens, policy, &families, |spelled| {
            if done.is_ok() {
                done = self.insert(spelled, entry, policy);
            }
        });
        self.families = families;
        self.names += 1;
        done
    }

    fn insert(&mut self, spelled: &Spelled, entry: u32, policy: Policy) -> Result<(), String> {
        let Some(first) = spelled.signs.first() else { return Ok(()) };
        let hint = if policy.usage == Use::Hint { HINT } else { 0 };
        let starts = match (policy.usage, first.caps) {
            (Use::Hint, _) => STARTS_HINT,
            (Use::Name, true) => STARTS,
            (Use::Name, false) => STARTS.with(STARTS_LOWER),
        };
        self.mark_hash(first.hash, starts);
        let mut shape = [0; SHAPE];
        shape[5] = index(self.sources.len().saturating_sub(1))? | hint;
        let mut state = 0;
        for (i, sign) in spelled.signs.iter().enumerate() {
            let needs = [sign.caps, sign.upper, sign.strict, sign.lower, sign.marks];
            for (set, need) in shape.iter_mut().zip(needs) {
                *set |= u32::from(need) << i;
            }
            state = self.step(state, sign.hash)?;
        }
        let fresh = index(self.shapes.len())?;
        let at = *self.shape_at.entry(shape).or_insert(fresh);
        if at == fresh {
            self.shapes.push(shape);
        }
        self.ends.push(End { state, respelt: spelled.respelt, entry, shape: at });
        Ok(())
    }

    fn step(&mut self, state: u32, hash: u64) -> Result<u32, String> {
        let key = edge(state, hash);
        let fresh = self.states;
        let to = *self.next.entry(key).or_insert(fresh);
        if to == fresh {
            self.edges.push((key, u64::from(fresh)));
            self.states = fresh.checked_add(1).ok_or("more names than a gazetteer holds")?;
        }
        Ok(to)
    }

    /// What is in it, for a card.
    pub(crate) fn facts(&self) -> Vec<(String, String)> {
        let sources: Vec<&str> = self.sources.iter().map(|s| s.0.as_str()).collect();
        [
            ("sources, in order of precedence", sources.join(", ")),
            ("words", self.words.len().to_string()),
            ("names", self.names.to_string()),
            ("spellings of names", self.ends.len().to_string()),
            ("entries", self.entries.len().to_string()),
            ("states", self.states.to_string()),
            ("format", FORMAT.to_owned()),
        ]
        .map(|(what, value)| (what.to_owned(), value))
        .to_vec()
    }

    /// The file.
    ///
    /// # Errors
    /// More than a file holds.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, String> {
        let (starts, readings) = self.readings()?;
        let (words, facts) = self.word_table()?;
        let sources: Vec<String> =
            self.sources.iter().map(|(name, kind)| format!("{name}:{}", kind.name())).collect();
        let actors =
            serde_json::to_vec(&self.lists).map_err(|e| format!("the actors cannot be written: {e}"))?;
        let file = ModelBuilder::new("gazetteer")
            .meta("format", FORMAT)
            .meta("sources", sources.join(","))
            .meta("names", self.names.to_string())
            .section_of("words", &words)
            .section_of("facts", &facts)
            .section_of("edges", &EDGES.table(&self.edges)?)
            .section_of("ends", &starts)
            .section_of("readings", &readings)
            .section_of("shapes", self.shapes.as_flattened())
            .section_of("entries", self.entries.as_flattened())
            .section("strings", &self.strings)
            .section("actors", &actors);
        Ok(file.finish())
    }

    /// By state where its readings start, and the readings: names written so before respelt ones, then as they came.
    fn readings(&mut self) -> Result<(Vec<u32>, Vec<u64>), String> {
        self.ends.sort_by_key(|e| (e.state, e.respelt));
        let mut starts = Vec::with_capacity(self.states as usize + 1);
        let mut readings = Vec::with_capacity(self.ends.len());
        let mut rest = self.ends.as_slice();
        for state in 0..self.states {
            starts.push(index(readings.len())?);
            let (here, more) = rest.split_at(rest.partition_point(|e| e.state <= state));
            for (i, end) in here.iter().enumerate() {
                if !here[..i].iter().any(|before| self.repeats(before, end)) {
                    readings.push(u64::from(end.shape) << 32 | u64::from(end.entry));
                }
            }
            rest = more;
        }
        starts.push(index(readings.len())?);
        Ok((starts, readings))
    }

    /// Whether `end` says nothing that `before` does not say: the same class and id, found wherever `end` is.
    fn repeats(&self, before: &End, end: &End) -> bool {
        let (a, b) = (&self.shapes[before.shape as usize], &self.shapes[end.shape as usize]);
        let covers = (0..5).all(|i| a[i] & !b[i] == 0) && a[5] & HINT <= b[5] & HINT;
        let (x, y) = (&self.entries[before.entry as usize], &self.entries[end.entry as usize]);
        // a source can be switched off, so only its own entries make another of it needless
        covers && a[5] & 0xff == b[5] & 0xff && (before.entry == end.entry || x == y)
    }

    fn word_table(&self) -> Result<(Vec<u64>, Vec<u64>), String> {
        let mut facts = vec![0];
        let mut fact_at = HashMap::new();
        let mut pairs = Vec::with_capacity(self.words.len());
        for &(hash, flags) in &self.words {
            let at = *fact_at.entry(flags.bits()).or_insert(facts.len());
            if at == facts.len() {
                facts.push(flags.bits());
            }
            pairs.push((hash, u64::from(index(at)?)));
        }
        Ok((WORDS.table(&pairs)?, facts))
    }
}

/// The hash of an edge of the trie.
#[inline]
pub(crate) fn edge(state: u32, hash: u64) -> u64 {
    (hash ^ u64::from(state).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd)
}

fn index(at: usize) -> Result<u32, String> {
    u32::try_from(at).map_err(|_| "more names than a gazetteer holds".to_owned())
}
