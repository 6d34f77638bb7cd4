//! One pipeline of one stage, from `create` to `destroy`.

use super::host::{HOST, Host};
use super::lent::Lent;
use super::{Harness, Outcome, TestDoc};
use crate::manifest::{Manifest, Stage};
use chaffinch_plugin_abi::{
    self as abi, chf_call, chf_doc, chf_module, chf_sketch, chf_stage, chf_status, chf_str, chf_worker,
};
use serde_json::Value;
use std::ptr;

/// A stage that was made.
pub(super) struct Session<'m> {
    module: &'m chf_module,
    host: Box<Host>,
    stage: *mut chf_stage,
    worker: *mut chf_worker,
}

impl<'m> Session<'m> {
    /// Makes the stage, and lets it see the corpus if it has one.
    pub(super) fn start(harness: &'m Harness) -> Result<Self, String> {
        let module = harness.table();
        // SAFETY: the manifest lives as long as the module.
        let manifest: Manifest = serde_json::from_slice(unsafe { module.manifest.bytes() })
            .map_err(|e| format!("the manifest cannot be read: {e}"))?;
        let stage = find(manifest, &harness.kind)?;
        let options = with_defaults(&harness.options, &stage.config_schema);
        let host = Box::new(Host::new(stage, options, harness.files.clone(), harness.cancelled));
        let mut session = Self { module, host, stage: ptr::null_mut(), worker: ptr::null_mut() };
        session.create()?;
        if !harness.corpus.is_empty() {
            session.fit(&harness.corpus)?;
        }
        session.hire()?;
        Ok(session)
    }

    fn create(&mut self) -> Result<(), String> {
        let create = self.module.create.ok_or("the module has no `create`")?;
        let options = self.host.options.to_string();
        let kind = chf_str::of(&self.host.stage.kind);
        // SAFETY: everything lives until the call returns.
        let status = unsafe { create(&mut self.call(), kind, chf_str::of(&options), &raw mut self.stage) };
        self.done(status)?;
        self.host.created();
        Ok(())
    }

    /// A worker, or none if the plugin has none.
    fn hire(&mut self) -> Result<(), String> {
        let Some(worker_new) = self.module.worker_new else { return Ok(()) };
        // SAFETY: the stage was made; everything lives until the call returns.
        let status = unsafe { worker_new(&mut self.call(), self.stage, &raw mut self.worker) };
        self.done(status)
    }

    fn dismiss(&mut self) {
        let worker = std::mem::replace(&mut self.worker, ptr::null_mut());
        if let Some(worker_free) = self.module.worker_free.filter(|_| !worker.is_null()) {
            // SAFETY: the worker was made and is not used again.
            unsafe { worker_free(self.stage, worker) };
        }
    }

    pub(super) fn process(&mut self, docs: &[TestDoc]) -> Vec<Outcome> {
        let batch = usize::try_from(self.host.stage.batch).unwrap_or(1).max(1);
        docs.chunks(batch).flat_map(|docs| self.process_some(docs)).collect()
    }

    fn process_some(&mut self, docs: &[TestDoc]) -> Vec<Outcome> {
        let lent: Vec<Lent<'_>> = docs.iter().map(|doc| Lent::new(&self.host, doc)).collect();
        let raw: Vec<chf_doc> = lent.iter().map(Lent::lend).collect();
        let pointers: Vec<*const chf_doc> = raw.iter().map(ptr::from_ref).collect();
        let mut out = vec![abi::ERR_FATAL; docs.len()];
        let process = self.module.process.expect("a module has `process`");
        let n = docs.len();
        // SAFETY: the stage and the worker were made; everything lives until the call returns.
        let status = unsafe {
            process(&mut self.call(), self.stage, self.worker, pointers.as_ptr(), n, out.as_mut_ptr())
        };
        let (errors, log) = (self.host.take_errors(), self.host.take_log());
        let outcomes = lent.into_iter().zip(docs).zip(&out).map(|((lent, doc), &of_doc)| {
            let status = if status == abi::OK { of_doc } else { status };
            Outcome::of(lent, doc, status, &errors, &log)
        });
        let outcomes = outcomes.collect();
        if status == abi::ERR_PANIC || out.contains(&abi::ERR_PANIC) {
            self.dismiss();
            self.hire().expect("a new worker after a panic");
        }
        outcomes
    }

    /// One sketch a document; saved, loaded, merged, and a stage made of the result.
    fn fit(&mut self, corpus: &[TestDoc]) -> Result<(), String> {
        let mut all = self.sketch()?;
        let mut seen = corpus.iter().try_for_each(|doc| {
            let one = self.observe(doc)?;
            let merge = self.module.merge.ok_or("the module has no `merge`")?;
            // SAFETY: all three were made.
            let status = unsafe { merge(&mut self.call(), self.stage, all, one) };
            self.free(one);
            self.done(status)
        });
        if seen.is_ok() {
            seen = self.save_and_load(&mut all);
        }
        let fitted = seen.and_then(|()| self.fitted(all));
        self.free(all);
        let old = std::mem::replace(&mut self.stage, fitted?);
        self.destroy(old);
        Ok(())
    }

    fn sketch(&self) -> Result<*mut chf_sketch, String> {
        let sketch_new = self.module.sketch_new.ok_or("the module has no corpus pass")?;
        let mut sketch = ptr::null_mut();
        // SAFETY: the stage was made; everything lives until the call returns.
        let status = unsafe { sketch_new(&mut self.call(), self.stage, &raw mut sketch) };
        self.done(status).map(|()| sketch)
    }

    fn observe(&self, doc: &TestDoc) -> Result<*mut chf_sketch, String> {
        let observe = self.module.observe.ok_or("the module has no `observe`")?;
        let sketch = self.sketch()?;
        let lent = Lent::new(&self.host, doc);
        // SAFETY: the stage and the sketch were made; everything lives until the call returns.
        let status = unsafe { observe(&mut self.call(), self.stage, sketch, &lent.lend()) };
        if status != abi::OK {
            self.free(sketch);
        }
        self.done(status).map(|()| sketch)
    }

    fn save_and_load(&self, sketch: &mut *mut chf_sketch) -> Result<(), String> {
        let (save, load) = self.module.save.zip(self.module.load).ok_or("the module cannot save")?;
        let mut loaded = ptr::null_mut();
        // SAFETY: the stage and the sketch were made; everything lives until the calls return.
        unsafe {
            self.done(save(&mut self.call(), self.stage, *sketch))?;
            let bytes = self.host.take_given();
            self.done(load(&mut self.call(), self.stage, chf_str::of_bytes(&bytes), &raw mut loaded))?;
        }
        self.free(std::mem::replace(sketch, loaded));
        Ok(())
    }

    fn fitted(&self, sketch: *mut chf_sketch) -> Result<*mut chf_stage, String> {
        let fitted = self.module.fitted.ok_or("the module has no `fitted`")?;
        let mut stage = ptr::null_mut();
        // SAFETY: the stage and the sketch were made; everything lives until the call returns.
        let status = unsafe { fitted(&mut self.call(), self.stage, sketch, &raw mut stage) };
        self.done(status).map(|()| stage)
    }

    fn free(&self, sketch: *mut chf_sketch) {
        if let Some(sketch_free) = self.module.sketch_free {
            // SAFETY: the sketch was made and is not used again.
            unsafe { sketch_free(self.stage, sketch) };
        }
    }

    fn destroy(&self, stage: *mut chf_stage) {
        if let Some(destroy) = self.module.destroy.filter(|_| !stage.is_null()) {
            // SAFETY: the stage was made and is not used again.
            unsafe { destroy(stage) };
        }
    }

    fn call(&self) -> chf_call {
        chf_call { api: &raw const HOST, host: ptr::from_ref::<Host>(&self.host).cast_mut().cast() }
    }

    fn done(&self, status: chf_status) -> Result<(), String> {
        let errors = self.host.take_errors();
        if status == abi::OK { Ok(()) } else { Err(super::outcome::message(status, &errors)) }
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        self.dismiss();
        self.destroy(self.stage);
    }
}

fn find(manifest: Manifest, kind: &str) -> Result<Stage, String> {
    let id = manifest.id;
    let found = manifest.stages.into_iter().find(|s| kind.is_empty() || s.kind == kind);
    found.ok_or_else(|| format!("`{id}` has no stage `{kind}`"))
}

/// As hosts do: defaults given in the schema's properties are filled in.
fn with_defaults(options: &Value, schema: &Value) -> Value {
    let mut options = options.clone();
    let properties = schema.get("properties").and_then(Value::as_object);
    if let (Some(options), Some(properties)) = (options.as_object_mut(), properties) {
        for (key, property) in properties {
            if let (false, Some(default)) = (options.contains_key(key), property.get("default")) {
                options.insert(key.clone(), default.clone());
            }
        }
    }
    options
}
