//! All integration tests, in one binary: every file is a list of sentences about behaviour.

mod http;
