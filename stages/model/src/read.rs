//! Reading: sections by name, as bytes or numbers, in place.

use crate::header::{Header, Section};
use crate::{Bytes, ModelError, Pod};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// An open model file. A clone shares its bytes.
#[derive(Clone, Debug)]
pub struct Model {
    bytes: Bytes,
    header: std::sync::Arc<Header>,
    start: usize,
}

impl Model {
    /// Opens a model for `kind` (the task it was trained for). Reads the header, not the sections.
    ///
    /// # Errors
    /// No model file, another layout or another kind, a damaged header, a file cut off; and any file on a machine
    /// whose numbers are big-endian.
    pub fn open(bytes: impl Into<Bytes>, kind: &str) -> Result<Self, ModelError> {
        if cfg!(target_endian = "big") {
            return Err(ModelError::new(
                "model files hold little-endian numbers, which this machine cannot use in place",
            ));
        }
        let bytes = bytes.into().aligned();
        let (header, start) = Header::read(bytes.as_slice(), kind)?;
        Ok(Self { bytes, header: header.into(), start })
    }

    /// Hashes every section. For files that people bring and that are read whole anyway.
    ///
    /// # Errors
    /// The first section whose bytes are not those that were written.
    pub fn verify(self) -> Result<Self, ModelError> {
        let damaged = |s: &&Section| xxh3_64(&self.bytes.as_slice()[self.range(s)]) != s.xxh3;
        match self.header.sections.iter().find(damaged) {
            Some(section) => Err(ModelError::new(format!(
                "is damaged in section `{}`; copy the file again, or train it anew",
                section.name
            ))),
            None => Ok(self),
        }
    }

    /// A fact about the model, such as `trained_on`.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.header.meta.get(key).map(String::as_str)
    }

    /// All facts, by key.
    pub fn metas(&self) -> impl Iterator<Item = (&str, &str)> {
        self.header.meta.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// A fact that has to be there and have this value, such as the version of a feature set.
    ///
    /// # Errors
    /// It is not there, or has another value.
    pub fn expect(&self, key: &str, value: &str) -> Result<(), ModelError> {
        match self.meta(key) {
            Some(found) if found == value => Ok(()),
            found => Err(ModelError::new(format!(
                "has `{key}` {}, this program needs `{value}`; train it anew (`chaffinch train {}`)",
                found.map_or_else(|| "not at all".to_owned(), |f| format!("`{f}`")),
                self.header.kind
            ))),
        }
    }

    /// Whether there is a section of this name.
    pub fn has(&self, name: &str) -> bool {
        self.header.sections.iter().any(|section| section.name == name)
    }

    /// The bytes of a section.
    ///
    /// # Errors
    /// There is no such section.
    pub fn section(&self, name: &str) -> Result<&[u8], ModelError> {
        match self.header.sections.iter().find(|s| s.name == name) {
            Some(section) => Ok(&self.bytes.as_slice()[self.range(section)]),
            None => Err(self.missing(name)),
        }
    }

    /// The numbers of a section.
    ///
    /// # Errors
    /// There is no such section, or it does not hold whole numbers of that width.
    pub fn numbers<T: Pod>(&self, name: &str) -> Result<&[T], ModelError> {
        bytemuck::try_cast_slice(self.section(name)?).map_err(|_| {
            ModelError::new(format!(
                "has a section `{name}` that does not hold numbers of {} bytes",
                size_of::<T>()
            ))
        })
    }

    /// A handle to the file, and where a section lies in it.
    pub(crate) fn place(&self, name: &str) -> Result<(Bytes, Range<usize>), ModelError> {
        match self.header.sections.iter().find(|s| s.name == name) {
            Some(section) => Ok((self.bytes.clone(), self.range(section))),
            None => Err(self.missing(name)),
        }
    }

    fn missing(&self, name: &str) -> ModelError {
        ModelError::new(format!(
            "has no section `{name}`; train it anew (`chaffinch train {}`)",
            self.header.kind
        ))
    }

    fn range(&self, section: &Section) -> Range<usize> {
        let start = self.start + section.start;
        start..start + section.len
    }
}
