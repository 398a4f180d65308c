//! All integration tests, in one binary: every file is a list of sentences about behaviour.
#![allow(
    clippy::iter_over_hash_type,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "clippy.toml allows them in tests, but takes a helper function of this crate for production code"
)]

mod architecture;
mod store;
mod support;
mod tiles;
