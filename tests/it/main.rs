//! All integration tests, in one binary: every file is a list of sentences about behaviour.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "the trials with real files print what they saw")]

mod amendment;
mod architecture;
mod check;
mod codec;
mod command_line;
mod demo;
mod fields;
mod http;
mod import;
mod interop;
mod killed;
mod rollback;
mod store;
mod support;
mod tiles;
mod vacancies;
