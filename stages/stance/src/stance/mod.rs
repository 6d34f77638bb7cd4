//! Who takes which side toward whom.

pub mod features;
pub mod model;
