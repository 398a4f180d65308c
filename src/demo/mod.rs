//! The demo portfolio: deterministic, marked 架空.

pub mod outline;
