//! Datelines: `ISLAMABAD, Pakistan — `, `KABUL (Wire) - `, `(Wire) ` before the first sentence.

/// Longest dateline, in bytes.
const LONGEST: usize = 90;

/// Bytes of the dateline at the start of `text`, white space after it included; 0 when none.
pub(crate) fn length(text: &str) -> usize {
    let end = (0..=text.len().min(LONGEST)).rev().find(|at| text.is_char_boundary(*at));
    let window = &text[..end.unwrap_or(0)];
    marks(window)
        .filter(|(start, end)| {
            starts_sentence(&text[*end..]) && is_place(&window[..*start], &window[*start..*end])
        })
        .map(|(_, end)| end)
        .next()
        .unwrap_or(0)
}

/// The dashes and colons that could end a dateline, with the white space around them.
fn marks(window: &str) -> impl Iterator<Item = (usize, usize)> {
    window.char_indices().filter(|(_, c)| matches!(c, '—' | '–' | '-' | ':')).filter_map(move |(at, c)| {
        let after = at + c.len_utf8();
        let rest = &window[after..];
        let mark = match c {
            '-' => window[..at].ends_with([' ', ')']) || rest.starts_with(' '),
            ':' => rest.starts_with(' '),
            _ => true,
        };
        let dashes = rest.bytes().take_while(|b| *b == b'-').count();
        let blank = rest[dashes..].len() - rest[dashes..].trim_start().len();
        mark.then_some((at, after + dashes + blank))
    })
}

fn starts_sentence(rest: &str) -> bool {
    rest.trim_start_matches(['"', '“', '‘', '\'', '['])
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '$')
}

fn is_place(before: &str, mark: &str) -> bool {
    let before = before.trim();
    let agency = before.ends_with(')') && before.contains('(');
    let place = before.split('(').next().unwrap_or_default().trim();
    if place.is_empty() {
        return false;
    }
    let first = place.split([' ', ',', '/']).next().unwrap_or_default();
    let shouted =
        first.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !first.chars().any(char::is_lowercase);
    let colon = mark.starts_with(':');
    let words = place.split([' ', '/']).filter(|w| w.contains(char::is_alphabetic));
    let capitalised = words
        .clone()
        .all(|w| w.starts_with(char::is_uppercase) || matches!(w, "of" | "the" | "and" | "de" | "al"));
    let fits = words.count() <= if colon { 3 } else { 7 };
    capitalised && fits && (shouted || agency && !colon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, dateline: &str) {
        assert_eq!(&text[..length(text)], dateline);
    }

    #[test]
    fn datelines() {
        check("OSLO, Norway — The bridge fell.", "OSLO, Norway — ");
        check("OSLO (Wire) - The bridge fell.", "OSLO (Wire) - ");
        check("OSLO/BERGEN, Feb 26 (Wire) -- The bridge fell.", "OSLO/BERGEN, Feb 26 (Wire) -- ");
        check("OSLO: The bridge fell.", "OSLO: ");
        check("Oslo, Norway (Wire) — “Look,” he said.", "Oslo, Norway (Wire) — ");
        check("OSLO —The bridge fell.", "OSLO —");
    }

    #[test]
    fn other_beginnings() {
        check("NATO — which has no army — sent none.", "");
        check("The bridge — The Old One — fell.", "");
        check("Well-known Norwegians came.", "");
        check("He said: The bridge fell.", "");
        check("", "");
    }
}
