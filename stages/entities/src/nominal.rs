//! Descriptions that mean somebody or something: *the prime minister* after *Prime Minister Imran Khan*, *Pakistan’s army chief* on the
//! document's date, *the ministry* after *the Finance Ministry*. They are no names, so they go to the layer `mentions`.
//!
//! One sweep in order of the text learns who is introduced with which office (before a name, in an apposition, by the gazetteers'
//! roles on the day) and resolves each description
//!
//! 1. with a side (*Pakistani*, *of Pakistan*): to whom the document introduced with it; else to who holds the office on the day; else
//!    to the office itself, `pakistan-army-chief`, which still speaks for its side;
//! 2. without: to the holder of such an office who was mentioned last; if the document introduced none, to who holds it on the day in
//!    the country that most of the document's countries are.
//!
//! Indefinite descriptions, predicates (*became the president*), former, deputy and future ones are left alone.

use crate::class::Class;
use crate::flags::*;
use crate::fold;
use crate::hashed::HashedMap;
use crate::ministry;
use crate::office;
use crate::resolve::{Cast, Who};
use crate::roles::{Day, Roles};
use crate::spot::{Mention, Page};
use crate::token::{Gap, Kind, Shape, Token};
use std::collections::BTreeMap;

/// Words before the head that may belong to an office: `external affairs | minister`.
const BEFORE: usize = 3;
/// The word `the`.
const THE: u64 = fold::ascii("the");
/// Persons who are remembered for one office.
const HOLDERS: usize = 8;

/// A description that was resolved: tokens `a..b`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Nominal {
    /// First token of the office or head; article and side are outside.
    pub(crate) a: usize,
    /// One past the last.
    pub(crate) b: usize,
    /// Label: a person or an organisation.
    pub(crate) class: Class,
    /// Id of whom it means.
    pub(crate) id: String,
    /// Name of whom it means.
    pub(crate) name: String,
    /// The side it speaks for.
    pub(crate) actor: Option<String>,
    /// The entity of the document, where it has one.
    pub(crate) who: Option<u32>,
}

/// Buffers of the sweep.
#[derive(Default)]
pub(crate) struct Sweep {
    holders: HashedMap<Vec<Holder>>,
    /// By entity: one more than its last mention, zero for none yet.
    last: Vec<usize>,
    /// The country that the document is about.
    home: Option<String>,
    /// Head of an organisation's name → the mention that named it last.
    heads: HashedMap<usize>,
}

struct Holder {
    who: u32,
    side: Option<String>,
}

/// What the rules read.
#[derive(Clone, Copy)]
struct Scene<'s> {
    page: Page<'s>,
    cast: &'s Cast,
    roles: &'s Roles,
    day: Option<Day>,
    mentions: &'s [Mention],
}

/// An office as it stands in the text, with what stands around it.
struct Described<'s> {
    a: usize,
    b: usize,
    office: u64,
    side: Option<&'s str>,
}

impl Sweep {
    /// Finds the descriptions of a document.
    pub(crate) fn run(
        &mut self,
        page: Page<'_>,
        cast: &Cast,
        (roles, day): (&Roles, Option<Day>),
        mentions: &[Mention],
        out: &mut Vec<Nominal>,
    ) {
        out.clear();
        self.holders.clear();
        self.heads.clear();
        self.last.clear();
        self.last.resize(cast.whos.len(), 0);
        let scene = Scene { page, cast, roles, day, mentions };
        self.home = scene.home().map(str::to_owned);
        let mut next = 0;
        for &i in &page.seen.heads {
            while mentions.get(next).is_some_and(|m| m.a <= i) {
                self.meet(&scene, next);
                next += 1;
            }
            if next > 0 && mentions[next - 1].b > i {
                continue;
            }
            let token = &page.tokens[i];
            if token.is(ROLE.with(OFFICE)) {
                out.extend(self.person(&scene, i, next));
            } else if token.shape == Shape::Lower {
                out.extend(self.organisation(&scene, i, next));
            }
        }
    }

    /// Takes note of mention `i`.
    fn meet(&mut self, scene: &Scene<'_>, i: usize) {
        let (page, mention) = (&scene.page, &scene.mentions[i]);
        let who = &scene.cast.whos[mention.who as usize];
        match mention.class {
            Class::Per => {
                if self.last[mention.who as usize] == 0
                    && let Some(day) = scene.day
                {
                    for (office, side) in scene.roles.of(&who.id, day) {
                        self.hold(office, mention.who, Some(side));
                    }
                }
                self.introduce(scene, i);
            }
            Class::Org => {
                for k in (mention.a..mention.b).filter(|&k| page.is(k, ORG_HEAD)) {
                    self.heads.insert(page.tokens[k].hash, i);
                }
                if (mention.a + 1..mention.b).any(|k| page.is(k, ORG_SUFFIX)) {
                    self.heads.insert(fold::ascii("company"), i);
                }
            }
            _ => {}
        }
        self.last[mention.who as usize] = i + 1;
    }

    /// `Interior Minister | Sheikh Rashid Ahmed`: the offices that stand before a name.
    fn introduce(&mut self, scene: &Scene<'_>, i: usize) {
        let (page, mention) = (&scene.page, &scene.mentions[i]);
        let floor = i.checked_sub(1).map_or(0, |k| scene.mentions[k].b);
        let end = mention.a - usize::from(mention.a > 0 && page.kind(mention.a - 1, Kind::Dot));
        let start = title_start(page, floor, end);
        if start < end && !former(page, start, floor) {
            let side = before(scene, i, start).or(scene.cast.whos[mention.who as usize].actor.as_deref());
            self.hold_all(page, (start, end), mention.who, side);
        }
    }

    /// Notes that a person has the office of tokens `start..end`, and those that are ends of it: an interior minister is a minister,
    /// but no deputy minister is one of the ministers.
    fn hold_all(&mut self, page: &Page<'_>, (start, end): (usize, usize), who: u32, side: Option<&str>) {
        let deputy = (start..end).rev().find(|&k| is_deputy(&page.tokens[k]));
        for a in (start..end).filter(|&a| page.kind(a, Kind::Word)) {
            let whole = deputy.is_none_or(|d| a > d || a == start)
                && (deputy.is_none() || a == start || a + 1 == end);
            if whole {
                self.hold(office::canonical(form(page, a, end)), who, side);
            }
        }
    }

    fn hold(&mut self, office: u64, who: u32, side: Option<&str>) {
        let holders = self.holders.entry(office).or_default();
        if let Some(known) = holders.iter_mut().find(|h| h.who == who) {
            known.side = side.map(str::to_owned).or_else(|| known.side.take());
        } else if holders.len() < HOLDERS {
            holders.push(Holder { who, side: side.map(str::to_owned) });
        }
    }

    /// The description whose last word, or first word before *of*, is token `i`; `next` is the first mention after it.
    fn person(&mut self, scene: &Scene<'_>, i: usize, next: usize) -> Option<Nominal> {
        let page = &scene.page;
        if continues(page, i) {
            return None;
        }
        let (floor, ceiling) = scene.bounds(next);
        let known = self.longest(scene, i, floor, ceiling);
        let (a, b, office) = known.unwrap_or_else(|| (title_start(page, floor, i + 1), i + 1, 0));
        let adjectives = adjectives(page, a, floor);
        let owner = before(scene, next, adjectives);
        let place = after(scene, next, b);
        let found = Described { a, b, office, side: owner.or(place) };
        let opens = match owner {
            Some(_) => scene.mentions[next - 1].a,
            None => adjectives,
        };
        if self.is_introduction(scene, &found, next, opens) || known.is_none() {
            return None;
        }
        // `the governor of New York` is not the one of Montana, and `the president of the club` nobody known
        let elsewhere = found.side.is_none() && page.is(b, OF);
        let names_somebody = page.cap(b) && !page.is(b, FUNCTION);
        // `president-elect`
        let compound = page.kind(b, Kind::Hyphen);
        if elsewhere || names_somebody || compound || (a + 1 == b && loose(page, i)) {
            return None;
        }
        is_definite(page, &found, opens).then(|| self.resolve(scene, &found)).flatten()
    }

    /// The longest known office around head `i`.
    fn longest(
        &self,
        scene: &Scene<'_>,
        i: usize,
        floor: usize,
        ceiling: usize,
    ) -> Option<(usize, usize, u64)> {
        let page = &scene.page;
        let known = |o: u64| self.holders.contains_key(&o) || scene.roles.knows(o) || office::is_form(o);
        let furthest = if page.is(i + 1, SERVES) { (i + 1 + office::LONGEST).min(ceiling) } else { i + 1 };
        let ends = (i + 3..=furthest).rev().chain(std::iter::once(i + 1));
        let starts = stretch(page, i, floor);
        for b in ends {
            for a in starts..=i {
                let office = office::canonical(form(page, a, b));
                if page.kind(a, Kind::Word) && known(office) {
                    return Some((a, b, office));
                }
            }
        }
        None
    }

    /// Whether the description belongs to a name beside it, which it introduces: `Imran Khan, the prime minister,`, `the prime
    /// minister, Imran Khan`, `Prime Minister Imran Khan`.
    fn is_introduction(
        &mut self,
        scene: &Scene<'_>,
        found: &Described<'_>,
        next: usize,
        opens: usize,
    ) -> bool {
        let page = &scene.page;
        let ends = match found.side {
            Some(_) if after(scene, next, found.b).is_some() => scene.mentions[next].b,
            _ => found.b,
        };
        let following = scene.mentions.iter().skip(next).take(2).find(|m| m.a >= ends);
        if let Some(person) = following.filter(|m| m.class == Class::Per && m.a <= ends + 6) {
            let comma = page.kind(ends, Kind::Comma);
            let from = ends + usize::from(comma);
            let titles = (from..person.a).all(|k| page.is(k, TITLE.with(ROLE)) || page.kind(k, Kind::Dot));
            let comma = comma && titles;
            if comma {
                self.describe(page, found, person.who);
            }
            if comma || titles {
                return true;
            }
        }
        let the = opens - usize::from(opens > 0 && page.is(opens - 1, ARTICLE));
        let Some(comma) = the.checked_sub(1).filter(|&k| page.kind(k, Kind::Comma)) else { return false };
        let named =
            scene.mentions[..next].iter().rev().take(2).find(|m| m.b == comma && m.class == Class::Per);
        if let Some(person) = named {
            self.describe(page, found, person.who);
        }
        named.is_some()
    }

    /// Notes that a description is of a person.
    fn describe(&mut self, page: &Page<'_>, found: &Described<'_>, who: u32) {
        if found.office != 0 {
            self.hold(found.office, who, found.side);
        }
        if found.a == 0 || !is_deputy(&page.tokens[found.a - 1]) {
            self.hold_all(page, (found.a, found.b), who, found.side);
        }
    }

    fn resolve(&self, scene: &Scene<'_>, found: &Described<'_>) -> Option<Nominal> {
        let holders = self.holders.get(&found.office).map_or(&[][..], Vec::as_slice);
        let fits = |h: &&Holder| found.side.is_none_or(|s| h.side.as_deref() == Some(s));
        let latest = holders.iter().filter(fits).max_by_key(|h| self.last[h.who as usize]);
        if let Some(holder) = latest {
            let who = &scene.cast.whos[holder.who as usize];
            let actor = holder.side.clone().or_else(|| who.actor.clone());
            return Some(found.means(Class::Per, who, holder.who, actor));
        }
        let home = || self.home.as_deref().filter(|_| scene.day.is_some());
        let side = found.side.or_else(home).filter(|s| scene.roles.knows_of(found.office, s))?;
        let actor = Some(side.to_owned());
        let (a, b, class) = (found.a, found.b, Class::Per);
        if scene.day.is_none()
            && let Some(who) = scene.only_holder(found.office, side)
        {
            return Some(found.means(class, &scene.cast.whos[who as usize], who, actor));
        }
        if let Some(holder) = scene.day.and_then(|d| scene.roles.holder(found.office, side, d)) {
            let (id, name) = (holder.id.clone(), holder.name.clone());
            return Some(Nominal { a, b, class, who: scene.cast.find(&id), id, name, actor });
        }
        found.side?;
        let words = scene.words(a, b);
        let mut id = format!("{side}-");
        fold::slug(&words, &mut id);
        Some(Nominal { a, b, class, id, name: words, actor, who: None })
    }

    /// `the ministry` after `the Finance Ministry`, `the finance ministry` too.
    fn organisation(&self, scene: &Scene<'_>, i: usize, next: usize) -> Option<Nominal> {
        let page = &scene.page;
        let token = &page.tokens[i];
        if !NAMED_AGAIN.contains(&token.hash) {
            return None;
        }
        let (floor, _) = scene.bounds(next);
        if let Some(organ) = organ(scene, i, next, floor) {
            return Some(organ);
        }
        let named = &scene.mentions[*self.heads.get(&token.hash)?];
        let in_name = |k: usize| page.tokens[named.a..named.b].iter().any(|t| t.hash == page.tokens[k].hash);
        let mut a = i;
        while a > floor && i - a < BEFORE && page.kind(a - 1, Kind::Word) && in_name(a - 1) {
            a -= 1;
        }
        if a == 0 || page.tokens[a - 1].hash != THE || page.tokens[i].gap != Gap::Space {
            return None;
        }
        let who = &scene.cast.whos[named.who as usize];
        let found = Described { a, b: i + 1, office: 0, side: None };
        Some(found.means(Class::Org, who, named.who, who.actor.clone()))
    }
}

impl Described<'_> {
    fn means(&self, class: Class, who: &Who, index: u32, actor: Option<String>) -> Nominal {
        let (id, name) = (who.id.clone(), who.name.clone());
        Nominal { a: self.a, b: self.b, class, id, name, actor, who: Some(index) }
    }
}

impl<'s> Scene<'s> {
    /// The country of most mentions of countries and their people: three at least, and three of four.
    fn home(&self) -> Option<&'s str> {
        self.day?;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for mention in self.mentions.iter().filter(|m| matches!(m.class, Class::Gpe | Class::Norp)) {
            if let Some(side) = self.cast.whos[mention.who as usize].actor.as_deref() {
                *counts.entry(side).or_default() += 1;
            }
        }
        let all: usize = counts.values().sum();
        let (side, count) = counts.into_iter().max_by_key(|c| c.1)?;
        (count >= 3 && count * 4 >= all * 3).then_some(side)
    }

    /// The one person of the document who ever held an office of a side: whom it means where the day is not known.
    fn only_holder(&self, office: u64, side: &str) -> Option<u32> {
        let mut found = self.roles.holders(office, side).filter_map(|h| self.cast.find(&h.id));
        let first = found.next()?;
        found.all(|who| who == first).then_some(first)
    }

    /// The tokens between the mentions around a place.
    fn bounds(&self, next: usize) -> (usize, usize) {
        let floor = next.checked_sub(1).map_or(0, |k| self.mentions[k].b);
        (floor, self.mentions.get(next).map_or(self.page.tokens.len(), |m| m.a))
    }

    fn side(&self, mention: &Mention) -> Option<&'s str> {
        let side = matches!(mention.class, Class::Gpe | Class::Norp | Class::Org);
        self.cast.whos[mention.who as usize].side(self.page.lexicon).filter(|_| side)
    }

    fn words(&self, a: usize, b: usize) -> String {
        let text = &self.page.text[self.page.tokens[a].start as usize..self.page.tokens[b - 1].end as usize];
        text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    }
}

/// Organisations that are taken up again by their head: a thing of which a document that names one means no other.
#[rustfmt::skip]
const NAMED_AGAIN: [u64; 29] = fold::all([
    "ministry", "party", "institute", "institution", "university", "college", "agency", "council", "commission",
    "committee", "department", "court", "organization", "organisation", "association", "federation", "union", "league",
    "alliance", "coalition", "foundation", "authority", "corporation", "bank", "tribunal", "company", "hospital",
    "consortium", "embassy",
]);

/// `Pakistan’s | foreign ministry`: as the name with capitals, `pakistan-ministry-of-foreign-affairs`.
fn organ(scene: &Scene<'_>, i: usize, next: usize, floor: usize) -> Option<Nominal> {
    let page = &scene.page;
    if page.tokens[i].hash != fold::ascii("ministry") {
        return None;
    }
    let plain = |k: usize| page.kind(k, Kind::Word) && page.tokens[k].shape == Shape::Lower;
    let reach = floor.max(i.saturating_sub(BEFORE));
    let a = (reach..i).rev().take_while(|&k| plain(k)).last()?;
    let side = before(scene, next, a)?;
    let name = scene.words(a, i + 1);
    let mut id = String::new();
    ministry::slug(side, &name, &mut id);
    let who = scene.cast.find(&id);
    let name = who.map_or(name, |w| scene.cast.whos[w as usize].name.clone());
    Some(Nominal { a, b: i + 1, class: Class::Org, id, name, actor: Some(side.to_owned()), who })
}

/// The side named right before token `at`, which is the first of an office: `Pakistani |`, `Pakistan’s |`.
fn before<'s>(scene: &Scene<'s>, next: usize, at: usize) -> Option<&'s str> {
    let owner = scene.mentions.get(next.checked_sub(1)?)?;
    let touches = owner.b == at || (owner.b + 1 == at && scene.page.kind(owner.b, Kind::Possessive));
    (touches && scene.page.tokens[at].gap <= Gap::Space).then(|| scene.side(owner)).flatten()
}

/// The side named right after: `| of Pakistan`, `| of the United States`.
fn after<'s>(scene: &Scene<'s>, next: usize, at: usize) -> Option<&'s str> {
    let named = scene.mentions.get(next)?;
    let article = usize::from(scene.page.is(at + 1, ARTICLE));
    (scene.page.is(at, OF) && named.a == at + 1 + article).then(|| scene.side(named)).flatten()
}

/// The hash of the words of tokens `a..b`.
fn form(page: &Page<'_>, a: usize, b: usize) -> u64 {
    office::hash(page.tokens[a..b].iter().filter(|t| t.kind == Kind::Word).map(|t| t.hash))
}

/// Whether the office goes on after token `i`: `prime | minister`, `secretary- | general`.
fn continues(page: &Page<'_>, i: usize) -> bool {
    let next = i + 1 + usize::from(page.kind(i + 1, Kind::Hyphen));
    page.is(next, ROLE.with(OFFICE)) && page.tokens[next].gap <= Gap::Space && page.kind(next, Kind::Word)
}

/// The furthest token before head `i` that may belong to its office.
fn stretch(page: &Page<'_>, i: usize, floor: usize) -> usize {
    let (mut a, mut words) = (i, 0);
    while a > floor && words < BEFORE && page.tokens[a].gap <= Gap::Space {
        let token = &page.tokens[a - 1];
        match token.kind {
            Kind::Word if !token.is(ARTICLE.with(SAY)) => words += 1,
            Kind::Hyphen => {}
            _ => break,
        }
        a -= 1;
    }
    a
}

/// Where the title that ends before token `end` begins: offices and the plain words before them.
fn title_start(page: &Page<'_>, floor: usize, end: usize) -> usize {
    if end <= floor || !page.is(end - 1, OFFICE.with(ROLE)) {
        return end;
    }
    let mut a = end - 1;
    while a > floor && end - a <= BEFORE && page.tokens[a].gap <= Gap::Space {
        let token = &page.tokens[a - 1];
        let belongs = token.is(OFFICE.with(ROLE).with(COMMON).with(MIXED).with(STATE))
            && !token.is(FUNCTION.with(SAY).with(ACT));
        if !(belongs && token.kind == Kind::Word || token.kind == Kind::Hyphen) {
            break;
        }
        a -= 1;
    }
    a
}

/// The first of up to two plain adjectives before an office: `Pakistan’s | powerful | army chief`.
fn adjectives(page: &Page<'_>, mut a: usize, floor: usize) -> usize {
    for _ in 0..2 {
        let Some(token) = a.checked_sub(1).filter(|&k| k >= floor).map(|k| &page.tokens[k]) else { return a };
        let plain = token.kind == Kind::Word
            && token.shape == Shape::Lower
            && token.is(COMMON)
            && page.tokens[a].gap == Gap::Space;
        if !plain
            || token.is(FUNCTION
                .with(SAY)
                .with(ACT)
                .with(FORMER)
                .with(TO)
                .with(LOC_PREP)
                .with(HEAD)
                .with(STATE)
                .with(ROLE))
            || is_deputy(token)
        {
            return a;
        }
        a -= 1;
    }
    a
}

/// Words that make an office another one.
fn is_deputy(token: &Token) -> bool {
    #[rustfmt::skip]
    const OTHER: [u64; 16] = fold::all([
        "deputy", "vice", "assistant", "associate", "acting", "junior", "shadow", "next", "future",
        "then", "incoming", "outgoing", "would", "elect", "first", "another",
    ]);
    token.is(FORMER) || OTHER.contains(&token.hash)
}

/// Whether a word before the title says that it is over.
fn former(page: &Page<'_>, start: usize, floor: usize) -> bool {
    (start.saturating_sub(3).max(floor.saturating_sub(2))..start + 1).any(|k| page.is(k, FORMER))
}

/// `the general election`: words that are offices only by themselves.
fn loose(page: &Page<'_>, i: usize) -> bool {
    const LOOSE: [u64; 4] = fold::all(["general", "chief", "head", "major"]);
    let noun = page.tokens.get(i + 1).is_some_and(|t| {
        t.kind == Kind::Word && t.gap == Gap::Space && !t.is(SAY.with(ACT).with(FUNCTION).with(AND))
    });
    noun && LOOSE.contains(&page.tokens[i].hash)
}

/// Whether a description that opens at token `opens` means one that is known: after *the*, or with a side and no other determiner.
fn is_definite(page: &Page<'_>, found: &Described<'_>, opens: usize) -> bool {
    let sided = found.side.is_some();
    let Some(token) = opens.checked_sub(1).map(|k| &page.tokens[k]) else { return sided };
    if token.kind == Kind::Hyphen || is_deputy(token) {
        return false;
    }
    if token.hash == THE && token.kind == Kind::Word {
        return !(opens > 1 && is_predicate(&page.tokens[opens - 2]));
    }
    // `A powerful Iran-backed Iraqi commander`: more words belong to the description
    let compound = opens > 1 && page.kind(opens - 2, Kind::Hyphen);
    let undetermined = !token.is(ARTICLE) && !is_predicate(token) && !compound;
    let owned = (opens..found.a).any(|k| page.kind(k, Kind::Possessive));
    let apart = owned || !token.is(COMMON) || token.is(FUNCTION.with(SAY).with(ACT));
    sided && undetermined && (apart || page.tokens[found.a].is_cap())
}

/// `became`, `as`: what follows says what somebody is.
fn is_predicate(token: &Token) -> bool {
    #[rustfmt::skip]
    const BE: [u64; 25] = fold::all([
        "as", "is", "was", "are", "were", "be", "been", "being", "become", "becomes", "became", "becoming", "elected",
        "appointed", "named", "a", "an", "any", "every", "no", "new", "remain", "remains", "or", "not",
    ]);
    token.kind == Kind::Word && BE.contains(&token.hash)
}
