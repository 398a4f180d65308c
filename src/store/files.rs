//! Where the contents of attached files are kept: each under the hash of its bytes, beside the portfolio.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::Fault;
use crate::register::ContentHash;

/// A store of contents. A content that is kept never changes.
pub trait Files: Send + Sync {
    /// A file to write a content into. It goes away unless it is kept.
    fn scratch(&self) -> io::Result<NamedTempFile>;

    /// Keeps what was written under its hash. A content that is there already stays as it is.
    fn keep(&self, scratch: NamedTempFile, hash: ContentHash) -> io::Result<()>;

    /// A content, if it is there.
    fn open(&self, hash: ContentHash) -> io::Result<Option<File>>;

    fn remove(&self, hash: ContentHash) -> io::Result<()>;

    /// The hashes under which contents are kept.
    fn list(&self) -> io::Result<BTreeSet<ContentHash>>;
}

/// A folder `NAME.files` beside the store `NAME.gpkg`, made when the first content comes.
#[derive(Clone, Debug)]
pub struct FileFolder {
    path: PathBuf,
}

impl FileFolder {
    pub fn beside(store: &Path) -> Self {
        Self {
            path: store.with_extension("files"),
        }
    }

    /// Two digits of the hash are a folder: a flat one of a hundred thousand files is slow in many tools.
    fn place(&self, hash: ContentHash) -> PathBuf {
        let name = hash.to_string();
        self.path.join(&name[..2]).join(name)
    }
}

impl Files for FileFolder {
    fn scratch(&self) -> io::Result<NamedTempFile> {
        fs::create_dir_all(&self.path)?;
        tempfile::Builder::new().prefix(".incoming-").tempfile_in(&self.path)
    }

    fn keep(&self, scratch: NamedTempFile, hash: ContentHash) -> io::Result<()> {
        let place = self.place(hash);
        let folder = place.parent().expect("a content lies in a folder").to_owned();
        fs::create_dir_all(&folder)?;
        scratch.as_file().sync_all()?;
        match scratch.persist_noclobber(&place) {
            Ok(_) => {}
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.error),
        }
        // The name must outlast a loss of power as well as the bytes: the commit that follows relies on it.
        File::open(folder)?.sync_all()
    }

    fn open(&self, hash: ContentHash) -> io::Result<Option<File>> {
        match File::open(self.place(hash)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn remove(&self, hash: ContentHash) -> io::Result<()> {
        match fs::remove_file(self.place(hash)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn list(&self) -> io::Result<BTreeSet<ContentHash>> {
        let mut found = BTreeSet::new();
        if !self.path.exists() {
            return Ok(found);
        }
        for folder in fs::read_dir(&self.path)? {
            let folder = folder?;
            if !folder.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(folder.path())? {
                let name = file?.file_name();
                found.extend(name.to_str().and_then(|name| name.parse::<ContentHash>().ok()));
            }
        }
        Ok(found)
    }
}

/// Whether every content that an attachment names is there and whole, and nothing else.
pub fn check_files(files: &dyn Files, wanted: &BTreeSet<ContentHash>) -> io::Result<Vec<Fault>> {
    let mut faults = Vec::new();
    let mut fault = |rule, ja: String, en: String| faults.push(Fault::new(rule, ja, en));
    let there = files.list()?;
    for hash in wanted {
        match files.open(*hash)? {
            None => fault(
                "file-missing",
                format!("添付ファイルの内容 {hash} がありません"),
                format!("the content {hash} of an attachment is missing"),
            ),
            Some(file) if hash_of(&file)?.0 != *hash => fault(
                "file-changed",
                format!("添付ファイルの内容 {hash} が変わっています"),
                format!("the content {hash} of an attachment has changed"),
            ),
            Some(_) => {}
        }
    }
    for hash in there.difference(wanted) {
        fault(
            "file-orphan",
            format!("どの添付にも属さないファイル {hash} があります"),
            format!("the file {hash} belongs to no attachment"),
        );
    }
    Ok(faults)
}

/// SHA-256 and length of a whole file.
pub fn hash_of(mut file: &File) -> io::Result<(ContentHash, u64)> {
    file.seek(SeekFrom::Start(0))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((ContentHash::new(hasher.finalize().into()), bytes)),
            read => {
                hasher.update(&buffer[..read]);
                bytes += read as u64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn keep(files: &FileFolder, bytes: &[u8]) -> ContentHash {
        let mut scratch = files.scratch().expect("a file");
        scratch.write_all(bytes).expect("written");
        let hash = ContentHash::new(Sha256::digest(bytes).into());
        files.keep(scratch, hash).expect("kept");
        hash
    }

    fn rules(files: &FileFolder, wanted: &[ContentHash]) -> Vec<&'static str> {
        let wanted = wanted.iter().copied().collect();
        let faults = check_files(files, &wanted).expect("checked");
        faults.iter().map(|fault| fault.rule).collect()
    }

    #[test]
    fn a_content_is_kept_once_and_found_by_its_hash() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = FileFolder::beside(&folder.path().join("koyu.gpkg"));
        assert!(files.list().expect("nothing yet").is_empty());
        let hash = keep(&files, b"a plan");
        assert_eq!(keep(&files, b"a plan"), hash);
        assert_eq!(files.list().expect("listed").len(), 1);
        let mut text = String::new();
        let found = files
            .open(hash)
            .expect("opened")
            .expect("there")
            .read_to_string(&mut text);
        assert_eq!((found.expect("read"), text.as_str()), (6, "a plan"));
        files.remove(hash).expect("removed");
        files.remove(hash).expect("nothing to remove is no fault");
        assert!(files.open(hash).expect("opened").is_none());
    }

    #[test]
    fn a_scratch_that_is_not_kept_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = FileFolder::beside(&folder.path().join("koyu.gpkg"));
        drop(files.scratch().expect("a file"));
        let left = fs::read_dir(folder.path().join("koyu.files"))
            .expect("the folder")
            .count();
        assert_eq!(left, 0);
    }

    #[test]
    fn the_check_finds_what_is_missing_changed_or_nobodys() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = FileFolder::beside(&folder.path().join("koyu.gpkg"));
        let [whole, changed, orphan] = [&b"a"[..], b"b", b"c"].map(|bytes| keep(&files, bytes));
        assert!(rules(&files, &[whole, changed, orphan]).is_empty());
        fs::write(files.place(changed), b"x").expect("written");
        let missing = ContentHash::new([7; 32]);
        let mut found = rules(&files, &[whole, changed, missing]);
        found.sort_unstable();
        assert_eq!(found, ["file-changed", "file-missing", "file-orphan"]);
    }
}
