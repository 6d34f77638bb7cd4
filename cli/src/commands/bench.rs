//! `chaffinch bench`: documents are read and decoded once, then go through the pipeline again
//! and again; the fastest pass of each stage counts, since noise only adds time.

use crate::args::{BenchArgs, Global};
use crate::failure::{Exit, Failure};
use crate::project::Project;
use crate::{log, table};
use chaffinch_io::{Decoded, Inputs, ReadContext, Reader};
use pipeline_core::{Bounds, Document, Executor, Outcome, Pipeline, StageStats, Workers};
use serde_json::json;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) fn bench(args: &BenchArgs, global: &Global) -> Result<Exit, Failure> {
    let mut project = Project::load(&args.config, &args.set)?;
    let documents = load(&project, args)?;
    let executor =
        Executor::new(args.threads.into(), Bounds::default()).map_err(|e| Failure::new(Exit::Internal, e))?;
    let bytes: usize = documents.iter().map(|d| d.source().len()).sum();
    if !global.quiet {
        let mb = megabytes(bytes as u64);
        log::info(&format!(
            "{} documents, {mb:.1} MB, {} passes, {} threads",
            documents.len(),
            args.passes,
            args.threads
        ));
    }
    fit(&mut project.pipeline, &executor, &documents, bytes, global)?;
    let mut best = Best::default();
    for _ in 0..args.passes {
        best.pass(&project.pipeline, &executor, &documents);
    }
    let text = if args.json { best.json(&documents, bytes, args) } else { best.table(bytes) };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

fn load(project: &Project, args: &BenchArgs) -> Result<Vec<Document>, Failure> {
    let inputs = Arc::new(Inputs::expand(&args.input, None)?);
    let cx = ReadContext {
        config: project.input.clone(),
        schema: chaffinch_io::Schema::new(project.registry.layers(), project.registry.tables()),
        labels: project.pipeline.labels().clone(),
    };
    let limit = args.megabytes.saturating_mul(1_000_000);
    let (mut documents, mut bytes, mut bad) = (Vec::new(), 0, 0_u64);
    for item in Reader::new(inputs, &project.input) {
        match item.decode(&cx) {
            Ok(Decoded { document, .. }) => {
                bytes += document.source().len() as u64;
                documents.push(document);
            }
            Err(_) => bad += 1,
        }
        if bytes >= limit {
            log::info(&format!("stopped reading at {limit} bytes (--megabytes {})", args.megabytes));
            break;
        }
    }
    if bad > 0 {
        log::warning(&format!("{bad} documents could not be read and are left out"));
    }
    if documents.is_empty() {
        return Err(Failure::new(Exit::AllBad, "no document could be read; `chaffinch run` tells why"));
    }
    Ok(documents)
}

/// The corpus passes of stages that need them, timed together, with the stages before them.
fn fit(
    pipeline: &mut Pipeline,
    executor: &Executor,
    documents: &[Document],
    bytes: usize,
    global: &Global,
) -> Result<(), Failure> {
    if !pipeline.needs_fit() {
        return Ok(());
    }
    let start = Instant::now();
    let fitted = pipeline.fit(executor, || documents.iter(), |d| d.source().len(), |d| Some(d.clone()));
    fitted.map_err(|e| Failure::new(Exit::AllBad, e.to_string()))?;
    if !global.quiet {
        log::info(&format!("corpus passes: {} MB/s", rate(bytes, start.elapsed())));
    }
    Ok(())
}

/// The fastest figures so far.
#[derive(Default)]
struct Best {
    stages: Vec<StageStats>,
    wall: Option<Duration>,
    quarantined: u64,
}

impl Best {
    fn pass(&mut self, pipeline: &Pipeline, executor: &Executor, documents: &[Document]) {
        let before = pipeline.stats().stages;
        let start = Instant::now();
        let mut quarantined = 0;
        let weigh = |d: &&Document| d.source().len();
        let failed = |outcome| matches!(outcome, Outcome::Quarantined(_));
        let one = |workers: &mut Workers, document: &Document| {
            failed(pipeline.process_one(document.clone(), workers))
        };
        let several = |workers: &mut Workers, documents: Vec<&Document>| {
            let documents = documents.into_iter().cloned().collect();
            pipeline.process_batch(documents, workers).into_iter().map(failed).collect()
        };
        let count = |failed| {
            quarantined += u64::from(failed);
            Ok::<_, std::convert::Infallible>(())
        };
        // as `run` does
        let result = match pipeline.batch() {
            1 => executor.map_ordered(documents.iter(), weigh, Workers::default, one, count),
            _ => executor.map_batches(documents.iter(), weigh, Workers::default, several, count),
        };
        let Ok(_) = result;
        let wall = start.elapsed();
        self.quarantined = quarantined;
        self.wall = Some(self.wall.map_or(wall, |best| best.min(wall)));
        let stages = pipeline.stats().stages.into_iter().zip(before).map(|(now, before)| StageStats {
            time: now.time - before.time,
            documents: now.documents - before.documents,
            bytes: now.bytes - before.bytes,
            dropped: now.dropped - before.dropped,
            quarantined: now.quarantined - before.quarantined,
            name: now.name,
        });
        if self.stages.is_empty() {
            self.stages = stages.collect();
            return;
        }
        for (best, now) in self.stages.iter_mut().zip(stages) {
            if now.time < best.time {
                *best = now;
            }
        }
    }

    fn total(&self) -> Duration {
        self.stages.iter().map(|s| s.time).sum()
    }

    fn table(&self, bytes: usize) -> String {
        let total = self.total();
        let mut rows: Vec<Vec<String>> = self
            .stages
            .iter()
            .map(|s| {
                vec![
                    s.name.clone(),
                    format!("{:.1}", s.mb_per_second()),
                    per_document(s.time, s.documents),
                    format!("{:.1} %", share(s.time, total)),
                ]
            })
            .collect();
        let documents = self.stages.first().map_or(0, |s| s.documents);
        rows.push(vec![
            "all stages".into(),
            rate(bytes, total),
            per_document(total, documents),
            "100.0 %".into(),
        ]);
        let wall = self.wall.unwrap_or_default();
        rows.push(vec!["wall clock".into(), rate(bytes, wall), per_document(wall, documents), String::new()]);
        let mut text = table::render(&["stage", "MB/s", "µs/document", "share"], &rows);
        if self.quarantined > 0 {
            text += &format!("\n{} documents end in quarantine; `chaffinch run` tells why", self.quarantined);
        }
        text + "\n"
    }

    fn json(&self, documents: &[Document], bytes: usize, args: &BenchArgs) -> String {
        let stages: Vec<_> = self
            .stages
            .iter()
            .map(|s| {
                json!({"name": s.name, "seconds": s.time.as_secs_f64(), "documents": s.documents, "bytes": s.bytes,
                       "mb_per_second": s.mb_per_second()})
            })
            .collect();
        let wall = self.wall.unwrap_or_default().as_secs_f64();
        let report = json!({"documents": documents.len(), "bytes": bytes, "threads": args.threads, "passes": args.passes,
                            "wall_seconds": wall, "quarantined": self.quarantined, "stages": stages});
        format!("{report:#}\n")
    }
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// MB (10⁶ bytes) a second.
pub(crate) fn rate(bytes: usize, time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds > 0.0 { format!("{:.1}", megabytes(bytes as u64) / seconds) } else { "–".to_owned() }
}

/// Percent of the whole.
pub(crate) fn share(part: Duration, whole: Duration) -> f64 {
    if whole.is_zero() { 0.0 } else { 100.0 * part.as_secs_f64() / whole.as_secs_f64() }
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn per_document(time: Duration, documents: u64) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e6 / documents.max(1) as f64)
}
