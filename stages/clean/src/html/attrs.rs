//! Attributes of a start tag, read only where they are wanted.

/// The attributes of `attrs` (what stands between a tag's name and its `>`): names as written,
/// values without quotes, entities not decoded.
pub(crate) fn iter(attrs: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = attrs;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end =
            rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let end = if end == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { end };
        let name = &rest[..end];
        rest = rest[end..].trim_start_matches(|c: char| c.is_ascii_whitespace());
        let Some(after) = rest.strip_prefix('=') else { return Some((name, "")) };
        let (value, after) = value(after.trim_start_matches(|c: char| c.is_ascii_whitespace()));
        rest = after;
        Some((name, value))
    })
}

fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_all_forms() {
        let got: Vec<_> = iter(" class=\"a b\" id='c' hidden data-x = y/z =q w").collect();
        assert_eq!(
            got,
            [
                ("class", "a b"),
                ("id", "c"),
                ("hidden", ""),
                ("data-x", "y/z"),
                ("=", ""),
                ("q", ""),
                ("w", "")
            ]
        );
    }
}
