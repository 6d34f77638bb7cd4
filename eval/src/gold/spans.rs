//! `{"text": …, "sentences": [[0, 12], [13, 30]]}`: a text and the spans of one layer, in
//! characters; a third element is a label.
//!
//! A row whose spans are `null` (a segmenter that rewrites text has no offsets) is left out.

use crate::gold::row::Row;
use crate::gold::{Answer, Input, Item};
use crate::side::Mark;
use crate::{EvalError, Task};
use chaffinch_io::{Offsets, Unit};
use serde_json::Value;

/// `None` when the spans are null.
pub(crate) fn item(row: &Row, task: &Task) -> Result<Option<Item>, EvalError> {
    let name = task.layer();
    let text = row.string("text")?;
    let Some(value) = row.get(name) else {
        return Ok(None);
    };
    let wanted = "expected [[start, end], …]";
    let list = value.as_array();
    let list = list.ok_or_else(|| row.error(format!("`{name}`: {wanted}")))?;
    let offsets = Offsets::new(text, Unit::Char);
    let mut marks = Vec::with_capacity(list.len());
    for span in list {
        let range = row.span_of(name, span, &offsets)?;
        let label = span.get(2).and_then(Value::as_str).unwrap_or_default();
        marks.push(Mark::new(range, label));
    }
    Ok(Some(Item {
        id: row.id(),
        file: row.file.clone(),
        inputs: vec![Input::plain(text)],
        answer: Answer::Marks(marks),
    }))
}
