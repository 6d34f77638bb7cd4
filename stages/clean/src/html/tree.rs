//! From tokens to blocks and the elements they are in.
//!
//! Elements that mean something (block elements, and inline ones with hints) become nodes, each
//! after its parent, so that sums over subtrees are one backward pass. Runs of text between
//! block tags become blocks of the page.

use super::attrs;
use super::hints::{self, Hints};
use super::meta::Collector;
use super::tags::{self, Class, Tag};
use super::tokens::{Token, Tokens};
use crate::mend::Syntax;
use crate::page::{Block, Page, Role};
use std::ops::Range;

/// An element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) parent: u32,
    pub(crate) tag: Tag,
    pub(crate) hints: Hints,
}

/// An entry of the stack of open elements.
#[derive(Clone, Copy, Debug)]
struct Open {
    tag: Tag,
    node: u32,
    /// The node of the innermost block element.
    block: u32,
    inline: bool,
}

/// An inline end tag looks for its start tag so far up.
const INLINE_REACH: usize = 64;

/// The nodes of a page, and the node of each block.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    /// For each block of the page, its node.
    pub(crate) owners: Vec<u32>,
    stack: Vec<Open>,
    open_counts: Vec<u32>,
}

impl Tree {
    /// Reads the page; blocks go to `page`.
    pub(crate) fn read(&mut self, text: &str, page: &mut Page) -> Collector {
        self.nodes.clear();
        self.owners.clear();
        self.stack.clear();
        self.open_counts.clear();
        self.open_counts.resize(tags::COUNT, 0);
        self.nodes.push(Node { parent: 0, tag: Tag::Html, hints: Hints::NONE });
        let mut reader = Reader {
            text,
            page,
            tree: self,
            found: Collector::default(),
            run: None,
            breaks: 0,
            link: None,
            hidden: 0,
        };
        for token in Tokens::new(text) {
            reader.take(token);
        }
        reader.close_block();
        reader.found
    }

    fn top(&self) -> Open {
        self.stack.last().copied().unwrap_or(Open { tag: Tag::Html, node: 0, block: 0, inline: false })
    }
}

/// The block that is being read.
#[derive(Debug)]
struct RunState {
    source: Range<usize>,
    first_run: usize,
    node: u32,
    block: u32,
    link_bytes: usize,
}

struct Reader<'a> {
    text: &'a str,
    page: &'a mut Page,
    tree: &'a mut Tree,
    found: Collector,
    run: Option<RunState>,
    breaks: u8,
    /// Depth of the stack where the open `<a>` stands.
    link: Option<usize>,
    /// Open elements whose content is not shown.
    hidden: usize,
}

impl Reader<'_> {
    fn take(&mut self, token: Token) {
        match token {
            Token::Text(range) => self.take_text(range),
            Token::Start { tag, attrs } => self.start(tag, attrs),
            Token::End(tag) => self.end(tag),
            Token::Raw { tag, attrs, content } => self.raw(tag, attrs, content),
        }
    }

    fn take_text(&mut self, range: Range<usize>) {
        if self.hidden > 0 {
            let text_in_head =
                self.tree.top().tag == Tag::Head && !self.text[range.clone()].trim().is_empty();
            if !text_in_head {
                return;
            }
            self.end(Tag::Head);
        }
        if self.tree.top().tag == Tag::Pre {
            return self.preformatted(range);
        }
        self.feed(range);
    }

    /// In `<pre>`, a blank line parts paragraphs.
    fn preformatted(&mut self, range: Range<usize>) {
        let mut at = range.start;
        let inside = &self.text.as_bytes()[range.clone()];
        for gap in memchr::memmem::find_iter(inside, b"\n\n") {
            self.feed(at..range.start + gap);
            self.finish_block();
            at = range.start + gap;
        }
        self.feed(at..range.end);
    }

    fn feed(&mut self, range: Range<usize>) {
        let piece = &self.text[range.clone()];
        let trimmed = piece.trim();
        let open = self.tree.top();
        if trimmed.is_empty() {
            if self.run.is_some() {
                self.page.flow.feed(self.text, range, Syntax::Html);
            }
            return;
        }
        self.breaks = 0;
        let start = range.start + (piece.len() - piece.trim_start().len());
        let flow = &mut self.page.flow;
        let run = self.run.get_or_insert_with(|| {
            flow.begin();
            RunState {
                source: start..start,
                first_run: flow.runs.len(),
                node: open.node,
                block: open.block,
                link_bytes: 0,
            }
        });
        if run.node != open.node {
            run.node = run.block;
        }
        run.source.end = start + trimmed.len();
        let before = flow.text.len();
        flow.feed(self.text, range, Syntax::Html);
        if self.link.is_some() {
            run.link_bytes += flow.text.len() - before;
        }
    }

    fn finish_block(&mut self) {
        if self.page.is_nearly_full() {
            self.page.flow.space();
        } else {
            self.close_block();
        }
    }

    fn close_block(&mut self) {
        self.breaks = 0;
        let Some(run) = self.run.take() else { return };
        let node = self.tree.nodes[run.block as usize];
        let role = match node.tag {
            Tag::Li | Tag::Dt | Tag::Dd => Role::Item,
            Tag::Blockquote => Role::Quote,
            tag => tag.heading().map_or(Role::Plain, Role::Heading),
        };
        let block = Block { source: run.source, role, link_bytes: run.link_bytes, ..Block::default() };
        self.page.finish_block(run.first_run, block);
        if self.page.blocks.len() > self.tree.owners.len() {
            self.tree.owners.push(run.node);
        }
    }

    fn start(&mut self, tag: Tag, attrs: Range<usize>) {
        if tag.class() != Class::Void {
            self.found.element(tag, &self.text[attrs.clone()], attrs.end + 1);
        }
        match tag.class() {
            Class::Void => self.void(tag, attrs),
            Class::Raw => {}
            Class::Inline => self.start_inline(tag, attrs),
            Class::Block | Class::Hidden => self.start_block(tag, attrs),
        }
    }

    fn void(&mut self, tag: Tag, attrs: Range<usize>) {
        match tag {
            Tag::Br => {
                self.page.flow.space();
                self.breaks += u8::from(self.run.is_some());
                if self.breaks >= 2 {
                    self.finish_block();
                }
            }
            Tag::Hr | Tag::Input => self.finish_block(),
            Tag::Meta => self.found.meta(&self.text[attrs]),
            Tag::Link => self.found.link(&self.text[attrs]),
            _ => {}
        }
    }

    fn start_inline(&mut self, tag: Tag, attrs: Range<usize>) {
        if tag == Tag::A {
            self.link = Some(self.tree.stack.len());
        }
        if matches!(tag, Tag::Sub | Tag::Sup) || attrs.is_empty() && tag == Tag::Other {
            return;
        }
        if tag == Tag::Time {
            self.found.time(&self.text[attrs.clone()]);
        }
        let hints = hints::of_tag(tag).with(self.hints(tag, attrs));
        self.push(tag, hints, true);
    }

    fn start_block(&mut self, tag: Tag, attrs: Range<usize>) {
        if tag.class() == Class::Hidden {
            self.hidden += 1;
        } else if self.tree.open_counts[Tag::Head as usize] > 0 && self.hidden == 1 {
            self.end(Tag::Head); // many pages leave `</head>` out
        }
        self.finish_block();
        if self.tree.open_counts[Tag::P as usize] > 0 {
            self.close_near(&[Tag::P], &[Tag::Td, Tag::Th, Tag::Button, Tag::Table]);
        }
        if tag.heading().is_some() {
            self.close_near(
                &[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6],
                &[Tag::Div, Tag::Td, Tag::Section, Tag::Article, Tag::Header],
            );
        }
        if let Some((closed, until)) = tag.closes() {
            self.close_near(closed, until);
        }
        if tag == Tag::Html {
            self.found.html(&self.text[attrs.clone()]);
        }
        let hints = hints::of_tag(tag).with(self.hints(tag, attrs));
        self.push(tag, hints, false);
    }

    fn hints(&self, tag: Tag, attrs: Range<usize>) -> Hints {
        if matches!(tag, Tag::Html | Tag::Body) {
            return Hints::NONE;
        }
        let all = attrs::iter(&self.text[attrs])
            .fold(Hints::NONE, |all, (name, value)| all.with(hints::of_attr(name, value)));
        // What holds the article may be named after the things that stand beside it.
        let own = matches!(tag, Tag::Article | Tag::Main) || all.has(Hints::CONTENT);
        if own { all.without(Hints::NOISE.without(Hints::ELSEWHERE)) } else { all }
    }

    fn push(&mut self, tag: Tag, hints: Hints, inline: bool) {
        let top = self.tree.top();
        let fresh = !inline || !hints.is_empty();
        let mut node = top.node;
        if fresh {
            node = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
            self.tree.nodes.push(Node { parent: top.node, tag, hints });
        }
        let block = if inline { top.block } else { node };
        self.tree.stack.push(Open { tag, node, block, inline });
        self.tree.open_counts[tag as usize] += 1;
    }

    /// Closes the nearest of `tags`, unless one of `until` is nearer.
    fn close_near(&mut self, tags: &[Tag], until: &[Tag]) {
        if tags.iter().all(|t| self.tree.open_counts[*t as usize] == 0) {
            return;
        }
        let near = self.tree.stack.iter().rev().take(INLINE_REACH);
        let found = near.enumerate().find(|(_, o)| tags.contains(&o.tag) || until.contains(&o.tag));
        if let Some((depth, open)) = found
            && tags.contains(&open.tag)
        {
            self.pop_to(self.tree.stack.len() - depth - 1);
        }
    }

    fn end(&mut self, tag: Tag) {
        match tag.class() {
            Class::Void if tag == Tag::Br => self.void(tag, 0..0),
            Class::Void | Class::Raw => {}
            Class::Inline => self.end_inline(tag),
            Class::Block | Class::Hidden => {
                self.finish_block();
                if self.tree.open_counts[tag as usize] == 0 {
                    return;
                }
                if let Some(at) = self.tree.stack.iter().rposition(|o| o.tag == tag) {
                    self.pop_to(at);
                }
            }
        }
    }

    fn end_inline(&mut self, tag: Tag) {
        if tag == Tag::A {
            self.link = None;
        }
        if self.tree.open_counts[tag as usize] == 0 {
            return;
        }
        let near = self.tree.stack.iter().rev().take(INLINE_REACH).take_while(|o| o.inline);
        if let Some(depth) = near.enumerate().find(|(_, o)| o.tag == tag).map(|(depth, _)| depth) {
            self.pop_to(self.tree.stack.len() - depth - 1);
        }
    }

    fn pop_to(&mut self, len: usize) {
        for open in self.tree.stack.drain(len..) {
            self.tree.open_counts[open.tag as usize] -= 1;
            self.hidden -= usize::from(open.tag.class() == Class::Hidden);
        }
        if self.link.is_some_and(|depth| len < depth) {
            self.link = None;
        }
    }

    fn raw(&mut self, tag: Tag, attrs: Range<usize>, content: Range<usize>) {
        match tag {
            Tag::Script => self.found.script(&self.text[attrs], content),
            Tag::Title if self.found.title.is_none() && self.tree.open_counts[Tag::Svg as usize] == 0 => {
                self.found.title = Some(content.clone());
                self.page_title(content);
            }
            Tag::Textarea | Tag::Iframe => self.finish_block(),
            _ => {}
        }
    }

    fn page_title(&mut self, content: Range<usize>) {
        self.finish_block();
        let hidden = std::mem::take(&mut self.hidden);
        self.feed(content);
        self.hidden = hidden;
        let before = self.page.blocks.len();
        self.finish_block();
        if let Some(block) = self.page.blocks.get_mut(before) {
            block.role = Role::PageTitle;
        }
    }
}
