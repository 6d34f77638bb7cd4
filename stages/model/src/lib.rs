//! The file that a trained model or a compiled gazetteer lives in: named sections, read in place.
//!
//! ```text
//! CHAFMODL │ version │ length and hash of the header │ header (JSON) │ section │ section │ …
//! ```
//!
//! The header names what the file is for, says facts about it (what it was trained on, its scores, its feature
//! set), and where each section lies. Sections begin at multiples of 64 bytes and hold little-endian numbers, so
//! that a file which is embedded in the binary or mapped into memory is used as it lies, without a copy.
//! [`Model::open`] reads the header only; [`Model::verify`] hashes the sections, too.
//!
//! ```
//! use chaffinch_model::{Model, ModelBuilder};
//!
//! let file = ModelBuilder::new("toy").meta("seed", "1").section_of("weights", &[1_i16, -2]).finish();
//! let model = Model::open(file, "toy").unwrap();
//! assert_eq!(model.meta("seed"), Some("1"));
//! assert_eq!(model.numbers::<i16>("weights").unwrap(), [1, -2]);
//! ```

mod build;
mod bytes;
mod error;
mod header;
mod kept;
mod read;

pub use build::ModelBuilder;
pub use bytes::Bytes;
pub use error::ModelError;
pub use header::{MAGIC, bytes as header};
pub use kept::Numbers;
pub use read::Model;

/// What sections may hold: whole numbers and floats of fixed width.
pub use bytemuck::Pod;

/// Embeds a model file, aligned so that its sections can be used in place; the path is relative to the source file.
///
/// ```ignore
/// static SENTENCES: &[u8] = chaffinch_model::include_model!("../../../models/sentences.bin");
/// ```
#[macro_export]
macro_rules! include_model {
    ($path:expr $(,)?) => {{
        #[repr(C, align(64))]
        struct Aligned<T: ?Sized>(T);
        static ALIGNED: &Aligned<[u8]> = &Aligned(*include_bytes!($path));
        &ALIGNED.0
    }};
}
