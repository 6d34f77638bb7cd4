//! How hard a text is to read: words, syllables and long words of each sentence, and the two
//! scores that are made of them for the whole document.
//!
//! * Flesch reading ease, 206.835 − 1.015 · words/sentences − 84.6 · syllables/words:
//!   R. Flesch, *A new readability yardstick*, Journal of Applied Psychology 32 (1948).
//!   90–100 is very easy, 60–70 plain English, 0–30 very hard.
//! * Flesch–Kincaid grade, 0.39 · words/sentences + 11.8 · syllables/words − 15.59:
//!   J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, *Derivation of new readability
//!   formulas …*, Naval Technical Training Command, Research Branch Report 8-75 (1975). Years of
//!   school that a reader needs.
//!
//! Both were fitted to English, and so is the counter of [`syllables`].
#![forbid(unsafe_code)]

pub mod syllables;

use chaffinch_plugin::{
    Attr, Create, Doc, Error, Label, Layer, LayerView, Spec, Stage, Table, Type, Verdict,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The options.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Letters from which on a word is long.
    #[schemars(range(min = 1))]
    pub long_word: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { long_word: 7 }
    }
}

/// Counts and scores.
pub struct Readability {
    long_word: usize,
}

impl Stage for Readability {
    type Config = Options;
    type Worker = ();

    const SPEC: Spec = Spec::new("readability", "how hard a text is to read")
        .layers(&[
            Layer::read("sentences"),
            Layer::read("tokens"),
            Layer::create("readability", "the sentences, with what makes them hard").attrs(&[
                Attr::new("words", Type::I64),
                Attr::new("syllables", Type::I64),
                Attr::new("long_words", Type::I64),
            ]),
        ])
        .tables(&[Table::new(
            "readability_scores",
            "how hard the whole text is to read",
            &[
                Attr::new("flesch", Type::F64),
                Attr::new("flesch_kincaid", Type::F64),
                Attr::new("words", Type::I64),
                Attr::new("sentences", Type::I64),
                Attr::new("long_words_share", Type::F64),
            ],
        )])
        .meta(&["flesch"]);

    fn create(_: &mut Create<'_>, options: Options) -> Result<Self, Error> {
        if options.long_word == 0 {
            return Err(Error::config("/long_word", "must be at least 1, but is 0"));
        }
        Ok(Self { long_word: options.long_word })
    }

    fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        let (sentences, tokens) = (doc.layer("sentences")?, doc.layer("tokens")?);
        let mut all = Counts::default();
        let mut layer = doc.write("readability")?;
        let mut next = 0;
        for sentence in sentences.spans() {
            let counts = self.count(&tokens, &mut next, sentence.end());
            let row = layer.push(sentence.range(), Label::NONE);
            layer.set_i64(row, "words", counts.words);
            layer.set_i64(row, "syllables", counts.syllables);
            layer.set_i64(row, "long_words", counts.long_words);
            all.add(counts);
        }
        if let Some(scores) = all.scores() {
            write_scores(doc, &all, &scores)?;
        }
        Ok(Verdict::Keep)
    }
}

impl Readability {
    /// The words among the tokens from `next` on that begin before `end`.
    fn count(&self, tokens: &LayerView<'_>, next: &mut usize, end: usize) -> Counts {
        let mut counts = Counts { sentences: 1, ..Counts::default() };
        while tokens.spans().get(*next).is_some_and(|token| token.start() < end) {
            counts.see(tokens.text_of(*next), self.long_word);
            *next += 1;
        }
        // A "sentence" of a date or a number is none to read.
        counts.sentences = i64::from(counts.words > 0);
        counts
    }
}

fn write_scores(doc: &mut Doc<'_>, all: &Counts, scores: &Scores) -> Result<(), Error> {
    let mut table = doc.table("readability_scores")?;
    let row = table.push();
    table.set_f64(row, "flesch", scores.flesch);
    table.set_f64(row, "flesch_kincaid", scores.flesch_kincaid);
    table.set_i64(row, "words", all.words);
    table.set_i64(row, "sentences", all.sentences);
    table.set_f64(row, "long_words_share", scores.long_words_share);
    doc.set_meta("flesch", scores.flesch)
}

/// What there is in a stretch of text.
#[derive(Clone, Copy, Default)]
struct Counts {
    sentences: i64,
    words: i64,
    syllables: i64,
    long_words: i64,
}

/// What is made of it.
struct Scores {
    flesch: f64,
    flesch_kincaid: f64,
    long_words_share: f64,
}

impl Counts {
    /// A token without a letter (a number, a comma) is no word.
    fn see(&mut self, token: &str, long_word: usize) {
        let letters = token.chars().filter(|c| c.is_alphabetic()).count();
        if letters == 0 {
            return;
        }
        self.words += 1;
        self.syllables += i64::from(syllables::count(token));
        self.long_words += i64::from(letters >= long_word);
    }

    fn add(&mut self, other: Self) {
        self.sentences += other.sentences;
        self.words += other.words;
        self.syllables += other.syllables;
        self.long_words += other.long_words;
    }

    /// `None` for a text without a word. Rounded to two decimals: more would be noise.
    fn scores(&self) -> Option<Scores> {
        if self.words == 0 {
            return None;
        }
        let per_sentence = ratio(self.words, self.sentences);
        let per_word = ratio(self.syllables, self.words);
        Some(Scores {
            flesch: round(206.835 - 1.015 * per_sentence - 84.6 * per_word),
            flesch_kincaid: round(0.39 * per_sentence + 11.8 * per_word - 15.59),
            long_words_share: round(ratio(self.long_words, self.words)),
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "no text has 2^52 words")]
fn ratio(a: i64, b: i64) -> f64 {
    a as f64 / b as f64
}

fn round(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

chaffinch_plugin::export_plugin! { id: "chaffinch.readability", stages: [Readability] }

#[cfg(test)]
mod tests {
    use super::*;
    use chaffinch_plugin::testing::{Harness, Outcome, json};

    fn read(text: &str, options: serde_json::Value) -> Outcome {
        Harness::module(plugin_module(), "readability", options)
            .text(text)
            .lines("sentences")
            .words("tokens")
            .run()
    }

    #[test]
    fn sentences_are_counted_one_by_one() {
        let out = read("The cat sat.\nNegotiations continued yesterday.\n1989.", json!({}));
        assert_eq!(out.attr("readability", "words"), [3, 3, 0]);
        assert_eq!(out.attr("readability", "syllables"), [3, 11, 0]);
        assert_eq!(out.attr("readability", "long_words"), [0, 3, 0]);
    }

    #[test]
    fn the_scores_are_those_of_the_formulas() {
        // 6 words in 1 sentence, 6 syllables: 206.835 − 6.09 − 84.6 and 2.34 + 11.8 − 15.59.
        let out = read("The cat sat on the mat.", json!({}));
        let scores = json!({
            "flesch": 116.15, "flesch_kincaid": -1.45, "words": 6, "sentences": 1, "long_words_share": 0.0
        });
        assert_eq!(out.table("readability_scores"), [scores.as_object().expect("an object")]);
        assert_eq!(out.meta("flesch"), Some(&json!(116.15)));
    }

    #[test]
    fn a_text_without_words_has_no_score() {
        let out = read("", json!({}));
        assert!(out.wrote("readability"));
        assert_eq!(out.meta("flesch"), None);
    }

    #[test]
    fn what_a_long_word_is_can_be_said() {
        let out = read("Small words only.", json!({"long_word": 5}));
        assert_eq!(out.attr("readability", "long_words"), [2]);
        let refused = read("", json!({"long_word": 0}));
        assert_eq!(refused.error(), Some("at `/long_word`: must be at least 1, but is 0"));
    }
}
