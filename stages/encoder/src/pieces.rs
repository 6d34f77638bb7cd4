//! Words in pieces.
//!
//! `WordPiece` as in BERT's uncased models (M. Schuster and K. Nakajima, *Japanese and Korean Voice Search*, 2012): lower case,
//! accents taken off, punctuation apart; then of each word the longest piece that the vocabulary has, again and again.

use chaffinch_model::ModelError;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What stands before a piece that goes on with a word.
const GOES_ON: &str = "##";
/// Longer words, in characters, are not looked at.
const LONGEST: usize = 100;

/// A vocabulary of pieces, by their ids.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    begin: HashMap<Box<str>, u32>,
    go_on: HashMap<Box<str>, u32>,
    unknown: u32,
}

impl Pieces {
    /// Reads a vocabulary: a piece a line, `##` before those that go on with a word; ids are counted from 0.
    ///
    /// # Errors
    /// There is no `[UNK]` among them, which stands for what has no piece.
    pub fn read(vocabulary: &str) -> Result<Self, ModelError> {
        let mut pieces = Self::default();
        for (id, line) in (0..).zip(vocabulary.lines()) {
            match line.strip_prefix(GOES_ON).filter(|rest| !rest.is_empty()) {
                Some(rest) => pieces.go_on.insert(rest.into(), id),
                None => pieces.begin.insert(line.into(), id),
            };
        }
        pieces.unknown = pieces.id("[UNK]")?;
        Ok(pieces)
    }

    /// The id of a piece that begins a word, or of a special one such as `[CLS]`.
    ///
    /// # Errors
    /// The vocabulary does not have it.
    pub fn id(&self, piece: &str) -> Result<u32, ModelError> {
        let found = self.begin.get(piece).copied();
        found.ok_or_else(|| ModelError::new(format!("has no piece `{piece}` in its vocabulary")))
    }

    /// Appends the ids of a text's pieces.
    pub fn split(&self, text: &str, ids: &mut Vec<u32>) {
        let mut word = String::new();
        for c in text.chars() {
            if c.is_whitespace() || is_punctuation(c) || is_ideograph(c) {
                self.word(&mut word, ids);
                if !c.is_whitespace() {
                    word.push(c);
                    self.word(&mut word, ids);
                }
            } else if !c.is_control() && c != char::REPLACEMENT_CHARACTER {
                let plain = c.nfd().filter(|part| !is_combining_mark(*part));
                word.extend(plain.flat_map(char::to_lowercase));
            }
        }
        self.word(&mut word, ids);
    }

    /// Appends the pieces of a word, and empties it.
    fn word(&self, word: &mut String, ids: &mut Vec<u32>) {
        let first = ids.len();
        let mut rest = if word.chars().nth(LONGEST).is_some() { None } else { Some(word.as_str()) };
        let mut known = &self.begin;
        while let Some(text) = rest.filter(|text| !text.is_empty()) {
            let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
            let longest = ends.into_iter().find_map(|end| Some((end, *known.get(&text[..end])?)));
            rest = longest.map(|(end, id)| {
                ids.push(id);
                &text[end..]
            });
            known = &self.go_on;
        }
        if rest.is_none() {
            ids.truncate(first);
            ids.push(self.unknown);
        }
        word.clear();
    }
}

/// ASCII punctuation and signs, and the punctuation of Unicode that news has.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3011}')
        || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿')
}

/// Whether it is a word of its own.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn split(text: &str) -> Vec<u32> {
        let pieces = Pieces::read("[UNK]\nun\n##want\n##ed\nwant\n,\nrunning\n##\n中\n“").unwrap();
        let mut ids = Vec::new();
        pieces.split(text, &mut ids);
        ids
    }

    #[test]
    fn the_longest_piece_first() {
        assert_eq!(split("UNwantéd,running"), [1, 2, 3, 5, 6]);
        assert_eq!(split("  wanted\u{a0}\twant "), [4, 3, 4]);
    }

    #[test]
    fn what_has_no_piece_is_unknown_as_a_whole() {
        assert_eq!(split("unwantedX want"), [0, 4]);
        assert_eq!(split(&"want".repeat(30)), [0]);
        assert_eq!(split("##"), [0, 0]);
        assert_eq!(split(""), [] as [u32; 0]);
    }

    #[test]
    fn punctuation_and_ideographs_stand_alone() {
        assert_eq!(split("want中“want"), [4, 8, 9, 4]);
        assert_eq!(split("wa\u{0}nt"), [4]);
    }

    #[test]
    fn a_vocabulary_needs_a_piece_for_the_unknown() {
        let error = Pieces::read("a\nb").unwrap_err().to_string();
        assert_eq!(error, "has no piece `[UNK]` in its vocabulary");
    }
}
