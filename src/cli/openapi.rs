//! `koyu openapi`

use std::io::Write;

use super::Outcome;

pub(super) fn run() -> anyhow::Result<Outcome> {
    writeln!(std::io::stdout(), "{}", crate::http::openapi::document())?;
    Ok(Outcome::Done)
}
