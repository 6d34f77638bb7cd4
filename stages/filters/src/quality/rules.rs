//! The rules: each has a name, the paper it is from, what it measures, and the published
//! threshold. `chaffinch stages quality`, the JSON Schema and the table of the book are made from this list.

use super::counts::Counts;
use super::rate;
use std::fmt;

/// Where a rule was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Rae et al. 2021, *Scaling Language Models: Methods, Analysis & Insights from Training
    /// Gopher*, arXiv:2112.11446, appendix A.1.1.
    Gopher,
    /// The same, table A1.
    GopherRepetition,
    /// Raffel et al. 2020, *Exploring the Limits of Transfer Learning with a Unified Text-to-Text
    /// Transformer*, JMLR 21, section 2.2.
    C4,
    /// Penedo et al. 2024, *The FineWeb Datasets*, arXiv:2406.17557, and datatrove's `FineWebQualityFilter`.
    FineWeb,
}

impl Group {
    /// All, in the order of the rules.
    pub const ALL: [Self; 4] = [Self::Gopher, Self::GopherRepetition, Self::C4, Self::FineWeb];

    /// The name that `rules` takes for all rules of a group.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gopher => "gopher",
            Self::GopherRepetition => "gopher-repetition",
            Self::C4 => "c4",
            Self::FineWeb => "fineweb",
        }
    }
}

/// Which values pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// The threshold and more.
    AtLeast,
    /// The threshold and less.
    AtMost,
}

impl fmt::Display for Sense {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
        })
    }
}

/// What must have been counted before a rule can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    Lines,
    Words,
    C4,
    Ngrams,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A whole number.
    Number,
    /// A mean or a ratio, 0 or more.
    Ratio,
    /// A part of a whole, from 0 to 1.
    Share,
}

/// A rule: one measure of a document, and which values of it pass.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The name after that of the group.
    name: &'static str,
    group: Group,
    sense: Sense,
    threshold: Option<f64>,
    unit: Unit,
    /// What the value counts, behind the value: "31 words", "0.42 of lines end in an ellipsis".
    what: &'static str,
    needs: Needs,
    measure: fn(&Counts) -> f64,
}

impl Rule {
    /// The whole name: `gopher/min-words`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}", self.group.name(), self.name)
    }

    /// Where it was published.
    #[must_use]
    pub fn group(&self) -> Group {
        self.group
    }

    /// Which values pass.
    #[must_use]
    pub fn sense(&self) -> Sense {
        self.sense
    }

    /// The published threshold; none for lines that C4 takes out without a word on how many are
    /// too many.
    #[must_use]
    pub fn threshold(&self) -> Option<f64> {
        self.threshold
    }

    /// What the value counts, as it stands behind a value.
    #[must_use]
    pub fn what(&self) -> &'static str {
        self.what
    }

    pub(super) fn needs(&self) -> Needs {
        self.needs
    }

    pub(super) fn unit(&self) -> Unit {
        self.unit
    }

    /// The value for a document.
    pub(super) fn measure(&self, counts: &Counts) -> f64 {
        (self.measure)(counts)
    }

    /// Whether `value` fails against `threshold`.
    pub(super) fn fails(&self, value: f64, threshold: f64) -> bool {
        match self.sense {
            Sense::AtLeast => value < threshold,
            Sense::AtMost => value > threshold,
        }
    }

    /// Whether `name` is the whole name.
    pub(super) fn is_named(&self, name: &str) -> bool {
        name.split_once('/') == Some((self.group.name(), self.name))
    }

    const fn gopher(name: &'static str, sense: Sense, threshold: f64, measure: fn(&Counts) -> f64) -> Self {
        Self {
            name,
            group: Group::Gopher,
            sense,
            threshold: Some(threshold),
            unit: Unit::Number,
            what: "",
            needs: Needs::Words,
            measure,
        }
    }

    const fn repetition(name: &'static str, threshold: f64, measure: fn(&Counts) -> f64) -> Self {
        let rule = Self::gopher(name, Sense::AtMost, threshold, measure);
        Self { group: Group::GopherRepetition, unit: Unit::Share, needs: Needs::Lines, ..rule }
    }

    const fn c4(name: &'static str, threshold: Option<f64>, measure: fn(&Counts) -> f64) -> Self {
        let rule = Self::gopher(name, Sense::AtMost, 0.0, measure);
        Self { group: Group::C4, threshold, needs: Needs::C4, ..rule }
    }

    const fn fineweb(name: &'static str, sense: Sense, threshold: f64, measure: fn(&Counts) -> f64) -> Self {
        let rule = Self::gopher(name, sense, threshold, measure);
        Self { group: Group::FineWeb, unit: Unit::Share, needs: Needs::Lines, ..rule }
    }

    const fn share_of(self, what: &'static str) -> Self {
        Self { unit: Unit::Share, what, ..self }
    }

    const fn ratio_of(self, what: &'static str) -> Self {
        Self { unit: Unit::Ratio, what, ..self }
    }

    const fn number_of(self, what: &'static str) -> Self {
        Self { unit: Unit::Number, what, ..self }
    }

    const fn needing(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.name()).finish()
    }
}

use Sense::{AtLeast, AtMost};

/// All rules.
pub const RULES: &[Rule] = &[
    Rule::gopher("min-words", AtLeast, 50.0, words).number_of("words"),
    Rule::gopher("max-words", AtMost, 100_000.0, words).number_of("words"),
    Rule::gopher("min-mean-word-length", AtLeast, 3.0, mean_word_length).ratio_of("characters a word"),
    Rule::gopher("max-mean-word-length", AtMost, 10.0, mean_word_length).ratio_of("characters a word"),
    Rule::gopher("hash-signs", AtMost, 0.1, |c| rate(c.hashes, tokens(c))).ratio_of("`#` a word"),
    Rule::gopher("ellipses", AtMost, 0.1, |c| rate(c.ellipses, tokens(c))).ratio_of("ellipses a word"),
    Rule::gopher("bullet-lines", AtMost, 0.9, |c| rate(c.bullet_lines, c.lines.all))
        .share_of("of lines begin with a bullet")
        .needing(Needs::Lines),
    Rule::gopher("ellipsis-lines", AtMost, 0.3, |c| rate(c.ellipsis_lines, c.lines.all))
        .share_of("of lines end in an ellipsis")
        .needing(Needs::Lines),
    Rule::gopher("alphabetic-words", AtLeast, 0.8, |c| rate(c.alphabetic_words, tokens(c)))
        .share_of("of words have a letter"),
    Rule::gopher("stop-words", AtLeast, 2.0, |c| rate(c.stop_words, 1)).number_of("different stop words"),
    Rule::repetition("duplicate-lines", 0.30, |c| rate(c.lines.duplicate, c.lines.all))
        .share_of("of lines stood before"),
    Rule::repetition("duplicate-paragraphs", 0.30, |c| rate(c.paragraphs.duplicate, c.paragraphs.all))
        .share_of("of paragraphs stood before"),
    Rule::repetition("duplicate-line-chars", 0.20, |c| rate(c.lines.duplicate_chars, c.chars))
        .share_of("of characters are in lines that stood before"),
    Rule::repetition("duplicate-paragraph-chars", 0.20, |c| rate(c.paragraphs.duplicate_chars, c.chars))
        .share_of("of characters are in paragraphs that stood before"),
    Rule::repetition("top-2-gram", 0.20, |c| top(c, 2)).ngrams(TOP),
    Rule::repetition("top-3-gram", 0.18, |c| top(c, 3)).ngrams(TOP),
    Rule::repetition("top-4-gram", 0.16, |c| top(c, 4)).ngrams(TOP),
    Rule::repetition("duplicate-5-grams", 0.15, |c| duplicate(c, 5)).ngrams(DUPLICATE),
    Rule::repetition("duplicate-6-grams", 0.14, |c| duplicate(c, 6)).ngrams(DUPLICATE),
    Rule::repetition("duplicate-7-grams", 0.13, |c| duplicate(c, 7)).ngrams(DUPLICATE),
    Rule::repetition("duplicate-8-grams", 0.12, |c| duplicate(c, 8)).ngrams(DUPLICATE),
    Rule::repetition("duplicate-9-grams", 0.11, |c| duplicate(c, 9)).ngrams(DUPLICATE),
    Rule::repetition("duplicate-10-grams", 0.10, |c| duplicate(c, 10)).ngrams(DUPLICATE),
    Rule { sense: AtLeast, ..Rule::c4("min-sentences", Some(5.0), |c| rate(c.c4.sentences, 1)) }
        .number_of("sentences in lines that C4 keeps"),
    Rule::c4("lorem-ipsum", Some(0.0), |c| rate(c.c4.lorem_ipsum, 1)).number_of("times `lorem ipsum`"),
    Rule::c4("curly-brackets", Some(0.0), |c| rate(c.curly_brackets, 1)).number_of("times `{`"),
    Rule::c4("unpunctuated-lines", None, |c| rate(c.c4.unpunctuated, c.lines.all))
        .share_of("of lines do not end like a sentence"),
    Rule::c4("short-lines", None, |c| rate(c.c4.short, c.lines.all))
        .share_of("of lines have fewer than 3 words"),
    Rule::c4("javascript-lines", None, |c| rate(c.c4.javascript, c.lines.all))
        .share_of("of lines say `javascript`"),
    Rule::c4("policy-lines", None, |c| rate(c.c4.policy, c.lines.all))
        .share_of("of lines speak of cookies, privacy policy or terms of use"),
    Rule::fineweb("punctuated-lines", AtLeast, 0.12, |c| rate(c.punctuated_lines, c.lines.all))
        .share_of("of lines end like a sentence"),
    Rule::fineweb("short-lines", AtMost, 0.67, |c| rate(c.short_lines, c.lines.all))
        .share_of("of lines have 30 characters or fewer"),
    Rule::fineweb("duplicate-line-chars", AtMost, 0.01, |c| rate(c.lines.duplicate_chars, c.chars))
        .share_of("of characters are in lines that stood before"),
    Rule::fineweb("line-breaks", AtMost, 0.3, |c| rate(c.lines.all.saturating_sub(1), tokens(c)))
        .ratio_of("line breaks a word")
        .needing(Needs::Words),
];

const TOP: &str = "of characters are in the most frequent one";
const DUPLICATE: &str = "of characters are in some that stood before";

impl Rule {
    const fn ngrams(self, what: &'static str) -> Self {
        self.share_of(what).needing(Needs::Ngrams)
    }
}

fn words(counts: &Counts) -> f64 {
    rate(counts.words, 1)
}

/// Words and marks, which datatrove counts together in ratios.
fn tokens(counts: &Counts) -> usize {
    counts.words + counts.marks
}

fn mean_word_length(counts: &Counts) -> f64 {
    rate(counts.word_chars, counts.words)
}

fn top(counts: &Counts, n: usize) -> f64 {
    rate(counts.repeats.top.get(n).copied().unwrap_or(0), counts.chars)
}

fn duplicate(counts: &Counts, n: usize) -> f64 {
    rate(counts.repeats.duplicate.get(n).copied().unwrap_or(0), counts.chars)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn rules_stand_by_group_and_have_names_of_their_own() {
        let groups: Vec<&str> = RULES.iter().map(|r| r.group.name()).collect();
        let mut sorted = groups.clone();
        sorted.sort_by_key(|name| Group::ALL.iter().position(|g| g.name() == *name));
        assert_eq!(groups, sorted);
        let names: BTreeSet<String> = RULES.iter().map(Rule::name).collect();
        assert_eq!(names.len(), RULES.len());
        assert!(RULES.iter().all(|r| r.is_named(&r.name()) && !r.what.is_empty()));
    }

    #[test]
    fn the_threshold_itself_passes() {
        let [least, most] = [RULES[0], RULES[1]];
        assert!(least.fails(49.0, 50.0) && !least.fails(50.0, 50.0) && !least.fails(51.0, 50.0));
        assert!(!most.fails(49.0, 50.0) && !most.fails(50.0, 50.0) && most.fails(51.0, 50.0));
    }

    #[test]
    fn an_empty_document_has_numbers_too() {
        assert!(RULES.iter().all(|r| r.measure(&Counts::default()) == 0.0));
    }
}
