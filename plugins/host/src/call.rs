//! The context of one call into a plugin: what the host's functions find behind `chf_call.host`.

use crate::Messages;
use crate::document::Lent;
use chaffinch_plugin_abi::{ERROR, WARN, chf_call, chf_doc, chf_host};
use pipeline_core::{Env, LabelsBuilder};
use serde_json::Value;
use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Something a plugin said with `diag`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Said {
    /// Which of the documents of the call it is about.
    pub(crate) doc: Option<usize>,
    pub(crate) severity: i32,
    /// JSON pointer into the options.
    pub(crate) path: String,
    pub(crate) message: String,
}

/// The context of one call. What is behind `inner` belongs to the calling thread alone; the rest
/// any thread may use.
pub(crate) struct Call<'c, 't, 'd> {
    thread: usize,
    /// The stage, for log lines.
    pub(crate) stage: &'c str,
    pub(crate) messages: &'c dyn Messages,
    pub(crate) deadline: Option<Instant>,
    said: Mutex<Vec<Said>>,
    inner: UnsafeCell<Inner<'c, 't, 'd>>,
}

/// What kind of call it is.
pub(crate) enum Inner<'c, 't, 'd> {
    Create(Creating<'c>),
    /// The table of documents as the plugin sees it, and what is behind each.
    Documents(&'c [chf_doc], &'c mut [Lent<'t, 'd>]),
    /// `save`: the bytes that were given.
    Save(Vec<u8>),
    /// Nothing but messages.
    Plain,
}

/// What `create` may ask for.
pub(crate) struct Creating<'c> {
    pub(crate) options: &'c Value,
    pub(crate) env: &'c dyn Env,
    pub(crate) labels: Interner<'c>,
    /// Files that were read; they live as long as the call.
    pub(crate) files: Vec<Box<[u8]>>,
}

/// Where `create` gets labels: the pipeline's table while it is built, or only those that are
/// known, when a worker process makes the stage again.
pub(crate) struct Interner<'c>(pub(crate) &'c mut LabelsBuilder);

impl<'c, 't, 'd> Call<'c, 't, 'd> {
    pub(crate) fn new(stage: &'c str, messages: &'c dyn Messages, inner: Inner<'c, 't, 'd>) -> Self {
        Self {
            thread: this_thread(),
            stage,
            messages,
            deadline: None,
            said: Mutex::new(Vec::new()),
            inner: UnsafeCell::new(inner),
        }
    }

    pub(crate) fn until(self, deadline: Option<Instant>) -> Self {
        Self { deadline, ..self }
    }

    /// The table that the plugin is given; valid while `self` is borrowed.
    pub(crate) fn lend(&self, api: &'static chf_host) -> chf_call {
        chf_call { api, host: std::ptr::from_ref(self).cast_mut().cast::<c_void>() }
    }

    /// What the calling thread may use; `None` on any other.
    ///
    /// # Safety
    /// Called by the functions of the host's table only, each of which ends its use of the result
    /// before it returns: a plugin cannot be inside two of them on one thread.
    #[expect(clippy::mut_from_ref, reason = "the cell is of the calling thread alone, which is checked")]
    pub(crate) unsafe fn inner(&self) -> Option<&mut Inner<'c, 't, 'd>> {
        // SAFETY: this thread made the call, and by the caller's promise no other reference lives.
        (self.thread == this_thread()).then(|| unsafe { &mut *self.inner.get() })
    }

    pub(crate) fn say(&self, said: Said) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).push(said);
    }

    /// Ends the call: what was said, and what is inside.
    pub(crate) fn end(self) -> (Vec<Said>, Inner<'c, 't, 'd>) {
        (self.said.into_inner().unwrap_or_else(PoisonError::into_inner), self.inner.into_inner())
    }
}

/// What was said as errors about document `doc`, or about none in particular, in one line.
pub(crate) fn errors(said: &[Said], doc: usize) -> Option<String> {
    let about = |s: &&Said| s.severity <= ERROR && s.doc.is_none_or(|d| d == doc);
    let lines: Vec<&str> = said.iter().filter(about).map(|s| s.message.as_str()).collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}

/// Passes on what was said without being an error.
pub(crate) fn pass_on(said: &[Said], stage: &str, messages: &dyn Messages) {
    for s in said.iter().filter(|s| s.severity > ERROR) {
        messages.log(if s.severity == WARN { WARN } else { s.severity }, stage, &s.message);
    }
}

/// A number that tells threads apart: the address of something that each has.
fn this_thread() -> usize {
    thread_local!(static MARK: u8 = const { 0 });
    MARK.with(|mark| std::ptr::from_ref(mark).addr())
}
