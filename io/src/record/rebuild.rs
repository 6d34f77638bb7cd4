//! Rebuilds what a record v1 does not carry: its source.
//!
//! The ledger says which parts of the text stand where in the source. Those are put in their place, and what lies
//! between is filled with spaces, one for each unit that the record counts in. So every offset of the record holds,
//! in the record's own unit; in another unit the width of the filled parts is not known.

use std::borrow::Cow;

use pipeline_core::{Document, Labels, Ledger};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::rows::plain;
use crate::{Offsets, Unit};

/// Text, source and ledger of a record, with offsets in bytes.
#[derive(Debug)]
pub(crate) struct Rebuilt {
    pub(crate) text: String,
    /// `None` when the source is the text.
    pub(crate) source: Option<(String, Ledger)>,
    /// Whether parts of the source are unknown, so that offsets hold in the record's unit only.
    pub(crate) has_gaps: bool,
}

impl Rebuilt {
    /// The source as far as it is known.
    pub(crate) fn source(&self) -> &str {
        self.source.as_ref().map_or(&self.text, |(source, _)| source)
    }

    /// From the fields of a record. A record without `ledger` and `source_length` is its own source.
    pub(crate) fn new(
        text: String,
        ledger: Option<&RawValue>,
        source_length: Option<&RawValue>,
        unit: Unit,
        limit: u64,
    ) -> Result<Self, String> {
        let runs = ledger.map(triples).transpose()?;
        let length = source_length.map(length).transpose()?;
        let offsets = Offsets::new(&text, unit);
        let text_length = offsets.len() as u64;
        let (runs, length) = match (runs, length) {
            (None, None) => (vec![[0, 0, text_length]], text_length),
            (None, Some(length)) if length == text_length => (vec![[0, 0, text_length]], text_length),
            (None, Some(length)) => {
                return Err(format!(
                    "`source_length` is {length} and the text has {text_length} {}; expected a `ledger` between them",
                    unit.plural()
                ));
            }
            (Some(_), None) => return Err("`ledger` without `source_length`; expected both".to_owned()),
            (Some(runs), Some(length)) => (runs, length),
        };
        if length > limit {
            return Err(format!(
                "`source_length` is {length}, expected at most {limit} (`input.max_document_bytes`)"
            ));
        }
        let is_identity = length == text_length && (length == 0 || runs == [[0, 0, length]]);
        if is_identity {
            return Ok(Self { text, source: None, has_gaps: false });
        }
        let (source, ledger, has_gaps) = fill(&text, &offsets, &runs, length)?;
        Ok(Self { text, source: Some((source, ledger)), has_gaps })
    }

    /// The document.
    pub(crate) fn document(self, id: String, labels: &Labels) -> Result<Document, String> {
        match self.source {
            None => Document::new(id, self.text, labels),
            Some((source, ledger)) => Document::rebuilt(id, source, self.text, ledger, labels),
        }
        .map_err(|error| error.to_string())
    }
}

/// The source, the ledger in bytes, and whether anything had to be filled.
fn fill(
    text: &str,
    offsets: &Offsets<'_>,
    runs: &[[u64; 3]],
    length: u64,
) -> Result<(String, Ledger, bool), String> {
    let mut source = String::with_capacity(text.len());
    let mut in_bytes = Vec::with_capacity(runs.len());
    let (mut text_end, mut source_end, mut has_gaps) = (0, 0, false);
    for (at, run) in runs.iter().enumerate() {
        let [from, to, len] = *run;
        let fail = |why: &str| format!("ledger run {at}, [{from}, {to}, {len}], {why}");
        if from < text_end || to < source_end {
            return Err(fail(&format!(
                "begins before the end of the run before it, [{text_end}, {source_end}]"
            )));
        }
        let (start, end) = match (byte(offsets, Some(from)), byte(offsets, from.checked_add(len))) {
            (Some(start), Some(end)) => (start, end),
            _ => {
                return Err(fail(&format!(
                    "leaves the text, which has {}, or cuts a character",
                    offsets.len()
                )));
            }
        };
        if to.checked_add(len).is_none_or(|end| end > length) {
            return Err(fail(&format!("leaves the source, which has {length}")));
        }
        has_gaps |= to > source_end;
        pad(&mut source, to - source_end);
        in_bytes.push((start, source.len(), end - start));
        source.push_str(&text[start..end]);
        (text_end, source_end) = (from + len, to + len);
    }
    has_gaps |= length > source_end;
    pad(&mut source, length - source_end);
    let ledger = Ledger::from_runs(in_bytes, text.len(), source.len()).map_err(|error| error.to_string())?;
    Ok((source, ledger, has_gaps))
}

fn byte(offsets: &Offsets<'_>, at: Option<u64>) -> Option<usize> {
    offsets.to_byte(usize::try_from(at?).ok()?)
}

fn pad(source: &mut String, units: u64) {
    source.extend(std::iter::repeat_n(' ', usize::try_from(units).unwrap_or(0)));
}

fn triples(json: &RawValue) -> Result<Vec<[u64; 3]>, String> {
    serde_json::from_str(json.get()).map_err(|error| {
        format!("`ledger`: {}; expected [[text_start, source_start, length], …]", plain(&error))
    })
}

fn length(json: &RawValue) -> Result<u64, String> {
    u64::deserialize(json).map_err(|error| format!("`source_length`: {}", plain(&error)))
}

/// The unit that a record names.
pub(crate) fn unit(name: Option<Cow<'_, str>>) -> Result<Unit, String> {
    match name {
        None => Ok(Unit::Char),
        Some(name) => Unit::from_name(&name)
            .ok_or_else(|| format!("`unit` is `{name}`, expected `char`, `byte` or `utf16`")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rebuild(text: &str, ledger: &str, length: &str, unit: Unit) -> Result<Rebuilt, String> {
        let ledger = serde_json::from_str(ledger).unwrap();
        let length = serde_json::from_str(length).unwrap();
        Rebuilt::new(text.to_owned(), ledger, length, unit, 1000)
    }

    #[test]
    fn runs_stand_in_their_place() {
        let rebuilt = rebuild("éa b", "[[0,2,2],[3,5,1]]", "8", Unit::Char).unwrap();
        assert_eq!(rebuilt.source(), "  éa b  ");
        assert!(rebuilt.has_gaps);
        let rebuilt = rebuild("éa b", "[[0,2,3],[4,6,1]]", "8", Unit::Byte).unwrap();
        assert_eq!(rebuilt.source(), "  éa b ");
    }

    #[test]
    fn a_text_that_is_its_own_source() {
        for (ledger, length) in [("null", "null"), ("null", "2"), ("[[0,0,2]]", "2")] {
            assert!(rebuild("éa", ledger, length, Unit::Char).unwrap().source.is_none());
        }
        let inserted_only = rebuild("éa", "[[0,0,1]]", "1", Unit::Char).unwrap();
        assert!(!inserted_only.has_gaps);
    }

    #[test]
    fn ledgers_that_cannot_be() {
        let error = |ledger, length| rebuild("éa b", ledger, length, Unit::Char).unwrap_err();
        assert_eq!(
            error("null", "9"),
            "`source_length` is 9 and the text has 4 characters; expected a `ledger` between them"
        );
        assert_eq!(error("[[0,0,2]]", "null"), "`ledger` without `source_length`; expected both");
        assert_eq!(
            error("[[0,0,2],[1,4,1]]", "9"),
            "ledger run 1, [1, 4, 1], begins before the end of the run before it, [2, 2]"
        );
        assert_eq!(
            error("[[0,0,5]]", "9"),
            "ledger run 0, [0, 0, 5], leaves the text, which has 4, or cuts a character"
        );
        assert_eq!(error("[[0,8,2]]", "9"), "ledger run 0, [0, 8, 2], leaves the source, which has 9");
        assert_eq!(
            error("[[0,0,1]]", "1001"),
            "`source_length` is 1001, expected at most 1000 (`input.max_document_bytes`)"
        );
        assert!(error("[[0,0]]", "9").starts_with("`ledger`: invalid length 2"));
    }
}
