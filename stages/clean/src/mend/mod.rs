//! Inline mending: the clean text of a block, and which of its bytes were copied from where.
//!
//! Runs of white space (no-break and exotic spaces, line breaks) become one space; soft
//! hyphens, zero-width and control characters go; character references, mojibake, markdown
//! links and escapes are resolved. Everything else is copied in the longest runs possible,
//! because each run is an entry of the ledger.
//!
//! ```text
//! "He  said&nbsp;[so](#)"  →  "He said so"
//!  runs: "He ", "said", "so";  inserted: the space for &nbsp;;  gone: " ", "[", "](#)"
//! ```

pub(crate) mod entity;
pub(crate) mod glue;
pub(crate) mod markdown;
mod mojibake;
mod special;

use special::{Special, special_at};
use std::ops::Range;

/// `len` bytes of clean text copied verbatim: from `source` (in the page) to `clean` (in
/// [`Flow::text`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Copied {
    pub(crate) source: usize,
    pub(crate) clean: usize,
    pub(crate) len: usize,
}

impl Copied {
    pub(crate) fn source_end(self) -> usize {
        self.source + self.len
    }

    pub(crate) fn clean_end(self) -> usize {
        self.clean + self.len
    }
}

/// What the text was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    Html,
    Plain,
}

/// White space seen since the last character that was put out.
#[derive(Clone, Copy, Debug)]
enum Space {
    None,
    /// Some, none of it an ASCII space that could be copied.
    Inserted,
    /// Some, with an ASCII space at this byte of the page.
    At(usize),
}

/// The clean text of all blocks, one after the other, and its map to the page.
#[derive(Debug)]
pub(crate) struct Flow {
    pub(crate) text: String,
    pub(crate) runs: Vec<Copied>,
    block_start: usize,
    space: Space,
    marks: Vec<Range<usize>>,
}

impl Default for Flow {
    fn default() -> Self {
        Self { text: String::new(), runs: Vec::new(), block_start: 0, space: Space::None, marks: Vec::new() }
    }
}

impl Flow {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.runs.clear();
        self.begin();
    }

    /// Starts a block: white space before its first character is dropped.
    pub(crate) fn begin(&mut self) {
        self.block_start = self.text.len();
        self.space = Space::None;
    }

    /// The clean text of the block so far.
    pub(crate) fn block(&self) -> Range<usize> {
        self.block_start..self.text.len()
    }

    /// A line break or the like, which stands for a space.
    pub(crate) fn space(&mut self) {
        if self.text.len() > self.block_start && matches!(self.space, Space::None) {
            self.space = Space::Inserted;
        }
    }

    /// Adds `page[piece]` to the block.
    pub(crate) fn feed(&mut self, page: &str, piece: Range<usize>, syntax: Syntax) {
        if syntax == Syntax::Html {
            self.feed_unmarked(page, piece, syntax);
            return;
        }
        let mut marks = std::mem::take(&mut self.marks);
        markdown::residue(&page[piece.clone()], &mut marks);
        let mut at = piece.start;
        for mark in &marks {
            self.feed_unmarked(page, at..piece.start + mark.start, syntax);
            at = piece.start + mark.end;
        }
        self.feed_unmarked(page, at..piece.end, syntax);
        self.marks = marks;
    }

    fn feed_unmarked(&mut self, page: &str, piece: Range<usize>, syntax: Syntax) {
        let bytes = &page.as_bytes()[..piece.end];
        let copied = |at: usize| bytes.get(at).is_some_and(|b| !special::may_be_special(*b));
        let mut from = piece.start; // what was not copied yet
        let mut at = piece.start;
        while at < piece.end {
            at += usize::from(at == from && copied(at));
            at += if at > from { special::ordinary(&bytes[at..]) } else { 0 };
            let inner_space = |at| bytes[at] == b' ' && at > from && copied(at + 1);
            while at < piece.end && (copied(at) || inner_space(at)) {
                at += 1;
            }
            if at == piece.end {
                break;
            }
            let Some((what, len)) = special_at(&page[at..piece.end], syntax) else {
                at += char_len(bytes[at]);
                continue;
            };
            self.copy_words(page, from..at);
            self.put(what, at);
            at += len;
            from = at;
        }
        self.copy_words(page, from..piece.end);
    }

    /// Copies a range whose inner spaces are single; one at its end may be the first of several.
    fn copy_words(&mut self, page: &str, range: Range<usize>) {
        if page.as_bytes()[range.clone()].last() == Some(&b' ') {
            self.copy(page, range.start..range.end - 1);
            self.see_space(Some(range.end - 1));
        } else {
            self.copy(page, range);
        }
    }

    fn put(&mut self, what: Special, at: usize) {
        match what {
            Special::Nothing => {}
            Special::Space => self.see_space(None),
            Special::AsciiSpace => self.see_space(Some(at)),
            Special::Char(c, second) => {
                self.settle_space();
                self.text.push(c);
                self.text.extend(second);
            }
        }
    }

    /// Of several white-space characters the first ASCII space is the one that is kept, when it
    /// continues the run before it; else the last one, which may begin the run after it.
    fn see_space(&mut self, ascii: Option<usize>) {
        if self.text.len() == self.block_start {
            return;
        }
        let joins = |at: usize| {
            self.runs.last().is_some_and(|r| r.source_end() == at && r.clean_end() == self.text.len())
        };
        self.space = match (self.space, ascii) {
            (Space::At(kept), _) if joins(kept) => Space::At(kept),
            (_, Some(new)) => Space::At(new),
            (Space::None, None) => Space::Inserted,
            (old, None) => old,
        };
    }

    fn settle_space(&mut self) {
        match std::mem::replace(&mut self.space, Space::None) {
            Space::None => {}
            Space::Inserted => self.text.push(' '),
            Space::At(source) => {
                self.add_run(source, 1);
                self.text.push(' ');
            }
        }
    }

    fn copy(&mut self, page: &str, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        self.settle_space();
        self.add_run(range.start, range.len());
        self.text.push_str(&page[range]);
    }

    fn add_run(&mut self, source: usize, len: usize) {
        let clean = self.text.len();
        match self.runs.last_mut() {
            Some(last) if last.source_end() == source && last.clean_end() == clean => last.len += len,
            _ => self.runs.push(Copied { source, clean, len }),
        }
    }
}

/// Bytes of the character that starts with `lead`.
fn char_len(lead: u8) -> usize {
    match lead {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn mend(text: &str, syntax: Syntax) -> Flow {
        let mut flow = Flow::default();
        flow.begin();
        flow.feed(text, 0..text.len(), syntax);
        flow
    }

    #[track_caller]
    fn check(text: &str, expected: &str, copied: &[&str]) {
        let flow = mend(text, Syntax::Plain);
        assert_eq!(flow.text, expected);
        let runs: Vec<_> = flow.runs.iter().map(|r| &text[r.source..r.source_end()]).collect();
        assert_eq!(runs, copied);
    }

    #[test]
    fn white_space() {
        check("  Two  words \n here ", "Two words here", &["Two ", "words ", "here"]);
        check("by\u{a0}the\u{2009} river", "by the river", &["by", "the", " river"]);
        check("a\u{a0}\u{a0}b", "a b", &["a", "b"]);
    }

    #[test]
    fn invisible_characters() {
        check("Af\u{ad}ghan\u{200b}s", "Afghans", &["Af", "ghan", "s"]);
        check("\u{feff}Kabul\u{7}", "Kabul", &["Kabul"]);
        check("می\u{200c}خواهم", "می\u{200c}خواهم", &["می\u{200c}خواهم"]);
        check("👩\u{200d}🚀", "👩\u{200d}🚀", &["👩\u{200d}🚀"]);
        check("it\u{92}s", "it’s", &["it", "s"]);
    }

    #[test]
    fn residue() {
        check("US\\$100 [was](#) R&amp;D", "US$100 was R&D", &["US", "$100 ", "was", " R", "D"]);
        check("R&D and AT&T; a_b", "R&D and AT&T; a_b", &["R&D and AT&T; a_b"]);
        check("&amp;quot;x&amp;amp;quot;", "\"x\"", &["x"]);
        check("donâ€™t", "don’t", &["don", "t"]);
    }

    proptest! {
        #[test]
        fn runs_are_true(text in "[a b\u{a0}\u{ad}\u{200b}\u{2003}é’\\\\&amp;#39\\[\\](\n\tâ€™]{0,60}") {
            for syntax in [Syntax::Plain, Syntax::Html] {
                let flow = mend(&text, syntax);
                prop_assert!(!flow.text.contains("  ") && !flow.text.contains('\n'));
                prop_assert_eq!(flow.text.trim(), flow.text.as_str());
                let (mut source, mut clean) = (0, 0);
                for r in &flow.runs {
                    prop_assert!(r.source >= source && r.clean >= clean && r.len > 0);
                    prop_assert_eq!(&text[r.source..r.source_end()], &flow.text[r.clean..r.clean_end()]);
                    (source, clean) = (r.source_end(), r.clean_end());
                }
            }
        }
    }
}
