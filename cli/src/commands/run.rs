//! `chaffinch run`: reader → executor → sink.

use super::bench::{megabytes, rate, share};
use crate::args::{Global, RunArgs};
use crate::failure::{Exit, Failure};
use crate::pairs::{self, Found, Pairs};
use crate::progress::{self, Done};
use crate::project::Project;
use crate::{log, table};
use chaffinch_io::{
    Counts, Ended, Finished, Inputs, IoError, Mode, Quarantine, RawItem, ReadContext, Reader, RunInfo,
    RunOptions, Schema, Sink, Start, Summary, Target, WriteOptions, run_batch, run_one,
};
use pipeline_core::{Bounds, Document, Executor, StageStats, Workers};
use serde_json::json;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Quarantined documents that are named on standard error where no run directory lists them.
const NAMED: u64 = 20;

pub(crate) fn run(args: &RunArgs, global: &Global) -> Result<Exit, Failure> {
    let mut project = Project::load(&args.config, &args.set)?;
    let target = Target::of(args.output.as_deref())?;
    can_sum_up(args, &project)?;
    let inputs = Arc::new(inputs(args, &project)?);
    let threads = args.threads.map_or(0, usize::from);
    let executor = Executor::new(threads, Bounds::default()).map_err(|e| Failure::new(Exit::Internal, e))?;
    progress::catch_interrupts();
    fit(&mut project, &executor, &inputs)?;

    let options = RunOptions {
        mode: mode(args),
        limit: args.limit,
        plugins: &project.plugins,
        ..RunOptions::new(env!("CARGO_PKG_VERSION"), &project.text, &inputs, project.output.part_bytes)
    };
    let sink = Sink::open(&target, &options)?;
    let start = Instant::now();
    let Ran { sink, pairs, done } = process(&project, &executor, &inputs, sink, args, global)?;
    if progress::interrupted() {
        sink.interrupt()?;
        let hint = if matches!(target, Target::Directory(_)) { "; `--resume` goes on from here" } else { "" };
        return Err(Failure::new(Exit::Interrupted, format!("interrupted{hint}")));
    }
    let wall = start.elapsed();
    let summary = sink.finish(run_info(&project, &executor, wall))?;
    if let (Some(path), Some(pairs)) = (&args.pairs, pairs) {
        pairs.write(path)?;
    }
    if !global.quiet {
        report(&project, &done, wall, &summary);
    }
    Ok(exit(&summary.counts))
}

/// `--pairs` of a run that goes on is summed up from the records that are there, so these must have the stances.
fn can_sum_up(args: &RunArgs, project: &Project) -> Result<(), Failure> {
    let layers = project.output.layers.as_deref().filter(|_| args.pairs.is_some() && args.resume);
    if layers.is_none_or(|layers| layers.iter().any(|l| l == "stances")) {
        return Ok(());
    }
    let message = "`--pairs` with `--resume` reads the stances of the records that are written, but `[output] layers` leaves out `stances`; add it, or start again with `--fresh`";
    Err(Failure::new(Exit::Config, message))
}

fn mode(args: &RunArgs) -> Mode {
    match (args.resume, args.fresh) {
        (true, _) => Mode::Resume,
        (_, true) => Mode::Fresh,
        _ => Mode::New,
    }
}

/// INPUT, else `[input] paths`, else piped standard input.
fn inputs(args: &RunArgs, project: &Project) -> Result<Inputs, Failure> {
    if !args.input.is_empty() {
        return Ok(Inputs::expand(&args.input, None)?);
    }
    if !project.input.paths.is_empty() {
        return Ok(Inputs::expand(&project.input.paths, Some(&project.base))?);
    }
    if !std::io::stdin().is_terminal() {
        return Ok(Inputs::expand(&["-"], None)?);
    }
    let message =
        "no input: name files, directories, globs or `-`, or set `[input] paths` in the configuration";
    Err(Failure::new(Exit::Usage, message))
}

/// What reading an item needs to know.
pub(crate) fn read_context(project: &Project) -> ReadContext {
    ReadContext {
        config: project.input.clone(),
        schema: Schema::new(project.registry.layers(), project.registry.tables()),
        labels: project.pipeline.labels().clone(),
    }
}

fn weigh(item: &RawItem) -> usize {
    usize::try_from(item.weight_bytes()).unwrap_or(usize::MAX)
}

/// The corpus passes of stages that need them, over `inputs`.
pub(crate) fn fit(project: &mut Project, executor: &Executor, inputs: &Arc<Inputs>) -> Result<(), Failure> {
    if !project.pipeline.needs_fit() {
        return Ok(());
    }
    if inputs.reads_stdin() {
        let message = "a stage of this pipeline reads the whole corpus first, and standard input can be read only once; save it to a file and name that";
        return Err(Failure::new(Exit::Usage, message));
    }
    let cx = read_context(project);
    let items = || Reader::new(inputs.clone(), &cx.config);
    let decode = |item: RawItem| item.decode(&cx).ok().map(|d| d.document);
    project
        .pipeline
        .fit(executor, items, weigh, decode)
        .map_err(|e| Failure::new(Exit::AllBad, e.to_string()))
}

struct Ran {
    sink: Sink,
    pairs: Option<Pairs>,
    done: Done,
}

fn process(
    project: &Project,
    executor: &Executor,
    inputs: &Arc<Inputs>,
    mut sink: Sink,
    args: &RunArgs,
    global: &Global,
) -> Result<Ran, Failure> {
    let done = Done::default();
    let mut pairs = args.pairs.is_some().then(Pairs::default);
    let unit = project.output.offsets;
    if let (Some(pairs), true, Target::Directory(dir)) =
        (&mut pairs, args.resume, Target::of(args.output.as_deref())?)
    {
        pairs.add_written(&dir, read_context(project), unit)?;
    }
    let Start::From(position) = sink.start() else {
        log::info("this run is finished; nothing to do");
        return Ok(Ran { sink, pairs, done });
    };
    let (read, write) = (read_context(project), WriteOptions::from(&project.output));
    let left = args.limit.map_or(u64::MAX, |limit| limit.saturating_sub(position.item));
    let items = Reader::resume(inputs.clone(), &project.input, position)
        .take(usize::try_from(left).unwrap_or(usize::MAX))
        .take_while(|_| !progress::interrupted());
    let mut quarantined =
        Quarantined { listed: matches!(Target::of(args.output.as_deref())?, Target::Directory(_)), seen: 0 };
    let with_pairs = pairs.is_some();
    let pipeline = &project.pipeline;
    let look = |document: &Document| if with_pairs { pairs::of(document, unit) } else { Found::default() };
    let one = |workers: &mut Workers, item: RawItem| {
        let (bytes, mut found) = (item.weight_bytes(), Found::default());
        let finished = run_one(item, pipeline, workers, &read, &write, |document| found = look(document));
        (finished, bytes, found)
    };
    let several = |workers: &mut Workers, items: Vec<RawItem>| {
        let mut rest: Vec<_> = items.iter().map(|i| (i.weight_bytes(), Found::default())).collect();
        let see = |at: usize, document: &Document| rest[at].1 = look(document);
        let finished = run_batch(items, pipeline, workers, &read, &write, see);
        finished.into_iter().zip(rest).map(|(finished, (bytes, found))| (finished, bytes, found)).collect()
    };
    let put = |(finished, bytes, found): (Finished, u64, _)| {
        sink.put(&finished)?;
        done.documents.fetch_add(1, Relaxed);
        done.bytes.fetch_add(bytes, Relaxed);
        if let Some(pairs) = &mut pairs {
            pairs.add(found);
        }
        if let Ended::Quarantined(q) = &finished.ended {
            quarantined.see(q);
        }
        Ok::<_, IoError>(())
    };
    let total = (!inputs.reads_stdin()).then(|| inputs.bytes());
    progress::during(global.quiet, pipeline, &done, total, || match pipeline.batch() {
        1 => executor.map_ordered(items, weigh, Workers::default, one, put),
        _ => executor.map_batches(items, weigh, Workers::default, several, put),
    })?;
    quarantined.end();
    Ok(Ran { sink, pairs, done })
}

/// Names quarantined documents on standard error, where no `quarantine.jsonl` lists them.
struct Quarantined {
    listed: bool,
    seen: u64,
}

impl Quarantined {
    fn see(&mut self, q: &Quarantine) {
        self.seen += 1;
        if !self.listed && self.seen <= NAMED {
            log::warning(&format!("quarantined {q}"));
        }
    }

    fn end(&self) {
        if !self.listed && self.seen > NAMED {
            let more = self.seen - NAMED;
            log::warning(&format!(
                "and {more} more documents were quarantined; `-o DIRECTORY` lists them all"
            ));
        }
    }
}

/// What depends on time, threads, or on where an interrupted run went on.
fn run_info(project: &Project, executor: &Executor, wall: Duration) -> RunInfo {
    let stage = |s: &StageStats| {
        json!({"name": s.name, "documents": s.documents, "bytes": s.bytes, "dropped": s.dropped,
               "quarantined": s.quarantined, "seconds": s.time.as_secs_f64()})
    };
    let stages: Vec<_> = project.pipeline.stats().stages.iter().map(stage).collect();
    let mut run = serde_json::Map::new();
    run.insert("threads".into(), json!(executor.threads()));
    run.insert("wall_seconds".into(), json!(wall.as_secs_f64()));
    run.insert("stages".into(), stages.into());
    run.insert("directory".into(), json!(std::env::current_dir().unwrap_or_default().display().to_string()));
    RunInfo { run }
}

/// The closing table.
fn report(project: &Project, done: &Done, wall: Duration, summary: &Summary) {
    let Counts { documents, written, dropped, quarantined } = summary.counts;
    let stats = project.pipeline.stats();
    let (bytes, total) = (done.bytes.load(Relaxed), stats.time());
    let rows: Vec<Vec<String>> = stats
        .stages
        .iter()
        .map(|s| {
            vec![
                s.name.clone(),
                s.documents.to_string(),
                s.dropped.to_string(),
                s.quarantined.to_string(),
                format!("{:.1}", s.mb_per_second()),
                format!("{:.1} %", share(s.time, total)),
            ]
        })
        .collect();
    let table = table::render(&["stage", "documents", "dropped", "quarantined", "MB/s", "share"], &rows);
    let speed = rate(usize::try_from(bytes).unwrap_or(usize::MAX), wall);
    let closing = format!(
        "{documents} documents: {written} written, {dropped} dropped, {quarantined} quarantined · {:.2} MB in {:.2} s, {speed} MB/s",
        megabytes(bytes),
        wall.as_secs_f64()
    );
    let fields = json!({"documents": documents, "written": written, "dropped": dropped, "quarantined": quarantined,
                        "bytes": bytes, "wall_seconds": wall.as_secs_f64()});
    let message = if log::is_json() { closing } else { format!("{table}\n{closing}") };
    log::figures(&message, &fields);
    if summary.repeated_ids > 0 {
        log::warning(&format!(
            "{} documents have an id that another one has; all were kept",
            summary.repeated_ids
        ));
    }
}

fn exit(counts: &Counts) -> Exit {
    match counts {
        Counts { quarantined: 0, .. } => Exit::Done,
        Counts { quarantined, documents, .. } if quarantined == documents => Exit::AllBad,
        _ => Exit::Partly,
    }
}
