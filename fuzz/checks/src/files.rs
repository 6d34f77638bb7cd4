//! Bytes through the reader of `chaffinch-io`, as from a folder.

use std::fs;
use std::sync::{Arc, LazyLock};

use chaffinch_io::{Decoded, InputConfig, Inputs, Quarantine, ReadContext, Reader, Schema};
use pipeline_core::Labels;
use pipeline_core::testing::dump;
use tempfile::TempDir;

use crate::Broken;

/// A document, or why there is none.
pub(crate) type Read = Result<Decoded, Box<Quarantine>>;

/// Compressed bombs stop here.
const LONGEST: u64 = 1 << 20;

static FOLDER: LazyLock<std::io::Result<TempDir>> = LazyLock::new(tempfile::tempdir);

/// All documents of a file of this name that holds `bytes`.
pub(crate) fn read(name: &str, bytes: &[u8], labels: &Labels) -> Result<Vec<Read>, Broken> {
    let folder = FOLDER.as_ref().map_err(|e| format!("no temporary folder: {e}"))?;
    let thread = std::thread::current().id();
    let folder = folder.path().join(format!("{thread:?}"));
    let file = folder.join(name);
    fs::create_dir_all(&folder).and_then(|()| fs::write(&file, bytes)).map_err(|e| e.to_string())?;
    let config = InputConfig { max_document_bytes: LONGEST, ..InputConfig::default() };
    let registry = chaffinch_stages::registry();
    let inputs = Inputs::expand(&[file.to_string_lossy()], None).map_err(|e| e.to_string())?;
    let reader = Reader::new(Arc::new(inputs), &config);
    let context = ReadContext {
        config,
        schema: Schema::new(registry.layers(), registry.tables()),
        labels: labels.clone(),
    };
    Ok(reader.map(|item| item.decode(&context)).collect())
}

/// What was read, as text.
pub(crate) fn show(read: &[Read]) -> Vec<String> {
    let one = |item: &Read| match item {
        Ok(decoded) => format!("{:?} {}", decoded.unit, dump(&decoded.document)),
        Err(refused) => format!("{refused:?}"),
    };
    read.iter().map(one).collect()
}
