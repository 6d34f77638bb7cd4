//! Documents of wanted sizes, made of the paragraphs of the project's own `seeds/`: no other text, no randomness.

use std::path::Path;

const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../seeds");

/// Bytes in one batch of documents, whatever their size, so that batches compare.
const BATCH: usize = 60_000;

/// How long the documents of a batch are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// About 150 bytes.
    Sentence,
    /// About 6 KB.
    Article,
    /// About 60 KB.
    LongRead,
}

impl Size {
    /// All sizes, from short to long.
    pub const ALL: [Self; 3] = [Self::Sentence, Self::Article, Self::LongRead];

    /// Name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Article => "article",
            Self::LongRead => "long-read",
        }
    }

    /// Wanted bytes in one document.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::Sentence => 150,
            Self::Article => 6_000,
            Self::LongRead => BATCH,
        }
    }
}

/// A batch of documents of this size, about as many bytes for each size. Always the same.
///
/// # Panics
/// When `seeds/` cannot be read: benches run in the project's own tree.
#[must_use]
pub fn corpus(size: Size) -> Vec<String> {
    let paragraphs = paragraphs();
    let count = BATCH / size.bytes();
    (0..count).map(|n| document(&paragraphs, n, size)).collect()
}

/// One document: a headline and the paragraphs behind it until it is long enough; for [`Size::Sentence`], the start
/// of one paragraph.
fn document(paragraphs: &[String], n: usize, size: Size) -> String {
    let mut from = paragraphs.iter().cycle().skip(n * 7 % paragraphs.len());
    if size == Size::Sentence {
        return from
            .find(|text| text.len() >= size.bytes())
            .map(|text| cut(text, size.bytes()))
            .unwrap_or_default();
    }
    let mut text = String::with_capacity(size.bytes() + 1_000);
    for paragraph in from {
        text.push_str(paragraph);
        if text.len() >= size.bytes() {
            break;
        }
        text.push_str("\n\n");
    }
    text
}

/// `text` up to the first space at or after `len` bytes.
fn cut(text: &str, len: usize) -> String {
    let end = text.char_indices().find(|&(at, c)| at >= len && c == ' ').map_or(text.len(), |(at, _)| at);
    text[..end].to_owned()
}

/// The paragraphs of all plain-text seeds that are UTF-8, in the order of their file names.
fn paragraphs() -> Vec<String> {
    let entries =
        Path::new(SEEDS).read_dir().unwrap_or_else(|error| panic!("cannot read `{SEEDS}`: {error}"));
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    let texts = files.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let found: Vec<String> = texts
        .flat_map(|text| {
            let lines = text.replace("\r\n", "\n");
            lines
                .split("\n\n")
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(!found.is_empty(), "no text in `{SEEDS}`");
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_have_the_wanted_sizes() {
        for size in Size::ALL {
            let batch = corpus(size);
            let bytes: usize = batch.iter().map(String::len).sum();
            assert!((BATCH..BATCH * 3 / 2).contains(&bytes), "{}: {bytes} bytes", size.name());
            assert_eq!(batch, corpus(size));
        }
    }
}
