//! Stages, workers and sketches without their types: what hides behind the handles of the ABI.

use crate::buffer::Buffers;
use crate::call::Call;
use crate::stage::process_guarded;
use crate::{Create, Doc, Error, Fit, Spec, Stage, Verdict};
use chaffinch_plugin_abi::{self as abi, chf_doc, chf_status};
use serde_json::Value;
use std::any::Any;
use std::mem::MaybeUninit;

/// A stage that a library lists: what `export_plugin!` makes of a type.
pub struct Kind {
    pub(crate) spec: &'static Spec,
    pub(crate) create: Make,
    schema: fn() -> Value,
    fits: bool,
}

impl Kind {
    /// A stage.
    #[must_use]
    pub const fn of<S: Stage>() -> Self {
        let create = |cx: &mut Create<'_>, options: &str| Ok(boxed(Plain(make::<S>(cx, options)?)));
        Self { spec: spec::<S>(), create, schema: schema::<S>, fits: false }
    }

    /// A stage with a corpus pass.
    #[must_use]
    pub const fn fit<S: Fit>() -> Self {
        let create = |cx: &mut Create<'_>, options: &str| Ok(boxed(Fitting(make::<S>(cx, options)?)));
        Self { spec: spec::<S>(), create, schema: schema::<S>, fits: true }
    }

    pub(crate) fn fits(&self) -> bool {
        self.fits
    }

    pub(crate) fn schema(&self) -> Value {
        (self.schema)()
    }
}

/// Makes a stage of options in JSON.
type Make = fn(&mut Create<'_>, &str) -> Result<Box<dyn Running>, Error>;

/// A worker or a sketch.
pub(crate) type Scratch = Box<dyn Any + Send>;

/// A stage of any type.
pub(crate) trait Running: Send + Sync {
    fn worker(&self) -> Scratch;

    /// Sets `out[i]` for document `i`.
    ///
    /// # Safety
    /// The documents are lent together with `call`, to a stage of this kind.
    unsafe fn process(
        &self,
        call: Call<'_>,
        worker: &mut Scratch,
        docs: &[*const chf_doc],
        out: &mut [MaybeUninit<chf_status>],
    ) -> Result<(), Error>;

    fn pass(&self) -> Result<&dyn Pass, Error> {
        Err(Error::new("this stage has no corpus pass"))
    }
}

/// The corpus pass of a stage of any type.
pub(crate) trait Pass {
    fn empty(&self) -> Scratch;

    /// # Safety
    /// As [`Running::process`].
    unsafe fn observe(&self, call: Call<'_>, sketch: &mut Scratch, doc: *const chf_doc) -> Result<(), Error>;
    fn merge(&self, into: &mut Scratch, other: &mut Scratch) -> Result<(), Error>;
    fn save(&self, sketch: &Scratch) -> Result<Vec<u8>, Error>;
    fn load(&self, bytes: &[u8]) -> Result<Scratch, Error>;
    fn finish(&self, sketch: &Scratch) -> Result<Box<dyn Running>, Error>;
}

struct Plain<S>(S);

struct Fitting<S>(S);

struct Worker<S: Stage> {
    own: S::Worker,
    /// One for each document of a batch.
    buffers: Vec<Buffers>,
}

struct Sketch<S: Fit> {
    own: S::Sketch,
    buffers: Buffers,
}

impl<S: Stage> Running for Plain<S> {
    fn worker(&self) -> Scratch {
        worker::<S>()
    }

    unsafe fn process(
        &self,
        call: Call<'_>,
        worker: &mut Scratch,
        docs: &[*const chf_doc],
        out: &mut [MaybeUninit<chf_status>],
    ) -> Result<(), Error> {
        // SAFETY: the caller's promise.
        unsafe { process(&self.0, call, typed(worker)?, docs, out) }
    }
}

impl<S: Fit> Running for Fitting<S> {
    fn worker(&self) -> Scratch {
        worker::<S>()
    }

    unsafe fn process(
        &self,
        call: Call<'_>,
        worker: &mut Scratch,
        docs: &[*const chf_doc],
        out: &mut [MaybeUninit<chf_status>],
    ) -> Result<(), Error> {
        // SAFETY: the caller's promise.
        unsafe { process(&self.0, call, typed(worker)?, docs, out) }
    }

    fn pass(&self) -> Result<&dyn Pass, Error> {
        Ok(self)
    }
}

impl<S: Fit> Pass for Fitting<S> {
    fn empty(&self) -> Scratch {
        sketch::<S>(S::Sketch::default())
    }

    unsafe fn observe(&self, call: Call<'_>, sketch: &mut Scratch, doc: *const chf_doc) -> Result<(), Error> {
        let sketch: &mut Sketch<S> = typed(sketch)?;
        // SAFETY: the caller's promise.
        let doc = unsafe { Doc::lent(call, doc, spec::<S>(), &mut sketch.buffers, 0) };
        self.0.observe(&doc, &mut sketch.own)
    }

    fn merge(&self, into: &mut Scratch, other: &mut Scratch) -> Result<(), Error> {
        let (into, other): (&mut Sketch<S>, &mut Sketch<S>) = (typed(into)?, typed(other)?);
        self.0.merge(&mut into.own, std::mem::take(&mut other.own));
        Ok(())
    }

    fn save(&self, sketch: &Scratch) -> Result<Vec<u8>, Error> {
        let sketch: &Sketch<S> = sketch.downcast_ref().ok_or_else(other_stage)?;
        serde_json::to_vec(&sketch.own).map_err(|e| Error::new(format!("sketch cannot be saved: {e}")))
    }

    fn load(&self, bytes: &[u8]) -> Result<Scratch, Error> {
        let own = serde_json::from_slice(bytes);
        own.map(sketch::<S>).map_err(|e| Error::new(format!("not a sketch of this stage: {e}")))
    }

    fn finish(&self, sketch: &Scratch) -> Result<Box<dyn Running>, Error> {
        let sketch: &Sketch<S> = sketch.downcast_ref().ok_or_else(other_stage)?;
        Ok(boxed(Fitting(self.0.finish(&sketch.own)?)))
    }
}

/// # Safety
/// As [`Running::process`].
unsafe fn process<S: Stage>(
    stage: &S,
    call: Call<'_>,
    worker: &mut Worker<S>,
    docs: &[*const chf_doc],
    out: &mut [MaybeUninit<chf_status>],
) -> Result<(), Error> {
    let spec = spec::<S>();
    if worker.buffers.len() < docs.len() {
        worker.buffers.resize_with(docs.len(), || Buffers::new(spec));
    }
    let docs = docs.iter().zip(&mut worker.buffers).enumerate();
    // SAFETY: the caller's promise.
    let docs = docs.map(|(at, (raw, buffers))| unsafe { Doc::lent(call, *raw, spec, buffers, at) });
    if spec.batch > 1 {
        return process_batch(stage, &mut docs.collect::<Vec<_>>(), &mut worker.own, out);
    }
    docs.zip(out).for_each(|(mut doc, out)| {
        let result = process_guarded(stage, &mut doc, &mut worker.own);
        out.write(settle(&mut doc, result));
    });
    Ok(())
}

fn process_batch<S: Stage>(
    stage: &S,
    docs: &mut [Doc<'_>],
    worker: &mut S::Worker,
    out: &mut [MaybeUninit<chf_status>],
) -> Result<(), Error> {
    let results = stage.process_batch(docs, worker);
    let (n, wanted) = (results.len(), docs.len());
    if n != wanted {
        return Err(Error::fatal(format!("`process_batch` returned {n} results for {wanted} documents")));
    }
    for (doc, result) in docs.iter_mut().zip(results) {
        let status = settle(doc, result);
        out[doc.place].write(status);
    }
    Ok(())
}

/// Hands over what was written, and says what became of the document.
fn settle(doc: &mut Doc<'_>, result: Result<Verdict, Error>) -> chf_status {
    let done = result.and_then(|verdict| match verdict {
        Verdict::Keep => doc.flush().map(|()| abi::OK),
        Verdict::Drop(reason) => doc.drop_for(&reason).map(|()| abi::DROP),
    });
    match done.unwrap_or_else(|error| doc.report(&error)) {
        abi::ERR_CONFIG => abi::ERR_DOC,
        status => status,
    }
}

fn make<S: Stage>(cx: &mut Create<'_>, options: &str) -> Result<S, Error> {
    let config = serde_json::from_str(options);
    S::create(cx, config.map_err(|e| Error::config("", format!("options do not fit: {e}")))?)
}

fn schema<S: Stage>() -> Value {
    schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<S::Config>()
        .to_value()
}

const fn spec<S: Stage>() -> &'static Spec {
    const { &S::SPEC }
}

fn boxed(stage: impl Running + 'static) -> Box<dyn Running> {
    Box::new(stage)
}

fn worker<S: Stage>() -> Scratch {
    Box::new(Worker::<S> { own: S::Worker::default(), buffers: Vec::new() })
}

fn sketch<S: Fit>(own: S::Sketch) -> Scratch {
    Box::new(Sketch::<S> { own, buffers: Buffers::new(spec::<S>()) })
}

fn typed<T: 'static>(scratch: &mut Scratch) -> Result<&mut T, Error> {
    scratch.downcast_mut().ok_or_else(other_stage)
}

fn other_stage() -> Error {
    Error::fatal("the host mixed up the workers or sketches of two stages")
}
