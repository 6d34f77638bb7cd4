//! The stage `clean` alone: on text, on HTML, and on the bytes of files.

use std::sync::LazyLock;

use crate::subject::{Subject, Syntax, cleaner};
use crate::{Broken, files, sound};

static HTML: LazyLock<Subject> = LazyLock::new(|| Subject::built(cleaner(Syntax::Html)));
static TEXT: LazyLock<Subject> = LazyLock::new(|| Subject::built(cleaner(Syntax::Text)));
static AUTO: LazyLock<Subject> = LazyLock::new(|| Subject::built(cleaner(Syntax::Auto)));

/// Any text, cleaned as a page: the same twice, and a sound document.
///
/// # Errors
/// The first invariant that broke.
pub fn clean_html(text: &str) -> Result<(), Broken> {
    sound::cleaned(&HTML.run(HTML.document(text)?)?)
}

/// Any text, cleaned as plain text: as [`clean_html`], and no visible character is lost without a word.
///
/// # Errors
/// The first invariant that broke.
pub fn clean_text(text: &str) -> Result<(), Broken> {
    let doc = TEXT.run(TEXT.document(text)?)?;
    sound::cleaned(&doc)?;
    sound::accounted(&doc)
}

/// Any bytes as a file without an extension: the reader finds out what it is (compression, charset, HTML, JSON
/// Lines) or refuses it with a reason, the same twice; what it reads is cleaned.
///
/// # Errors
/// The first invariant that broke.
pub fn clean_bytes(bytes: &[u8]) -> Result<(), Broken> {
    let labels = AUTO.pipeline.labels();
    let (read, again) = (files::read("page", bytes, labels)?, files::read("page", bytes, labels)?);
    if files::show(&read) != files::show(&again) {
        return Err("the reader gives two answers".to_owned());
    }
    for item in read {
        match item {
            Ok(decoded) => sound::cleaned(&AUTO.run(decoded.document)?)?,
            Err(refused) if refused.error.is_empty() => return Err("refused without a reason".to_owned()),
            Err(_) => {}
        }
    }
    Ok(())
}
