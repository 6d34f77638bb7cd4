//! What the benches stand on: documents of wanted sizes, and each registered stage alone with its input prepared.
//!
//! Nothing here names a stage: the registry and the default pipeline do.
//!
//! ```
//! use chaffinch_bench::{Size, alone, corpus};
//!
//! let kind = chaffinch_stages::registry().iter().next().unwrap();
//! let alone = alone(kind, "", &corpus(Size::Article)).unwrap();
//! assert_eq!(alone.run(alone.documents.clone()).len(), alone.documents.len());
//! ```

mod alone;
mod corpus;
pub mod plugin;
mod transplant;

pub use alone::{Alone, alone, whole};
pub use corpus::{Size, corpus};
