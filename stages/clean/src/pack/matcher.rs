//! Packs, compiled: automata over all phrases, and tables that say which rules each phrase
//! serves. Most phrases must begin their block and are looked for only there; few are looked for
//! everywhere. Packs of a site are in there, too; [`Active`] leaves their rules out for the
//! documents of other sites.

use super::error::PackError;
use super::pattern;
use super::schema::{How, PackFile, Place, RuleTable};
use super::site::{Site, Sites};
use crate::kind::Noise;
use aho_corasick::{
    AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Anchored, Input, MatchKind, StartKind,
    automaton::OverlappingState, packed,
};
use regex::Regex;
use std::collections::HashMap;
use std::ops::Range;
use toml::Spanned;

/// Where a block stands in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    Top,
    Body,
    Bottom,
}

/// Which of a block's rules are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All.
    Everywhere,
    /// Those that hold inside the article, too.
    Body,
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
    /// Which pack it is of.
    pack: usize,
    hit: Hit,
    how: How,
    patterns: Vec<Regex>,
    min_hits: usize,
    max_words: usize,
    prose: bool,
}

/// What of a pack concerns all its rules.
#[derive(Debug)]
struct Group {
    /// `None` for all.
    sites: Option<Sites>,
    longest: Longest,
}

/// All packs of a stage.
#[derive(Debug)]
pub(crate) struct Packs {
    rules: Vec<Compiled>,
    /// The phrases that begin their block (`exact`, `starts`).
    openers: Phrases,
    /// The others.
    inner: Phrases,
    /// Of these, the ones of rules that hold inside the article.
    inner_of_body: Phrases,
    /// For each word, the `only` rules that allow it.
    vocabulary: HashMap<String, Vec<u16>>,
    only: Vec<u16>,
    /// Words of the longest blocks on which an `only` rule can fire.
    only_longest: ByShape,
    /// The rules that look for patterns.
    patterned: Vec<u16>,
    groups: Vec<Group>,
}

/// Phrases, and for each of them the rules that look for it.
#[derive(Debug)]
struct Phrases {
    finder: AhoCorasick,
    /// Tells texts without any of the phrases, many bytes at once; none where there are too many.
    sieve: Option<packed::Searcher>,
    rules: Vec<Vec<u16>>,
}

/// The packs that hold for a document.
#[derive(Debug)]
pub(crate) struct Active<'p> {
    packs: &'p Packs,
    /// For each pack, whether it holds.
    on: Vec<bool>,
    longest: Longest,
}

/// Words of the longest blocks on which rules can fire.
#[derive(Clone, Copy, Debug, Default)]
struct Longest {
    any: usize,
    anywhere: ByShape,
}

/// Words of the longest blocks on which a rule can fire.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ByShape {
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
            build.add_pack(file, text, &parse(file, text)?)?;
        }
        build.finish()
    }

    /// Whether some pack is for some sites only.
    pub(crate) fn have_sites(&self) -> bool {
        self.groups.iter().any(|g| g.sites.is_some())
    }

    /// The packs that hold for the documents of `site`.
    pub(crate) fn on(&self, site: &Site) -> Active<'_> {
        self.active(|group| group.sites.as_ref().is_none_or(|s| s.hold(site)))
    }

    /// All of them, as for a document of each pack's own site.
    pub(crate) fn all(&self) -> Active<'_> {
        self.active(|_| true)
    }

    fn active(&self, holds: impl Fn(&Group) -> bool) -> Active<'_> {
        let on: Vec<bool> = self.groups.iter().map(holds).collect();
        let groups = self.groups.iter().zip(&on).filter(|(_, on)| **on);
        let longest = groups.fold(Longest::default(), |all, (group, _)| all.max(group.longest));
        Active { packs: self, on, longest }
    }

    /// `pack:NAME/RULE`.
    pub(crate) fn id(&self, rule: u16) -> &str {
        self.rules.get(usize::from(rule)).map_or("", |r| &r.id)
    }
}

impl Longest {
    fn of(rule: &Compiled) -> Self {
        let all = Self::words(rule);
        let anywhere = rule.hit.place == Place::Anywhere;
        Self { any: all.other, anywhere: if anywhere { all } else { ByShape::default() } }
    }

    /// Words of the longest blocks that the rule allows.
    fn words(rule: &Compiled) -> ByShape {
        let other = if rule.max_words == 0 { usize::MAX } else { rule.max_words };
        ByShape { prose: if rule.prose { other } else { 0 }, other }
    }

    fn max(self, other: Self) -> Self {
        Self { any: self.any.max(other.any), anywhere: self.anywhere.max(other.anywhere) }
    }
}

impl ByShape {
    fn max(self, other: Self) -> Self {
        Self { prose: self.prose.max(other.prose), other: self.other.max(other.other) }
    }
}

impl Active<'_> {
    /// No rule fires on a block of more words than this.
    pub(crate) fn longest(&self) -> usize {
        self.longest.any
    }

    /// The same for blocks inside the article.
    pub(crate) fn longest_anywhere(&self) -> ByShape {
        self.longest.anywhere
    }

    /// Appends the rules that fire on a block, at least those that `scope` wants; `folded` is its
    /// text after [`super::fold`].
    pub(crate) fn find(
        &self,
        folded: &str,
        shape: Shape,
        scope: Scope,
        counts: &mut Counts,
        out: &mut Vec<Hit>,
    ) {
        let packs = self.packs;
        counts.hits.resize(packs.rules.len(), 0);
        packs.count_phrases(folded, scope, counts);
        packs.count_words(folded, shape, counts);
        for rule in counts.touched.drain(..) {
            let hits = std::mem::take(&mut counts.hits[usize::from(rule)]);
            let compiled = &packs.rules[usize::from(rule)];
            if self.on[compiled.pack] && compiled.allows(shape) && usize::from(hits) >= compiled.min_hits {
                out.push(compiled.hit);
            }
        }
        for compiled in packs.patterned.iter().map(|r| &packs.rules[usize::from(*r)]) {
            if self.on[compiled.pack] && compiled.allows(shape) && compiled.matches(folded) {
                out.push(compiled.hit);
            }
        }
    }
}

impl Packs {
    fn count_phrases(&self, folded: &str, scope: Scope, counts: &mut Counts) {
        let words = words_of(folded);
        let mut count = |phrases: &Phrases, phrase: usize, found: Range<usize>| {
            for &rule in &phrases.rules[phrase] {
                if stands(folded, &words, found.clone(), self.rules[usize::from(rule)].how) {
                    counts.add(rule);
                }
            }
        };
        let inner = if scope == Scope::Body { &self.inner_of_body } else { &self.inner };
        if inner.may_be_in(folded) {
            for found in inner.finder.find_overlapping_iter(folded) {
                count(inner, found.pattern().as_usize(), found.range());
            }
        }
        for start in 0..=words.start {
            let input = Input::new(folded).span(start..folded.len()).anchored(Anchored::Yes);
            let mut state = OverlappingState::start();
            self.openers.finder.find_overlapping(input.clone(), &mut state);
            while let Some(found) = state.get_match() {
                count(&self.openers, found.pattern().as_usize(), found.range());
                self.openers.finder.find_overlapping(input.clone(), &mut state);
            }
        }
    }

    fn count_words(&self, folded: &str, shape: Shape, counts: &mut Counts) {
        let longest = if shape.prose { self.only_longest.prose } else { self.only_longest.other };
        if shape.words > longest {
            return;
        }
        let mut all = 0usize;
        let mut numbers = 0usize;
        for word in folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()) {
            all += 1;
            match self.vocabulary.get(word) {
                Some(rules) => rules.iter().for_each(|rule| counts.add(*rule)),
                None if word.starts_with(|c: char| c.is_ascii_digit()) => numbers += 1,
                None => {
                    all = usize::MAX; // no rule allows this word
                    break;
                }
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

impl Phrases {
    fn may_be_in(&self, text: &str) -> bool {
        !self.rules.is_empty() && self.sieve.as_ref().is_none_or(|s| s.find(text).is_some())
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
    fn allows(&self, shape: Shape) -> bool {
        (self.max_words == 0 || shape.words <= self.max_words) && (self.prose || !shape.prose)
    }

    /// Whether enough of its patterns match.
    fn matches(&self, folded: &str) -> bool {
        folded.len() <= pattern::MOST_BYTES
            && self.patterns.iter().filter(|p| p.is_match(folded)).take(self.min_hits).count()
                >= self.min_hits
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// From the first word of `text` to the last, or from its end to its start where there is none.
/// Found once, because a block may match thousands of times.
fn words_of(text: &str) -> Range<usize> {
    let first = text.find(is_word).unwrap_or(text.len());
    first..text.trim_end_matches(|c| !is_word(c)).len()
}

/// Whether a match is made of whole words and stands where `how` wants it; `words` are the
/// [`words_of`] the text.
fn stands(text: &str, words: &Range<usize>, found: Range<usize>, how: How) -> bool {
    let (start, end) = (found.start, found.end);
    let inner_start = text[start..end].starts_with(is_word);
    let inner_end = text[start..end].ends_with(is_word);
    if inner_start && text[..start].ends_with(is_word) || inner_end && text[end..].starts_with(is_word) {
        return false;
    }
    let (first, last) = (start <= words.start, end >= words.end);
    match how {
        How::Exact => first && last,
        How::Starts => first,
        How::Ends => last,
        How::Contains => true,
        How::Only | How::Pattern => false,
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

type Problem = (Range<usize>, String);

#[derive(Default)]
struct Builder {
    rules: Vec<Compiled>,
    openers: Texts,
    inner: Texts,
    inner_of_body: Texts,
    vocabulary: HashMap<String, Vec<u16>>,
    only: Vec<u16>,
    patterned: Vec<u16>,
    groups: Vec<Group>,
    /// The file of each group.
    files: Vec<String>,
}

/// Different phrases, and the rules of each.
#[derive(Default)]
struct Texts {
    numbers: HashMap<String, usize>,
    texts: Vec<String>,
    rules: Vec<Vec<u16>>,
}

impl Texts {
    fn add(&mut self, phrase: String, rule: u16) {
        let at = *self.numbers.entry(phrase.clone()).or_insert_with(|| {
            self.texts.push(phrase);
            self.rules.push(Vec::new());
            self.texts.len() - 1
        });
        self.rules[at].push(rule);
    }

    fn finish(self, start: StartKind) -> Result<Phrases, PackError> {
        let finder = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .start_kind(start)
            .build(&self.texts)
            .map_err(|e| PackError::file("all packs", format!("too many phrases: {e}")))?;
        let sieve = packed::Searcher::new(&self.texts);
        Ok(Phrases { finder, sieve, rules: self.rules })
    }
}

impl Builder {
    fn add_pack(&mut self, file: &str, text: &str, pack: &PackFile) -> Result<(), PackError> {
        let sites = match &pack.pack.sites {
            None => None,
            Some(sites) => {
                let parsed = Sites::parse(sites.get_ref());
                Some(parsed.map_err(|e| PackError::file(file, e).at(text, sites.span()))?)
            }
        };
        self.files.push(file.to_owned());
        self.groups.push(Group { sites, longest: Longest::default() });
        for rule in &pack.rules {
            self.add(rule, &pack.pack.name)
                .map_err(|e| PackError::file(file, e.1).in_rule(rule.id.get_ref()).at(text, e.0))?;
        }
        Ok(())
    }

    fn add(&mut self, rule: &RuleTable, pack: &str) -> Result<(), Problem> {
        let number = u16::try_from(self.rules.len()).map_err(|_| {
            (rule.id.span(), "too many rules: expected at most 65536 in all packs".to_owned())
        })?;
        let noise = noise_of(&rule.kind)?;
        let score = *rule.score.get_ref();
        if !(0.0..=1.0).contains(&score) {
            return Err((rule.score.span(), format!("`score` is {score}, but it must lie between 0 and 1")));
        }
        let id = format!("pack:{pack}/{}", rule.id.get_ref());
        self.check_unused(&id, rule)?;
        let patterns = if rule.how == How::Pattern { patterns_of(rule)? } else { Vec::new() };
        match rule.how {
            How::Pattern => self.patterned.push(number),
            How::Only => {
                self.add_phrases(number, rule)?;
                self.only.push(number);
            }
            _ => self.add_phrases(number, rule)?,
        }
        let hit = Hit { rule: number, noise, score, place: rule.place, near_noise: rule.near_noise };
        let compiled = Compiled {
            id,
            pack: self.groups.len() - 1,
            hit,
            how: rule.how,
            patterns,
            min_hits: *rule.min_hits.get_ref(),
            max_words: *rule.max_words.get_ref(),
            prose: rule.prose,
        };
        if let Some(group) = self.groups.last_mut() {
            group.longest = group.longest.max(Longest::of(&compiled));
        }
        self.rules.push(compiled);
        Ok(())
    }

    fn check_unused(&self, id: &str, rule: &RuleTable) -> Result<(), Problem> {
        let Some(other) = self.rules.iter().find(|r| r.id == id) else { return Ok(()) };
        let message = if other.pack + 1 == self.groups.len() {
            "this `id` is used twice in the pack; give each rule its own".to_owned()
        } else {
            let file = &self.files[other.pack];
            format!("`{id}` is a rule of `{file}`, too; list the pack once, or give it a `name` of its own")
        };
        Err((rule.id.span(), message))
    }

    fn add_phrases(&mut self, number: u16, rule: &RuleTable) -> Result<(), Problem> {
        if !rule.patterns.get_ref().is_empty() {
            let message = "`patterns` go with `match = \"pattern\"`; write `phrases`, or that";
            return Err((rule.patterns.span(), message.to_owned()));
        }
        if rule.phrases.get_ref().is_empty() {
            return Err((place_of(&rule.phrases, rule), "`phrases` is empty; write at least one".to_owned()));
        }
        rule.phrases.get_ref().iter().try_for_each(|phrase| self.add_phrase(number, rule, phrase))
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
        match rule.how {
            How::Exact | How::Starts => self.openers.add(folded, number),
            _ => {
                if rule.place == Place::Anywhere {
                    self.inner_of_body.add(folded.clone(), number);
                }
                self.inner.add(folded, number);
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Packs, PackError> {
        let only = self.only.iter().map(|r| Longest::words(&self.rules[usize::from(*r)]));
        Ok(Packs {
            only_longest: only.fold(ByShape::default(), ByShape::max),
            rules: self.rules,
            openers: self.openers.finish(StartKind::Anchored)?,
            inner: self.inner.finish(StartKind::Unanchored)?,
            inner_of_body: self.inner_of_body.finish(StartKind::Unanchored)?,
            vocabulary: self.vocabulary,
            only: self.only,
            patterned: self.patterned,
            groups: self.groups,
        })
    }
}

fn noise_of(kind: &Spanned<String>) -> Result<Noise, Problem> {
    Noise::from_name(kind.get_ref()).ok_or_else(|| {
        let known = Noise::NAMES.join(", ");
        (kind.span(), format!("unknown kind `{}`; expected one of {known}", kind.get_ref()))
    })
}

/// The place of a key's value, or of the rule's `id` when the key is not there.
fn place_of<T>(value: &Spanned<T>, rule: &RuleTable) -> std::ops::Range<usize> {
    if value.span().is_empty() { rule.id.span() } else { value.span() }
}

/// The patterns of a rule whose `match` is `pattern`, compiled.
fn patterns_of(rule: &RuleTable) -> Result<Vec<Regex>, Problem> {
    if !rule.phrases.get_ref().is_empty() {
        let message = "`match = \"pattern\"` takes `patterns`, not `phrases`; rename the key";
        return Err((rule.phrases.span(), message.to_owned()));
    }
    let (patterns, at) = (rule.patterns.get_ref(), place_of(&rule.patterns, rule));
    if patterns.is_empty() {
        return Err((at, "`match = \"pattern\"` needs `patterns`; write at least one".to_owned()));
    }
    let max_words = *rule.max_words.get_ref();
    if !(1..=pattern::MOST_WORDS).contains(&max_words) {
        let most = pattern::MOST_WORDS;
        let message =
            format!("`max_words` is {max_words}, but with patterns it must lie between 1 and {most}");
        return Err((rule.max_words.span(), message));
    }
    let min_hits = *rule.min_hits.get_ref();
    if min_hits > patterns.len() {
        let message = format!(
            "`min_hits` is {min_hits}, but the rule has {} patterns, and each counts once",
            patterns.len()
        );
        return Err((rule.min_hits.span(), message));
    }
    patterns.iter().map(|p| pattern::compile(p).map_err(|e| (at.clone(), e))).collect()
}
