//! The corpus pass of `dedup`.

use super::Dedup;
use super::cluster::Clusters;
use super::signature::Signature;
use super::sketch::{Key, Member, Paragraphs, Seen, Text};
use super::stage::{Running, paragraph, path};
use crate::hash::Content;
use crate::units::units;
use crate::words::Words;
use pipeline_core::{Draft, Fit, FitStage, Stage, StageError, Verdict, View, Worker};

/// The stage before it knows the corpus.
pub(crate) struct Learner {
    pub(crate) options: Dedup,
}

impl Stage for Learner {
    fn process(&self, _: &View<'_>, _: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> {
        Err(StageError::new("`dedup` needs a pass over the corpus (`fit`) before it judges a document"))
    }

    fn fit(&self) -> Option<&dyn Fit> {
        Some(self)
    }
}

impl FitStage for Learner {
    type Sketch = Seen;

    /// A document without words is like no other, and is left out.
    fn observe(&self, doc: &View<'_>, sketch: &mut Seen) -> Result<(), StageError> {
        let mut words = Words::default();
        if words.read(doc.text()).is_empty() {
            return Ok(());
        }
        let (signature, smallest) = Signature::of(&words);
        let key = Key { smallest, content: Content::of(words.text()) };
        let count = u64::try_from(words.len()).unwrap_or(u64::MAX);
        let first = member(doc, &mut words)?;
        sketch.add(key, Text { copies: 1, words: count, signature, first }, self.limit());
        Ok(())
    }

    fn merge(&self, into: &mut Seen, other: Seen) {
        into.merge(other, self.limit());
    }

    fn finish(&self, sketch: Seen) -> Result<Box<dyn Stage>, StageError> {
        let Dedup { threshold, drop, .. } = self.options;
        Ok(Box::new(Running { threshold, drop, clusters: Clusters::of(sketch, threshold) }))
    }
}

impl Learner {
    fn limit(&self) -> usize {
        usize::try_from(self.options.max_documents).unwrap_or(usize::MAX)
    }
}

fn member(doc: &View<'_>, words: &mut Words) -> Result<Member, StageError> {
    let units = units(doc)?;
    let hashes = units.iter().filter_map(|u| paragraph(doc.text().get(u.range.clone())?, words));
    Ok(Member {
        id: doc.id().to_owned(),
        path: path(doc).map(str::to_owned),
        paragraphs: Paragraphs::of(hashes.collect()),
    })
}
