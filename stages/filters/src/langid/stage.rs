//! The options checked, and the running stage: sample, ask, decide, write.

use super::LangId;
use super::codes::{self, UNDETERMINED};
use super::decide::{Decision, decide};
use super::detect::{Guess, Judge};
use chaffinch_layers::{BLOCKS, block_ranges};
use pipeline_core::config::suggest;
use pipeline_core::{
    Build, BuildError, Draft, Label, LayerSpec, Stage, StageConfig, StageError, StageSpec, Verdict, View,
    Worker,
};
use std::ops::Range;
use whatlang::Lang;

const LANGUAGES: LayerSpec =
    LayerSpec::new("languages", "the language of each block, where it is sure; labels are ISO 639-1 codes");

/// The smallest sample in which a language can be told.
const MIN_SAMPLE: usize = 100;

impl StageConfig for LangId {
    const SPEC: StageSpec =
        StageSpec::new("langid", "says in which language a document is, and drops those in others")
            .uses(&[BLOCKS.name])
            .creates(&[LANGUAGES])
            .meta(&["language", "language_detected", "language_confidence", "language_declared"]);

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        if !(0.0..=1.0).contains(&self.min_confidence) {
            let found = self.min_confidence;
            return Err(BuildError::at(
                "min_confidence",
                format!("found {found}, expected a number from 0 to 1"),
            ));
        }
        if self.sample_bytes < MIN_SAMPLE {
            let found = self.sample_bytes;
            return Err(BuildError::at(
                "sample_bytes",
                format!("found {found}, expected {MIN_SAMPLE} or more: fewer do not tell a language"),
            ));
        }
        known("keep", &self.keep, &[UNDETERMINED])?;
        let among = known("among", &self.among, &[])?;
        let labels = match self.by_block {
            true => codes::all().iter().map(|l| (codes::code(*l), cx.label(codes::code(*l)))).collect(),
            false => Vec::new(),
        };
        Ok(Box::new(Running {
            judge: Judge::new(among, self.min_letters, self.sample_bytes),
            keep: self.keep,
            min_confidence: self.min_confidence,
            labels,
        }))
    }
}

/// The languages that `codes` mean; `besides` are words that mean none and are fine, too.
fn known(key: &str, codes: &[String], besides: &[&str]) -> Result<Vec<Lang>, BuildError> {
    let meant = |(at, code): (usize, &String)| match codes::lang(code) {
        Some(lang) => Ok(Some(lang)),
        None if besides.contains(&code.as_str()) => Ok(None),
        None => Err(BuildError::at(format!("{key}[{at}]"), unknown(code, besides))),
    };
    let found: Result<Vec<_>, _> = codes.iter().enumerate().map(meant).collect();
    Ok(found?.into_iter().flatten().collect())
}

fn unknown(word: &str, besides: &[&str]) -> String {
    let by_name = codes::all().iter().find(|l| l.eng_name().eq_ignore_ascii_case(word));
    let by_code = || codes::all().iter().find(|l| l.code().eq_ignore_ascii_case(word));
    if let Some(lang) = by_name.or_else(by_code) {
        return format!("found `{word}`, expected an ISO 639-1 code; did you mean `{}`?", codes::code(*lang));
    }
    let mut known: Vec<&str> =
        codes::all().iter().map(|l| codes::code(*l)).chain(besides.iter().copied()).collect();
    known.sort_unstable();
    let names = codes::all().iter().map(|l| l.eng_name());
    let meant = suggest(word, names).filter(|_| word.len() > 3);
    match meant.and_then(|name| codes::all().iter().find(|l| l.eng_name() == name)) {
        Some(lang) => format!("unknown language `{word}`; did you mean `{}`?", codes::code(*lang)),
        None => format!("unknown language `{word}`; the detector knows {}", known.join(", ")),
    }
}

struct Running {
    judge: Judge,
    keep: Vec<String>,
    min_confidence: f64,
    /// One a language when blocks are labelled, else none.
    labels: Vec<(&'static str, Label)>,
}

/// Buffers of one thread.
#[derive(Default)]
struct Buffers {
    sample: String,
    blocks: Vec<Range<usize>>,
}

impl Stage for Running {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        let buffers: &mut Buffers = worker.scratch();
        let guess = self.judge.guess(doc.text(), &mut buffers.sample);
        let said = doc.meta("language").and_then(serde_json::Value::as_str);
        let decision = decide(said, guess, self.min_confidence);
        if !self.keep.is_empty() && !decision.is_one_of(&self.keep) {
            return Ok(Verdict::Drop(decision.reason(&self.keep)));
        }
        write_meta(decision, draft)?;
        if !self.labels.is_empty() {
            self.label_blocks(doc, draft, buffers)?;
        }
        Ok(Verdict::Keep)
    }
}

impl Running {
    fn label_blocks(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        buffers: &mut Buffers,
    ) -> Result<(), StageError> {
        block_ranges(doc, &mut buffers.blocks)?;
        let mut layer = draft.layer(LANGUAGES.name)?;
        for block in &buffers.blocks {
            let guess = self.judge.guess(&doc.text()[block.clone()], &mut buffers.sample);
            if let Some(Guess { code, confidence }) = guess.filter(|g| g.confidence >= self.min_confidence) {
                let label = self.labels.iter().find(|(c, _)| *c == code).map_or(Label::NONE, |(_, l)| *l);
                layer.push_scored(block.clone(), label, score(confidence))?;
            }
        }
        Ok(())
    }
}

/// The confidence as a score; what is lost lies behind the fourth digit.
#[allow(clippy::cast_possible_truncation)]
fn score(confidence: f64) -> f32 {
    confidence as f32
}

fn write_meta(decision: Decision, draft: &mut Draft<'_>) -> Result<(), StageError> {
    draft.meta("language", decision.language)?;
    if let Some(guess) = decision.guess {
        draft.meta("language_detected", guess.code)?;
        draft.meta("language_confidence", guess.confidence)?;
    }
    if let Some(said) = decision.overruled {
        draft.meta("language_declared", said)?;
    }
    Ok(())
}
