//! Runs gold documents through a pipeline, in parallel and in order, and compares.

use crate::answer::{Asked, End, ask};
use crate::gold::{Answer, GoldSet, Item, Shape};
use crate::report::{Documents, Headline, Report};
use crate::score::{Case, Tally};
use crate::side::Mark;
use crate::task::Kind;
use crate::{ErrorKind, EvalError, SourceLookup, score};
use pipeline_core::{Executor, Pipeline, Workers};

/// How many quarantined documents the report names.
const NAMED: usize = 5;

/// Runs the documents of `gold` through `pipeline` on the threads of `executor`, and scores what
/// comes out. The report is the same at any number of threads.
///
/// A record is read from its source where `sources` finds it; any other document is its own
/// text. What the pipeline drops or fails on counts as an empty document.
///
/// # Errors
/// `Config` when the pipeline needs a pass over a corpus first; `Data` when a record does not fit its source; `NotFound` when a source that
/// must be there is not.
pub fn run(
    gold: &GoldSet,
    pipeline: &Pipeline,
    executor: &Executor,
    sources: &SourceLookup,
) -> Result<Report, EvalError> {
    if pipeline.needs_fit() {
        let message = "the pipeline needs a pass over a corpus first (`fit`), and gold is no corpus; \
                       give that stage a saved sketch, or leave it out";
        return Err(EvalError::new(ErrorKind::Config, message));
    }
    let job = Job { gold, pipeline, executor, sources };
    match (gold.task.kind(), gold.shape) {
        (_, Shape::Page) => job.go(score::Article::default),
        (_, shape @ (Shape::NewsMtsc | Shape::Seesaw | Shape::Dse)) => {
            job.go(move || score::Judgements::new(shape))
        }
        (Kind::Clean, _) => job.go(score::Cleaning::default),
        (Kind::Entities, _) => job.go(score::Entities::default),
        (Kind::Links, _) => job.go(score::Links::default),
        (Kind::Quotes, _) => job.go(score::Quotes::default),
        (Kind::Stance, _) => job.go(score::Stances::default),
        (Kind::Pairs, _) => job.go(score::Pairs::default),
        (Kind::Spans, _) => job.go(score::Spans::default),
    }
}

struct Job<'j> {
    gold: &'j GoldSet,
    pipeline: &'j Pipeline,
    executor: &'j Executor,
    sources: &'j SourceLookup,
}

/// What one gold document came to.
struct Compared<T> {
    tally: T,
    is_from_source: bool,
    /// Whether the pipeline made what the task compares.
    is_answered: bool,
    end: End,
}

/// What is counted besides the tally.
#[derive(Default)]
struct Totals {
    documents: Documents,
    is_answered: bool,
    troubles: Vec<String>,
    without_source: u64,
}

impl Job<'_> {
    fn go<T: Tally>(&self, empty: impl Fn() -> T + Sync) -> Result<Report, EvalError> {
        let (mut all, mut totals) = (empty(), Totals::default());
        let work = |workers: &mut Workers, item| self.compare(item, workers, empty());
        let sink = |compared: Result<Option<Compared<T>>, EvalError>| {
            match compared? {
                Some(compared) => all.merge(totals.add(compared)),
                None => totals.without_source += 1,
            }
            Ok(())
        };
        let items = self.gold.items.iter();
        self.executor.map_ordered(items, |i| i.weight(), Workers::default, work, sink)?;
        if totals.documents.gold == 0 {
            return Err(self.no_sources());
        }
        let mut report = self.report(&totals);
        all.write(&mut report);
        Ok(report)
    }

    /// `None` for a record that cannot be compared without its source.
    fn compare<T: Tally>(
        &self,
        item: &Item,
        workers: &mut Workers,
        mut tally: T,
    ) -> Result<Option<Compared<T>>, EvalError> {
        let source = self.sources.of(item);
        if source.is_none() && self.needs_source(item)? {
            return Ok(None);
        }
        let blame = |what: String| {
            let file = item.file.display();
            EvalError::data(format!("`{file}`, record `{}`: {what}", item.id))
        };
        let asked = ask(self.pipeline, &self.gold.task, item, source.as_deref(), workers);
        let Asked { base, mut found, is_answered, end } = asked.map_err(blame)?;
        if self.gold.shape == Shape::Tagged {
            found.iter_mut().for_each(|side| self.gold.tags.read(&mut side.marks));
        }
        let mut gold = item.answer.side(&base, source.is_some()).map_err(blame)?;
        if !self.gold.only.is_empty() {
            let compared = |mark: &Mark| self.gold.only.contains(&mark.label);
            found.iter_mut().chain([&mut gold]).for_each(|side| side.marks.retain(compared));
        }
        tally.add(&Case {
            source: &base,
            gold: &gold,
            class: item.answer.class(),
            inputs: &item.inputs,
            found: &found,
        });
        Ok(Some(Compared { tally, is_from_source: source.is_some(), is_answered, end }))
    }

    /// Whether a record without its source cannot be compared.
    ///
    /// # Errors
    /// When the user named the folder where every source must be.
    fn needs_source(&self, item: &Item) -> Result<bool, EvalError> {
        let Answer::Record(_) = item.answer else {
            return Ok(false);
        };
        if let Some(dir) = self.sources.dir() {
            let path = item.source_path().unwrap_or("(no `meta.path`)");
            let path = dir.join(path);
            let message = format!("the source of record `{}` is not there: `{}`", item.id, path.display());
            return Err(EvalError::new(ErrorKind::NotFound, message));
        }
        Ok(self.gold.task.layer() == "dropped")
    }

    fn no_sources(&self) -> EvalError {
        let message = format!(
            "`{}` compares what was dropped from sources, and no `meta.path` of the gold was found \
             beside it; say where the sources are (`--source DIR`)",
            self.gold.task.name()
        );
        EvalError::new(ErrorKind::NotFound, message)
    }

    fn report(&self, totals: &Totals) -> Report {
        Report {
            v: 1,
            task: self.gold.task.name().to_owned(),
            gold: self.gold.names.clone(),
            shape: self.gold.shape.name(),
            compared: "",
            documents: totals.documents,
            headline: Headline::default(),
            tables: Vec::new(),
            figures: Vec::new(),
            notes: self.notes(totals),
        }
    }

    fn notes(&self, totals: &Totals) -> Vec<String> {
        let documents = totals.documents;
        let mut notes = self.gold.notes.clone();
        if !self.gold.only.is_empty() {
            notes.push(format!("labels compared: {}", self.gold.only.join(", ")));
        }
        let mut count = |n: u64, what: &str| {
            if n > 0 {
                notes.push(format!("{what}: {n}"));
            }
        };
        count(totals.without_source, "records left out because their sources were not found");
        if self.gold.shape == Shape::Record {
            let from_text = documents.gold - documents.from_source;
            count(from_text, "records given as their cleaned text, because their sources were not found");
        }
        if documents.processed > 0 && !totals.is_answered {
            let layer = self.gold.task.layer();
            notes.push(format!("no document has `{layer}` after the pipeline"));
        }
        notes.extend(totals.troubles.iter().take(NAMED).map(|t| format!("quarantined: {t}")));
        if totals.troubles.len() > NAMED {
            notes.push(format!("more quarantined: {}", totals.troubles.len() - NAMED));
        }
        notes
    }
}

impl Totals {
    fn add<T>(&mut self, compared: Compared<T>) -> T {
        self.documents.gold += 1;
        self.documents.from_source += u64::from(compared.is_from_source);
        self.is_answered |= compared.is_answered;
        match compared.end {
            End::Processed => self.documents.processed += 1,
            End::Dropped => self.documents.dropped += 1,
            End::Quarantined(why) => {
                self.documents.quarantined += 1;
                self.troubles.push(why);
            }
        }
        compared.tally
    }
}
