//! gzip and zstd, recognised by their first bytes, whatever the file is called.
//!
//! Several members (`cat a.gz b.gz`) are read as one stream. A stream that ends early is an error, never a
//! shorter document.

use std::io::{self, BufReader, Read};

use flate2::read::MultiGzDecoder;

use crate::error::os_text;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    None,
    Gzip,
    Zstd,
}

impl Compression {
    /// By the first four bytes of the file.
    pub(crate) fn sniff(head: &[u8]) -> Self {
        match head {
            [0x1F, 0x8B, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Self::Zstd,
            // A skippable frame, which some writers put in front.
            [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::None => "uncompressed",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// The text of an error that came out of a stream compressed like this.
    pub(crate) fn explain(self, error: &io::Error) -> String {
        match (self, error.kind()) {
            (Self::None, _) => format!("cannot be read: {}", os_text(error)),
            (_, io::ErrorKind::UnexpectedEof) => {
                format!("the {} stream ends early; the file is cut off, fetch it again", self.name())
            }
            _ => format!("the {} stream is damaged ({})", self.name(), os_text(error)),
        }
    }
}

/// The decompressed bytes of `inner`.
pub(crate) fn decompress(mut inner: Box<dyn Read + Send>) -> io::Result<(Box<dyn Read + Send>, Compression)> {
    let mut head = [0; 4];
    let filled = fill(&mut inner, &mut head)?;
    let compression = Compression::sniff(&head[..filled]);
    let whole = io::Cursor::new(head).take(filled as u64).chain(inner);
    let reader: Box<dyn Read + Send> = match compression {
        Compression::None => Box::new(whole),
        Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, whole))),
        Compression::Zstd => Box::new(zstd::Decoder::new(whole)?),
    };
    Ok((reader, compression))
}

/// Reads until the buffer is full or the stream ends; returns how many bytes are there.
pub(crate) fn fill(reader: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> Result<String, String> {
        let (mut reader, compression) =
            decompress(Box::new(io::Cursor::new(bytes))).map_err(|e| e.to_string())?;
        let mut text = String::new();
        reader.read_to_string(&mut text).map_err(|error| compression.explain(&error))?;
        Ok(text)
    }

    #[test]
    fn plain_and_short_files() {
        for text in ["", "a", "abc", "abcdef"] {
            assert_eq!(read(text.as_bytes().to_vec()).unwrap(), text);
        }
    }

    #[test]
    fn several_members_are_one_stream() {
        assert_eq!(read([gzip("one "), gzip("two")].concat()).unwrap(), "one two");
        let zstd = |text: &str| zstd::encode_all(text.as_bytes(), 1).unwrap();
        assert_eq!(read([zstd("one "), zstd("two")].concat()).unwrap(), "one two");
    }

    #[test]
    fn a_cut_stream_is_an_error() {
        let text = "word ".repeat(2000);
        let whole = gzip(&text);
        let error = read(whole[..whole.len() - 5].to_vec()).unwrap_err();
        assert_eq!(error, "the gzip stream ends early; the file is cut off, fetch it again");
        let whole = zstd::encode_all(text.as_bytes(), 1).unwrap();
        let error = read(whole[..whole.len() - 5].to_vec()).unwrap_err();
        assert_eq!(error, "the zstd stream ends early; the file is cut off, fetch it again");
    }

    #[test]
    fn a_damaged_stream_is_an_error() {
        let mut bytes = gzip(&"word ".repeat(2000));
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xFF;
        assert!(read(bytes).unwrap_err().starts_with("the gzip stream is damaged"));
    }
}
