//! The whole of a document as stable text: what the laws compare, and what a test prints when
//! two documents should be equal and are not. One fact a line, so that a line diff reads well.

use crate::{Column, Columns, Document, Label, Outcome, Scalar};
use std::fmt::Write;

/// Everything in `doc`: meta, text, ledger, layers, tables. Equal documents give equal text,
/// and different ones different text; label ids, which may differ between pipelines, are not
/// shown.
///
/// ```text
/// id "a"
/// text "Kabul."
/// run 0..6 from 6..12
/// layer `entities` in text coordinates
///   0..5 GPE score=0.5 id="kabul"
/// ```
#[must_use]
pub fn dump(doc: &Document) -> String {
    let mut out = String::new();
    write_document(&mut out, doc).unwrap_or_default();
    out
}

/// What became of a document, as stable text.
#[must_use]
pub fn dump_outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Written(doc) => dump(doc),
        Outcome::Dropped { document, stage, reason } => {
            format!("dropped by `{stage}`: {reason}\n{}", dump(document))
        }
        Outcome::Quarantined(q) => {
            format!("quarantined {:?} by `{}`: {}\n", q.id, q.stage, q.reason)
        }
    }
}

fn write_document(out: &mut String, doc: &Document) -> std::fmt::Result {
    writeln!(out, "id {:?}", doc.id())?;
    for (key, value) in doc.meta() {
        writeln!(out, "meta {key:?} {value}")?;
    }
    if doc.text() != doc.source() {
        writeln!(out, "source {:?}", doc.source())?;
    }
    writeln!(out, "text {:?}", doc.text())?;
    for run in doc.ledger().runs() {
        writeln!(out, "run {:?} from {:?}", run.text(), run.source())?;
    }
    for (name, layer) in doc.layers() {
        writeln!(out, "layer `{name}` in {}", layer.coords().name())?;
        for (row, span) in layer.spans().iter().enumerate() {
            write!(out, "  {:?}", span.range())?;
            if span.label() != Label::NONE {
                write!(out, " {}", doc.label_name(span.label()))?;
            }
            if let Some(score) = span.score() {
                write!(out, " score={score:?}")?;
            }
            write_row(out, layer.attrs(), row)?;
        }
    }
    for (name, table) in doc.tables() {
        writeln!(out, "table `{name}`")?;
        for row in 0..table.len() {
            write!(out, " ")?;
            write_row(out, table, row)?;
        }
    }
    Ok(())
}

fn write_row(out: &mut String, columns: &Columns, row: usize) -> std::fmt::Result {
    for (name, column) in columns.iter() {
        write_value(out, columns, name, column, row)?;
    }
    writeln!(out)
}

fn write_value(
    out: &mut String,
    columns: &Columns,
    name: &str,
    column: &Column,
    row: usize,
) -> std::fmt::Result {
    let target = columns.target(name).unwrap_or_default();
    match column.get(row) {
        None => Ok(()),
        Some(Scalar::Str(v)) => write!(out, " {name}={v:?}"),
        Some(Scalar::F64(v)) => write!(out, " {name}={v:?}"),
        Some(Scalar::I64(v)) => write!(out, " {name}={v}"),
        Some(Scalar::Bool(v)) => write!(out, " {name}={v}"),
        Some(Scalar::Span(v)) => write!(out, " {name}={v:?}"),
        Some(Scalar::Ref(to)) => write!(out, " {name}={target}[{to}]"),
        Some(Scalar::RefList(to)) => write!(out, " {name}={target}{to:?}"),
        Some(Scalar::Json(v)) => write!(out, " {name}=json {v}"),
    }
}
