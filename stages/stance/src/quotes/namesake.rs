//! A part of a name that `entities` did not mark: `Peck` after *Graham Peck*, `Beacon Ridge` after *Beacon Ridge Health*.
//!
//! The words of the phrase are compared with the ids of the document’s persons and organisations, word by word from either
//! end. Nobody is meant where two fit, unless the title tells them apart.

use std::ops::Range;

use super::gender::Gender;
use super::words::{Shape, Text};
use crate::doc::Sort;

/// So many mentions are compared.
const MOST: usize = 400;
/// A name has so many words at most.
const WORDS: usize = 5;

/// The mention whose name has the last words of the phrase at its start or end.
pub fn find(text: &Text<'_>, phrase: Range<usize>) -> Option<usize> {
    let named = |i: &usize| {
        text.words[*i].capital && text.words[*i].shape == Shape::Word && text.mention_at(*i).is_none()
    };
    let first = phrase.clone().rev().take(WORDS).take_while(named).last()?;
    let title = Gender::of_title(text.text(first));
    let first = first + usize::from(title.is_some());
    let name = first..phrase.end;
    if name.is_empty() || (name.len() == 1 && text.words[first].span.end - text.words[first].span.start < 3) {
        return None;
    }
    let gender = title.unwrap_or_default();
    let fits = |m: &usize| {
        let mention = text.mention(*m);
        let person = text.person(*m);
        (person || mention.sort != Sort::Other && name.len() > 1)
            && (!person || Gender::of_mention(text, *m).agrees(gender))
            && part(text, &name, mention.id)
    };
    let mut found = (0..text.doc.mentions.len().min(MOST)).filter(fits);
    let mention = found.next()?;
    found.all(|m| text.mention(m).id == text.mention(mention).id).then_some(mention)
}

/// Whether the words are the first or the last ones of an id: `beacon-ridge-health`.
fn part(text: &Text<'_>, name: &Range<usize>, id: &str) -> bool {
    let same = |(word, part): (usize, &str)| text.text(word).eq_ignore_ascii_case(part);
    let parts = id.split('-').count();
    if parts <= name.len() {
        return false;
    }
    let skip = parts - name.len();
    name.clone().zip(id.split('-').skip(skip)).all(same)
        || (name.len() > 1 && name.clone().zip(id.split('-')).all(same))
}
