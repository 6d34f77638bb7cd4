//! The functions of the ABI, and the table they stand in. Each catches panics, turns handles
//! into what they are, and reports errors to the host.

use crate::call::{self, Call};
use crate::guard;
use crate::manifest::Manifest;
use crate::running::{Kind, Running, Scratch};
use crate::{Create, Error};
use chaffinch_plugin_abi::{
    self as abi, chf_call, chf_doc, chf_module, chf_sketch, chf_stage, chf_status, chf_str, chf_worker,
};
use std::mem::MaybeUninit;
use std::sync::OnceLock;

/// What `export_plugin!` says of a library.
pub struct Plugin {
    /// `acme.shout`.
    pub id: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Its licence, an SPDX expression.
    pub license: &'static str,
    /// One line for people.
    pub summary: &'static str,
    /// Its stages.
    pub kinds: &'static [Kind],
}

/// A library as a type, so that its `create` can be a plain function.
pub trait Library {
    /// The library.
    const PLUGIN: &'static Plugin;
}

/// The table of a library, made at the first call.
pub struct Module(OnceLock<Table>);

impl Module {
    /// Nothing yet.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "for a static, made by a macro")]
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The table.
    pub fn get<L: Library>(&'static self) -> &'static chf_module {
        &self.0.get_or_init(Table::of::<L>).module
    }
}

/// A module and the manifest that it points to.
pub(crate) struct Table {
    pub(crate) module: chf_module,
    _manifest: String,
}

impl Table {
    pub(crate) fn of<L: Library>() -> Self {
        let manifest = Manifest::of(L::PLUGIN).to_json();
        let module = module::<L>(chf_str::of(&manifest));
        Self { module, _manifest: manifest }
    }
}

/// What the entry symbol returns; NULL when the manifest cannot be made.
#[must_use]
pub fn entry(module: fn() -> &'static chf_module) -> *const chf_module {
    guard::catch(module).map_or(std::ptr::null(), std::ptr::from_ref)
}

fn module<L: Library>(manifest: chf_str) -> chf_module {
    let fits = L::PLUGIN.kinds.iter().any(Kind::fits);
    chf_module {
        struct_size: call::index(size_of::<chf_module>()),
        abi_major: abi::ABI_MAJOR,
        abi_minor: 0,
        manifest,
        create: Some(create::<L>),
        destroy: Some(destroy),
        worker_new: Some(worker_new),
        worker_free: Some(worker_free),
        process: Some(process),
        sketch_new: fits.then_some(sketch_new),
        sketch_free: fits.then_some(sketch_free),
        observe: fits.then_some(observe),
        merge: fits.then_some(merge),
        save: fits.then_some(save),
        load: fits.then_some(load),
        fitted: fits.then_some(fitted),
        extension: None,
    }
}

/// Runs `f` in a call; an error or a panic is reported.
///
/// # Safety
/// `raw` is lent for the call by a host that [`call::is_whole`].
unsafe fn run(raw: *mut chf_call, f: impl FnOnce(Call<'_>) -> Result<(), Error>) -> chf_status {
    // SAFETY: the caller's promise.
    let call = unsafe { Call::new(raw) };
    match guard::within(raw, || f(call)) {
        Ok(Ok(())) => abi::OK,
        Ok(Err(error)) | Err(error) => call.report(std::ptr::null(), &error),
    }
}

unsafe extern "C" fn create<L: Library>(
    raw: *mut chf_call,
    kind: chf_str,
    options: chf_str,
    out: *mut *mut chf_stage,
) -> chf_status {
    // SAFETY: the host lends the call, the texts and `out`; whether it is whole is looked at first.
    let status = unsafe {
        if !call::is_whole(raw) {
            call::refuse(raw);
            return abi::ERR_CONFIG;
        }
        guard::install();
        run(raw, |call| {
            let stage = make(L::PLUGIN, call, call::text(kind), call::text(options))?;
            out.write(give(stage).cast());
            Ok(())
        })
    };
    if status == abi::ERR_DOC { abi::ERR_CONFIG } else { status }
}

fn make(plugin: &Plugin, call: Call<'_>, kind: &str, options: &str) -> Result<Box<dyn Running>, Error> {
    let found = plugin.kinds.iter().find(|k| k.spec.kind == kind);
    let found = found.ok_or_else(|| Error::config("", format!("`{}` has no stage `{kind}`", plugin.id)))?;
    (found.create)(&mut Create::new(call), options)
}

unsafe extern "C" fn destroy(stage: *mut chf_stage) {
    // SAFETY: the host gives back what `create` or `fitted` made, once.
    unsafe { free::<Box<dyn Running>>(stage.cast()) }
}

unsafe extern "C" fn worker_new(
    raw: *mut chf_call,
    stage: *mut chf_stage,
    out: *mut *mut chf_worker,
) -> chf_status {
    // SAFETY: the host lends the call, the stage and `out`.
    unsafe {
        run(raw, |_| {
            out.write(give(running(stage).worker()).cast());
            Ok(())
        })
    }
}

unsafe extern "C" fn worker_free(_: *mut chf_stage, worker: *mut chf_worker) {
    // SAFETY: the host gives back what `worker_new` made, once.
    unsafe { free::<Scratch>(worker.cast()) }
}

unsafe extern "C" fn process(
    raw: *mut chf_call,
    stage: *mut chf_stage,
    worker: *mut chf_worker,
    docs: *const *const chf_doc,
    n: usize,
    out: *mut chf_status,
) -> chf_status {
    // SAFETY: the host lends all of it, the worker to this thread alone. `out` has room for n.
    unsafe {
        let docs = abi::slice(docs, n);
        let out: &mut [MaybeUninit<chf_status>] =
            if n == 0 { &mut [] } else { std::slice::from_raw_parts_mut(out.cast(), n) };
        let status = run(raw, |call| {
            let stage = running(stage);
            match worker.cast::<Scratch>().as_mut() {
                Some(worker) => stage.process(call, worker, docs, out),
                None => stage.process(call, &mut stage.worker(), docs, out),
            }
        });
        if status != abi::OK {
            out.fill(MaybeUninit::new(status));
        }
        status
    }
}

unsafe extern "C" fn sketch_new(
    raw: *mut chf_call,
    stage: *mut chf_stage,
    out: *mut *mut chf_sketch,
) -> chf_status {
    // SAFETY: as in `worker_new`.
    unsafe {
        run(raw, |_| {
            out.write(give(running(stage).pass()?.empty()).cast());
            Ok(())
        })
    }
}

unsafe extern "C" fn sketch_free(_: *mut chf_stage, sketch: *mut chf_sketch) {
    // SAFETY: the host gives back what `sketch_new` or `load` made, once.
    unsafe { free::<Scratch>(sketch.cast()) }
}

unsafe extern "C" fn observe(
    raw: *mut chf_call,
    stage: *mut chf_stage,
    sketch: *mut chf_sketch,
    doc: *const chf_doc,
) -> chf_status {
    // SAFETY: as in `process`.
    unsafe { run(raw, |call| running(stage).pass()?.observe(call, scratch(sketch)?, doc)) }
}

unsafe extern "C" fn merge(
    raw: *mut chf_call,
    stage: *mut chf_stage,
    into: *mut chf_sketch,
    other: *mut chf_sketch,
) -> chf_status {
    // SAFETY: as in `process`; the two are looked at to be two.
    unsafe {
        run(raw, |_| {
            if into == other {
                return Err(Error::fatal("a sketch cannot be merged with itself"));
            }
            running(stage).pass()?.merge(scratch(into)?, scratch(other)?)
        })
    }
}

unsafe extern "C" fn save(raw: *mut chf_call, stage: *mut chf_stage, sketch: *mut chf_sketch) -> chf_status {
    // SAFETY: as in `process`.
    unsafe {
        run(raw, |call| {
            let bytes = running(stage).pass()?.save(scratch(sketch)?)?;
            call.give(&bytes).map_err(|_| Error::refused("the host refused a sketch"))
        })
    }
}

unsafe extern "C" fn load(
    raw: *mut chf_call,
    stage: *mut chf_stage,
    bytes: chf_str,
    out: *mut *mut chf_sketch,
) -> chf_status {
    // SAFETY: as in `worker_new`.
    unsafe {
        run(raw, |_| {
            out.write(give(running(stage).pass()?.load(bytes.bytes())?).cast());
            Ok(())
        })
    }
}

unsafe extern "C" fn fitted(
    raw: *mut chf_call,
    stage: *mut chf_stage,
    sketch: *mut chf_sketch,
    out: *mut *mut chf_stage,
) -> chf_status {
    // SAFETY: as in `worker_new`.
    unsafe {
        run(raw, |_| {
            out.write(give(running(stage).pass()?.finish(scratch(sketch)?)?).cast());
            Ok(())
        })
    }
}

/// A handle: a thin pointer to a fat one.
fn give<T>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

/// # Safety
/// `handle` is NULL or was made by [`give`] of a `T`, and is not used again.
unsafe fn free<T>(handle: *mut T) {
    if !handle.is_null() {
        // There is no call to report a panic to. The hook prints it, and the rest leaks.
        // SAFETY: the caller's promise.
        let _ = guard::catch(|| drop(unsafe { Box::from_raw(handle) }));
    }
}

/// # Safety
/// `stage` was made by [`give`] and is lent for `'a`.
unsafe fn running<'a>(stage: *mut chf_stage) -> &'a dyn Running {
    // SAFETY: the caller's promise.
    unsafe { &**stage.cast::<Box<dyn Running>>() }
}

/// # Safety
/// `sketch` is NULL or was made by [`give`], and is lent to this thread alone for `'a`.
unsafe fn scratch<'a>(sketch: *mut chf_sketch) -> Result<&'a mut Scratch, Error> {
    // SAFETY: the caller's promise.
    unsafe { sketch.cast::<Scratch>().as_mut() }.ok_or_else(|| Error::fatal("the host lent no sketch"))
}
