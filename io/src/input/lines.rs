//! Cuts a stream into lines with bounded memory.
//!
//! A line longer than the limit is skipped to its end and reported, so that one endless line does not fill the
//! memory. Lines end at `\n`; a `\r` before it goes too.

use std::io::{self, BufRead};

/// What came next in the stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Line(Vec<u8>),
    /// A line over the limit; its length in bytes.
    TooLong(u64),
    End,
}

/// Lines of a stream.
pub(crate) struct Lines {
    stream: Box<dyn BufRead + Send>,
    limit: usize,
}

impl Lines {
    /// Lines of at most `limit` bytes.
    pub(crate) fn new(stream: Box<dyn BufRead + Send>, limit: usize) -> Self {
        Self { stream, limit }
    }

    /// The next line, without its end.
    pub(crate) fn next(&mut self) -> io::Result<Next> {
        let mut line = Vec::new();
        let mut length = 0_u64;
        loop {
            let available = match self.stream.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                return Ok(if length == 0 { Next::End } else { self.finish(line, length) });
            }
            let end = memchr::memchr(b'\n', available);
            let part = &available[..end.unwrap_or(available.len())];
            length += part.len() as u64;
            if length <= self.limit as u64 {
                line.extend_from_slice(part);
            } else {
                line = Vec::new();
            }
            let used = part.len() + usize::from(end.is_some());
            self.stream.consume(used);
            if end.is_some() {
                return Ok(self.finish(line, length));
            }
        }
    }

    fn finish(&self, mut line: Vec<u8>, length: u64) -> Next {
        if length > self.limit as u64 {
            return Next::TooLong(length);
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Next::Line(line)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn all(text: &str, limit: usize) -> Vec<Next> {
        let stream = io::BufReader::with_capacity(4, io::Cursor::new(text.as_bytes().to_vec()));
        let mut lines = Lines::new(Box::new(stream), limit);
        let mut found = Vec::new();
        loop {
            match lines.next().unwrap() {
                Next::End => return found,
                next => found.push(next),
            }
        }
    }

    fn line(text: &str) -> Next {
        Next::Line(text.as_bytes().to_vec())
    }

    #[test]
    fn ends_of_lines() {
        assert_eq!(all("", 100), []);
        assert_eq!(
            all("one\r\n\ntwo and more\nlast", 100),
            [line("one"), line(""), line("two and more"), line("last")]
        );
        assert_eq!(all("one\n", 100), [line("one")]);
    }

    #[test]
    fn a_line_over_the_limit_is_skipped() {
        assert_eq!(all("abcdefghij\nxy\n", 5), [Next::TooLong(10), line("xy")]);
        assert_eq!(all("abcde\n", 5), [line("abcde")]);
    }
}
