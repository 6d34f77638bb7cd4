//! The persons of a document, by the parts of their names.
//!
//! Two full names mean one person when one of them holds the other's parts in order (*Sheikh Rashid Ahmed*, *Rashid Ahmed*), when two
//! parts are swapped (*Orban Viktor*), and when they differ only in spelling ([`crate::spelling`]) or in where words are parted (*Abdul
//! Rahman Karimi*, *Abdulrahman Karimi*); initials and suffixes must not contradict (*George W. Bush* is not *George H. W. Bush*, nor a
//! *Jr.* his father). A bare part means, in this order of evidence,
//!
//! 1. a person whose initials and suffix agree, if it has any: `A. Q. Khan` is never Imran Khan,
//! 2. one who bears it as family name rather than given name,
//! 3. one who was introduced with the title that stands before it: `Gen. Khan`,
//! 4. one whom the document does not tell apart by the given name alone,
//! 5. one who is not minor: another is named three times as often,
//! 6. one named before in the same paragraph,
//! 7. the one whom the document names most often so far, in full or in part; of equals one of a gazetteer, then the one who was
//!    introduced first.

use crate::flags::*;
use crate::fold;
use crate::hashed::HashedMap;
use crate::resolve::name_start;
use crate::spelling;
use crate::spot::{Mention, Origin, Page};
use crate::token::{DOTTED, Gap, Kind, Shape, Token};
use std::cmp::Reverse;

/// Parts of a name beyond these are not compared.
const PARTS: usize = 6;

/// At most so many persons share a part; later ones are known by their full names only. It bounds the work for one mention.
const SHARED: usize = 16;

/// A name as it is compared.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Name {
    keys: [u64; PARTS],
    len: usize,
    /// First letter of the first part.
    first: Option<u8>,
    /// An initial before the parts: `J. Biden`.
    lead: Option<u8>,
    /// The parts and particles written together.
    joined: u64,
    /// Hash of the last particle, zero for none: `van` of `Robin van Persie`.
    particle: u64,
    /// Hash of `Jr.` or the like after or in the name, zero for none.
    suffix: u64,
    /// Initials after a part or after `lead`: `George H. W. Bush`.
    middle: [u8; 2],
}

impl Name {
    /// The name of a mention.
    pub(crate) fn of(page: &Page<'_>, mention: &Mention) -> Self {
        let mut name = Self::default();
        let mut initials = 0;
        let from = name_start(page, mention);
        for (i, token) in page.tokens[from..mention.b].iter().enumerate() {
            if token.is(PARTICLE) && token.kind == Kind::Word {
                name.particle = token.hash;
            }
            let word = &page.text[token.start as usize..token.end as usize];
            if is_initials(token) {
                for letter in word.chars().filter_map(fold::plain) {
                    if name.len == 0 && name.lead.is_none() {
                        name.lead = Some(letter);
                    } else if let Some(slot) = name.middle.get_mut(initials) {
                        *slot = letter;
                        initials += 1;
                    }
                }
            } else if is_part(token, i == 0 && !page.kind(from + 1, Kind::Hyphen))
                && let Some(slot) = name.keys.get_mut(name.len)
            {
                *slot = spelling::key(word);
                name.first = name.first.or_else(|| word.chars().next().and_then(fold::plain));
                name.len += 1;
            }
        }
        let words = page.tokens[from..mention.b].iter().filter(|t| t.kind == Kind::Word && !is_initials(t));
        name.joined = spelling::joined(words.map(|t| &page.text[t.start as usize..t.end as usize]));
        let last = if page.is(mention.b - 1, SUFFIX) { mention.b - 1 } else { mention.b };
        name.suffix = suffix(page, last);
        name
    }

    /// Whether it names a person by more than a bare part.
    pub(crate) fn is_full(&self) -> bool {
        self.len > 1 || (self.len == 1 && self.lead.is_some())
    }

    fn parts(&self) -> &[u64] {
        &self.keys[..self.len]
    }

    fn agrees(&self, other: &Name) -> bool {
        self.joined == other.joined
            || self.holds(other)
            || other.holds(self)
            || (self.len == 2 && other.len == 2 && self.swapped(other))
    }

    fn swapped(&self, other: &Name) -> bool {
        self.keys[0] == other.keys[1] && self.keys[1] == other.keys[0]
    }

    /// Whether the parts of `other` stand in this name, in order.
    fn holds(&self, other: &Name) -> bool {
        let mut rest = self.parts().iter();
        other.parts().iter().all(|part| rest.any(|p| p == part))
    }

    /// Whether initials contradict each other or a given name, or a suffix stands here only.
    fn contradicts(&self, other: &Name) -> bool {
        let given = |n: &Name| n.lead.or(n.first.filter(|_| n.len > 1));
        let clash = (self.lead.is_some() || other.lead.is_some())
            && given(self).is_some_and(|a| given(other).is_some_and(|b| a != b));
        let suffix = self.suffix != other.suffix && self.suffix != 0;
        let middle = self.middle.iter().zip(&other.middle).any(|(a, b)| *a != 0 && *b != 0 && a != b);
        clash || middle || suffix
    }
}

/// The hash of a suffix at token `at`, which stands right after a name: `Jr.`; zero for none.
pub(crate) fn suffix(page: &Page<'_>, at: usize) -> u64 {
    page.tokens.get(at).filter(|t| t.is(SUFFIX) && t.is_cap() && t.gap == Gap::Space).map_or(0, |t| t.hash)
}

/// `J.` and `J.K.`
fn is_initials(token: &Token) -> bool {
    token.kind == Kind::Word && (token.shape == Shape::Initial || token.place & DOTTED != 0)
}

/// Words that identify a person; particles count only where they open the name as a given name would: `Al Gore`, not `Al-Zawahiri`.
fn is_part(token: &Token, opens: bool) -> bool {
    token.kind == Kind::Word
        && token.is_cap()
        && !token.is(SUFFIX)
        && (!token.is(PARTICLE) || (opens && token.is(GIVEN)))
}

struct Person {
    who: u32,
    name: Name,
    title: u64,
    /// How often it was named so far; full names count from the start.
    times: u32,
    /// Token of the last mention before the present one.
    last: Option<usize>,
    /// Whether the given name alone was used.
    familiar: bool,
    /// Whether a gazetteer lists it.
    listed: bool,
}

#[derive(Clone, Copy)]
struct Link {
    person: u32,
    family: bool,
    next: u32,
}

/// The persons.
#[derive(Default)]
pub(crate) struct Persons {
    all: Vec<Person>,
    of_who: HashedMap<u32>,
    links: Vec<Link>,
    by_part: HashedMap<u32>,
    by_pair: HashedMap<u32>,
    /// Names written together → the first person of that name.
    by_joined: HashedMap<u32>,
}

impl Persons {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.of_who.clear();
        self.links.clear();
        self.by_part.clear();
        self.by_pair.clear();
        self.by_joined.clear();
    }

    /// Counts a person's full name again, after a title (zero for none); tells whether the person is known.
    pub(crate) fn again(&mut self, who: u32, title: u64) -> bool {
        let Some(&known) = self.of_who.get(&u64::from(who)) else { return false };
        let person = &mut self.all[known as usize];
        person.times += 1;
        person.title = if title == 0 { person.title } else { title };
        true
    }

    /// Adds a way in which person `who` is named.
    pub(crate) fn learn(&mut self, page: &Page<'_>, mention: &Mention, name: &Name, who: u32) {
        if name.len == 0 {
            return;
        }
        let listed = matches!(mention.origin, Origin::Entry(_));
        let title = title_before(page, mention.a);
        if self.again(who, title) {
            let person = self.of_who.get(&u64::from(who)).map(|&p| &self.all[p as usize]);
            if person.is_some_and(|p| name.len <= p.name.len && p.name.agrees(name)) {
                return;
            }
        }
        let person = index(self.all.len());
        let times = 1;
        self.all.push(Person { who, name: *name, title, times, last: None, familiar: false, listed });
        self.of_who.entry(u64::from(who)).or_insert(person);
        self.by_joined.entry(name.joined).or_insert(person);
        for (i, &part) in name.parts().iter().enumerate() {
            let family = i + 1 == name.len;
            add(&mut self.links, &mut self.by_part, part, person, family);
            for &later in &name.parts()[i + 1..] {
                add(&mut self.links, &mut self.by_pair, pair(part, later), person, family);
            }
        }
    }

    /// Says that a person is mentioned at a token; mentions come in order of the text.
    pub(crate) fn see(&mut self, who: u32, at: usize) {
        if let Some(&known) = self.of_who.get(&u64::from(who)) {
            self.all[known as usize].last = Some(at);
        }
    }

    /// Whether a person was mentioned before the present mention.
    pub(crate) fn seen(&self, who: u32) -> bool {
        let known = self.of_who.get(&u64::from(who));
        known.is_some_and(|&p| self.all[p as usize].last.is_some())
    }

    /// The person whom a full name means, if it is one of those before.
    pub(crate) fn full(&self, name: &Name) -> Option<u32> {
        let parts = name.parts();
        if let [only] = parts {
            let found = self.chain(&self.by_part, *only).filter(|l| l.family);
            return self.first(found, name);
        }
        let (&first, &last) = (parts.first()?, parts.last()?);
        let pairs = [(first, last), (first, *parts.get(1)?), (parts[parts.len() - 2], last)];
        pairs
            .iter()
            .find_map(|&(a, b)| self.first(self.chain(&self.by_pair, pair(a, b)), name))
            .or_else(|| self.by_initial(name, last))
            .or_else(|| self.written_together(name))
            .or_else(|| self.after_particle(name, last))
    }

    /// `Van Persie` after `Robin van Persie`.
    fn after_particle(&self, name: &Name, last: u64) -> Option<u32> {
        let mut found = self.chain(&self.by_part, last).filter(|l| l.family);
        let same = |l: &Link| self.person(*l).name.particle == name.particle;
        found.find(|l| name.particle != 0 && name.len == 2 && same(l)).map(|l| self.person(l).who)
    }

    fn written_together(&self, name: &Name) -> Option<u32> {
        let person = &self.all[*self.by_joined.get(&name.joined)? as usize];
        (!name.contradicts(&person.name)).then_some(person.who)
    }

    /// `John Smith` after `J. Smith`.
    fn by_initial(&self, name: &Name, last: u64) -> Option<u32> {
        let found = self.chain(&self.by_part, last).filter(|l| l.family);
        let only = |l: &Link| self.person(*l).name.len == 1 && self.person(*l).name.lead.is_some();
        self.first(found.filter(only), name)
    }

    fn first(&self, mut links: impl Iterator<Item = Link>, name: &Name) -> Option<u32> {
        let same = |p: &Person| p.name.agrees(name) && !name.contradicts(&p.name);
        links.find(|l| same(self.person(*l))).map(|l| self.person(l).who)
    }

    /// The person whom a bare part means, and whether it is the family name; `paragraph` is the first token of the paragraph.
    pub(crate) fn part(
        &mut self,
        page: &Page<'_>,
        mention: &Mention,
        name: &Name,
        paragraph: usize,
    ) -> Option<(u32, bool)> {
        let [part] = *name.parts() else { return None };
        let title = title_before(page, mention.a);
        let found = || self.chain(&self.by_part, part).filter(|l| !name.contradicts(&self.person(*l).name));
        let most = found().map(|l| self.person(l).times).max()?;
        let rank = |l: &Link| {
            let p = self.person(*l);
            let near = p.last.is_some_and(|at| at >= paragraph);
            (
                l.family,
                p.name.suffix == name.suffix,
                title != 0 && p.title == title,
                !p.familiar,
                p.times * 3 > most,
                near,
                p.times,
                p.listed,
                Reverse(l.person),
            )
        };
        let best = found().max_by_key(rank)?;
        let person = &mut self.all[best.person as usize];
        person.times += 1;
        person.familiar |= !best.family;
        Some((person.who, best.family))
    }

    fn person(&self, link: Link) -> &Person {
        &self.all[link.person as usize]
    }

    fn chain<'s>(&'s self, heads: &HashedMap<u32>, key: u64) -> impl Iterator<Item = Link> + use<'s> {
        let mut at = heads.get(&key).copied();
        std::iter::from_fn(move || {
            let link = *self.links.get(at? as usize)?;
            at = Some(link.next);
            Some(link)
        })
    }
}

/// Puts a link in front of a chain that is not full yet.
fn add(links: &mut Vec<Link>, heads: &mut HashedMap<u32>, key: u64, person: u32, family: bool) {
    let head = heads.entry(key).or_insert(u32::MAX);
    let (mut length, mut at) = (0, *head);
    while let Some(link) = links.get(at as usize) {
        length += 1;
        at = link.next;
    }
    if length >= SHARED {
        return;
    }
    let fresh = index(links.len());
    links.push(Link { person, family, next: *head });
    *head = fresh;
}

/// The key of two parts, in whichever order they stand.
fn pair(a: u64, b: u64) -> u64 {
    a.wrapping_add(b).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (a ^ b)
}

fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// The title right before token `at`, zero for none: `Gen.`, `Minister`.
pub(crate) fn title_before(page: &Page<'_>, at: usize) -> u64 {
    let dot = usize::from(at > 0 && page.kind(at - 1, Kind::Dot));
    let Some(token) = at.checked_sub(1 + dot).and_then(|i| page.tokens.get(i)) else { return 0 };
    if token.kind == Kind::Word && token.is(TITLE) { token.hash } else { 0 }
}
