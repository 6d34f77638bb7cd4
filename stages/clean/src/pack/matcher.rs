//! Packs, compiled: one automaton over all phrases, and a table that says which rules each
//! phrase serves.

use super::error::PackError;
use super::schema::{How, PackFile, Place, RuleTable};
use crate::kind::Noise;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use std::collections::HashMap;

/// Where a block stands in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    Top,
    Body,
    Bottom,
}

/// What rules may ask about a block besides its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) words: usize,
    /// Whether it reads as a sentence.
    pub(crate) prose: bool,
}

/// A rule that fires on a block wherever its `where` allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hit {
    pub(crate) rule: u16,
    pub(crate) noise: Noise,
    pub(crate) score: f32,
    place: Place,
    pub(crate) near_noise: bool,
}

impl Hit {
    /// Whether the rule holds in `zone`.
    pub(crate) fn holds_in(&self, zone: Zone) -> bool {
        match self.place {
            Place::Anywhere => true,
            Place::Edges => zone != Zone::Body,
            Place::Top => zone == Zone::Top,
            Place::Bottom => zone == Zone::Bottom,
        }
    }
}

#[derive(Debug)]
struct Compiled {
    id: String,
    hit: Hit,
    how: How,
    min_hits: usize,
    max_words: usize,
    prose: bool,
}

/// All packs of a stage.
#[derive(Debug)]
pub(crate) struct Packs {
    rules: Vec<Compiled>,
    /// For each phrase of the automaton, the rules that look for it.
    phrases: Vec<Vec<u16>>,
    finder: AhoCorasick,
    /// For each word, the `only` rules that allow it.
    vocabulary: HashMap<String, Vec<u16>>,
    only: Vec<u16>,
    longest: usize,
    longest_anywhere: Longest,
}

/// Words of the longest block on which a rule for all places can fire.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Longest {
    /// A block that reads as a sentence.
    pub(crate) prose: usize,
    pub(crate) other: usize,
}

/// Counters of one block, kept between blocks.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    hits: Vec<u16>,
    touched: Vec<u16>,
}

impl Packs {
    /// Reads and compiles pack files, given as `(name, text)`.
    pub(crate) fn compile<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, PackError> {
        let mut build = Builder::default();
        for (file, text) in files {
            let pack = parse(file, text)?;
            for rule in &pack.rules {
                build
                    .add(rule, &pack.pack.name)
                    .map_err(|e| PackError::file(file, e.1).in_rule(rule.id.get_ref()).at(text, e.0))?;
            }
        }
        build.finish()
    }

    /// `pack:NAME/RULE`.
    pub(crate) fn id(&self, rule: u16) -> &str {
        self.rules.get(usize::from(rule)).map_or("", |r| &r.id)
    }

    /// No rule fires on a block of more words than this.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// The same for blocks inside the article.
    pub(crate) fn longest_anywhere(&self) -> Longest {
        self.longest_anywhere
    }

    /// Appends the rules that fire on a block; `folded` is its text after [`super::fold`].
    pub(crate) fn find(&self, folded: &str, shape: Shape, counts: &mut Counts, out: &mut Vec<Hit>) {
        counts.hits.resize(self.rules.len(), 0);
        for found in self.finder.find_overlapping_iter(folded) {
            for &rule in &self.phrases[found.pattern().as_usize()] {
                if stands(folded, found.start(), found.end(), self.rules[usize::from(rule)].how) {
                    counts.add(rule);
                }
            }
        }
        self.count_words(folded, shape, counts);
        for rule in counts.touched.drain(..) {
            let hits = std::mem::take(&mut counts.hits[usize::from(rule)]);
            let compiled = &self.rules[usize::from(rule)];
            if compiled.allows(shape, usize::from(hits)) {
                out.push(compiled.hit);
            }
        }
    }

    fn count_words(&self, folded: &str, shape: Shape, counts: &mut Counts) {
        let longest = self.only.iter().map(|r| self.rules[usize::from(*r)].max_words).max().unwrap_or(0);
        if shape.words > longest {
            return;
        }
        let mut all = 0usize;
        let mut numbers = 0usize;
        for word in folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()) {
            all += 1;
            if word.starts_with(|c: char| c.is_ascii_digit()) && !self.vocabulary.contains_key(word) {
                numbers += 1;
                continue;
            }
            for &rule in self.vocabulary.get(word).into_iter().flatten() {
                counts.add(rule);
            }
        }
        for &rule in &self.only {
            let hits = &mut counts.hits[usize::from(rule)];
            if usize::from(*hits) + numbers != all {
                *hits = 0;
            }
        }
    }
}

impl Counts {
    fn add(&mut self, rule: u16) {
        let hits = &mut self.hits[usize::from(rule)];
        if *hits == 0 {
            self.touched.push(rule);
        }
        *hits = hits.saturating_add(1);
    }
}

impl Compiled {
    fn allows(&self, shape: Shape, hits: usize) -> bool {
        hits >= self.min_hits
            && (self.max_words == 0 || shape.words <= self.max_words)
            && (self.prose || !shape.prose)
    }
}

/// Whether a match is made of whole words and stands where `how` wants it.
fn stands(text: &str, start: usize, end: usize, how: How) -> bool {
    let before = &text[..start];
    let after = &text[end..];
    let word = |c: char| c.is_alphanumeric();
    let inner_start = text[start..end].starts_with(word);
    let inner_end = text[start..end].ends_with(word);
    if inner_start && before.ends_with(word) || inner_end && after.starts_with(word) {
        return false;
    }
    let empty = |s: &str| !s.contains(word);
    match how {
        How::Exact => empty(before) && empty(after),
        How::Starts => empty(before),
        How::Ends => empty(after),
        How::Contains => true,
        How::Only => false,
    }
}

pub(crate) fn parse(file: &str, text: &str) -> Result<PackFile, PackError> {
    toml::from_str(text).map_err(|e| {
        let error = PackError::file(file, e.message());
        match e.span() {
            Some(span) => error.at(text, span),
            None => error,
        }
    })
}

type Problem = (std::ops::Range<usize>, String);

#[derive(Default)]
struct Builder {
    rules: Vec<Compiled>,
    numbers: HashMap<String, usize>,
    texts: Vec<String>,
    phrases: Vec<Vec<u16>>,
    vocabulary: HashMap<String, Vec<u16>>,
    only: Vec<u16>,
}

impl Builder {
    fn add(&mut self, rule: &RuleTable, pack: &str) -> Result<(), Problem> {
        let number = u16::try_from(self.rules.len()).map_err(|_| {
            (rule.id.span(), "too many rules: expected at most 65536 in all packs".to_owned())
        })?;
        let noise = Noise::from_name(rule.kind.get_ref()).ok_or_else(|| {
            let known = Noise::NAMES.join(", ");
            (rule.kind.span(), format!("unknown kind `{}`; expected one of {known}", rule.kind.get_ref()))
        })?;
        let score = *rule.score.get_ref();
        if !(0.0..=1.0).contains(&score) {
            return Err((rule.score.span(), format!("`score` is {score}, but it must lie between 0 and 1")));
        }
        let id = format!("pack:{pack}/{}", rule.id.get_ref());
        if self.rules.iter().any(|r| r.id == id) {
            return Err((
                rule.id.span(),
                "this `id` is used twice in the pack; give each rule its own".to_owned(),
            ));
        }
        if rule.phrases.get_ref().is_empty() {
            return Err((rule.phrases.span(), "`phrases` is empty; write at least one".to_owned()));
        }
        for phrase in rule.phrases.get_ref() {
            self.add_phrase(number, rule, phrase)?;
        }
        if rule.how == How::Only {
            self.only.push(number);
        }
        let hit = Hit { rule: number, noise, score, place: rule.place, near_noise: rule.near_noise };
        let (how, min_hits, max_words, prose) = (rule.how, rule.min_hits, rule.max_words, rule.prose);
        self.rules.push(Compiled { id, hit, how, min_hits, max_words, prose });
        Ok(())
    }

    fn add_phrase(&mut self, number: u16, rule: &RuleTable, phrase: &str) -> Result<(), Problem> {
        let mut folded = String::new();
        super::fold(phrase, &mut folded);
        let folded = folded.trim().to_owned();
        if folded.is_empty() {
            return Err((rule.phrases.span(), "a phrase is blank; remove it or write one".to_owned()));
        }
        if rule.how == How::Only {
            if folded.contains(' ') {
                let message = format!(
                    "`{phrase}` is more than one word, but `match = \"only\"` takes single words; split it"
                );
                return Err((rule.phrases.span(), message));
            }
            self.vocabulary.entry(folded).or_default().push(number);
            return Ok(());
        }
        let at = *self.numbers.entry(folded.clone()).or_insert_with(|| {
            self.texts.push(folded);
            self.phrases.push(Vec::new());
            self.texts.len() - 1
        });
        self.phrases[at].push(number);
        Ok(())
    }

    fn finish(self) -> Result<Packs, PackError> {
        let finder = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&self.texts)
            .map_err(|e| PackError::file("all packs", format!("too many phrases: {e}")))?;
        let longest = |rules: &mut dyn Iterator<Item = &Compiled>| {
            rules.map(|r| if r.max_words == 0 { usize::MAX } else { r.max_words }).max().unwrap_or(0)
        };
        let everywhere = |r: &&Compiled| r.hit.place == Place::Anywhere;
        let longest_anywhere = Longest {
            prose: longest(&mut self.rules.iter().filter(everywhere).filter(|r| r.prose)),
            other: longest(&mut self.rules.iter().filter(everywhere)),
        };
        Ok(Packs {
            longest: longest(&mut self.rules.iter()),
            longest_anywhere,
            rules: self.rules,
            phrases: self.phrases,
            finder,
            vocabulary: self.vocabulary,
            only: self.only,
        })
    }
}
