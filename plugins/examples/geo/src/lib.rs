//! The example `geo`.
