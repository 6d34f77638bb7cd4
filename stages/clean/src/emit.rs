//! From fates to edits: writes the kept blocks, parted by blank lines, as edits of the page, and
//! lists what was dropped.
//!
//! A blank line that stands between two kept blocks anyway is copied, so that the run of the
//! ledger goes on over it.

use crate::html::widen;
use crate::kind::{Fate, Keep, Noise, Rule};
use crate::page::{Block, Page};
use std::ops::Range;

const BREAK: &str = "\n\n";

/// The words at the start of a kept block that are dropped (a dateline).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    pub(crate) block: usize,
    /// Bytes of clean text that go.
    pub(crate) len: usize,
    pub(crate) noise: Noise,
    pub(crate) rule: Rule,
    pub(crate) score: f32,
}

/// A range of the page that is not in the clean text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dropped {
    pub(crate) range: Range<usize>,
    pub(crate) noise: Noise,
    pub(crate) rule: Rule,
    pub(crate) score: f32,
}

/// What the stage writes.
#[derive(Debug, Default)]
pub(crate) struct Product {
    /// Kept blocks in the new text.
    pub(crate) blocks: Vec<(Range<usize>, Keep)>,
    /// Dropped ranges of the page, ascending, not overlapping.
    pub(crate) dropped: Vec<Dropped>,
    /// The last dropped block, when nothing was kept since.
    open: Option<usize>,
}

/// The rule that stands for tags, scripts and comments.
pub(crate) const MARKUP: Rule = Rule::Code("html/markup");
/// The rule that stands for invisible characters and residue inside text.
pub(crate) const RESIDUE: Rule = Rule::Code("text/residue");

/// Where the kept blocks are cut.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seams<'v> {
    pub(crate) cuts: &'v [Cut],
    /// Bytes of [`crate::mend::Flow::text`], ascending, before which a space is missing.
    pub(crate) splits: &'v [usize],
}

/// Sends the edits that turn `text` into its kept blocks to `edit`, ascending, and returns the
/// blocks and what was dropped. `markup` is the rule for what lies between blocks.
pub(crate) fn emit(
    text: &str,
    page: &Page,
    fates: &[Fate],
    seams: Seams<'_>,
    markup: Rule,
    edit: impl FnMut(Range<usize>, &str),
) -> Product {
    let mut writer = Writer {
        text,
        page,
        splits: seams.splits,
        edit,
        at: 0,
        len: 0,
        pending: String::new(),
        product: Product::default(),
    };
    let mut accounted = 0; // bytes of the page up to here are kept or listed
    for (number, (block, fate)) in page.blocks.iter().zip(fates).enumerate() {
        let before = accounted..block.source.start;
        match *fate {
            Fate::Keep(keep) => {
                writer.product.drop_visible(text, before, markup);
                accounted = block.source.end;
                let cut = seams.cuts.iter().find(|c| c.block == number);
                writer.keep(block, keep, cut, markup);
            }
            Fate::Drop(noise, rule, score) => {
                let next = page.blocks.get(number + 1).map_or(text.len(), |b| b.source.start);
                let range = if markup == MARKUP {
                    widen::left(text, before.clone())..widen::right(text, block.source.end..next)
                } else {
                    block.source.clone()
                };
                writer.product.drop_visible(text, before.start..range.start, markup);
                accounted = range.end;
                writer.product.drop_block(Dropped { range, noise, rule, score });
            }
        }
    }
    writer.product.drop_visible(text, accounted..text.len(), markup);
    writer.finish()
}

struct Writer<'a, E> {
    text: &'a str,
    page: &'a Page,
    /// Those that were not passed yet.
    splits: &'a [usize],
    edit: E,
    /// Bytes of the page written or passed over.
    at: usize,
    /// Length of the new text.
    len: usize,
    /// Text to insert before the next copied byte.
    pending: String,
    product: Product,
}

impl<E: FnMut(Range<usize>, &str)> Writer<'_, E> {
    fn keep(&mut self, block: &Block, keep: Keep, cut: Option<&Cut>, markup: Rule) {
        let flow = &self.page.flow;
        let runs = &flow.runs[block.runs.clone()];
        let from = block.clean.start + cut.map_or(0, |c| c.len);
        let mut clean = from;
        let mut seen = block.source.start;
        let mut opened = false;
        let start =
            self.len + self.pending.len() + if self.product.blocks.is_empty() { 0 } else { BREAK.len() };
        for run in runs.iter().filter(|r| r.clean_end() > from) {
            let skip = from.saturating_sub(run.clean);
            let (source, run_clean) = (run.source + skip, run.clean + skip);
            if !opened {
                self.part(source, run_clean == from);
                if let Some(cut) = cut {
                    self.product.drop_cut(self.text, seen..source, cut);
                    seen = source;
                }
                opened = true;
            }
            let inserted = &flow.text[clean..run_clean];
            if leaves_residue(inserted, markup) {
                self.product.drop_visible(self.text, seen..source, markup);
            }
            self.pending.push_str(inserted);
            self.copy_split(source, run_clean..run.clean_end());
            clean = run.clean_end();
            seen = run.source_end();
        }
        if !opened {
            self.part(block.source.end, false);
        }
        let inserted = &flow.text[clean..block.clean.end];
        if leaves_residue(inserted, markup) {
            self.product.drop_visible(self.text, seen..block.source.end, markup);
        }
        self.pending.push_str(inserted);
        self.product.blocks.push((start..self.len + self.pending.len(), keep));
        self.product.open = None;
    }

    /// Puts the blank line before a block whose first copied byte is at `source`.
    fn part(&mut self, source: usize, copied_first: bool) {
        if self.product.blocks.is_empty() {
            return;
        }
        let gap = &self.text[self.at..source];
        if self.pending.is_empty() && gap.starts_with(BREAK) {
            self.copy(self.at..self.at + BREAK.len());
        } else if copied_first && gap.ends_with(BREAK) {
            self.copy(source - BREAK.len()..source);
        } else {
            self.pending.push_str(BREAK);
        }
    }

    /// Copies the bytes from `source` on, which are `clean` in the clean text, with a space at each
    /// split inside.
    fn copy_split(&mut self, mut source: usize, mut clean: Range<usize>) {
        while let Some((split, rest)) = self.splits.split_first().filter(|(s, _)| **s < clean.end) {
            self.splits = rest;
            if *split > clean.start {
                self.copy(source..source + (split - clean.start));
                self.pending.push(' ');
                source += split - clean.start;
                clean.start = *split;
            }
        }
        self.copy(source..source + clean.len());
    }

    fn copy(&mut self, source: Range<usize>) {
        self.flush(source.start);
        self.len += source.len();
        self.at = source.end;
    }

    /// Replaces what lies between the last copied byte and `until` by what is pending.
    fn flush(&mut self, until: usize) {
        if self.at < until || !self.pending.is_empty() {
            (self.edit)(self.at..until, &self.pending);
            self.len += self.pending.len();
            self.pending.clear();
        }
        self.at = until;
    }

    fn finish(mut self) -> Product {
        self.flush(self.text.len());
        self.product
    }
}

impl Product {
    /// Lists what of `range` can be seen as markup.
    fn drop_visible(&mut self, text: &str, range: Range<usize>, rule: Rule) {
        if let Some(range) = visible(text, range) {
            self.dropped.push(Dropped { range, noise: Noise::Markup, rule, score: 1.0 });
        }
    }

    fn drop_cut(&mut self, text: &str, range: Range<usize>, cut: &Cut) {
        if let Some(range) = visible(text, range) {
            self.dropped.push(Dropped { range, noise: cut.noise, rule: cut.rule, score: cut.score });
        }
    }

    /// Lists a dropped block; joins it to the one before when kind and rule are the same and only
    /// markup lies between.
    fn drop_block(&mut self, new: Dropped) {
        if let Some(open) = self.open
            && self.dropped[open].noise == new.noise
            && self.dropped[open].rule == new.rule
        {
            let last = &mut self.dropped[open];
            last.range.end = new.range.end;
            last.score = last.score.max(new.score);
            self.dropped.truncate(open + 1);
            return;
        }
        self.open = Some(self.dropped.len());
        self.dropped.push(new);
    }
}

/// Whether what can be seen in a gap was left out, rather than replaced by what was inserted
/// there: a decoded `&eacute;` stands for its gap, a mended space in plain text does not stand
/// for the marks around it.
fn leaves_residue(inserted: &str, markup: Rule) -> bool {
    inserted.is_empty() || markup == RESIDUE && inserted.trim().is_empty()
}

/// `range` without the white space at its ends; `None` when nothing is left.
fn visible(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let inside = text.get(range.clone())?;
    let from = range.start + (inside.len() - inside.trim_start().len());
    let to = range.start + inside.trim_end().len();
    (from < to).then_some(from..to)
}
