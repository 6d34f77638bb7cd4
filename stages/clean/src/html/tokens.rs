//! A tokenizer that keeps byte positions: text, start tags, end tags, raw elements. It follows
//! the HTML standard where pages need it, never fails, and reads each byte a bounded number of
//! times.
//!
//! It is written by hand because the stage wants ranges of the page, not copies of it, and most
//! tags' attributes are never looked at.

use super::tags::{Class, Tag};
use memchr::{memchr, memmem};
use std::ops::Range;

/// One piece of the page. Ranges are bytes of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Text(Range<usize>),
    /// `attrs` is what stands between the name and the `>`.
    Start {
        tag: Tag,
        attrs: Range<usize>,
    },
    End(Tag),
    /// An element whose content is not markup, up to its end tag.
    Raw {
        tag: Tag,
        attrs: Range<usize>,
        content: Range<usize>,
    },
}

/// The tokens of a page. Comments, doctypes and processing instructions are passed over.
pub(crate) struct Tokens<'p> {
    page: &'p [u8],
    at: usize,
    /// Tags whose end tag does not occur any more.
    unclosed: Vec<Tag>,
    /// Whether no `"` and no `'` occurs any more.
    no_quote: [bool; 2],
}

impl<'p> Tokens<'p> {
    pub(crate) fn new(page: &'p str) -> Self {
        Self { page: page.as_bytes(), at: 0, unclosed: Vec::new(), no_quote: [false; 2] }
    }

    /// Passes over `<!…>`, `<?…>` and `</ …>`.
    fn skip_declaration(&mut self, at: usize) -> usize {
        let rest = &self.page[at..];
        let end = if rest.starts_with(b"<!--") {
            match rest.get(4..) {
                Some([b'>', ..]) => Some(5),
                Some([b'-', b'>', ..]) => Some(6),
                _ => memmem::find(&rest[4..], b"-->").map(|n| n + 7),
            }
        } else {
            memchr(b'>', rest).map(|n| n + 1)
        };
        end.map_or(self.page.len(), |n| at + n)
    }

    /// Where the attributes that begin at `at` end: at the `>` outside quotes.
    fn attrs_end(&mut self, mut at: usize) -> usize {
        let page = self.page;
        while let Some(found) = memchr::memchr2(b'>', b'=', &page[at.min(page.len())..]) {
            at += found;
            if page[at] == b'>' {
                return at;
            }
            at += 1;
            at += page[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            let quote = match page.get(at) {
                Some(b'"') => 0,
                Some(b'\'') => 1,
                _ => continue,
            };
            at += 1;
            if self.no_quote[quote] {
                continue;
            }
            match memchr([b'"', b'\''][quote], &page[at..]) {
                Some(n) => at += n + 1,
                None => self.no_quote[quote] = true,
            }
        }
        page.len()
    }

    fn start_tag(&mut self, at: usize) -> Token {
        let name = self.page[at..]
            .iter()
            .take_while(|b| !matches!(b, b'>' | b'/') && !b.is_ascii_whitespace())
            .count();
        let tag = Tag::of(&self.page[at..at + name]);
        let attrs = at + name..self.attrs_end(at + name);
        self.at = (attrs.end + 1).min(self.page.len());
        if tag.class() != Class::Raw {
            return Token::Start { tag, attrs };
        }
        let (content, after) = self.raw_content(tag, self.at, &self.page[at..at + name]);
        self.at = after;
        Token::Raw { tag, attrs, content }
    }

    /// The content of a raw element from `from`, and where its end tag ends. Without an end tag a
    /// script takes the rest of the page; anything else is as if empty.
    fn raw_content(&mut self, tag: Tag, from: usize, name: &[u8]) -> (Range<usize>, usize) {
        let mut at = from;
        if !self.unclosed.contains(&tag) {
            while let Some(found) = memmem::find(&self.page[at..], b"</") {
                let start = at + found;
                let close = self.page.get(start + 2..start + 2 + name.len());
                if close.is_some_and(|c| c.eq_ignore_ascii_case(name)) {
                    let end = memchr(b'>', &self.page[start..]).map_or(self.page.len(), |n| start + n + 1);
                    return (from..start, end);
                }
                at = start + 2;
            }
            self.unclosed.push(tag);
        }
        match tag {
            Tag::Script | Tag::Style => (from..self.page.len(), self.page.len()),
            _ => (from..from, from),
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let mut start = self.at;
        let mut look = start;
        loop {
            let Some(found) = memchr(b'<', &self.page[look..]) else {
                self.at = self.page.len();
                return (start < self.at).then_some(Token::Text(start..self.at));
            };
            let tag = look + found;
            let opens = match self.page.get(tag + 1) {
                Some(b'!' | b'?' | b'/') => true,
                Some(b) => b.is_ascii_alphabetic(),
                None => false,
            };
            if !opens {
                look = tag + 1;
                continue;
            }
            if tag > start {
                self.at = tag;
                return Some(Token::Text(start..tag));
            }
            if self.page[tag + 1].is_ascii_alphabetic() {
                return Some(self.start_tag(tag + 1));
            }
            if self.page[tag + 1] == b'/' && self.page.get(tag + 2).is_some_and(u8::is_ascii_alphabetic) {
                let name = self.page[tag + 2..]
                    .iter()
                    .take_while(|b| !matches!(b, b'>' | b'/') && !b.is_ascii_whitespace())
                    .count();
                let end = memchr(b'>', &self.page[tag..]).map_or(self.page.len(), |n| tag + n + 1);
                self.at = end;
                return Some(Token::End(Tag::of(&self.page[tag + 2..tag + 2 + name])));
            }
            self.at = self.skip_declaration(tag);
            (start, look) = (self.at, self.at);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: &str) {
        let mut out = String::new();
        for token in Tokens::new(page) {
            match token {
                Token::Text(r) => out += &format!("[{}]", &page[r]),
                Token::Start { tag, attrs } => out += &format!("<{tag:?}{}>", &page[attrs]),
                Token::End(tag) => out += &format!("</{tag:?}>"),
                Token::Raw { tag, content, .. } => out += &format!("<{tag:?}:{}>", &page[content]),
            }
        }
        assert_eq!(out, expected, "{page}");
    }

    #[test]
    fn tags_and_text() {
        check("<P class=x>a<br/>b</p >c", "<P class=x>[a]<Br/>[b]</P>[c]");
        check("a < b <3 &lt;", "[a < b <3 &lt;]");
        check("<a title=\"a > b\">x</a>", "<A title=\"a > b\">[x]</A>");
        check("<a title=\"a> x", "<A title=\"a>[ x]");
        check(&"</ ><!>".repeat(50_000), "");
        check("<!doctype html><!-- <p> --><?x?>t<!-->u<!-- ", "[t][u]");
        check("</ x>y<", "[y<]");
    }

    #[test]
    fn raw_elements() {
        check("<script>if (a<b) '<p>'</SCRIPT>x", "<Script:if (a<b) '<p>'>[x]");
        check("<title>a & b</title>", "<Title:a & b>");
        check("<title>a <p>b", "<Title:>[a ]<P>[b]");
        check("<script>x", "<Script:x>");
    }
}
