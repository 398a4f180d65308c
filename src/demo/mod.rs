//! The demo portfolio: deterministic, marked 架空.
