//! One document's whole way: decode, process, encode. What each worker thread does with each item.

use pipeline_core::{Document, Outcome, Pipeline, Workers};

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
    let (position, after, origin) = (item.position(), item.after(), item.origin().clone());
    let ended = match item.decode(read) {
        Ok(decoded) => process(decoded, &origin, pipeline, workers, write, see),
        Err(quarantine) => Ended::Quarantined(*quarantine),
    };
    Finished { position, after, ended }
}

fn process(
    decoded: Decoded,
    origin: &Origin,
    pipeline: &Pipeline,
    workers: &mut Workers,
    write: &WriteOptions,
    see: impl FnOnce(&Document),
) -> Ended {
    match pipeline.process_one(decoded.document, workers) {
        Outcome::Written(document) => {
            let mut line = Vec::new();
            if let Err(error) = encode(&document, decoded.unit, write, &mut line) {
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
            Ended::Quarantined(origin.quarantine(Some(&bad.id), &bad.stage, bad.reason))
        }
    }
}
