//! Judging a stretch of capitalised words that no gazetteer knows and no head explains: by what its words are known as, how
//! they are written, and what stands around them.

use crate::class::Class;
use crate::flags::*;
use crate::page::{CAPS_LINE, FIRST_WORD, TITLE_LINE};
use crate::spot::{Origin, Page};
use crate::token::{DOTTED, Gap, Kind, Shape};

type Verdict = Option<(Class, f32, Origin)>;

fn sure(class: Class, score: f32) -> Verdict {
    Some((class, score, Origin::Pattern))
}

fn guess(class: Class, score: f32) -> Verdict {
    Some((class, score, Origin::Guess))
}

/// What tokens `a..b` are; `titled` when a title such as *Prime Minister* stands before them.
pub(crate) fn judge(page: &Page<'_>, a: usize, b: usize, titled: bool) -> Verdict {
    let words = (a..b).filter(|&i| page.tokens[i].is_cap()).count();
    if page.tokens[a].place & (TITLE_LINE | CAPS_LINE) != 0 {
        return in_headline(page, a, b, words, titled);
    }
    let verdict = match words {
        0 => None,
        1 => single(page, a, b, titled),
        _ => several(page, a, b, words, titled),
    };
    match verdict {
        Some((_, _, Origin::Guess)) => hinted(page, a, b).or(verdict),
        verdict => verdict,
    }
}

/// What a gazetteer only hints at (*Oasis* is also a band) counts where nothing else speaks for the words.
fn hinted(page: &Page<'_>, a: usize, b: usize) -> Verdict {
    if !page.is(a, STARTS_HINT) {
        return None;
    }
    let found =
        page.lexicon.phrases.longest_hint(page.tokens, a).filter(|m| m.end == b && !page.doubtful(a))?;
    sure(page.lexicon.class_of(found.entry), 0.55)
}

/// Where every word is capitalised, only what the words are known as counts.
fn in_headline(page: &Page<'_>, a: usize, b: usize, words: usize, titled: bool) -> Verdict {
    let (first, last) = (&page.tokens[a], &page.tokens[b - 1]);
    let known = |i: usize| page.is(i, GIVEN.with(FAMILY)) && !page.is(i, COMMON.with(MIXED).with(FUNCTION));
    if words >= 2 {
        let name = first.is(FIRST) && known(a) && !last.is(COMMON.with(MIXED).with(FUNCTION)) && words <= 3;
        return if name || (titled && known(b - 1)) { sure(Class::Per, 0.75) } else { None };
    }
    if titled && known(a) {
        return sure(Class::Per, 0.75);
    }
    if page.doubtful(a) || first.is(COMMON.with(MIXED).with(FUNCTION)) {
        return None;
    }
    if first.is(CITY) {
        return sure(Class::Gpe, 0.6);
    }
    if before_place(page, b) {
        return sure(Class::Gpe, 0.6);
    }
    guess(Class::Misc, 0.2)
}

fn several(page: &Page<'_>, a: usize, b: usize, words: usize, titled: bool) -> Verdict {
    let (first, last) = (&page.tokens[a], &page.tokens[b - 1]);
    let plain = |i: usize| page.is(i, COMMON) && !page.is(i, FAMILY.with(FIRST));
    if first.is(HONORIFIC) || (titled && !plain(b - 1)) {
        return sure(Class::Per, 0.9);
    }
    if first.is(ORG_FIRST) {
        return sure(Class::Org, 0.75);
    }
    if (a..b).any(|i| page.kind(i, Kind::And)) {
        return sure(Class::Org, 0.7);
    }
    let team = words == 2 && first.is(CITY) && page.plural(b - 1) && !last.is(FAMILY);
    if last.is(SPORT) || team {
        return sure(Class::Org, 0.7);
    }
    if last.shape == Shape::Upper && last.is(NOISE.with(SUFFIX)) && first.is(GIVEN) {
        return sure(Class::Per, 0.8);
    }
    let initial =
        (a..b).any(|i| page.tokens[i].shape == Shape::Initial || page.tokens[i].place & DOTTED != 0);
    let particle = (a..b).any(|i| !page.tokens[i].is_cap() && page.is(i, PARTICLE));
    let given = first.is(FIRST) || (first.is(FIRST_RARE) && !first.is(MIXED) && !last.is(MIXED));
    if given && !plain(b - 1) && !page.is(b - 1, NOISE) {
        return sure(Class::Per, if words <= 4 { 0.9 } else { 0.5 });
    }
    if (initial || particle) && !plain(b - 1) && !plain(a) && last.shape == Shape::Cap {
        return sure(Class::Per, 0.8);
    }
    if let Some(verdict) = by_place(page, a, b) {
        return Some(verdict);
    }
    if page.is(b, SAY) && !plain(b - 1) {
        return sure(Class::Per, 0.65);
    }
    if first.is(DIRECTION) && !plain(b - 1) {
        return sure(Class::Gpe, 0.6);
    }
    if last.is(LAST) && !plain(a) && !first.is(SETTLED) && words <= 3 && first.shape != Shape::Upper {
        return sure(Class::Per, 0.7);
    }
    if (a..b).any(|i| page.tokens[i].shape == Shape::Upper) {
        return if (a..b).any(|i| page.is(i, COMMON.with(FUNCTION))) { None } else { sure(Class::Org, 0.5) };
    }
    if words <= 3 && !(a..b).any(|i| page.is(i, COMMON.with(MIXED).with(SETTLED))) {
        return sure(Class::Per, 0.55);
    }
    guess(Class::Misc, 0.35)
}

fn single(page: &Page<'_>, a: usize, b: usize, titled: bool) -> Verdict {
    let token = &page.tokens[a];
    let plain = token.is(COMMON.with(FUNCTION)) && !token.is(FAMILY.with(FIRST));
    let part = token.is(DIRECTION.with(HONORIFIC).with(NOISE))
        || (token.is(HEAD.with(LOC_FIRST)) && !token.is(FIRST) && !page.is(b, SAY));
    if token.shape == Shape::Initial || part {
        return None;
    }
    if page.text.as_bytes()[token.end as usize..].first() == Some(&b'$') {
        return None;
    }
    if titled {
        return if plain { None } else { sure(Class::Per, 0.85) };
    }
    if page.doubtful(a) || plain {
        return None;
    }
    let length = token.end - token.start;
    if before_place(page, b) {
        return sure(Class::Gpe, 0.7);
    }
    let dateline = token.place & FIRST_WORD != 0
        && token.shape == Shape::Upper
        && page.kind(b, Kind::Number)
        && length > 3;
    if token.shape == Shape::Upper
        && !token.is(COMMON.with(FUNCTION))
        && (dateline || (token.is(SETTLED) && length > 3))
    {
        return sure(Class::Gpe, 0.7);
    }
    if token.shape == Shape::Upper
        && length > 4
        && token.is(FIRST.with(LAST))
        && !token.is(COMMON.with(MIXED))
    {
        return sure(Class::Per, 0.5);
    }
    if token.shape == Shape::Upper && length <= 12 {
        return if token.is(COMMON.with(FUNCTION)) { None } else { sure(Class::Org, 0.5) };
    }
    if token.is(COMMON) && !token.is(CITY.with(FIRST).with(LAST)) {
        return None;
    }
    if let Some(verdict) = by_place(page, a, b) {
        return Some(verdict);
    }
    if page.is(b, SAY) && !token.is(MIXED) {
        return sure(Class::Per, 0.65);
    }
    if token.is(CITY) && !token.is(MIXED) {
        return sure(Class::Gpe, if token.is(GIVEN.with(FAMILY)) { 0.55 } else { 0.75 });
    }
    if token.is(FIRST.with(LAST)) && !token.is(COMMON.with(MIXED)) {
        return sure(Class::Per, 0.5);
    }
    if token.is(TOWN) && !token.is(COMMON.with(MIXED).with(GIVEN)) {
        return sure(Class::Gpe, 0.5);
    }
    let role_of = page.is(b, ROLE) && page.tokens[b].shape == Shape::Lower && page.cap(b + 1);
    if role_of && !token.is(MIXED) {
        return sure(Class::Org, 0.5);
    }
    guess(if token.is(FAMILY) { Class::Per } else { Class::Misc }, 0.3)
}

/// A place by its surroundings: after *in* or *near*, or before a comma and the place it lies in.
fn by_place(page: &Page<'_>, a: usize, b: usize) -> Verdict {
    if before_place(page, b) {
        return sure(Class::Gpe, 0.7);
    }
    let after = a > 0
        && page.is(a - 1, LOC_PREP)
        && page.tokens[a - 1].kind == Kind::Word
        && page.tokens[a - 1].shape == Shape::Lower;
    let owner = page.kind(b, Kind::Possessive);
    let plain = page.is(a, COMMON.with(MIXED));
    // `the district of Kech`, `Kech district`
    let of =
        a > 1 && page.is(a - 1, OF) && page.is(a - 2, GPE_HEAD) && page.tokens[a - 2].shape == Shape::Lower;
    let before =
        page.tokens.get(b).is_some_and(|t| t.is(GPE_HEAD) && t.shape == Shape::Lower && t.gap == Gap::Space);
    if (of || before) && !plain {
        return sure(Class::Gpe, 0.75);
    }
    (after && !owner && !plain).then_some((Class::Gpe, 0.6, Origin::Pattern))
}

/// `Jalalabad, Afghanistan`.
fn before_place(page: &Page<'_>, b: usize) -> bool {
    if !page.kind(b, Kind::Comma) || !page.cap(b + 1) {
        return false;
    }
    page.name(b + 1).is_some_and(|n| {
        page.lexicon.class_of(n.entry) == Class::Gpe
            && !page.is(n.end, AND)
            && !(page.kind(n.end, Kind::Comma) && page.cap(n.end + 1) && page.name(n.end + 1).is_some())
    })
}
