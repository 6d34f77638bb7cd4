//! Names that say what they are: *Ministry of …*, *… River*, *… Accord*. A head word closes the name, or opens it and is
//! continued by *of*.

use crate::class::Class;
use crate::flags::*;
use crate::page::{CAPS_LINE, FIRST_WORD, TITLE_LINE};
use crate::spot::Page;
use crate::token::{Gap, Kind, Shape};

/// A name with a head word: tokens `start..end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    /// First token.
    pub(crate) start: usize,
    /// One past the last.
    pub(crate) end: usize,
    /// Label.
    pub(crate) class: Class,
    /// Confidence; zero where the words are no name (a headline such as *Growing Security Crisis*).
    pub(crate) score: f32,
}

/// Links after a head: *of*, *for the*, at most this many.
const LINKS: usize = 3;

/// The name with a head word that starts at token `at`, looked for up to token `end`.
pub(crate) fn find(page: &Page<'_>, at: usize, end: usize) -> Option<Head> {
    let first = &page.tokens[at];
    let title = first.is(TITLE) && !page.is(at + 1, ORG_HEAD);
    if first.is(ARTICLE) || title || !first.is_cap() || (first.is(FUNCTION) && first.place != 0) {
        return None;
    }
    if first.place & CAPS_LINE != 0 || first.is(ORG_FIRST) {
        return None;
    }
    if first.is(CALENDAR) && !page.is(at + 1, EVENT_HEAD.with(ORG_HEAD)) {
        return None;
    }
    if first.is(LOC_FIRST)
        && let Some(place) = place_first(page, at, end)
    {
        return Some(place);
    }
    let head = last_head(page, at, end)?;
    let class = class_of(page, head);
    let mut to = head + 1 + usize::from(page.kind(head + 1, Kind::Dot));
    if !page.is(head, ORG_SUFFIX) && (class != Class::Gpe && class != Class::Loc || head == at) {
        to = continued(page, to);
    }
    if to == at + 1 || is_person(page, at, head, to) {
        return None;
    }
    let start = if class == Class::Org { pair_start(page, at) } else { at };
    Some(Head { start, end: to, class, score: score(page, at, to) })
}

/// *the Harbour and Allied Workers Union*: a plain word and *and* before the name that has the head.
fn pair_start(page: &Page<'_>, at: usize) -> usize {
    let Some(first) = at.checked_sub(2).filter(|f| *f > 0) else { return at };
    let plain = page.is(first, COMMON.with(MIXED))
        && !page.is(first, ORG_HEAD.with(EVENT_HEAD).with(TITLE).with(FUNCTION));
    let linked = page.is(at - 1, AND) && page.tokens[at].gap == Gap::Space;
    let pair =
        linked && page.cap(first) && plain && page.is(first - 1, ARTICLE) && page.name(first).is_none();
    if pair { first } else { at }
}

/// The head word that closes the name: the last of a chain, also over one or two plain words (*United Football Club*).
fn last_head(page: &Page<'_>, at: usize, end: usize) -> Option<usize> {
    let mut head = None;
    let mut i = at;
    while i < end {
        let token = &page.tokens[i];
        // `Executive Committee`
        let title = token.is(TITLE) && !token.is(HEAD) && !(i + 1 < end && page.is(i + 1, ORG_HEAD));
        if title || (i > at && token.is(FUNCTION)) {
            break;
        }
        let stop = i > at
            && !token.is(HEAD)
            && page.is(i, STARTS)
            && page.name(i).is_some_and(|n| n.end > i + 1 || page.is(i, FIRST));
        if stop && head.is_some() {
            break;
        }
        if token.is(HEAD) && token.is_cap() && (i > at || head.is_none()) {
            let opens = i > at || page.is(i + 1, LINK) || page.is(i + 1, HEAD);
            if head.is_none_or(|h| near(page, h, i)) && (opens || i + 1 < end) {
                head = Some(i);
            }
        }
        i += 1;
    }
    // a head that only opens the run without *of* heads nothing: `Party Leader`
    head.filter(|&h| h > at || page.tokens.get(h + 1).is_some_and(|t| t.is(LINK) && t.shape == Shape::Lower))
}

/// Whether head `i` still belongs to the name that head `h` closed.
fn near(page: &Page<'_>, h: usize, i: usize) -> bool {
    i - h <= 3 && (h + 1..i).all(|k| page.is(k, COMMON.with(MIXED)) && page.tokens[k].kind == Kind::Word)
}

fn class_of(page: &Page<'_>, head: usize) -> Class {
    let token = &page.tokens[head];
    if token.is(ORG_HEAD.with(ORG_SUFFIX)) {
        Class::Org
    } else if token.is(EVENT_HEAD) {
        Class::Event
    } else if token.is(GPE_HEAD) {
        Class::Gpe
    } else {
        Class::Loc
    }
}

/// *Mount Everest*, *Fort Worth*, *Gulf of Aden*.
fn place_first(page: &Page<'_>, at: usize, end: usize) -> Option<Head> {
    let dot = usize::from(page.kind(at + 1, Kind::Dot));
    let next = at + 1 + dot;
    let class = if page.is(at, GPE_HEAD) { Class::Gpe } else { Class::Loc };
    if page.is(next, OF) {
        let to = continued(page, next);
        return (to > next && class == Class::Loc).then_some(Head { start: at, end: to, class, score: 0.8 });
    }
    let follows =
        next < end && page.cap(next) && !page.is(next, FUNCTION.with(HEAD).with(TITLE).with(COMMON));
    let doubtful =
        page.tokens[at].place != 0 && class == Class::Loc && page.doubtful(at) && !page.is(at, ABBR);
    (follows && !doubtful).then_some(Head { start: at, end: next + 1, class, score: 0.75 })
}

/// Where a name that has its head before token `i` ends, *of* and *for* with what they bring included.
fn continued(page: &Page<'_>, mut i: usize) -> usize {
    for _ in 0..LINKS {
        let Some(link) =
            page.tokens.get(i).filter(|t| t.gap == Gap::Space && t.shape == Shape::Lower && t.is(LINK))
        else {
            return i;
        };
        let and = link.is(AND);
        let the = usize::from(!and && page.is(i + 1, ARTICLE) && page.tokens[i + 1].gap == Gap::Space);
        let from = i + 1 + the;
        if !page.cap(from)
            || page.is(from, CIVIL.with(CALENDAR))
            || (and && !(page.is(from, COMMON) && page.name(from).is_none()))
        {
            return i;
        }
        i = stretch(page, from);
    }
    i
}

/// The capitalised words from `from` on that continue a name.
fn stretch(page: &Page<'_>, from: usize) -> usize {
    if let Some(name) = page.name(from)
        && !page.is(name.end, HEAD)
        && page.lexicon.class_of(name.entry) != Class::Norp
    {
        return name.end;
    }
    let mut i = from + 1;
    loop {
        if page.cap(i) && !page.is(i, TITLE.with(CALENDAR)) {
            i += 1;
        } else if page.kind(i, Kind::Hyphen) && page.cap(i + 1) {
            i += 2;
        } else {
            return i;
        }
    }
}

/// *Hugh Church*: a given name and a family name that is also a head word.
fn is_person(page: &Page<'_>, at: usize, head: usize, to: usize) -> bool {
    let pair = head == at + 1 || (head == at + 2 && page.tokens[at + 1].shape == Shape::Initial);
    pair && to == head + 1 && page.is(at, FIRST) && page.is(head, FAMILY) && !page.is(head, ORG_SUFFIX)
}

/// In headlines and capitals plain words prove nothing; elsewhere the head does.
fn score(page: &Page<'_>, at: usize, to: usize) -> f32 {
    let plain = (at..to).all(|i| {
        page.is(i, COMMON.with(MIXED).with(FUNCTION).with(HEAD)) || page.tokens[i].kind != Kind::Word
    });
    let place = page.tokens[at].place;
    let opener = place & FIRST_WORD != 0 && page.is(at, COMMON) && to - at == 2;
    match plain {
        true if place & (TITLE_LINE | CAPS_LINE) != 0 => 0.0,
        true if opener && !page.seen.capital(page.tokens[at].hash) => 0.0,
        true => 0.7,
        false => 0.85,
    }
}
