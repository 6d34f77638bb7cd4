//! Whether an act is told as history: a side that was taken then says little of the side that is taken now.
//!
//! ```text
//! Orland had backed Venn · once backed · used to back · backed Venn in 1996 · decades ago · during the war   →  past
//! Orland backed Venn · has backed Venn since 1996 · said Tarsk had backed Venn                               →  now
//! ```
//!
//! In what somebody is told to have said, `had` only follows the verb of saying (the backshift of R. Quirk et al., *A
//! Comprehensive Grammar of the English Language*, 1985, 14.31), so it tells nothing there.

use std::sync::LazyLock;

use super::clause::Clause;
use super::syntax::WORDS;
use crate::grammar::Class;
use crate::table::{Table, key};
use crate::tok::{Kind, Tok};

/// So many years back an act is history.
const HISTORY: u16 = 2;
/// How far a decade may be from `ago`, and a year from its preposition.
const NEAR: usize = 3;
/// Years that are known by their digits.
const YEARS: std::ops::Range<u16> = 1500..2100;
/// Spans of time in which the sides of today were not taken yet.
const SPANS: [&str; 7] = ["years", "decade", "decades", "generation", "generations", "century", "centuries"];
/// Adverbs before a verb that put it into the past.
const ONCE: [&str; 3] = ["once", "formerly", "historically"];

/// The words of time.
struct Times {
    years: Table<u16>,
    spans: Vec<u64>,
    once: Vec<u64>,
    ago: u64,
    had: u64,
    used: u64,
    since: u64,
    after: u64,
}

static TIMES: LazyLock<Times> = LazyLock::new(|| {
    let mut years = Table::default();
    for year in YEARS {
        *years.entry(key(&year.to_string())) = year;
        if year % 10 == 0 {
            *years.entry(key(&format!("{year}s"))) = year + 9;
        }
    }
    let keys = |words: &[&str]| words.iter().map(|word| key(word)).collect();
    Times {
        years,
        spans: keys(&SPANS),
        once: keys(&ONCE),
        ago: key("ago"),
        had: key("had"),
        used: key("used"),
        since: key("since"),
        after: key("after"),
    }
});

/// Whether the act whose verb or noun is the token `head` is told as history. `told` says that it stands in what somebody
/// is reported to have said; `year` is that of the document, where it is known.
pub(super) fn is_past(clause: &Clause, head: usize, told: bool, year: Option<u16>) -> bool {
    let times = &*TIMES;
    let toks = clause.toks();
    let start = clause.group_start(head);
    let group = |key: u64| toks[start..head].iter().any(|tok| tok.key == key);
    let used = start.checked_sub(2).is_some_and(|i| toks[i].key == times.used && toks[i + 1].key == WORDS.to);
    if used || (!told && group(times.had)) || times.once.iter().any(|key| group(*key)) {
        return true;
    }
    let is_time = |tok: &Tok| tok.kind == Kind::Number || tok.key == times.ago;
    (0..toks.len()).any(|i| is_time(&toks[i]) && same(toks, i, head) && dated(toks, i, year))
}

/// Whether a time at the token `i` dates the act: it stands in its clause, or before the first comma.
fn same(toks: &[Tok], i: usize, head: usize) -> bool {
    toks[i].clause == toks[head].clause || (toks[i].clause == 0 && i <= NEAR)
}

/// `two decades ago`, `in 1996`, `in the 1990s`, but not `since 1996`.
fn dated(toks: &[Tok], i: usize, now: Option<u16>) -> bool {
    let times = &*TIMES;
    let before = || toks[i.saturating_sub(NEAR)..i].iter().rev();
    if toks[i].key == times.ago {
        return before().any(|tok| times.spans.contains(&tok.key));
    }
    let (Some(now), Kind::Number) = (now, toks[i].kind) else { return false };
    let Some(year) = times.years.get(toks[i].key) else { return false };
    let preposition = before().find(|tok| tok.class.is(Class::PREPOSITION));
    let open = |tok: &Tok| [times.since, times.after, WORDS.for_].contains(&tok.key);
    year + HISTORY <= now && preposition.is_some_and(|tok| !open(tok))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Span;
    use crate::split;
    use crate::tok::narrow;

    fn past(text: &str, verb: &str, told: bool) -> bool {
        let words: Vec<Span> = split::words(text).map(|(s, e)| Span::new(narrow(s), narrow(e))).collect();
        let mut clause = Clause::default();
        clause.fill(text, &words, &[], 0);
        let head = clause.toks().iter().position(|tok| tok.key == key(verb)).unwrap_or_default();
        is_past(&clause, head, told, Some(2025))
    }

    #[test]
    fn history_is_told_from_news() {
        for text in [
            "Orland had long backed Venn.",
            "Orland once backed Venn.",
            "Orland used to openly backed Venn.",
            "Orland backed Venn two decades ago.",
            "Orland backed Venn in 1996.",
            "In the 1990s, Orland backed Venn.",
            "Orland backed Venn from 1996 until 2001, and then it changed its mind.",
        ] {
            assert!(past(text, "backed", false), "{text}");
        }
        for text in [
            "Orland backed Venn.",
            "Orland has backed Venn since 1996.",
            "Orland backed Venn in 2025.",
            "Orland backed Venn two days ago.",
            "Tarsk, who ruled until 2001, said that Orland backed Venn.",
            "Orland backed 1996 people.",
        ] {
            assert!(!past(text, "backed", false), "{text}");
        }
    }

    #[test]
    fn what_is_told_is_shifted_back() {
        assert!(!past("Tarsk said Orland had backed Venn.", "backed", true));
        assert!(past("Tarsk said Orland had once backed Venn.", "backed", true));
    }
}
