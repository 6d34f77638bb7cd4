//! Names that the text treats as a company or another body, whatever their words look like: *shares in Halvorsen*, *Halvorsen’s
//! board*, *an analyst at Garrick Holt*, *Nordavax said it would*. A tagger reads two words around a name; this reads all
//! places where the document has it, and sums what speaks for a body and what speaks for a person.

use crate::class::Class;
use crate::flags::*;
use crate::fold;
use crate::hashed::HashedMap;
use crate::spot::{Mention, Origin, Page};
use crate::token::{Gap, Kind, Shape};

/// How far a noun may stand from the possessive: *Halvorsen’s biggest shareholder*.
const OWNED_REACH: usize = 3;
/// How far `its` may stand from the name: *Halvorsen has cut its prices*.
const ITS_REACH: usize = 7;
/// How far the noun of an apposition may stand: *Brightwell, a small biotech company*.
const KIND_REACH: usize = 5;

/// So little evidence makes a place a person.
const PERSON: i32 = -2;

/// Evidence by name.
pub(crate) type Votes = HashedMap<i32>;

/// Gives persons and places that the document treats as bodies their class. `votes` is a buffer.
pub(crate) fn settle(page: &Page<'_>, mentions: &mut [Mention], votes: &mut Votes) {
    votes.clear();
    for mention in mentions.iter().filter(|m| is_open(m) || is_bare(page, m)) {
        *votes.entry(key(page, mention)).or_default() += evidence(page, mention);
    }
    for mention in mentions.iter().filter(|m| is_open(m) && m.class == Class::Per && m.b > m.a + 1) {
        // `Isabel Valderrama … Valderrama`: a family name is its person’s
        if votes.get(&key(page, mention)).is_some_and(|n| *n < needed(page, mention)) {
            votes.insert(fold::join(0, page.tokens[mention.b - 1].hash), i32::MIN);
        }
    }
    for mention in mentions.iter_mut().filter(|m| is_open(m) || is_bare(page, m)) {
        let Some(found) = votes.get(&key(page, mention)) else { continue };
        if *found >= needed(page, mention) {
            mention.class = Class::Org;
            mention.origin = Origin::Pattern;
        } else if *found <= PERSON && mention.class != Class::Per && mention.b > mention.a + 1 {
            // `Wilhelmina Strand, who …`, which a tagger took for a beach
            mention.class = Class::Per;
            mention.origin = Origin::Pattern;
        }
    }
}

/// Whether only patterns say what the name is.
fn is_open(mention: &Mention) -> bool {
    matches!(mention.class, Class::Per | Class::Gpe) && !matches!(mention.origin, Origin::Entry(_))
}

/// An organisation whose words do not say so: it may be a person.
fn is_bare(page: &Page<'_>, m: &Mention) -> bool {
    let plain = (m.a..m.b).all(|i| page.kind(i, Kind::Word) && page.tokens[i].shape == Shape::Cap);
    let head = (m.a..m.b).any(|i| page.is(i, HEAD.with(ORG_FIRST).with(SPORT).with(LINK)));
    m.class == Class::Org && m.origin == Origin::Pattern && m.b == m.a + 2 && plain && !head
}

/// So much evidence makes a body: more where the first word is a given name. News gives persons their full names once, so that a
/// family name alone says little.
fn needed(page: &Page<'_>, mention: &Mention) -> i32 {
    if mention.class == Class::Gpe || !page.is(mention.a, FIRST) { 1 } else { 2 }
}

fn key(page: &Page<'_>, mention: &Mention) -> u64 {
    page.tokens[mention.a..mention.b]
        .iter()
        .filter(|t| t.kind == Kind::Word)
        .fold(0, |hash, t| fold::join(hash, t.hash))
}

fn evidence(page: &Page<'_>, mention: &Mention) -> i32 {
    match mention.class {
        // a town has factories and employees, too
        Class::Gpe => {
            i32::from(is_set_off(page, mention) && !page.is(mention.a, SETTLED)) - for_person(page, mention)
        }
        _ => for_body(page, mention) - for_person(page, mention),
    }
}

fn for_body(page: &Page<'_>, m: &Mention) -> i32 {
    let lower = |i: usize, flags: Flags| page.is(i, flags) && page.tokens[i].shape == Shape::Lower;
    let mut sum = 0;
    if page.kind(m.b, Kind::Possessive) {
        let near = m.b + 1..m.b + 1 + OWNED_REACH;
        let words =
            near.take_while(|i| page.kind(*i, Kind::Word) && !page.is(*i, FUNCTION.with(SAY).with(ACT)));
        sum += i32::from(words.into_iter().any(|i| lower(i, FIRM_HAS)));
    } else if lower(m.b, FIRM_HAS) && page.tokens[m.b].gap == Gap::Space {
        sum += 1;
    }
    if m.a > 1 && page.is(m.a - 1, LOC_PREP.with(OF)) && page.kind(m.a - 2, Kind::Word) {
        let at = word(page, m.a - 1, "at");
        let of = page.is(m.a - 1, OF) && lower(m.a - 2, FIRM_CHIEF);
        sum += i32::from(page.is(m.a - 2, FIRM_HAS) || of)
            + 2 * i32::from(at && lower(m.a - 2, ROLE.with(FIRM_CHIEF)));
    }
    if m.a > 0 && page.is(m.a - 1, FIRM_KIND) && page.tokens[m.a].gap == Gap::Space {
        sum += 1;
    }
    // `the Lloyd Maritime Register said`; not `the Obama White House`
    let alone = page.kind(m.b, Kind::Comma)
        || page.kind(m.b, Kind::Stop)
        || page.is(m.b, SAY.with(LOC_PREP).with(AND));
    let article = m.b > m.a + 2 && m.a > 0 && page.is(m.a - 1, ARTICLE) && alone;
    sum + i32::from(is_set_off(page, m)) + its(page, m) + 2 * i32::from(article)
}

/// `Brightwell, a company in Oxford`, `Brightwell, which …`.
fn is_set_off(page: &Page<'_>, m: &Mention) -> bool {
    if !page.kind(m.b, Kind::Comma) || !page.kind(m.b + 1, Kind::Word) {
        return false;
    }
    if m.class == Class::Per && word(page, m.b + 1, "which") {
        return true;
    }
    let near = m.b + 2..m.b + 2 + KIND_REACH;
    let mut words = near.take_while(|i| page.kind(*i, Kind::Word) && !page.is(*i, FUNCTION.with(SAY)));
    page.is(m.b + 1, ARTICLE)
        && words
            .any(|i| page.is(i, FIRM_KIND) && page.tokens[i].shape == Shape::Lower && !page.is(i + 1, ROLE))
}

/// Whether the words beside a name say that it is a body: what it is before it, or `, which` after it.
pub(crate) fn introduced(page: &Page<'_>, m: &Mention) -> bool {
    let kind = m.a > 0
        && page.is(m.a - 1, FIRM_KIND)
        && page.tokens[m.a - 1].shape == Shape::Lower
        && page.tokens[m.a].gap == Gap::Space;
    let which = page.kind(m.b, Kind::Comma)
        && word(page, m.b + 1, "which")
        && !page.is(m.a.wrapping_sub(1), LOC_PREP);
    kind || which
}

/// `Nordavax said it would`, `Nordavax has cut its prices`.
fn its(page: &Page<'_>, m: &Mention) -> i32 {
    // `Halvorsen and its shops`
    if page.is(m.b, AND) && word(page, m.b + 1, "its") {
        return 1;
    }
    if !page.is(m.b, SAY.with(ACT)) {
        return 0;
    }
    if page.is(m.b, SAY) && word(page, m.b + 1, "it") && page.is(m.b + 2, ACT.with(FUNCTION)) {
        return 1;
    }
    let mut near = (m.b + 1..m.b + 1 + ITS_REACH).take_while(|i| page.kind(*i, Kind::Word) && !page.cap(*i));
    i32::from(near.any(|i| word(page, i, "its")))
}

/// A title or a role before the name, an age or *who* after it, *he* or *she* after its verb.
fn for_person(page: &Page<'_>, m: &Mention) -> i32 {
    let before =
        m.a.checked_sub(1).map_or(m.a, |i| if page.kind(i, Kind::Dot) { i.saturating_sub(1) } else { i });
    let titled = m.a > 0 && page.is(before, TITLE.with(ROLE)) && page.tokens[m.a].gap == Gap::Space;
    let aged = page.kind(m.b, Kind::Comma)
        && (page.kind(m.b + 1, Kind::Number) || word(page, m.b + 1, "who") || word(page, m.b + 1, "whose"));
    let spoke = page.is(m.b, SAY) && (word(page, m.b + 1, "he") || word(page, m.b + 1, "she"));
    2 * (i32::from(titled) + i32::from(aged) + i32::from(spoke))
}

fn word(page: &Page<'_>, i: usize, word: &str) -> bool {
    page.tokens.get(i).is_some_and(|t| t.kind == Kind::Word && t.hash == fold::hash(word))
}
