//! Patterns: regular expressions over the folded text of a block, for what phrases cannot say
//! (`^\d+ min(ute)?s? read$`).
//!
//! Matching is linear in the text: the engine has no back-references and no look-around, and
//! each pattern is asked once whether it matches, never for all its matches. They are compiled
//! when the stage is built, and tried only on blocks of at most the rule's `max_words` words and
//! [`MOST_BYTES`] bytes.

use regex::{Regex, RegexBuilder};

/// Bytes that one compiled pattern may take.
const LARGEST: usize = 1 << 20;
/// No block of more words is given to a pattern.
pub(super) const MOST_WORDS: usize = 200;

/// No block of more bytes is, however few words it has.
pub(super) const MOST_BYTES: usize = 4096;

/// What folding never leaves in a text, and what it writes instead.
const FOLDED: [(&[char], char); 3] =
    [(&['’', '‘', 'ʼ'], '\''), (&['“', '”', '«', '»'], '"'), (&['–', '—', '−', '‐', '‑'], '-')];

/// Compiles a pattern of a rule. Capitals in it mean small letters, too.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    for (from, to) in FOLDED {
        if let Some(c) = pattern.chars().find(|c| from.contains(c)) {
            return Err(format!(
                "pattern `{pattern}` has `{c}`, which texts have as `{to}` here; write `{to}`"
            ));
        }
    }
    let regex = RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(LARGEST)
        .nest_limit(50)
        .build()
        .map_err(|e| format!("pattern `{pattern}` {}", why(&e)))?;
    if regex.is_match("") {
        return Err(format!(
            "pattern `{pattern}` matches the empty text, and so every block; make a part of it needed"
        ));
    }
    Ok(regex)
}

/// The last line of the engine's message; the lines before it draw the place.
fn why(error: &regex::Error) -> String {
    if let regex::Error::CompiledTooBig(_) = error {
        return "becomes too large; use smaller counts in `{…}`, or several patterns".to_owned();
    }
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    format!("is no regular expression: {}", last.trim_start_matches("error: "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::compile;

    #[test]
    fn folded_text_is_matched() {
        assert!(compile(r"^\d+ MIN(ute)?s? read$").unwrap().is_match("4 mins read"));
        assert!(compile(r"\S+@\S+").unwrap().is_match("write to a@b"), "classes are not folded");
    }

    #[test]
    fn messages_say_what_is_wrong() {
        let wrong = |p: &str| compile(p).unwrap_err();
        assert_eq!(wrong("a("), "pattern `a(` is no regular expression: unclosed group");
        assert_eq!(
            wrong(r"(a)\1"),
            r"pattern `(a)\1` is no regular expression: backreferences are not supported"
        );
        assert_eq!(
            wrong("a*"),
            "pattern `a*` matches the empty text, and so every block; make a part of it needed"
        );
        assert_eq!(wrong("it’s"), "pattern `it’s` has `’`, which texts have as `'` here; write `'`");
        assert_eq!(
            wrong(r"(\w{1000}){1000}"),
            r"pattern `(\w{1000}){1000}` becomes too large; use smaller counts in `{…}`, or several patterns"
        );
    }
}
