//! Ranges of blocks, sentences and tokens, from their layer when it is there, else from the
//! [`fallback`](crate::fallback): so that each stage may stand first.

use crate::fallback;
use pipeline_core::{Layer, StageError, View};
use std::ops::Range;

fn ranges(layer: &Layer, into: &mut Vec<Range<usize>>) {
    into.extend(layer.spans().iter().map(|s| s.range()));
}

/// Fills `into` with the sentences of `doc`.
///
/// # Errors
/// When the stage did not declare that it uses `sentences`.
pub fn sentence_ranges(doc: &View<'_>, into: &mut Vec<Range<usize>>) -> Result<(), StageError> {
    into.clear();
    match doc.layer(crate::SENTENCES.name)? {
        Some(layer) => ranges(layer, into),
        None => into.extend(fallback::sentences(doc.text())),
    }
    Ok(())
}

/// Fills `into` with the tokens of `doc`.
///
/// # Errors
/// When the stage did not declare that it uses `tokens`.
pub fn token_ranges(doc: &View<'_>, into: &mut Vec<Range<usize>>) -> Result<(), StageError> {
    into.clear();
    match doc.layer(crate::TOKENS.name)? {
        Some(layer) => ranges(layer, into),
        None => into.extend(fallback::words(doc.text())),
    }
    Ok(())
}

/// Fills `into` with the blocks of `doc`; without the layer, its lines that are not blank.
///
/// # Errors
/// When the stage did not declare that it uses `blocks`.
pub fn block_ranges(doc: &View<'_>, into: &mut Vec<Range<usize>>) -> Result<(), StageError> {
    into.clear();
    match doc.layer(crate::BLOCKS.name)? {
        Some(layer) => ranges(layer, into),
        None => into.extend(fallback::lines(doc.text())),
    }
    Ok(())
}
