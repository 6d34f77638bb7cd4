//! Is a document sound? What the types promise, checked once more from outside: the laws run
//! this on whatever a stage returns.

use crate::{Columns, Coords, Document, Layer, Scalar, Span};
use std::ops::Range;

/// Checks ledger, spans, order and references of `doc`.
///
/// # Errors
/// The first thing that is wrong, with layer and row.
pub fn audit(doc: &Document) -> Result<(), String> {
    ledger(doc)?;
    for (name, layer) in doc.layers() {
        let base = match layer.coords() {
            Coords::Text => doc.text(),
            Coords::Source => doc.source(),
        };
        for (row, span) in layer.spans().iter().enumerate() {
            range(base, &span.range()).map_err(|e| format!("layer `{name}` row {row}: {e}"))?;
        }
        order(doc, layer).map_err(|e| format!("layer `{name}` {e}"))?;
        columns(doc, base, layer.attrs()).map_err(|e| format!("layer `{name}` {e}"))?;
    }
    for (name, table) in doc.tables() {
        columns(doc, doc.text(), table).map_err(|e| format!("table `{name}` {e}"))?;
    }
    Ok(())
}

/// Runs are verbatim, maximal and increasing, and the lengths are those of text and source.
fn ledger(doc: &Document) -> Result<(), String> {
    let ledger = doc.ledger();
    let lengths = (ledger.text_len(), ledger.source_len());
    if lengths != (doc.text().len(), doc.source().len()) {
        return Err(format!("ledger is for lengths {lengths:?}"));
    }
    for (i, run) in ledger.runs().iter().enumerate() {
        let (text, source) = (doc.text().get(run.text()), doc.source().get(run.source()));
        if text.is_none() || text != source || run.text().is_empty() {
            return Err(format!(
                "ledger run {i} says that text {:?} is source {:?}, but they are {text:?} and {source:?}",
                run.text(),
                run.source()
            ));
        }
    }
    for (i, pair) in ledger.runs().windows(2).enumerate() {
        let (a, b) = (pair[0], pair[1]);
        let (text, source) =
            (b.text().start.checked_sub(a.text().end), b.source().start.checked_sub(a.source().end));
        match (text, source) {
            (Some(0), Some(0)) => {
                return Err(format!("ledger runs {i} and {} are one run", i + 1));
            }
            (Some(_), Some(_)) => {}
            _ => return Err(format!("ledger run {} begins before {i} ends", i + 1)),
        }
    }
    Ok(())
}

fn order(doc: &Document, layer: &Layer) -> Result<(), String> {
    let key = |s: &Span| {
        let label = doc.label_name(s.label());
        (s.start(), std::cmp::Reverse(s.end()), label)
    };
    match layer.spans().windows(2).position(|w| key(&w[0]) > key(&w[1])) {
        Some(row) => Err(format!("row {} belongs before row {row}", row + 1)),
        None => Ok(()),
    }
}

fn columns(doc: &Document, base: &str, columns: &Columns) -> Result<(), String> {
    for (name, column) in columns.iter() {
        let target = columns.target(name).unwrap_or_default();
        let rows = doc.layer(target).map_or(0, Layer::len);
        for row in 0..columns.len() {
            let fine = match column.get(row) {
                Some(Scalar::Span(r)) => range(base, &r),
                Some(Scalar::Ref(to)) => reference(to, target, rows),
                Some(Scalar::RefList(list)) => {
                    list.iter().try_for_each(|&to| reference(to as usize, target, rows))
                }
                Some(Scalar::F64(v)) if !v.is_finite() => Err(format!("{v} is not finite")),
                _ => Ok(()),
            };
            fine.map_err(|e| format!("row {row}, `{name}`: {e}"))?;
        }
    }
    Ok(())
}

fn reference(to: usize, target: &str, rows: usize) -> Result<(), String> {
    if to < rows {
        return Ok(());
    }
    Err(format!("means row {to} of `{target}`, which has {rows}"))
}

fn range(base: &str, range: &Range<usize>) -> Result<(), String> {
    match base.get(range.clone()) {
        Some(_) => Ok(()),
        None => {
            Err(format!("{range:?} is reversed, out of bounds or cuts a character ({} bytes)", base.len()))
        }
    }
}
