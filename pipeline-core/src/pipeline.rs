//! A built pipeline: documents in, outcomes out. It knows nothing of files or threads.

use crate::commit::Commit;
use crate::draft::Draft;
use crate::executor::Executor;
use crate::stage::{Task, View, Worker};
use crate::stats::{Counters, Ended};
use crate::{Document, Fit, Labels, Overlap, Sketch, Stage, StageError, StageSpec, Stats, Verdict};
use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// A document that could not be read or processed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantine {
    /// Its id.
    pub id: String,
    /// Where it came from (`meta.path`), if known.
    pub path: Option<String>,
    /// The stage that failed, by its name in the pipeline; `input` for the reader.
    pub stage: String,
    /// What happened.
    pub reason: String,
    /// Whether the run should stop: no other document would fare better.
    pub fatal: bool,
}

/// What became of a document. Exactly one for each input.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It went through all stages.
    Written(Box<Document>),
    /// A stage dropped it, for a reason.
    Dropped {
        /// The document as the stage saw it.
        document: Box<Document>,
        /// Name of the stage.
        stage: String,
        /// Why.
        reason: String,
    },
    /// A stage, or the reader, failed on it.
    Quarantined(Quarantine),
}

/// Scratch for one thread: one [`Worker`] a stage.
#[derive(Default)]
pub struct Workers(Vec<Worker>);

pub(crate) struct Slot {
    pub(crate) name: String,
    pub(crate) spec: &'static StageSpec,
    pub(crate) overlap: Overlap,
    pub(crate) stage: Box<dyn Stage>,
    pub(crate) counters: Counters,
}

/// A pipeline, ready to run: `Send + Sync`, shared by all threads.
pub struct Pipeline {
    pub(crate) slots: Vec<Slot>,
    pub(crate) labels: Labels,
}

const _: () = {
    const fn is_send_sync<T: Send + Sync>() {}
    is_send_sync::<Pipeline>();
};

thread_local! {
    static INSIDE_STAGE: Cell<bool> = const { Cell::new(false) };
}

impl Pipeline {
    /// The frozen labels; documents are made with them.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Names of the stages, in order.
    pub fn stage_names(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().map(|s| &*s.name)
    }

    /// What the stages have done so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats { stages: self.slots.iter().map(|s| s.counters.read(&s.name)).collect() }
    }

    /// Whether this thread is inside a stage: for panic hooks, which should stay quiet there,
    /// since the panic is caught and quarantines the document.
    #[must_use]
    pub fn inside_stage() -> bool {
        INSIDE_STAGE.get()
    }

    /// Processes documents one after the other on this thread; see [`Executor`] for threads.
    pub fn process(&self, documents: impl IntoIterator<Item = Document>) -> Vec<Outcome> {
        let mut workers = Workers::default();
        documents.into_iter().map(|d| self.process_one(d, &mut workers)).collect()
    }

    /// Takes one document through all stages. Never panics: a panic in a stage quarantines the
    /// document.
    pub fn process_one(&self, document: Document, workers: &mut Workers) -> Outcome {
        match self.process_until(self.slots.len(), document, workers) {
            Ok(document) => Outcome::Written(Box::new(document)),
            Err(outcome) => *outcome,
        }
    }

    /// As [`Pipeline::process_one`], for tools that explain: `see` is given the name of each stage
    /// that the document went through, and the document before and after it.
    pub fn trace(
        &self,
        mut document: Document,
        workers: &mut Workers,
        mut see: impl FnMut(&str, &Document, &Document),
    ) -> Outcome {
        workers.0.resize_with(self.slots.len(), Worker::default);
        for (slot, worker) in self.slots.iter().zip(&mut workers.0) {
            match slot.step(document.clone(), worker) {
                Ok(after) => {
                    see(&slot.name, &document, &after);
                    document = after;
                }
                Err(outcome) => return *outcome,
            }
        }
        Outcome::Written(Box::new(document))
    }

    /// How many documents [`Pipeline::process_batch`] is best given at once: 1 unless some stage
    /// asks for more ([`Stage::batch`]).
    #[must_use]
    pub fn batch(&self) -> usize {
        self.slots.iter().map(|s| s.stage.batch()).max().unwrap_or(1)
    }

    /// Takes documents through all stages, stage by stage, giving as many at once to a stage as
    /// it likes; one outcome each, in order. The outcomes are those of [`Pipeline::process_one`].
    pub fn process_batch(&self, documents: Vec<Document>, workers: &mut Workers) -> Vec<Outcome> {
        workers.0.resize_with(self.slots.len(), Worker::default);
        let mut lanes: Vec<Lane> = documents.into_iter().map(Ok).collect();
        for (slot, worker) in self.slots.iter().zip(&mut workers.0) {
            let size = slot.stage.batch();
            if size > 1 {
                lanes = slot.batches(lanes, size, worker);
            } else {
                lanes = lanes.into_iter().map(|lane| lane.and_then(|d| slot.step(d, worker))).collect();
            }
        }
        let written = |document| Outcome::Written(Box::new(document));
        lanes.into_iter().map(|lane| lane.map_or_else(|outcome| *outcome, written)).collect()
    }

    fn process_until(&self, end: usize, mut document: Document, workers: &mut Workers) -> Lane {
        workers.0.resize_with(self.slots.len(), Worker::default);
        for (slot, worker) in self.slots[..end].iter().zip(&mut workers.0) {
            document = slot.step(document, worker)?;
        }
        Ok(document)
    }

    /// Whether some stage needs a pass over the corpus first; see [`Pipeline::fit`].
    #[must_use]
    pub fn needs_fit(&self) -> bool {
        self.unfitted().is_some()
    }

    /// The first stage that still needs a pass over the corpus: its name, and the door to save,
    /// load and merge what it has seen.
    #[must_use]
    pub fn unfitted(&self) -> Option<(&str, &dyn Fit)> {
        let mut fits = self.slots.iter().map(|s| (&*s.name, s.stage.fit()));
        fits.find_map(|(name, fit)| Some((name, fit?)))
    }

    /// Runs the corpus passes: one for each stage that needs it, in order, each over the
    /// documents as the stages before it leave them. `items` is called once a pass and must give
    /// the same items each time; those that cannot be decoded or processed are left out here,
    /// and end in the quarantine when the run meets them.
    ///
    /// # Errors
    /// When a stage cannot be made of what was seen: names the stage.
    pub fn fit<I, Items>(
        &mut self,
        executor: &Executor,
        mut items: impl FnMut() -> Items,
        weigh: impl Fn(&I) -> usize,
        decode: impl Fn(I) -> Option<Document> + Sync,
    ) -> Result<(), StageError>
    where
        I: Send,
        Items: Iterator<Item = I>,
    {
        while self.needs_fit() {
            if let Some(sketch) = self.sketch(executor, items(), &weigh, &decode) {
                self.fit_with(sketch)?;
            }
        }
        Ok(())
    }

    /// One corpus pass: what the first unfitted stage sees in `items`; `None` when no stage
    /// needs a pass. The counters of the stages begin anew after it.
    pub fn sketch<I: Send>(
        &self,
        executor: &Executor,
        items: impl Iterator<Item = I>,
        weigh: impl Fn(&I) -> usize,
        decode: impl Fn(I) -> Option<Document> + Sync,
    ) -> Option<Sketch> {
        let at = self.slots.iter().position(|s| s.stage.fit().is_some())?;
        let slot = &self.slots[at];
        let fit = slot.stage.fit()?;
        let observe = |(workers, sketch): &mut (Workers, Sketch), item: I| {
            let Some(document) = decode(item) else { return };
            let Ok(document) = self.process_until(at, document, workers) else {
                return;
            };
            // A failing document is reported when the run itself meets it.
            let _ = guarded(|| {
                slot.check_reads(&document)?;
                fit.observe(&View::new(&document, slot.spec), sketch)
            });
        };
        let Ok(workers) = executor.map_ordered(
            items,
            weigh,
            || (Workers::default(), fit.empty()),
            observe,
            |()| Ok::<_, std::convert::Infallible>(()),
        );
        self.slots.iter().for_each(|s| s.counters.reset());
        let mut all = fit.empty();
        for (_, sketch) in workers {
            fit.merge(&mut all, sketch);
        }
        Some(all)
    }

    /// Fits the first unfitted stage with what it has seen: in a pass of [`Pipeline::sketch`],
    /// or in an earlier run and loaded.
    ///
    /// # Errors
    /// When the stage cannot be made of it, or no stage needs one.
    pub fn fit_with(&mut self, sketch: Sketch) -> Result<(), StageError> {
        let at = self.slots.iter().position(|s| s.stage.fit().is_some());
        let finished = at.and_then(|at| Some(self.slots[at].stage.fit()?.finish(sketch)));
        let (Some(at), Some(finished)) = (at, finished) else {
            return Err(StageError::new("no stage needs a corpus pass"));
        };
        let Slot { name, stage, .. } = &mut self.slots[at];
        let fitted = finished.map_err(|e| StageError::new(format!("stage `{name}`: {e}")))?;
        if fitted.fit().is_some() {
            return Err(StageError::new(format!(
                "stage `{name}` still asks for a corpus pass after its own"
            )));
        }
        *stage = fitted;
        Ok(())
    }
}

/// A document on its way, or how it ended.
type Lane = Result<Document, Box<Outcome>>;

impl Slot {
    /// Takes one document through this stage.
    fn step(&self, mut document: Document, worker: &mut Worker) -> Lane {
        let start = Instant::now();
        let bytes = document.text().len();
        let result = guarded(|| self.run(&mut document, worker)).unwrap_or_else(|panic| {
            *worker = Worker::default();
            Err(panic)
        });
        self.end(document, bytes, result, start.elapsed())
    }

    /// Takes the documents that are still on their way through this stage, `size` at once.
    fn batches(&self, lanes: Vec<Lane>, size: usize, worker: &mut Worker) -> Vec<Lane> {
        let (mut live, mut ended) = (Vec::new(), Vec::new());
        for lane in lanes {
            ended.push(lane.map(|document| live.push(document)));
        }
        let mut live = live.into_iter();
        let mut next = Vec::new().into_iter();
        let mut step = |()| {
            if next.len() == 0 {
                let documents = live.by_ref().take(size).collect();
                next = self.batch(documents, worker).into_iter();
            }
            next.next().expect("one lane a document")
        };
        ended.into_iter().map(|lane| lane.and_then(&mut step)).collect()
    }

    /// Takes several documents through this stage at once. A panic falls back on one by one, so
    /// that only the document at fault is lost.
    fn batch(&self, documents: Vec<Document>, worker: &mut Worker) -> Vec<Lane> {
        let start = Instant::now();
        let Ok(results) = guarded(|| self.run_batch(&documents, worker)) else {
            *worker = Worker::default();
            return documents.into_iter().map(|d| self.step(d, worker)).collect();
        };
        let spent = start.elapsed() / u32::try_from(documents.len()).unwrap_or(1).max(1);
        let ended = documents.into_iter().zip(results).map(|(mut document, result)| {
            let bytes = document.text().len();
            let result = result.and_then(|(verdict, commit)| {
                if verdict == Verdict::Keep {
                    commit.apply(&mut document, self.overlap)?;
                }
                Ok(verdict)
            });
            self.end(document, bytes, result, spent)
        });
        ended.collect()
    }

    fn run_batch(
        &self,
        documents: &[Document],
        worker: &mut Worker,
    ) -> Vec<Result<(Verdict, Commit), StageError>> {
        let missing: Vec<Option<StageError>> = documents.iter().map(|d| self.check_reads(d).err()).collect();
        let complete = documents.iter().zip(&missing).filter(|(_, missing)| missing.is_none());
        let task = |(d, _)| Task { doc: View::new(d, self.spec), draft: Draft::new(d, self.spec) };
        let mut tasks: Vec<Task<'_>> = complete.map(task).collect();
        let mut verdicts = self.stage.process_batch(&mut tasks, worker).into_iter();
        let mut drafts = tasks.into_iter().map(|t| t.draft.finish());
        let unanswered = || StageError::new("gave fewer results than it was given documents");
        let mut next = || match (verdicts.next(), drafts.next()) {
            (Some(verdict), Some(commit)) => Ok((verdict?, commit)),
            _ => Err(unanswered()),
        };
        missing.into_iter().map(|missing| missing.map_or_else(&mut next, Err)).collect()
    }

    /// Counts a document, and says how it goes on.
    fn end(
        &self,
        document: Document,
        bytes: usize,
        result: Result<Verdict, StageError>,
        spent: Duration,
    ) -> Lane {
        let ended = match result {
            Ok(Verdict::Keep) => Ended::Kept,
            Ok(Verdict::Drop(_)) => Ended::Dropped,
            Err(_) => Ended::Quarantined,
        };
        self.counters.add(bytes, spent, &ended);
        match result {
            Ok(Verdict::Keep) => Ok(document),
            Ok(Verdict::Drop(reason)) => {
                let stage = self.name.clone();
                Err(Box::new(Outcome::Dropped { document: Box::new(document), stage, reason }))
            }
            Err(error) => Err(Box::new(Outcome::Quarantined(self.quarantine(&document, &error)))),
        }
    }

    fn run(&self, document: &mut Document, worker: &mut Worker) -> Result<Verdict, StageError> {
        self.check_reads(document)?;
        let mut draft = Draft::new(document, self.spec);
        let verdict = self.stage.process(&View::new(document, self.spec), &mut draft, worker)?;
        let commit = draft.finish();
        if verdict == Verdict::Keep {
            commit.apply(document, self.overlap)?;
        }
        Ok(verdict)
    }

    /// What a stage `reads` is there: the planner saw to it for layers of stages, but a record
    /// may lack a layer that `[input] layers` promised.
    fn check_reads(&self, document: &Document) -> Result<(), StageError> {
        let missing = self.spec.reads.iter().find(|l| document.layer(l).is_none());
        missing.map_or(Ok(()), |layer| {
            Err(StageError::new(format!("the document has no layer `{layer}`, which this stage reads")))
        })
    }

    fn quarantine(&self, document: &Document, error: &StageError) -> Quarantine {
        let path = document.meta().get("path").and_then(|p| p.as_str());
        Quarantine {
            id: document.id().to_owned(),
            path: path.map(str::to_owned),
            stage: self.name.clone(),
            reason: error.to_string(),
            fatal: error.is_fatal(),
        }
    }
}

/// Runs `f`, turning a panic into an error.
fn guarded<T>(f: impl FnOnce() -> T) -> Result<T, StageError> {
    INSIDE_STAGE.set(true);
    let result = catch_unwind(AssertUnwindSafe(f));
    INSIDE_STAGE.set(false);
    result.map_err(|payload| StageError::new(format!("panicked: {}", panic_message(&*payload))))
}

fn panic_message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}
