//! Gazetteers one before the other: all names of all of them, the longest match from a token in time bounded by the longest name,
//! and every reading of a match. Case is checked at the end of a match: `WHO` is not `who`, `Swat` is not `swat`.

use crate::actors::Actor;
use crate::class::Class;
use crate::flags::Flags;
use crate::gazetteer::{Entry, Gazetteer, Origin, Words};
use crate::token::Token;

/// A gazetteer among others.
pub(crate) struct Layer {
    gazetteer: Gazetteer,
    /// Bit set of the sources that do not count.
    hidden: u32,
    /// The facts of words that count.
    facts: Flags,
    /// What is added to its entries' numbers.
    base: u32,
}

impl Layer {
    /// All of a gazetteer.
    pub(crate) fn new(gazetteer: Gazetteer) -> Self {
        Self { gazetteer, hidden: 0, facts: Flags::of_bits(u64::MAX), base: 0 }
    }

    /// Leaves out the sources that `left_out` names by number.
    pub(crate) fn without(mut self, left_out: impl Fn(&Gazetteer, usize) -> bool) -> Self {
        let sources = self.gazetteer.sources().len();
        self.hidden =
            (0..sources.min(32)).filter(|&n| left_out(&self.gazetteer, n)).fold(0, |set, n| set | 1 << n);
        self
    }

    /// Leaves out facts of words.
    pub(crate) fn without_facts(mut self, facts: Flags) -> Self {
        self.facts = Flags::of_bits(!facts.bits());
        self
    }

    /// The actor lists that count, each with the name of its source.
    ///
    /// # Errors
    /// When they are damaged.
    pub(crate) fn actors(&self) -> Result<Vec<(String, Vec<Actor>)>, String> {
        let mut lists = self.gazetteer.actors().map_err(|e| e.to_string())?;
        let number = |name: &str| self.gazetteer.sources().iter().position(|s| s.0 == name);
        let shown = |n: usize| u32::try_from(n).is_ok_and(|n| !self.hides(n));
        lists.retain(|list| number(&list.0).is_some_and(shown));
        Ok(lists)
    }

    fn hides(&self, source: u32) -> bool {
        self.hidden >> (source & 31) & 1 != 0
    }
}

/// The gazetteers in order of precedence.
pub(crate) struct Phrases {
    layers: Vec<Layer>,
}

/// The facts of words of all gazetteers.
pub(crate) struct Known<'p>(Vec<(Words<'p>, Flags)>);

impl Known<'_> {
    /// The facts of a word by its hash.
    #[inline]
    pub(crate) fn facts(&self, hash: u64) -> Flags {
        self.0
            .iter()
            .fold(Flags::default(), |known, (words, counted)| known.with(words.facts(hash).within(*counted)))
    }
}

/// A match: tokens `start..end`, and its first reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Match {
    /// First token.
    pub(crate) start: usize,
    /// One past the last token.
    pub(crate) end: usize,
    /// Number of the entry.
    pub(crate) entry: u32,
}

impl Phrases {
    pub(crate) fn new(mut layers: Vec<Layer>) -> Self {
        let mut base = 0_u32;
        for layer in &mut layers {
            layer.base = base;
            base = base.saturating_add(layer.gazetteer.len());
        }
        Self { layers }
    }

    /// What is known of words, for a document's worth of look-ups.
    pub(crate) fn words(&self) -> Known<'_> {
        Known(self.layers.iter().map(|l| (l.gazetteer.words(), l.facts)).collect())
    }

    /// An entry by its number.
    pub(crate) fn entry(&self, number: u32) -> Entry<'_> {
        let layer = self.layers.iter().rfind(|l| l.base <= number);
        layer.map_or_else(Entry::default, |l| l.gazetteer.entry(number - l.base))
    }

    /// The class of an entry, and whether it comes from an actor gazetteer; cheaper than all of it.
    pub(crate) fn sort_of(&self, number: u32) -> (Class, bool) {
        let layer = self.layers.iter().rfind(|l| l.base <= number);
        layer.map_or((Class::Misc, false), |l| l.gazetteer.sort_of(number - l.base))
    }

    /// The longest name that starts at token `at`.
    pub(crate) fn longest(&self, tokens: &[Token], at: usize) -> Option<Match> {
        self.find(tokens, at, |origin| !origin.hint)
    }

    /// The longest name that starts at token `at`, those included that are only hints.
    pub(crate) fn longest_hint(&self, tokens: &[Token], at: usize) -> Option<Match> {
        self.find(tokens, at, |_| true)
    }

    fn find(&self, tokens: &[Token], at: usize, wanted: impl Fn(Origin) -> bool) -> Option<Match> {
        let mut best: Option<Match> = None;
        for layer in &self.layers {
            let shown = |origin: Origin| !layer.hides(origin.source) && wanted(origin);
            layer.gazetteer.names(tokens, at, shown, |end, origin| {
                if best.is_none_or(|b| b.end < end) {
                    best = Some(Match { start: at, end, entry: layer.base + origin.entry });
                }
            });
        }
        best
    }

    /// Calls `each` with all that a match may mean, in order of precedence; hints too.
    pub(crate) fn readings<'p>(&'p self, tokens: &[Token], found: Match, mut each: impl FnMut(Entry<'p>)) {
        for layer in &self.layers {
            layer.gazetteer.readings(tokens, found.start, found.end, |origin| {
                if !layer.hides(origin.source) {
                    each(layer.gazetteer.entry(origin.entry));
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::gazetteer::{Source, of_names};
    use crate::token::tokenise;

    fn phrases(lines: &str) -> Phrases {
        let source = Source { path: "n.txt".to_owned(), bytes: lines.as_bytes().to_vec() };
        Phrases::new(vec![Layer::new(of_names(&source).unwrap())])
    }

    /// The longest name at the start of `text`, and what it means.
    #[track_caller]
    fn check(lines: &str, text: &str, want: Option<(&str, &str)>) {
        let (phrases, mut tokens) = (phrases(lines), Vec::new());
        tokenise(text, |_| Flags::default(), &mut tokens);
        let got = phrases.longest(&tokens, 0);
        let got = got.map(|m| (&text[..tokens[m.end - 1].end as usize], phrases.entry(m.entry).name));
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn spellings_of_one_name() {
        let names = "@org\nTTP\nTehrik-i-Taliban Pakistan\nal-Qa'ida\nPakistan's Taliban\nHizb-ul-Mujahideen\nRoyal Centre\n";
        for (text, found, name) in [
            ("T.T.P. men", "T.T.P.", "TTP"),
            ("Tehrik–i–Taliban Pakistan", "Tehrik–i–Taliban Pakistan", "Tehrik-i-Taliban Pakistan"),
            ("Tehrik i Taliban Pakistan", "Tehrik i Taliban Pakistan", "Tehrik-i-Taliban Pakistan"),
            ("Tehreek-e-Taliban Pakistan", "Tehreek-e-Taliban Pakistan", "Tehrik-i-Taliban Pakistan"),
            ("Tehreek-e Taliban Pakistan", "Tehreek-e Taliban Pakistan", "Tehrik-i-Taliban Pakistan"),
            ("Al Qa’ida said", "Al Qa’ida", "al-Qa'ida"),
            ("al-Qaeda", "al-Qaeda", "al-Qa'ida"),
            ("Pakistan’s Taliban", "Pakistan’s Taliban", "Pakistan's Taliban"),
            ("Hizbul Mujahideen", "Hizbul Mujahideen", "Hizb-ul-Mujahideen"),
            ("Hezb al-Mujahedin", "Hezb al-Mujahedin", "Hizb-ul-Mujahideen"),
            ("Royal Center", "Royal Center", "Royal Centre"),
        ] {
            check(names, text, Some((found, name)));
        }
        check(names, "ttp", None);
        check("@org spelling=exact\nRoyal Centre\n", "Royal Center", None);
    }

    #[test]
    fn case_tells_names_from_words() {
        let names = "@org\nWHO\nNATO\nLeT\nHaqqani network\n@place\nSwat\n";
        check(names, "who", None);
        check(names, "Who", None);
        check(names, "Nato", Some(("Nato", "NATO")));
        check(names, "swat", None);
        check(names, "Let", None);
        check(names, "LeT", Some(("LeT", "LeT")));
        check(names, "Haqqani Network", Some(("Haqqani Network", "Haqqani network")));
    }

    #[test]
    fn sections_have_policies() {
        check("@org case=exact\nNATO\n", "Nato", None);
        check("@org case=exact\nHaqqani network\n", "Haqqani Network", None);
        check("@org case=exact\nNATO\n", "NATO", Some(("NATO", "NATO")));
        check("@misc case=any\nHello World\n", "hello WORLD", Some(("hello WORLD", "Hello World")));
        check("@place marks=kept\nPará\n", "Para", None);
        check("@place marks=kept\nPará\n", "Pará", Some(("Pará", "Pará")));
        check("@place\nPará\n", "Para", Some(("Para", "Pará")));
    }

    #[test]
    fn ambiguity_is_kept() {
        let lines = "@place\nJordan\nChelsea\n@per\nJordan\n@org use=hint\nChelsea\nFulham\n";
        let (phrases, mut tokens) = (phrases(lines), Vec::new());
        tokenise("Jordan beat Chelsea and Fulham", |_| Flags::default(), &mut tokens);
        let mut seen = Vec::new();
        for at in 0..tokens.len() {
            let (Some(m), first) = (phrases.longest_hint(&tokens, at), phrases.longest(&tokens, at)) else {
                continue;
            };
            let mut classes = Vec::new();
            phrases.readings(&tokens, m, |e| classes.push(e.class.name()));
            seen.push((first.is_some(), classes));
        }
        assert_eq!(seen, [(true, vec!["GPE", "PER"]), (true, vec!["GPE", "ORG"]), (false, vec!["ORG"])]);
    }

    #[test]
    fn a_name_written_so_wins_over_a_respelt_one() {
        let names = "@per\nMohammed Karim\n@org\nMuhammad Karim\n";
        check(names, "Muhammad Karim", Some(("Muhammad Karim", "Muhammad Karim")));
        check(names, "Mohamed Karim", Some(("Mohamed Karim", "Mohammed Karim")));
    }

    #[test]
    fn layers_are_asked_in_order() {
        let layer = |lines: &str| {
            let source = Source { path: "n.txt".to_owned(), bytes: lines.as_bytes().to_vec() };
            Layer::new(of_names(&source).unwrap())
        };
        let phrases = Phrases::new(vec![layer("@org\nAcme\n"), layer("@place\nAcme\nAcme Falls\n")]);
        let mut tokens = Vec::new();
        tokenise("Acme Acme Falls", |_| Flags::default(), &mut tokens);
        let class =
            |at| phrases.longest(&tokens, at).map(|m| (m.end - m.start, phrases.entry(m.entry).class.name()));
        assert_eq!((class(0), class(1)), (Some((1, "ORG")), Some((2, "GPE"))));
        let hidden = Phrases::new(vec![layer("@org\nAcme\n").without(|_, _| true)]);
        assert_eq!(hidden.longest(&tokens, 0), None);
    }
}
