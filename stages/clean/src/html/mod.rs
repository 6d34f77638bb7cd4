//! The front end for HTML: tokens to blocks, and what the page's structure says about them.
//!
//! ```text
//! tokens ── tree (blocks, nodes with hints) ── content (where the article is) ── hints on blocks
//! ```
//!
//! Nothing recurses, and the stack of open elements is a list, so pages nested 100,000 deep are
//! read in linear time.

mod attrs;
mod body;
mod content;
mod hints;
mod jsonld;
mod meta;
mod sniff;
mod tags;
mod tokens;
mod tree;
pub(crate) mod widen;

use crate::classify::Strictness;
use crate::meta::Found;
use crate::page::Page;
pub(crate) use content::{ONLY_LINKS, OUTSIDE};
pub(crate) use sniff::sniff;
use tree::Tree;

/// Buffers that are kept between documents.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    tree: Tree,
}

/// Splits the page `text` into the blocks of `page`, with hints; returns what the page says
/// about itself.
pub(crate) fn read(text: &str, page: &mut Page, scratch: &mut Scratch, strictness: Strictness) -> Found {
    page.clear();
    let found = scratch.tree.read(text, page);
    let stated = found.article_body(text).map(|b| body::Stated::new(&b));
    content::mark(&scratch.tree, page, stated.as_ref(), strictness);
    found.finish(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::MOST_BLOCKS;

    #[test]
    fn the_last_block_takes_the_rest() {
        let (mut page, mut scratch) = (Page::default(), Scratch::default());
        read(&"<p>a".repeat(MOST_BLOCKS + 500), &mut page, &mut scratch, Strictness::Balanced);
        assert_eq!(page.blocks.len(), MOST_BLOCKS);
        assert_eq!(page.clean(MOST_BLOCKS - 1).split(' ').count(), 501);
    }
}
