//! The valence of words: what three open lexicons say of them, and of verbs what CAMEO says.
//!
//! `data/valence.tsv` and `data/verbs.tsv` are built by `data/build.py`; sources and licences are in `data/CARD.md`.
//! `value("terrible")` is negative in all three columns; the columns are kept apart because the trained model weighs
//! each source by itself.

use std::sync::LazyLock;

use crate::inflect;
use crate::table::{Table, key};

static VALENCE: &str = include_str!("../data/valence.tsv");
static VERBS: &str = include_str!("../data/verbs.tsv");

/// Valences in hundredths: VADER, AFINN, Bing Liu; and the CAMEO class of a verb form toward its object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Valence {
    /// VADER, AFINN-165 and Bing Liu, each in −100..=100; 0 where the source has no entry.
    pub sources: [i8; 3],
    /// How the subject of this verb stands toward its object, after CAMEO, in −100..=100.
    pub verb: i8,
}

impl Valence {
    /// That of a word that no source knows.
    pub const NONE: Self = Self { sources: [0; 3], verb: 0 };

    /// The mean of the sources that know the word, in −1..=1.
    #[must_use]
    pub fn mean(self) -> f32 {
        let known = self.sources.iter().filter(|v| **v != 0);
        let (sum, count) = known.fold((0.0, 0.0), |(s, n), v| (s + f32::from(*v), n + 100.0));
        if count == 0.0 { 0.0 } else { sum / count }
    }
}

/// The embedded lexicon.
pub static LEXICON: LazyLock<Table<Valence>> = LazyLock::new(load);

/// The words that have a valence.
pub fn words() -> impl Iterator<Item = &'static str> {
    VALENCE.lines().filter_map(|line| line.split('\t').next())
}

/// The CAMEO verb lemmas with their score in hundredths and irregular forms.
pub fn cameo_verbs() -> impl Iterator<Item = (&'static str, i8, impl Iterator<Item = &'static str>)> {
    VERBS.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (lemma, score) = (cells.next()?, cells.next()?.parse().ok()?);
        Some((lemma, score, cells.next().unwrap_or("").split_whitespace()))
    })
}

fn load() -> Table<Valence> {
    let mut table = Table::<Valence>::default();
    for line in VALENCE.lines() {
        let mut cells = line.split('\t');
        let Some(word) = cells.next() else { continue };
        let entry = table.entry(key(word));
        for (source, cell) in entry.sources.iter_mut().zip(cells) {
            *source = cell.parse().unwrap_or(0);
        }
    }
    for (lemma, score, irregular) in cameo_verbs() {
        let irregular = irregular.map(str::to_owned);
        for form in inflect::forms(lemma).into_iter().chain(irregular) {
            let entry = table.entry(key(&form));
            if entry.verb == 0 {
                entry.verb = score;
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(word: &str) -> Valence {
        LEXICON.get(key(word)).unwrap_or_default()
    }

    #[test]
    fn the_sources_agree_on_plain_words() {
        assert!(value("terrible").sources.iter().all(|v| *v < 0));
        assert!(value("excellent").mean() > 0.4);
        assert_eq!(value("table"), Valence::default());
        assert!(value("denounced").verb < 0 && value("praised").verb > 0);
    }
}
