//! All that is known before a document is read: facts of words, and the names of the gazetteers. Built once, shared by all
//! threads.

use crate::actors::Actor;
use crate::class::Class;
use crate::flags::*;
use crate::phrases::Phrases;
use crate::table::Table;
use crate::token::Token;
use crate::{fold, words};
use std::borrow::Cow;

/// The embedded name gazetteer; see `data/CARD.md` for its sources and licences.
const NAMES: &str = include_str!("../data/names.txt");

/// A name of a gazetteer and what it means.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Canonical id; none where it is the slug of `name`.
    pub(crate) id: Option<String>,
    /// Canonical name.
    pub(crate) name: Cow<'static, str>,
    /// Label.
    pub(crate) class: Class,
    /// The side it always speaks for.
    pub(crate) actor: Option<String>,
    /// The side it stands for where it acts.
    pub(crate) metonym_of: Option<String>,
    /// Whether it comes from an actor gazetteer.
    pub(crate) listed: bool,
}

/// Words and names.
pub(crate) struct Lexicon {
    words: Table<Flags>,
    /// Names.
    pub(crate) phrases: Phrases,
    /// What the names mean.
    pub(crate) entries: Vec<Entry>,
}

impl Lexicon {
    /// Builds from actor gazetteers (the first to claim a name keeps it) and the text of a name gazetteer, the embedded one
    /// if none is given.
    ///
    /// # Errors
    /// When a line of a given name gazetteer stands before the first section or in an unknown one.
    pub(crate) fn build(files: &[(String, Vec<Actor>)], names: Option<&str>) -> Result<Self, String> {
        let mut lexicon = Self {
            words: Table::with_capacity(120_000),
            phrases: Phrases::with_capacity(60_000),
            entries: Vec::with_capacity(20_000),
        };
        let mut buffer = Vec::new();
        lexicon.classes();
        for actor in files.iter().flat_map(|f| &f.1) {
            lexicon.actor(actor, &mut buffer);
        }
        match names {
            None => lexicon.names(NAMES, Cow::Borrowed, &mut buffer)?,
            Some(text) => lexicon.names(text, |s| Cow::Owned(s.to_owned()), &mut buffer)?,
        }
        Ok(lexicon)
    }

    /// The facts of a word by its hash.
    #[inline]
    pub(crate) fn word(&self, hash: u64) -> Flags {
        self.words.get(hash).unwrap_or_default()
    }

    fn mark(&mut self, word: &str, flags: Flags) {
        *self.words.entry(fold::hash(word)) |= flags;
    }

    fn classes(&mut self) {
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

    fn actor(&mut self, actor: &Actor, buffer: &mut Vec<Token>) {
        let class = Class::parse(&actor.label).unwrap_or(Class::Misc);
        let entry = Entry {
            id: Some(actor.id.clone()),
            name: Cow::Owned(actor.name.clone()),
            class,
            actor: actor.actor.clone(),
            metonym_of: actor.metonym_of.clone(),
            listed: true,
        };
        let adjective = Entry { class: Class::Norp, ..entry.clone() };
        self.entry(entry, std::iter::once(&actor.name).chain(&actor.aliases), buffer);
        if !actor.adjectives.is_empty() {
            self.entry(adjective, &actor.adjectives, buffer);
        }
    }

    fn entry<S: AsRef<str>>(
        &mut self,
        entry: Entry,
        names: impl IntoIterator<Item = S>,
        buffer: &mut Vec<Token>,
    ) {
        let index = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push(entry);
        for name in names {
            if let Some(first) = self.phrases.add(name.as_ref(), index, buffer) {
                let lower = buffer.first().is_some_and(|t| !t.is_cap());
                *self.words.entry(first) |= if lower { STARTS.with(STARTS_LOWER) } else { STARTS };
            }
        }
    }

    fn names<'t>(
        &mut self,
        text: &'t str,
        own: impl Fn(&'t str) -> Cow<'static, str>,
        buffer: &mut Vec<Token>,
    ) -> Result<(), String> {
        let mut section = "";
        let mut level = 1;
        for (number, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('@') {
                section = SECTIONS.iter().find(|s| **s == name).ok_or_else(|| {
                    format!(
                        "line {}: unknown section `@{name}`; expected one of @{}",
                        number + 1,
                        SECTIONS.join(", @")
                    )
                })?;
                level = 1;
            } else if let Some(value) = line.strip_prefix('=') {
                level = value.parse().unwrap_or(1);
            } else if section.is_empty() {
                return Err(format!(
                    "line {}: `{line}` stands before the first section; start with a line such as `@first`",
                    number + 1
                ));
            } else {
                self.name(section, level, line, &own, buffer);
            }
        }
        Ok(())
    }

    fn name<'t>(
        &mut self,
        section: &str,
        level: u32,
        line: &'t str,
        own: &impl Fn(&'t str) -> Cow<'static, str>,
        buffer: &mut Vec<Token>,
    ) {
        let class = match section {
            "common" => return self.mark(line, if level >= 2 { COMMON } else { MIXED }),
            "first" => return self.mark(line, if level >= 2 { FIRST } else { FIRST_RARE }),
            "last" => return self.mark(line, if level >= 2 { LAST } else { LAST_RARE }),
            "city" => {
                if !line.contains([' ', '-']) {
                    return self.mark(line, if level >= 3 { CITY } else { TOWN });
                }
                Class::Gpe
            }
            "place" => Class::Gpe,
            "loc" => Class::Loc,
            "org" | "side" => Class::Org,
            "norp" => Class::Norp,
            "event" => Class::Event,
            "per" => Class::Per,
            _ => Class::Misc,
        };
        let (name, canonical) = line.split_once('\t').unwrap_or((line, line));
        // companies, parties and international bodies act for themselves
        let actor = (section == "side").then(|| {
            let mut slug = String::new();
            fold::slug(canonical, &mut slug);
            slug
        });
        let entry = Entry { id: None, name: own(canonical), class, actor, metonym_of: None, listed: false };
        self.entry(entry, [name], buffer);
    }
}

const SECTIONS: &[&str] =
    &["common", "first", "last", "city", "place", "loc", "org", "side", "norp", "event", "misc", "per"];
