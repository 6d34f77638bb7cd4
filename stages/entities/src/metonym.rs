//! Capitals that stand for their government: *Islamabad said*, *ties with Kabul*, *Delhi’s policy*; not *in Islamabad*, *flew to
//! Kabul*, *Islamabad-based*.

use crate::class::Class;
use crate::flags::*;
use crate::page::TITLE_LINE;
use crate::spot::{Mention, Page};
use crate::token::{Gap, Kind, Shape};

/// Whether mention `i`, a capital, acts. `acts` holds the answers for the mentions before it.
pub(crate) fn acts(
    page: &Page<'_>,
    mentions: &[Mention],
    i: usize,
    is_side: impl Fn(&Mention) -> bool,
) -> bool {
    let mention = &mentions[i];
    if is_literal(page, mention) {
        return false;
    }
    is_subject(page, mention)
        || owns_policy(page, mention)
        || follows_relation(page, mention)
        || is_object(page, mention)
        || compound(page, mention)
        || between_sides(page, mentions, i, &is_side)
        || paired(page, mentions, i)
}

/// `in Islamabad`, `Islamabad-based`, `Islamabad, Pakistan`, a dateline.
fn is_literal(page: &Page<'_>, m: &Mention) -> bool {
    if m.a > 0 && page.is(m.a - 1, LOC_PREP) && !page.is(m.a - 1, WITH) && page.tokens[m.a].gap <= Gap::Space
    {
        return true;
    }
    let based = page.kind(m.b, Kind::Hyphen)
        && page.tokens.get(m.b + 1).is_some_and(|t| t.hash == crate::fold::hash("based"));
    let comma_place = page.kind(m.b, Kind::Comma)
        && page.cap(m.b + 1)
        && page.name(m.b + 1).is_some_and(|n| page.lexicon.class_of(n.entry) == Class::Gpe);
    let dash = page.tokens.get(m.b).is_some_and(|t| t.kind == Kind::Other && t.gap == Gap::Space);
    let opens_line = page.tokens[m.a].gap >= Gap::Line;
    based || comma_place || (opens_line && dash)
}

/// A verb or auxiliary right after, no preposition before: `Islamabad has asked`, `Kabul denies`.
fn is_subject(page: &Page<'_>, m: &Mention) -> bool {
    // `Islamabad, which says …`
    if page.kind(m.b, Kind::Comma) && page.is(m.b + 1, RELATIVE) && page.is(m.b + 2, ACT) {
        return !preceded_by_place(page, m);
    }
    let Some(next) = page.tokens.get(m.b).filter(|t| t.gap == Gap::Space && t.kind == Kind::Word) else {
        return false;
    };
    let headline = next.place & TITLE_LINE != 0;
    if (next.shape != Shape::Lower && !headline) || preceded_by_place(page, m) {
        return false;
    }
    if !next.is(ACT) {
        return false;
    }
    // `Kabul is burning` and `Islamabad was quiet` say little; `is seeking`, `has been asked` say enough
    let weak = ["is", "was", "are", "were"].iter().any(|w| crate::fold::hash(w) == next.hash);
    !weak
        || page.tokens.get(m.b + 1).is_some_and(|t| {
            t.is(ACT) || t.is(COMMON) && t.kind == Kind::Word && !t.is(LOC_PREP.with(ARTICLE).with(PHYSICAL))
        })
}

/// `to`, `from`, `of` before a name make it the end of another phrase, not a subject.
fn preceded_by_place(page: &Page<'_>, m: &Mention) -> bool {
    m.a > 0
        && page.tokens[m.a].gap <= Gap::Space
        && page.is(m.a - 1, TO.with(LOC_PREP))
        && page.tokens[m.a - 1].shape == Shape::Lower
}

/// `Islamabad’s request`: what is owned is no street or airport.
fn owns_policy(page: &Page<'_>, m: &Mention) -> bool {
    if !page.kind(m.b, Kind::Possessive) {
        return false;
    }
    let words = page.tokens[m.b + 1..]
        .iter()
        .take(3)
        .take_while(|t| matches!(t.kind, Kind::Word | Kind::Hyphen) && t.gap <= Gap::Space);
    let mut any = false;
    for word in words {
        if word.is(PHYSICAL) || (word.is_cap() && word.is(LOC_HEAD)) {
            return false;
        }
        any = true;
    }
    any
}

/// `relations with Islamabad`, `pressure on Kabul`, `loyal to Tehran`.
fn follows_relation(page: &Page<'_>, m: &Mention) -> bool {
    let Some(prep) = m.a.checked_sub(1).map(|i| &page.tokens[i]).filter(|t| t.shape == Shape::Lower) else {
        return false;
    };
    if page.tokens[m.a].gap > Gap::Space {
        return false;
    }
    if prep.is(WITH) {
        return true;
    }
    if prep.hash == crate::fold::hash("for") {
        return m.a > 1 && !page.is(m.a - 2, MOTION);
    }
    prep.is(TO)
        && (m.a.saturating_sub(5)..m.a - 1)
            .any(|k| page.is(k, POLITICAL) && page.tokens[k].kind == Kind::Word)
}

/// `told Islamabad`, `giving Islamabad assurances`.
fn is_object(page: &Page<'_>, m: &Mention) -> bool {
    m.a > 0
        && page.tokens[m.a].gap == Gap::Space
        && page.is(m.a - 1, TOWARD)
        && page.tokens[m.a - 1].shape == Shape::Lower
}

/// `Kabul-backed`, `Islamabad-led`.
fn compound(page: &Page<'_>, m: &Mention) -> bool {
    const DOING: [&str; 8] =
        ["backed", "led", "sponsored", "friendly", "supported", "installed", "controlled", "brokered"];
    page.kind(m.b, Kind::Hyphen)
        && page.tokens.get(m.b + 1).is_some_and(|t| DOING.iter().any(|w| crate::fold::hash(w) == t.hash))
}

/// `between Islamabad and Kabul`, `neither Tehran nor the Taliban`: both are sides.
fn between_sides(
    page: &Page<'_>,
    mentions: &[Mention],
    i: usize,
    is_side: &impl Fn(&Mention) -> bool,
) -> bool {
    let m = &mentions[i];
    let opens = |m: &Mention| {
        m.a > 0
            && (page.is(m.a - 1, BETWEEN)
                || (m.a > 1 && page.is(m.a - 1, ARTICLE) && page.is(m.a - 2, BETWEEN)))
    };
    if opens(m) {
        // the other end may be described, not named: `between Kabul and the new rulers`; a town or a road is no side
        let other = mentions.get(i + 1).filter(|n| joined(page, m, n));
        let road = (m.b..m.b + 5).any(|k| page.is(k, PHYSICAL));
        return page.is(m.b, AND) && other.map_or(!road, is_side);
    }
    let Some(before) = i.checked_sub(1).map(|k| &mentions[k]) else { return false };
    joined(page, before, m) && opens(before) && is_side(before)
}

/// `Islamabad and Kabul agreed`: a pair of capitals acts when the second is a subject.
fn paired(page: &Page<'_>, mentions: &[Mention], i: usize) -> bool {
    let m = &mentions[i];
    mentions.get(i + 1).is_some_and(|n| {
        !page.is(m.a.wrapping_sub(1), BETWEEN)
            && joined(page, m, n)
            && n.class == Class::Gpe
            && !preceded_by_place(page, m)
            && is_subject(page, n)
    })
}

/// `X and Y`, `X and the Y`.
fn joined(page: &Page<'_>, x: &Mention, y: &Mention) -> bool {
    let gap = y.a.saturating_sub(x.b);
    x.b < y.a && page.is(x.b, AND) && (gap == 1 || (gap == 2 && page.is(x.b + 1, ARTICLE)))
}
