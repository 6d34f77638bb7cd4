//! The C ABI of stage plugins, major 1: the tables of `include/chaffinch_plugin.h` in Rust.
//!
//! The header is where everything is explained; this crate mirrors it, and
//! `tests/layout.rs` compiles the header and holds the two against each other: every constant,
//! size and offset.
//!
//! Function pointers that a plugin may leave out are `Option`. Tables grow at their end: before
//! reading a field of the other side's table, look at its `struct_size`
//! ([`chf_host::is_whole`]).

#![no_std]
#![expect(non_camel_case_types, reason = "the names of the header")]

use core::ffi::{c_char, c_void};

/// The C header, for tools that copy it into a plugin's folder.
pub const HEADER: &str = include_str!("../include/chaffinch_plugin.h");

/// The C++ wrapper over the header.
pub const HEADER_CPP: &str = include_str!("../include/chaffinch_plugin.hpp");

/// The one symbol that a plugin exports, without a NUL.
pub const ENTRY: &str = "chaffinch_plugin_v1";

/// What the names of entry symbols of all major versions begin with.
pub const ENTRY_PREFIX: &str = "chaffinch_plugin_v";

/// `CHF_ABI_MAJOR`.
pub const ABI_MAJOR: u16 = 1;
/// `CHF_ABI_MINOR`.
pub const ABI_MINOR: u16 = 0;

/// Status of a call: [`OK`], [`DROP`], [`ABSENT`], or one of the errors.
pub type chf_status = i32;
/// Done.
pub const OK: chf_status = 0;
/// The document is filtered out.
pub const DROP: chf_status = 1;
/// There is no such thing.
pub const ABSENT: chf_status = 2;
/// Bad options.
pub const ERR_CONFIG: chf_status = -1;
/// This document failed.
pub const ERR_DOC: chf_status = -2;
/// Stop the run.
pub const ERR_FATAL: chf_status = -3;
/// Ended early because `cancelled` said so.
pub const ERR_CANCEL: chf_status = -4;
/// A panic was caught.
pub const ERR_PANIC: chf_status = -5;
/// The host refused an argument.
pub const ERR_ARG: chf_status = -6;

/// Severity of `diag`, level of `log`.
pub const ERROR: i32 = 1;
/// Severity of `diag`, level of `log`.
pub const WARN: i32 = 2;
/// Severity of `diag`, level of `log`.
pub const INFO: i32 = 3;
/// Severity of `diag`, level of `log`.
pub const DEBUG: i32 = 4;

/// A span without a label.
pub const NO_LABEL: u32 = 0;
/// An absent reference; both ends of an absent range.
pub const NO_ROW: u32 = u32::MAX;

/// Types of values and columns.
pub mod ty {
    /// No value, no column.
    pub const NONE: u32 = 0;
    /// `i64`.
    pub const I64: u32 = 1;
    /// `f64`.
    pub const F64: u32 = 2;
    /// UTF-8 text.
    pub const STR: u32 = 3;
    /// Truth value.
    pub const BOOL: u32 = 4;
    /// Byte range.
    pub const SPAN: u32 = 5;
    /// A row of another layer.
    pub const REF: u32 = 6;
    /// Rows of another layer.
    pub const REFS: u32 = 7;
    /// Of options: an array.
    pub const ARRAY: u32 = 8;
    /// Of options: a table.
    pub const TABLE: u32 = 9;
}

/// Borrowed bytes, nearly always UTF-8 text; not NUL-terminated.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct chf_str {
    /// First byte; may be anything when `len` is 0.
    pub ptr: *const c_char,
    /// Number of bytes.
    pub len: usize,
}

impl chf_str {
    /// No bytes.
    pub const EMPTY: Self = Self { ptr: core::ptr::null(), len: 0 };

    /// The bytes of `text`, which must outlive the use of the result.
    #[must_use]
    pub const fn of(text: &str) -> Self {
        Self { ptr: text.as_ptr().cast(), len: text.len() }
    }

    /// As [`chf_str::of`].
    #[must_use]
    pub const fn of_bytes(bytes: &[u8]) -> Self {
        Self { ptr: bytes.as_ptr().cast(), len: bytes.len() }
    }

    /// The bytes.
    ///
    /// # Safety
    /// `ptr` is valid for `len` bytes for all of `'a`, or `len` is 0.
    #[must_use]
    pub unsafe fn bytes<'a>(self) -> &'a [u8] {
        // SAFETY: the caller's promise.
        unsafe { slice(self.ptr.cast(), self.len) }
    }
}

/// `len` values at `ptr`; C may pass NULL for an empty array, Rust may not.
///
/// # Safety
/// `ptr` is valid for `len` values for all of `'a`, or `len` is 0.
#[must_use]
pub unsafe fn slice<'a, T>(ptr: *const T, len: usize) -> &'a [T] {
    if len == 0 {
        return &[];
    }
    // SAFETY: the caller's promise.
    unsafe { core::slice::from_raw_parts(ptr, len) }
}

/// One annotation.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct chf_span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Label id, [`NO_LABEL`] for none.
    pub label: u32,
    /// NaN for none.
    pub score: f32,
}

/// A range of bytes or rows; both ends [`NO_ROW`] when absent.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct chf_range {
    /// First.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl chf_range {
    /// No range.
    pub const ABSENT: Self = Self { start: NO_ROW, end: NO_ROW };
}

/// `len` bytes copied verbatim from source to text.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct chf_run {
    /// First byte in the text.
    pub text: u32,
    /// First byte in the source.
    pub source: u32,
    /// Number of bytes.
    pub len: u32,
}

/// One replacement of text.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct chf_edit {
    /// First byte replaced.
    pub start: u32,
    /// One past the last byte replaced.
    pub end: u32,
    /// What stands there instead.
    pub with: chf_str,
}

/// Borrowed numbers of rows.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct chf_refs {
    /// The first.
    pub ptr: *const u32,
    /// How many.
    pub len: usize,
}

/// The value of a [`chf_value`], by its type.
#[repr(C)]
#[derive(Clone, Copy)]
pub union chf_any {
    /// [`ty::I64`], [`ty::BOOL`], and the size of [`ty::ARRAY`] and [`ty::TABLE`].
    pub i: i64,
    /// [`ty::F64`].
    pub f: f64,
    /// [`ty::STR`].
    pub s: chf_str,
    /// [`ty::SPAN`].
    pub span: chf_range,
    /// [`ty::REF`].
    pub r: u32,
    /// [`ty::REFS`].
    pub refs: chf_refs,
}

/// One value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct chf_value {
    /// One of [`ty`].
    pub ty: u32,
    /// 0.
    pub reserved: u32,
    /// The value.
    pub v: chf_any,
}

impl chf_value {
    /// No value.
    pub const NONE: Self = Self { ty: ty::NONE, reserved: 0, v: chf_any { i: 0 } };

    /// A value.
    #[must_use]
    pub const fn new(ty: u32, v: chf_any) -> Self {
        Self { ty, reserved: 0, v }
    }
}

/// One attribute of a layer, whole.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct chf_column {
    /// One of [`ty`]; [`ty::NONE`] when there is none.
    pub ty: u32,
    /// 0.
    pub reserved: u32,
    /// One entry a row; the header says of which type.
    pub rows: *const c_void,
    /// What the ranges in `rows` mean, for [`ty::STR`] and [`ty::REFS`].
    pub data: *const c_void,
    /// Bytes or numbers of `data`.
    pub data_len: usize,
}

impl chf_column {
    /// No column.
    pub const NONE: Self =
        Self { ty: ty::NONE, reserved: 0, rows: core::ptr::null(), data: core::ptr::null(), data_len: 0 };
}

/// A layer, lent.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct chf_layer {
    /// Its annotations, in order.
    pub spans: *const chf_span,
    /// How many.
    pub len: usize,
    /// Its attributes, in the order of the manifest.
    pub columns: *const chf_column,
    /// How many.
    pub n_columns: u32,
    /// 0 when the document has no such layer, 1 when its spans index the text, 2 the source.
    pub present: u32,
}

/// A text and where it came from.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct chf_text {
    /// The text.
    pub text: chf_str,
    /// Its ledger.
    pub runs: *const chf_run,
    /// Number of runs.
    pub n_runs: usize,
}

/// A document, lent.
#[repr(C)]
#[derive(Debug)]
pub struct chf_doc {
    /// Size of this table in the host that filled it.
    pub struct_size: u32,
    /// Number of layers.
    pub n_layers: u32,
    /// Its id.
    pub id: chf_str,
    /// The decoded source.
    pub source: chf_str,
    /// The text that spans index, until it is rewritten.
    pub now: chf_text,
    /// The layers of the manifest, in its order.
    pub layers: *const chf_layer,
    /// The host's.
    pub host: *mut c_void,
}

/// The context of one call.
#[repr(C)]
#[derive(Debug)]
pub struct chf_call {
    /// The host's functions.
    pub api: *const chf_host,
    /// The host's.
    pub host: *mut c_void,
}

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[repr(C)]
        #[derive(Debug)]
        pub struct $name {
            _opaque: [u8; 0],
            _pinned: core::marker::PhantomData<(*mut u8, core::marker::PhantomPinned)>,
        }
    )*};
}
opaque! {
    /// A running stage; the plugin's.
    chf_stage,
    /// Scratch of one thread; the plugin's.
    chf_worker,
    /// What a corpus pass gathers; the plugin's.
    chf_sketch
}

/// What the host gives.
#[repr(C)]
#[derive(Debug)]
pub struct chf_host {
    /// Size of this table in the host.
    pub struct_size: u32,
    /// The host's [`ABI_MAJOR`].
    pub abi_major: u16,
    /// The host's [`ABI_MINOR`].
    pub abi_minor: u16,
    /// `chaffinch`.
    pub name: chf_str,
    /// Its version.
    pub version: chf_str,
    /// Says something about options or a document.
    pub diag: unsafe extern "C" fn(*mut chf_call, *const chf_doc, i32, chf_str, chf_str),
    /// Logs a line.
    pub log: unsafe extern "C" fn(*mut chf_call, i32, chf_str),
    /// Whether to end early.
    pub cancelled: unsafe extern "C" fn(*mut chf_call) -> i32,
    /// An option, by its JSON pointer.
    pub option: unsafe extern "C" fn(*mut chf_call, chf_str, *mut chf_value) -> chf_status,
    /// A file beside the configuration.
    pub read_file: unsafe extern "C" fn(*mut chf_call, chf_str, chf_str, *mut chf_str) -> chf_status,
    /// The id of a label.
    pub label: unsafe extern "C" fn(*mut chf_call, chf_str, *mut u32) -> chf_status,
    /// The name of a label.
    pub label_name: unsafe extern "C" fn(*mut chf_call, *const chf_doc, u32) -> chf_str,
    /// A `meta` value, as JSON.
    pub meta: unsafe extern "C" fn(*mut chf_call, *const chf_doc, chf_str, *mut chf_str) -> chf_status,
    /// Text to source.
    pub to_source:
        unsafe extern "C" fn(*mut chf_call, *const chf_doc, chf_range, *mut chf_range) -> chf_status,
    /// Source to text.
    pub to_text: unsafe extern "C" fn(*mut chf_call, *const chf_doc, chf_range, *mut chf_range) -> chf_status,
    /// Replaces text.
    pub rewrite: unsafe extern "C" fn(
        *mut chf_call,
        *const chf_doc,
        *const chf_edit,
        usize,
        *mut chf_text,
    ) -> chf_status,
    /// Adds rows.
    pub add: unsafe extern "C" fn(
        *mut chf_call,
        *const chf_doc,
        u32,
        *const chf_span,
        usize,
        *mut u32,
    ) -> chf_status,
    /// Sets one attribute of one row.
    pub set:
        unsafe extern "C" fn(*mut chf_call, *const chf_doc, u32, u32, u32, *const chf_value) -> chf_status,
    /// Sets one attribute of several rows.
    pub set_column: unsafe extern "C" fn(
        *mut chf_call,
        *const chf_doc,
        u32,
        u32,
        usize,
        u32,
        *const chf_column,
    ) -> chf_status,
    /// Sets a `meta` key.
    pub set_meta: unsafe extern "C" fn(*mut chf_call, *const chf_doc, chf_str, chf_str) -> chf_status,
    /// Says why a document is dropped.
    pub drop: unsafe extern "C" fn(*mut chf_call, *const chf_doc, chf_str) -> chf_status,
    /// Hands over bytes.
    pub give: unsafe extern "C" fn(*mut chf_call, chf_str) -> chf_status,
    /// Experiments.
    pub extension: unsafe extern "C" fn(*mut chf_call, chf_str) -> *const c_void,
}

// SAFETY: the table is constant: text that lives for ever, and functions.
unsafe impl Sync for chf_host {}
// SAFETY: as above.
unsafe impl Send for chf_host {}

impl chf_host {
    /// Whether the host's table has every field that this crate knows.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.struct_size as usize >= size_of::<Self>()
    }
}

/// What the plugin gives.
#[repr(C)]
#[derive(Debug)]
pub struct chf_module {
    /// Size of this table in the plugin.
    pub struct_size: u32,
    /// The plugin's [`ABI_MAJOR`].
    pub abi_major: u16,
    /// The lowest [`ABI_MINOR`] of a host that it can live with.
    pub abi_minor: u16,
    /// Its manifest, static JSON.
    pub manifest: chf_str,
    /// Makes a stage.
    pub create:
        Option<unsafe extern "C" fn(*mut chf_call, chf_str, chf_str, *mut *mut chf_stage) -> chf_status>,
    /// Frees a stage.
    pub destroy: Option<unsafe extern "C" fn(*mut chf_stage)>,
    /// Makes scratch.
    pub worker_new:
        Option<unsafe extern "C" fn(*mut chf_call, *mut chf_stage, *mut *mut chf_worker) -> chf_status>,
    /// Frees scratch.
    pub worker_free: Option<unsafe extern "C" fn(*mut chf_stage, *mut chf_worker)>,
    /// Processes documents.
    pub process: Option<
        unsafe extern "C" fn(
            *mut chf_call,
            *mut chf_stage,
            *mut chf_worker,
            *const *const chf_doc,
            usize,
            *mut chf_status,
        ) -> chf_status,
    >,
    /// Nothing seen yet.
    pub sketch_new:
        Option<unsafe extern "C" fn(*mut chf_call, *mut chf_stage, *mut *mut chf_sketch) -> chf_status>,
    /// Frees a sketch.
    pub sketch_free: Option<unsafe extern "C" fn(*mut chf_stage, *mut chf_sketch)>,
    /// Sees a document.
    pub observe: Option<
        unsafe extern "C" fn(*mut chf_call, *mut chf_stage, *mut chf_sketch, *const chf_doc) -> chf_status,
    >,
    /// Adds what another has seen.
    pub merge: Option<
        unsafe extern "C" fn(*mut chf_call, *mut chf_stage, *mut chf_sketch, *mut chf_sketch) -> chf_status,
    >,
    /// Gives a sketch as bytes.
    pub save: Option<unsafe extern "C" fn(*mut chf_call, *mut chf_stage, *mut chf_sketch) -> chf_status>,
    /// A sketch from bytes.
    pub load: Option<
        unsafe extern "C" fn(*mut chf_call, *mut chf_stage, chf_str, *mut *mut chf_sketch) -> chf_status,
    >,
    /// The stage that knows the corpus.
    pub fitted: Option<
        unsafe extern "C" fn(
            *mut chf_call,
            *mut chf_stage,
            *mut chf_sketch,
            *mut *mut chf_stage,
        ) -> chf_status,
    >,
    /// Experiments.
    pub extension: Option<unsafe extern "C" fn(chf_str) -> *const c_void>,
}

// SAFETY: the table is constant: text that lives for ever, and functions.
unsafe impl Sync for chf_module {}
// SAFETY: as above.
unsafe impl Send for chf_module {}

/// The type of the entry symbol [`ENTRY`].
pub type chf_entry = unsafe extern "C" fn() -> *const chf_module;

const _: () = {
    assert!(size_of::<chf_span>() == 16 && align_of::<chf_span>() == 4);
    assert!(size_of::<chf_range>() == 8 && size_of::<chf_run>() == 12);
};
