//! The running stage `stance`: the finder between a view and a draft.

use chaffinch_layers::{
    BLOCKS, ENTITIES, HOLDERS, MENTIONS, PAIRS, QUOTES, SENTENCES, STANCES, TARGETS, TOKENS,
};
use pipeline_core::{
    Build, BuildError, Draft, Label as LabelId, Stage, StageConfig, StageError, StageSpec, Verdict, View,
    Worker,
};

use std::collections::BTreeMap;

use super::read::{Input, Ranges};
use crate::doc::{Mention, Sort, Span};
use crate::stance::judge::Judge;
use crate::stance::model::Model;
use crate::stance::pack::{self, Verbs};
use crate::stance::pairs::roll_up;
use crate::stance::precise::Precise;
use crate::stance::{Buffers, Finder, Given, Label, Said, Scored};
use crate::table::{Table, key};
use crate::tok::narrow;
use crate::{Method, Stance};

impl StageConfig for Stance {
    const SPEC: StageSpec =
        StageSpec::new("stance", "says who takes which side toward whom, with the evidence")
            .uses(&[
                BLOCKS.name,
                SENTENCES.name,
                TOKENS.name,
                ENTITIES.name,
                MENTIONS.name,
                QUOTES.name,
                TARGETS,
                HOLDERS,
            ])
            .creates(&[STANCES])
            .tables(&[PAIRS]);

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        if !(0.0..=1.0).contains(&self.min_confidence) {
            let found = self.min_confidence;
            return Err(BuildError::at(
                "min_confidence",
                format!("found {found}, expected a number from 0 to 1"),
            ));
        }
        if self.voices.is_empty() {
            let message = "expected `author`, `quoted`, `reported` or several of them, but the list is empty";
            return Err(BuildError::at("voices", message));
        }
        if let Some(bad) = self.targets.iter().find(|t| crate::slug(t) != **t) {
            let slug = crate::slug(bad);
            return Err(BuildError::at(
                "targets",
                format!("found `{bad}`, expected the id of an actor or entity such as `{slug}`"),
            ));
        }
        let packs = super::read_packs(cx, &self.packs, pack::EMBEDDED)?;
        let (verbs, _) = super::blame(&packs, Verbs::read)?;
        let judge = judge(&self, cx)?;
        let labels = [cx.label("for"), cx.label("against"), cx.label("neutral")];
        Ok(Box::new(Running { finder: Finder::new(self, verbs, judge), labels }))
    }
}

/// What judges, as the options say.
fn judge(options: &Stance, cx: &mut Build<'_>) -> Result<Judge, BuildError> {
    let (name, model) = match (options.method, &options.model) {
        (Method::Rules, None) => return Ok(Judge::Rules),
        (Method::Model, Some(path)) => (format!("the model `{path}`"), Judge::open(cx.read("model", path)?)),
        (Method::Model, None) => ("the embedded model".to_owned(), Model::released().map(Judge::from)),
        (Method::Precise, None) => ("the embedded model".to_owned(), Precise::released().map(Judge::from)),
        (method @ (Method::Rules | Method::Precise), Some(_)) => {
            let why = match method {
                Method::Rules => "`method = \"rules\"` uses none",
                _ => "`method = \"precise\"` uses the embedded one",
            };
            return Err(BuildError::at(
                "model",
                format!("a model is named, but {why}; leave one of the two out"),
            ));
        }
    };
    model.map_err(|error| BuildError::at("model", format!("{name} {error}")))
}

struct Running {
    finder: Finder,
    labels: [LabelId; 3],
}

#[derive(Default)]
struct Scratch {
    ranges: Ranges,
    buffers: Buffers,
}

impl Stage for Running {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        let Scratch { ranges, buffers } = worker.scratch();
        let input = Input::read(doc, ranges)?;
        let said = said(doc, &input)?;
        let given = asked(doc, &input.mentions)?;
        let mut out = Vec::new();
        match &given {
            None => self.finder.find(&input.doc(ranges), &descriptions(doc)?, &said, buffers, &mut out),
            Some(asked) => {
                let slices = input.doc(ranges);
                out.extend(asked.iter().map(|a| self.finder.given(&slices, &a.given(), &said, buffers)));
            }
        }
        self.write(draft, &out)?;
        Ok(Verdict::Keep)
    }

    fn batch(&self) -> usize {
        super::BATCH
    }
}

impl Running {
    fn write(&self, draft: &mut Draft<'_>, out: &[Scored<'_>]) -> Result<(), StageError> {
        let mut rows = Vec::with_capacity(out.len());
        let mut layer = draft.layer(STANCES.name)?;
        let attr = |name: &str| layer.attr(name);
        let (confidence, holder, target) = (attr("confidence")?, attr("holder")?, attr("target")?);
        let (voice, mention, past) = (attr("voice")?, attr("mention")?, attr("past")?);
        for stance in out {
            let label = match stance.label {
                Label::For => self.labels[0],
                Label::Against => self.labels[1],
                Label::Neutral => self.labels[2],
            };
            let row = layer.push_scored(stance.evidence.range(), label, round(stance.score))?;
            layer.set_f64(row, confidence, f64::from((stance.confidence * 1000.0).round()) / 1000.0)?;
            layer.set_str(row, holder, stance.holder)?;
            layer.set_str(row, target, stance.target)?;
            layer.set_str(row, voice, stance.voice.name())?;
            layer.set_span(row, mention, stance.mention.range())?;
            if stance.past {
                layer.set_bool(row, past, true)?;
            }
            rows.push(narrow(row.number()));
        }
        let mut table = draft.table(PAIRS.name)?;
        let attr = |name: &str| table.attr(name);
        let (holder, target, score) = (attr("holder")?, attr("target")?, attr("score")?);
        let (label, favor, against, evidence) =
            (attr("label")?, attr("for")?, attr("against")?, attr("evidence")?);
        for pair in roll_up(out, &rows) {
            let row = table.push();
            table.set_str(row, holder, pair.holder)?;
            table.set_str(row, target, pair.target)?;
            table.set_f64(row, score, pair.score)?;
            table.set_str(row, label, pair.label)?;
            table.set_i64(row, favor, i64::try_from(pair.favor).unwrap_or(i64::MAX))?;
            table.set_i64(row, against, i64::try_from(pair.against).unwrap_or(i64::MAX))?;
            table.set_ref_list(row, evidence, &pair.evidence)?;
        }
        Ok(())
    }
}

fn round(score: f32) -> f32 {
    (score.clamp(-1.0, 1.0) * 1000.0).round() / 1000.0
}

/// The quotations of the document with their holders' sides.
fn said<'d>(doc: &View<'d>, input: &Input<'d>) -> Result<Vec<Said<'d>>, StageError> {
    let mut quotes = chaffinch_layers::Quotes::of(doc)?.iter().peekable();
    if quotes.peek().is_none() {
        return Ok(Vec::new());
    }
    // by the key of an entity, its first mention, counted from 1
    let mut first = Table::<usize>::default();
    for (number, mention) in (1..).zip(&input.mentions) {
        let entry = first.entry(key(mention.id));
        *entry = if *entry == 0 { number } else { *entry };
    }
    let named = |holder: &str| {
        let found = first.get(key(holder)).and_then(|number| input.mentions.get(number - 1));
        found.filter(|mention| mention.id == holder)
    };
    let said = quotes.map(|quote| Said {
        span: Span::new(narrow(quote.range.start), narrow(quote.range.end)),
        holder: quote.holder,
        side: named(quote.holder).map_or(quote.holder, Mention::side),
        speaker: quote.speaker.and_then(|row| input.in_row(row)).map(|mention| mention.span),
        direct: quote.label == "direct",
    });
    Ok(said.collect())
}

/// The descriptions of the layer `mentions`: `the prime minister`, tied to whom they mean.
fn descriptions<'d>(doc: &View<'d>) -> Result<Vec<Mention<'d>>, StageError> {
    let Some(layer) = doc.layer(MENTIONS.name)? else { return Ok(Vec::new()) };
    let (ids, actors) = (layer.str("id"), layer.str("actor"));
    let rows = layer.spans().iter().enumerate().filter_map(|(row, span)| {
        let id = ids.and_then(|column| column.get(row))?;
        let range = span.range();
        Some(Mention {
            span: Span::new(narrow(range.start), narrow(range.end)),
            sort: Sort::of(doc.label_name(span.label())),
            id,
            actor: actors.and_then(|column| column.get(row)),
        })
    });
    Ok(rows.collect())
}

/// One row of the incoming `targets` layer, with its row of `holders`.
struct Asked {
    span: Span,
    target: String,
    holder: Option<(Span, String)>,
}

impl Asked {
    fn given(&self) -> Given<'_> {
        Given {
            span: self.span,
            target: &self.target,
            holder: self.holder.as_ref().map(|(_, name)| name.as_str()),
            holder_span: self.holder.as_ref().map(|(span, _)| *span),
        }
    }
}

/// The incoming targets, if the document brings any.
fn asked(doc: &View<'_>, mentions: &[Mention<'_>]) -> Result<Option<Vec<Asked>>, StageError> {
    let Some(targets) = doc.layer(TARGETS)? else { return Ok(None) };
    let holders = doc.layer(HOLDERS)?.filter(|h| h.len() == targets.len());
    let named = |span: pipeline_core::Span, own: bool| {
        let bytes = Span::new(narrow(span.start()), narrow(span.end()));
        (bytes, name(doc.text(), mentions, bytes, own))
    };
    let order = holders.map(order);
    let rows = targets.spans().iter().enumerate().map(|(i, span)| {
        let (bytes, target) = named(*span, false);
        let row = order.as_ref().and_then(|o| o.get(&i).copied());
        let holder = holders.zip(row).and_then(|(h, row)| h.spans().get(row)).map(|span| named(*span, true));
        Asked { span: bytes, target, holder }
    });
    Ok(Some(rows.collect()))
}

/// Target row → holder row. Layers are sorted on their way in, so a `holders` row may say by the reference `target`
/// which row it belongs to; without it, rows belong together by their number.
fn order(holders: &pipeline_core::Layer) -> BTreeMap<usize, usize> {
    let own =
        |row: usize| holders.attrs().get("target").and_then(|_| holders.attrs().reference("target", row));
    (0..holders.len()).map(|row| (own(row).unwrap_or(row), row)).collect()
}

/// The name of a given mention: of the entity that overlaps it, else the slug of its text.
fn name(text: &str, mentions: &[Mention<'_>], span: Span, own: bool) -> String {
    let next = mentions.partition_point(|m| m.span.start < span.end);
    let overlapping = mentions[next.saturating_sub(8)..next].iter().rev().find(|m| m.span.end > span.start);
    match overlapping {
        Some(mention) if own => mention.id.to_owned(),
        Some(mention) => mention.side().to_owned(),
        None => crate::slug(text.get(span.range()).unwrap_or("")),
    }
}
