//! Asks the pipeline: a gold document in, what came out of it in source coordinates.

use crate::gold::{Input, Item};
use crate::side::Side;
use crate::{Task, observe, source};
use pipeline_core::{Coords, Document, DocumentError, Labels, Outcome, Pipeline, Workers};
use std::path::Path;
use std::sync::Arc;

/// What came of one gold document.
pub(crate) struct Asked {
    /// What ranges index: the source, or the input's own text.
    pub(crate) base: Arc<str>,
    /// One side an input; empty where it was dropped or failed.
    pub(crate) found: Vec<Side>,
    /// Whether the pipeline made what the task compares.
    pub(crate) is_answered: bool,
    pub(crate) end: End,
}

/// What became of a document; the worst of several counts.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    Processed,
    Dropped,
    /// By which stage, and why.
    Quarantined(String),
}

/// Runs the source at that path, or else the item's own inputs. The error says why the source
/// cannot be read.
pub(crate) fn ask(
    pipeline: &Pipeline,
    task: &Task,
    item: &Item,
    source: Option<&Path>,
    workers: &mut Workers,
) -> Result<Asked, String> {
    let labels = pipeline.labels();
    let mut asked = Asked { base: Arc::from(""), found: Vec::new(), is_answered: false, end: End::Processed };
    if let Some(path) = source {
        let read = source::read(path, labels);
        let document = read.map_err(|why| format!("its source `{}`: {why}", path.display()))?;
        asked.base = document.source().into();
        asked.add(pipeline.process_one(document, workers), task);
        return Ok(asked);
    }
    for input in &item.inputs {
        asked.base = input.text.clone();
        match document(item, input, labels) {
            Ok(document) => asked.add(pipeline.process_one(document, workers), task),
            Err(error) => asked.push(None, End::Quarantined(error.to_string())),
        }
    }
    Ok(asked)
}

impl Asked {
    fn add(&mut self, outcome: Outcome, task: &Task) {
        match outcome {
            Outcome::Written(document) => {
                self.push(observe::side(&document, task), End::Processed);
            }
            Outcome::Dropped { .. } => self.push(None, End::Dropped),
            Outcome::Quarantined(q) => {
                let why = format!("`{}` by stage `{}`: {}", q.id, q.stage, q.reason);
                self.push(None, End::Quarantined(why));
            }
        }
    }

    fn push(&mut self, side: Option<Side>, end: End) {
        self.is_answered |= side.is_some();
        self.found.push(side.unwrap_or_default());
        if end > self.end {
            self.end = end;
        }
    }
}

/// The document of an input, with the mentions to judge.
fn document(item: &Item, input: &Input, labels: &Labels) -> Result<Document, DocumentError> {
    let mut document = Document::new(&*item.id, input.text.clone(), labels)?;
    if input.is_html {
        document.meta_mut().insert("format".to_owned(), "html".into());
    }
    for (layer, mention) in [("targets", &input.target), ("holders", &input.holder)] {
        if let Some(mention) = mention {
            document.input_layer(layer, Coords::Text).push(mention.clone(), "", None)?;
        }
    }
    document.settle()?;
    Ok(document)
}
