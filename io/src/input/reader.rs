//! Walks the files of a run and yields raw items, in order, on one thread.
//!
//! Only what has an order is done here: JSON Lines files are opened and cut into lines. A file that is one
//! document is not even opened, unless nothing but its content can tell what it is.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use super::expand::Inputs;
use super::item::{Body, Origin, Position, RawItem, Source};
use super::lines::{Lines, Next};
use crate::config::{InputConfig, InputFormat};
use crate::decode::compression::{self, Compression};
use crate::decode::sniff::{self, Kind};
use crate::error::os_text;
use crate::quarantine::Reason;

const HEAD: usize = 64 << 10;

/// The raw items of a run, in order. An iterator that never fails: what cannot be read is an item whose
/// [`decode`](RawItem::decode) says why.
pub struct Reader {
    inputs: Arc<Inputs>,
    format: InputFormat,
    limit: u64,
    next: Position,
    open: Option<OpenFile>,
    blank_lines: u64,
}

/// A JSON Lines file that is being read.
struct OpenFile {
    source: Arc<Source>,
    lines: Lines,
    compression: Compression,
}

/// A file whose first bytes have been looked at.
struct Peeked {
    kind: Kind,
    stream: Box<dyn Read + Send>,
    compression: Compression,
}

impl Reader {
    /// Reads from the beginning.
    #[must_use]
    pub fn new(inputs: Arc<Inputs>, config: &InputConfig) -> Self {
        Self::resume(inputs, config, Position::default())
    }

    /// Reads on from where an interrupted run stopped.
    #[must_use]
    pub fn resume(inputs: Arc<Inputs>, config: &InputConfig, from: Position) -> Self {
        let limit = config.max_document_bytes.min(u64::from(u32::MAX) - 1);
        Self { inputs, format: config.format, limit, next: from, open: None, blank_lines: 0 }
    }

    /// Lines that held nothing and were skipped; they are no documents.
    #[must_use]
    pub fn blank_lines(&self) -> u64 {
        self.blank_lines
    }

    /// How many of the files have been read to their end.
    #[must_use]
    pub fn files_done(&self) -> u64 {
        self.next.file
    }

    /// The item of the next file, or `None` when the file was opened for its lines.
    fn begin(&mut self, source: Source) -> Option<RawItem> {
        let source = Arc::new(source);
        if let Some(problem) = &source.problem {
            return Some(self.whole(&source, 0, Body::Bad(Reason::new(problem.clone()))));
        }
        match self.kind(source.file.as_deref()) {
            Some(Kind::Jsonl) => self.begin_lines(source),
            Some(kind) if source.file.is_some() => {
                let weight = weight(source.file.as_deref());
                Some(self.whole(&source, weight, Body::File { html: Some(kind == Kind::Html) }))
            }
            kind => self.begin_unknown(source, kind),
        }
    }

    fn kind(&self, file: Option<&Path>) -> Option<Kind> {
        match self.format {
            InputFormat::Auto => file.and_then(sniff::by_extension),
            InputFormat::Text => Some(Kind::Text),
            InputFormat::Html => Some(Kind::Html),
            InputFormat::Jsonl => Some(Kind::Jsonl),
        }
    }

    fn begin_lines(&mut self, source: Arc<Source>) -> Option<RawItem> {
        let opened = open(source.file.as_deref()).and_then(compression::decompress);
        match opened {
            Ok((stream, compression)) => self.start_lines(source, stream, compression),
            Err(error) => Some(self.whole(&source, 0, unreadable(Compression::None, &error))),
        }
    }

    /// Standard input, or a file whose name does not tell what it is.
    fn begin_unknown(&mut self, source: Arc<Source>, kind: Option<Kind>) -> Option<RawItem> {
        let mut peeked = match peek(source.file.as_deref()) {
            Ok(peeked) => peeked,
            Err(body) => return Some(self.whole(&source, 0, body)),
        };
        if kind.is_none() && peeked.kind == Kind::Jsonl {
            return self.start_lines(source, peeked.stream, peeked.compression);
        }
        if source.path.as_deref().is_some_and(is_json) && kind.is_none() {
            return Some(self.whole(&source, 0, Body::Bad(not_lines())));
        }
        let html = kind.map(|kind| kind == Kind::Html);
        if source.file.is_some() {
            let weight = weight(source.file.as_deref());
            return Some(self.whole(&source, weight, Body::File { html }));
        }
        let body = match read_limited(&mut peeked.stream, 0, self.limit) {
            Ok(bytes) => Body::Bytes { bytes, html },
            Err(ReadError::TooLong) => Body::Bad(too_long(None, self.limit)),
            Err(ReadError::Io(error)) => unreadable(peeked.compression, &error),
        };
        let weight = if let Body::Bytes { bytes, .. } = &body { bytes.len() as u64 } else { 0 };
        Some(self.whole(&source, weight, body))
    }

    fn start_lines(
        &mut self,
        source: Arc<Source>,
        stream: Box<dyn Read + Send>,
        compression: Compression,
    ) -> Option<RawItem> {
        let stream = Box::new(BufReader::with_capacity(256 << 10, stream));
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let mut lines = Lines::new(stream, limit);
        for _ in 0..self.next.line {
            match lines.next() {
                Ok(Next::End) | Err(_) => break,
                Ok(_) => {}
            }
        }
        self.open = Some(OpenFile { source, lines, compression });
        None
    }

    /// The next line of the open file; `None` at its end.
    fn line(&mut self) -> Option<RawItem> {
        loop {
            let open = self.open.as_mut()?;
            let next = open.lines.next();
            if matches!(next, Ok(Next::End)) {
                self.close();
                return None;
            }
            let position = self.next;
            let number = position.line + 1;
            self.next.line = number;
            let source = Arc::clone(&open.source);
            let (weight, body, ended) = match next {
                Ok(Next::Line(mut line)) => {
                    strip_mark(&mut line, number);
                    if line.trim_ascii().is_empty() {
                        self.blank_lines += 1;
                        continue;
                    }
                    (line_weight(&line), Body::Line(line), false)
                }
                Ok(Next::TooLong(bytes)) => (0, Body::Bad(too_long(Some(bytes), self.limit)), false),
                Ok(Next::End) => return None,
                Err(error) => (0, unreadable(open.compression, &error), true),
            };
            self.next.item += 1;
            if ended {
                self.close();
            }
            let origin = Origin { source, line: Some(number) };
            return Some(RawItem { position, after: self.next, weight, origin, body });
        }
    }

    fn close(&mut self) {
        self.open = None;
        self.next = Position { item: self.next.item, file: self.next.file + 1, line: 0 };
    }

    /// The item of a file that is one document.
    fn whole(&mut self, source: &Arc<Source>, weight: u64, body: Body) -> RawItem {
        let position = self.next;
        self.next.item += 1;
        self.close();
        let origin = Origin { source: Arc::clone(source), line: None };
        RawItem { position, after: self.next, weight, origin, body }
    }
}

impl Iterator for Reader {
    type Item = RawItem;

    fn next(&mut self) -> Option<RawItem> {
        loop {
            if let Some(item) = self.line() {
                return Some(item);
            }
            let at = usize::try_from(self.next.file).ok()?;
            let source = self.inputs.source(at)?;
            if let Some(item) = self.begin(source) {
                return Some(item);
            }
        }
    }
}

/// Why a stream could not be read to its end.
pub(crate) enum ReadError {
    TooLong,
    Io(io::Error),
}

/// The whole stream, which is probably `size` long, or an error where it is longer than the limit.
pub(crate) fn read_limited(stream: &mut dyn Read, size: u64, limit: u64) -> Result<Vec<u8>, ReadError> {
    // One byte more than there is, so that the end is found without growing; never a large guess.
    let room = size.min(limit).min(64 << 20) + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or(0));
    stream.take(limit + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLong);
    }
    Ok(bytes)
}

pub(crate) fn too_long(found: Option<u64>, limit: u64) -> Reason {
    let found = found.map_or_else(|| "more".to_owned(), |bytes| format!("{bytes} bytes"));
    Reason::new(format!(
        "the document is too long: found {found}, expected at most {limit} bytes; split it or raise `input.max_document_bytes`"
    ))
}

pub(crate) fn unreadable(compression: Compression, error: &io::Error) -> Body {
    Body::Bad(Reason::new(compression.explain(error)))
}

pub(crate) fn open(file: Option<&Path>) -> io::Result<Box<dyn Read + Send>> {
    Ok(match file {
        Some(path) => Box::new(File::open(path)?),
        None => Box::new(io::stdin()),
    })
}

/// Opens a file for reading what is in it: gzip and zstd are recognised by content and taken off.
///
/// # Errors
/// When it cannot be opened or its first bytes cannot be read.
pub fn open_decompressed(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    Ok(compression::decompress(open(Some(path))?)?.0)
}

/// A file and its size; 0 for what has none.
pub(crate) fn open_sized(file: Option<&Path>) -> io::Result<(Box<dyn Read + Send>, u64)> {
    let Some(path) = file else { return Ok((open(None)?, 0)) };
    let file = File::open(path)?;
    let size = file.metadata().map_or(0, |data| data.len());
    Ok((Box::new(file), size))
}

fn peek(file: Option<&Path>) -> Result<Peeked, Body> {
    let failed = |error: io::Error| Body::Bad(Reason::new(format!("cannot be read: {}", os_text(&error))));
    let raw = open(file).map_err(failed)?;
    let (mut stream, compression) = compression::decompress(raw).map_err(failed)?;
    let mut head = vec![0; HEAD];
    let filled =
        compression::fill(&mut stream, &mut head).map_err(|error| unreadable(compression, &error))?;
    head.truncate(filled);
    let kind = match &head {
        head if sniff::is_jsonl(head) => Kind::Jsonl,
        head if sniff::is_html(head) => Kind::Html,
        _ => Kind::Text,
    };
    Ok(Peeked { kind, stream: Box::new(io::Cursor::new(head).chain(stream)), compression })
}

fn is_json(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    sniff::strip_compression(&path).0.ends_with(".json")
}

fn not_lines() -> Reason {
    Reason::new(
        "this is not JSON Lines; expected one object a line (`jq -c . FILE`, or `jq -c '.[]' FILE` for an array)",
    )
}

/// A guess at the memory a file will take: compressed text grows about fourfold.
fn weight(file: Option<&Path>) -> u64 {
    let Some(path) = file else { return 0 };
    let size = std::fs::metadata(path).map_or(0, |data| data.len());
    let name = path.to_string_lossy();
    let (_, compressed) = sniff::strip_compression(&name);
    if compressed.is_some() { size.saturating_mul(4) } else { size }
}

/// A record without its source is given a blank one of the length it states; that takes memory too.
fn line_weight(line: &[u8]) -> u64 {
    const KEY: &[u8] = b"\"source_length\":";
    let stated = memchr::memmem::find(line, KEY).map_or(0, |at| {
        let digits = line[at + KEY.len()..].iter().skip_while(|byte| **byte == b' ');
        digits
            .take_while(|byte| byte.is_ascii_digit())
            .take(12)
            .fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'))
    });
    line.len() as u64 + stated
}

fn strip_mark(line: &mut Vec<u8>, number: u64) {
    if number == 1 && line.starts_with(b"\xEF\xBB\xBF") {
        line.drain(..3);
    }
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
