//! The side that persons and organisations speak for, where the text says it: *Pakistani Interior Minister X*, *Taliban
//! spokesman X*, *X, the Pakistani national security adviser*, *X, an assistant to Khan*, *the Pakistani Foreign Ministry*.

use crate::class::Class;
use crate::flags::*;
use crate::resolve::{Cast, Who};
use crate::spot::{Mention, Page};
use crate::token::{Gap, Kind, Shape};

/// How many tokens an apposition is read for.
const REACH: usize = 12;

/// Fills the missing `actor` of the entities.
pub(crate) fn assign(page: &Page<'_>, cast: &mut Cast, mentions: &[Mention]) {
    for (i, mention) in mentions.iter().enumerate() {
        if cast.whos[mention.who as usize].actor.is_some() {
            continue;
        }
        let side = match mention.class {
            Class::Per => before(page, &cast.whos, mentions, i).or_else(|| after(page, &cast.whos, mentions, i)),
            Class::Org => owner(page, &cast.whos, mentions, i),
            _ => None,
        };
        if side.is_some() {
            cast.whos[mention.who as usize].actor = side;
        }
    }
}

fn side_of(whos: &[Who], mention: &Mention) -> Option<String> {
    let class = matches!(mention.class, Class::Gpe | Class::Norp | Class::Org | Class::Per);
    whos[mention.who as usize].actor.clone().filter(|_| class)
}

/// `Pakistani Interior Minister X`, `Taliban spokesman X`, `TTP leaders X and Y`: a side, then only titles and roles.
fn before(page: &Page<'_>, whos: &[Who], mentions: &[Mention], i: usize) -> Option<String> {
    let (owner, person) = (mentions.get(i.checked_sub(1)?)?, &mentions[i]);
    let between = owner.b..person.a;
    if between.len() > 7 {
        return None;
    }
    // `X and Y`: the second shares what the first was introduced with
    let joined = between.len() == 1 && page.is(owner.b, AND);
    if joined && owner.class == Class::Per && i >= 2 {
        return before(page, whos, mentions, i - 1).filter(|_| person_role(page, &mentions[i - 2], owner));
    }
    if between.is_empty() || !person_role(page, owner, person) || is_former(page, owner.a) {
        return None;
    }
    side_of(whos, owner)
}

/// Whether only titles and role words stand between an owner and a person, at least one of them.
fn person_role(page: &Page<'_>, owner: &Mention, person: &Mention) -> bool {
    let between = owner.b..person.a;
    let plain = |k: usize| {
        let t = &page.tokens[k];
        let word = t.kind == Kind::Word && (t.is(TITLE.with(ROLE).with(COMMON).with(MIXED)) || t.shape != Shape::Lower) && !t.is(SAY.with(FORMER).with(AND).with(TO));
        (word || matches!(t.kind, Kind::Dot | Kind::Hyphen | Kind::Possessive) || (t.is(AND) && page.cap(k + 1)) || (t.kind == Kind::Comma && k + 1 == person.a)) && t.gap <= Gap::Space
    };
    between.clone().all(plain) && between.clone().any(|k| page.is(k, TITLE.with(ROLE)))
}

/// `X, the Pakistani national security adviser`, `X, an assistant to Khan`, `Prime Minister X of Pakistan`.
fn after(page: &Page<'_>, whos: &[Who], mentions: &[Mention], i: usize) -> Option<String> {
    let (person, next) = (&mentions[i], mentions.get(i + 1)?);
    if next.a < person.b || next.a > person.b + REACH {
        return None;
    }
    let range = person.b..next.a;
    if range.len() == 1 && page.is(person.b, OF) && next.class == Class::Gpe && person.a > 0 && page.is(person.a - 1, TITLE) {
        return side_of(whos, next);
    }
    if !page.kind(person.b, Kind::Comma) || page.is(next.b, PARTICLE) {
        return None;
    }
    let open = (person.b + 1..next.a).all(|k| page.tokens[k].kind == Kind::Word && page.tokens[k].gap <= Gap::Space && !page.is(k, SAY.with(ACT).with(FORMER)));
    let told = (person.b + 1..next.a).any(|k| page.is(k, ROLE)) && next.a > 0 && page.is(next.a - 1, SERVES);
    let adjective = next.a - person.b <= 3 && role_follows(page, next.b);
    let started = page.is(person.b + 1, ARTICLE) || next.a == person.b + 1;
    (open && started && (told || adjective)).then(|| side_of(whos, next)).flatten()
}

/// `… national security adviser`: a role within a few plain words.
fn role_follows(page: &Page<'_>, at: usize) -> bool {
    for k in at..at + 5 {
        let Some(t) = page.tokens.get(k) else { return false };
        if t.is(ROLE) && t.kind == Kind::Word {
            return true;
        }
        if !(t.kind == Kind::Word || matches!(t.kind, Kind::Possessive | Kind::Hyphen)) || t.is(SAY.with(AND)) {
            return false;
        }
    }
    false
}

/// `the Pakistani Foreign Ministry`, `Taliban Defense Ministry`: a state organ speaks for whose it is.
fn owner(page: &Page<'_>, whos: &[Who], mentions: &[Mention], i: usize) -> Option<String> {
    let org = &mentions[i];
    let organ = (org.a..org.b).any(|k| page.is(k, STATE));
    if !organ {
        return None;
    }
    let inside = page.name(org.a).filter(|n| n.end < org.b).map(|n| &page.lexicon.entries[n.entry as usize]);
    if let Some(side) = inside.and_then(|e| e.actor.clone()) {
        return Some(side);
    }
    let before = mentions.get(i.checked_sub(1)?)?;
    let touches = before.b == org.a || (before.b + 1 == org.a && page.kind(before.b, Kind::Possessive));
    touches.then(|| side_of(whos, before)).flatten()
}

/// `former Pakistani ambassador X` speaks for nobody now.
fn is_former(page: &Page<'_>, at: usize) -> bool {
    at > 0 && page.is(at - 1, FORMER) || at > 1 && page.kind(at - 1, Kind::Hyphen) && page.is(at - 2, FORMER)
}
