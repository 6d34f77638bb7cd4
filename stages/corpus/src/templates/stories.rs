//! Which pages tell one story: versions of an article share most of their words, pages of one
//! site only a frame.
//!
//! An article that was crawled ten times, each time a little changed, has paragraphs that stand
//! in ten documents. They are no template, so documents of one story count once. Two pages are
//! of one story when the blocks that they share hold half of the words of all their blocks
//! (weighted Jaccard); pages that are of one story with a third are of one story.
//!
//! Pages are compared only where they share a block, and there with a few that came before, so
//! that a block of thousands of pages costs thousands of comparisons and not millions.

use super::page::{Block, Page};
use crate::union::Sets;

/// Pages with which each page of a block is compared at most: the first ones unlike each other.
const LEADERS: usize = 8;

/// For each page of a site, the first page of its story.
pub(crate) fn stories(pages: &[&Page]) -> Vec<usize> {
    let mut sets = Sets::alone(pages.len());
    for places in places(pages).chunk_by(|a, b| a.0 == b.0) {
        let mut leaders: Vec<usize> = Vec::with_capacity(LEADERS);
        for &(_, page) in places {
            if !joins(page, &leaders, pages, &mut sets) && leaders.len() < LEADERS {
                leaders.push(page);
            }
        }
    }
    (0..pages.len()).map(|page| sets.root(page)).collect()
}

/// `(block, page)`, ascending.
pub(crate) fn places(pages: &[&Page]) -> Vec<(Block, usize)> {
    let of = |(page, blocks): (usize, &Page)| blocks.blocks.iter().map(move |block| (*block, page)).collect();
    let mut places: Vec<(Block, usize)> =
        pages.iter().copied().enumerate().flat_map::<Vec<_>, _>(of).collect();
    places.sort_unstable();
    places
}

fn joins(page: usize, leaders: &[usize], pages: &[&Page], sets: &mut Sets) -> bool {
    leaders.iter().any(|&leader| {
        let is_known = sets.root(leader) == sets.root(page);
        if !is_known && share_half(&pages[leader].blocks, &pages[page].blocks) {
            sets.unite(leader, page);
            return true;
        }
        is_known
    })
}

/// Whether the blocks in both lists, which ascend, hold half of the words of those in either.
fn share_half(a: &[Block], b: &[Block]) -> bool {
    let weight = |blocks: &[Block]| blocks.iter().map(|b| u64::from(b.words())).sum::<u64>();
    let (mut rest, mut both) = (b, 0);
    for block in a {
        let before = rest.partition_point(|other| other < block);
        rest = &rest[before..];
        both += if rest.first() == Some(block) { u64::from(block.words()) } else { 0 };
    }
    2 * both >= weight(a) + weight(b) - both
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::mix;

    /// A page of blocks with these numbers, of 30 words each.
    fn page(blocks: impl Iterator<Item = u64>) -> Page {
        let mut blocks: Vec<Block> = blocks.map(|n| Block::new(mix(n), 30)).collect();
        blocks.sort_unstable();
        Page { hash: 0, blocks }
    }

    fn count(pages: impl Iterator<Item = Page>) -> usize {
        let pages: Vec<Page> = pages.collect();
        let mut roots = stories(&pages.iter().collect::<Vec<_>>());
        roots.sort_unstable();
        roots.dedup();
        roots.len()
    }

    #[test]
    fn versions_of_an_article_are_one_story() {
        // Each has one of ten paragraphs changed.
        let version = |n: u64| page((0..10).filter(move |b| *b != n % 10).chain([1000 + n]));
        assert_eq!(count((0..100).map(version)), 1);
    }

    #[test]
    fn pages_of_one_frame_are_as_many_as_they_are() {
        let framed = |n: u64| page((0..9).chain((0..6).map(move |b| 1000 + 10 * n + b)));
        assert_eq!(count((0..100).map(framed)), 100);
    }
}
