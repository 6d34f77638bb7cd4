//! Navigation in plain text: breadcrumbs and menus on a line.

const MARKS: &[char] = &['|', '›', '»', '·', '>', '•', '→', '/'];

/// `Home › Opinion › The title`, or the title with a few capitalised words before it, as scraped
/// breadcrumbs come without their arrows.
pub(crate) fn is_breadcrumb(folded: &str, title: Option<&str>) -> bool {
    let crumbs = || folded.split(MARKS).filter(|s| !s.trim().is_empty()).count();
    if (folded.starts_with("home ") || folded.starts_with("you are here")) && crumbs() >= 2 {
        return true;
    }
    let Some(title) = title.filter(|t| t.len() >= 8) else { return false };
    let Some(before) = folded.strip_suffix(title) else { return false };
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count();
    before.ends_with(' ') && (1..=8).contains(&words)
}

/// `World | Sport | Weather`: three or more short parts.
pub(crate) fn is_menu(folded: &str) -> bool {
    if !folded.bytes().any(|b| matches!(b, b'|' | b'>' | b'/') || !b.is_ascii()) {
        return false;
    }
    let (mut count, mut longest) = (0, 0);
    for part in folded.split(MARKS).map(str::trim).filter(|p| !p.is_empty()) {
        count += 1;
        longest = longest.max(part.split(' ').count());
    }
    let spaced =
        |(at, mark): (usize, &str)| folded[..at].ends_with(' ') && folded[at + mark.len()..].starts_with(' ');
    count >= 3 && longest <= 4 && folded.match_indices(MARKS).any(spaced)
}

/// `#Bridges #Rivers`.
pub(crate) fn is_hashtags(text: &str) -> bool {
    text.split(' ').all(|w| w.len() > 1 && w.starts_with('#'))
}

/// `What it shows - The Courier - Northern News`: the text that a page gives to search engines
/// for its picture.
pub(crate) fn is_alt_text(text: &str) -> bool {
    let mut parts = text.split(" - ").chain(std::iter::once("")).filter(|p| !p.is_empty());
    let first = parts.next().unwrap_or_default();
    let rest: Vec<_> = parts.collect();
    first.len() > 8
        && rest.len() >= 2
        && rest.iter().all(|p| super::shape::is_capitalised(p) && p.split(' ').count() <= 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        assert!(is_breadcrumb("home world why the bridge fell", Some("why the bridge fell")));
        assert!(is_breadcrumb("home › world › why the bridge fell", None));
        assert!(!is_breadcrumb("why the bridge fell", Some("why the bridge fell")));
        assert!(is_menu("world | sport | weather"));
        assert!(!is_menu("and/or/but"));
        assert!(is_alt_text("Lorries at the bridge - The Courier - Northern News"));
        assert!(!is_alt_text("Lorries at the bridge - and then some more - of them"));
    }
}
