//! Importing files: what is taken, what is found, what comes back.

mod real;
mod support;
