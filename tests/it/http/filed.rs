//! Attached files of the small portfolio.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::sync::Arc;

use koyu::http::{Filing, FilingLimits};
use koyu::register::{Attachment, AttachmentKind, ContentHash, MediaType, Thumbnail};
use koyu::store::Files;
use tempfile::NamedTempFile;

/// The one content that there is.
const CONTENT: &[u8] = b"a picture";
const HASH: ContentHash = ContentHash::new([7; 32]);

/// Every photo has the same content.
pub fn photo(of: &str, title: &str, released: bool) -> Attachment {
    Attachment {
        of: of.parse().expect("an id"),
        kind: AttachmentKind::Photo,
        title: title.into(),
        file_name: format!("{title}.jpg"),
        media_type: MediaType::Jpeg,
        bytes: CONTENT.len() as u64,
        sha256: HASH,
        thumbnail: Some(Thumbnail {
            sha256: HASH,
            width_px: 320,
            height_px: 240,
        }),
        dated: None,
        released,
        provenance: Default::default(),
    }
}

pub fn filing() -> Filing {
    Filing::new(Arc::new(OneFile), FilingLimits::default())
}

/// Has the one content, and takes no other.
struct OneFile;

impl Files for OneFile {
    fn scratch(&self) -> io::Result<NamedTempFile> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn keep(&self, _: NamedTempFile, _: ContentHash) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn open(&self, hash: ContentHash) -> io::Result<Option<File>> {
        if hash != HASH {
            return Ok(None);
        }
        let mut file = tempfile::tempfile()?;
        file.write_all(CONTENT)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Some(file))
    }

    fn remove(&self, _: ContentHash) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn list(&self) -> io::Result<BTreeSet<ContentHash>> {
        Ok([HASH].into())
    }
}
