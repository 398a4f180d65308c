//! Why a store could not do what it was asked.

use std::path::PathBuf;

use crate::history::{CanonicalError, Version};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else committed first; catch up and try again.
    #[error("the store is at version {0} already")]
    Conflict(Version),
    #[error("{path} is no portfolio of Koyu: {reason}")]
    NotAPortfolio { path: PathBuf, reason: String },
    #[error("{path} was written by a newer Koyu (migration {found}); this one knows {known}")]
    TooNew { path: PathBuf, found: i64, known: i64 },
    #[error("there is no version {asked}; the newest is {newest}")]
    NoVersion { asked: Version, newest: Version },
    #[error("the stored portfolio is damaged: {0}")]
    Damaged(String),
    #[error("the store is closed")]
    Closed,
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl From<CanonicalError> for StoreError {
    fn from(error: CanonicalError) -> Self {
        StoreError::Damaged(error.to_string())
    }
}
