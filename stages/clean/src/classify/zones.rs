//! Where the article begins and ends.
//!
//! The top lasts until two paragraphs in a row run, or one long one does: a standfirst alone,
//! with the byline under it, is still the top. The bottom begins after the last paragraph that
//! no rule for the bottom explains.

use super::people;
use super::sheet::Sheet;
use crate::pack::Zone;
use crate::page::Role;

/// A paragraph of so many words is the article's own.
const LONG: usize = 45;
/// So many notes about authors are looked for at the end.
const MOST_NOTES: usize = 4;

/// The blocks before `top` are the top, those from `bottom` on the bottom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Zones {
    pub(crate) top: usize,
    pub(crate) bottom: usize,
}

impl Zones {
    pub(crate) fn of(self, block: usize) -> Zone {
        if block < self.top {
            Zone::Top
        } else if block >= self.bottom {
            Zone::Bottom
        } else {
            Zone::Body
        }
    }
}

pub(crate) fn find(sheet: &mut Sheet<'_>) -> Zones {
    let top = find_top(sheet);
    Zones { top, bottom: find_bottom(sheet, top).max(top) }
}

fn find_top(sheet: &mut Sheet<'_>) -> usize {
    let mut before: Option<usize> = None;
    let mut first = None;
    for block in 0..sheet.len() {
        if !runs(sheet, block, Zone::Top) {
            if !is_out(sheet, block) {
                before = None;
            }
            continue;
        }
        first = first.or(Some(block));
        if let Some(start) = before {
            return start;
        }
        if sheet.stats(block).words >= LONG {
            return block;
        }
        before = Some(block);
    }
    first.unwrap_or(sheet.len())
}

fn find_bottom(sheet: &mut Sheet<'_>, top: usize) -> usize {
    // Each look for a name reads the article, so only a few notes are looked for.
    let mut notes = 0;
    for block in (top..sheet.len()).rev() {
        if !runs(sheet, block, Zone::Bottom) {
            continue;
        }
        notes += 1;
        if notes > MOST_NOTES || !is_note(sheet, block) {
            return block + 1;
        }
    }
    top
}

fn is_note(sheet: &Sheet<'_>, block: usize) -> bool {
    let text = sheet.page.clean(block);
    let mentioned = |name: &str| sheet.mentioned_before(block, name);
    sheet.folded(block).is_some_and(|f| people::is_bio(text, f, &sheet.stats(block), mentioned))
}

/// Whether the block is a paragraph of running text that no rule of the zone explains.
fn runs(sheet: &mut Sheet<'_>, block: usize, zone: Zone) -> bool {
    if !is_running(sheet, block) || is_out(sheet, block) {
        return false;
    }
    sheet.look(block);
    !sheet.hits(block).any(|h| h.holds_in(zone) && h.score >= 0.6)
}

/// Whether the block reads as running text.
pub(crate) fn is_running(sheet: &Sheet<'_>, block: usize) -> bool {
    let stats = sheet.stats(block);
    let quoted = matches!(sheet.block(block).role, Role::Quote) && stats.words > 5;
    stats.is_prose() || stats.words >= LONG || quoted
}

/// Whether the markup says that the block is not of the article.
fn is_out(sheet: &Sheet<'_>, block: usize) -> bool {
    sheet.block(block).hint.is_some_and(|h| h.score >= 0.6) || sheet.block(block).role == Role::PageTitle
}
