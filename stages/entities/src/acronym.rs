//! Acronyms that a document introduces in brackets: `Federally Administered Tribal Areas (FATA)`, `FATA (Federally …)`. They
//! tie the short name to the long one, and prove names that nothing else speaks for.

use crate::class::Class;
use crate::flags::*;
use crate::fold;
use crate::spot::{Mention, Origin, Page};
use crate::token::{Gap, INNER, Kind, Shape, Token};

/// How far before the bracket the long name may start, in tokens.
const REACH: usize = 16;

/// A short and a long name of one thing: token ranges.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Pair {
    /// The token of the acronym.
    pub(crate) short: usize,
    /// The long name.
    pub(crate) long: (usize, usize),
}

/// Finds the pairs of a document, in order.
pub(crate) fn pairs(page: &Page<'_>, text: &str, mentions: &[Mention], out: &mut Vec<Pair>) {
    out.clear();
    let mut letters = Vec::new();
    for open in 1..page.tokens.len().saturating_sub(2) {
        if page.tokens[open].kind != Kind::Open {
            continue;
        }
        if let Some(short) = bracketed(page, open) {
            spell(text, &page.tokens[short], &mut letters);
            if let Some(start) = long_before(page, text, open, &letters, mentions) {
                out.push(Pair { short, long: (start, open) });
            }
        } else if is_acronym(&page.tokens[open - 1])
            && let Some(close) =
                (open + 1..(open + REACH).min(page.tokens.len())).find(|&i| page.kind(i, Kind::Close))
        {
            spell(text, &page.tokens[open - 1], &mut letters);
            if close > open + 2 && backwards(page, text, close, &letters) == Some(open + 1) {
                out.push(Pair { short: open - 1, long: (open + 1, close) });
            }
        }
    }
}

/// Makes mentions of the long and short names that had none: those that overlap a pair's long name give way.
pub(crate) fn prove(pairs: &[Pair], page: &Page<'_>, mentions: &mut Vec<Mention>) {
    let mut proven: Vec<Mention> = Vec::new();
    let mut shorts: Vec<Mention> = Vec::new();
    for pair in pairs {
        let (a, b) = pair.long;
        let first = mentions.partition_point(|m| m.b <= a);
        let last = mentions.partition_point(|m| m.a < b).max(first);
        let overlaps = &mentions[first..last];
        let covered = overlaps.iter().any(|m| (m.a == a && m.b == b) || m.a < a || m.b > b);
        let at = mentions.partition_point(|m| m.b <= pair.short);
        if mentions.get(at).is_none_or(|m| m.a > pair.short) {
            shorts.push(pattern(pair.short, pair.short + 1, Class::Org));
        }
        if covered || proven.last().is_some_and(|p| p.b > a) {
            continue;
        }
        let place = page.is(b - 1, LOC_HEAD) || page.tokens[b - 1].hash == fold::hash("areas");
        let class = if place { Class::Gpe } else { Class::Org };
        proven.push(pattern(a, b, class));
    }
    if proven.is_empty() && shorts.is_empty() {
        return;
    }
    mentions.retain(|m| {
        let at = proven.partition_point(|p| p.b <= m.a);
        proven.get(at).is_none_or(|p| p.a >= m.b)
    });
    mentions.extend_from_slice(&proven);
    mentions.extend_from_slice(&shorts);
    mentions.sort_by_key(|m| (m.a, std::cmp::Reverse(m.b)));
    let mut end = 0;
    mentions.retain(|m| {
        let apart = m.a >= end;
        end = end.max(m.b);
        apart
    });
}

fn pattern(a: usize, b: usize, class: Class) -> Mention {
    Mention { a, b, class, score: 0.85, origin: Origin::Pattern, who: 0 }
}

/// The acronym that alone stands in brackets: `(FATA)`, `(the FATA)`, `(“FATA”)`, `(or FATA, in short)`.
fn bracketed(page: &Page<'_>, open: usize) -> Option<usize> {
    let filler = |t: &Token| t.kind == Kind::Quote || (t.kind == Kind::Word && t.is(ARTICLE.with(AND)));
    let short = (open + 1..open + 4).find(|&i| page.tokens.get(i).is_none_or(|t| !filler(t)))?;
    let ends =
        page.tokens.get(short + 1).is_some_and(|t| matches!(t.kind, Kind::Close | Kind::Comma | Kind::Quote));
    (ends && is_acronym(page.tokens.get(short)?)).then_some(short)
}

/// `FATA`, `F.A.T.A.`, `LeT`
fn is_acronym(token: &Token) -> bool {
    let capitals = token.shape == Shape::Upper || token.place & INNER != 0;
    token.kind == Kind::Word && capitals && token.end - token.start <= 16
}

fn spell(text: &str, token: &Token, letters: &mut Vec<u8>) {
    letters.clear();
    letters.extend(text[token.start as usize..token.end as usize].chars().filter_map(fold::plain));
}

/// The start of the long name that ends before token `open`: a mention there whose initials fit, or words that spell it.
fn long_before(
    page: &Page<'_>,
    text: &str,
    open: usize,
    letters: &[u8],
    mentions: &[Mention],
) -> Option<usize> {
    if let Some(start) = backwards(page, text, open, letters) {
        return Some(start);
    }
    let at = mentions.partition_point(|m| m.b < open);
    let mention = mentions.get(at).filter(|m| m.b == open && m.b - m.a > 1)?;
    let first = initial(text, &page.tokens[mention.a])?;
    (letters.len() >= 2 && letters.contains(&first) && spelled(page, text, mention, letters))
        .then_some(mention.a)
}

/// Whether the initials of a mention stand in the acronym in order.
fn spelled(page: &Page<'_>, text: &str, mention: &Mention, letters: &[u8]) -> bool {
    let mut rest = letters.iter();
    (mention.a..mention.b)
        .filter(|&i| page.tokens[i].is_cap())
        .filter_map(|i| initial(text, &page.tokens[i]))
        .all(|c| rest.any(|&l| l == c))
}

/// Walks back from token `end`, one capitalised word for each letter; small words in between are free.
fn backwards(page: &Page<'_>, text: &str, end: usize, letters: &[u8]) -> Option<usize> {
    let mut left = letters.len();
    let mut start = None;
    for i in (end.saturating_sub(REACH)..end).rev() {
        let token = &page.tokens[i];
        let wanted = *letters.get(left.checked_sub(1)?)?;
        match token.kind {
            Kind::Hyphen | Kind::And | Kind::Possessive => {}
            Kind::Word if token.is_cap() && initial(text, token) == Some(wanted) => {
                left -= 1;
                start = Some(i);
            }
            Kind::Word if token.shape == Shape::Lower && token.is(LINK.with(FUNCTION).with(PARTICLE)) => {
                left -= usize::from(initial(text, token) == Some(wanted) && token.is(PARTICLE) && left > 1);
            }
            _ => return None,
        }
        if left == 0 {
            return start;
        }
        if token.gap >= Gap::Line {
            return None;
        }
    }
    None
}

fn initial(text: &str, token: &Token) -> Option<u8> {
    text[token.start as usize..].chars().next().and_then(fold::plain)
}
