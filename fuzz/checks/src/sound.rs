//! What holds of every cleaned document.

use pipeline_core::testing::audit;
use pipeline_core::{Document, Layer};

use crate::Broken;

/// Checks ledger, spans and order (`audit`), that the blocks tile the text, that dropped spans are named, ordered
/// and apart, and that nothing is both kept and dropped.
pub(crate) fn cleaned(doc: &Document) -> Result<(), Broken> {
    audit(doc)?;
    let layer = |name: &str| doc.layer(name).ok_or_else(|| format!("no layer `{name}`"));
    blocks(doc, layer("blocks")?)?;
    let dropped = layer("dropped")?;
    drops(doc, dropped)?;
    apart(doc, dropped)
}

/// The text is the blocks, parted by blank lines, and nothing else.
fn blocks(doc: &Document, blocks: &Layer) -> Result<(), Broken> {
    let mut at = 0;
    for (row, span) in blocks.spans().iter().enumerate() {
        let gap = doc.text().get(at..span.start());
        if gap != Some(if row == 0 { "" } else { "\n\n" }) {
            return Err(format!("before block {row} stands {gap:?}"));
        }
        let block = &doc.text()[span.range()];
        if block.is_empty() || block.contains('\n') || block.trim() != block {
            return Err(format!("block {row} is {block:?}"));
        }
        at = span.end();
    }
    if at == doc.text().len() {
        return Ok(());
    }
    Err(format!("after the last block stands {:?}", &doc.text()[at..]))
}

fn drops(doc: &Document, dropped: &Layer) -> Result<(), Broken> {
    let rules = dropped.str("rule").ok_or("dropped spans have no `rule`")?;
    let mut end = 0;
    for (row, span) in dropped.spans().iter().enumerate() {
        if span.start() < end {
            return Err(format!("dropped span {row} {:?} begins before {end}", span.range()));
        }
        end = span.end();
        let source = &doc.source()[span.range()];
        if source.is_empty() || source.trim() != source {
            return Err(format!("dropped span {row} is {source:?}"));
        }
        if !rules.get(row).is_some_and(|rule| rule.contains('/')) {
            return Err(format!("dropped span {row} has the rule {:?}", rules.get(row)));
        }
        if !span.score().is_some_and(|score| (0.0..=1.0).contains(&score)) {
            return Err(format!("dropped span {row} has the score {:?}", span.score()));
        }
        if doc.label_name(span.label()).is_empty() {
            return Err(format!("dropped span {row} has no label"));
        }
    }
    Ok(())
}

fn apart(doc: &Document, dropped: &Layer) -> Result<(), Broken> {
    let mut drops = dropped.spans().iter().map(|span| span.range()).peekable();
    for run in doc.ledger().runs() {
        let kept = run.source();
        while drops.next_if(|drop| drop.end <= kept.start).is_some() {}
        if let Some(drop) = drops.peek().filter(|drop| drop.start < kept.end) {
            return Err(format!("{kept:?} is kept, but {drop:?} is dropped"));
        }
    }
    Ok(())
}

/// Begins of character references and of mojibake: what is neither kept nor dropped but mended.
const MENDED: [char; 6] = ['&', 'Ã', 'Â', 'â', 'ï', 'ð'];

/// Every visible character of a plain text is kept or listed as dropped.
pub(crate) fn accounted(doc: &Document) -> Result<(), Broken> {
    if doc.source().contains(MENDED) {
        return Ok(());
    }
    let mut known = vec![false; doc.source().len()];
    for run in doc.ledger().runs() {
        known[run.source()].fill(true);
    }
    for span in doc.layer("dropped").into_iter().flat_map(Layer::spans) {
        known[span.range()].fill(true);
    }
    let visible = |c: char| c.is_alphanumeric() || c.is_ascii_punctuation() || "’“”—…".contains(c);
    match doc.source().char_indices().find(|(at, c)| !known[*at] && visible(*c)) {
        Some((at, c)) => Err(format!("{c:?} at byte {at} is neither kept nor dropped")),
        None => Ok(()),
    }
}
