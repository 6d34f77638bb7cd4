//! Reading JSON Lines: record v1, plain records, and anything else.

use pipeline_core::Labels;
use pipeline_core::testing::audit;

use crate::{Broken, files, round_trip};

/// Any bytes as a file of JSON Lines: each line is a sound document, or refused with a reason and its line; what
/// was read is written, read and written again as the same bytes, in every unit.
///
/// # Errors
/// The first invariant that broke.
pub fn record(bytes: &[u8]) -> Result<(), Broken> {
    let labels = Labels::default();
    for item in files::read("dump.jsonl", bytes, &labels)? {
        match item {
            Ok(decoded) => {
                audit(&decoded.document)?;
                round_trip::check(&decoded.document, decoded.unit, round_trip::UNITS, &labels)?;
            }
            Err(refused) if refused.error.is_empty() || refused.line.is_none() => {
                return Err(format!("refused without a reason or a line: {refused:?}"));
            }
            Err(_) => {}
        }
    }
    Ok(())
}
