//! The running stage: reads sentence starts, recognises, writes the `entities` layer.

use crate::class::Class;
use crate::lexicon::Lexicon;
use crate::recogniser::{Rollup, Scratch};
use chaffinch_layers::{ENTITIES, SENTENCES};
use pipeline_core::{Draft, Label, Layer, Stage, StageError, Verdict, View, Worker};

/// The stage `entities`.
pub(crate) struct Recogniser {
    lexicon: Lexicon,
    /// By class: its label, and whether it is kept.
    labels: [(Label, bool); 7],
    min_score: f32,
    rollup: Rollup,
}

impl Recogniser {
    pub(crate) fn new(lexicon: Lexicon, labels: [(Label, bool); 7], min_score: f32, rollup: Rollup) -> Self {
        Self { lexicon, labels, min_score, rollup }
    }

    fn label(&self, class: Class) -> Option<Label> {
        let (label, kept) = self.labels[class as usize];
        kept.then_some(label)
    }
}

/// Per-thread buffers.
#[derive(Default)]
struct Buffers {
    starts: Vec<usize>,
    scratch: Scratch,
}

impl Stage for Recogniser {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        let buffers = worker.scratch::<Buffers>();
        buffers.starts.clear();
        let sentences = doc.layer(SENTENCES.name)?.map_or(&[][..], Layer::spans);
        buffers.starts.extend(sentences.iter().map(|s| s.start()));
        buffers.scratch.recognise(&self.lexicon, doc.text(), &buffers.starts);
        let mut layer = draft.layer(ENTITIES.name)?;
        let (id, name, actor) = (layer.attr("id")?, layer.attr("name")?, layer.attr("actor")?);
        for found in buffers.scratch.found(&self.lexicon, doc.text(), self.rollup) {
            let Some(label) = self.label(found.class).filter(|_| found.score >= self.min_score) else {
                continue;
            };
            let row = layer.push_scored(found.range, label, found.score)?;
            layer.set_str(row, id, found.id)?;
            layer.set_str(row, name, found.name)?;
            if let Some(side) = found.actor {
                layer.set_str(row, actor, side)?;
            }
        }
        Ok(Verdict::Keep)
    }
}
