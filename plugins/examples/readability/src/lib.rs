//! The example `readability`.
