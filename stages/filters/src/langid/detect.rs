//! The detector: `whatlang`, held to what it can know. It is given a sample, asked only when
//! there are letters enough, and its confidence is a number from 0 to 1.

use super::codes;
use super::sample::sample;
use whatlang::{Detector, Lang};

/// What the detector says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Guess {
    /// ISO 639-1.
    pub(super) code: &'static str,
    /// From 0 to 1.
    pub(super) confidence: f64,
}

/// Asks the detector.
pub(super) struct Judge {
    detector: Detector,
    min_letters: usize,
    sample_bytes: usize,
}

impl Judge {
    /// One that finds only the languages `among`; all of them when it is empty.
    pub(super) fn new(among: Vec<Lang>, min_letters: usize, sample_bytes: usize) -> Self {
        let detector = if among.is_empty() { Detector::new() } else { Detector::with_allowlist(among) };
        Self { detector, min_letters, sample_bytes }
    }

    /// The likeliest language of `text`; none when there is too little text, or none that fits.
    pub(super) fn guess(&self, text: &str, buffer: &mut String) -> Option<Guess> {
        let sample = sample(text, self.sample_bytes, buffer);
        if self.min_letters > 0
            && sample.chars().filter(|c| c.is_alphabetic()).nth(self.min_letters - 1).is_none()
        {
            return None;
        }
        let info = self.detector.detect(sample)?;
        let confidence = info.confidence();
        let confidence = if confidence.is_finite() { confidence.clamp(0.0, 1.0) } else { 0.0 };
        Some(Guess { code: codes::code(info.lang()), confidence: (confidence * 1e4).round() / 1e4 })
    }
}
