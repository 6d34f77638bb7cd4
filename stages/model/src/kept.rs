//! A section that is kept with its file: what reads numbers in a hot loop resolves the section's name once.

use crate::{Bytes, Model, ModelError, Pod};
use std::marker::PhantomData;
use std::ops::{Deref, Range};

/// The numbers of a section, in place, with a handle to the file they lie in.
#[derive(Clone, Debug)]
pub struct Numbers<T> {
    bytes: Bytes,
    range: Range<usize>,
    holds: PhantomData<T>,
}

impl Model {
    /// The numbers of a section, to keep.
    ///
    /// # Errors
    /// As [`Model::numbers`].
    pub fn keep<T: Pod>(&self, name: &str) -> Result<Numbers<T>, ModelError> {
        self.numbers::<T>(name)?;
        let (bytes, range) = self.place(name)?;
        Ok(Numbers { bytes, range, holds: PhantomData })
    }
}

impl<T: Pod> Deref for Numbers<T> {
    type Target = [T];

    /// Checked when it was kept; should the owner of the bytes hand out others since, they are empty.
    #[inline]
    fn deref(&self) -> &[T] {
        let bytes = self.bytes.as_slice().get(self.range.clone()).unwrap_or_default();
        bytemuck::try_cast_slice(bytes).unwrap_or_default()
    }
}
