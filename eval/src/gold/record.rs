//! Record v1 as gold.
//!
//! A record's own offsets are kept in its unit until it is known what the pipeline reads: the
//! source that `meta.path` names, or else the record's text. Then all of it goes to bytes of
//! that, through the record's ledger or not.

use crate::gold::row::Row;
use crate::gold::{Answer, Input, Item};
use crate::side::{Actors, Mark, Pair, Side};
use crate::task::Kind;
use crate::{EvalError, Task};
use chaffinch_io::{Offsets, Unit};
use pipeline_core::Ledger;
use serde::Deserialize;
use serde_json::Value;
use std::ops::Range;
use std::sync::Arc;

/// The parts of a record that a task compares, in the record's unit.
#[derive(Debug)]
pub(crate) struct Record {
    /// `meta.path`.
    pub(crate) path: Option<String>,
    pub(crate) source_length: usize,
    unit: Unit,
    ledger: Ledger,
    text: Arc<str>,
    pub(crate) rows: Vec<RecordRow>,
    dropped: Vec<RecordRow>,
    /// Whom the `speaker` of quotations means.
    entities: Vec<RecordRow>,
    pub(crate) pairs: Vec<Pair>,
}

/// One annotation as records write it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RecordRow {
    start: Option<usize>,
    end: Option<usize>,
    source: Option<[usize; 2]>,
    pub(crate) label: Option<String>,
    score: Option<f64>,
    id: Option<String>,
    actor: Option<String>,
    holder: Option<String>,
    target: Option<String>,
    mention: Option<[usize; 2]>,
    speaker: Option<usize>,
    cue: Option<[usize; 2]>,
}

#[derive(Deserialize)]
struct RecordPair {
    holder: String,
    target: String,
    #[serde(default)]
    label: String,
    score: Option<f64>,
}

/// What the offsets of a record are resolved against.
#[derive(Clone, Copy)]
pub(crate) enum Base<'s> {
    /// The decoded source, which the ledger leads to.
    Source(&'s str),
    /// The record's own text.
    Text,
}

pub(crate) fn item(row: &Row, task: &Task) -> Result<Item, EvalError> {
    let text: Arc<str> = row.string("text")?.into();
    let unit = match row.get("unit").map(|u| u.as_str().and_then(Unit::from_name)) {
        None => Unit::Char,
        Some(Some(unit)) => unit,
        Some(None) => return Err(row.error("`unit`: expected `char`, `byte` or `utf16`")),
    };
    let ledger = ledger(row, Offsets::new(&text, unit).len())?;
    let is_clean = task.kind() == Kind::Clean;
    let record = Record {
        path: row.get("meta").and_then(|m| m.get("path")?.as_str()).map(str::to_owned),
        source_length: ledger.source_len(),
        unit,
        ledger,
        text: text.clone(),
        rows: if is_clean { Vec::new() } else { layer(row, task)? },
        dropped: if is_clean { rows(row, "dropped")?.unwrap_or_default() } else { Vec::new() },
        entities: match task.kind() {
            Kind::Quotes => rows(row, "entities")?.unwrap_or_default(),
            _ => Vec::new(),
        },
        pairs: if task.kind() == Kind::Pairs { pairs(row)? } else { Vec::new() },
    };
    Ok(Item {
        id: row.id(),
        file: row.file.clone(),
        inputs: vec![Input::plain(text)],
        answer: Answer::Record(Box::new(record)),
    })
}

impl Record {
    /// The record in bytes of what the pipeline reads. The message says what does not fit.
    pub(crate) fn resolve(&self, base: Base<'_>) -> Result<Side, String> {
        let offsets = match base {
            Base::Source(source) => Offsets::new(source, self.unit),
            Base::Text => Offsets::new(&self.text, self.unit),
        };
        if let Base::Source(source) = base {
            self.verify(source, &offsets)?;
        }
        let bytes = |r: Range<usize>| -> Result<Range<usize>, String> {
            let (from, to) = (offsets.to_byte(r.start), offsets.to_byte(r.end));
            let found = from.zip(to).filter(|(from, to)| from <= to);
            found.map(|(from, to)| from..to).ok_or_else(|| {
                let (unit, len) = (self.unit.name(), offsets.len());
                format!("span [{}, {}] is not within 0 to {len} ({unit})", r.start, r.end)
            })
        };
        let of_text = |r: Range<usize>| match base {
            Base::Source(_) if r.end <= self.ledger.text_len() => bytes(self.ledger.to_source(r)),
            Base::Source(_) => Err(format!("span [{}, {}] leaves the text", r.start, r.end)),
            Base::Text => bytes(r),
        };
        let mut side = Side { pairs: self.pairs.clone(), ..Side::default() };
        for row in &self.rows {
            match (row.start.zip(row.end), row.source, base) {
                (Some((start, end)), ..) => side.marks.push(row.mark(of_text(start..end)?, &of_text)?),
                (None, Some([start, end]), Base::Source(_)) => {
                    side.marks.push(row.mark(bytes(start..end)?, &of_text)?);
                }
                (None, Some(_), Base::Text) => {}
                (None, None, _) => return Err("a row has neither `start` and `end` nor `source`".to_owned()),
            }
        }
        self.speakers(&mut side, &of_text)?;
        if let Base::Source(_) = base {
            for row in &self.dropped {
                let [start, end] = row.source.ok_or("a row of `dropped` has no `source`")?;
                side.dropped.push(row.mark(bytes(start..end)?, &of_text)?);
            }
            for run in self.ledger.runs() {
                side.kept.push(bytes(run.source())?);
            }
        }
        Ok(side)
    }

    /// Where the speakers of quotations stand, and for whom their holders speak.
    fn speakers(
        &self,
        side: &mut Side,
        of_text: &impl Fn(Range<usize>) -> Result<Range<usize>, String>,
    ) -> Result<(), String> {
        if self.entities.is_empty() || side.marks.len() != self.rows.len() {
            return Ok(());
        }
        let known = self.entities.iter().filter_map(|e| Some((e.id.as_deref()?, e.actor.as_deref()?)));
        let actors = Actors::new(known);
        for (mark, row) in side.marks.iter_mut().zip(&self.rows) {
            mark.side = mark.holder.as_deref().map(|holder| actors.of(holder));
            let Some(speaker) = row.speaker else { continue };
            let entity = self.entities.get(speaker).and_then(|e| e.start.zip(e.end));
            let (start, end) =
                entity.ok_or_else(|| format!("`speaker` {speaker} is no row of `entities`"))?;
            mark.speaker = Some(of_text(start..end)?);
        }
        Ok(())
    }

    /// Whether the file that was found is the source that the record was made of.
    fn verify(&self, source: &str, offsets: &Offsets<'_>) -> Result<(), String> {
        let (unit, stated) = (self.unit.name(), self.source_length);
        if offsets.len() != stated {
            return Err(format!(
                "the source has length {} ({unit}), the record states {stated}: the file has changed since",
                offsets.len()
            ));
        }
        let text = Offsets::new(&self.text, self.unit);
        for (i, run) in self.ledger.runs().iter().enumerate() {
            let piece = |o: &Offsets<'_>, r: Range<usize>| Some(o.to_byte(r.start)?..o.to_byte(r.end)?);
            let here = piece(&text, run.text()).and_then(|r| self.text.get(r));
            let there = piece(offsets, run.source()).and_then(|r| source.get(r));
            if here.is_none() || here != there {
                return Err(format!(
                    "ledger run {i} is not the same in text and source: the file has changed since"
                ));
            }
        }
        Ok(())
    }
}

impl RecordRow {
    fn mark(
        &self,
        range: Range<usize>,
        of_text: &impl Fn(Range<usize>) -> Result<Range<usize>, String>,
    ) -> Result<Mark, String> {
        Ok(Mark {
            range,
            label: self.label.clone().unwrap_or_default(),
            score: self.score,
            confidence: None,
            id: self.id.clone(),
            actor: self.actor.clone(),
            holder: self.holder.clone(),
            target: self.target.clone(),
            mention: self.mention.map(|[start, end]| of_text(start..end)).transpose()?,
            speaker: None,
            side: self.holder.clone(),
            cue: self.cue.map(|[start, end]| of_text(start..end)).transpose()?,
        })
    }
}

fn ledger(row: &Row, text_len: usize) -> Result<Ledger, EvalError> {
    let Some(value) = row.get("ledger") else {
        return Ok(Ledger::identity(text_len));
    };
    let runs: Vec<(usize, usize, usize)> = Deserialize::deserialize(value)
        .map_err(|e| row.error(format!("`ledger`: {e}; expected [[text, source, length], …]")))?;
    let end = runs.iter().map(|r| r.1.saturating_add(r.2)).max().unwrap_or(0);
    let stated = row.get("source_length").and_then(Value::as_u64);
    let source_len = stated.and_then(|l| usize::try_from(l).ok()).unwrap_or(end);
    Ledger::from_runs(runs, text_len, source_len).map_err(|e| row.error(e))
}

/// The layer of the task, which gold must have.
fn layer(row: &Row, task: &Task) -> Result<Vec<RecordRow>, EvalError> {
    if task.kind() == Kind::Pairs {
        return Ok(Vec::new());
    }
    rows(row, task.layer())?.ok_or_else(|| {
        let layers = row.get("layers").and_then(Value::as_object);
        let names: Vec<String> =
            layers.into_iter().flat_map(|l| l.keys()).map(|k| format!("`{k}`")).collect();
        row.error(format!("the record has no layer `{}`; it has {}", task.layer(), names.join(", ")))
    })
}

fn rows(row: &Row, name: &str) -> Result<Option<Vec<RecordRow>>, EvalError> {
    let Some(value) = row.get("layers").and_then(|l| l.get(name)) else {
        return Ok(None);
    };
    let rows = Deserialize::deserialize(value);
    rows.map(Some).map_err(|e| row.error(format!("layer `{name}`: {e}")))
}

fn pairs(row: &Row) -> Result<Vec<Pair>, EvalError> {
    let value = row.get("pairs").ok_or_else(|| row.error("the record has no `pairs`"))?;
    let pairs: Vec<RecordPair> =
        Deserialize::deserialize(value).map_err(|e| row.error(format!("`pairs`: {e}")))?;
    let pair = |p: RecordPair| Pair { holder: p.holder, target: p.target, label: p.label, score: p.score };
    Ok(pairs.into_iter().map(pair).collect())
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
