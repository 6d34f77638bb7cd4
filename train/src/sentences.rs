//! The boundary classifier of `segment`: what a gap between two tokens has to look like to end a sentence.
//!
//! Two logistic regressions over hashed features: a quick one of few features that settles most gaps, and the full one.
//! Both are trained by AdaGrad (J. Duchi et al., 2011) with features dropped at random (N. Srivastava et al., *Dropout*,
//! 2014); several full ones that differ in their random choices are averaged (L. Breiman, *Bagging Predictors*, 1996).
//! Gold is read again with some paragraphs run together, because those are boundaries without a mark.
//!
//! ```text
//! gold ── joined ── Gaps (the stage's own features) ── fit ── tune on dev ── file
//! ```

mod file;
mod fit;
mod joined;
mod tune;

use crate::data::Document;
use crate::random::Random;
use crate::{ErrorKind, Progress, Round, Settings, TrainError, Trained};
use chaffinch_segment::training::{Example, Gaps};
use fit::{Plan, Sums, fit};

/// Averaged models at most.
const BAGS: usize = 12;
/// So many more without a better dev F1 end the training.
const PATIENCE: usize = 6;
/// Bits of a feature's hash that tell weights apart in the full model, and in the quick one.
const BITS: [u32; 2] = [20, 14];
/// What a gap of a text whose paragraphs were run together counts, against one of the text itself.
const JOINED: f32 = 0.25;
/// How often such a text is made, each time with other paragraphs.
const COPIES: usize = 2;

/// Trains on `gold`; `dev` tells when to stop, and sets what sums are compared with.
///
/// # Errors
/// `Data` when `gold` or `dev` has no sentences.
pub fn train(
    gold: &[Document],
    dev: &[Document],
    settings: Settings,
    progress: &mut dyn Progress,
) -> Result<Trained, TrainError> {
    for (name, documents) in [("gold", gold), ("dev", dev)] {
        if documents.iter().all(|document| document.marks.len() < 2) {
            let message =
                format!("no document of the {name} has two sentences, so there is no boundary to learn");
            return Err(TrainError::new(ErrorKind::Data, message));
        }
    }
    let examples = examples(gold, settings.seed)?;
    let quick = fit(&of(&examples, |gap| &gap.quick), &Plan::quick(settings.seed));
    let full = of(&examples, |gap| &gap.full);
    let most = settings.rounds.unwrap_or(BAGS).max(1);
    let mut sums = Sums::new(BITS[0]);
    let mut best: Option<tune::Tuned> = None;
    let mut since = 0;
    for number in 1..=most {
        sums.add(&fit(&full, &Plan::full(settings.seed.wrapping_add(number as u64))));
        let tuned = tune::tune(&sums.average(), &quick, &examples, dev)?;
        progress.round(&Round { number, of: most, message: tuned.says() });
        since += 1;
        if best.as_ref().is_none_or(|best| tuned.f1() > best.f1()) {
            best = Some(tuned);
            since = 0;
        }
        if since >= PATIENCE {
            break;
        }
    }
    let Some(best) = best else { return Err(TrainError::new(ErrorKind::Usage, "no round was trained")) };
    Ok(best.trained(examples.len(), settings.seed))
}

/// A gap and what it counts.
struct Weighted {
    gap: Example,
    weight: f32,
}

/// The gaps of the gold, and of the gold with paragraphs run together.
fn examples(gold: &[Document], seed: u64) -> Result<Vec<Weighted>, TrainError> {
    let gaps = Gaps::new()?;
    let mut random = Random::new(seed);
    let mut all = Vec::new();
    let mut read = |text: &str, starts: &[usize], weight| {
        let mut found = Vec::new();
        gaps.read(text, starts, &mut found);
        all.extend(found.into_iter().map(|gap| Weighted { gap, weight }));
    };
    for document in gold {
        let starts: Vec<usize> = document.marks.iter().map(|mark| mark.range.start).collect();
        read(&document.text, &starts, 1.0);
    }
    for document in std::iter::repeat_n(gold, COPIES).flatten() {
        let (text, starts) = joined::join(document, &mut random);
        read(&text, &starts, JOINED);
    }
    Ok(all)
}

/// The examples of one of the two models.
fn of<'a>(examples: &'a [Weighted], hashes: impl Fn(&'a Example) -> &'a Vec<u32>) -> Vec<fit::Example<'a>> {
    let rows = examples.iter().map(|Weighted { gap, weight }| fit::Example {
        hashes: hashes(gap),
        yes: gap.boundary,
        weight: *weight,
    });
    rows.collect()
}
