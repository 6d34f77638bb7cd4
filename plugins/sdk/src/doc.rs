//! A document as a stage sees it: text, layers and meta to read; layers, tables and meta to write.

use crate::buffer::Buffers;
use crate::call::{self, Call, Level};
use crate::spec::{Mode, Spec};
use crate::write::{LayerWriter, TableWriter};
use crate::{Edits, Error, Label, LayerView, Run};
use chaffinch_plugin_abi::{self as abi, chf_doc};
use std::ops::Range;

/// A document, lent for one call.
///
/// What is read (`'d`) is not borrowed from the `Doc` itself, so that a stage can read and write
/// at the same time. What is written becomes visible only when `process` has returned
/// [`Verdict::Keep`](crate::Verdict::Keep).
pub struct Doc<'d> {
    call: Call<'d>,
    raw: &'d chf_doc,
    spec: &'static Spec,
    buffers: &'d mut Buffers,
    now: Now<'d>,
    /// Its place in the call, whatever a stage does to the order of a batch.
    pub(crate) place: usize,
}

/// The text that written spans index.
#[derive(Clone, Copy)]
struct Now<'d> {
    text: &'d str,
    ledger: &'d [Run],
}

impl<'d> Doc<'d> {
    /// # Safety
    /// `raw` is lent together with `call`, for all of `'d`, to a stage that declared `spec`.
    pub(crate) unsafe fn lent(
        call: Call<'d>,
        raw: *const chf_doc,
        spec: &'static Spec,
        buffers: &'d mut Buffers,
        place: usize,
    ) -> Self {
        buffers.clear();
        // SAFETY: the caller's promise.
        let (raw, now) = unsafe {
            let raw = &*raw;
            (raw, Now { text: call::text(raw.now.text), ledger: call::runs(&raw.now) })
        };
        Self { call, raw, spec, buffers, now, place }
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &'d str {
        // SAFETY: lent for `'d`; text of a host is UTF-8.
        unsafe { call::text(self.raw.id) }
    }

    /// The text; the new one after [`Doc::rewrite`].
    #[must_use]
    pub fn text(&self) -> &'d str {
        self.now.text
    }

    /// The decoded source, as it came in.
    #[must_use]
    pub fn source(&self) -> &'d str {
        // SAFETY: lent for `'d`; text of a host is UTF-8.
        unsafe { call::text(self.raw.source) }
    }

    /// What of [`Doc::text`] was copied verbatim from [`Doc::source`], ascending.
    #[must_use]
    pub fn ledger(&self) -> &'d [Run] {
        self.now.ledger
    }

    /// The smallest range of the source that holds what `range` of the text, as it was before
    /// any rewriting, was copied from.
    #[must_use]
    pub fn to_source(&self, range: Range<usize>) -> Option<Range<usize>> {
        self.call.to_source(self.raw, range)
    }

    /// Where a range of the source survives in the text, as it was before any rewriting.
    #[must_use]
    pub fn to_text(&self, range: Range<usize>) -> Option<Range<usize>> {
        self.call.to_text(self.raw, range)
    }

    /// A meta value.
    #[must_use]
    pub fn meta(&self, key: &str) -> Option<serde_json::Value> {
        serde_json::from_str(self.call.meta(self.raw, key)?).ok()
    }

    /// The declared layer `name`, as it was before this stage; empty when the document does not
    /// have it ([`LayerView::is_present`]).
    ///
    /// # Errors
    /// When the stage did not declare it.
    pub fn layer(&self, name: &str) -> Result<LayerView<'d>, Error> {
        let at = self.slot(name)?;
        let spec = &self.spec.layers[at];
        // SAFETY: lent for `'d`.
        let layers = unsafe { abi::slice(self.raw.layers, self.raw.n_layers as usize) };
        let raw = layers.get(at).ok_or_else(|| Error::fatal(format!("the host lent no layer `{name}`")))?;
        // Spans of a layer that was there index the text as it was before any rewriting.
        let text = if spec.in_source { self.raw.source } else { self.raw.now.text };
        // SAFETY: lent for `'d`; text of a host is UTF-8.
        Ok(unsafe { LayerView::lent(raw, spec, call::text(text)) })
    }

    /// The name of a label, empty for [`Label::NONE`].
    #[must_use]
    pub fn label_name(&self, label: Label) -> &'d str {
        label.name(self.call, self.raw)
    }

    /// Writes the declared layer `name`. Asked for again, it goes on where it was. A layer to
    /// which nothing is pushed is written too: the stage looked and found nothing.
    ///
    /// # Errors
    /// When the stage did not declare that it writes the layer, or the host refuses: a layer
    /// [`Layer::create_if_absent`](crate::Layer::create_if_absent) is there already (ask
    /// [`LayerView::is_present`] first).
    pub fn write(&mut self, name: &str) -> Result<LayerWriter<'_>, Error> {
        let at = self.slot(name)?;
        if !self.spec.layers[at].mode.writes() {
            let mode = if self.spec.layers[at].mode == Mode::Use { "use" } else { "read" };
            return Err(Error::new(format!("layer `{name}` is declared `{mode}`, but written")));
        }
        LayerWriter::open(self.buffers, self.call, self.raw, at)
    }

    /// Writes the declared table `name`.
    ///
    /// # Errors
    /// When the stage did not declare it.
    pub fn table(&mut self, name: &str) -> Result<TableWriter<'_>, Error> {
        let at = self.spec.tables.iter().position(|t| t.name == name);
        let at = at.ok_or_else(|| self.undeclared("table", name))?;
        TableWriter::open(self.buffers, self.call, self.raw, self.spec.layers.len() + at)
    }

    /// Sets the declared meta key `key`.
    ///
    /// # Errors
    /// When the stage did not declare the key, or the value cannot be said in JSON.
    pub fn set_meta(&mut self, key: &str, value: impl serde::Serialize) -> Result<(), Error> {
        if !self.spec.meta.contains(&key) {
            return Err(self.undeclared("meta key", key));
        }
        let json = serde_json::to_string(&value).map_err(|e| format!("meta key `{key}`: {e}"))?;
        let refused = |_| Error::refused(format!("the host refused meta key `{key}`"));
        self.call.set_meta(self.raw, key, &json).map_err(refused)
    }

    /// Replaces text; from now on [`Doc::text`] is the new text, and spans that are written index
    /// it. Once, and before any layer or table is written. Views keep the old text.
    ///
    /// # Errors
    /// When the stage did not declare that it rewrites, when it is too late, or when an edit is
    /// out of order, out of bounds or cuts a character.
    pub fn rewrite(&mut self, edits: &Edits) -> Result<(), Error> {
        if !self.spec.rewrites {
            return Err(self.undeclared("that it rewrites", "text"));
        }
        let refused = |_| Error::refused("the host refused the edits");
        let (text, ledger) = self.call.rewrite(self.raw, &edits.lend()).map_err(refused)?;
        self.now = Now { text, ledger };
        Ok(())
    }

    /// Whether to end early, with [`Error::cancelled`]. Ask at least every 50 ms.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.call.cancelled()
    }

    /// [`Doc::cancelled`] as an error, for `?`.
    ///
    /// # Errors
    /// When the call should end early.
    pub fn check_cancelled(&self) -> Result<(), Error> {
        if self.cancelled() { Err(Error::cancelled()) } else { Ok(()) }
    }

    /// Writes a line to the host's log.
    pub fn log(&self, level: Level, message: &str) {
        self.call.log(level, message);
    }

    /// Warns about this document.
    pub fn warn(&self, message: &str) {
        self.call.diag(self.raw, Level::Warn, "", message);
    }

    /// Hands over what was written.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.buffers.flush(self.call, self.raw)
    }

    pub(crate) fn drop_for(&mut self, reason: &str) -> Result<(), Error> {
        self.buffers.check()?;
        let refused = |_| Error::refused("the host refused the reason to drop");
        self.call.drop(self.raw, reason).map_err(refused)
    }

    pub(crate) fn report(&self, error: &Error) -> abi::chf_status {
        self.call.report(self.raw, error)
    }

    fn slot(&self, name: &str) -> Result<usize, Error> {
        let at = self.spec.layers.iter().position(|l| l.name == name);
        at.ok_or_else(|| self.undeclared("layer", name))
    }

    fn undeclared(&self, what: &str, name: &str) -> Error {
        Error::new(format!("stage `{}` did not declare {what} `{name}`", self.spec.kind))
    }
}
