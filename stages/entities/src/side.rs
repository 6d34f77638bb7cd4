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
            Class::Per => {
                before(page, &cast.whos, mentions, i).or_else(|| after(page, &cast.whos, mentions, i))
            }
            Class::Org => owner(page, &cast.whos, mentions, i).or_else(|| own(page, &cast.whos, mention)),
            _ => None,
        };
        if side.is_some() {
            cast.whos[mention.who as usize].actor = side;
        }
    }
}

/// The side of a name that owns a role or an organ; a seat of government (`a Kremlin spokesman`) has that of its country.
fn side_of(page: &Page<'_>, whos: &[Who], mention: &Mention) -> Option<String> {
    let class = matches!(mention.class, Class::Gpe | Class::Norp | Class::Org | Class::Per);
    whos[mention.who as usize].side(page.lexicon).map(str::to_owned).filter(|_| class)
}

/// `Pakistani Interior Minister X`, `Taliban spokesman X`, `TTP leaders X and Y`: a side, then only titles and roles.
fn before(page: &Page<'_>, whos: &[Who], mentions: &[Mention], i: usize) -> Option<String> {
    let (owner, person) = (mentions.get(i.checked_sub(1)?)?, &mentions[i]);
    let between = owner.b..person.a;
    // `X and Y`: the second shares what the first was introduced with
    let joined = between.len() == 1 && page.is(owner.b, AND) && owner.class == Class::Per;
    let (owner, person) = if joined { (mentions.get(i.checked_sub(2)?)?, owner) } else { (owner, person) };
    let between = owner.b..person.a;
    if between.is_empty() || between.len() > 7 || is_former(page, owner.a) {
        return None;
    }
    let serves = person_role(page, owner, person) || spokesman_for(page, owner, person);
    serves.then(|| side_of(page, whos, owner)).flatten()
}

/// `A spokesman for the Taliban government, X, …`
fn spokesman_for(page: &Page<'_>, owner: &Mention, person: &Mention) -> bool {
    let comma = person.a - 1;
    let plain = (owner.b..comma).all(|k| page.kind(k, Kind::Word) && !page.is(k, FUNCTION.with(SAY)));
    let article = usize::from(page.is(owner.a.wrapping_sub(1), ARTICLE));
    let serves = owner.a.saturating_sub(1 + article);
    page.kind(comma, Kind::Comma)
        && plain
        && serves > 0
        && page.is(serves, SERVES)
        && page.is(serves - 1, ROLE)
}

/// Whether only titles and role words stand between an owner and a person, at least one of them.
fn person_role(page: &Page<'_>, owner: &Mention, person: &Mention) -> bool {
    let between = owner.b..person.a;
    let plain = |k: usize| {
        let t = &page.tokens[k];
        let word = t.kind == Kind::Word
            && (t.is(TITLE.with(ROLE).with(COMMON).with(MIXED)) || t.shape != Shape::Lower)
            && !t.is(SAY.with(FORMER).with(AND).with(TO));
        (word
            || matches!(t.kind, Kind::Dot | Kind::Hyphen | Kind::Possessive)
            || (t.is(AND) && page.cap(k + 1))
            || (t.kind == Kind::Comma && k + 1 == person.a))
            && t.gap <= Gap::Space
    };
    between.clone().all(plain) && between.clone().any(|k| page.is(k, TITLE.with(ROLE)))
}

/// `X, the Pakistani national security adviser`, `X, an assistant to Khan`, `Prime Minister X of Pakistan`.
fn after(page: &Page<'_>, whos: &[Who], mentions: &[Mention], i: usize) -> Option<String> {
    let (person, next) = (&mentions[i], mentions.get(i + 1)?);
    if next.a == person.b + 1
        && page.is(person.b, OF)
        && next.class == Class::Gpe
        && person.a > 0
        && page.is(person.a - 1, TITLE)
    {
        return side_of(page, whos, next);
    }
    if !page.kind(person.b, Kind::Comma) {
        return None;
    }
    // the name that the role serves may follow another: `X, the pro-EU president of Moldova`
    let near = mentions[i + 1..].iter().take(2).take_while(|m| m.a > person.b && m.a <= person.b + REACH);
    near.into_iter()
        .find_map(|other| in_apposition(page, person, other).then(|| side_of(page, whos, other)).flatten())
}

/// Whether an apposition after `person` says that they serve `other`.
fn in_apposition(page: &Page<'_>, person: &Mention, other: &Mention) -> bool {
    let between = person.b + 1..other.a;
    let open = between.clone().all(|k| {
        let t = &page.tokens[k];
        matches!(t.kind, Kind::Word | Kind::Hyphen)
            && t.gap <= Gap::Space
            && !t.is(SAY.with(ACT).with(FORMER))
    });
    let started = page.is(person.b + 1, ARTICLE) || other.a == person.b + 1;
    let last = other.a - 1 - usize::from(page.is(other.a - 1, ARTICLE));
    let told = page.is(last, SERVES) && between.clone().any(|k| page.is(k, ROLE));
    let adjective = other.a - person.b <= 3 && role_follows(page, other.b);
    open && started && (told || adjective)
}

/// `… national security adviser`: a role within a few plain words.
fn role_follows(page: &Page<'_>, at: usize) -> bool {
    for k in at..at + 5 {
        let Some(t) = page.tokens.get(k) else { return false };
        if t.is(ROLE) && t.kind == Kind::Word {
            return true;
        }
        if !(t.kind == Kind::Word || matches!(t.kind, Kind::Possessive | Kind::Hyphen)) || t.is(SAY.with(AND))
        {
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
    let inside = page.name(org.a).filter(|n| n.end < org.b).map(|n| page.lexicon.entry(n.entry));
    if let Some(side) = inside.and_then(|e| e.actor.map(str::to_owned)) {
        return Some(side);
    }
    let before = mentions.get(i.checked_sub(1)?)?;
    let touches = before.b == org.a || (before.b + 1 == org.a && page.kind(before.b, Kind::Possessive));
    touches.then(|| side_of(page, whos, before)).flatten()
}

/// Companies and parties act for themselves.
fn own(page: &Page<'_>, whos: &[Who], org: &Mention) -> Option<String> {
    let party = |k: usize| page.tokens[k].hash == crate::fold::hash("party");
    (org.a..org.b).any(|k| page.is(k, ORG_SUFFIX) || party(k)).then(|| whos[org.who as usize].id.clone())
}

/// `former Pakistani ambassador X` speaks for nobody now.
fn is_former(page: &Page<'_>, at: usize) -> bool {
    at > 0 && page.is(at - 1, FORMER) || at > 1 && page.kind(at - 1, Kind::Hyphen) && page.is(at - 2, FORMER)
}
