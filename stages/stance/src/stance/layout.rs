//! A question in pieces, as an encoder reads it.
//!
//! The mention, and the holder where one is asked about, stand between marks, and may be hidden behind a mask, so that no
//! weight belongs to a person or group.
//!
//! ```text
//! [CLS] yesterday orland harshly criticised [unused1] [MASK] [unused2] . [SEP]
//! ```

use std::ops::Range;
use std::str::FromStr;

use chaffinch_encoder::Pieces;
use chaffinch_model::ModelError;

use super::features::Question;

/// How a question is laid out; a file names it, and is refused when it is another one.
pub const LAYOUT: &str = "pieces-1";
/// Pieces before the first mention and behind the last; of a mention; between two.
const SIDE: usize = 48;
const MENTION: usize = 32;
const BETWEEN: usize = 48;
/// The most pieces of a question.
pub const LONGEST: usize = 2 * SIDE + 2 * (MENTION + 2) + BETWEEN + 2;
/// What a question needs of a vocabulary: begin, end, mask, and the marks before and behind the target and the holder.
const SPECIAL: [&str; 7] = ["[CLS]", "[SEP]", "[MASK]", "[unused1]", "[unused2]", "[unused3]", "[unused4]"];

/// What an encoder sees of the mentions that are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mentions {
    /// A mask in place of each, so that no weight belongs to a person or group.
    Hidden,
    /// Their words.
    Shown,
}

impl Mentions {
    /// As files and command lines have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Shown => "shown",
        }
    }
}

impl FromStr for Mentions {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = [Self::Hidden, Self::Shown].into_iter().find(|mentions| mentions.name() == name);
        found.ok_or_else(|| format!("found `{name}`, expected `hidden` or `shown`"))
    }
}

/// A question in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The pieces.
    pub ids: Vec<u32>,
    /// Which of them are the target and its marks.
    pub target: Range<usize>,
    /// Which are the holder and its marks.
    pub holder: Option<Range<usize>>,
}

/// What lays questions out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    special: [u32; SPECIAL.len()],
    mentions: Mentions,
}

impl Layout {
    /// For a vocabulary.
    ///
    /// # Errors
    /// The vocabulary lacks a special piece.
    pub fn of(pieces: &Pieces, mentions: Mentions) -> Result<Self, ModelError> {
        let mut special = [0; SPECIAL.len()];
        for (id, name) in special.iter_mut().zip(SPECIAL) {
            *id = pieces.id(name)?;
        }
        Ok(Self { special, mentions })
    }

    /// The question in pieces. Where it is long, what is far from the mentions is left out.
    #[must_use]
    pub fn lay(&self, pieces: &Pieces, question: &Question<'_>) -> Asked {
        let [begin, end, mask, marks @ ..] = self.special;
        let toks = &question.sentence.toks;
        let read = if question.holder.is_some() { 0..toks.len() } else { question.own.clone() };
        let bytes = |tokens: &Range<usize>| {
            let start = toks.get(tokens.start).map_or(question.text.len(), |tok| tok.start as usize);
            let end = tokens
                .end
                .checked_sub(1)
                .and_then(|last| toks.get(last))
                .map_or(start, |tok| tok.end as usize);
            start..end.max(start)
        };
        let split = |range: Range<usize>| {
            let mut ids = Vec::new();
            pieces.split(question.text.get(range).unwrap_or_default(), &mut ids);
            ids
        };
        let mut mentions = vec![(bytes(&question.target), marks[0], marks[1])];
        mentions.extend(question.holder.as_ref().map(|holder| (bytes(&holder.tokens), marks[2], marks[3])));
        mentions.sort_by_key(|(range, ..)| range.start);
        let all = bytes(&read);
        let mut asked = Asked { ids: vec![begin], ..Asked::default() };
        let mut at = all.start;
        for (number, (range, open, close)) in mentions.iter().enumerate() {
            let before = split(at..range.start.max(at));
            match number {
                0 => asked.ids.extend(&before[before.len().saturating_sub(SIDE)..]),
                _ if before.len() <= BETWEEN => asked.ids.extend(&before),
                _ => {
                    asked.ids.extend(&before[..BETWEEN / 2]);
                    asked.ids.extend(&before[before.len() - BETWEEN / 2..]);
                }
            }
            let first = asked.ids.len();
            asked.ids.push(*open);
            match self.mentions {
                Mentions::Hidden => asked.ids.push(mask),
                Mentions::Shown => asked.ids.extend(split(range.clone()).iter().take(MENTION)),
            }
            asked.ids.push(*close);
            match *open == marks[0] {
                true => asked.target = first..asked.ids.len(),
                false => asked.holder = Some(first..asked.ids.len()),
            }
            at = range.end;
        }
        asked.ids.extend(split(at..all.end.max(at)).iter().take(SIDE));
        asked.ids.push(end);
        asked
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::split;
    use crate::stance::features::Holder;
    use crate::tok::Sentence;

    pub(crate) const PIECES: &str = "[UNK]\n[CLS]\n[SEP]\n[MASK]\n[unused1]\n[unused2]\n[unused3]\n[unused4]\n.\norland\npraised\nvenn\nand\nbad\ngood";

    /// The names of the pieces of a question about the first time that `target` stands in the text, seen by `holder`.
    fn laid(text: &str, target: &str, holder: &str, mentions: Mentions) -> (String, Asked) {
        let mut sentence = Sentence::default();
        sentence.fill(text, split::words(text));
        let at = |word: &str| {
            let start = text.find(word).filter(|_| !word.is_empty())?;
            sentence.toks.iter().position(|t| t.start as usize == start).map(|i| i..i + 1)
        };
        let holder = at(holder).map(|tokens| Holder { tokens, does: 0.0, suffers: 0.0 });
        let own = 0..sentence.toks.len();
        let target = at(target).unwrap_or(own.clone());
        let question = Question { text, sentence: &sentence, own, target, holder };
        let pieces = Pieces::read(PIECES).unwrap();
        let asked = Layout::of(&pieces, mentions).unwrap().lay(&pieces, &question);
        let names: Vec<&str> = asked.ids.iter().map(|id| PIECES.lines().nth(*id as usize).unwrap()).collect();
        (names.join(" "), asked)
    }

    #[test]
    fn mentions_stand_between_marks() {
        let (names, asked) = laid("Orland praised Venn.", "Venn", "", Mentions::Shown);
        assert_eq!(names, "[CLS] orland praised [unused1] venn [unused2] . [SEP]");
        assert_eq!((asked.target, asked.holder), (3..6, None));
        let (names, asked) = laid("Orland praised Venn.", "Orland", "Venn", Mentions::Shown);
        assert_eq!(names, "[CLS] [unused1] orland [unused2] praised [unused3] venn [unused4] . [SEP]");
        assert_eq!((asked.target, asked.holder), (1..4, Some(5..8)));
    }

    #[test]
    fn hidden_mentions_do_not_matter() {
        let (names, _) = laid("Orland praised Venn.", "Venn", "Orland", Mentions::Hidden);
        assert_eq!(names, "[CLS] [unused3] [MASK] [unused4] praised [unused1] [MASK] [unused2] . [SEP]");
    }

    #[test]
    fn the_work_is_bounded() {
        let text =
            format!("{} Venn {} Orland {}", "bad ".repeat(500), "and ".repeat(500), "good ".repeat(500));
        let (names, asked) = laid(&text, "Venn", "Orland", Mentions::Shown);
        assert!(asked.ids.len() <= LONGEST, "{}", asked.ids.len());
        assert_eq!(names.matches(" bad").count(), SIDE);
        assert_eq!(names.matches(" and").count(), BETWEEN);
        assert_eq!(names.matches(" good").count(), SIDE);
        let (_, asked) = laid(&text, "", "", Mentions::Shown);
        assert_eq!(asked.ids.len(), MENTION + 4);
    }

    #[test]
    fn odd_questions_are_laid_out_too() {
        let sentence = Sentence::default();
        let question = Question { text: "", sentence: &sentence, own: 0..9, target: 3..4, holder: None };
        let pieces = Pieces::read(PIECES).unwrap();
        let asked = Layout::of(&pieces, Mentions::Shown).unwrap().lay(&pieces, &question);
        assert_eq!(asked.ids.len(), 4);
    }
}
