//! Labels of the blocks that stay.

use super::sheet::Sheet;
use crate::kind::{Fate, Keep};
use crate::page::Role;

/// Longest heading, in words.
const LONGEST_HEADING: usize = 14;

/// So many questions on lines of their own make an interview.
const INTERVIEW: usize = 3;

/// How the document sets its headings.
#[derive(Clone, Copy)]
struct Layout {
    /// Blocks are parted by single line breaks.
    lines_are_blocks: bool,
    /// Questions stand on lines of their own, over the answers.
    interview: bool,
}

pub(crate) fn assign(sheet: &Sheet<'_>, fates: &mut [Fate]) {
    let tight = sheet.page.blocks.iter().filter(|b| b.tight).count();
    let questions = (0..fates.len()).filter(|b| is_question(sheet, *b)).count();
    let layout = Layout { lines_are_blocks: tight * 2 > fates.len(), interview: questions >= INTERVIEW };
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
            Role::Plain | Role::PageTitle if is_set_apart(sheet, fates, block) => Keep::Quote,
            Role::Plain | Role::PageTitle if runs_after && is_heading(sheet, block, layout) => Keep::Heading,
            Role::Plain | Role::PageTitle => Keep::Body,
        };
        fates[block] = Fate::Keep(label);
        runs_after = label != Keep::Heading;
    }
}

/// A short line without a full stop, parted from what follows.
fn is_heading(sheet: &Sheet<'_>, block: usize, layout: Layout) -> bool {
    let stats = sheet.stats(block);
    let text = sheet.page.clean(block);
    let apart = layout.lines_are_blocks
        || sheet.page.blocks.get(block + 1).is_none_or(|b| !b.tight)
        || !sheet.block(block).tight;
    if !apart || !(1..=LONGEST_HEADING).contains(&stats.words) {
        return false;
    }
    if layout.interview && is_question(sheet, block) {
        return true;
    }
    let quoted = text.starts_with(['“', '"', '‘']) && text.ends_with(['”', '"', '’']);
    let whole = !stats.ends && stats.words > 1;
    let introduces = text.ends_with(':') && (stats.inner_stop || stats.words > 5);
    let open_end = quoted && whole || !text.ends_with(['.', ',', ';', '!', '”', '"', '…']);
    open_end && !introduces && !stats.is_prose()
}

/// A short question that is nobody's quoted words.
fn is_question(sheet: &Sheet<'_>, block: usize) -> bool {
    let (stats, text) = (sheet.stats(block), sheet.page.clean(block));
    stats.words <= LONGEST_HEADING
        && text.ends_with('?')
        && !stats.inner_stop_before_end()
        && !text.starts_with(['“', '"'])
}

/// A paragraph that is one quotation, after one that ends in a colon.
fn is_set_apart(sheet: &Sheet<'_>, fates: &[Fate], block: usize) -> bool {
    let text = sheet.page.clean(block);
    let quoted = text.starts_with('“') && text.ends_with('”') && text.matches('“').count() == 1;
    quoted
        && fates[..block]
            .iter()
            .rposition(|f| !f.is_dropped())
            .is_some_and(|b| sheet.page.clean(b).ends_with(':'))
}
