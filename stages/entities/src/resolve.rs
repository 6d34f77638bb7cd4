//! Who is who within one document: *Mr. Khan* is the Imran Khan named before, *TTP* the long name that introduced it, and a
//! name that is a person ten times is a person the eleventh time too. Every mention gets an entity with an id.

use crate::acronym::Pair;
use crate::class::Class;
use crate::flags::*;
use crate::fold;
use crate::spot::{Mention, Origin, Page};
use crate::token::{Kind, Shape, Token};
use std::collections::HashMap;

/// An entity of the document.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    /// Slug.
    pub(crate) id: String,
    /// Name.
    pub(crate) name: String,
    /// The gazetteer's entry for it.
    pub(crate) entry: Option<u32>,
    /// The side it speaks for: from the gazetteer, or from the text.
    pub(crate) actor: Option<String>,
    /// Summed scores of its patterns, by class.
    votes: [f32; 7],
}

/// The entities of the document, and the maps that find them.
#[derive(Default)]
pub(crate) struct Cast {
    /// The entities.
    pub(crate) whos: Vec<Who>,
    by_id: HashMap<String, u32>,
    by_surface: HashMap<u64, u32>,
    by_part: HashMap<u64, Part>,
    by_ends: HashMap<(u64, u64), FullName>,
    slug: String,
}

/// A person by first and last name, and how many words the name has.
#[derive(Clone, Copy)]
struct FullName {
    who: u32,
    words: usize,
}

/// A part of a person's name.
#[derive(Clone, Copy)]
struct Part {
    who: u32,
    last: bool,
}

impl Cast {
    /// Gives every mention its entity and settles the class of those that only patterns speak for.
    pub(crate) fn resolve(&mut self, page: &Page<'_>, text: &str, pairs: &[Pair], mentions: &mut [Mention]) {
        self.clear();
        for i in 0..mentions.len() {
            if self.is_full(page, &mentions[i]) {
                let owner = i.checked_sub(1).and_then(|k| owner(page, &mentions[k], &mentions[i]));
                mentions[i].who = match owner {
                    Some(side) => self.organ(page, text, side, &mentions[i]),
                    None => self.enrol(page, text, &mentions[i]),
                };
            }
        }
        self.tie(page, pairs, mentions);
        for mention in mentions.iter_mut() {
            if !self.is_full(page, mention) || self.is_introduced(page, mention) {
                mention.who = self.short(page, text, mention);
            }
        }
        self.settle(mentions);
    }

    fn clear(&mut self) {
        self.whos.clear();
        self.by_id.clear();
        self.by_surface.clear();
        self.by_part.clear();
        self.by_ends.clear();
    }

    /// Names that stand for themselves: gazetteer names and those of several words.
    fn is_full(&self, page: &Page<'_>, mention: &Mention) -> bool {
        matches!(mention.origin, Origin::Entry(_)) || parts(page, mention).count() > 1
    }

    /// `The Islamic Emirate (IEA) … the IEA`: what the document says of a short name counts more than a name list.
    fn is_introduced(&self, page: &Page<'_>, mention: &Mention) -> bool {
        let Origin::Entry(entry) = mention.origin else { return false };
        let tied = || self.by_surface.get(&surface(page, mention)).is_some_and(|&who| who != mention.who);
        mention.b == mention.a + 1 && !page.lexicon.is_listed(entry) && tied()
    }

    fn enrol(&mut self, page: &Page<'_>, text: &str, mention: &Mention) -> u32 {
        let who = match mention.origin {
            Origin::Entry(entry) => self.listed(page, entry),
            _ => self.named(page, text, mention),
        };
        self.by_surface.entry(surface(page, mention)).or_insert(who);
        if mention.class == Class::Per {
            self.learn_parts(page, mention, who);
        }
        who
    }

    fn listed(&mut self, page: &Page<'_>, entry: u32) -> u32 {
        let found = page.lexicon.entry(entry);
        self.slug.clear();
        match found.id {
            Some(id) => self.slug.push_str(id),
            None => fold::slug(found.name, &mut self.slug),
        }
        let who = self.with_slug(found.name);
        let known = &mut self.whos[who as usize];
        if known.entry.is_none() {
            known.entry = Some(entry);
            known.actor = found.actor.map(str::to_owned);
            known.name.clear();
            known.name.push_str(found.name);
        }
        who
    }

    fn named(&mut self, page: &Page<'_>, text: &str, mention: &Mention) -> u32 {
        if let Some(&who) = self.by_surface.get(&surface(page, mention)) {
            return self.vote(who, mention);
        }
        if mention.class == Class::Per
            && let Some(ends) = ends(page, mention)
            && let Some(&known) = self.by_ends.get(&ends)
            // `Abdul Wali Khan` is not `Abdul Karim Khan`; `Abdul Khan` may be either
            && known.words.min(parts(page, mention).count()) == 2
        {
            return self.vote(known.who, mention);
        }
        let name = name_of(page, text, mention);
        self.slug.clear();
        fold::slug(name, &mut self.slug);
        let who = self.with_slug(name);
        self.vote(who, mention)
    }

    /// A state organ beside its country: `Pakistani | Foreign Ministry` is `pakistan-foreign-ministry`.
    fn organ(&mut self, page: &Page<'_>, text: &str, side: &str, mention: &Mention) -> u32 {
        let name = name_of(page, text, mention);
        self.slug.clear();
        self.slug.push_str(side);
        self.slug.push('-');
        fold::slug(name, &mut self.slug);
        let who = self.with_slug(name);
        self.whos[who as usize].actor.get_or_insert_with(|| side.to_owned());
        self.by_surface.entry(surface(page, mention)).or_insert(who);
        self.vote(who, mention)
    }

    fn vote(&mut self, who: u32, mention: &Mention) -> u32 {
        if mention.origin == Origin::Pattern {
            self.whos[who as usize].votes[mention.class as usize] += mention.score;
        }
        who
    }

    fn with_slug(&mut self, name: &str) -> u32 {
        if let Some(&who) = self.by_id.get(self.slug.as_str()) {
            return who;
        }
        let who = u32::try_from(self.whos.len()).unwrap_or(u32::MAX);
        self.whos.push(Who {
            id: self.slug.clone(),
            name: one_line(name),
            entry: None,
            actor: None,
            votes: [0.0; 7],
        });
        self.by_id.insert(self.slug.clone(), who);
        who
    }

    /// A family name wins over a given name, the first person over later ones.
    fn learn_parts(&mut self, page: &Page<'_>, mention: &Mention, who: u32) {
        let count = parts(page, mention).count();
        if count < 2 {
            return;
        }
        for (i, token) in parts(page, mention).enumerate() {
            let part = Part { who, last: i + 1 == count };
            let known = self.by_part.entry(token.hash).or_insert(part);
            if part.last && !known.last {
                *known = part;
            }
        }
        if let Some(ends) = ends(page, mention) {
            self.by_ends.entry(ends).or_insert(FullName { who, words: count });
        }
    }

    /// Lets acronyms and the long names that introduce them share an entity: a listed one if either is.
    fn tie(&mut self, page: &Page<'_>, pairs: &[Pair], mentions: &mut [Mention]) {
        for pair in pairs {
            let long = mentions.partition_point(|m| m.a < pair.long.0);
            let short = mentions.partition_point(|m| m.a < pair.short);
            let Some(full) = mentions.get(long).filter(|m| m.a == pair.long.0 && m.b == pair.long.1).copied()
            else {
                continue;
            };
            let brief = mentions.get(short).filter(|m| m.a == pair.short && m.b == pair.short + 1).copied();
            let listed = |m: &Mention| matches!(m.origin, Origin::Entry(e) if page.lexicon.is_listed(e));
            let who = match brief {
                Some(b) if listed(&b) && !listed(&full) && self.is_full(page, &b) => b.who,
                _ => full.who,
            };
            mentions[long].who = who;
            self.by_surface.insert(page.tokens[pair.short].hash, who);
            if let Some(b) = brief
                && !listed(&b)
            {
                mentions[short].class = mentions[long].class;
                mentions[short].origin = mentions[long].origin;
                mentions[short].score = mentions[long].score;
                mentions[short].who = who;
            }
        }
    }

    /// The entity of a one-word pattern: a known surface, a part of a person's name, or itself.
    fn short(&mut self, page: &Page<'_>, text: &str, mention: &mut Mention) -> u32 {
        let key = surface(page, mention);
        if let Some(&who) = self.by_surface.get(&key) {
            let known = &self.whos[who as usize];
            mention.class = known.entry.map_or_else(
                || favourite(&known.votes).unwrap_or(mention.class),
                |e| page.lexicon.class_of(e),
            );
            mention.score = mention.score.max(0.7);
            if let Some(entry) = known.entry {
                mention.origin = Origin::Entry(entry);
            }
            return who;
        }
        let token = parts(page, mention).next().map_or(0, |t| t.hash);
        let personal = !matches!(mention.class, Class::Org | Class::Event | Class::Loc);
        if let Some(part) = self.by_part.get(&token).filter(|_| personal)
            && (part.last || mention.class != Class::Gpe)
        {
            mention.class = Class::Per;
            mention.score = mention.score.max(0.8);
            mention.origin = Origin::Pattern;
            return self.vote(part.who, mention);
        }
        self.named(page, text, mention)
    }

    /// The class that most patterns of an entity gave it goes to all of them; a guess is kept where a pattern agrees.
    fn settle(&self, mentions: &mut [Mention]) {
        for mention in mentions.iter_mut().filter(|m| !matches!(m.origin, Origin::Entry(_))) {
            let Some(class) = favourite(&self.whos[mention.who as usize].votes) else { continue };
            mention.class = class;
            if mention.origin == Origin::Guess {
                mention.score = mention.score.max(0.55);
                mention.origin = Origin::Pattern;
            }
        }
    }
}

/// The side whose organ an organisation is: the gazetteer name that touches it or owns it.
fn owner<'p>(page: &Page<'p>, before: &Mention, organ: &Mention) -> Option<&'p str> {
    let Origin::Entry(entry) = before.origin else { return None };
    let pattern = organ.origin == Origin::Pattern && organ.class == Class::Org;
    let touches = before.b == organ.a || (before.b + 1 == organ.a && page.kind(before.b, Kind::Possessive));
    let state = || (organ.a..organ.b).any(|k| page.is(k, STATE));
    let lexicon = page.lexicon;
    (pattern && touches && state()).then(|| lexicon.entry(entry).actor).flatten()
}

/// The class with the most votes.
fn favourite(votes: &[f32; 7]) -> Option<Class> {
    let best = Class::ALL
        .into_iter()
        .fold(Class::Per, |best, c| if votes[c as usize] > votes[best as usize] { c } else { best });
    (votes[best as usize] > 0.0).then_some(best)
}

/// The words of a mention that identify it: religious titles, initials and particles are left out.
fn parts<'p>(page: &Page<'p>, mention: &Mention) -> impl Iterator<Item = &'p Token> + use<'p> {
    let tokens = page.tokens;
    let (a, b) = (name_start(page, mention), mention.b);
    tokens[a..b].iter().filter(|t| t.kind == Kind::Word && t.is_cap() && t.shape != Shape::Initial)
}

/// Where the name begins, after religious titles of a person.
fn name_start(page: &Page<'_>, mention: &Mention) -> usize {
    let mut a = mention.a;
    while mention.class == Class::Per && a + 2 < mention.b && page.is(a, HONORIFIC) {
        a += 1;
    }
    a
}

fn name_of<'t>(page: &Page<'_>, text: &'t str, mention: &Mention) -> &'t str {
    let first = name_start(page, mention);
    let mut end = mention.b;
    // `Apple Inc.` is Apple
    while mention.class == Class::Org
        && end > first + 1
        && (page.is(end - 1, ORG_SUFFIX) || page.kind(end - 1, Kind::Dot) || page.kind(end - 1, Kind::Comma))
    {
        end -= 1;
    }
    &text[page.tokens[first].start as usize..page.tokens[end - 1].end as usize]
}

/// White space inside a name is one space.
fn one_line(name: &str) -> String {
    if name.contains(['\n', '\r', '\t']) || name.contains("  ") {
        return name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    name.to_owned()
}

fn surface(page: &Page<'_>, mention: &Mention) -> u64 {
    page.tokens[name_start(page, mention)..mention.b]
        .iter()
        .filter(|t| t.kind == Kind::Word)
        .fold(0, |h: u64, t| h.rotate_left(7).wrapping_mul(31) ^ t.hash)
}

fn ends(page: &Page<'_>, mention: &Mention) -> Option<(u64, u64)> {
    let first = parts(page, mention).next()?.hash;
    let last = parts(page, mention).last()?.hash;
    (first != last).then_some((first, last))
}
