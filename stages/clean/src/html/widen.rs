//! A dropped block takes the tags of its element along: `<nav><ul><li>` before it, `</li></ul></nav>`
//! after it.

use std::ops::Range;

/// Where the start tags that end `gap` (the markup before a block) begin.
pub(crate) fn left(page: &str, gap: Range<usize>) -> usize {
    let mut end = gap.end;
    loop {
        let before = page[gap.start..end].trim_end();
        let Some(tag) = before.rfind('<').filter(|_| before.ends_with('>')) else { return end };
        if !before[tag + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) || is_void(&before[tag + 1..]) {
            return end;
        }
        end = gap.start + tag;
    }
}

/// Where the end tags that begin `gap` (the markup after a block) end.
pub(crate) fn right(page: &str, gap: Range<usize>) -> usize {
    let mut start = gap.start;
    loop {
        let after = &page[start..gap.end];
        let tag = after.trim_start();
        let Some(len) = tag.find('>').filter(|_| tag.starts_with("</")) else { return start };
        start += after.len() - tag.len() + len + 1;
    }
}

fn is_void(tag: &str) -> bool {
    use super::tags::{Class, Tag};
    let len = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
    Tag::of(&tag.as_bytes()[..len]).class() == Class::Void
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_whole_elements() {
        let page = "x</p> <nav> <a>y</a> </nav>\n<p>z";
        let (from, to) = (page.find('y').unwrap_or(0), page.find("</a").unwrap_or(0));
        assert_eq!(&page[left(page, 1..from)..right(page, to..page.len())], "<nav> <a>y</a> </nav>");
        assert_eq!(left("<br>", 0..4), 4);
        assert_eq!((left("", 0..0), right("", 0..0)), (0, 0));
        assert_eq!(right("</a", 0..3), 0);
    }
}
