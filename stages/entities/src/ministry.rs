//! Ministries: one id for all ways to write one, and whose it is where no country stands beside it.
//!
//! *Polish Foreign Ministry*, *Poland’s Ministry of Foreign Affairs* → `poland-ministry-of-foreign-affairs`; *the Foreign Ministry* in
//! a paragraph about Poland, too.

use crate::class::Class;
use crate::fold;
use crate::page::FIRST_WORD;
use crate::spot::{Mention, Origin, Page};
use crate::token::Gap;

/// So many mentions back a country is looked for.
const BACK: usize = 12;
/// So many tokens of a paragraph are looked at.
const LONGEST: usize = 300;
/// A name opens a sentence within so many tokens.
const OPENING: usize = 5;
/// So many mentions are counted to tell which country a text names most.
const COUNTED: usize = 400;
/// So many countries are told apart.
const COUNTRIES: usize = 24;

/// Appends the id of an organ of `side` to `out`: that of a ministry in its official order, others as they are written.
pub(crate) fn slug(side: &str, name: &str, out: &mut String) {
    let mut organ = String::new();
    fold::slug(name, &mut organ);
    out.push_str(side);
    out.push('-');
    let subject = organ.strip_suffix("-ministry").or_else(|| organ.strip_prefix("ministry-of-"));
    match subject {
        Some(subject) => {
            out.push_str("ministry-of-");
            out.push_str(match subject.strip_prefix("the-").unwrap_or(subject) {
                "foreign" => "foreign-affairs",
                "defense" => "defence",
                other => other,
            });
        }
        None => out.push_str(&organ),
    }
}

/// The country that a ministry without one beside it belongs to: the one that opened the last sentence of its paragraph that opened
/// with one, else the one that the text names most. `most` keeps that from call to call.
pub(crate) fn home<'p>(
    page: &Page<'p>,
    mentions: &[Mention],
    i: usize,
    most: &mut Option<Option<&'p str>>,
) -> Option<&'p str> {
    let organ = &mentions[i];
    let pattern = organ.origin == Origin::Pattern && organ.class == Class::Org && organ.b > organ.a + 1;
    let ministry = fold::hash("ministry");
    if !pattern || !(organ.a..organ.b).any(|k| page.tokens[k].hash == ministry) {
        return None;
    }
    let start = paragraph(page, organ.a);
    let before = mentions[..i].iter().rev().take(BACK).take_while(|m| m.a >= start);
    let opener = before.into_iter().find_map(|m| country(page, m).filter(|_| opens(page, m)));
    opener.or_else(|| *most.get_or_insert_with(|| most_named(page, mentions)))
}

/// The first token of the paragraph, or of the last words of a long one.
fn paragraph(page: &Page<'_>, at: usize) -> usize {
    let low = at.saturating_sub(LONGEST);
    (low..=at).rev().find(|k| page.tokens[*k].gap >= Gap::Line).unwrap_or(low)
}

/// Whether a name stands near the start of its sentence.
fn opens(page: &Page<'_>, mention: &Mention) -> bool {
    (mention.a.saturating_sub(OPENING)..=mention.a).any(|k| page.tokens[k].place & FIRST_WORD != 0)
}

/// The country that the first names of a text mean most often, if no other is named as often.
fn most_named<'p>(page: &Page<'p>, mentions: &[Mention]) -> Option<&'p str> {
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for side in mentions.iter().take(COUNTED).filter_map(|m| country(page, m)) {
        match counts.iter().position(|(known, _)| *known == side) {
            Some(known) => counts[known].1 += 1,
            None if counts.len() < COUNTRIES => counts.push((side, 1)),
            None => {}
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    match counts[..] {
        [(side, _)] => Some(side),
        [(side, first), (_, second), ..] => (first > second).then_some(side),
        [] => None,
    }
}

/// The country that a name means: its own, its people’s, its capital’s.
fn country<'p>(page: &Page<'p>, mention: &Mention) -> Option<&'p str> {
    let Origin::Entry(entry) = mention.origin else { return None };
    let known = page.lexicon.entry(entry);
    let own = matches!(known.class, Class::Gpe | Class::Norp) && known.actor == known.id;
    known
        .actor
        .filter(|_| own && page.lexicon.is_listed(entry))
        .or(known.metonym_of.filter(|_| known.class == Class::Gpe))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_id_for_one_ministry() {
        for (name, want) in [
            ("Foreign Ministry", "poland-ministry-of-foreign-affairs"),
            ("Ministry of Foreign Affairs", "poland-ministry-of-foreign-affairs"),
            ("Defense Ministry", "poland-ministry-of-defence"),
            ("Ministry of the Interior", "poland-ministry-of-interior"),
            ("Interior Ministry", "poland-ministry-of-interior"),
            ("Navy", "poland-navy"),
        ] {
            let mut out = String::new();
            slug("poland", name, &mut out);
            assert_eq!(out, want);
        }
    }
}
