//! The corpus pass of a plugin's stage, in this process.

use crate::api::HOST;
use crate::call::{Call, Inner, Said, pass_on};
use crate::document::{Lent, Tables};
use crate::stage::{ForeignStage, Shared};
use crate::watch;
use chaffinch_plugin_abi::{OK, chf_call, chf_sketch, chf_status, chf_str};
use pipeline_core::{Fit, Sketch, Stage, StageError, View};
use std::sync::Arc;

/// The corpus pass.
pub(crate) struct ForeignFit {
    shared: Arc<Shared>,
    slot: Arc<watch::Slot>,
}

/// A sketch of the plugin's.
pub(crate) struct ForeignSketch {
    shared: Arc<Shared>,
    raw: *mut chf_sketch,
    slot: Arc<watch::Slot>,
    tables: Tables,
    /// What went wrong where the core's trait has no way to say so.
    broken: Option<StageError>,
}

// SAFETY: rule R7 of the ABI: a sketch is used by one thread at a time, and may move.
unsafe impl Send for ForeignSketch {}

impl Drop for ForeignSketch {
    fn drop(&mut self) {
        if let Some(free) = self.shared.module.table.sketch_free.filter(|_| !self.raw.is_null()) {
            // SAFETY: the handle is the plugin's own, and nobody uses it any more.
            unsafe { free(self.shared.raw(), self.raw) };
        }
    }
}

impl ForeignFit {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        let slot = shared.slot();
        Self { shared, slot }
    }

    /// Calls the plugin with nothing but messages.
    fn call(&self, what: &str, f: impl FnOnce(*mut chf_call) -> chf_status) -> Result<(), StageError> {
        self.call_with(Inner::Plain, what, f).map(|_| ())
    }

    fn call_with<'c>(
        &'c self,
        inner: Inner<'c, '_, '_>,
        what: &str,
        f: impl FnOnce(*mut chf_call) -> chf_status,
    ) -> Result<Vec<u8>, StageError> {
        let shared = &self.shared;
        let context = Call::new(shared.title, &*shared.messages, inner);
        let mut lent = context.lend(&HOST);
        let status = shared.enter(&self.slot, what, || f(&raw mut lent));
        let (said, inner) = context.end();
        self.outcome(status, &said)?;
        Ok(if let Inner::Save(bytes) = inner { bytes } else { Vec::new() })
    }

    fn outcome(&self, status: chf_status, said: &[Said]) -> Result<(), StageError> {
        pass_on(said, self.shared.title, &*self.shared.messages);
        if status == OK { Ok(()) } else { Err(self.shared.error(status, said, 0)) }
    }

    fn sketch(&self, raw: *mut chf_sketch, broken: Option<StageError>) -> Sketch {
        let (shared, slot) = (Arc::clone(&self.shared), self.shared.slot());
        Sketch::new(ForeignSketch { shared, raw, slot, tables: Tables::default(), broken })
    }

    fn missing() -> StageError {
        StageError::new("the library's table lacks a function of the corpus pass")
    }
}

/// The handle of a sketch that can be used.
fn sound(sketch: &ForeignSketch) -> Result<*mut chf_sketch, StageError> {
    sketch.broken.clone().map_or(Ok(sketch.raw), Err)
}

impl Fit for ForeignFit {
    fn empty(&self) -> Sketch {
        let mut raw = std::ptr::null_mut();
        let made = self.shared.module.table.sketch_new.ok_or_else(Self::missing).and_then(|make| {
            // SAFETY: everything lent lives until the call returns.
            self.call("(corpus pass)", |call| unsafe { make(call, self.shared.raw(), &raw mut raw) })
        });
        self.sketch(raw, made.err())
    }

    fn observe(&self, doc: &View<'_>, sketch: &mut Sketch) -> Result<(), StageError> {
        let shared = &self.shared;
        let sketch: &mut ForeignSketch = sketch.get_mut()?;
        let raw = sound(sketch)?;
        let observe = shared.module.table.observe.ok_or_else(Self::missing)?;
        let mut guard = shared.guard();
        let mut lent = [Lent::new(*doc, None, shared.slots, &shared.labels)];
        let docs = [lent[0].lend(&mut sketch.tables, &mut guard)?];
        let context = Call::new(shared.title, &*shared.messages, Inner::Documents(&docs, &mut lent))
            .until(shared.deadline());
        let mut call = context.lend(&HOST);
        let slot = &sketch.slot;
        // SAFETY: everything lent lives until the call returns.
        let status = shared
            .enter(slot, doc.id(), || unsafe { observe(&raw mut call, shared.raw(), raw, docs.as_ptr()) });
        let (said, _) = context.end();
        self.outcome(status, &said)
    }

    fn merge(&self, into: &mut Sketch, other: Sketch) {
        let (Ok(into), Ok(other)) = (into.get_mut::<ForeignSketch>(), other.into_inner::<ForeignSketch>())
        else {
            return;
        };
        let handles = sound(into).and_then(|a| Ok((a, sound(&other)?)));
        let merged = handles.and_then(|(a, b)| {
            let merge = self.shared.module.table.merge.ok_or_else(Self::missing)?;
            // SAFETY: everything lent lives until the call returns.
            self.call("(corpus pass)", |call| unsafe { merge(call, self.shared.raw(), a, b) })
        });
        if let Err(e) = merged {
            into.broken.get_or_insert(e);
        }
    }

    fn finish(&self, sketch: Sketch) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(ForeignStage::new(self.fitted(sketch)?)))
    }

    fn save(&self, sketch: &Sketch) -> Result<Vec<u8>, StageError> {
        let raw = sound(sketch.get()?)?;
        let save = self.shared.module.table.save.ok_or_else(Self::missing)?;
        // SAFETY: everything lent lives until the call returns.
        self.call_with(Inner::Save(Vec::new()), "(corpus pass)", |call| unsafe {
            save(call, self.shared.raw(), raw)
        })
    }

    fn load(&self, bytes: &[u8]) -> Result<Sketch, StageError> {
        let load = self.shared.module.table.load.ok_or_else(Self::missing)?;
        let mut raw = std::ptr::null_mut();
        // SAFETY: everything lent lives until the call returns.
        self.call("(corpus pass)", |call| unsafe {
            load(call, self.shared.raw(), chf_str::of_bytes(bytes), &raw mut raw)
        })?;
        Ok(self.sketch(raw, None))
    }
}

impl ForeignFit {
    /// The stage that knows the corpus.
    pub(crate) fn fitted(&self, sketch: Sketch) -> Result<Shared, StageError> {
        let sketch: ForeignSketch = sketch.into_inner()?;
        let raw = sound(&sketch)?;
        let fitted = self.shared.module.table.fitted.ok_or_else(Self::missing)?;
        let mut stage = std::ptr::null_mut();
        // SAFETY: everything lent lives until the call returns.
        self.call("(corpus pass)", |call| unsafe { fitted(call, self.shared.raw(), raw, &raw mut stage) })?;
        if stage.is_null() {
            return Err(StageError::new(format!("{} made no stage of its corpus pass", self.shared.title)));
        }
        Ok(self.shared.fitted(stage))
    }
}
