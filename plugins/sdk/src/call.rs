//! The host's functions, made safe: one method each.

use crate::Error;
use crate::span::Run;
use chaffinch_plugin_abi::{self as abi, chf_call, chf_doc, chf_host, chf_range, chf_str, chf_text};
use std::marker::PhantomData;
use std::ops::Range;

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Something failed.
    Error,
    /// Something is probably not as intended.
    Warn,
    /// Good to know.
    Info,
    /// For those who look for a fault.
    Debug,
}

impl Level {
    const fn code(self) -> i32 {
        match self {
            Self::Error => abi::ERROR,
            Self::Warn => abi::WARN,
            Self::Info => abi::INFO,
            Self::Debug => abi::DEBUG,
        }
    }
}

/// The context of one call. Neither `Send` nor `Sync`: it is for the thread that was called.
#[derive(Clone, Copy)]
pub(crate) struct Call<'c> {
    raw: *mut chf_call,
    api: &'c chf_host,
    lent: PhantomData<&'c chf_call>,
}

/// Whether the host behind `raw` has all that this crate calls.
///
/// # Safety
/// `raw` is a call lent by a host, of whatever age.
pub(crate) unsafe fn is_whole(raw: *mut chf_call) -> bool {
    // SAFETY: every host's table begins with these fields. No reference is made: the table may
    // be shorter than ours.
    let (size, major) = unsafe {
        let api = (*raw).api;
        ((&raw const (*api).struct_size).read(), (&raw const (*api).abi_major).read())
    };
    size as usize >= size_of::<chf_host>() && major == abi::ABI_MAJOR
}

/// Says that the host is too old, in the way that even an old host has.
///
/// # Safety
/// As [`is_whole`].
pub(crate) unsafe fn refuse(raw: *mut chf_call) {
    let end = std::mem::offset_of!(chf_host, diag) + size_of::<usize>();
    // SAFETY: as in `is_whole`; `diag` is read only where the table reaches over it.
    unsafe {
        let api = (*raw).api;
        if ((&raw const (*api).struct_size).read() as usize) < end {
            return;
        }
        let message = "this host is older than the plugin: update chaffinch, or build the plugin for it";
        let diag = (&raw const (*api).diag).read();
        diag(raw, std::ptr::null(), abi::ERROR, chf_str::of(""), chf_str::of(message));
    }
}

impl<'c> Call<'c> {
    /// # Safety
    /// `raw` is lent by a host for which [`is_whole`] holds, for all of `'c`.
    pub(crate) unsafe fn new(raw: *mut chf_call) -> Self {
        // SAFETY: the caller's promise.
        Self { raw, api: unsafe { &*(*raw).api }, lent: PhantomData }
    }

    pub(crate) fn log(self, level: Level, message: &str) {
        // SAFETY: the call is lent, and so is the text.
        unsafe { (self.api.log)(self.raw, level.code(), chf_str::of(message)) }
    }

    pub(crate) fn diag(self, doc: *const chf_doc, level: Level, pointer: &str, message: &str) {
        // SAFETY: as above; `doc` is NULL or lent with the call.
        unsafe { (self.api.diag)(self.raw, doc, level.code(), chf_str::of(pointer), chf_str::of(message)) }
    }

    /// Reports an error, if the host does not know it.
    pub(crate) fn report(self, doc: *const chf_doc, error: &Error) -> abi::chf_status {
        if error.is_news() {
            self.diag(doc, Level::Error, error.pointer(), error.message());
        }
        error.status()
    }

    pub(crate) fn cancelled(self) -> bool {
        // SAFETY: the call is lent.
        unsafe { (self.api.cancelled)(self.raw) != 0 }
    }

    pub(crate) fn read_file(self, pointer: &str, path: &str) -> Result<&'c [u8], abi::chf_status> {
        let mut out = chf_str::EMPTY;
        // SAFETY: the call and the texts are lent; `out` is ours.
        done(unsafe {
            (self.api.read_file)(self.raw, chf_str::of(pointer), chf_str::of(path), &raw mut out)
        })?;
        // SAFETY: what the host gives is lent for the call.
        Ok(unsafe { out.bytes() })
    }

    pub(crate) fn label(self, name: &str) -> Result<u32, abi::chf_status> {
        let mut out = abi::NO_LABEL;
        // SAFETY: as in `read_file`.
        done(unsafe { (self.api.label)(self.raw, chf_str::of(name), &raw mut out) })?;
        Ok(out)
    }

    pub(crate) fn label_name(self, doc: *const chf_doc, label: u32) -> &'c str {
        // SAFETY: the call and the document are lent, and so is the answer.
        unsafe { text((self.api.label_name)(self.raw, doc, label)) }
    }

    pub(crate) fn meta(self, doc: *const chf_doc, key: &str) -> Option<&'c str> {
        let mut out = chf_str::EMPTY;
        // SAFETY: as in `label_name`.
        done(unsafe { (self.api.meta)(self.raw, doc, chf_str::of(key), &raw mut out) }).ok()?;
        // SAFETY: what the host gives is lent for the call.
        Some(unsafe { text(out) })
    }

    pub(crate) fn to_source(self, doc: *const chf_doc, range: Range<usize>) -> Option<Range<usize>> {
        let mut out = chf_range::ABSENT;
        // SAFETY: as in `label_name`.
        done(unsafe { (self.api.to_source)(self.raw, doc, narrow(range), &raw mut out) }).ok()?;
        present(out)
    }

    pub(crate) fn to_text(self, doc: *const chf_doc, range: Range<usize>) -> Option<Range<usize>> {
        let mut out = chf_range::ABSENT;
        // SAFETY: as in `label_name`.
        done(unsafe { (self.api.to_text)(self.raw, doc, narrow(range), &raw mut out) }).ok()?;
        present(out)
    }

    pub(crate) fn rewrite(
        self,
        doc: *const chf_doc,
        edits: &[abi::chf_edit],
    ) -> Result<(&'c str, &'c [Run]), abi::chf_status> {
        let mut out = chf_text { text: chf_str::EMPTY, runs: std::ptr::null(), n_runs: 0 };
        // SAFETY: as in `label_name`; the edits borrow their text.
        done(unsafe { (self.api.rewrite)(self.raw, doc, edits.as_ptr(), edits.len(), &raw mut out) })?;
        // SAFETY: what the host gives is lent for the call.
        Ok(unsafe { (text(out.text), runs(&out)) })
    }

    /// The number of the first of the rows.
    pub(crate) fn add(
        self,
        doc: *const chf_doc,
        slot: u32,
        spans: Option<&[abi::chf_span]>,
        n: usize,
    ) -> Result<u32, abi::chf_status> {
        debug_assert!(spans.is_none_or(|s| s.len() == n), "as many spans as rows");
        let spans = spans.map_or(std::ptr::null(), <[_]>::as_ptr);
        let mut first = 0;
        // SAFETY: as in `label_name`; there are `n` spans, or none for a table.
        done(unsafe { (self.api.add)(self.raw, doc, slot, spans, n, &raw mut first) })?;
        Ok(first)
    }

    /// # Safety
    /// `column` has `n` rows of its type, and their data.
    pub(crate) unsafe fn set_column(
        self,
        doc: *const chf_doc,
        slot: u32,
        first: u32,
        n: usize,
        attr: u32,
        column: &abi::chf_column,
    ) -> Result<(), abi::chf_status> {
        // SAFETY: as in `label_name`, and the caller's promise.
        done(unsafe { (self.api.set_column)(self.raw, doc, slot, first, n, attr, &raw const *column) })
    }

    pub(crate) fn set_meta(self, doc: *const chf_doc, key: &str, json: &str) -> Result<(), abi::chf_status> {
        // SAFETY: as in `label_name`.
        done(unsafe { (self.api.set_meta)(self.raw, doc, chf_str::of(key), chf_str::of(json)) })
    }

    pub(crate) fn drop(self, doc: *const chf_doc, reason: &str) -> Result<(), abi::chf_status> {
        // SAFETY: as in `label_name`.
        done(unsafe { (self.api.drop)(self.raw, doc, chf_str::of(reason)) })
    }

    pub(crate) fn give(self, bytes: &[u8]) -> Result<(), abi::chf_status> {
        // SAFETY: the call is lent, and so are the bytes.
        done(unsafe { (self.api.give)(self.raw, chf_str::of_bytes(bytes)) })
    }
}

fn done(status: abi::chf_status) -> Result<(), abi::chf_status> {
    if status == abi::OK { Ok(()) } else { Err(status) }
}

/// # Safety
/// `raw` is UTF-8 text that is valid for all of `'a`, as all text of a host is.
pub(crate) unsafe fn text<'a>(raw: chf_str) -> &'a str {
    // SAFETY: the caller's promise.
    unsafe { std::str::from_utf8_unchecked(raw.bytes()) }
}

/// # Safety
/// The runs are valid for all of `'a`.
pub(crate) unsafe fn runs<'a>(raw: &chf_text) -> &'a [Run] {
    // SAFETY: the caller's promise; `Run` is transparent.
    unsafe { abi::slice(raw.runs.cast(), raw.n_runs) }
}

/// Offsets too large for the ABI become the largest, which no text has: the host refuses them.
pub(crate) fn narrow(range: Range<usize>) -> chf_range {
    chf_range { start: index(range.start), end: index(range.end) }
}

pub(crate) fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(crate) fn present(range: chf_range) -> Option<Range<usize>> {
    (range != chf_range::ABSENT).then_some(range.start as usize..range.end as usize)
}
