//! The running stage: drops what was learnt to be a template.

use super::cut::cuts;
use super::page::Block;
use super::{Templates, site};
use crate::units::{Unit, units};
use crate::words::Words;
use chaffinch_layers::DROPPED;
use pipeline_core::{Draft, Edits, Label, Stage, StageError, Verdict, View, Worker};
use std::collections::HashMap;
use std::ops::Range;

/// The rule that `dropped` names.
const RULE: &str = "corpus/template";

/// Templates of a site by their hash, and the share of its documents that each stands in.
pub(crate) type Known = HashMap<Block, f32>;

pub(crate) struct Running {
    pub(crate) options: Templates,
    pub(crate) boilerplate: Label,
    pub(crate) sites: HashMap<u64, Known>,
}

impl Stage for Running {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        let found = match self.sites.get(&site::of(doc, self.options.by)) {
            Some(known) => self.find(doc, known, worker.scratch())?,
            None => Vec::new(),
        };
        let ranges: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
        let mut edits = Edits::new();
        cuts(doc.text(), &ranges).into_iter().for_each(|cut| edits.delete(cut));
        draft.rewrite(edits)?;
        let mut dropped = draft.layer(DROPPED.name)?;
        let rule = dropped.attr("rule")?;
        for (range, share) in found {
            let row = dropped.push_scored(doc.ledger().to_source(range), self.boilerplate, share)?;
            dropped.set_str(row, rule, RULE)?;
        }
        Ok(Verdict::Keep)
    }
}

impl Running {
    /// The templates in `doc`: where, and in what share of the site's documents.
    fn find(
        &self,
        doc: &View<'_>,
        known: &Known,
        words: &mut Words,
    ) -> Result<Vec<(Range<usize>, f32)>, StageError> {
        let units = units(doc)?;
        let share = |unit: &Unit| {
            let block = Block::of(doc.text().get(unit.range.clone())?, words)?;
            Some((unit.range.clone(), *known.get(&block)?))
        };
        Ok(apart(&units).filter(|u| !u.is_title).filter_map(share).collect())
    }
}

/// The blocks that share no byte with another one: others, which only odd input has, stay.
fn apart(units: &[Unit]) -> impl Iterator<Item = &Unit> {
    let mut reach = 0;
    units.iter().enumerate().filter_map(move |(at, unit)| {
        let before = reach;
        reach = reach.max(unit.range.end);
        let next = units.get(at + 1).map_or(usize::MAX, |next| next.range.start);
        (before <= unit.range.start && unit.range.end <= next).then_some(unit)
    })
}
