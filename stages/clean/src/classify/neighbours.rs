//! What a block's neighbours say about it: the caption above a credit, the name beside a date,
//! the links under `Related`, the fields under `Leave a reply`.

use super::Strictness;
use super::people;
use super::sheet::Sheet;
use super::zones::Zones;
use crate::kind::{Fate, Keep, Noise, Rule};
use crate::pack::Zone;
use crate::page::Role;

/// No caption is longer.
const LONGEST_CAPTION: usize = 60;
/// So many lines under a heading such as `Related` are its list.
const LONGEST_LIST: usize = 12;

/// Turns kept blocks into dropped ones where their neighbours say so.
pub(crate) fn judge(sheet: &Sheet<'_>, zones: &Zones, strictness: Strictness, fates: &mut [Fate]) {
    near_noise(sheet, zones, fates);
    captions(sheet, fates);
    if strictness == Strictness::Recall {
        return;
    }
    names(sheet, zones, fates);
    lists(sheet, zones, fates);
    between(sheet, zones, strictness, fates);
}

fn drop(noise: Noise, rule: &'static str, score: f32) -> Fate {
    Fate::Drop(noise, Rule::Code(rule), score)
}

fn is_kept(sheet: &Sheet<'_>, fates: &[Fate], block: usize) -> bool {
    sheet.title != Some(block) && !fates[block].is_dropped()
}

/// Rules of packs that hold only beside dropped blocks.
fn near_noise(sheet: &Sheet<'_>, zones: &Zones, fates: &mut [Fate]) {
    for block in 0..fates.len() {
        let beside = block > 0 && fates[block - 1].is_dropped()
            || fates.get(block + 1).is_some_and(|f| f.is_dropped());
        if !beside || !is_kept(sheet, fates, block) {
            continue;
        }
        if let Some(hit) = sheet.hits(block).find(|h| h.near_noise && h.holds_in(zones.of(block))) {
            fates[block] = Fate::Drop(hit.noise, Rule::Pack(hit.rule), hit.score);
        }
    }
}

/// The line right above a credit is a caption.
fn captions(sheet: &Sheet<'_>, fates: &mut [Fate]) {
    for block in 1..fates.len() {
        let credit = fates[block].noise() == Some(Noise::Credit) && sheet.block(block).tight;
        if credit && is_kept(sheet, fates, block - 1) && sheet.stats(block - 1).words <= LONGEST_CAPTION {
            fates[block - 1] = drop(Noise::Caption, "text/line-above-credit", 0.85);
        }
    }
}

/// A name in the top, beside a byline or a date: an author's or the newspaper's.
fn names(sheet: &Sheet<'_>, zones: &Zones, fates: &mut [Fate]) {
    let Some(title) = sheet.title else { return };
    for block in 0..title.min(zones.top).min(fates.len()) {
        if is_kept(sheet, fates, block) && !sheet.stats(block).is_prose() {
            fates[block] = drop(Noise::Nav, "text/before-title", 0.6);
        }
    }
    let authors = authors(sheet, fates);
    let signed = |f: &Fate| matches!(f.noise(), Some(Noise::Byline | Noise::Date));
    for block in title + 1..zones.top.min(fates.len()) {
        let (text, stats) = (sheet.page.clean(block), sheet.stats(block));
        let known = authors.iter().any(|a| text.starts_with(a)) && stats.words <= 10 && !stats.is_prose();
        let next_runs =
            block + 1 < fates.len() && !fates[block + 1].is_dropped() && sheet.stats(block + 1).is_prose();
        let beside = signed(&fates[block - 1])
            || fates.get(block + 1).is_some_and(signed)
            || fates[block - 1].is_dropped() && !next_runs;
        let plain = sheet.block(block).role == Role::Plain;
        if plain && is_kept(sheet, fates, block) && (known || beside && people::is_name_line(text, &stats)) {
            fates[block] = drop(Noise::Byline, "text/name-beside-byline", 0.7);
        }
    }
}

/// The names that notes at the end begin with.
fn authors<'s>(sheet: &'s Sheet<'_>, fates: &[Fate]) -> Vec<&'s str> {
    let notes = fates.iter().enumerate().rev().filter(|(_, f)| f.noise() == Some(Noise::AuthorBio));
    let name = |b: usize| {
        let text = sheet.page.clean(b);
        let end = text.match_indices(' ').nth(1).map(|(at, _)| at)?;
        Some(&text[..end]).filter(|n| people::is_name_line(n, &super::shape::Stats::of(n)))
    };
    notes.take(8).filter_map(|(b, _)| name(b)).chain(sheet.author).collect()
}

/// Short lines under the heading of a list of links, or of a comment form.
fn lists(sheet: &Sheet<'_>, zones: &Zones, fates: &mut [Fate]) {
    let mut open: Option<(Noise, usize)> = None;
    for block in 0..fates.len() {
        if let Fate::Drop(noise @ (Noise::Related | Noise::CommentForm), Rule::Pack(_), score) = fates[block]
        {
            let heads = noise == Noise::CommentForm || sheet.stats(block).words <= 6;
            open = (heads && score >= 0.9).then_some((noise, 0));
            continue;
        }
        let Some((noise, seen)) = open else { continue };
        let stats = sheet.stats(block);
        let bottom = zones.of(block) == Zone::Bottom;
        let listed = bottom
            || noise == Noise::Related
                && stats.words >= 3
                && !matches!(sheet.block(block).role, Role::Heading(_));
        let sentence =
            stats.words > 12 && (stats.is_prose() || stats.ends) || sheet.page.clean(block).ends_with('.');
        if sentence || seen >= LONGEST_LIST || !listed {
            open = None;
            continue;
        }
        open = Some((noise, seen + 1));
        if is_kept(sheet, fates, block) {
            let rule = if noise == Noise::Related { "text/related-list" } else { "text/comment-form" };
            fates[block] = drop(noise, rule, 0.7);
        }
    }
}

/// Short lines among noise at the edges.
fn between(sheet: &Sheet<'_>, zones: &Zones, strictness: Strictness, fates: &mut [Fate]) {
    for block in 1..fates.len() {
        let stats = sheet.stats(block);
        let zone = zones.of(block);
        if zone == Zone::Body || !is_kept(sheet, fates, block) || stats.is_prose() {
            continue;
        }
        let before = fates[block - 1].noise();
        let after = fates.get(block + 1).is_none_or(|f| f.is_dropped());
        if zone == Zone::Bottom
            && stats.words <= 8
            && after
            && let Some(noise) = before
        {
            fates[block] = drop(noise, "text/among-noise", 0.6);
        } else if strictness == Strictness::Precision && stats.words <= 12 {
            fates[block] = drop(Noise::Boilerplate, "text/short-line-at-edge", 0.5);
        }
    }
    debug_assert!(sheet.title.is_none_or(|t| matches!(fates[t], Fate::Keep(Keep::Title))));
}
