//! English abbreviations, each with the one thing that matters: what its dot may mean.
//!
//! `Mr.` never ends a sentence, `Inc.` may, `No.` is an abbreviation only before a number. Words are kept
//! without their last dot, in lower case. Abbreviations of single letters (`U.S.`, `a.m.`) have a shape of
//! their own and need no list.

/// What the dot after an abbreviation can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Stands before a name (`Gen.`, `St.`): never ends a sentence. Counts only with a capital.
    Title,
    /// Month or day: counts only with a capital; may end a sentence.
    Date,
    /// Stands before a number (`No.`, `p.`): an abbreviation only there.
    Number,
    /// Introduces what follows (`e.g.`, `vs.`): never ends a sentence.
    Lead,
    /// May end a sentence (`Inc.`, `etc.`).
    Tail,
    /// State (`Calif.`): an abbreviation only after a comma and with a capital; may end a sentence.
    State,
}

use Class::{Date, Lead, Number, State, Tail, Title};

/// Sorted by word; a test keeps it so.
#[rustfmt::skip]
static WORDS: &[(&str, Class)] = &[
    ("abp", Title), ("adj", Title), ("adm", Title), ("al", Tail), ("ala", State), ("amb", Title),
    ("approx", Lead), ("apr", Date), ("ariz", State), ("ark", State), ("art", Number), ("assn", Tail),
    ("assoc", Title), ("asst", Title), ("atty", Title), ("aug", Date), ("av", Tail), ("ave", Tail),
    ("bldg", Tail), ("blvd", Tail), ("bp", Title), ("brig", Title), ("bro", Title), ("bros", Tail),
    ("c", Number), ("ca", Number), ("cal", State), ("calif", State), ("capt", Title), ("cdr", Title),
    ("cf", Lead), ("ch", Number), ("chap", Number), ("cmdr", Title), ("cmdt", Title), ("co", Tail),
    ("col", Title), ("colo", State), ("comdr", Title), ("conn", State), ("corp", Tail), ("cpl", Title),
    ("cpt", Title), ("dec", Date), ("del", State), ("dept", Tail), ("det", Title), ("dir", Title),
    ("dist", Tail), ("dr", Title), ("drs", Title), ("ed", Number), ("eds", Number), ("eg", Lead),
    ("eng", Title), ("engr", Title), ("ens", Title), ("eq", Number), ("esp", Lead), ("esq", Tail),
    ("est", Number), ("etc", Tail), ("ex", Number), ("ext", Number), ("feb", Date), ("fig", Number),
    ("figs", Number), ("fla", State), ("fr", Title), ("fri", Date), ("ft", Title), ("ga", State),
    ("gen", Title), ("gov", Title), ("govt", Tail), ("hon", Title), ("hwy", Number), ("ie", Lead),
    ("ill", State), ("inc", Tail), ("incl", Lead), ("ind", State), ("insp", Title), ("jan", Date),
    ("jr", Tail), ("jul", Date), ("jun", Date), ("kan", State), ("ky", State), ("la", State),
    ("lieut", Title), ("ll.b", Tail), ("ll.m", Tail), ("lt", Title), ("ltd", Tail), ("maj", Title),
    ("mar", Date), ("mass", State), ("md", Title), ("messrs", Title), ("mfg", Tail), ("mgr", Title),
    ("mich", State), ("minn", State), ("miss", State), ("mlle", Title), ("mme", Title), ("mo", State),
    ("mohd", Title), ("mon", Date), ("mont", State), ("mr", Title), ("mrs", Title), ("ms", Title),
    ("msgr", Title), ("mt", Title), ("mts", Title), ("muhd", Title), ("neb", State), ("nev", State),
    ("no", Number), ("nos", Number), ("nov", Date), ("nr", Number), ("n\u{b0}", Number),
    ("n\u{ba}", Number), ("oct", Date), ("okla", State), ("op", Number), ("ord", Title), ("ore", State),
    ("p", Number), ("pa", State), ("para", Number), ("paras", Number), ("penn", State), ("ph.d", Tail),
    ("plc", Tail), ("pp", Number), ("pres", Title), ("prof", Title), ("profs", Title), ("ps", Lead), ("pt", Number),
    ("pte", Title), ("pty", Tail), ("pvt", Title), ("rd", Tail), ("rep", Title), ("reps", Title),
    ("resp", Lead), ("ret", Tail), ("rev", Title), ("rs", Number), ("rt", Title), ("sat", Date), ("sec", Number),
    ("sen", Title), ("sens", Title), ("sep", Date), ("sept", Date), ("sfc", Title), ("sgt", Title),
    ("sq", Lead), ("sr", Tail), ("st", Title), ("ste", Title), ("sun", Date), ("supt", Title),
    ("tenn", State), ("tex", State), ("thu", Date), ("thur", Date), ("thurs", Date), ("tk", Number), ("tue", Date),
    ("tues", Date), ("univ", Tail), ("va", State), ("ver", Number), ("viz", Lead), ("vol", Number),
    ("vols", Number), ("vs", Lead), ("vt", State), ("w.va", Tail), ("wash", State), ("wed", Date),
    ("wis", State), ("wyo", State),
];

/// The built-in list and what a config adds to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Abbreviations {
    extra: Vec<String>,
}

/// No abbreviation of the built-in list is longer.
const BUILT_IN: usize = 6;
/// Longer words are not looked up.
const LONGEST: usize = 32;

impl Abbreviations {
    /// Adds `extra` words, with or without their last dot, in any case. They may end a sentence.
    pub(crate) fn new(extra: &[String]) -> Self {
        let mut extra: Vec<String> =
            extra.iter().map(|word| word.trim().trim_end_matches('.').to_ascii_lowercase()).collect();
        extra.sort_unstable();
        Self { extra }
    }

    /// The class of `word` (without its last dot), if it is on a list and its case fits.
    pub(crate) fn class(&self, word: &str) -> Option<Class> {
        if word.len() > BUILT_IN && self.extra.is_empty() {
            return None;
        }
        let mut buffer = [0; LONGEST];
        let lower = buffer.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let lower = std::str::from_utf8(lower).ok()?;
        if self.extra.binary_search_by(|known| known.as_str().cmp(lower)).is_ok() {
            return Some(Tail);
        }
        let at = WORDS.binary_search_by(|(known, _)| (*known).cmp(lower)).ok()?;
        let class = WORDS[at].1;
        let capital = word.as_bytes()[0].is_ascii_uppercase();
        let fits = match class {
            Date | State => capital,
            Title => capital || matches!(lower, "st" | "ft" | "col"),
            _ => true,
        };
        fits.then_some(class)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_list_is_sorted_and_short_enough() {
        assert!(
            WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0),
            "{:?}",
            WORDS.windows(2).find(|p| p[0].0 >= p[1].0)
        );
        assert!(WORDS.iter().all(|(word, _)| word.len() <= BUILT_IN && !word.ends_with('.')));
    }

    #[test]
    fn case_and_extra_words_count() {
        let list = Abbreviations::new(&["Maulv.".to_owned()]);
        assert_eq!(list.class("Gen"), Some(Title));
        assert_eq!(list.class("gen"), None);
        assert_eq!(list.class("Inc"), Some(Tail));
        assert_eq!(list.class("maulv"), Some(Tail));
        assert_eq!(list.class("terrorist"), None);
        assert_eq!(list.class(&"x".repeat(1000)), None);
    }
}
