//! `chaffinch explain`: one document on its way through the pipeline, step by step.
//!
//! Nothing here knows a stage by its name. What a stage did is read off the document before and
//! after it: rows of the layers it declares, tables, `meta`. Stages that can say more when they
//! are asked (an option `explain`) are asked.

mod people;
mod step;

use super::run::{fit, read_context};
use crate::args::ExplainArgs;
use crate::failure::{Exit, Failure};
use crate::log;
use crate::project::Project;
use chaffinch_io::{Decoded, Inputs, Quarantine, RawItem, ReadContext, Reader};
use pipeline_core::{Bounds, Document, Executor, Outcome, Workers};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::Arc;
use step::Step;

/// So many ids are named where the wanted one is not there.
const NAMED: usize = 5;

/// A document, or why it could not be read, and the file it is in.
struct Picked {
    path: Option<String>,
    read: Result<Decoded, Box<Quarantine>>,
}

impl Picked {
    fn new(item: RawItem, cx: &ReadContext) -> Self {
        Self { path: item.origin().path().map(str::to_owned), read: item.decode(cx) }
    }

    fn id(&self) -> &str {
        match &self.read {
            Ok(decoded) => decoded.document.id(),
            Err(quarantine) => &quarantine.id,
        }
    }
}

/// A document and what became of it.
struct Explained {
    id: String,
    path: Option<String>,
    steps: Vec<Step>,
    end: End,
}

/// How a document ended.
enum End {
    Written { source_bytes: usize, text_bytes: usize },
    Dropped { stage: String, reason: String },
    Quarantined { stage: String, reason: String },
}

pub(crate) fn explain(args: &ExplainArgs) -> Result<Exit, Failure> {
    let mut project = Project::load_explaining(&args.config, &args.set)?;
    let inputs = Arc::new(Inputs::expand(&[&args.file], None)?);
    let Picked { path, read } = pick(args, &inputs, &read_context(&project))?;
    let explained = match read {
        Ok(decoded) => {
            fit_stages(&mut project, args, &decoded.document)?;
            follow(&project, decoded.document, path)
        }
        Err(q) => {
            let end = End::Quarantined { stage: q.stage, reason: q.error };
            Explained { id: q.id, path, steps: Vec::new(), end }
        }
    };
    let text =
        if args.json { format!("{:#}\n", explained.json()) } else { people::render(&explained, args.rows) };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(if matches!(explained.end, End::Quarantined { .. }) { Exit::AllBad } else { Exit::Done })
}

/// The document that is asked for.
fn pick(args: &ExplainArgs, inputs: &Arc<Inputs>, cx: &ReadContext) -> Result<Picked, Failure> {
    let mut items = Reader::new(inputs.clone(), &cx.config);
    if let Some(id) = &args.id {
        return with_id(items, id, args, cx);
    }
    let nth = args.nth.unwrap_or(1);
    let before = (1..nth).take_while(|_| items.next().is_some()).count() as u64;
    let Some(item) = items.next() else {
        let message = match before {
            0 => format!("`{}` holds no document", args.file),
            n => format!("`{}` holds {n} documents, so there is no {nth}-th", args.file),
        };
        return Err(Failure::new(Exit::NoInput, message));
    };
    if args.nth.is_none() && items.next().is_some() {
        log::info(&format!(
            "`{}` holds several documents; this is the first (`--nth N` or `--id ID` picks another)",
            args.file
        ));
    }
    Ok(Picked::new(item, cx))
}

fn with_id(items: Reader, id: &str, args: &ExplainArgs, cx: &ReadContext) -> Result<Picked, Failure> {
    let mut seen = Vec::new();
    for item in items {
        let picked = Picked::new(item, cx);
        if picked.id() == id {
            return Ok(picked);
        }
        if seen.len() < NAMED {
            seen.push(format!("`{}`", picked.id()));
        }
    }
    let others =
        if seen.is_empty() { String::new() } else { format!("; there are {}, …", seen.join(", ")) };
    Err(Failure::new(Exit::NoInput, format!("no document in `{}` has the id `{id}`{others}", args.file)))
}

/// The corpus passes: over `--corpus`, else over this document alone.
fn fit_stages(project: &mut Project, args: &ExplainArgs, document: &Document) -> Result<(), Failure> {
    let executor = Executor::new(0, Bounds::default()).map_err(|e| Failure::new(Exit::Internal, e))?;
    if !args.corpus.is_empty() {
        return fit(project, &executor, &Arc::new(Inputs::expand(&args.corpus, None)?));
    }
    if let Some((stage, _)) = project.pipeline.unfitted() {
        log::info(&format!(
            "stage `{stage}` reads the whole corpus first; here it sees this document alone (`--corpus INPUT...` shows it more)"
        ));
    }
    let items = || std::iter::once(document.clone());
    project
        .pipeline
        .fit(&executor, items, |d| d.source().len(), Some)
        .map_err(|e| Failure::new(Exit::AllBad, e.to_string()))
}

fn follow(project: &Project, document: Document, path: Option<String>) -> Explained {
    let (id, mut steps) = (document.id().to_owned(), Vec::new());
    let outcome = project.pipeline.trace(document, &mut Workers::default(), |name, before, after| {
        let planned = project.plan.stages.iter().find(|s| s.name == name);
        steps.extend(planned.map(|planned| Step::between(planned, before, after)));
    });
    let end = match outcome {
        Outcome::Written(document) => {
            End::Written { source_bytes: document.source().len(), text_bytes: document.text().len() }
        }
        Outcome::Dropped { stage, reason, .. } => End::Dropped { stage, reason },
        Outcome::Quarantined(q) => End::Quarantined { stage: q.stage, reason: q.reason },
    };
    Explained { id, path, steps, end }
}

impl Explained {
    fn json(&self) -> Value {
        let end = match &self.end {
            End::Written { source_bytes, text_bytes } => {
                json!({"ended": "written", "source_length": source_bytes, "text_length": text_bytes})
            }
            End::Dropped { stage, reason } => json!({"ended": "dropped", "stage": stage, "reason": reason}),
            End::Quarantined { stage, reason } => {
                json!({"ended": "quarantined", "stage": stage, "reason": reason})
            }
        };
        json!({"id": self.id, "path": self.path, "unit": "byte",
               "stages": self.steps.iter().map(Step::json).collect::<Vec<_>>(), "outcome": end})
    }
}
