//! The header: what the file is for, and where its sections lie.

use crate::ModelError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// First bytes of every model file.
pub const MAGIC: &[u8; 8] = b"CHAFMODL";
/// Version of the layout.
pub(crate) const VERSION: u32 = 1;
/// Magic, version, length of the header, hash of the header.
pub(crate) const PRELUDE: usize = 24;
/// Sections begin at multiples of this many bytes.
pub(crate) const ALIGN: usize = 64;

/// The header of a model file, from its first byte; `None` for other files. It holds the hash of every section, so it tells
/// two model files apart without reading them whole.
pub fn bytes(file: &[u8]) -> Option<&[u8]> {
    let word = |at: usize| file.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
    let len = usize::try_from(word(12)?).ok()?;
    file.get(..PRELUDE.checked_add(len)?).filter(|_| file.starts_with(MAGIC))
}

/// What the file is for, facts about it, and its sections.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) kind: String,
    pub(crate) meta: BTreeMap<String, String>,
    pub(crate) sections: Vec<Section>,
}

/// Where a section lies.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Section {
    pub(crate) name: String,
    /// Bytes from the start of the sections.
    pub(crate) start: usize,
    pub(crate) len: usize,
    pub(crate) xxh3: u64,
}

impl Header {
    /// Reads the header of a file; also where its sections start.
    pub(crate) fn read(file: &[u8], kind: &str) -> Result<(Self, usize), ModelError> {
        let damaged = || ModelError::new("its header is damaged; copy the file again, or train it anew");
        if !file.starts_with(MAGIC) {
            return Err(ModelError::new(format!(
                "is no model file: it does not begin with `CHAFMODL`; expected one that `chaffinch train {kind}` wrote"
            )));
        }
        let word = |at: usize| file.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
        let version = word(8).ok_or_else(damaged)?;
        if version != VERSION {
            return Err(ModelError::new(format!(
                "has layout version {version}, this program reads {VERSION}; train it anew (`chaffinch train {kind}`)"
            )));
        }
        let len = word(12).and_then(|n| usize::try_from(n).ok()).ok_or_else(damaged)?;
        let hash = file.get(16..PRELUDE).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
        let json = file.get(PRELUDE..PRELUDE + len).ok_or_else(damaged)?;
        if hash != Some(xxh3_64(json)) {
            return Err(damaged());
        }
        let header: Self = serde_json::from_slice(json).map_err(|_| damaged())?;
        if header.kind != kind {
            return Err(ModelError::new(format!(
                "is a model for `{}`, expected one for `{kind}`",
                header.kind
            )));
        }
        let start = (PRELUDE + len).next_multiple_of(ALIGN);
        let fits =
            |s: &Section| start.checked_add(s.start)?.checked_add(s.len).filter(|&end| end <= file.len());
        match header.sections.iter().find(|s| fits(s).is_none()) {
            Some(section) => Err(ModelError::new(format!(
                "is cut off: section `{}` should reach beyond its {} bytes; copy the file again",
                section.name,
                file.len()
            ))),
            None => Ok((header, start)),
        }
    }
}
