//! A typed view of the `quotes` layer.

use pipeline_core::{Layer, StageError, View};
use std::ops::Range;

/// One quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote<'d> {
    /// Its row.
    pub row: usize,
    /// Bytes of the text; for direct quotations the marks are included.
    pub range: Range<usize>,
    /// `direct` or `indirect`.
    pub label: &'d str,
    /// Row of the speaker in `entities`.
    pub speaker: Option<usize>,
    /// The speaker's actor or id; `unknown` when not known.
    pub holder: &'d str,
    /// The words that introduce the quotation.
    pub cue: Option<Range<usize>>,
}

/// The quotations of a document.
#[derive(Clone, Copy, Debug)]
pub struct Quotes<'d> {
    layer: Option<&'d Layer>,
    view: View<'d>,
}

impl<'d> Quotes<'d> {
    /// The quotations of `doc`; empty when the layer is not there.
    ///
    /// # Errors
    /// When the stage did not declare that it reads or uses `quotes`.
    pub fn of(doc: &View<'d>) -> Result<Self, StageError> {
        Ok(Self { layer: doc.layer(crate::QUOTES.name)?, view: *doc })
    }

    /// All quotations, in order of the text.
    pub fn iter(&self) -> impl Iterator<Item = Quote<'d>> + use<'d> {
        let Self { layer, view } = *self;
        let holders = layer.and_then(|l| l.str("holder"));
        layer.into_iter().flat_map(move |l| {
            l.spans().iter().enumerate().map(move |(row, span)| Quote {
                row,
                range: span.range(),
                label: view.label_name(span.label()),
                speaker: l.attrs().reference("speaker", row),
                holder: holders.and_then(|h| h.get(row)).unwrap_or("unknown"),
                cue: l.attrs().span("cue", row),
            })
        })
    }
}
