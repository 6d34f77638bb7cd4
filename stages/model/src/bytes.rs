//! The bytes of a model: embedded, mapped, or read; always aligned for the numbers in them.

use std::fmt;
use std::sync::Arc;

/// Bytes that a model is read from. A clone is another handle to the same bytes.
#[derive(Clone)]
pub struct Bytes(Kind);

#[derive(Clone)]
enum Kind {
    Static(&'static [u8]),
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
    Aligned { words: Arc<[u64]>, len: usize },
}

impl Bytes {
    /// Bytes that something else owns, such as a mapped file.
    pub fn shared(owner: Arc<dyn AsRef<[u8]> + Send + Sync>) -> Self {
        Self(Kind::Shared(owner))
    }

    /// The same bytes where every number up to eight bytes wide may begin at a multiple of its width. Copies only
    /// where they do not lie so already.
    pub(crate) fn aligned(self) -> Self {
        if self.as_slice().as_ptr().align_offset(align_of::<u64>()) == 0 {
            return self;
        }
        let bytes = self.as_slice();
        let words = bytes.chunks(8).map(|chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            u64::from_ne_bytes(word)
        });
        Self(Kind::Aligned { words: words.collect(), len: bytes.len() })
    }

    /// The bytes.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        match &self.0 {
            Kind::Static(bytes) => bytes,
            Kind::Shared(owner) => (**owner).as_ref(),
            Kind::Aligned { words, len } => &bytemuck::cast_slice(words)[..*len],
        }
    }
}

impl From<&'static [u8]> for Bytes {
    fn from(bytes: &'static [u8]) -> Self {
        Self(Kind::Static(bytes))
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::shared(Arc::new(bytes))
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.as_slice().len())
    }
}
