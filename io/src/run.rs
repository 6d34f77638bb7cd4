//! One document's whole way: decode, process, encode. What each worker thread does with each item.

use pipeline_core::{Document, Outcome, Pipeline, Workers};

use crate::Unit;
use crate::input::item::Origin;
use crate::input::{Position, RawItem};
use crate::quarantine::{OUTPUT_STAGE, Quarantine};
use crate::read::ReadContext;
use crate::record::encode::{WriteOptions, encode};
use crate::record::read::Decoded;

/// What became of one document, ready for a [`Sink`](crate::Sink).
#[derive(Debug)]
pub struct Finished {
    /// Its place in the input.
    pub position: Position,
    /// The place after it.
    pub after: Position,
    /// How it ended.
    pub ended: Ended,
}

/// How a document ended. Exactly one for each document.
#[derive(Debug)]
pub enum Ended {
    /// It is to be written.
    Written {
        /// Its id.
        id: String,
        /// Its record, `\n` included.
        line: Vec<u8>,
    },
    /// A stage dropped it.
    Dropped {
        /// Its id.
        id: String,
        /// The file it came from, relative to its INPUT.
        path: Option<String>,
        /// The stage that dropped it.
        stage: String,
        /// Why.
        reason: String,
    },
    /// The reader, a stage or the writer could not do it.
    Quarantined(Quarantine),
    /// A stage failed for good: no other document would fare better, and the run should stop. A
    /// [`Sink`](crate::Sink) does not take it.
    Fatal(Quarantine),
}

/// Takes one item all the way; to be called on any thread. `see` looks at each document that is written, as it is
/// after the last stage.
pub fn run_one(
    item: RawItem,
    pipeline: &Pipeline,
    workers: &mut Workers,
    read: &ReadContext,
    write: &WriteOptions,
    see: impl FnOnce(&Document),
) -> Finished {
    let (place, decoded) = begin(item, read);
    let ended = match decoded {
        Ok(Decoded { document, unit, .. }) => {
            end(pipeline.process_one(document, workers), unit, &place.origin, write, see)
        }
        Err(quarantine) => Ended::Quarantined(*quarantine),
    };
    place.finished(ended)
}

/// As [`run_one`], for pipelines with stages that like several documents at once. `see` is given the place of the
/// document in `items` with it.
pub fn run_batch(
    items: Vec<RawItem>,
    pipeline: &Pipeline,
    workers: &mut Workers,
    read: &ReadContext,
    write: &WriteOptions,
    mut see: impl FnMut(usize, &Document),
) -> Vec<Finished> {
    let mut documents = Vec::with_capacity(items.len());
    let mut places = Vec::with_capacity(items.len());
    for item in items {
        let (place, decoded) = begin(item, read);
        let unit = decoded.map(|Decoded { document, unit, .. }| {
            documents.push(document);
            unit
        });
        places.push((place, unit));
    }
    let mut outcomes = pipeline.process_batch(documents, workers).into_iter();
    let finish = |(at, (place, unit)): (usize, (Place, Result<_, Box<Quarantine>>))| {
        let ended = match unit {
            Ok(unit) => {
                let outcome = outcomes.next().expect("one outcome a document");
                end(outcome, unit, &place.origin, write, |document| see(at, document))
            }
            Err(quarantine) => Ended::Quarantined(*quarantine),
        };
        place.finished(ended)
    };
    places.into_iter().enumerate().map(finish).collect()
}

/// About how long a record becomes: its spans take several times the room of its text.
fn usual_record(document: &Document) -> usize {
    1024 + 8 * document.text().len()
}

/// Where an item came from.
struct Place {
    position: Position,
    after: Position,
    origin: Origin,
}

impl Place {
    fn finished(&self, ended: Ended) -> Finished {
        Finished { position: self.position, after: self.after, ended }
    }
}

fn begin(item: RawItem, read: &ReadContext) -> (Place, Result<Decoded, Box<Quarantine>>) {
    let place = Place { position: item.position(), after: item.after(), origin: item.origin().clone() };
    (place, item.decode(read))
}

fn end(
    outcome: Outcome,
    unit: Option<Unit>,
    origin: &Origin,
    write: &WriteOptions,
    see: impl FnOnce(&Document),
) -> Ended {
    match outcome {
        Outcome::Written(document) => {
            let mut line = Vec::with_capacity(usual_record(&document));
            if let Err(error) = encode(&document, unit, write, &mut line) {
                return Ended::Quarantined(origin.quarantine(
                    Some(document.id()),
                    OUTPUT_STAGE,
                    error.to_string(),
                ));
            }
            see(&document);
            Ended::Written { id: document.id().to_owned(), line }
        }
        Outcome::Dropped { document, stage, reason } => Ended::Dropped {
            id: document.id().to_owned(),
            path: origin.path().map(str::to_owned),
            stage,
            reason,
        },
        Outcome::Quarantined(bad) => {
            let quarantine = origin.quarantine(Some(&bad.id), &bad.stage, bad.reason);
            if bad.fatal { Ended::Fatal(quarantine) } else { Ended::Quarantined(quarantine) }
        }
    }
}
