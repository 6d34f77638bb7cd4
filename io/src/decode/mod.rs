//! From the bytes of a file to text: decompress, refuse what is not text, decode the charset, tell HTML from text.

pub(crate) mod binary;
pub(crate) mod charset;
pub(crate) mod compression;
pub(crate) mod declared;
pub(crate) mod sniff;
