//! A document as one pipeline left it, handed to another: same text, ledger, meta and layers, other labels.

use pipeline_core::{Document, Labels};

/// A copy of `document` for a pipeline with these `labels`.
pub(crate) fn transplant(document: &Document, labels: &Labels) -> Result<Document, String> {
    let (source, text) = (document.source().to_owned(), document.text().to_owned());
    let copy = Document::rebuilt(document.id(), source, text, document.ledger().clone(), labels);
    let mut copy = copy.map_err(|error| error.to_string())?;
    *copy.meta_mut() = document.meta().clone();
    for (name, layer) in document.layers() {
        let mut rows = copy.input_layer(name, layer.coords());
        for (row, span) in layer.spans().iter().enumerate() {
            rows.push(span.range(), document.label_name(span.label()), span.score())
                .map_err(|e| e.to_string())?;
            for (attr, column) in layer.attrs().iter() {
                if let Some(value) = column.get(row) {
                    let target = layer.attrs().target(attr).unwrap_or_default();
                    rows.set(row, attr, target, &value).map_err(|e| e.to_string())?;
                }
            }
        }
    }
    copy.settle().map_err(|error| error.to_string())?;
    Ok(copy)
}
