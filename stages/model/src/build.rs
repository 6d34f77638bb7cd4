//! Writing: sections one after the other, the header before them. The same input gives the same bytes.

use crate::Pod;
use crate::header::{ALIGN, Header, MAGIC, Section, VERSION};
use xxhash_rust::xxh3::xxh3_64;

/// Builds a model file.
#[derive(Debug, Default)]
pub struct ModelBuilder {
    header: Header,
    body: Vec<u8>,
}

impl ModelBuilder {
    /// A file for `kind`, the task that the model serves.
    pub fn new(kind: &str) -> Self {
        Self { header: Header { kind: kind.to_owned(), ..Header::default() }, body: Vec::new() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn meta(mut self, key: &str, value: impl Into<String>) -> Self {
        self.header.meta.insert(key.to_owned(), value.into());
        self
    }

    /// Adds a section of bytes.
    #[must_use]
    pub fn section(mut self, name: &str, bytes: &[u8]) -> Self {
        let start = self.body.len().next_multiple_of(ALIGN);
        self.body.resize(start, 0);
        self.body.extend_from_slice(bytes);
        let section = Section { name: name.to_owned(), start, len: bytes.len(), xxh3: xxh3_64(bytes) };
        self.header.sections.push(section);
        self
    }

    /// Adds a section of numbers.
    #[must_use]
    pub fn section_of<T: Pod>(self, name: &str, numbers: &[T]) -> Self {
        self.section(name, bytemuck::cast_slice(numbers))
    }

    /// The file.
    pub fn finish(self) -> Vec<u8> {
        let json = serde_json::to_vec(&self.header).unwrap_or_default();
        let mut file = Vec::with_capacity(json.len() + self.body.len() + 2 * ALIGN);
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&VERSION.to_le_bytes());
        file.extend_from_slice(&u32::try_from(json.len()).unwrap_or(u32::MAX).to_le_bytes());
        file.extend_from_slice(&xxh3_64(&json).to_le_bytes());
        file.extend_from_slice(&json);
        file.resize(file.len().next_multiple_of(ALIGN), 0);
        file.extend_from_slice(&self.body);
        file
    }
}
