//! What is kept about an upload beside its files.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Committed, Options};

/// One file as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadFile {
    /// Its name, for people.
    pub name: String,
    /// What it is called inside the upload.
    pub part: String,
    pub bytes: u64,
}

/// The note of an upload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    pub id: Uuid,
    pub actor: String,
    pub created: Timestamp,
    pub files: Vec<UploadFile>,
    /// The part that is opened.
    pub main: String,
    pub options: Options,
    /// What came of it, once it was committed.
    #[serde(default)]
    pub committed: Option<Committed>,
}

impl Upload {
    /// The name that people know the upload by.
    pub fn name(&self) -> &str {
        let main = self.files.iter().find(|file| file.part == self.main);
        main.map_or("upload", |file| file.name.as_str())
    }

    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}
