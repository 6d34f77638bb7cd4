//! Whose word counts, the page's or the detector's; and whether the document stays.
//!
//! A sure detector is believed; where it agrees with the page, the page's tag stays, since it may
//! say more (`en-GB`). An unsure one is not, and the page's word stays. Then nothing is known.

use super::codes::{self, UNDETERMINED};
use super::detect::Guess;

/// The language of a document, and what was said about it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Decision {
    /// What becomes `meta.language`.
    pub(super) language: String,
    /// The page's word where it was overruled.
    pub(super) overruled: Option<String>,
    /// What the detector said, sure or not.
    pub(super) guess: Option<Guess>,
    /// Whose word `language` is.
    pub(super) word: Word,
}

/// Whose word counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Detector,
    Page,
    Nobody,
}

/// Decides for a page that says `said`.
pub(super) fn decide(said: Option<&str>, guess: Option<Guess>, min_confidence: f64) -> Decision {
    let said = said.map(str::trim).filter(|s| !s.is_empty() && !s.eq_ignore_ascii_case(UNDETERMINED));
    let sure = guess.filter(|g| g.confidence >= min_confidence);
    let (language, overruled, word) = match (said, sure) {
        (Some(said), Some(g)) if codes::same(said, g.code) => (said, None, Word::Detector),
        (said, Some(g)) => (g.code, said, Word::Detector),
        (Some(said), None) => (said, None, Word::Page),
        (None, None) => (UNDETERMINED, None, Word::Nobody),
    };
    Decision { language: language.to_owned(), overruled: overruled.map(str::to_owned), guess, word }
}

impl Decision {
    /// Whether the language is one of `keep`.
    pub(super) fn is_one_of(&self, keep: &[String]) -> bool {
        keep.iter().any(|k| *k == self.language || codes::same(k, &self.language))
    }

    /// The reason for dropping the document.
    pub(super) fn reason(&self, keep: &[String]) -> String {
        let keep: Vec<String> = keep.iter().map(|k| format!("`{k}`")).collect();
        let how = match (self.word, self.guess) {
            (Word::Detector, Some(g)) => format!("confidence {}", g.confidence),
            (Word::Page, Some(g)) => {
                format!("the page says so; the detector says `{}`, confidence {}", g.code, g.confidence)
            }
            (Word::Page, None) => "the page says so; too little text to tell".to_owned(),
            (_, Some(g)) => format!("perhaps `{}`, confidence {}", g.code, g.confidence),
            (_, None) => "too little text to tell".to_owned(),
        };
        format!("language `{}` ({how}), kept are {}", self.language, keep.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(said: Option<&str>, guess: Option<(&'static str, f64)>, expected: (&str, Option<&str>, Word)) {
        let guess = guess.map(|(code, confidence)| Guess { code, confidence });
        let found = decide(said, guess, 0.5);
        assert_eq!(
            (found.language.as_str(), found.overruled.as_deref(), found.word),
            expected,
            "{said:?} {guess:?}"
        );
    }

    #[test]
    fn a_sure_detector_overrules_the_page() {
        check(None, Some(("fr", 0.9)), ("fr", None, Word::Detector));
        check(Some("en"), Some(("fr", 0.9)), ("fr", Some("en"), Word::Detector));
        check(Some("French"), Some(("fr", 0.5)), ("fr", Some("French"), Word::Detector));
    }

    #[test]
    fn where_they_agree_the_tag_of_the_page_stays() {
        check(Some("en-GB"), Some(("en", 1.0)), ("en-GB", None, Word::Detector));
        check(Some("no"), Some(("nb", 1.0)), ("no", None, Word::Detector));
    }

    #[test]
    fn an_unsure_detector_does_not_count() {
        check(Some("en"), Some(("fr", 0.4)), ("en", None, Word::Page));
        check(Some("en"), None, ("en", None, Word::Page));
        check(None, Some(("fr", 0.4)), ("und", None, Word::Nobody));
        check(Some(" "), None, ("und", None, Word::Nobody));
        check(Some("und"), Some(("fr", 0.9)), ("fr", None, Word::Detector));
    }
}
