//! Labels of the blocks that stay.

use super::sheet::Sheet;
use crate::kind::{Fate, Keep};
use crate::page::Role;

/// Longest heading, in words.
const LONGEST_HEADING: usize = 14;

pub(crate) fn assign(sheet: &Sheet<'_>, fates: &mut [Fate]) {
    let mut runs_after = false; // whether the next kept block is text, not a heading
    for block in (0..fates.len()).rev() {
        if fates[block] != Fate::Keep(Keep::Body) {
            if !fates[block].is_dropped() {
                runs_after = false;
            }
            continue;
        }
        let label = match sheet.block(block).role {
            Role::Heading(_) => Keep::Heading,
            Role::Item => Keep::List,
            Role::Quote => Keep::Quote,
            Role::Plain | Role::PageTitle if runs_after && is_heading(sheet, block) => Keep::Heading,
            Role::Plain | Role::PageTitle => Keep::Body,
        };
        fates[block] = Fate::Keep(label);
        runs_after = label != Keep::Heading;
    }
}

/// A short line without a full stop, parted from what follows.
fn is_heading(sheet: &Sheet<'_>, block: usize) -> bool {
    let stats = sheet.stats(block);
    let text = sheet.page.clean(block);
    let apart = sheet.page.blocks.get(block + 1).is_none_or(|b| !b.tight) || !sheet.block(block).tight;
    (1..=LONGEST_HEADING).contains(&stats.words) && apart && !text.ends_with(['.', ',', ';', '!', '”', '"', '…']) && !stats.is_prose()
}
