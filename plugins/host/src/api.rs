//! The functions of `chf_host`: the only way in for a plugin. Each checks what it is given, never
//! unwinds, and says no with `CHF_ERR_ARG`.

use crate::call::{Call, Creating, Inner, Said};
use crate::document::{self, Lent};
use chaffinch_plugin_abi::{
    ABI_MAJOR, ABI_MINOR, ABSENT, ERR_ARG, ERROR, NO_LABEL, OK, chf_any, chf_call, chf_column, chf_doc,
    chf_edit, chf_host, chf_range, chf_refs, chf_span, chf_status, chf_str, chf_text, chf_value, slice, ty,
};
use pipeline_core::Scalar;
use serde_json::Value;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The table that every call lends.
#[expect(clippy::cast_possible_truncation, reason = "the table has some hundred bytes")]
pub(crate) static HOST: chf_host = chf_host {
    struct_size: size_of::<chf_host>() as u32,
    abi_major: ABI_MAJOR,
    abi_minor: ABI_MINOR,
    name: chf_str::of("chaffinch"),
    version: chf_str::of(env!("CARGO_PKG_VERSION")),
    diag,
    log,
    cancelled,
    option,
    read_file,
    label,
    label_name,
    meta,
    to_source,
    to_text,
    rewrite,
    add,
    set,
    set_column,
    set_meta,
    drop,
    give,
    extension,
};

/// The most rows that one call can mean.
const MOST_ROWS: usize = u32::MAX as usize;

type Context<'c> = Call<'c, 'c, 'c>;

/// What is behind a lent call; `None` for a call that is not ours.
///
/// # Safety
/// `call` is NULL or was lent by this host and has not ended.
unsafe fn context<'c>(call: *mut chf_call) -> Option<&'c Context<'c>> {
    // SAFETY: by the caller's promise; the lifetimes inside are those of the call, which outlives
    // this use.
    unsafe { call.as_ref()?.host.cast::<Context<'c>>().as_ref() }
}

/// Text of a plugin, mended where it is not UTF-8: for messages.
///
/// # Safety
/// As [`chf_str::bytes`].
unsafe fn loose(text: chf_str) -> String {
    // SAFETY: by the caller's promise.
    String::from_utf8_lossy(unsafe { text.bytes() }).into_owned()
}

/// Text of a plugin that must be UTF-8.
///
/// # Safety
/// As [`chf_str::bytes`].
unsafe fn strict<'a>(text: chf_str, what: &str) -> Result<&'a str, String> {
    // SAFETY: by the caller's promise.
    std::str::from_utf8(unsafe { text.bytes() }).map_err(|_| format!("{what} is not UTF-8"))
}

/// Runs what a function does, keeping panics inside; a refusal is said as an error.
///
/// # Safety
/// As [`context`].
unsafe fn run(
    call: *mut chf_call,
    f: impl FnOnce(&Context<'_>, &mut Inner<'_, '_, '_>) -> Result<chf_status, String>,
) -> chf_status {
    // SAFETY: by the caller's promise.
    let Some(context) = (unsafe { context(call) }) else { return ERR_ARG };
    let done = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: a function of the table, which ends its use before it returns.
        match unsafe { context.inner() } {
            Some(inner) => f(context, inner),
            None => Err("a function of [call] was called on another thread than the call's".to_owned()),
        }
    }));
    let refusal = match done {
        Ok(Ok(status)) => return status,
        Ok(Err(refusal)) => refusal,
        Err(_) => "the host failed on this call".to_owned(),
    };
    context.say(Said { doc: None, severity: ERROR, path: String::new(), message: refusal });
    ERR_ARG
}

/// As [`run`], for what is about one document; a refusal fails that document.
///
/// # Safety
/// As [`context`].
unsafe fn with_doc(
    call: *mut chf_call,
    doc: *const chf_doc,
    f: impl FnOnce(&mut Lent<'_, '_>) -> Result<chf_status, String>,
) -> chf_status {
    let find = |_: &Context<'_>, inner: &mut Inner<'_, '_, '_>| {
        let Inner::Documents(table, lent) = inner else {
            return Err("a function about documents was called where there is none".to_owned());
        };
        let at = place(table, doc).ok_or("the document is none of this call")?;
        let result = f(&mut lent[at]);
        if let Err(refusal) = &result {
            lent[at].refused.get_or_insert_with(|| refusal.clone());
            return Ok(ERR_ARG);
        }
        result
    };
    // SAFETY: by the caller's promise.
    unsafe { run(call, find) }
}

/// Which document of the call a plugin means, by its address; nothing is read from it.
fn place(table: &[chf_doc], doc: *const chf_doc) -> Option<usize> {
    let offset = doc.addr().checked_sub(table.as_ptr().addr())?;
    let at = offset / size_of::<chf_doc>();
    (offset % size_of::<chf_doc>() == 0 && at < table.len()).then_some(at)
}

/// Writes through a plugin's out-pointer.
///
/// # Safety
/// `out` is NULL or valid for writing.
unsafe fn give_out<T>(out: *mut T, value: T) -> Result<chf_status, String> {
    if out.is_null() {
        return Err("the place for the result is NULL".to_owned());
    }
    // SAFETY: by the caller's promise.
    unsafe { out.write(value) };
    Ok(OK)
}

fn range_of(range: chf_range) -> Result<std::ops::Range<usize>, String> {
    match range.start <= range.end {
        true => Ok(range.start as usize..range.end as usize),
        false => Err(format!("range {}..{} is reversed", range.start, range.end)),
    }
}

fn range_to(range: std::ops::Range<usize>) -> chf_range {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    chf_range { start: small(range.start), end: small(range.end) }
}

// SAFETY of all functions below: a plugin passes what the header asks for: calls, documents and
// texts that are valid for the time of the call, and out-pointers that are NULL or writable.

unsafe extern "C" fn diag(
    call: *mut chf_call,
    doc: *const chf_doc,
    severity: i32,
    path: chf_str,
    message: chf_str,
) {
    // SAFETY: see above. Any thread may call this, so `inner` is looked at only on the call's own.
    unsafe {
        let Some(context) = context(call) else { return };
        let doc = match context.inner() {
            Some(Inner::Documents(table, _)) => place(table, doc),
            _ => None,
        };
        context.say(Said { doc, severity, path: loose(path), message: loose(message) });
    }
}

unsafe extern "C" fn log(call: *mut chf_call, level: i32, message: chf_str) {
    // SAFETY: see above.
    unsafe {
        if let Some(context) = context(call) {
            let message = loose(message);
            // A panic of the receiver must not cross the border.
            let _ = catch_unwind(AssertUnwindSafe(|| context.messages.log(level, context.stage, &message)));
        }
    }
}

unsafe extern "C" fn cancelled(call: *mut chf_call) -> i32 {
    // SAFETY: see above.
    let deadline = unsafe { context(call) }.and_then(|c| c.deadline);
    i32::from(deadline.is_some_and(|d| std::time::Instant::now() >= d))
}

fn creating<'i, 'c>(inner: &'i mut Inner<'c, '_, '_>) -> Result<&'i mut Creating<'c>, String> {
    match inner {
        Inner::Create(creating) => Ok(creating),
        _ => Err("options and files are for `create` only".to_owned()),
    }
}

unsafe extern "C" fn option(call: *mut chf_call, pointer: chf_str, out: *mut chf_value) -> chf_status {
    let find = |_: &Context<'_>, inner: &mut Inner<'_, '_, '_>| {
        let options = creating(inner)?.options;
        // SAFETY: see above.
        let pointer = unsafe { strict(pointer, "the pointer")? };
        let Some(value) = options.pointer(pointer).filter(|v| !v.is_null()) else { return Ok(ABSENT) };
        // SAFETY: see above.
        unsafe { give_out(out, option_value(value)) }
    };
    // SAFETY: see above.
    unsafe { run(call, find) }
}

fn option_value(value: &Value) -> chf_value {
    let count = |n: usize| chf_any { i: i64::try_from(n).unwrap_or(i64::MAX) };
    match value {
        Value::Null => chf_value::NONE,
        Value::Bool(truth) => chf_value::new(ty::BOOL, chf_any { i: i64::from(*truth) }),
        Value::String(text) => chf_value::new(ty::STR, chf_any { s: chf_str::of(text) }),
        Value::Array(items) => chf_value::new(ty::ARRAY, count(items.len())),
        Value::Object(entries) => chf_value::new(ty::TABLE, count(entries.len())),
        Value::Number(number) => match number.as_i64() {
            Some(i) => chf_value::new(ty::I64, chf_any { i }),
            None => chf_value::new(ty::F64, chf_any { f: number.as_f64().unwrap_or_default() }),
        },
    }
}

unsafe extern "C" fn read_file(
    call: *mut chf_call,
    pointer: chf_str,
    path: chf_str,
    out: *mut chf_str,
) -> chf_status {
    let read = |context: &Context<'_>, inner: &mut Inner<'_, '_, '_>| {
        let creating = creating(inner)?;
        // SAFETY: see above.
        let path = unsafe { strict(path, "the path")? };
        match creating.env.read(path) {
            Ok(bytes) => {
                let bytes = bytes.into_boxed_slice();
                let lent = chf_str::of_bytes(&bytes);
                creating.files.push(bytes);
                // SAFETY: see above.
                unsafe { give_out(out, lent) }
            }
            Err(message) => {
                // SAFETY: see above.
                let path = unsafe { loose(pointer) };
                context.say(Said { doc: None, severity: ERROR, path, message });
                Ok(ERR_ARG)
            }
        }
    };
    // SAFETY: see above.
    unsafe { run(call, read) }
}

unsafe extern "C" fn label(call: *mut chf_call, name: chf_str, out: *mut u32) -> chf_status {
    let find = |_: &Context<'_>, inner: &mut Inner<'_, '_, '_>| {
        // SAFETY: see above.
        let name = unsafe { strict(name, "the label")? };
        let id = match inner {
            Inner::Create(creating) => Some(creating.labels.0.intern(name).id()),
            Inner::Documents(_, lent) => {
                lent.first().and_then(|d| d.view.label(name)).map(pipeline_core::Label::id)
            }
            _ => None,
        };
        match id {
            // SAFETY: see above.
            Some(id) => unsafe { give_out(out, id) },
            None => {
                // SAFETY: see above.
                unsafe { give_out(out, NO_LABEL)? };
                Ok(ABSENT)
            }
        }
    };
    // SAFETY: see above.
    unsafe { run(call, find) }
}

unsafe extern "C" fn label_name(call: *mut chf_call, doc: *const chf_doc, label: u32) -> chf_str {
    let mut name = chf_str::EMPTY;
    let find = |lent: &mut Lent<'_, '_>| {
        name = chf_str::of(lent.view.label_name(pipeline_core::Label::from_id(label)));
        Ok(OK)
    };
    // SAFETY: see above.
    unsafe { with_doc(call, doc, find) };
    name
}

unsafe extern "C" fn meta(
    call: *mut chf_call,
    doc: *const chf_doc,
    key: chf_str,
    out: *mut chf_str,
) -> chf_status {
    let find = |lent: &mut Lent<'_, '_>| {
        // SAFETY: see above.
        let key = unsafe { strict(key, "the key")? };
        let Some(value) = lent.view.meta(key) else { return Ok(ABSENT) };
        let json = value.to_string().into_boxed_str();
        let text = chf_str::of(&json);
        lent.texts.push(json);
        // SAFETY: see above.
        unsafe { give_out(out, text) }
    };
    // SAFETY: see above.
    unsafe { with_doc(call, doc, find) }
}

unsafe extern "C" fn to_source(
    call: *mut chf_call,
    doc: *const chf_doc,
    text: chf_range,
    out: *mut chf_range,
) -> chf_status {
    let find = |lent: &mut Lent<'_, '_>| {
        let source = range_to(lent.ledger().to_source(range_of(text)?));
        // SAFETY: see above.
        unsafe { give_out(out, source) }
    };
    // SAFETY: see above.
    unsafe { with_doc(call, doc, find) }
}

unsafe extern "C" fn to_text(
    call: *mut chf_call,
    doc: *const chf_doc,
    source: chf_range,
    out: *mut chf_range,
) -> chf_status {
    let find = |lent: &mut Lent<'_, '_>| match lent.ledger().to_text(range_of(source)?) {
        // SAFETY: see above.
        Some(text) => unsafe { give_out(out, range_to(text)) },
        None => Ok(ABSENT),
    };
    // SAFETY: see above.
    unsafe { with_doc(call, doc, find) }
}

unsafe extern "C" fn rewrite(
    call: *mut chf_call,
    doc: *const chf_doc,
    edits: *const chf_edit,
    n: usize,
    out: *mut chf_text,
) -> chf_status {
    let write = |lent: &mut Lent<'_, '_>| {
        // SAFETY: see above.
        let edits = unsafe { document::edits(counted(edits, n, "edits")?)? };
        let text = lent.rewrite(&edits)?;
        // SAFETY: see above.
        if out.is_null() { Ok(OK) } else { unsafe { give_out(out, text) } }
    };
    // SAFETY: see above.
    unsafe { with_doc(call, doc, write) }
}

unsafe extern "C" fn add(
    call: *mut chf_call,
    doc: *const chf_doc,
    slot: u32,
    spans: *const chf_span,
    n: usize,
    first: *mut u32,
) -> chf_status {
    let write = |lent: &mut Lent<'_, '_>| {
        if n > MOST_ROWS {
            return Err(format!("{n} rows are more than a layer can have"));
        }
        let at = match spans.is_null() && (n > 0 || lent.is_table(slot)) {
            true => lent.add_rows(slot, n)?,
            // SAFETY: see above.
            false => lent.add(slot, unsafe { slice(spans, n) })?,
        };
        let at = u32::try_from(at).map_err(|_| "the layer is full")?;
        // SAFETY: see above.
        if first.is_null() { Ok(OK) } else { unsafe { give_out(first, at) } }
    };
    // SAFETY: see above.
    unsafe { with_doc(call, doc, write) }
}

unsafe extern "C" fn set(
    call: *mut chf_call,
    doc: *const chf_doc,
    slot: u32,
    row: u32,
    attr: u32,
    value: *const chf_value,
) -> chf_status {
    let write = |lent: &mut Lent<'_, '_>| {
        // SAFETY: see above.
        let value = unsafe { value.as_ref() }.ok_or("the value is NULL")?;
        // SAFETY: see above.
        let scalar = unsafe { scalar(value)? };
        lent.set(slot, row, attr, std::iter::once(scalar))?;
        Ok(OK)
    };
    // SAFETY: see above.
    unsafe { with_doc(call, doc, write) }
}

/// # Safety
/// What the value points to is valid while the result is used.
unsafe fn scalar<'v>(value: &chf_value) -> Result<Option<Scalar<'v>>, String> {
    // SAFETY: the field that is read is the one that the type says; pointers by the caller's promise.
    unsafe {
        Ok(Some(match value.ty {
            ty::NONE => return Ok(None),
            ty::I64 => Scalar::I64(value.v.i),
            ty::F64 => Scalar::F64(value.v.f),
            ty::BOOL => Scalar::Bool(value.v.i != 0),
            ty::STR => Scalar::Str(strict(value.v.s, "the value")?),
            ty::SPAN => Scalar::Span(range_of(value.v.span)?),
            ty::REF => Scalar::Ref(value.v.r as usize),
            ty::REFS => {
                let chf_refs { ptr, len } = value.v.refs;
                Scalar::RefList(counted(ptr, len, "references")?)
            }
            other => return Err(format!("{other} is no type of an attribute")),
        }))
    }
}

unsafe extern "C" fn set_column(
    call: *mut chf_call,
    doc: *const chf_doc,
    slot: u32,
    first: u32,
    n: usize,
    attr: u32,
    column: *const chf_column,
) -> chf_status {
    let write = |lent: &mut Lent<'_, '_>| {
        // SAFETY: see above.
        let column = unsafe { column.as_ref() }.ok_or("the column is NULL")?;
        // SAFETY: see above.
        unsafe { set_all(lent, slot, first, n, attr, column)? };
        Ok(OK)
    };
    // SAFETY: see above.
    unsafe { with_doc(call, doc, write) }
}

/// # Safety
/// The column's pointers are valid for `n` rows of its type, and for `data_len`.
unsafe fn set_all(
    lent: &mut Lent<'_, '_>,
    slot: u32,
    first: u32,
    n: usize,
    attr: u32,
    column: &chf_column,
) -> Result<(), String> {
    let rows = column.rows;
    let whole = |r: &chf_range| *r != chf_range::ABSENT;
    // SAFETY: by the caller's promise.
    unsafe {
        match column.ty {
            ty::NONE => Ok(()),
            ty::I64 => {
                let rows = counted(rows.cast::<i64>(), n, "rows")?.iter();
                lent.set(slot, first, attr, rows.map(|v| (*v != i64::MIN).then_some(Scalar::I64(*v))))
            }
            ty::F64 => {
                let rows = counted(rows.cast::<f64>(), n, "rows")?.iter();
                lent.set(slot, first, attr, rows.map(|v| (!v.is_nan()).then_some(Scalar::F64(*v))))
            }
            ty::BOOL => {
                let rows = counted(rows.cast::<u8>(), n, "rows")?.iter();
                lent.set(slot, first, attr, rows.map(|v| (*v < 2).then_some(Scalar::Bool(*v == 1))))
            }
            ty::REF => {
                let rows = counted(rows.cast::<u32>(), n, "rows")?.iter();
                lent.set(
                    slot,
                    first,
                    attr,
                    rows.map(|v| (*v != u32::MAX).then_some(Scalar::Ref(*v as usize))),
                )
            }
            ty::SPAN => {
                let rows = counted(rows.cast::<chf_range>(), n, "rows")?;
                rows.iter().filter(|r| whole(r)).try_for_each(|r| range_of(*r).map(|_| ()))?;
                let span = |r: &chf_range| whole(r).then_some(Scalar::Span(r.start as usize..r.end as usize));
                lent.set(slot, first, attr, rows.iter().map(span))
            }
            ty::STR => {
                let rows = counted(rows.cast::<chf_range>(), n, "rows")?;
                let data =
                    strict(chf_str { ptr: column.data.cast(), len: column.data_len }, "the column's text")?;
                for r in rows.iter().filter(|r| whole(r)) {
                    data.get(range_of(*r)?).ok_or_else(|| {
                        format!(
                            "text {}..{} leaves the column's {} bytes or cuts a character",
                            r.start,
                            r.end,
                            data.len()
                        )
                    })?;
                }
                let part = |r: &chf_range| data.get(r.start as usize..r.end as usize).filter(|_| whole(r));
                lent.set(slot, first, attr, rows.iter().map(|r| part(r).map(Scalar::Str)))
            }
            ty::REFS => {
                let rows = counted(rows.cast::<chf_range>(), n, "rows")?;
                let data = counted(column.data.cast::<u32>(), column.data_len, "references")?;
                for r in rows.iter().filter(|r| whole(r)) {
                    data.get(range_of(*r)?).ok_or_else(|| {
                        format!("list {}..{} leaves the column's {} references", r.start, r.end, data.len())
                    })?;
                }
                let part = |r: &chf_range| data.get(r.start as usize..r.end as usize).filter(|_| whole(r));
                lent.set(slot, first, attr, rows.iter().map(|r| part(r).map(Scalar::RefList)))
            }
            other => Err(format!("{other} is no type of an attribute")),
        }
    }
}

/// `n` values of a plugin, if it can be so many.
///
/// # Safety
/// `ptr` is NULL or valid for `n` values.
unsafe fn counted<'a, T>(ptr: *const T, n: usize, what: &str) -> Result<&'a [T], String> {
    if n > MOST_ROWS {
        return Err(format!("{n} {what} are too many"));
    }
    if ptr.is_null() && n > 0 {
        return Err(format!("{n} {what} were announced, but their address is NULL"));
    }
    // SAFETY: by the caller's promise.
    Ok(unsafe { slice(ptr, n) })
}

unsafe extern "C" fn set_meta(
    call: *mut chf_call,
    doc: *const chf_doc,
    key: chf_str,
    json: chf_str,
) -> chf_status {
    let write = |lent: &mut Lent<'_, '_>| {
        // SAFETY: see above.
        let (key, json) = unsafe { (strict(key, "the key")?, strict(json, "the value")?) };
        lent.set_meta(key, json)?;
        Ok(OK)
    };
    // SAFETY: see above.
    unsafe { with_doc(call, doc, write) }
}

unsafe extern "C" fn drop(call: *mut chf_call, doc: *const chf_doc, reason: chf_str) -> chf_status {
    let write = |lent: &mut Lent<'_, '_>| {
        // SAFETY: see above.
        lent.set_reason(&unsafe { loose(reason) })?;
        Ok(OK)
    };
    // SAFETY: see above.
    unsafe { with_doc(call, doc, write) }
}

unsafe extern "C" fn give(call: *mut chf_call, bytes: chf_str) -> chf_status {
    let take = |_: &Context<'_>, inner: &mut Inner<'_, '_, '_>| match inner {
        Inner::Save(kept) => {
            // SAFETY: see above.
            kept.extend_from_slice(unsafe { bytes.bytes() });
            Ok(OK)
        }
        _ => Err("bytes are given in `save` only".to_owned()),
    };
    // SAFETY: see above.
    unsafe { run(call, take) }
}

unsafe extern "C" fn extension(_: *mut chf_call, _: chf_str) -> *const c_void {
    std::ptr::null()
}
