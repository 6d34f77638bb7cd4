//! How well the stage does with a model: exact spans with their classes, micro F1.

use super::corpus::class;
use crate::TrainError;
use crate::data::Document;
use chaffinch_entities::training::{CLASSES, Extractor, Trained};
use std::collections::BTreeSet;

/// What was found, by class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    right: [u32; CLASSES.len()],
    found: [u32; CLASSES.len()],
    wanted: [u32; CLASSES.len()],
}

impl Counts {
    /// Micro F1 over the classes, 0 to 1.
    pub(super) fn f1(&self) -> f64 {
        let sum = |counts: &[u32]| counts.iter().sum::<u32>();
        f1(sum(&self.right), sum(&self.found), sum(&self.wanted))
    }

    /// For the card.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let classes: Vec<String> = CLASSES
            .iter()
            .enumerate()
            .map(|(c, name)| format!("{name} {:.3}", f1(self.right[c], self.found[c], self.wanted[c])))
            .collect();
        vec![("dev F1, micro", format!("{:.4}", self.f1())), ("dev F1, by class", classes.join(", "))]
    }
}

fn f1(right: u32, found: u32, wanted: u32) -> f64 {
    match found + wanted {
        0 => 0.0,
        all => 2.0 * f64::from(right) / f64::from(all),
    }
}

/// Runs the stage over `dev` with the model `file`.
pub(super) fn counts(dev: &[Document], file: &[u8], extractor: &mut Extractor) -> Result<Counts, TrainError> {
    let mut counts = Counts::default();
    if dev.is_empty() {
        return Ok(counts);
    }
    let tagger = Trained::open(file.to_vec())?;
    for document in dev {
        let mut wanted = BTreeSet::new();
        for mark in &document.marks {
            if let Some(class) = class(mark) {
                counts.wanted[class] += 1;
                wanted.insert((mark.range.start, mark.range.end, class));
            }
        }
        for (bytes, class) in extractor.names(&tagger, &document.text) {
            counts.found[class] += 1;
            counts.right[class] += u32::from(wanted.contains(&(bytes.start, bytes.end, class)));
        }
    }
    Ok(counts)
}
