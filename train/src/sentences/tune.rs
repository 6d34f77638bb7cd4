//! What sums are compared with: chosen on dev by the F1 of whole sentences.

use super::Weighted;
use super::file::{self, Limits, Packed};
use crate::data::Document;
use crate::{TrainError, Trained};
use chaffinch_segment::{Segment, Segmented, Segmenter};

/// What is tried for a boundary that the rules do not see, as a sum of weights.
const CUTS: [f32; 7] = [-1.75, -1.5, -1.25, -1.0, -0.75, -0.5, -0.25];
/// Of so many gaps that the full model cuts the quick one may stop one: in sentences that look edited, and in others.
const LOST: [usize; 2] = [25, 100];

/// A model with its limits, and how it does on dev.
pub(super) struct Tuned {
    file: Vec<u8>,
    score: Score,
    limits: Limits,
}

/// Sentences: in the gold, found, and both.
#[derive(Clone, Copy, Default)]
struct Score {
    gold: u32,
    found: u32,
    right: u32,
}

impl Score {
    fn f1(self) -> f64 {
        2.0 * f64::from(self.right) / f64::from((self.gold + self.found).max(1))
    }
}

/// Chooses the limits.
pub(super) fn tune(
    full: &[f32],
    quick: &[f32],
    examples: &[Weighted],
    dev: &[Document],
) -> Result<Tuned, TrainError> {
    let (full, quick) = (Packed::of(full), Packed::of(quick));
    let tried = |cut: f32| {
        let cut = full.limit(cut);
        let look = [(true, LOST[0]), (false, LOST[1])].map(|kind| look(&full, &quick, cut, kind, examples));
        let limits = Limits { look, cut };
        let file = file::write(&full, &quick, limits);
        score(&file, dev).map(|score| Tuned { file, score, limits })
    };
    let mut best = tried(0.0)?;
    for cut in CUTS {
        best = best.or(tried(cut)?);
    }
    Ok(best)
}

/// The highest limit of the quick model that loses next to nothing of what the full one cuts.
fn look(
    full: &Packed,
    quick: &Packed,
    cut: i32,
    (edited, lost): (bool, usize),
    examples: &[Weighted],
) -> i32 {
    let gaps = examples.iter().map(|example| &example.gap).filter(|gap| gap.edited == edited);
    let mut sums: Vec<i32> =
        gaps.filter(|gap| full.sum(&gap.full) > cut).map(|gap| quick.sum(&gap.quick)).collect();
    sums.sort_unstable();
    sums.get(sums.len() / lost).map_or(i32::MIN, |sum| sum - 1)
}

fn score(file: &[u8], dev: &[Document]) -> Result<Score, TrainError> {
    let segmenter = Segmenter::with_model(&Segment::default(), file.to_vec())?;
    let mut found = Segmented::default();
    let mut score = Score::default();
    for document in dev {
        segmenter.segment(&document.text, &mut found);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        score.gold += count(document.marks.len());
        score.found += count(found.sentences().len());
        let right = found.sentences().iter().filter(|sentence| {
            document
                .marks
                .binary_search_by_key(&sentence.start, |mark| mark.range.start)
                .is_ok_and(|at| document.marks[at].range == **sentence)
        });
        score.right += count(right.count());
    }
    Ok(score)
}

impl Tuned {
    /// The better one.
    fn or(self, other: Self) -> Self {
        if other.f1() > self.f1() { other } else { self }
    }

    pub(super) fn f1(&self) -> f64 {
        self.score.f1()
    }

    /// For people.
    pub(super) fn says(&self) -> String {
        let Limits { look, cut } = self.limits;
        format!("dev F1 {:.4} (look {look:?}, cut {cut})", self.f1())
    }

    pub(super) fn trained(self, examples: usize, seed: u64) -> Trained {
        let share = |part: u32, of: u32| format!("{:.4}", f64::from(part) / f64::from(of.max(1)));
        let Score { gold, found, right } = self.score;
        let facts = [
            ("features", chaffinch_segment::training::FEATURES.to_owned()),
            ("gaps learnt from", examples.to_string()),
            ("seed", seed.to_string()),
            ("dev sentences", gold.to_string()),
            ("dev precision", share(right, found)),
            ("dev recall", share(right, gold)),
            ("dev F1, whole sentences", format!("{:.4}", self.score.f1())),
        ];
        let facts = facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Trained { file: self.file, facts }
    }
}
