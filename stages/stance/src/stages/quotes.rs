//! The running stage `quotes`: the finder between a view and a draft.

use chaffinch_layers::{BLOCKS, ENTITIES, MENTIONS, QUOTES, SENTENCES, TOKENS};
use pipeline_core::{
    Build, BuildError, Draft, Label, Stage, StageConfig, StageError, StageSpec, Verdict, View, Worker,
};

use super::read::{Input, Ranges};
use crate::quotes::cues::{self, Cues};
use crate::quotes::{Buffers, Finder};
use crate::{HolderId, QuoteKind, Quotes};

impl StageConfig for Quotes {
    const SPEC: StageSpec =
        StageSpec::new("quotes", "finds direct and indirect quotations and their speakers")
            .uses(&[BLOCKS.name, SENTENCES.name, TOKENS.name, ENTITIES.name, MENTIONS.name])
            .creates(&[QUOTES]);

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        if self.kinds.is_empty() {
            return Err(BuildError::at(
                "kinds",
                "expected `direct`, `indirect` or both, but the list is empty",
            ));
        }
        let packs = super::read_packs(cx, &self.packs, cues::EMBEDDED)?;
        let (cues, _) = super::blame(&packs, Cues::read)?;
        let labels = [cx.label("direct"), cx.label("indirect")];
        Ok(Box::new(Running { holder: self.holder, finder: Finder::new(self, cues), labels }))
    }
}

struct Running {
    finder: Finder,
    holder: HolderId,
    labels: [Label; 2],
}

#[derive(Default)]
struct Scratch {
    ranges: Ranges,
    found: Buffers,
}

impl Stage for Running {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        let Scratch { ranges, found } = worker.scratch();
        let input = Input::with_descriptions(doc, ranges)?;
        self.finder.find(&input.doc(ranges), found);
        let mut layer = draft.layer(QUOTES.name)?;
        let (speaker, holder, cue) = (layer.attr("speaker")?, layer.attr("holder")?, layer.attr("cue")?);
        let description = layer.attr("description")?;
        for quote in &found.quotes {
            let label = self.labels[usize::from(quote.kind == QuoteKind::Indirect)];
            let row = layer.push(quote.span.range(), label)?;
            let mention = quote.speaker.map(|m| (input.row(m), &input.mentions[m]));
            if let Some(entity) = mention.and_then(|(entity, _)| entity) {
                layer.set_ref(row, speaker, entity)?;
            }
            let name = mention.map_or("unknown", |(_, m)| match self.holder {
                HolderId::Id => m.id,
                HolderId::Actor => m.side(),
            });
            layer.set_str(row, holder, name)?;
            if let Some(span) = quote.cue {
                layer.set_span(row, cue, span.range())?;
            }
            if let Some(words) = quote.description.and_then(|span| doc.text().get(span.range())) {
                layer.set_str(row, description, words)?;
            }
        }
        Ok(Verdict::Keep)
    }

    fn batch(&self) -> usize {
        super::BATCH
    }
}
