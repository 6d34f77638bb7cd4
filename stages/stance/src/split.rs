//! A small word splitter for text that no stage has segmented: training data, pack tests and unit tests.
//!
//! Words keep inner apostrophes and hyphens but not a clitic: `didn’t` is `did` and `n’t`, `Islamabad’s` is
//! `Islamabad` and `’s`. Everything else that is not white space is a token of one character.

/// The byte spans of the tokens of a text.
pub fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].len() - text[at..].trim_start().len();
        let first = text[at..].chars().next()?;
        let end = if first.is_alphanumeric() { word_end(text, at) } else { clitic_end(text, at, first) };
        let span = (at, end);
        at = end;
        Some(span)
    })
}

fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut rest = text[start..].chars().peekable();
    while let Some(c) = rest.next() {
        let joins = matches!(c, '-' | '\'' | '’' | '&' | '.') && end > start;
        let joined = joins && rest.peek().is_some_and(|next| next.is_alphanumeric());
        if !c.is_alphanumeric() && !joined {
            break;
        }
        if (c == '\'' || c == '’') && clitic(&text[end..]) {
            break;
        }
        end += c.len_utf8();
    }
    negative(text, start, end)
}

/// Cuts `n't` off a word.
fn negative(text: &str, start: usize, end: usize) -> usize {
    let word = &text[start..end];
    let cut = ["n't", "n’t"].iter().find_map(|tail| word.strip_suffix(tail));
    cut.filter(|stem| !stem.is_empty()).map_or(end, |stem| start + stem.len())
}

/// Whether the text starts with an apostrophe and a clitic.
fn clitic(text: &str) -> bool {
    let Some(tail) = text.strip_prefix(['\'', '’']) else { return false };
    let end = tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len());
    matches!(&tail[..end], "s" | "S" | "ll" | "re" | "ve" | "d" | "m")
}

fn clitic_end(text: &str, start: usize, first: char) -> usize {
    let one = start + first.len_utf8();
    let glued = text[..start].ends_with(char::is_alphanumeric);
    if !glued || !clitic(&text[start..]) {
        return one;
    }
    one + text[one..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found: Vec<&str> = words(text).map(|(s, e)| &text[s..e]).collect();
        assert_eq!(found.join("|"), expected);
    }

    #[test]
    fn words_and_clitics() {
        check("Orland’s well-known men didn’t go.", "Orland|’s|well-known|men|did|n’t|go|.");
        check("“It is,” he said", "“|It|is|,|”|he|said");
        check("‘x’ U.N. 3.5 é", "‘|x|’|U.N|.|3.5|é");
    }
}
