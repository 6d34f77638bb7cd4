//! Short forms of organisations that a document names in full: their initials without brackets (*Border Areas Relief Council … BARC*),
//! the name up to a head (*Northfield Institute of Peace Studies … Northfield Institute*), and a first word that is no common word,
//! place or person (*Zentrix Corp … Zentrix*), the head alone after *the* (*European Commission … the Commission*). A short form of two organisations means neither.

use crate::flags::*;
use crate::fold;
use crate::hashed::HashedMap;
use crate::spot::Page;
use crate::token::{Kind, Shape};

/// Stands for several organisations.
const SEVERAL: u32 = u32::MAX;

/// The short forms.
#[derive(Default)]
pub(crate) struct Orgs {
    by_first: HashedMap<u32>,
    by_head: HashedMap<u32>,
    by_initials: HashedMap<u32>,
}

impl Orgs {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.by_first.clear();
        self.by_head.clear();
        self.by_initials.clear();
    }

    /// Adds the organisation `who`, named by tokens `a..b`.
    pub(crate) fn learn(&mut self, page: &Page<'_>, (a, b): (usize, usize), who: u32) {
        let words = (a..b).filter(|&i| page.tokens[i].kind == Kind::Word && page.tokens[i].is_cap()).count();
        if words < 2 {
            return;
        }
        let head = if page.is(a + 1, OF) { a } else { b - 1 };
        if page.is(head, ORG_HEAD) {
            claim(&mut self.by_head, page.tokens[head].hash, who);
        }
        if stands_alone(page, a, b) {
            claim(&mut self.by_first, page.tokens[a].hash, who);
        }
        if words >= 3 {
            let hash = initials(page, a, b, |t| t == Shape::Cap);
            let all = initials(page, a, b, |_| true);
            claim(&mut self.by_initials, hash, who);
            if all != hash {
                claim(&mut self.by_initials, all, who);
            }
        }
    }

    /// The organisation that a single word stands for.
    pub(crate) fn short(&self, page: &Page<'_>, at: usize) -> Option<u32> {
        let token = &page.tokens[at];
        let acronym = (token.shape == Shape::Upper).then(|| self.by_initials.get(&token.hash)).flatten();
        let after = at > 0 && page.is(at - 1, ARTICLE);
        let head = || self.by_head.get(&token.hash).filter(|_| after);
        let who = *acronym.or_else(|| self.by_first.get(&token.hash)).or_else(head)?;
        (who != SEVERAL).then_some(who)
    }
}

fn claim(map: &mut HashedMap<u32>, key: u64, who: u32) {
    let known = map.entry(key).or_insert(who);
    if *known != who {
        *known = SEVERAL;
    }
}

/// Whether the first word of an organisation can stand for it.
fn stands_alone(page: &Page<'_>, a: usize, b: usize) -> bool {
    let first = &page.tokens[a];
    let company = page.is(b - 1, ORG_SUFFIX) || (page.kind(b - 1, Kind::Dot) && page.is(b - 2, ORG_SUFFIX));
    first.shape == Shape::Cap
        && !first.is(COMMON.with(MIXED).with(FUNCTION).with(DIRECTION).with(HEAD).with(SETTLED).with(TITLE))
        && (company || !first.is(GIVEN.with(FAMILY)))
        && page.name(a).is_none_or(|n| n.end >= b)
}

/// The hash of the first letters of the words of a shape, as the tokeniser would hash them as one word; small words only if `wanted`.
fn initials(page: &Page<'_>, a: usize, b: usize, wanted: impl Fn(Shape) -> bool) -> u64 {
    let words = page.tokens[a..b].iter().filter(|t| t.kind == Kind::Word && wanted(t.shape));
    let first = words.filter_map(|t| page.text[t.start as usize..].chars().next());
    first.fold(fold::SEED, fold::mix_char)
}

/// The ends of shorter forms of tokens `a..b`: after a head word, with two words at least.
pub(crate) fn prefixes(page: &Page<'_>, a: usize, b: usize) -> impl Iterator<Item = usize> {
    (a + 2..b).filter(move |&end| {
        page.is(end - 1, ORG_HEAD)
            && page.tokens[end - 1].is_cap()
            && page.is(end, LINK)
            && page.tokens[a].is_cap()
    })
}
