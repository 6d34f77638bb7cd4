//! A built pipeline: documents in, outcomes out. It knows nothing of files or threads.

use crate::draft::Draft;
use crate::executor::Executor;
use crate::stage::{View, Worker};
use crate::stats::{Counters, Ended};
use crate::{Document, Fit, Labels, Overlap, Sketch, Stage, StageError, StageSpec, Stats, Verdict};
use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

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

    fn process_until(
        &self,
        end: usize,
        mut document: Document,
        workers: &mut Workers,
    ) -> Result<Document, Box<Outcome>> {
        workers.0.resize_with(self.slots.len(), Worker::default);
        for (slot, worker) in self.slots[..end].iter().zip(&mut workers.0) {
            let bytes = document.text().len();
            let start = Instant::now();
            let result = guarded(|| slot.run(&mut document, worker)).unwrap_or_else(|panic| {
                *worker = Worker::default();
                Err(panic)
            });
            let ended = match result {
                Ok(Verdict::Keep) => Ended::Kept,
                Ok(Verdict::Drop(_)) => Ended::Dropped,
                Err(_) => Ended::Quarantined,
            };
            slot.counters.add(bytes, start.elapsed(), &ended);
            match result {
                Ok(Verdict::Keep) => {}
                Ok(Verdict::Drop(reason)) => {
                    let stage = slot.name.clone();
                    return Err(Box::new(Outcome::Dropped { document: Box::new(document), stage, reason }));
                }
                Err(error) => {
                    return Err(Box::new(Outcome::Quarantined(slot.quarantine(&document, &error))));
                }
            }
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

impl Slot {
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
