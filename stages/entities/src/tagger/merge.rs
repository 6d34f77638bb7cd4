//! Two opinions become one list of mentions: what the tagger marked, and what the rules found.
//!
//! | the rules have | the tagger | stays |
//! |---|---|---|
//! | a listed actor | marks no longer name over it | the actor |
//! | a place of a gazetteer | marks nothing | the rules' |
//! | a people, an event, another name | marks nothing, or less | the rules' |
//! | an organ of a state, *Foreign Ministry* | marks nothing | the rules' |
//! | *Undersecretary Jun Magsaysay*, *the Copper Study Group* | marks nothing | the rules' |
//! | a person, an organisation, a place | decides | the tagger's |
//!
//! `Afghan Embassy` stays a people and an organ of its state, as the rules cut it.
//!
//! A mention of the tagger over the same words as a gazetteer name keeps the gazetteer's id.

use crate::class::Class;
use crate::firm;
use crate::flags::*;
use crate::page::{CAPS_LINE, TITLE_LINE};
use crate::spot::{Mention, Origin, Page, title_phrase};
use crate::token::{Gap, Kind, Shape};

/// A name that the tagger marked: tokens `a..b`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Marked {
    /// First token.
    pub(crate) a: usize,
    /// One past the last token.
    pub(crate) b: usize,
    /// Index of [`crate::tagger::tags::CLASSES`].
    pub(crate) class: usize,
    /// How probable its tags are, 0 to 1.
    pub(crate) score: f32,
}

/// A longer name of the tagger wins over a listed actor inside it from this score on.
const SURE: f32 = 0.6;

/// How sure a name is that only its surroundings speak for.
const LIKELY: f32 = 0.55;

/// Puts the tagger's names into `mentions`; both lists are in order, without overlaps. `spare` is a buffer.
pub(crate) fn merge(
    page: &Page<'_>,
    marked: &[Marked],
    mentions: &mut Vec<Mention>,
    spare: &mut Vec<Mention>,
) {
    spare.clear();
    spare.append(mentions);
    let mut ruled = spare.iter().peekable();
    for name in marked.iter().filter_map(|m| trimmed(page, *m)) {
        while let Some(rule) = ruled.next_if(|r| r.b <= name.a) {
            alone(page, rule, mentions);
        }
        let free = mentions.last().map_or(0, |m| m.b);
        let mut over = ruled.clone().take_while(|r| r.a < name.b);
        if free > name.a || over.any(|rule| outranks(page, rule, &name)) {
            continue;
        }
        let name = ruled.clone().take_while(|r| r.a < name.b).fold(name, |name, rule| whole(rule, name));
        let mut same = None;
        while let Some(rule) = ruled.next_if(|r| r.a < name.b) {
            same = same.or(Some(rule).filter(|r| r.a == name.a && r.b == name.b));
        }
        mentions.push(mention(page, &name, same));
    }
    for rule in ruled {
        alone(page, rule, mentions);
    }
}

/// The name with the first names that the rules found before it: `Per` in `Per Aasen`, which is also a common word.
fn whole(rule: &Mention, name: Marked) -> Marked {
    let longer = name.class == PERSON && rule.class == Class::Per && rule.b == name.b && rule.a < name.a;
    if longer { Marked { a: rule.a, ..name } } else { name }
}

/// A mention of the rules over which the tagger marked nothing.
fn alone(page: &Page<'_>, rule: &Mention, mentions: &mut Vec<Mention>) {
    let apart = mentions.last().is_none_or(|m| m.b <= rule.a);
    let other = matches!(rule.class, Class::Norp | Class::Event | Class::Misc);
    if apart && !matches!(rule.origin, Origin::Entry(_)) && acts(page, rule) {
        let score = rule.score.max(LIKELY);
        mentions.push(Mention { class: Class::Org, origin: Origin::Pattern, score, ..*rule });
    } else if apart
        && (other || known(page, rule) || organ(page, rule) || titled(page, rule) || body(page, rule))
    {
        mentions.push(*rule);
    }
}

fn listed(page: &Page<'_>, rule: &Mention) -> bool {
    matches!(rule.origin, Origin::Entry(e) if page.lexicon.is_listed(e))
}

/// A listed actor, or a place of a gazetteer.
fn known(page: &Page<'_>, rule: &Mention) -> bool {
    let place = matches!(rule.class, Class::Gpe | Class::Loc) && matches!(rule.origin, Origin::Entry(_));
    place || listed(page, rule)
}

/// A ministry, an army: gold sets disagree whether it is a name without its country; whom it speaks for is known.
fn organ(page: &Page<'_>, rule: &Mention) -> bool {
    let is_sure = rule.origin == Origin::Pattern && rule.class == Class::Org && rule.b > rule.a + 1;
    is_sure && (rule.a..rule.b).any(|i| page.is(i, STATE))
}

/// A person by a title or role and a name of two words or more that are no common words.
fn titled(page: &Page<'_>, rule: &Mention) -> bool {
    let dot = usize::from(rule.a > 1 && page.kind(rule.a - 1, Kind::Dot));
    let role = rule.a > 0 && page.is(rule.a - 1, ROLE) && page.tokens[rule.a].gap == Gap::Space;
    let phrase = rule.a > 0 && title_phrase(page, rule.a - 1);
    let title =
        role || phrase || rule.a > dot && page.is(rule.a - 1 - dot, TITLE) && page.cap(rule.a - 1 - dot);
    let common = page.is(rule.b - 1, COMMON.with(MIXED)) || (rule.a..rule.b).any(|i| page.is(i, HEAD));
    rule.class == Class::Per && rule.b > rule.a + 1 && title && !common && !in_headline(page, rule)
}

/// An organisation by its head word, after *the*, or by its `&`: *the Copper Study Group*, *Alder & Western*.
fn body(page: &Page<'_>, rule: &Mention) -> bool {
    let whole = rule.b > rule.a + 1 && rule.origin == Origin::Pattern && rule.class == Class::Org;
    let after = rule.a > 0 && page.is(rule.a - 1, ARTICLE);
    let head = || page.is(rule.a, ORG_HEAD) || page.is(rule.b - 1, ORG_HEAD);
    // `Transit Workers’ Federation`, `Partido Andino`, `Lanka Cricket`
    let clear = (rule.a..rule.b).any(|i| page.kind(i, Kind::Possessive))
        || page.is(rule.a, ORG_FIRST)
        || page.is(rule.b - 1, SPORT);
    whole && !in_headline(page, rule) && (clear || partners(page, rule) || after && head())
}

/// A name that the text shows to be a body: `the newspaper Kathimerina`, `Aegean Lines, which owns the ship, …`.
fn acts(page: &Page<'_>, rule: &Mention) -> bool {
    let named = matches!(rule.class, Class::Per | Class::Org | Class::Misc) && !page.doubtful(rule.a);
    let plain = (rule.a..rule.b).any(|i| page.is(i, CALENDAR.with(FUNCTION)));
    named && !plain && !in_headline(page, rule) && rule.b - rule.a <= 4 && firm::introduced(page, rule)
}

/// `Farrow & Dean`, `Harbour and Allied Workers Union`: capitals on both sides of the link.
fn partners(page: &Page<'_>, rule: &Mention) -> bool {
    let linked = |i: usize| page.kind(i, Kind::And) || page.is(i, AND);
    rule.class == Class::Org && (rule.a + 1..rule.b).any(|i| linked(i) && page.cap(i + 1))
}

/// Whether an organisation’s name of three words or more closes, or opens before *of*, with its head.
fn by_head(page: &Page<'_>, rule: &Mention) -> bool {
    let head = page.is(rule.b - 1, ORG_HEAD) || page.is(rule.a, ORG_HEAD) && page.is(rule.a + 1, OF);
    rule.origin == Origin::Pattern && rule.class == Class::Org && rule.b > rule.a + 2 && head
}

fn in_headline(page: &Page<'_>, rule: &Mention) -> bool {
    page.tokens[rule.a].place & (TITLE_LINE | CAPS_LINE) != 0
}

/// Whether a mention of the rules stands against a name of the tagger that overlaps it.
fn outranks(page: &Page<'_>, rule: &Mention, name: &Marked) -> bool {
    let inside = name.a <= rule.a && rule.b <= name.b;
    let same = name.a == rule.a && name.b == rule.b;
    if listed(page, rule) {
        let owner =
            matches!(rule.class, Class::Norp | Class::Org) && (rule.b..name.b).any(|i| page.is(i, STATE));
        return same || !inside || owner || name.score < SURE;
    }
    match rule.class {
        Class::Org if partners(page, rule) => !inside,
        Class::Norp | Class::Event | Class::Misc => {
            !inside || (same && matches!(rule.origin, Origin::Entry(_)))
        }
        _ => false,
    }
}

/// A name without the article or title before it and the mark after it; none if nothing is left, or what is left names nobody:
/// *God*, a language.
fn trimmed(page: &Page<'_>, mut name: Marked) -> Option<Marked> {
    let title = if name.class == PERSON { ARTICLE.with(TITLE) } else { ARTICLE };
    while name.a + 1 < name.b
        && (page.is(name.a, title) && !page.is(name.a, FIRST) && !initial(page, name.a)
            || page.kind(name.a, Kind::Dot))
    {
        name.a += 1;
    }
    while name.a < name.b && page.kind(name.b - 1, Kind::Possessive) {
        name.b -= 1;
    }
    let words = (name.a..name.b).any(|i| matches!(page.tokens[i].kind, Kind::Word | Kind::Number));
    let noise = name.b == name.a + 1 && page.is(name.a, NOISE.with(ARTICLE));
    (words && !noise && !(name.class == PLACE && adjective(page, &name))).then_some(name)
}

/// `A.` in `A. B. Mbuyi`, which is no article.
fn initial(page: &Page<'_>, i: usize) -> bool {
    let token = &page.tokens[i];
    token.shape == Shape::Initial && token.end - token.start > 1
}

/// Indexes of [`crate::tagger::tags::CLASSES`].
const PERSON: usize = 0;
const PLACE: usize = 2;

/// Whether the gazetteer knows the name as that of a people only.
fn adjective(page: &Page<'_>, name: &Marked) -> bool {
    let known = page.is(name.a, STARTS).then(|| page.lexicon.phrases.longest(page.tokens, name.a)).flatten();
    known.is_some_and(|m| m.end == name.b && page.lexicon.class_of(m.entry) == Class::Norp)
}

fn mention(page: &Page<'_>, name: &Marked, same: Option<&Mention>) -> Mention {
    let class = match (name.class, same) {
        // `the University of Otago`, `Lagos General Hospital`: the head says it
        (_, Some(rule)) if by_head(page, rule) => Class::Org,
        (0, _) => Class::Per,
        (1, _) => Class::Org,
        (_, Some(rule)) if matches!(rule.class, Class::Gpe | Class::Loc) => rule.class,
        _ => place(page, name),
    };
    let origin = match same {
        Some(rule) if rule.class == class && rule.origin != Origin::Guess => rule.origin,
        _ => Origin::Pattern,
    };
    Mention { a: name.a, b: name.b, class, score: name.score, origin, who: 0 }
}

/// Which kind of place a name is: by its head, else one with a government.
fn place(page: &Page<'_>, name: &Marked) -> Class {
    let last = page.is(name.b - 1, LOC_HEAD) && !page.is(name.b - 1, GPE_HEAD);
    let first = name.b > name.a + 1 && page.is(name.a, LOC_FIRST) && !page.is(name.a, GPE_HEAD);
    if last || first { Class::Loc } else { Class::Gpe }
}
