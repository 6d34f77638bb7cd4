//! `chaffinch eval`: loads gold, builds the pipeline, prints the scores.

use crate::args::EvalArgs;
use crate::failure::{Exit, Failure};
use crate::project::Project;
use chaffinch_eval::{ErrorKind, EvalError, SourceLookup, Task, load};
use pipeline_core::{Bounds, Executor};
use std::io::Write;
use std::path::PathBuf;

pub(crate) fn eval(args: &EvalArgs) -> Result<Exit, Failure> {
    let configured = args.config.as_ref().map(|path| Project::load(path, &args.set)).transpose()?;
    // Layers of the configuration's plugins are scored by their names, too.
    let registry = configured.as_ref().map_or_else(chaffinch_stages::registry, |p| p.registry.clone());
    let task = Task::parse(&args.task, registry.layers().map(|l| l.name))?;
    let mut gold = load(&task, &[PathBuf::from(&args.gold)])?;
    gold.only(&args.labels)?;
    for path in &args.without {
        gold.leave_out(&load(&task, std::slice::from_ref(path))?)?;
    }
    let sources = match &args.source {
        Some(dir) => SourceLookup::in_dir(dir)?,
        None => SourceLookup::beside_gold(),
    };
    let project = match configured {
        Some(project) => project,
        None => Project::of_stages(&gold.stages(&sources), &args.set)?,
    };
    task.check(&project.plan)?;
    let threads = args.threads.map_or(0, usize::from);
    let executor = Executor::new(threads, Bounds::default()).map_err(|e| Failure::new(Exit::Internal, e))?;
    let report = chaffinch_eval::run(&gold, &project.pipeline, &executor, &sources)?;
    let text = if args.json {
        let json = serde_json::to_string_pretty(&report);
        json.map_err(|e| Failure::new(Exit::Internal, e.to_string()))? + "\n"
    } else {
        report.to_string()
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

impl From<ErrorKind> for Exit {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Usage => Self::Usage,
            ErrorKind::Data => Self::AllBad,
            ErrorKind::NotFound => Self::NoInput,
            ErrorKind::Io => Self::Io,
            ErrorKind::Config => Self::Config,
        }
    }
}

impl From<EvalError> for Failure {
    fn from(e: EvalError) -> Self {
        Self::new(e.kind().into(), e.to_string())
    }
}
