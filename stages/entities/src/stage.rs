//! The running stage: reads sentence starts and the date, recognises, writes the layers `entities` and `mentions`.

use crate::class::Class;
use crate::config::Mentions;
use crate::lexicon::Lexicon;
use crate::recogniser::{Rollup, Scratch};
use crate::roles::{Day, Roles};
use crate::tagger::Tagger;
use chaffinch_layers::{ENTITIES, MENTIONS, SENTENCES};
use pipeline_core::{Draft, Label, Layer, Stage, StageError, Verdict, View, Worker};

/// The stage `entities`.
pub(crate) struct Recogniser {
    /// Names and words.
    pub(crate) lexicon: Lexicon,
    /// Who holds which office.
    pub(crate) roles: Roles,
    /// Decides persons, organisations and places; without one the rules do.
    pub(crate) tagger: Option<Tagger>,
    /// By class: its label, and whether it is kept.
    pub(crate) labels: [(Label, bool); 7],
    /// Entities below it are left out.
    pub(crate) min_score: f32,
    /// Whether capitals act.
    pub(crate) rollup: Rollup,
    /// Whether descriptions are resolved.
    pub(crate) mentions: Mentions,
}

impl Recogniser {
    fn label(&self, class: Class) -> Option<Label> {
        let (label, kept) = self.labels[class as usize];
        kept.then_some(label)
    }

    fn entities(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        buffers: &mut Buffers,
    ) -> Result<(), StageError> {
        let mut layer = draft.layer(ENTITIES.name)?;
        let (id, name, actor) = (layer.attr("id")?, layer.attr("name")?, layer.attr("actor")?);
        buffers.rows.clear();
        for found in buffers.scratch.found(&self.lexicon, doc.text(), self.rollup) {
            let Some(label) = self.label(found.class).filter(|_| found.score >= self.min_score) else {
                continue;
            };
            let start = found.range.start;
            let row = layer.push_scored(found.range, label, found.score)?;
            buffers.rows.push((found.who, start, row.number()));
            layer.set_str(row, id, found.id)?;
            layer.set_str(row, name, found.name)?;
            if let Some(side) = found.actor {
                layer.set_str(row, actor, side)?;
            }
        }
        Ok(())
    }

    /// Descriptions, each with the last mention before it of the same entity, else the first after it.
    fn mentions(
        &self,
        doc: &View<'_>,
        day: Option<Day>,
        draft: &mut Draft<'_>,
        buffers: &mut Buffers,
    ) -> Result<(), StageError> {
        let mut layer = draft.layer(MENTIONS.name)?;
        let (id, name, actor) = (layer.attr("id")?, layer.attr("name")?, layer.attr("actor")?);
        let entity = layer.attr("entity")?;
        let rows = &mut buffers.rows;
        rows.sort_unstable();
        for found in buffers.scratch.describe((&self.lexicon, &self.roles), doc.text(), day) {
            let Some(label) = self.label(found.means.class) else { continue };
            let start = found.range.start;
            let row = layer.push(found.range, label)?;
            layer.set_str(row, id, &found.means.id)?;
            layer.set_str(row, name, &found.means.name)?;
            if let Some(side) = &found.means.actor {
                layer.set_str(row, actor, side)?;
            }
            if let Some(target) = found.means.who.and_then(|who| antecedent(rows, who, start)) {
                layer.set_ref(row, entity, target)?;
            }
        }
        Ok(())
    }
}

/// The row of an entity that stands last before byte `start`, else first after it. `rows` are entity, byte and row, sorted.
fn antecedent(rows: &[(u32, usize, usize)], who: u32, start: usize) -> Option<usize> {
    let after = rows.partition_point(|r| (r.0, r.1) < (who, start));
    let before = after.checked_sub(1).and_then(|i| rows.get(i)).filter(|r| r.0 == who);
    before.or_else(|| rows.get(after).filter(|r| r.0 == who)).map(|r| r.2)
}

/// Per-thread buffers.
#[derive(Default)]
struct Buffers {
    starts: Vec<usize>,
    scratch: Scratch,
    /// Entity, first byte, row.
    rows: Vec<(u32, usize, usize)>,
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
        let day = day_of(doc);
        buffers.scratch.recognise(
            (&self.lexicon, &self.roles),
            self.tagger.as_ref(),
            doc.text(),
            &buffers.starts,
            day,
        );
        self.entities(doc, draft, buffers)?;
        if self.mentions == Mentions::Resolved {
            self.mentions(doc, day, draft, buffers)?;
        }
        Ok(Verdict::Keep)
    }
}

/// The day of the document: `meta.published_at`, else `meta.date`.
fn day_of(doc: &View<'_>) -> Option<Day> {
    ["published_at", "date"].iter().find_map(|key| Day::first(doc.meta(key)?.as_str()?))
}
