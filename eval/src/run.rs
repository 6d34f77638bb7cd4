//! Runs gold documents through a pipeline, in parallel and in order, and compares.

use crate::gold::record::Base;
use crate::gold::{Answer, GoldSet, Input, Item, Shape};
use crate::report::{Documents, Report};
use crate::score::{Case, Tally};
use crate::side::Side;
use crate::task::Kind;
use crate::{ErrorKind, EvalError, SourceLookup, observe, score, source};
use pipeline_core::{Coords, Document, DocumentError, Executor, Outcome, Pipeline, Workers};
use std::sync::Arc;

/// How many quarantined documents the report names.
const NAMED: usize = 5;

/// Runs the documents of `gold` through `pipeline` on the threads of `executor`, and scores what
/// comes out. The report is the same at any number of threads.
///
/// A record is read from its source where `sources` finds it; any other document is its own
/// text. What the pipeline drops or fails on counts as an empty document.
///
/// # Errors
/// `Config` when the pipeline does not make what the task compares, or needs a pass over a
/// corpus first; `Data` when a record does not fit its source; `NotFound` when a source that
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
    documents: Documents,
    /// Whether the pipeline made what the task compares.
    is_answered: bool,
    /// Why it was quarantined.
    trouble: Option<String>,
}

/// What the pipeline made of one input.
#[derive(Default)]
struct Answered {
    side: Option<Side>,
    is_dropped: bool,
    trouble: Option<String>,
}

impl Job<'_> {
    fn go<T: Tally>(&self, empty: impl Fn() -> T + Sync) -> Result<Report, EvalError> {
        let mut all = empty();
        let (mut documents, mut is_answered) = (Documents::default(), false);
        let (mut troubles, mut without_source) = (Vec::new(), 0_u64);
        let sink = |compared: Result<Option<Compared<T>>, EvalError>| {
            let Some(compared) = compared? else {
                without_source += 1;
                return Ok(());
            };
            all.merge(compared.tally);
            documents += compared.documents;
            is_answered |= compared.is_answered;
            troubles.extend(compared.trouble);
            Ok(())
        };
        let work = |workers: &mut Workers, item| self.compare(item, workers, empty());
        let items = self.gold.items.iter();
        self.executor.map_ordered(items, |i| i.weight(), Workers::default, work, sink)?;
        self.check(documents, is_answered)?;
        let mut report = self.report(documents);
        all.write(&mut report);
        self.notes(&mut report, &troubles, without_source);
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
        let labels = self.pipeline.labels();
        let blame = |what: String| {
            EvalError::data(format!("`{}`, record `{}`: {what}", item.file.display(), item.id))
        };
        let read = source.as_deref().map(|path| source::read(path, labels));
        let (base, answers) = match read {
            Some(Ok(document)) => {
                let base = document.source().to_owned().into();
                (base, vec![self.process(Ok(document), workers)])
            }
            Some(Err(why)) => {
                let path = source.as_deref().map(|p| p.display().to_string());
                return Err(blame(format!("its source `{}`: {why}", path.unwrap_or_default())));
            }
            None => {
                let made = item.inputs.iter().map(|i| document(item, i, labels));
                let answers = made.map(|d| self.process(d, workers)).collect();
                (item.inputs.first().map_or_else(|| Arc::from(""), |i| i.text.clone()), answers)
            }
        };
        let gold = gold_side(&item.answer, &base, source.is_some()).map_err(blame)?;
        let compared = self.finish(answers, source.is_some());
        let (sides, mut compared) = compared;
        tally.add(&Case {
            source: &base,
            gold: &gold,
            class: if let Answer::Class(class) = item.answer { Some(class) } else { None },
            inputs: &item.inputs,
            found: &sides,
        });
        compared.documents.gold = 1;
        Ok(Some(Compared {
            tally,
            documents: compared.documents,
            is_answered: compared.is_answered,
            trouble: compared.trouble,
        }))
    }

    /// Counts the answers to one item, and reads their labels as the gold's.
    fn finish(&self, answers: Vec<Answered>, from_source: bool) -> (Vec<Side>, Compared<()>) {
        let mut compared = Compared {
            tally: (),
            documents: Documents::default(),
            is_answered: answers.iter().any(|a| a.side.is_some()),
            trouble: None,
        };
        let documents = &mut compared.documents;
        documents.from_source = u64::from(from_source);
        documents.dropped = u64::from(answers.iter().any(|a| a.is_dropped));
        let mut sides = Vec::with_capacity(answers.len());
        for answer in answers {
            compared.trouble = compared.trouble.or(answer.trouble);
            let mut side = answer.side.unwrap_or_default();
            if self.gold.shape == Shape::Tagged {
                self.as_tagged(&mut side);
            }
            sides.push(side);
        }
        documents.quarantined = u64::from(compared.trouble.is_some());
        documents.dropped &= 1 - documents.quarantined;
        documents.processed = 1 - documents.quarantined - documents.dropped;
        (sides, compared)
    }

    fn as_tagged(&self, side: &mut Side) {
        side.marks.retain_mut(|mark| {
            let label = self.gold.tags.found(&mark.label).map(std::borrow::Cow::into_owned);
            let is_counted = label.is_some();
            mark.label = label.unwrap_or_default();
            is_counted
        });
    }

    fn process(&self, made: Result<Document, DocumentError>, workers: &mut Workers) -> Answered {
        let outcome = match made {
            Ok(document) => self.pipeline.process_one(document, workers),
            Err(error) => {
                return Answered { trouble: Some(error.to_string()), ..Answered::default() };
            }
        };
        match outcome {
            Outcome::Written(document) => {
                Answered { side: observe::side(&document, &self.gold.task), ..Answered::default() }
            }
            Outcome::Dropped { .. } => Answered { is_dropped: true, ..Answered::default() },
            Outcome::Quarantined(q) => Answered {
                trouble: Some(format!("`{}` by stage `{}`: {}", q.id, q.stage, q.reason)),
                ..Answered::default()
            },
        }
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
            let message =
                format!("the source of record `{}` is not there: `{}`", item.id, dir.join(path).display());
            return Err(EvalError::new(ErrorKind::NotFound, message));
        }
        Ok(matches!(self.gold.task.layer(), "dropped"))
    }

    fn check(&self, documents: Documents, is_answered: bool) -> Result<(), EvalError> {
        let task = &self.gold.task;
        if documents.gold == 0 {
            let message = format!(
                "`{}` compares what was dropped from sources, and no `meta.path` of the gold was found beside it; \
                 say where the sources are (`--source DIR`)",
                task.name()
            );
            return Err(EvalError::new(ErrorKind::NotFound, message));
        }
        if documents.processed > 0 && !is_answered {
            let stages: Vec<String> = self.pipeline.stage_names().map(|s| format!("`{s}`")).collect();
            let what = if task.kind() == Kind::Pairs { "table" } else { "layer" };
            let message = format!(
                "the pipeline makes no {what} `{}`, which `{}` compares; its stages are {}",
                task.layer(),
                task.name(),
                stages.join(", ")
            );
            return Err(EvalError::new(ErrorKind::Config, message));
        }
        Ok(())
    }

    fn report(&self, documents: Documents) -> Report {
        Report {
            v: 1,
            task: self.gold.task.name().to_owned(),
            gold: self.gold.names.clone(),
            shape: self.gold.shape.name(),
            compared: "",
            documents,
            headline: crate::report::Headline::default(),
            tables: Vec::new(),
            figures: Vec::new(),
            notes: self.gold.notes.clone(),
        }
    }

    fn notes(&self, report: &mut Report, troubles: &[String], without_source: u64) {
        if without_source > 0 {
            report
                .notes
                .push(format!("{without_source} records were left out: their sources were not found"));
        }
        let from_text = report.documents.gold - report.documents.from_source;
        if self.gold.shape == Shape::Record && from_text > 0 {
            report.notes.push(format!(
                "{from_text} records were given as their cleaned text, because their sources were not found"
            ));
        }
        report.notes.extend(troubles.iter().take(NAMED).map(|t| format!("quarantined: {t}")));
        if troubles.len() > NAMED {
            report.notes.push(format!("and {} more quarantined", troubles.len() - NAMED));
        }
    }
}

/// The document of an input, with the mentions to judge.
fn document(item: &Item, input: &Input, labels: &pipeline_core::Labels) -> Result<Document, DocumentError> {
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

fn gold_side(answer: &Answer, base: &str, is_source: bool) -> Result<Side, String> {
    match answer {
        Answer::Article(text) => Ok(Side { article: text.clone(), ..Side::default() }),
        Answer::Marks(marks) => Ok(Side { marks: marks.clone(), ..Side::default() }),
        Answer::Class(_) => Ok(Side::default()),
        Answer::Record(record) if is_source => record.resolve(Base::Source(base)),
        Answer::Record(record) => record.resolve(Base::Text),
    }
}

impl std::ops::AddAssign for Documents {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.processed += other.processed;
        self.dropped += other.dropped;
        self.quarantined += other.quarantined;
        self.from_source += other.from_source;
    }
}
