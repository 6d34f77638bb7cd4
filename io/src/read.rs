//! A raw item to a document; the work of the worker threads.

use std::io;
use std::path::Path;

use pipeline_core::{Document, Labels, Meta};
use serde_json::Value;

use crate::config::InputConfig;
use crate::decode::compression::{self, Compression};
use crate::decode::{charset, sniff};
use crate::input::item::{Body, Origin, RawItem};
use crate::input::reader::{self, ReadError};
use crate::quarantine::{Quarantine, Reason};
use crate::record::read::{self, Decoded};
use crate::record::schema::Schema;

/// What decoding needs to know; shared by all threads.
#[derive(Debug, Clone)]
pub struct ReadContext {
    /// The `[input]` table.
    pub config: InputConfig,
    /// The declared layers and tables.
    pub schema: Schema,
    /// The labels of the pipeline that the documents go through.
    pub labels: Labels,
}

impl RawItem {
    /// Reads, decompresses, decodes and parses; to be called on any thread.
    ///
    /// A file becomes a document with `meta.path`, `meta.charset` and, for HTML, `meta.format` = `html`. An empty
    /// file is a document with an empty text.
    ///
    /// # Errors
    /// The quarantine in which the document ends.
    pub fn decode(self, cx: &ReadContext) -> Result<Decoded, Box<Quarantine>> {
        let origin = self.origin;
        let result = match self.body {
            Body::Bad(reason) => Err((None, reason)),
            Body::Line(line) => record(line, &origin, cx),
            Body::Bytes { bytes, html } => file(bytes, html, &origin, cx).map_err(|reason| (None, reason)),
            Body::File { html } => {
                let path = origin.source.file.as_deref();
                let bytes = read(path, cx.config.max_document_bytes);
                bytes.and_then(|bytes| file(bytes, html, &origin, cx)).map_err(|reason| (None, reason))
            }
        };
        result.map_err(|(id, reason)| Box::new(origin.refuse(id.as_deref(), reason)))
    }
}

fn record(line: Vec<u8>, origin: &Origin, cx: &ReadContext) -> Result<Decoded, read::Refusal> {
    let line = String::from_utf8(line).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let found =
            error.as_bytes().get(at).map_or_else(String::new, |byte| format!(" (found byte 0x{byte:02X})"));
        let column = Some(at as u64 + 1);
        (None, Reason { error: format!("the line is not UTF-8{found}; JSON Lines must be"), column })
    })?;
    read::decode(&line, &|| origin.id(), &cx.config, &cx.schema, &cx.labels)
}

/// The decompressed bytes of a file. Small files are the rule, so it is read in one go before anything else.
fn read(path: Option<&Path>, limit: u64) -> Result<Vec<u8>, Reason> {
    let refuse = |compression: Compression, error: ReadError| match error {
        ReadError::TooLong => reader::too_long(None, limit),
        ReadError::Io(error) => Reason::new(compression.explain(&error)),
    };
    let refuse_raw = |error: io::Error| refuse(Compression::None, ReadError::Io(error));
    let (mut stream, size) = reader::open_sized(path).map_err(refuse_raw)?;
    let bytes =
        reader::read_limited(&mut stream, size, limit).map_err(|error| refuse(Compression::None, error))?;
    if Compression::sniff(&bytes) == Compression::None {
        return Ok(bytes);
    }
    let size = bytes.len() as u64 * 3;
    let (mut stream, compression) =
        compression::decompress(Box::new(io::Cursor::new(bytes))).map_err(refuse_raw)?;
    reader::read_limited(&mut stream, size, limit).map_err(|error| refuse(compression, error))
}

fn file(bytes: Vec<u8>, html: Option<bool>, origin: &Origin, cx: &ReadContext) -> Result<Decoded, Reason> {
    let decoded = charset::decode(bytes)?;
    let is_html = html.unwrap_or_else(|| sniff::is_html(decoded.text.as_bytes()));
    let mut document =
        Document::new(origin.id(), decoded.text, &cx.labels).map_err(|error| error.to_string())?;
    let meta: &mut Meta = document.meta_mut();
    if let Some(path) = origin.path() {
        meta.insert("path".to_owned(), Value::from(path));
    }
    if is_html {
        meta.insert("format".to_owned(), Value::from("html"));
    }
    meta.insert("charset".to_owned(), Value::from(decoded.charset));
    if decoded.replaced > 0 {
        meta.insert("charset_errors".to_owned(), Value::from(decoded.replaced));
    }
    Ok(Decoded { document, unit: None })
}
