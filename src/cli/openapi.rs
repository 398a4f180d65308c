//! `koyu openapi`

use std::io::Write;

use super::Outcome;

pub(super) fn run() -> anyhow::Result<Outcome> {
    // The document ends in a line break of its own.
    write!(std::io::stdout(), "{}", crate::http::openapi::document())?;
    Ok(Outcome::Done)
}
