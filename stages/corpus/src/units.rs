//! The paragraphs of a document: its `blocks` where they are there, else its lines.

use chaffinch_layers::{BLOCKS, fallback};
use pipeline_core::{StageError, View};
use std::ops::Range;

/// One paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// Whether it is the headline: a `title` block, or a line that is `meta.title`.
    pub(crate) is_title: bool,
}

/// The paragraphs of `doc`, in order.
pub(crate) fn units(doc: &View<'_>) -> Result<Vec<Unit>, StageError> {
    if let Some(blocks) = doc.layer(BLOCKS.name)? {
        let title = doc.label("title");
        let unit = |range, label| Unit { range, is_title: Some(label) == title };
        return Ok(blocks.spans().iter().map(|s| unit(s.range(), s.label())).collect());
    }
    let title = doc.meta("title").and_then(serde_json::Value::as_str).map(str::trim);
    let unit = |range: Range<usize>| Unit { is_title: doc.text().get(range.clone()) == title, range };
    Ok(fallback::lines(doc.text()).map(unit).collect())
}
