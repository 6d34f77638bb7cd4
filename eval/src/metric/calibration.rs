//! Expected calibration error: how far stated confidence is from the share that is right.
//!
//! Answers are put into ten equal bins by their confidence; the error is the mean of
//! `|share right − mean confidence|` over the bins, weighted by their size.

use crate::metric::counts::ratio;

const BINS: usize = 10;

/// The ten bins.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calibration {
    bins: [Bin; BINS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Bin {
    answers: u64,
    right: u64,
    confidence: f64,
}

impl Calibration {
    pub(crate) fn add(&mut self, confidence: f64, is_right: bool) {
        let confidence = confidence.clamp(0.0, 1.0);
        let bin = &mut self.bins[bin_of(confidence)];
        bin.answers += 1;
        bin.right += u64::from(is_right);
        bin.confidence += confidence;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (bin, more) in self.bins.iter_mut().zip(&other.bins) {
            bin.answers += more.answers;
            bin.right += more.right;
            bin.confidence += more.confidence;
        }
    }

    pub(crate) fn answers(&self) -> u64 {
        self.bins.iter().map(|b| b.answers).sum()
    }

    /// The expected calibration error; `None` when no answer had a confidence.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    pub(crate) fn error(&self) -> Option<f64> {
        let off: f64 = self.bins.iter().map(|b| (b.right as f64 - b.confidence).abs()).sum();
        ratio(1, self.answers()).map(|share| off * share)
    }
}

/// `[0, 0.1)` is bin 0, and 1.0 is in the last.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 10")]
fn bin_of(confidence: f64) -> usize {
    ((confidence * 10.0) as usize).min(BINS - 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn error_of_two_bins() {
        let mut bins = Calibration::default();
        assert_eq!(bins.error(), None);
        bins.add(0.95, true);
        bins.add(1.0, false); // last bin: right 1 of 2, mean confidence 0.975 → 0.475
        bins.add(0.25, false);
        bins.add(0.25, false); // third bin: right 0, mean 0.25 → 0.25
        assert!((bins.error().unwrap() - (0.475 + 0.25) / 2.0).abs() < 1e-12);
    }
}
