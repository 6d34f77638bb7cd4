//! Where the article is on the page.
//!
//! Each block of running text has a weight. The article is the deepest element that holds most of
//! the weight that no hint speaks against; what lies outside of it is dropped. Hints on elements
//! that hold most of the page's text are wrong (`<div class="has-sidebar">`, old pages that are
//! one `<form>`) and are left out of account.

use super::body::Stated;
use super::hints::Hints;
use super::tree::Tree;
use crate::classify::Strictness;
use crate::classify::shape::Stats;
use crate::kind::Noise;
use crate::page::{Block, Hint, Page, Role};

/// The rule for blocks outside the element that holds the article.
pub(crate) const OUTSIDE: &str = "html/outside-article";

/// The rule for blocks that are nothing but links.
pub(crate) const ONLY_LINKS: &str = "html/only-links";

/// An element with this part of the text is no noise, whatever it is called.
const TOO_BIG_FOR_NOISE: f32 = 0.4;
/// The same for comments and hidden parts, which may outweigh the article.
const TOO_BIG_FOR_COMMENTS: f32 = 0.85;
/// The search goes on in a child that holds this part of its parent's weight.
const DESCEND: f32 = 0.7;
/// The same for a child that says that it is the article.
const DESCEND_NAMED: f32 = 0.4;
/// The same for one that says so and holds the page's only headline.
const DESCEND_HEADED: f32 = 0.12;
/// Such an element is no teaser when its text has so many bytes.
const HEADED_BODY: f32 = 250.0;
/// The sections of one body have a common ancestor so near.
const SECTIONS_WITHIN: usize = 3;
/// An element that is named as the article's body is it when it holds this part of the page.
const NAMED_BODY: f32 = 0.25;

/// A block that the page's metadata state as the article's weighs so many times its own.
const STATED: f32 = 3.0;

/// Puts hints on the blocks of `page`; `stated` is the article's text as its metadata have it.
pub(crate) fn mark(tree: &Tree, page: &mut Page, stated: Option<&Stated>, strictness: Strictness) {
    let factor = |b: usize| if stated.is_some_and(|s| s.has(page.clean(b))) { STATED } else { 1.0 };
    let weights: Vec<f32> = (0..page.blocks.len()).map(|b| weight(page, b) * factor(b)).collect();
    let hints = effective_hints(tree, &weights);
    let article = article(tree, page, &weights, &hints);
    let inside = inside(tree, article, &hints);
    let first = tree.owners.iter().position(|owner| inside[*owner as usize]);
    for (block, owner) in tree.owners.iter().enumerate() {
        let owner = *owner as usize;
        let known = hints[owner].noise();
        let links = link_hint(page, block, strictness);
        let outside = (!inside[owner]).then(|| {
            let head =
                first.is_some_and(|f| block < f) && (links.is_some() || hints[owner].has(Hints::HEADER));
            Hint { noise: outside_noise(head, links), rule: OUTSIDE, score: 0.87 }
        });
        let target = &mut page.blocks[block];
        if target.role != Role::PageTitle {
            target.hint = known.or(outside).or(links);
        }
    }
    quotes(tree, page);
}

/// What a block outside the article most likely is: links and the site's name before it are
/// navigation, links after it lead to other articles.
fn outside_noise(head: bool, links: Option<Hint>) -> Noise {
    match links {
        _ if head => Noise::Nav,
        Some(links) => links.noise,
        None => Noise::Boilerplate,
    }
}

/// How much a block speaks for the element it is in.
#[allow(clippy::cast_precision_loss)]
fn weight(page: &Page, block: usize) -> f32 {
    let b = &page.blocks[block];
    if matches!(b.role, Role::Heading(_) | Role::PageTitle) {
        return 0.0;
    }
    let text = page.clean(block);
    let own = text.len().saturating_sub(b.link_bytes) as f32;
    let density = b.link_bytes as f32 / text.len() as f32;
    if density > 0.5 || text.len() < 25 {
        return 0.0;
    }
    let stats = Stats::of(text);
    if stats.is_prose() {
        own
    } else if stats.words >= 15 {
        own * 0.4
    } else {
        own * 0.05
    }
}

/// Sums of `weights` over the subtrees of all nodes.
fn sums(tree: &Tree, weights: impl Iterator<Item = (usize, f32)>) -> Vec<f32> {
    let mut sums = vec![0.0f32; tree.nodes.len()];
    for (owner, weight) in weights {
        sums[owner] += weight;
    }
    for node in (1..tree.nodes.len()).rev() {
        let parent = tree.nodes[node].parent as usize;
        sums[parent] += sums[node];
    }
    sums
}

/// The hints of each node, those of its ancestors included, without those that cannot be true.
fn effective_hints(tree: &Tree, weights: &[f32]) -> Vec<Hints> {
    let owners = tree.owners.iter().map(|o| *o as usize);
    let sums = sums(tree, owners.zip(weights.iter().copied()));
    let total = sums[0].max(1.0);
    let mut all: Vec<Hints> = Vec::with_capacity(tree.nodes.len());
    for (at, node) in tree.nodes.iter().enumerate() {
        let mut own = node.hints;
        if sums[at] > total * TOO_BIG_FOR_COMMENTS {
            own = own.without(Hints::NOISE);
        } else if sums[at] > total * TOO_BIG_FOR_NOISE {
            own = own.without(Hints::NOISE.without(Hints::COMMENT.with(Hints::HIDDEN)));
        }
        let above = if at == 0 { Hints::NONE } else { all[node.parent as usize] };
        all.push(above.with(own));
    }
    let wrong = overused(tree, weights, &all);
    all.iter().map(|h| h.without(wrong)).collect()
}

/// Hints of small things (names, dates, buttons) that lie on half of the page's text: there they
/// are names of other things, as in `entry_author_ana` on whole posts.
fn overused(tree: &Tree, weights: &[f32], hints: &[Hints]) -> Hints {
    let half = weights.iter().sum::<f32>() * 0.5;
    let on = |small: Hints| {
        let flagged = tree.owners.iter().zip(weights).filter(|(o, _)| hints[**o as usize].has(small));
        flagged.map(|(_, w)| w).sum::<f32>()
    };
    Hints::SMALL.iter().filter(|s| on(**s) > half).fold(Hints::NONE, |all, s| all.with(*s))
}

/// The node that holds the article.
fn article(tree: &Tree, page: &Page, weights: &[f32], hints: &[Hints]) -> usize {
    let owners = tree.owners.iter().map(|o| *o as usize);
    let clean = owners.zip(weights.iter().copied()).filter(|(o, _)| !hints[*o].has(Hints::NOISE));
    let sums = sums(tree, clean);
    let headed = headed(tree, page, &sums);
    let rank = |node: usize| match headed[node] {
        true => f32::MAX,
        false if tree.nodes[node].hints.has(Hints::CONTENT.with(Hints::ARTICLE)) => sums[node] * 1.5,
        false => sums[node],
    };
    let mut best = vec![0usize; tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate().skip(1) {
        let parent = node.parent as usize;
        if best[parent] == 0 || rank(at) > rank(best[parent]) {
            best[parent] = at;
        }
    }
    let mut here = named_body(tree, &sums).unwrap_or(0);
    loop {
        let child = best[here];
        let named = tree.nodes[child].hints.has(Hints::CONTENT.with(Hints::ARTICLE).with(Hints::MAIN));
        let part = match (headed[child], named) {
            (true, _) => DESCEND_HEADED,
            (false, true) => DESCEND_NAMED,
            (false, false) => DESCEND,
        };
        if child == 0 || sums[child] <= 0.0 || sums[child] < sums[here] * part || holds_text(tree, child) {
            return here;
        }
        here = child;
    }
}

/// The elements that say that they are an article, and hold the page's only headline and enough
/// text: what stands beside them, however long, is about other things.
fn headed(tree: &Tree, page: &Page, sums: &[f32]) -> Vec<bool> {
    let mut headed = vec![false; tree.nodes.len()];
    let is_headline = |b: &Block| b.role == Role::Heading(1) && b.link_bytes * 2 < b.clean.len();
    let mut headlines = page.blocks.iter().zip(&tree.owners).filter(|(b, _)| is_headline(b));
    let (Some((_, owner)), None) = (headlines.next(), headlines.next()) else { return headed };
    let mut node = *owner as usize;
    while node > 0 {
        headed[node] = tree.nodes[node].hints.has(Hints::ARTICLE) && sums[node] >= HEADED_BODY;
        node = tree.nodes[node].parent as usize;
    }
    headed
}

/// The element that is named as the article's body, if it holds enough of the text and no other
/// of that name holds as much: a page of many posts has many.
fn named_body(tree: &Tree, sums: &[f32]) -> Option<usize> {
    let named = |n: &usize| tree.nodes[*n].hints.has(Hints::CONTENT);
    let inner = |n: &usize| !named(&(tree.nodes[*n].parent as usize));
    let mut best: Option<usize> = None;
    let mut all = 0.0;
    for node in (1..tree.nodes.len()).filter(named).filter(inner) {
        all += sums[node];
        if best.is_none_or(|b| sums[node] > sums[b]) {
            best = Some(node);
        }
    }
    best.filter(|b| sums[*b] >= sums[0] * NAMED_BODY && sums[*b] >= all * 0.6)
}

/// Paragraphs and the like are no place to search in: their neighbours belong to the article.
fn holds_text(tree: &Tree, node: usize) -> bool {
    use super::tags::{Class, Tag};
    let tag = tree.nodes[node].tag;
    tag.class() == Class::Inline
        || tag.heading().is_some()
        || matches!(
            tag,
            Tag::P | Tag::Li | Tag::Blockquote | Tag::Pre | Tag::Ul | Tag::Ol | Tag::Dl | Tag::Dd | Tag::Dt
        )
}

/// For each node, whether it is in the article: below the article's node, or, where that is named
/// as an article's body, in another part of that name (bodies come in several sections).
fn inside(tree: &Tree, article: usize, hints: &[Hints]) -> Vec<bool> {
    let mut inside = vec![false; tree.nodes.len()];
    inside[article] = true;
    let named = |node: usize| hints[node].has(Hints::CONTENT);
    let near = (0..SECTIONS_WITHIN).fold(article, |node, _| tree.nodes[node].parent as usize);
    let mut below = vec![false; tree.nodes.len()];
    below[near] = named(article);
    for node in near + 1..tree.nodes.len() {
        let parent = tree.nodes[node].parent as usize;
        below[node] = below[parent];
        inside[node] |= inside[parent] || below[node] && named(node);
    }
    inside
}

/// Blocks that are nothing but links.
fn link_hint(page: &Page, block: usize, strictness: Strictness) -> Option<Hint> {
    let b = &page.blocks[block];
    let most = match strictness {
        Strictness::Recall => 100,
        Strictness::Balanced => 85,
        Strictness::Precision => 60,
    };
    let long = b.clean.len() > 200;
    let links = b.link_bytes * 100 >= b.clean.len() * most;
    let heading = b.role == Role::Heading(1);
    (links && !long && !heading).then_some(Hint { noise: Noise::Related, rule: ONLY_LINKS, score: 0.86 })
}

/// Paragraphs inside a block quotation are quotations.
fn quotes(tree: &Tree, page: &mut Page) {
    use super::tags::Tag;
    let mut quoted = vec![false; tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate() {
        quoted[at] = node.tag == Tag::Blockquote || at > 0 && quoted[node.parent as usize];
    }
    for (block, owner) in tree.owners.iter().enumerate() {
        if quoted[*owner as usize] && page.blocks[block].role == Role::Plain {
            page.blocks[block].role = Role::Quote;
        }
    }
}
