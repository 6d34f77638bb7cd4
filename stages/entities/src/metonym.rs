//! Capitals that stand for their government: *Islamabad said*, *ties with Kabul*, *Delhi’s policy*; not *in Islamabad*, *flew to
//! Kabul*, *Islamabad-based*. Seats of government (*the Kremlin*) act unless somebody is at them.

use crate::class::Class;
use crate::flags::*;
use crate::fold;
use crate::page::TITLE_LINE;
use crate::spot::{Mention, Page};
use crate::token::{Gap, Kind, Shape, Token};

/// Whether mention `i`, a capital, acts. `acts` holds the answers for the mentions before it.
pub(crate) fn acts(
    page: &Page<'_>,
    mentions: &[Mention],
    i: usize,
    is_side: impl Fn(&Mention) -> bool,
) -> bool {
    let mention = &mentions[i];
    if mention.class == Class::Org {
        return !is_visited(page, mention);
    }
    if is_literal(page, mention) {
        return false;
    }
    is_subject(page, mention)
        || is_controlled(page, mention)
        || is_faction(page, mention)
        || is_couple(page, mentions, i)
        || owns_policy(page, mention)
        || follows_relation(page, mention)
        || is_object(page, mention)
        || compound(page, mention)
        || between_sides(page, mentions, i, &is_side)
        || paired(page, mentions, i)
        || is_second(page, mentions, i)
}

/// `outside the White House`, `at the Kremlin`: a seat of government is a building where one is at it; else it acts.
fn is_visited(page: &Page<'_>, m: &Mention) -> bool {
    let article = usize::from(m.a > 0 && page.is(m.a - 1, ARTICLE));
    m.a.checked_sub(1 + article).is_some_and(|k| page.is(k, LOC_PREP) && !page.is(k, WITH))
}

/// `expects Beijing to retaliate`: the subject of an infinitive.
fn is_controlled(page: &Page<'_>, m: &Mention) -> bool {
    let does = |k: usize| {
        page.tokens.get(k).is_some_and(|t| t.shape == Shape::Lower && t.kind == Kind::Word && !t.is(ARTICLE))
    };
    m.a > 0
        && page.is(m.a - 1, ACT.with(SAY).with(TOWARD))
        && page.tokens.get(m.b).is_some_and(|t| t.hash == fold::ascii("to"))
        && does(m.b + 1)
}

/// `pro-Moscow`, `anti-Beijing`.
fn is_faction(page: &Page<'_>, m: &Mention) -> bool {
    m.a > 1
        && page.kind(m.a - 1, Kind::Hyphen)
        && fold::all(["pro", "anti"]).contains(&page.tokens[m.a - 2].hash)
}

/// `Moscow-Beijing axis`, `Delhi-Dhaka relations`: two names that share a hyphen and what they have with each other.
fn is_couple(page: &Page<'_>, mentions: &[Mention], i: usize) -> bool {
    let tied = |x: &Mention, y: &Mention| x.b + 1 == y.a && page.kind(x.b, Kind::Hyphen);
    let m = &mentions[i];
    let end = match (i.checked_sub(1).map(|k| &mentions[k]), mentions.get(i + 1)) {
        (Some(before), _) if tied(before, m) => m.b,
        (_, Some(after)) if tied(m, after) => after.b,
        _ => return false,
    };
    (end..end + 2).any(|k| page.is(k, POLITICAL)) && !(end..end + 2).any(|k| page.is(k, PHYSICAL))
}

/// `by Paris and Berlin`, `told Moscow and Kyiv`: the second of two shares what the first is.
fn is_second(page: &Page<'_>, mentions: &[Mention], i: usize) -> bool {
    let Some(first) = i.checked_sub(1).map(|k| &mentions[k]) else { return false };
    joined(page, first, &mentions[i])
        && first.class == Class::Gpe
        && !is_literal(page, first)
        && (follows_relation(page, first) || is_object(page, first))
}

/// `in Islamabad`, `Islamabad-based`, `Islamabad, Pakistan`, a dateline.
fn is_literal(page: &Page<'_>, m: &Mention) -> bool {
    if m.a > 0 && page.is(m.a - 1, LOC_PREP) && !page.is(m.a - 1, WITH) && page.tokens[m.a].gap <= Gap::Space
    {
        return true;
    }
    let based = page.kind(m.b, Kind::Hyphen)
        && page.tokens.get(m.b + 1).is_some_and(|t| t.hash == fold::ascii("based"));
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
    let weak = fold::all(["is", "was", "are", "were"]).contains(&next.hash);
    let place = |t: &Token| {
        t.is(LOC_PREP.with(ARTICLE).with(PHYSICAL)) || fold::all(["where", "when", "home"]).contains(&t.hash)
    };
    !weak
        || page
            .tokens
            .get(m.b + 1)
            .is_some_and(|t| t.is(ACT) || (t.is(COMMON) && t.kind == Kind::Word && !place(t)))
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
    // one may walk `toward Rome`, too
    if prep.is(WITH) && !prep.is(LOC_PREP) {
        return true;
    }
    if m.a > 1 && page.tokens[m.a - 2].hash == fold::ascii("according") {
        return true;
    }
    if prep.hash == fold::ascii("for") {
        return m.a > 1 && !page.is(m.a - 2, MOTION);
    }
    prep.is(TO.with(WITH))
        && (m.a.saturating_sub(5)..m.a - 1)
            .any(|k| page.is(k, POLITICAL) && page.tokens[k].kind == Kind::Word)
}

/// `told Islamabad`, `giving Islamabad assurances`; not `asked Nairobi lawyers`.
fn is_object(page: &Page<'_>, m: &Mention) -> bool {
    let people = page.tokens.get(m.b).is_some_and(|t| {
        let word = &page.text[t.start as usize..t.end as usize];
        let one = word.strip_suffix('s').map(|w| page.lexicon.phrases.words().facts(fold::hash(w)));
        t.kind == Kind::Word && t.gap == Gap::Space && one.is_some_and(|f| f.any(ROLE))
    });
    !people
        && m.a > 0
        && page.tokens[m.a].gap == Gap::Space
        && page.is(m.a - 1, TOWARD)
        && page.tokens[m.a - 1].shape == Shape::Lower
}

/// `Kabul-backed`, `Islamabad-led`.
fn compound(page: &Page<'_>, m: &Mention) -> bool {
    const DOING: [u64; 8] = fold::all([
        "backed",
        "led",
        "sponsored",
        "friendly",
        "supported",
        "installed",
        "controlled",
        "brokered",
    ]);
    page.kind(m.b, Kind::Hyphen) && page.tokens.get(m.b + 1).is_some_and(|t| DOING.contains(&t.hash))
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
