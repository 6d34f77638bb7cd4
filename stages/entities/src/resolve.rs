//! Who is who within one document: *Mr. Khan* is the Imran Khan named before, *TTP* the long name that introduced it, and a
//! name that is a person ten times is a person the eleventh time too. Every mention gets an entity with an id.

use crate::acronym::Pair;
use crate::class::Class;
use crate::flags::*;
use crate::fold;
use crate::hashed::HashedMap;
use crate::lexicon::Lexicon;
use crate::ministry;
use crate::orgs::{self, Orgs};
use crate::person::{self, Name, Persons};
use crate::roles::{Day, Roles};
use crate::spot::{Mention, Origin, Page};
use crate::token::{Gap, Kind, Shape, Token};
use std::collections::HashMap;

/// Mentions that wait for the names of the whole document.
const NOBODY: u32 = u32::MAX;

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
    /// The side it stands for where it acts, if that depends on the day and the day is known.
    pub(crate) seat_of: Option<String>,
    /// Summed scores of its patterns, by class.
    votes: [f32; 7],
}

impl Who {
    /// Whom it speaks for; a seat of government for its country.
    pub(crate) fn side<'s>(&'s self, lexicon: &'s Lexicon) -> Option<&'s str> {
        let seat = || {
            let entry = lexicon.entry(self.entry?);
            entry.metonym_of.filter(|_| entry.class == Class::Org)
        };
        self.actor.as_deref().or_else(seat)
    }
}

/// The entities of the document, and the maps that find them.
#[derive(Default)]
pub(crate) struct Cast {
    /// The entities.
    pub(crate) whos: Vec<Who>,
    by_id: HashMap<String, u32>,
    by_surface: HashedMap<u32>,
    /// Acronyms that the document gives another meaning than the gazetteers.
    redefined: HashedMap<u32>,
    persons: Persons,
    orgs: Orgs,
    slug: String,
}

impl Cast {
    /// Gives every mention its entity and settles the class of those that only patterns speak for. `day` is the date of the
    /// document, where it is known.
    pub(crate) fn resolve(
        &mut self,
        page: &Page<'_>,
        roles: &Roles,
        day: Option<Day>,
        pairs: &[Pair],
        mentions: &mut [Mention],
    ) {
        self.clear();
        let mut most = None;
        for i in 0..mentions.len() {
            let mention = &mentions[i];
            if let Some(who) = self.again(page, mention) {
                mentions[i].who = who;
                continue;
            }
            let beside = i.checked_sub(1).and_then(|k| owner(page, &mentions[k], mention));
            let named = || self.by_surface.contains_key(&surface(page, mention));
            let owner = beside.or_else(|| ministry::home(page, mentions, i, &mut most).filter(|_| !named()));
            let name = (mention.class == Class::Per).then(|| Name::of(page, mention));
            mentions[i].who = match owner {
                _ if !is_full(page, mention, name.as_ref()) => NOBODY,
                Some(side) => self.organ(page, side, mention),
                None => self.enrol(page, mention, name.as_ref()),
            };
        }
        self.tie(page, pairs, mentions);
        let mut paragraph = Paragraph::default();
        for mention in mentions.iter_mut() {
            let start = paragraph.of(page.tokens, mention.a);
            if let Some(who) = self.namesake(page, mention, start) {
                mention.who = who;
            } else if mention.who == NOBODY || self.is_introduced(page, mention) {
                mention.who = self.short(page, mention, start);
            }
            if mention.class == Class::Per {
                self.persons.see(mention.who, mention.a);
            }
        }
        self.settle(mentions);
        self.officials(page.lexicon, roles, day);
    }

    /// The entity with an id.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    fn clear(&mut self) {
        self.whos.clear();
        self.by_id.clear();
        self.by_surface.clear();
        self.redefined.clear();
        self.persons.clear();
        self.orgs.clear();
    }

    /// The person whose full name stands here again, letter by letter: the common case, and the cheap one.
    fn again(&mut self, page: &Page<'_>, mention: &Mention) -> Option<u32> {
        if mention.class != Class::Per || mention.b == mention.a + 1 || person::suffix(page, mention.b) != 0 {
            return None;
        }
        let who = *self.by_surface.get(&surface(page, mention))?;
        let known = match mention.origin {
            Origin::Entry(entry) => self.whos[who as usize].entry == Some(entry),
            _ => true,
        };
        (known && self.persons.again(who, person::title_before(page, mention.a)))
            .then(|| self.vote(who, mention))
    }

    /// `The Islamic Emirate (IEA) … the IEA`: what the document says of a short name counts more than a name list.
    fn is_introduced(&self, page: &Page<'_>, mention: &Mention) -> bool {
        let Origin::Entry(entry) = mention.origin else { return false };
        let tied = || self.by_surface.get(&surface(page, mention)).is_some_and(|&who| who != mention.who);
        mention.b == mention.a + 1 && !page.lexicon.is_listed(entry) && tied()
    }

    fn enrol(&mut self, page: &Page<'_>, mention: &Mention, name: Option<&Name>) -> u32 {
        let who = match mention.origin {
            Origin::Entry(entry) => self.listed(page, entry, mention),
            _ => self.named(page, mention, name),
        };
        self.by_surface.entry(surface(page, mention)).or_insert(who);
        if let Some(turned) = turned(page, mention) {
            self.by_surface.entry(turned).or_insert(who);
        }
        match name {
            Some(name) => self.learn(page, mention, name, who),
            None if mention.class == Class::Org => self.shorten(page, mention, who),
            None => {}
        }
        who
    }

    fn learn(&mut self, page: &Page<'_>, mention: &Mention, name: &Name, who: u32) {
        // `Mullah Omar` and `Sheikh Hasina` make known what `Omar` and `Hasina` mean
        if name.is_full() || name_start(page, mention) > mention.a {
            self.persons.learn(page, mention, name, who);
        }
    }

    /// Learns the short forms of an organisation.
    fn shorten(&mut self, page: &Page<'_>, mention: &Mention, who: u32) {
        let (a, b) = name_range(page, mention);
        self.orgs.learn(page, (a, mention.b), who);
        for end in orgs::prefixes(page, a, b) {
            self.by_surface.entry(words_hash(&page.tokens[a..end])).or_insert(who);
        }
    }

    fn listed(&mut self, page: &Page<'_>, entry: u32, mention: &Mention) -> u32 {
        let found = page.lexicon.entry(entry);
        if let Some(region) = elsewhere(page, found.metonym_of, mention) {
            return self.town(page, mention, region);
        }
        if mention.class == Class::Per && person::suffix(page, mention.b) != 0 {
            return self.junior(page, mention);
        }
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

    /// `Donald Trump Jr.`: a namesake of a listed person, whom no gazetteer lists.
    fn junior(&mut self, page: &Page<'_>, mention: &Mention) -> u32 {
        let token = &page.tokens[mention.b];
        let name = &page.text[page.tokens[mention.a].start as usize..token.end as usize];
        self.slug.clear();
        fold::slug(name, &mut self.slug);
        self.with_slug(name)
    }

    /// `Paris, Texas`: a namesake of a capital, with its region in the id.
    fn town(&mut self, page: &Page<'_>, mention: &Mention, region: &str) -> u32 {
        let name = name_of(page, mention);
        self.slug.clear();
        fold::slug(name, &mut self.slug);
        self.slug.push('-');
        fold::slug(region, &mut self.slug);
        self.with_slug(name)
    }

    fn named(&mut self, page: &Page<'_>, mention: &Mention, name: Option<&Name>) -> u32 {
        let known = self.by_surface.get(&surface(page, mention));
        if let Some(&who) = known.or_else(|| self.by_surface.get(&turned(page, mention)?)) {
            return self.vote(who, mention);
        }
        if let Some(who) = name.and_then(|n| self.persons.full(n)) {
            return self.vote(who, mention);
        }
        let name = name_of(page, mention);
        self.slug.clear();
        fold::slug(name, &mut self.slug);
        let who = self.with_slug(name);
        self.vote(who, mention)
    }

    /// A state organ beside its country: `Pakistani | Foreign Ministry` is `pakistan-ministry-of-foreign-affairs`.
    fn organ(&mut self, page: &Page<'_>, side: &str, mention: &Mention) -> u32 {
        let name = name_of(page, mention);
        self.slug.clear();
        ministry::slug(side, name, &mut self.slug);
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
            seat_of: None,
            votes: [0.0; 7],
        });
        self.by_id.insert(self.slug.clone(), who);
        who
    }

    /// Lets acronyms and the long names that introduce them share an entity: a listed one if either is.
    fn tie(&mut self, page: &Page<'_>, pairs: &[Pair], mentions: &mut [Mention]) {
        for pair in pairs {
            let long = mentions.partition_point(|m| m.a < pair.long.0);
            let short = mentions.partition_point(|m| m.a < pair.short);
            let whole = |m: &&Mention| m.a == pair.long.0 && m.b == pair.long.1 && m.who != NOBODY;
            let Some(full) = mentions.get(long).filter(whole).copied() else { continue };
            let brief = mentions.get(short).filter(|m| m.a == pair.short && m.b == pair.short + 1).copied();
            let listed = |m: &Mention| matches!(m.origin, Origin::Entry(e) if page.lexicon.is_listed(e));
            let who = match brief {
                Some(b) if listed(&b) && !listed(&full) && shares_word(page, &b, pair.long) => b.who,
                Some(b) if listed(&b) && !listed(&full) => {
                    self.redefined.insert(page.tokens[pair.short].hash, full.who);
                    full.who
                }
                _ => full.who,
            };
            mentions[long].who = who;
            self.by_surface.insert(page.tokens[pair.short].hash, who);
            if let Some(b) = brief
                && (!listed(&b) || who == full.who)
            {
                mentions[short].class = mentions[long].class;
                mentions[short].origin = mentions[long].origin;
                mentions[short].score = mentions[long].score;
                mentions[short].who = who;
            }
        }
    }

    /// A gazetteer's single word that means something else in this document: an acronym that it introduced with another long name, the
    /// family name `Jordan` after a title or before a saying verb, a listed family name that somebody else bears here.
    fn namesake(&mut self, page: &Page<'_>, mention: &mut Mention, paragraph: usize) -> Option<u32> {
        if !matches!(mention.origin, Origin::Entry(_)) || mention.b != mention.a + 1 {
            return None;
        }
        if let Some(&who) = self.redefined.get(&page.tokens[mention.a].hash) {
            mention.class = Class::Org;
            mention.origin = Origin::Pattern;
            return Some(self.vote(who, mention));
        }
        let titled = person::title_before(page, mention.a) != 0;
        let speaks = page.is(mention.b, SAY) && page.is(mention.a, FAMILY);
        if mention.class != Class::Per && (!titled && !speaks || page.tokens[mention.a].shape != Shape::Cap) {
            return None;
        }
        let (who, family) = self.persons.part(page, mention, &Name::of(page, mention), paragraph)?;
        if !family || (!titled && mention.class != Class::Per && !self.persons.seen(who)) {
            return None;
        }
        mention.class = Class::Per;
        mention.origin = Origin::Pattern;
        Some(self.vote(who, mention))
    }

    /// The entity of a one-word pattern: a known surface, a part of a person's name, a short form of an organisation, or itself.
    fn short(&mut self, page: &Page<'_>, mention: &mut Mention, paragraph: usize) -> u32 {
        let surface = self.by_surface.get(&surface(page, mention)).copied();
        // `Mr. Jordan` is a person, whatever else is called so here
        let titled = mention.class == Class::Per && person::title_before(page, mention.a) != 0;
        if let Some(who) = surface.filter(|_| !titled) {
            return self.known(page, mention, who);
        }
        let personal = !matches!(mention.class, Class::Org | Class::Event | Class::Loc);
        let name = Name::of(page, mention);
        if personal
            && let Some((who, family)) = self.persons.part(page, mention, &name, paragraph)
            && (family || mention.class != Class::Gpe)
        {
            mention.class = Class::Per;
            mention.score = mention.score.max(0.8);
            mention.origin = Origin::Pattern;
            return self.vote(who, mention);
        }
        if let Some(who) = surface {
            return self.known(page, mention, who);
        }
        let vague = matches!(mention.class, Class::Org | Class::Misc | Class::Per);
        if vague && let Some(who) = self.orgs.short(page, mention.a) {
            mention.class = Class::Org;
            return self.known(page, mention, who);
        }
        let name = (mention.class == Class::Per).then_some(&name);
        let who = self.named(page, mention, name);
        if let Some(name) = name {
            self.learn(page, mention, name, who);
        }
        who
    }

    /// Gives a mention the class of an entity that is known by other mentions.
    fn known(&self, page: &Page<'_>, mention: &mut Mention, who: u32) -> u32 {
        let known = &self.whos[who as usize];
        mention.class = known
            .entry
            .map_or_else(|| favourite(&known.votes).unwrap_or(mention.class), |e| page.lexicon.class_of(e));
        mention.score = mention.score.max(0.7);
        if let Some(entry) = known.entry {
            mention.origin = Origin::Entry(entry);
        }
        who
    }

    /// Persons who hold an office on the day speak for whom they hold it; where the day is not known, only in a document that names the side.
    /// Who has left the last office of a country speaks for it no more.
    fn officials(&mut self, lexicon: &Lexicon, roles: &Roles, day: Option<Day>) {
        let by_id = &self.by_id;
        for who in &mut self.whos {
            let Some(entry) = who.entry else { continue };
            let office = day.and_then(|d| roles.side_of(&who.id, Some(d)));
            if lexicon.entry(entry).metonym_of.is_some() {
                who.seat_of = office.map(str::to_owned);
            } else if office.is_some() {
                who.actor = office.map(str::to_owned);
            } else if let (Some(side), Some(day)) = (&who.actor, day) {
                let retired = roles.retired(&who.id, side, day);
                who.actor.take_if(|_| retired);
            } else if day.is_none() && who.actor.is_none() {
                let side = roles.side_of(&who.id, None).filter(|s| by_id.contains_key(*s));
                who.actor = side.map(str::to_owned);
            }
        }
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

/// Names that stand for themselves: gazetteer names and those of several words.
fn is_full(page: &Page<'_>, mention: &Mention, name: Option<&Name>) -> bool {
    match (mention.origin, name) {
        (Origin::Entry(_), _) => true,
        (_, Some(name)) => name.is_full(),
        (_, None) => parts(page, mention).count() > 1,
    }
}

/// Whether a long name shares a word with the name of a gazetteer's acronym: `Federally Administered Tribal Areas` and `FATA`, but not
/// `Really Simple Syndication` and the party `RSS`. An acronym that is listed by itself says nothing against it.
fn shares_word(page: &Page<'_>, acronym: &Mention, (a, b): (usize, usize)) -> bool {
    let Origin::Entry(entry) = acronym.origin else { return true };
    let name = page.lexicon.entry(entry).name;
    let mut words = name.split([' ', '-']).filter(|w| w.len() > 3).map(fold::hash).peekable();
    words.peek().is_none() || words.any(|w| (a..b).any(|i| page.tokens[i].hash == w))
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

/// `Paris` before `, Texas`: the region of a capital's namesake. A country after the comma is the next of a list, unless a
/// preposition says that a place is meant.
fn elsewhere<'p>(page: &Page<'p>, capital_of: Option<&str>, m: &Mention) -> Option<&'p str> {
    let country = capital_of?;
    if !page.kind(m.b, Kind::Comma) || !page.cap(m.b + 1) {
        return None;
    }
    let found = page.name(m.b + 1)?;
    let region = page.lexicon.entry(found.entry);
    let state = region.class == Class::Gpe && region.metonym_of.is_none() && region.id != Some(country);
    let other = region.actor != Some(country);
    let province = region.actor.is_none() || region.actor != region.id;
    let placed = m.a > 0 && page.is(m.a - 1, LOC_PREP.with(TO)) && page.tokens[m.a].gap == Gap::Space;
    let ends = !page.is(found.end, AND);
    (state && other && placed && ends && province).then_some(region.name)
}

/// The words of a mention that identify it: religious titles, initials and particles are left out.
fn parts<'p>(page: &Page<'p>, mention: &Mention) -> impl Iterator<Item = &'p Token> + use<'p> {
    let tokens = page.tokens;
    let (a, b) = (name_start(page, mention), mention.b);
    tokens[a..b].iter().filter(|t| t.kind == Kind::Word && t.is_cap() && t.shape != Shape::Initial)
}

/// Where the name begins, after religious titles of a person.
pub(crate) fn name_start(page: &Page<'_>, mention: &Mention) -> usize {
    let mut a = mention.a;
    while mention.class == Class::Per && a + 1 < mention.b && page.is(a, HONORIFIC) {
        a += 1;
    }
    a
}

/// The tokens of the name as it is written canonically: `Apple Inc.` is Apple, `Maulana Karim Sattar` is Karim Sattar, but `Mullah
/// Omar` stays.
fn name_range(page: &Page<'_>, mention: &Mention) -> (usize, usize) {
    let mut end = mention.b;
    let first = match name_start(page, mention) {
        bare if bare + 1 == mention.b => mention.a.max(bare.saturating_sub(1)),
        first => first,
    };
    while mention.class == Class::Org
        && end > first + 1
        && (page.is(end - 1, ORG_SUFFIX) || page.kind(end - 1, Kind::Dot) || page.kind(end - 1, Kind::Comma))
    {
        end -= 1;
    }
    (first, end)
}

fn name_of<'t>(page: &Page<'t>, mention: &Mention) -> &'t str {
    let (first, end) = name_range(page, mention);
    &page.text[page.tokens[first].start as usize..page.tokens[end - 1].end as usize]
}

/// White space inside a name is one space.
fn one_line(name: &str) -> String {
    if name.contains(['\n', '\r', '\t']) || name.contains("  ") {
        return name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    name.to_owned()
}

fn surface(page: &Page<'_>, mention: &Mention) -> u64 {
    let (a, b) = name_range(page, mention);
    words_hash(&page.tokens[a..b])
}

/// The surface of `Defence Ministry` for `Ministry of Defence`.
fn turned(page: &Page<'_>, mention: &Mention) -> Option<u64> {
    let (a, b) = name_range(page, mention);
    let ministry = mention.class == Class::Org && page.is(a, STATE) && page.is(a + 1, OF) && a + 2 < b;
    let from = a + 2 + usize::from(page.is(a + 2, ARTICLE));
    let subject = page.tokens.get(from..b).filter(|words| ministry && !words.is_empty())?;
    Some(add_word(words_hash(subject), &page.tokens[a]))
}

fn words_hash(tokens: &[Token]) -> u64 {
    tokens.iter().filter(|t| t.kind == Kind::Word).fold(0, add_word)
}

fn add_word(hash: u64, token: &Token) -> u64 {
    fold::join(hash, token.hash)
}

/// Where the paragraph of a token begins; asked in order of the text, it reads every token once.
#[derive(Default)]
struct Paragraph {
    start: usize,
    read: usize,
}

impl Paragraph {
    fn of(&mut self, tokens: &[Token], at: usize) -> usize {
        while self.read < at {
            self.read += 1;
            if tokens[self.read].gap >= Gap::Line {
                self.start = self.read;
            }
        }
        self.start
    }
}
