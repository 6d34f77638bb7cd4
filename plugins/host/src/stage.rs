//! A plugin's stage, running in this process.

use crate::Messages;
use crate::api::HOST;
use crate::call::{Call, Creating, Inner, Interner, Said, errors, pass_on};
use crate::document::{Lent, Tables};
use crate::fit::ForeignFit;
use crate::guard::Memory as Guard;
use crate::manifest::{KindManifest, Slot};
use crate::module::Module;
use crate::watch;
use crate::write::Write;
use chaffinch_plugin_abi::{
    DROP, ERR_CANCEL, ERR_CONFIG, ERR_FATAL, ERR_PANIC, ERROR, OK, chf_doc, chf_stage, chf_status, chf_str,
    chf_worker,
};
use pipeline_core::{Draft, Env, Fit, LabelsBuilder, Stage, StageError, Task, Verdict, View, Worker};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Stands in the error of a document before what was wrong with a write of the plugin.
pub const REFUSED_WRITE: &str = "a write was refused: ";

/// Where what is lent to the plugin lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Memory {
    /// In the host's memory, without a copy.
    #[default]
    Lent,
    /// In read-only pages with a guard behind them; slow, to find reads past the end.
    Guarded,
}

/// What all workers of a stage share.
pub(crate) struct Shared {
    pub(crate) module: &'static Module,
    raw: *mut chf_stage,
    /// Names the stage in messages: "stage `acme/x` of plugin `acme.x` 1.2.0".
    pub(crate) title: &'static str,
    pub(crate) slots: &'static [Slot],
    /// For each slot, the ids of its labels.
    pub(crate) labels: Vec<Vec<u32>>,
    /// One call at a time, where the plugin asks for it.
    serial: Option<Mutex<()>>,
    batch: usize,
    pub(crate) fit: bool,
    timeout: Option<Duration>,
    memory: Memory,
    /// Whether every write is refused, to see what the plugin makes of that.
    refuses: bool,
    pub(crate) messages: Arc<dyn Messages>,
}

// SAFETY: rule R7 of the ABI: a `chf_stage` may be used by several threads at once, or the
// manifest says "serial" and the mutex lets one in at a time.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Drop for Shared {
    fn drop(&mut self) {
        if let Some(destroy) = self.module.table.destroy {
            // SAFETY: the handle is the plugin's own, and nobody uses it any more.
            unsafe { destroy(self.raw) };
        }
    }
}

/// What is needed to make a stage.
pub(crate) struct Recipe<'r> {
    pub(crate) module: &'static Module,
    pub(crate) kind: &'r KindManifest,
    pub(crate) title: &'static str,
    /// Complete and checked.
    pub(crate) options: &'r Value,
    pub(crate) env: &'r dyn Env,
    pub(crate) labels: &'r mut LabelsBuilder,
    pub(crate) timeout: Option<Duration>,
    pub(crate) memory: Memory,
    pub(crate) refuses: bool,
    pub(crate) messages: &'r Arc<dyn Messages>,
}

/// Why a plugin refused to make a stage: where in the options, and what.
pub(crate) type Refusal = (String, String);

impl Shared {
    /// Calls `create`.
    ///
    /// # Errors
    /// What the plugin says about its options.
    pub(crate) fn create(recipe: Recipe<'_>) -> Result<Self, Refusal> {
        let Recipe { module, kind, title, options, env, labels, timeout, memory, refuses, messages } = recipe;
        let per_slot = kind.slots.iter().map(|s| s.labels.iter().map(|l| labels.intern(l).id()).collect());
        let per_slot = per_slot.collect();
        let json = options.to_string();
        let creating = Creating { options, env, labels: Interner(labels), files: Vec::new() };
        let context = Call::new(title, &**messages, Inner::Create(creating));
        let mut raw = std::ptr::null_mut();
        let here = watch::Slot::new(title, timeout);
        let status = {
            let _inside = here.enter("(options)");
            let mut lent = context.lend(&HOST);
            let create = module.table.create.ok_or_else(|| (String::new(), "has no `create`".to_owned()))?;
            // SAFETY: everything lent lives until the call returns.
            unsafe { create(&raw mut lent, chf_str::of(kind.kind), chf_str::of(&json), &raw mut raw) }
        };
        let (said, _) = context.end();
        pass_on(&said, title, &**messages);
        if status != OK || raw.is_null() {
            return Err(refusal(&said, status, title));
        }
        Ok(Self {
            module,
            raw,
            title,
            slots: kind.slots,
            labels: per_slot,
            serial: kind.serial.then(Mutex::default),
            batch: kind.batch,
            fit: kind.fit,
            timeout,
            memory,
            refuses,
            messages: Arc::clone(messages),
        })
    }

    /// The same stage around another handle: what a corpus pass comes to.
    pub(crate) fn fitted(&self, raw: *mut chf_stage) -> Self {
        Self {
            raw,
            labels: self.labels.clone(),
            serial: self.serial.as_ref().map(|_| Mutex::default()),
            fit: false,
            messages: Arc::clone(&self.messages),
            ..*self
        }
    }

    /// A document to lend, and where its writes go.
    pub(crate) fn lent<'t, 'd>(&'t self, doc: View<'t>, draft: Option<&'t mut Draft<'d>>) -> Lent<'t, 'd> {
        let lent = Lent::new(doc, draft, self.slots, &self.labels);
        if self.refuses { lent.refusing() } else { lent }
    }

    pub(crate) fn raw(&self) -> *mut chf_stage {
        self.raw
    }

    pub(crate) fn guard(&self) -> Guard {
        match self.memory {
            Memory::Lent => Guard::default(),
            Memory::Guarded => Guard::guarded(),
        }
    }

    /// Calls the plugin on this thread, marked for the watchdog and the crash handlers.
    pub(crate) fn enter<R>(&self, here: &watch::Slot, id: &str, f: impl FnOnce() -> R) -> R {
        let lock = self.serial.as_ref().map(|m| m.lock().unwrap_or_else(PoisonError::into_inner));
        let inside = here.enter(id);
        let result = f();
        drop((inside, lock));
        result
    }

    pub(crate) fn slot(&self) -> Arc<watch::Slot> {
        watch::Slot::new(self.title, self.timeout)
    }

    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.timeout.map(|timeout| Instant::now() + timeout)
    }

    /// The error that a status and what was said about document `doc` come to.
    pub(crate) fn error(&self, status: chf_status, said: &[Said], doc: usize) -> StageError {
        let why = errors(said, doc);
        let title = self.title;
        let message = match (status, why) {
            (ERR_CANCEL, _) => {
                let seconds = self.timeout.unwrap_or_default().as_secs_f64();
                format!("{title} was stopped after its timeout of {seconds} s")
            }
            (ERR_PANIC, Some(why)) => format!("{title} panicked: {why}"),
            (ERR_PANIC, None) => format!("{title} panicked"),
            (_, Some(why)) => format!("{title}: {why}"),
            (status, None) => format!("{title} failed with status {status}, and does not say why"),
        };
        if status == ERR_FATAL { StageError::fatal(message) } else { StageError::new(message) }
    }
}

fn refusal(said: &[Said], status: chf_status, title: &str) -> Refusal {
    let first = said.iter().find(|s| s.severity <= ERROR);
    let path = first.map(|s| s.path.clone()).unwrap_or_default();
    let lines: Vec<&str> = said.iter().filter(|s| s.severity <= ERROR).map(|s| s.message.as_str()).collect();
    let message = match (status, lines.as_slice()) {
        (OK, []) => format!("{title} returned no stage and no error"),
        (ERR_PANIC, lines) => format!("{title} panicked while it was made: {}", lines.join("; ")),
        (ERR_CONFIG, []) => format!("{title} refuses these options, and does not say why"),
        (status, []) => format!("{title} cannot be made: status {status}"),
        (_, lines) => lines.join("; "),
    };
    (path, message)
}

/// The stage as the pipeline sees it.
pub(crate) struct ForeignStage {
    pub(crate) shared: Arc<Shared>,
    fit: Option<ForeignFit>,
}

impl ForeignStage {
    pub(crate) fn new(shared: Shared) -> Self {
        let shared = Arc::new(shared);
        let fit = shared.fit.then(|| ForeignFit::new(Arc::clone(&shared)));
        Self { shared, fit }
    }
}

/// Scratch of a plugin's stage on one thread.
#[derive(Default)]
pub(crate) struct Scratch {
    own: Option<Own>,
    tables: Vec<Tables>,
}

/// The plugin's own scratch, and the stage it belongs to.
struct Own {
    shared: Arc<Shared>,
    raw: *mut chf_worker,
    slot: Arc<watch::Slot>,
}

// SAFETY: rule R7 of the ABI: a worker is used by one thread at a time, and may move.
unsafe impl Send for Own {}

impl Drop for Own {
    fn drop(&mut self) {
        if let Some(free) = self.shared.module.table.worker_free.filter(|_| !self.raw.is_null()) {
            // SAFETY: the handle is the plugin's own, and nobody uses it any more.
            unsafe { free(self.shared.raw, self.raw) };
        }
    }
}

impl Scratch {
    /// The plugin's scratch for `shared`, made on first use.
    fn own(&mut self, shared: &Arc<Shared>) -> Result<(&Own, &mut Vec<Tables>), StageError> {
        if !self.own.as_ref().is_some_and(|own| Arc::ptr_eq(&own.shared, shared)) {
            self.own = Some(Own::new(shared)?);
        }
        match &self.own {
            Some(own) => Ok((own, &mut self.tables)),
            None => Err(StageError::new("no scratch")),
        }
    }
}

impl Own {
    fn new(shared: &Arc<Shared>) -> Result<Self, StageError> {
        let mut own = Self { shared: Arc::clone(shared), raw: std::ptr::null_mut(), slot: shared.slot() };
        let Some(make) = shared.module.table.worker_new else { return Ok(own) };
        let context = Call::new(shared.title, &*shared.messages, Inner::Plain);
        let mut lent = context.lend(&HOST);
        let mut raw = std::ptr::null_mut();
        // SAFETY: everything lent lives until the call returns.
        let status =
            shared.enter(&own.slot, "(scratch)", || unsafe { make(&raw mut lent, shared.raw, &raw mut raw) });
        own.raw = raw;
        let (said, _) = context.end();
        pass_on(&said, shared.title, &*shared.messages);
        if status == OK { Ok(own) } else { Err(shared.error(status, &said, 0)) }
    }
}

/// What became of one document, and what the plugin wrote, where that was recorded.
pub(crate) type Done = (Result<Verdict, StageError>, Vec<Write>);

impl Shared {
    /// Runs the plugin on `lent` documents; one result each.
    pub(crate) fn process(
        self: &Arc<Self>,
        lent: &mut [Lent<'_, '_>],
        worker: &mut Scratch,
        results: &mut [chf_status],
    ) -> Result<Vec<Said>, StageError> {
        let (own, tables) = worker.own(self)?;
        let mut guard = self.guard();
        if tables.len() < lent.len() {
            tables.resize_with(lent.len(), Tables::default);
        }
        let one: [chf_doc; 1];
        let many: Vec<chf_doc>;
        let docs: &[chf_doc] = match lent {
            [single] => {
                one = [single.lend(&mut tables[0], &mut guard)?];
                &one
            }
            _ => {
                let lend = lent.iter().zip(tables.iter_mut()).map(|(l, t)| l.lend(t, &mut guard));
                many = lend.collect::<Result<_, _>>()?;
                &many
            }
        };
        let pointer = docs.as_ptr();
        let pointers: Vec<*const chf_doc>;
        let table: &[*const chf_doc] = match docs.len() {
            1 => std::slice::from_ref(&pointer),
            _ => {
                pointers = docs.iter().map(std::ptr::from_ref).collect();
                &pointers
            }
        };
        let id = lent.first().map_or("", |l| l.view.id());
        let n = docs.len();
        let inner = Inner::Documents(docs, lent);
        let context = Call::new(self.title, &*self.messages, inner).until(self.deadline());
        let mut call = context.lend(&HOST);
        let process = self.module.table.process.ok_or_else(|| StageError::new("has no `process`"))?;
        // SAFETY: everything lent lives until the call returns, and `results` has room for `n`.
        let status = self.enter(&own.slot, id, || unsafe {
            process(&raw mut call, self.raw, own.raw, table.as_ptr(), n, results.as_mut_ptr())
        });
        let (said, _) = context.end();
        if !said.is_empty() {
            pass_on(&said, self.title, &*self.messages);
        }
        if status != OK {
            results.fill(status);
        }
        if results.contains(&ERR_PANIC) {
            // What a call left half done in the scratch must not meet another document.
            worker.own = None;
        }
        Ok(said)
    }

    /// The verdict on document `doc` of a call.
    pub(crate) fn judge(
        &self,
        lent: &mut Lent<'_, '_>,
        status: chf_status,
        said: &[Said],
        doc: usize,
    ) -> Result<Verdict, StageError> {
        match (lent.refused.take(), status) {
            (Some(refusal), _) => Err(StageError::new(format!("{}: {REFUSED_WRITE}{refusal}", self.title))),
            (None, OK) => Ok(Verdict::Keep),
            (None, DROP) => {
                let reason = lent.reason.take();
                Ok(Verdict::Drop(
                    reason.unwrap_or_else(|| format!("dropped by {}, which does not say why", self.title)),
                ))
            }
            (None, status) => Err(self.error(status, said, doc)),
        }
    }

    /// Runs the plugin on one document outside a pipeline, and records what it writes.
    pub(crate) fn record(self: &Arc<Self>, tasks: &mut [Task<'_>], worker: &mut Scratch) -> Vec<Done> {
        let mut lent: Vec<Lent<'_, '_>> =
            tasks.iter_mut().map(|t| self.lent(t.doc, Some(&mut t.draft)).recording()).collect();
        let mut results = vec![OK; lent.len()];
        match self.process(&mut lent, worker, &mut results) {
            Err(e) => lent.iter().map(|_| (Err(e.clone()), Vec::new())).collect(),
            Ok(said) => {
                let each = lent.iter_mut().zip(results).enumerate();
                each.map(|(at, (l, status))| {
                    let verdict = self.judge(l, status, &said, at);
                    (verdict, l.record.take().unwrap_or_default())
                })
                .collect()
            }
        }
    }
}

impl Stage for ForeignStage {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        let shared = &self.shared;
        process_one(shared, *doc, draft, worker.scratch())
    }

    fn batch(&self) -> usize {
        self.shared.batch
    }

    fn process_batch(&self, tasks: &mut [Task<'_>], worker: &mut Worker) -> Vec<Result<Verdict, StageError>> {
        let shared = &self.shared;
        let mut lent: Vec<Lent<'_, '_>> =
            tasks.iter_mut().map(|t| shared.lent(t.doc, Some(&mut t.draft))).collect();
        let mut results = vec![OK; lent.len()];
        match shared.process(&mut lent, worker.scratch(), &mut results) {
            Err(e) => vec![Err(e); lent.len()],
            Ok(said) => {
                let each = lent.iter_mut().zip(results).enumerate();
                each.map(|(at, (lent, status))| shared.judge(lent, status, &said, at)).collect()
            }
        }
    }

    fn fit(&self) -> Option<&dyn Fit> {
        self.fit.as_ref().map(|fit| fit as &dyn Fit)
    }
}

fn process_one(
    shared: &Arc<Shared>,
    doc: View<'_>,
    draft: &mut Draft<'_>,
    worker: &mut Scratch,
) -> Result<Verdict, StageError> {
    let mut lent = [shared.lent(doc, Some(draft))];
    let mut results = [OK];
    let said = shared.process(&mut lent, worker, &mut results)?;
    shared.judge(&mut lent[0], results[0], &said, 0)
}

/// Whether options are accepted, and what `create` says; for tools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// A stage was made, and destroyed.
    Made,
    /// The host refuses the options by the plugin's schema.
    RefusedBySchema(String),
    /// The plugin refuses them: JSON pointer and message.
    Refused(String, String),
}

pub(crate) fn checked(result: Result<Shared, Refusal>) -> Checked {
    match result {
        Ok(_) => Checked::Made,
        Err((path, message)) => Checked::Refused(path, message),
    }
}
