//! Which tokens can be part of a name. All others are outside for free, which is most of a text.

use crate::flags::*;
use crate::page::FIRST_WORD;
use crate::spot::{Mention, Page};
use crate::token::{Gap, Kind, Shape};
use std::ops::Range;

/// So many tokens that are no candidates may stand inside a run.
const HOLE: usize = 2;

/// Fills `out` with the runs of tokens that may be names, in order.
pub(crate) fn find(page: &Page<'_>, mentions: &[Mention], out: &mut Vec<Range<usize>>) {
    out.clear();
    let mut named = mentions.iter().peekable();
    for i in 0..page.tokens.len() {
        while named.next_if(|m| m.b <= i).is_some() {}
        let ruled = named.peek().is_some_and(|m| m.a <= i);
        if !ruled && !candidate(page, i) {
            continue;
        }
        match out.last_mut() {
            Some(run) if i - run.end <= HOLE && joined(page, run.end, i) => run.end = i + 1,
            _ => out.push(i..i + 1),
        }
    }
}

fn candidate(page: &Page<'_>, i: usize) -> bool {
    let token = &page.tokens[i];
    if token.kind != Kind::Word || page.money(token) {
        return false;
    }
    match token.shape {
        Shape::Cap if opens_a_sentence(page, i) => false,
        Shape::Cap | Shape::Upper | Shape::Initial | Shape::Inner => true,
        Shape::Lower => {
            token.is(FIRST.with(LAST).with(CITY).with(TOWN).with(STARTS))
                && !token.is(COMMON.with(MIXED).with(FUNCTION))
        }
    }
}

/// `But he said …`: a common word whose capital is due to its place, before a word without one.
fn opens_a_sentence(page: &Page<'_>, i: usize) -> bool {
    let token = &page.tokens[i];
    token.place & FIRST_WORD != 0
        && token.is(COMMON.with(FUNCTION))
        && !token.is(FIRST.with(LAST).with(CITY).with(TOWN).with(STARTS))
        && !page.cap(i + 1)
}

/// Whether tokens `from..to` may stand between two parts of a name: `Bank of the Orient`, `O’Hare & Sons`.
fn joined(page: &Page<'_>, from: usize, to: usize) -> bool {
    (from..=to).all(|i| page.tokens[i].gap <= Gap::Space)
        && (from..to).all(|i| match page.tokens[i].kind {
            Kind::Stop => false,
            Kind::Word => page.is(i, FUNCTION.with(LINK).with(PARTICLE).with(ARTICLE)),
            _ => true,
        })
}
