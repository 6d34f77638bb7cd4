//! chaffinch-bench.
