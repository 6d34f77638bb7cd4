//! The host's side of the ABI: its table of functions.

use super::ledger;
use super::lent::Lent;
use super::staged::{self, Rewritten, Rows, Staged};
use crate::call::index;
use crate::manifest::{Attr, Coords, Stage};
use crate::spec::Mode;
use chaffinch_plugin_abi::{
    self as abi, chf_any, chf_call, chf_column, chf_doc, chf_edit, chf_host, chf_range, chf_span, chf_status,
    chf_str, chf_text, chf_value,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One pipeline of one stage.
pub(super) struct Host {
    pub(super) stage: Stage,
    pub(super) options: Value,
    pub(super) files: BTreeMap<String, Vec<u8>>,
    pub(super) cancelled: bool,
    state: Mutex<State>,
}

struct State {
    labels: Vec<String>,
    /// Within `create`: labels can be made, options and files read.
    creating: bool,
    errors: Vec<String>,
    log: Vec<String>,
    given: Vec<u8>,
}

impl Host {
    pub(super) fn new(
        stage: Stage,
        options: Value,
        files: BTreeMap<String, Vec<u8>>,
        cancelled: bool,
    ) -> Self {
        let labels = vec![String::new()];
        let state = State { labels, creating: true, errors: vec![], log: vec![], given: vec![] };
        Self { stage, options, files, cancelled, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn created(&self) {
        self.state().creating = false;
    }

    pub(super) fn labels(&self) -> Vec<String> {
        self.state().labels.clone()
    }

    /// The ids that spans of a slot may have as labels: the declared ones, or all.
    pub(super) fn labels_for(&self, slot: usize) -> Vec<u32> {
        let declared = self.stage.layers.get(slot).map_or(&[][..], |l| &l.labels);
        let labels = self.labels();
        let allowed = |name: &String| declared.is_empty() || name.is_empty() || declared.contains(name);
        labels.iter().enumerate().filter(|(_, name)| allowed(name)).map(|(id, _)| index(id)).collect()
    }

    /// The id of a label, made if there is none.
    pub(super) fn intern(&self, name: &str) -> u32 {
        let labels = &mut self.state().labels;
        index(labels.iter().position(|l| l == name).unwrap_or_else(|| {
            labels.push(name.to_owned());
            labels.len() - 1
        }))
    }

    pub(super) fn take_errors(&self) -> Vec<String> {
        std::mem::take(&mut self.state().errors)
    }

    pub(super) fn take_log(&self) -> Vec<String> {
        std::mem::take(&mut self.state().log)
    }

    pub(super) fn take_given(&self) -> Vec<u8> {
        std::mem::take(&mut self.state().given)
    }

    /// Name and attributes of a slot.
    pub(super) fn slot(&self, slot: usize) -> Option<(&str, &[Attr])> {
        let layers = self.stage.layers.iter().map(|l| (l.name.as_str(), l.attrs.as_slice()));
        let tables = self.stage.tables.iter().map(|t| (t.name.as_str(), t.attrs.as_slice()));
        layers.chain(tables).nth(slot)
    }
}

impl Lent<'_> {
    pub(super) fn staged(&self) -> MutexGuard<'_, Staged> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a write; what is refused is remembered.
    fn write(&self, f: impl FnOnce(&mut Staged) -> Result<(), String>) -> chf_status {
        let staged = &mut *self.staged();
        let Err(refused) = f(staged) else { return abi::OK };
        staged.refused.get_or_insert(refused);
        abi::ERR_ARG
    }

    /// What the spans of a slot index.
    pub(super) fn text_of<'a>(&'a self, staged: &'a Staged, slot: usize) -> &'a str {
        let in_source = self.host.stage.layers.get(slot).is_some_and(|l| l.coords == Some(Coords::Source));
        let now = staged.rewritten.as_ref().map_or(&self.text, |r| &r.text);
        if in_source { &self.source } else { now }
    }

    fn open<'s>(&self, staged: &'s mut Staged, slot: usize) -> Result<&'s mut Rows, String> {
        let (name, attrs) = self.host.slot(slot).ok_or_else(|| format!("there is no slot {slot}"))?;
        let layer = self.host.stage.layers.get(slot).map(|l| l.mode).zip(self.layers.get(slot));
        let base = match layer {
            Some((Mode::Read | Mode::Use, _)) => return Err(format!("layer `{name}` is only read")),
            Some((Mode::CreateIfAbsent, l)) if l.present => {
                return Err(format!("layer `{name}` is already there"));
            }
            Some((Mode::Extend, l)) => l.spans.len(),
            _ => 0,
        };
        let columns = vec![Vec::new(); attrs.len()];
        let slot = &mut staged.slots[slot];
        Ok(slot.get_or_insert_with(|| Rows { spans: Vec::new(), rows: 0, columns, base }))
    }

    fn rewrite(&self, staged: &mut Staged, edits: &[chf_edit]) -> Result<(), String> {
        if !self.host.stage.rewrites {
            return Err("the stage did not declare that it rewrites text".to_owned());
        }
        if staged.rewritten.is_some() || staged.slots.iter().any(Option::is_some) {
            return Err("text is rewritten once, before any layer or table is written".to_owned());
        }
        let (mut text, mut kept, mut at) = (String::new(), Vec::new(), 0);
        for edit in edits {
            let range = chf_range { start: edit.start, end: edit.end };
            if edit.start < at || !staged::fits(&self.text, range) {
                let (start, end) = (edit.start, edit.end);
                return Err(format!(
                    "edit {start}..{end} is out of order, out of bounds or cuts a character"
                ));
            }
            self.keep(&mut text, &mut kept, at, edit.start);
            // SAFETY: the edit lends its text for the call.
            let with = std::str::from_utf8(unsafe { edit.with.bytes() });
            text.push_str(with.map_err(|e| format!("a text is not UTF-8: {e}"))?);
            at = edit.end;
        }
        self.keep(&mut text, &mut kept, at, index(self.text.len()));
        staged.rewritten = Some(Rewritten { text, runs: ledger::compose(&self.runs, &kept) });
        Ok(())
    }

    fn keep(&self, text: &mut String, kept: &mut Vec<(u32, u32, u32)>, start: u32, end: u32) {
        kept.push((start, index(text.len()), end - start));
        text.push_str(&self.text[start as usize..end as usize]);
    }
}

/// # Safety
/// `call` was lent by [`HOST`], and its host lives for `'a`.
unsafe fn host<'a>(call: *mut chf_call) -> &'a Host {
    // SAFETY: the caller's promise.
    unsafe { &*(*call).host.cast::<Host>() }
}

/// # Safety
/// `doc` was made by [`Lent::lend`], and lives for `'a`.
unsafe fn lent<'a>(doc: *const chf_doc) -> &'a Lent<'a> {
    // SAFETY: the caller's promise.
    unsafe { &*(*doc).host.cast::<Lent<'a>>() }
}

/// # Safety
/// The plugin lends the text for `'a`.
unsafe fn utf8<'a>(text: chf_str) -> Result<&'a str, String> {
    // SAFETY: the caller's promise.
    std::str::from_utf8(unsafe { text.bytes() }).map_err(|e| format!("a text is not UTF-8: {e}"))
}

/// # Safety
/// The plugin lends the text.
unsafe fn lossy(text: chf_str) -> String {
    // SAFETY: the caller's promise.
    String::from_utf8_lossy(unsafe { text.bytes() }).into_owned()
}

/// The table.
#[expect(clippy::cast_possible_truncation, reason = "the size of a table")]
pub(super) static HOST: chf_host = chf_host {
    struct_size: size_of::<chf_host>() as u32,
    abi_major: abi::ABI_MAJOR,
    abi_minor: abi::ABI_MINOR,
    name: chf_str::of("chaffinch_plugin::testing"),
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
    drop: set_dropped,
    give,
    extension,
};

// SAFETY of all that follow: the plugin keeps the rules of the header, which the tables here
// were lent under: `call` and `doc` are those of the call, texts and arrays are lent, `out` is
// the plugin's.

unsafe extern "C" fn diag(
    call: *mut chf_call,
    _: *const chf_doc,
    severity: i32,
    path: chf_str,
    message: chf_str,
) {
    // SAFETY: see above.
    let (host, path, message) = unsafe { (host(call), lossy(path), lossy(message)) };
    let at = if path.is_empty() { String::new() } else { format!("at `{path}`: ") };
    let mut state = host.state();
    match severity {
        abi::ERROR => state.errors.push(format!("{at}{message}")),
        _ => state.log.push(format!("{}: {at}{message}", level(severity))),
    }
}

unsafe extern "C" fn log(call: *mut chf_call, at: i32, message: chf_str) {
    // SAFETY: see above.
    let (host, message) = unsafe { (host(call), lossy(message)) };
    host.state().log.push(format!("{}: {message}", level(at)));
}

fn level(code: i32) -> &'static str {
    match code {
        abi::ERROR => "error",
        abi::WARN => "warning",
        abi::INFO => "info",
        _ => "debug",
    }
}

unsafe extern "C" fn cancelled(call: *mut chf_call) -> i32 {
    // SAFETY: see above.
    i32::from(unsafe { host(call) }.cancelled)
}

unsafe extern "C" fn option(call: *mut chf_call, pointer: chf_str, out: *mut chf_value) -> chf_status {
    // SAFETY: see above.
    unsafe {
        let host = host(call);
        if !host.state().creating {
            return abi::ERR_ARG;
        }
        let Ok(pointer) = utf8(pointer) else { return abi::ERR_ARG };
        let Some(value) = host.options.pointer(pointer).and_then(lend_option) else { return abi::ABSENT };
        out.write(value);
    }
    abi::OK
}

fn lend_option(value: &Value) -> Option<chf_value> {
    let count = |n: usize| chf_any { i: index(n).into() };
    Some(match value {
        Value::Null => return None,
        Value::Bool(b) => chf_value::new(abi::ty::BOOL, chf_any { i: (*b).into() }),
        Value::Number(n) => match n.as_i64() {
            Some(i) => chf_value::new(abi::ty::I64, chf_any { i }),
            None => chf_value::new(abi::ty::F64, chf_any { f: n.as_f64()? }),
        },
        Value::String(s) => chf_value::new(abi::ty::STR, chf_any { s: chf_str::of(s) }),
        Value::Array(a) => chf_value::new(abi::ty::ARRAY, count(a.len())),
        Value::Object(o) => chf_value::new(abi::ty::TABLE, count(o.len())),
    })
}

unsafe extern "C" fn read_file(
    call: *mut chf_call,
    pointer: chf_str,
    path: chf_str,
    out: *mut chf_str,
) -> chf_status {
    // SAFETY: see above.
    unsafe {
        let (host, pointer, path) = (host(call), lossy(pointer), lossy(path));
        let mut state = host.state();
        if !state.creating {
            return abi::ERR_ARG;
        }
        let Some(bytes) = host.files.get(&path) else {
            state.errors.push(format!("at `{pointer}`: there is no file `{path}`"));
            return abi::ERR_CONFIG;
        };
        out.write(chf_str::of_bytes(bytes));
    }
    abi::OK
}

unsafe extern "C" fn label(call: *mut chf_call, name: chf_str, out: *mut u32) -> chf_status {
    // SAFETY: see above.
    unsafe {
        let host = host(call);
        let Ok(name) = utf8(name) else { return abi::ERR_ARG };
        if name.is_empty() {
            host.state().errors.push("a label has a name".to_owned());
            return abi::ERR_ARG;
        }
        if !host.state().creating && !host.labels().iter().any(|l| l == name) {
            return abi::ABSENT;
        }
        out.write(host.intern(name));
    }
    abi::OK
}

unsafe extern "C" fn label_name(call: *mut chf_call, _: *const chf_doc, label: u32) -> chf_str {
    // Texts stay where they are when the list grows.
    // SAFETY: see above.
    unsafe { host(call) }.state().labels.get(label as usize).map_or(chf_str::EMPTY, |l| chf_str::of(l))
}

unsafe extern "C" fn meta(
    _: *mut chf_call,
    doc: *const chf_doc,
    key: chf_str,
    out: *mut chf_str,
) -> chf_status {
    // SAFETY: see above.
    unsafe {
        let Some(json) = utf8(key).ok().and_then(|key| lent(doc).meta.get(key)) else { return abi::ABSENT };
        out.write(chf_str::of(json));
    }
    abi::OK
}

unsafe extern "C" fn to_source(
    _: *mut chf_call,
    doc: *const chf_doc,
    text: chf_range,
    out: *mut chf_range,
) -> chf_status {
    // SAFETY: see above.
    unsafe {
        let doc = lent(doc);
        answer(&doc.text, text, ledger::to_source(&doc.runs, text), out)
    }
}

unsafe extern "C" fn to_text(
    _: *mut chf_call,
    doc: *const chf_doc,
    source: chf_range,
    out: *mut chf_range,
) -> chf_status {
    // SAFETY: see above.
    unsafe {
        let doc = lent(doc);
        answer(&doc.source, source, ledger::to_text(&doc.runs, source), out)
    }
}

/// # Safety
/// `out` is the plugin's.
unsafe fn answer(text: &str, asked: chf_range, found: Option<chf_range>, out: *mut chf_range) -> chf_status {
    if !staged::fits(text, asked) {
        return abi::ERR_ARG;
    }
    let Some(found) = found else { return abi::ABSENT };
    // SAFETY: the caller's promise.
    unsafe { out.write(found) };
    abi::OK
}

unsafe extern "C" fn rewrite(
    _: *mut chf_call,
    doc: *const chf_doc,
    edits: *const chf_edit,
    n: usize,
    out: *mut chf_text,
) -> chf_status {
    // SAFETY: see above.
    unsafe {
        let doc = lent(doc);
        let status = doc.write(|staged| doc.rewrite(staged, abi::slice(edits, n)));
        if let (abi::OK, Some(new), false) = (status, &doc.staged().rewritten, out.is_null()) {
            let (runs, n_runs) = (new.runs.as_ptr(), new.runs.len());
            out.write(chf_text { text: chf_str::of(&new.text), runs, n_runs });
        }
        status
    }
}

unsafe extern "C" fn add(
    _: *mut chf_call,
    doc: *const chf_doc,
    slot: u32,
    spans: *const chf_span,
    n: usize,
    first: *mut u32,
) -> chf_status {
    let slot = slot as usize;
    // SAFETY: see above.
    unsafe {
        let doc = lent(doc);
        let is_layer = slot < doc.layers.len();
        let spans = if is_layer { abi::slice(spans, n) } else { &[] };
        doc.write(|staged| {
            let (name, _) = doc.host.slot(slot).ok_or_else(|| format!("there is no slot {slot}"))?;
            let (text, labels) = (doc.text_of(staged, slot), doc.host.labels_for(slot));
            let checked = spans.iter().try_for_each(|s| staged::check_span(s, text, &labels));
            checked.map_err(|e| format!("layer `{name}`: {e}"))?;
            let rows = doc.open(staged, slot)?;
            let number = index(rows.base + rows.add(spans, n));
            if let Some(first) = first.as_mut() {
                *first = number;
            }
            Ok(())
        })
    }
}

unsafe extern "C" fn set(
    _: *mut chf_call,
    doc: *const chf_doc,
    slot: u32,
    row: u32,
    attr: u32,
    value: *const chf_value,
) -> chf_status {
    // SAFETY: see above.
    unsafe {
        let doc = lent(doc);
        let ty = (*value).ty;
        doc.write(|staged| {
            let new = staged::value(&*value, doc.text_of(staged, slot as usize))?;
            put(doc, staged, slot as usize, row as usize, attr as usize, ty, vec![new])
        })
    }
}

unsafe extern "C" fn set_column(
    _: *mut chf_call,
    doc: *const chf_doc,
    slot: u32,
    first: u32,
    n: usize,
    attr: u32,
    column: *const chf_column,
) -> chf_status {
    // SAFETY: see above.
    unsafe {
        let doc = lent(doc);
        let ty = (*column).ty;
        doc.write(|staged| {
            let new = staged::values(&*column, n, doc.text_of(staged, slot as usize))?;
            put(doc, staged, slot as usize, first as usize, attr as usize, ty, new)
        })
    }
}

fn put(
    doc: &Lent<'_>,
    staged: &mut Staged,
    slot: usize,
    first: usize,
    attr: usize,
    ty: u32,
    new: Vec<Value>,
) -> Result<(), String> {
    let (name, attrs) = doc.host.slot(slot).ok_or_else(|| format!("there is no slot {slot}"))?;
    let declared = attrs.get(attr).ok_or_else(|| format!("`{name}` has no attribute {attr}"))?;
    if !staged::is(declared.ty, ty) {
        return Err(format!("attribute `{}` of `{name}` is `{}`", declared.name, declared.ty.name()));
    }
    let rows = staged.slots[slot].as_mut().ok_or_else(|| format!("nothing was added to `{name}`"))?;
    let own = first.checked_sub(rows.base).filter(|own| own + new.len() <= rows.rows);
    let own = own.ok_or_else(|| format!("`{name}` has no row {first} of this stage"))?;
    for (cell, value) in rows.columns[attr][own..].iter_mut().zip(new).filter(|(_, v)| !v.is_null()) {
        *cell = value;
    }
    Ok(())
}

unsafe extern "C" fn set_meta(
    _: *mut chf_call,
    doc: *const chf_doc,
    key: chf_str,
    json: chf_str,
) -> chf_status {
    // SAFETY: see above.
    unsafe {
        let doc = lent(doc);
        doc.write(|staged| {
            let (key, json) = (utf8(key)?, utf8(json)?);
            if !doc.host.stage.meta.iter().any(|k| k == key) {
                return Err(format!("meta key `{key}` is not declared"));
            }
            let value = serde_json::from_str(json).map_err(|e| format!("meta key `{key}`: {e}"))?;
            staged.meta.push((key.to_owned(), value));
            Ok(())
        })
    }
}

unsafe extern "C" fn set_dropped(_: *mut chf_call, doc: *const chf_doc, reason: chf_str) -> chf_status {
    // SAFETY: see above.
    unsafe {
        lent(doc).write(|staged| {
            staged.dropped = Some(utf8(reason)?.to_owned());
            Ok(())
        })
    }
}

unsafe extern "C" fn give(call: *mut chf_call, bytes: chf_str) -> chf_status {
    // SAFETY: see above.
    unsafe { host(call).state().given.extend_from_slice(bytes.bytes()) };
    abi::OK
}

unsafe extern "C" fn extension(_: *mut chf_call, _: chf_str) -> *const c_void {
    ptr::null()
}
