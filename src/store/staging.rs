//! Where uploads wait until somebody commits or discards them: files, and a note about each upload.

use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

use uuid::Uuid;

/// A place for staged uploads. A part is named by us, never by whoever sent it.
pub trait Staging: Send + Sync {
    /// A place for a new upload. Nobody sees it before it is kept; dropped, it is gone.
    fn begin(&self, id: Uuid) -> io::Result<Box<dyn Incoming>>;

    /// The uploads that were kept.
    fn ids(&self) -> io::Result<Vec<Uuid>>;

    /// What [`Staging::write`] or an incoming upload put under a name.
    fn read(&self, id: Uuid, part: &PartName) -> io::Result<Vec<u8>>;

    /// Writes a small part: all of it or nothing, whatever happens meanwhile.
    fn write(&self, id: Uuid, part: &PartName, bytes: &[u8]) -> io::Result<()>;

    /// A part as a file on this machine.
    fn path(&self, id: Uuid, part: &PartName) -> PathBuf;

    fn remove_part(&self, id: Uuid, part: &PartName) -> io::Result<()>;

    fn remove(&self, id: Uuid) -> io::Result<()>;

    /// Bytes that all uploads take, those under way included.
    fn used_bytes(&self) -> io::Result<u64>;

    /// Clears away what a process that was killed had begun to receive before that time.
    fn clear_abandoned(&self, before: SystemTime) -> io::Result<()>;
}

/// An upload that is being received, part after part.
pub trait Incoming: Send {
    /// What follows belongs to this part.
    fn part(&mut self, part: &PartName) -> io::Result<()>;

    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Makes it one of the uploads, its note written first.
    fn keep(self: Box<Self>, note: &[u8]) -> io::Result<()>;
}

/// The name of a part inside an upload: short, of small letters and digits with dots between, so that it leads nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartName(String);

impl PartName {
    /// The part that tells about the upload.
    pub fn note() -> Self {
        Self("note.json".to_owned())
    }

    pub fn parse(text: &str) -> Option<Self> {
        let plain = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        (text.len() <= 40 && text.split('.').all(plain)).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_cannot_lead_out_of_its_upload() {
        for text in ["file.csv", "file.shp", "note.json", "a"] {
            assert!(PartName::parse(text).is_some(), "{text}");
        }
        let long = "a".repeat(41);
        for text in [
            "",
            ".",
            "..",
            "../a",
            "a/b",
            "a\\b",
            ".hidden",
            "a.",
            "a..b",
            "A.csv",
            "一覧.csv",
            "a\0",
            &long,
        ] {
            assert!(PartName::parse(text).is_none(), "{text:?}");
        }
    }
}
