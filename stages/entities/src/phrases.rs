//! A trie over token hashes: all names of all gazetteers in one structure, the longest match from a token in time bounded
//! by the longest name. Case is checked at the end of a match: `WHO` is not `who`, `Swat` is not `swat`.

use crate::flags::Flags;
use crate::table::Table;
use crate::token::{Gap, INNER, Kind, Shape, Token, tokenise};

/// Names longer than this many tokens are cut off the gazetteer.
const LONGEST: usize = 24;

/// The trie.
pub(crate) struct Phrases {
    edges: Table<u32>,
    /// By state: one more than the index of its first end; zero for none.
    ends: Vec<u32>,
    pool: Vec<End>,
}

#[derive(Clone, Copy)]
struct End {
    entry: u32,
    /// Tokens that must start with a capital.
    caps: u32,
    /// Tokens that must be all capitals: acronyms.
    upper: u32,
    next: u32,
}

/// A match: one past its last token, and the entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Match {
    /// One past the last token.
    pub(crate) end: usize,
    /// Index of the entry.
    pub(crate) entry: u32,
}

impl Phrases {
    /// An empty trie with room for about `n` tokens.
    pub(crate) fn with_capacity(n: usize) -> Self {
        Self { edges: Table::with_capacity(n), ends: vec![0], pool: Vec::new() }
    }

    /// Adds a name, also with its hyphens written as spaces. Of two entries with the same name the first stays. Returns the
    /// hash of the first word, or none for a name without words.
    pub(crate) fn add(&mut self, name: &str, entry: u32, buffer: &mut Vec<Token>) -> Option<u64> {
        tokenise(name, |_| Flags::default(), buffer);
        buffer.truncate(LONGEST);
        let first = buffer.iter().find(|t| matches!(t.kind, Kind::Word | Kind::Number))?.hash;
        if buffer[0].hash != first {
            return None;
        }
        self.insert(buffer, entry);
        if buffer.iter().any(|t| t.kind == Kind::Hyphen) {
            buffer.retain(|t| t.kind != Kind::Hyphen);
            self.insert(buffer, entry);
        }
        Some(first)
    }

    fn insert(&mut self, tokens: &[Token], entry: u32) {
        let mut state = 0_u32;
        let (mut caps, mut upper) = (0_u32, 0_u32);
        for (i, token) in tokens.iter().enumerate() {
            let fresh = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            let to = self.edges.entry(edge(state, token.hash));
            if *to == 0 {
                *to = fresh;
                self.ends.push(0);
            }
            state = *to;
            caps |= u32::from(matches!(token.shape, Shape::Cap | Shape::Upper | Shape::Initial)) << i;
            upper |= u32::from(
                (token.shape == Shape::Upper && token.end - token.start <= 8) || token.place & INNER != 0,
            ) << i;
        }
        let head = &mut self.ends[state as usize];
        let mut at = *head;
        while let Some(end) = at.checked_sub(1).and_then(|i| self.pool.get(i as usize)) {
            if end.caps == caps && end.upper == upper {
                return;
            }
            at = end.next;
        }
        self.pool.push(End { entry, caps, upper, next: *head });
        *head = u32::try_from(self.pool.len()).unwrap_or(0);
    }

    /// The longest name that starts at token `at`.
    pub(crate) fn longest(&self, tokens: &[Token], at: usize) -> Option<Match> {
        let mut state = 0_u32;
        let (mut caps, mut upper) = (0_u32, 0_u32);
        let mut best = None;
        for (i, token) in tokens[at..].iter().take(LONGEST).enumerate() {
            if i > 0 && token.gap == Gap::Block {
                break;
            }
            let Some(to) = self.edges.get(edge(state, token.hash)) else { break };
            state = to;
            caps |= u32::from(matches!(token.shape, Shape::Cap | Shape::Upper | Shape::Initial)) << i;
            // `Nato` and `Unicef` are written so too; shorter acronyms are not
            let acronym = matches!(token.shape, Shape::Upper | Shape::Initial)
                || token.place & INNER != 0
                || (token.shape == Shape::Cap && token.end - token.start >= 4);
            upper |= u32::from(acronym) << i;
            if let Some(entry) = self.fits(state, caps, upper) {
                best = Some(Match { end: at + i + 1, entry });
            }
        }
        best
    }

    fn fits(&self, state: u32, caps: u32, upper: u32) -> Option<u32> {
        let mut at = *self.ends.get(state as usize)?;
        let mut found = None;
        while let Some(end) = at.checked_sub(1).and_then(|i| self.pool.get(i as usize)) {
            if end.caps & !caps == 0 && end.upper & !upper == 0 {
                found = Some(end.entry);
            }
            at = end.next;
        }
        found
    }
}

fn edge(state: u32, hash: u64) -> u64 {
    (hash ^ u64::from(state).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(names: &[&str], text: &str, want: Option<(&str, u32)>) {
        let mut trie = Phrases::with_capacity(16);
        let mut tokens = Vec::new();
        for (i, name) in names.iter().enumerate() {
            trie.add(name, u32::try_from(i).unwrap(), &mut tokens);
        }
        tokenise(text, |_| Flags::default(), &mut tokens);
        let got = trie.longest(&tokens, 0).map(|m| (&text[..tokens[m.end - 1].end as usize], m.entry));
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn spellings_of_one_name() {
        let names = ["TTP", "Tehrik-i-Taliban Pakistan", "al-Qa'ida", "Pakistan's Taliban"];
        check(&names, "T.T.P. men", Some(("T.T.P.", 0)));
        check(&names, "Tehrik–i–Taliban Pakistan", Some(("Tehrik–i–Taliban Pakistan", 1)));
        check(&names, "Tehrik i Taliban Pakistan", Some(("Tehrik i Taliban Pakistan", 1)));
        check(&names, "Al Qa’ida said", Some(("Al Qa’ida", 2)));
        check(&names, "al Qaida", Some(("al Qaida", 2)));
        check(&names, "Pakistan’s Taliban", Some(("Pakistan’s Taliban", 3)));
        check(&names, "ttp", None);
    }

    #[test]
    fn case_tells_names_from_words() {
        check(&["WHO", "NATO"], "who", None);
        check(&["WHO", "NATO"], "Who", None);
        check(&["WHO", "NATO"], "Nato", Some(("Nato", 1)));
        check(&["Swat"], "swat", None);
        check(&["LeT"], "Let", None);
        check(&["LeT"], "LeT", Some(("LeT", 0)));
        check(&["Haqqani network"], "Haqqani Network", Some(("Haqqani Network", 0)));
    }
}
