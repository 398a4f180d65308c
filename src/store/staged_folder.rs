//! Staged uploads in a folder beside the portfolio: `koyu.staged/` beside `koyu.gpkg`, a folder in it for each upload.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use uuid::Uuid;

use super::{Incoming, PartName, Staging};

/// What an upload's folder is called while it is being received.
const INCOMING: &str = "incoming";

/// The folder that holds the uploads.
pub struct StagedFolder {
    root: PathBuf,
}

impl StagedFolder {
    /// The folder that belongs to a portfolio's file. It is made when the first upload comes.
    pub fn beside(store: &Path) -> Self {
        Self {
            root: store.with_extension("staged"),
        }
    }

    fn folder(&self, id: Uuid) -> PathBuf {
        self.root.join(id.to_string())
    }

    /// Every folder in the root, with its name.
    fn folders(&self) -> io::Result<Vec<(String, PathBuf)>> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut folders = Vec::new();
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir()
                && let Ok(name) = entry.file_name().into_string()
            {
                folders.push((name, entry.path()));
            }
        }
        Ok(folders)
    }
}

/// Only the service's own account may look into what people send.
fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

fn make_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Renaming is only lasting when the folder is on the disk as well.
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

impl Staging for StagedFolder {
    fn begin(&self, id: Uuid) -> io::Result<Box<dyn Incoming>> {
        make_folder(&self.root)?;
        let folder = self.root.join(format!("{id}.{INCOMING}"));
        make_folder(&folder)?;
        Ok(Box::new(IncomingFolder {
            target: self.folder(id),
            root: self.root.clone(),
            folder,
            file: None,
        }))
    }

    fn ids(&self) -> io::Result<Vec<Uuid>> {
        let folders = self.folders()?.into_iter();
        let mut ids: Vec<Uuid> = folders
            .filter_map(|(name, _)| name.parse::<Uuid>().ok().filter(|id| id.to_string() == name))
            .collect();
        ids.sort_unstable();
        Ok(ids)
    }

    fn read(&self, id: Uuid, part: &PartName) -> io::Result<Vec<u8>> {
        fs::read(self.path(id, part))
    }

    fn write(&self, id: Uuid, part: &PartName, bytes: &[u8]) -> io::Result<()> {
        let folder = self.folder(id);
        let draft = folder.join(format!("{}.draft", part.as_str()));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&draft, self.path(id, part))?;
        sync_folder(&folder)
    }

    fn path(&self, id: Uuid, part: &PartName) -> PathBuf {
        self.folder(id).join(part.as_str())
    }

    fn remove_part(&self, id: Uuid, part: &PartName) -> io::Result<()> {
        match fs::remove_file(self.path(id, part)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn remove(&self, id: Uuid) -> io::Result<()> {
        match fs::remove_dir_all(self.folder(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn used_bytes(&self) -> io::Result<u64> {
        let mut bytes = 0;
        for (_, folder) in self.folders()? {
            // A folder may go away while we look.
            let Ok(entries) = fs::read_dir(folder) else { continue };
            for entry in entries.flatten() {
                bytes += entry.metadata().map_or(0, |file| file.len());
            }
        }
        Ok(bytes)
    }

    fn clear_abandoned(&self, before: SystemTime) -> io::Result<()> {
        for (name, folder) in self.folders()? {
            let is_old = || {
                fs::metadata(&folder)
                    .and_then(|folder| folder.modified())
                    .is_ok_and(|time| time < before)
            };
            if name.ends_with(INCOMING) && is_old() {
                fs::remove_dir_all(&folder)?;
            }
        }
        Ok(())
    }
}

struct IncomingFolder {
    root: PathBuf,
    folder: PathBuf,
    target: PathBuf,
    file: Option<File>,
}

impl Incoming for IncomingFolder {
    fn part(&mut self, part: &PartName) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            file.sync_all()?;
        }
        self.file = Some(make_file(&self.folder.join(part.as_str()))?);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = self.file.as_mut();
        file.ok_or_else(|| io::Error::other("bytes before the first part"))?
            .write_all(bytes)
    }

    fn keep(mut self: Box<Self>, note: &[u8]) -> io::Result<()> {
        self.part(&PartName::note())?;
        self.write(note)?;
        if let Some(file) = self.file.take() {
            file.sync_all()?;
        }
        sync_folder(&self.folder)?;
        fs::rename(&self.folder, &self.target)?;
        sync_folder(&self.root)
    }
}

impl Drop for IncomingFolder {
    /// What was not kept goes; kept, the folder has another name by now.
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "an upload that was broken off could not be cleared away");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str) -> PartName {
        PartName::parse(name).expect("a name")
    }

    #[test]
    fn an_upload_is_there_when_it_is_kept_and_gone_when_it_is_dropped() {
        let folder = tempfile::tempdir().expect("a folder");
        let staging = StagedFolder::beside(&folder.path().join("koyu.gpkg"));
        let (kept, dropped) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for id in [kept, dropped] {
            let mut incoming = staging.begin(id).expect("begun");
            incoming.part(&part("file.csv")).expect("a part");
            incoming.write(b"a,b\n").expect("written");
            incoming.write(b"1,2\n").expect("written");
            assert!(!staging.ids().expect("listed").contains(&id), "it is not kept yet");
            if id == kept {
                incoming.keep(b"{}").expect("kept");
            }
        }
        assert_eq!(staging.ids().expect("listed"), [kept]);
        assert_eq!(staging.read(kept, &part("file.csv")).expect("read"), b"a,b\n1,2\n");
        assert_eq!(staging.used_bytes().expect("counted"), 10);
        staging.write(kept, &PartName::note(), b"{\"a\":1}").expect("written");
        assert_eq!(staging.read(kept, &PartName::note()).expect("read"), b"{\"a\":1}");
        staging.remove(kept).expect("removed");
        assert!(staging.ids().expect("listed").is_empty());
    }

    #[test]
    fn what_a_killed_process_left_is_cleared_away() {
        let folder = tempfile::tempdir().expect("a folder");
        let staging = StagedFolder::beside(&folder.path().join("koyu.gpkg"));
        let mut incoming = staging.begin(Uuid::from_u128(1)).expect("begun");
        incoming.part(&part("file.csv")).expect("a part");
        incoming.write(b"a").expect("written");
        std::mem::drop(incoming);
        let left = folder
            .path()
            .join("koyu.staged")
            .join(format!("{}.incoming", Uuid::from_u128(3)));
        fs::create_dir(&left).expect("made");
        staging.clear_abandoned(SystemTime::UNIX_EPOCH).expect("cleared");
        assert!(left.exists(), "it is younger");
        let later = fs::metadata(&left).and_then(|left| left.modified()).expect("a time");
        staging
            .clear_abandoned(later + std::time::Duration::from_secs(1))
            .expect("cleared");
        assert!(!left.exists());
    }
}
