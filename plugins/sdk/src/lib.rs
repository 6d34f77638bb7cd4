//! Write stage plugins for chaffinch in Rust.
