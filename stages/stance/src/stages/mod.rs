//! The running stages: the algorithms between a view and a draft.

mod quotes;
mod read;
mod stance;

use pipeline_core::{Build, BuildError};

/// So many documents at once. The code and the lists of a stage are far larger than an article: they stay in a core’s
/// cache from one document to the next where no other stage runs between.
const BATCH: usize = 16;

/// The embedded pack and the texts of the packs that the option `packs` names, each with its name for messages.
fn read_packs(cx: &Build<'_>, paths: &[String], embedded: &str) -> Result<Vec<(String, String)>, BuildError> {
    let mut packs = vec![("the embedded pack".to_owned(), embedded.to_owned())];
    for path in paths {
        packs.push((format!("`{path}`"), cx.read_text("packs", path)?));
    }
    Ok(packs)
}

/// Reads the packs together; when that fails, says which of them is to blame.
fn blame<T>(
    packs: &[(String, String)],
    read: impl Fn(&[&str]) -> Result<T, String>,
) -> Result<T, BuildError> {
    for (name, text) in packs {
        read(&[text]).map_err(|message| BuildError::at("packs", format!("{name}: {message}")))?;
    }
    let texts: Vec<&str> = packs.iter().map(|(_, text)| text.as_str()).collect();
    read(&texts).map_err(|message| BuildError::at("packs", message))
}
