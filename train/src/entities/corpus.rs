//! Gold as numbers: features by index, tags by token.

use super::recase;
use crate::TrainError;
use crate::data::{Document, Mark};
use chaffinch_entities::training::{self, CLASSES, Extractor, OUTSIDE, Run};
use std::collections::HashMap;
use std::ops::Range;

/// A feature has to be seen so often to get weights.
const TWICE: u32 = 2;

/// All sequences of the gold.
#[derive(Default)]
pub(super) struct Corpus {
    /// By feature: its hash.
    pub(super) keys: Vec<u64>,
    /// By token: where its features begin in `ids`; one more at the end.
    starts: Vec<usize>,
    ids: Vec<u32>,
    /// By token: its tag.
    pub(super) tags: Vec<usize>,
    /// The runs.
    pub(super) sequences: Vec<Sequence>,
    /// How many names are annotated.
    pub(super) names: usize,
}

/// A run of tokens that is trained on as one.
#[derive(Clone, Debug)]
pub(super) struct Sequence {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// How much it counts.
    pub(super) weight: f32,
}

impl Corpus {
    /// Reads gold, and copies of it in lower case.
    pub(super) fn read(gold: &[Document], extractor: &mut Extractor) -> Result<Self, TrainError> {
        let mut corpus = Self::default();
        let mut known = HashMap::new();
        let mut counts = Vec::new();
        for document in gold {
            corpus.document(&document.text, &document.marks, 1.0, extractor, &mut known, &mut counts)?;
        }
        corpus.names = gold.iter().flat_map(|d| &d.marks).filter(|m| class(m).is_some()).count();
        for (number, document) in gold.iter().enumerate() {
            if let Some(text) = recase::lower(number, document) {
                corpus.document(
                    &text,
                    &document.marks,
                    recase::WEIGHT,
                    extractor,
                    &mut known,
                    &mut counts,
                )?;
            }
        }
        corpus.starts.push(corpus.ids.len());
        corpus.drop_rare(&counts);
        Ok(corpus)
    }

    /// The features of a token.
    pub(super) fn features(&self, token: usize) -> &[u32] {
        &self.ids[self.starts[token]..self.starts[token + 1]]
    }

    fn document(
        &mut self,
        text: &str,
        marks: &[Mark],
        weight: f32,
        extractor: &mut Extractor,
        known: &mut HashMap<u64, u32>,
        counts: &mut Vec<u32>,
    ) -> Result<(), TrainError> {
        for run in extractor.runs(text)? {
            let first = self.tags.len();
            self.tags.extend(tags(&run, marks));
            self.sequences.push(Sequence { tokens: first..self.tags.len(), weight });
            for features in &run.features {
                self.starts.push(self.ids.len());
                for key in features {
                    let fresh = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
                    let id = *known.entry(*key).or_insert(fresh);
                    if id == fresh {
                        self.keys.push(*key);
                        counts.push(0);
                    }
                    counts[id as usize] += 1;
                    self.ids.push(id);
                }
            }
        }
        Ok(())
    }

    /// Takes out features that were seen too rarely, and numbers the others anew in the same order.
    fn drop_rare(&mut self, counts: &[u32]) {
        let mut kept = 0_u32;
        let numbers: Vec<Option<u32>> = counts
            .iter()
            .map(|count| {
                let number = (*count >= TWICE).then_some(kept);
                kept += u32::from(number.is_some());
                number
            })
            .collect();
        let mut old = 0;
        self.keys.retain(|_| {
            old += 1;
            numbers[old - 1].is_some()
        });
        let (mut ids, mut starts) = (Vec::with_capacity(self.ids.len()), vec![0]);
        for token in 0..self.tags.len() {
            ids.extend(self.features(token).iter().filter_map(|id| numbers[*id as usize]));
            starts.push(ids.len());
        }
        (self.ids, self.starts) = (ids, starts);
    }
}

/// The class of a mark, an index of [`CLASSES`]; none for marks that the tagger does not learn.
pub(super) fn class(mark: &Mark) -> Option<usize> {
    let label = if mark.label == "GPE" { "LOC" } else { mark.label.as_str() };
    CLASSES.iter().position(|c| *c == label)
}

/// The tags of a run. A mark that does not begin and end with tokens of the run is left out.
fn tags(run: &Run, marks: &[Mark]) -> Vec<usize> {
    let mut tags = vec![OUTSIDE; run.tokens.len()];
    let (Some(first), Some(last)) = (run.tokens.first(), run.tokens.last()) else { return tags };
    let from = marks.partition_point(|m| m.range.start < first.start);
    for mark in marks[from..].iter().take_while(|m| m.range.start < last.end) {
        let a = run.tokens.binary_search_by_key(&mark.range.start, |t| t.start);
        let b = run.tokens.binary_search_by_key(&mark.range.end, |t| t.end);
        if let (Ok(a), Ok(b), Some(class)) = (a, b, class(mark)) {
            (a..=b).for_each(|i| tags[i] = training::tag(class, i, a, b + 1));
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_tags_where_they_fit_the_tokens() {
        let tokens = vec![0..3, 4..8, 9..12, 13..19];
        let run = Run { tokens, features: vec![vec![]; 4] };
        let mark = |range, label: &str| Mark { range, label: label.to_owned() };
        let marks = [mark(0..8, "PER"), mark(9..11, "ORG"), mark(13..19, "GPE")];
        let (begin, last, unit) =
            (training::tag(0, 0, 0, 2), training::tag(0, 1, 0, 2), training::tag(2, 3, 3, 4));
        assert_eq!(tags(&run, &marks), [begin, last, OUTSIDE, unit]);
    }
}
