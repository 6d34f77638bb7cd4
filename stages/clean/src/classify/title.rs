//! Finds the headline among the first blocks.
//!
//! The page's metadata may give it; the markup may (`h1`); else it is the first line of the top
//! that could be one, and better one that occurs twice (scrapes repeat the headline in the
//! breadcrumb or at the end).

use super::sheet::Sheet;
use super::why::Reason;
use super::zones::Zones;
use super::{dates, nav, people};
use crate::pack::{Zone, fold};
use crate::page::Role;
use std::collections::HashSet;

/// The headline is among so many first blocks of plain text.
const LOOKED_AT: usize = 40;
/// So many `h1`s are compared with a headline word by word.
const MOST_H1S: usize = 8;
/// Longer ones, in bytes, are no headlines.
const LONGEST: usize = 400;

/// The block of the headline, and what says so.
pub(crate) fn find(sheet: &Sheet<'_>, zones: &Zones, headline: Option<&str>) -> Option<(usize, Reason)> {
    if let Some(found) = headline.and_then(|h| same_as(sheet, zones, h)) {
        return Some((found, Reason::new("text/title-from-metadata", 0.95)));
    }
    let is_h1 = |b: &usize| sheet.block(*b).role == Role::Heading(1) && sheet.stats(*b).words >= 2;
    if let Some(found) = (0..sheet.len()).filter(is_h1).find(|b| may_be_outside(sheet, *b)) {
        return Some((found, Reason::new("html/first-h1", 0.9)));
    }
    if let Some(page_title) = (0..sheet.len()).find(|b| sheet.block(*b).role == Role::PageTitle) {
        return Some((page_title, Reason::new("html/page-title", 0.6)));
    }
    if zones.top >= sheet.len() {
        return None;
    }
    let could_be: Vec<usize> = (0..zones.top.min(LOOKED_AT)).filter(|b| could_be_title(sheet, *b)).collect();
    let first = could_be.first().map(|b| (*b, Reason::new("text/title-first-line", 0.6)));
    if could_be.len() < 2 {
        return first;
    }
    let twice = could_be.iter().copied().find(|b| occurs_twice(sheet, *b));
    twice.map(|b| (b, Reason::new("text/title-occurs-twice", 0.85))).or(first)
}

/// Headlines often stand outside the element that holds the article.
fn may_be_outside(sheet: &Sheet<'_>, block: usize) -> bool {
    sheet.block(block).hint.is_none_or(|h| h.rule == crate::html::OUTSIDE)
}

/// The block that is the headline of the metadata: a heading with its words, else an `h1` with
/// most of them, else a line before the text runs.
fn same_as(sheet: &Sheet<'_>, zones: &Zones, headline: &str) -> Option<usize> {
    let mut wanted = String::new();
    fold(headline, &mut wanted);
    let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
    if wanted.is_empty() {
        return None;
    }
    let parts = parts(&wanted);
    let same = |b: &usize| {
        sheet.block(*b).role != Role::PageTitle
            && sheet.folded(*b).is_some_and(|f| f == wanted || f.len() >= 12 && parts.contains(f))
    };
    let all = || (0..sheet.len()).filter(same);
    let heading = all().find(|b| matches!(sheet.block(*b).role, Role::Heading(_)));
    let h1s = (0..sheet.len()).filter(|b| sheet.block(*b).role == Role::Heading(1)).take(MOST_H1S);
    let reworded = |b: &usize| sheet.folded(*b).is_some_and(|f| shares_most(f, &wanted));
    heading
        .or_else(|| h1s.into_iter().find(reworded))
        .or_else(|| all().find(|b| may_be_outside(sheet, *b) && *b <= zones.top))
}

/// Whether two thirds of the words of each are in the other.
fn shares_most(a: &str, b: &str) -> bool {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(' ').filter(|w| w.len() > 2)
    }
    let within = |of: &str, other: &str| {
        let (shared, all) = words(of)
            .fold((0, 0), |(shared, all), w| (shared + usize::from(words(other).any(|o| o == w)), all + 1));
        all >= 3 && shared * 3 >= all * 2
    };
    a.len() <= LONGEST && b.len() <= LONGEST && within(a, b) && within(b, a)
}

/// The parts of a headline that names the site as well.
fn parts(headline: &str) -> HashSet<&str> {
    let part = |mark| headline.split(mark).map(str::trim);
    [" | ", " - ", ": ", " · "].into_iter().flat_map(part).collect()
}

fn could_be_title(sheet: &Sheet<'_>, block: usize) -> bool {
    let stats = sheet.stats(block);
    let Some(folded) = sheet.folded(block) else { return false };
    let text = sheet.page.clean(block);
    let shaped = (2..=35).contains(&stats.words)
        && text.len() >= 10
        && !text.ends_with(['.', ',', ';', ':'])
        && !stats.is_prose();
    shaped
        && sheet.block(block).hint.is_none()
        && !sheet.hits(block).any(|h| h.holds_in(Zone::Top))
        && !dates::is_date_line(folded)
        && !dates::is_counter(folded)
        && !people::is_byline(text, folded, &stats)
        && !nav::is_breadcrumb(folded, None)
        && !nav::is_menu(folded)
}

/// Whether the line is the end of another line of the top, or stands again below.
fn occurs_twice(sheet: &Sheet<'_>, block: usize) -> bool {
    let Some(title) = sheet.folded(block) else { return false };
    let near_ends = (0..sheet.len().min(LOOKED_AT))
        .chain(sheet.len().saturating_sub(LOOKED_AT).max(LOOKED_AT)..sheet.len());
    near_ends
        .filter(|b| *b != block)
        .filter_map(|b| sheet.folded(b))
        .any(|f| f == title || f.ends_with(title) && nav::is_breadcrumb(f, Some(title)))
}
