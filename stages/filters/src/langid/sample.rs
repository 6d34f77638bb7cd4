//! A sample of a long text: evenly spaced pieces, the first at its start and the last at its
//! end, so that a headline or a footer in another language does not speak for the whole, and a
//! book costs as much as an article.

const PIECES: usize = 4;

/// The text itself when it has no more than `bytes` bytes, else pieces of it, put together in `into`.
pub(super) fn sample<'t>(text: &'t str, bytes: usize, into: &'t mut String) -> &'t str {
    if text.len() <= bytes {
        return text;
    }
    into.clear();
    let piece = (bytes / PIECES).max(1);
    let last = text.len().saturating_sub(piece);
    for number in 0..PIECES {
        let from = border(text, last / (PIECES - 1) * number);
        let to = border(text, from.saturating_add(piece));
        into.push_str(whole_words(&text[from..to]));
        into.push('\n');
    }
    into
}

/// The first border between characters at or after `at`.
fn border(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Without the words that were cut at its ends, where it has white space at all.
fn whole_words(piece: &str) -> &str {
    let from = piece.find(char::is_whitespace).unwrap_or(0);
    let to = piece.rfind(char::is_whitespace).unwrap_or(piece.len());
    if from < to { piece[from..to].trim() } else { piece }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_taken_whole() {
        assert_eq!(sample("Ein Satz.", 100, &mut String::new()), "Ein Satz.");
    }

    #[test]
    fn long_texts_are_sampled_from_start_to_end() {
        let text = format!("first words {} last words", "middle ".repeat(1000));
        let mut into = "old".to_owned();
        let found = sample(&text, 200, &mut into);
        assert!(found.len() <= 210, "{}", found.len());
        assert!(found.starts_with("words middle") && found.ends_with("last\n"), "{found}");
    }

    #[test]
    fn cuts_lie_between_characters() {
        for size in [4, 5, 6, 7, 100] {
            let found = sample(&"桥".repeat(500), size, &mut String::new()).to_owned();
            assert!(found.chars().all(|c| matches!(c, '桥' | '\n')), "{found}");
        }
    }
}
