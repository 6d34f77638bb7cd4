//! What is known of each block before it is judged: its shape, its folded text, the pack rules
//! that fire on it.

use super::Asked;
use super::shape::Stats;
use crate::pack::{Active, Counts, Hit, Scope, Zone, fold};
use crate::page::{Block, Page};

/// A name is looked for in so many bytes before a block at most.
const MENTIONS_WITHIN: usize = 1 << 15;

/// Buffers that are kept between documents.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    stats: Vec<Stats>,
    folded: String,
    one: String,
    hits: Vec<Hit>,
    looks: Vec<Look>,
    counts: Counts,
}

/// Where the results of one look-up are.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    done: bool,
    fold: (usize, usize),
    hits: (usize, usize),
}

/// The blocks of a page and what is known of them.
pub(crate) struct Sheet<'a> {
    pub(crate) page: &'a Page,
    packs: &'a Active<'a>,
    scratch: &'a mut Scratch,
    /// The headline, once it is found.
    pub(crate) title: Option<usize>,
    /// The author, where the page's metadata name one.
    pub(crate) author: Option<&'a str>,
}

impl<'a> Sheet<'a> {
    /// Measures all blocks. Their words are looked up by [`Sheet::look`], where they matter.
    pub(crate) fn measure(page: &'a Page, packs: &'a Active<'a>, scratch: &'a mut Scratch) -> Self {
        scratch.stats.clear();
        scratch.folded.clear();
        scratch.hits.clear();
        scratch.looks.clear();
        scratch.stats.extend((0..page.blocks.len()).map(|b| Stats::of(page.clean(b))));
        scratch.looks.resize(page.blocks.len(), Look::default());
        Self { page, packs, scratch, title: None, author: None }
    }

    /// Looks a short block up in the packs, once.
    pub(crate) fn look(&mut self, block: usize) {
        self.look_for(block, Scope::Everywhere);
    }

    fn look_for(&mut self, block: usize, scope: Scope) {
        let stats = self.scratch.stats[block];
        let scratch = &mut *self.scratch;
        if scratch.looks[block].done || stats.words > self.packs.longest() {
            return;
        }
        let (fold_start, hit_start) = (scratch.folded.len(), scratch.hits.len());
        fold(self.page.clean(block), &mut scratch.one);
        self.packs.find(&scratch.one, stats.shape(), scope, &mut scratch.counts, &mut scratch.hits);
        scratch.folded.push_str(&scratch.one);
        scratch.looks[block] = Look {
            done: true,
            fold: (fold_start, scratch.folded.len()),
            hits: (hit_start, scratch.hits.len()),
        };
    }

    /// Looks up every block that a rule could drop: all at the edges, inside the article those
    /// that no rule for all places is too short for.
    pub(crate) fn look_where_it_matters(&mut self, zones: super::zones::Zones, asked: Asked) {
        let longest = self.packs.longest_anywhere();
        for block in 0..self.len() {
            let stats = self.scratch.stats[block];
            let inside = zones.of(block) == Zone::Body;
            let limit = if stats.is_prose() { longest.prose } else { longest.other };
            // A hint makes it noise of the edges; who asks why wants to know of rules for other places.
            let only_inside = inside && self.block(block).hint.is_none() && asked == Asked::Nothing;
            if !inside || stats.words <= limit {
                self.look_for(block, if only_inside { Scope::Body } else { Scope::Everywhere });
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.page.blocks.len()
    }

    pub(crate) fn block(&self, block: usize) -> &'a Block {
        &self.page.blocks[block]
    }

    pub(crate) fn stats(&self, block: usize) -> Stats {
        self.scratch.stats[block]
    }

    /// The folded text of a block that was looked up; `None` for others.
    pub(crate) fn folded(&self, block: usize) -> Option<&str> {
        let look = self.scratch.looks[block];
        look.done.then(|| &self.scratch.folded[look.fold.0..look.fold.1])
    }

    /// The pack rules that fire on a block, wherever they hold.
    pub(crate) fn hits(&self, block: usize) -> impl Iterator<Item = &Hit> {
        let look = self.scratch.looks[block];
        self.scratch.hits[look.hits.0..look.hits.1].iter()
    }

    pub(crate) fn folded_title(&self) -> Option<&str> {
        self.folded(self.title?)
    }

    /// Whether a block is the headline once more, alone or with the name of the site.
    pub(crate) fn repeats_title(&self, block: usize) -> bool {
        let (Some(title), Some(text)) = (self.folded_title(), self.folded(block)) else { return false };
        let Some(rest) = text.strip_prefix(title) else { return false };
        // After the comparison: the words of a huge headline are not counted for every block.
        if self.title == Some(block) || title.split(' ').count() < 3 {
            return false;
        }
        let rest = rest.trim_start_matches(['.', ' ']);
        rest.is_empty() || rest.starts_with(['-', '|']) && rest.split(' ').count() <= 7
    }

    /// Whether a running paragraph not too far before `block` has this word.
    pub(crate) fn mentioned_before(&self, block: usize, name: &str) -> bool {
        let find = memchr::memmem::Finder::new(name);
        let mut left = MENTIONS_WITHIN;
        for b in (0..block).rev() {
            let text = self.page.clean(b).as_bytes();
            if self.stats(b).is_prose() && find.find(&text[..text.len().min(left)]).is_some() {
                return true;
            }
            left = left.saturating_sub(text.len());
            if left == 0 {
                break;
            }
        }
        false
    }
}
