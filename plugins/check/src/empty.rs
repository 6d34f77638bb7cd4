//! A plugin that does nothing, linked in: what others are measured beside, and what makes the host
//! install its handlers before the state of the process is looked at.

use crate::subject::{self, Setup, Subject};
use crate::target::{Given, Target};
use chaffinch_plugin_abi::{
    ABI_MAJOR, ABI_MINOR, OK, chf_call, chf_doc, chf_module, chf_stage, chf_status, chf_str, chf_worker,
};
use chaffinch_plugin_host::Module;
use std::path::PathBuf;

const MANIFEST: &str = r#"{"id": "chaffinch.empty", "version": "1", "license": "MIT OR Apache-2.0",
    "stages": [{"kind": "empty", "summary": "does nothing"}]}"#;

#[expect(clippy::cast_possible_truncation, reason = "a table has some hundred bytes")]
static MODULE: chf_module = chf_module {
    struct_size: size_of::<chf_module>() as u32,
    abi_major: ABI_MAJOR,
    abi_minor: ABI_MINOR,
    manifest: chf_str::of(MANIFEST),
    create: Some(create),
    destroy: Some(destroy),
    worker_new: None,
    worker_free: None,
    process: Some(process),
    sketch_new: None,
    sketch_free: None,
    observe: None,
    merge: None,
    save: None,
    load: None,
    fitted: None,
    extension: None,
};

/// The handle of every stage: an address, behind which nothing is.
static HANDLE: u8 = 0;

unsafe extern "C" fn create(
    _: *mut chf_call,
    _: chf_str,
    _: chf_str,
    out: *mut *mut chf_stage,
) -> chf_status {
    // SAFETY: the host passes a place for the handle.
    unsafe { out.write((&raw const HANDLE).cast_mut().cast()) };
    OK
}

unsafe extern "C" fn destroy(_: *mut chf_stage) {}

unsafe extern "C" fn process(
    _: *mut chf_call,
    _: *mut chf_stage,
    _: *mut chf_worker,
    _: *const *const chf_doc,
    n: usize,
    out: *mut chf_status,
) -> chf_status {
    // SAFETY: the host passes room for `n` results.
    unsafe { std::slice::from_raw_parts_mut(out, n) }.fill(OK);
    OK
}

/// The stage that does nothing.
pub(crate) fn subject() -> Result<Subject, String> {
    let target = Target { library: PathBuf::new(), given: Given::default(), full: false };
    let kinds = subject::of_module(Module::linked(&MODULE)?, "check", &target, Setup::default())?;
    kinds.into_iter().next().ok_or_else(|| "no stage".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::documents::ordinary;

    #[test]
    fn it_does_nothing() {
        let empty = super::subject().unwrap();
        let pipeline = empty.pipeline(&serde_json::json!({}), None).unwrap();
        let samples = ordinary(2);
        let dumps = empty.dumps(&pipeline, &samples);
        assert!(dumps.iter().all(|d| !d.starts_with("quarantined")), "{dumps:?}");
    }
}
