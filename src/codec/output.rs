//! A file that appears whole or not at all: written beside its place, then renamed.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempDir};

/// A file in the making; dropped unfinished, it leaves nothing behind.
pub(super) struct Output {
    file: BufWriter<NamedTempFile>,
    path: PathBuf,
}

impl Output {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::new(builder().tempfile_in(folder(path))?),
            path: path.to_owned(),
        })
    }

    /// Makes the file durable and puts it in its place.
    pub(super) fn finish(self) -> io::Result<()> {
        let file = self.file.into_inner().map_err(|error| error.into_error())?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Output {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.file.seek(position)
    }
}

/// A folder beside the final place, for files that only a library can write, or that come as a set.
pub(super) struct OutputFolder {
    folder: TempDir,
    path: PathBuf,
}

impl OutputFolder {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self {
            folder: Builder::new().prefix(".koyu-").tempdir_in(folder(path))?,
            path: path.to_owned(),
        })
    }

    /// Where the part with this extension is written.
    pub(super) fn part(&self, extension: &str) -> PathBuf {
        self.folder.path().join("part").with_extension(extension)
    }

    /// Puts the parts in their places; the last one named is the one that makes the set visible.
    pub(super) fn finish(self, extensions: &[&str]) -> io::Result<()> {
        for extension in extensions {
            File::open(self.part(extension))?.sync_all()?;
        }
        for extension in extensions {
            fs::rename(self.part(extension), self.path.with_extension(extension))?;
        }
        Ok(())
    }

    /// Puts the only part in its place, whatever its extension there.
    pub(super) fn finish_single(self, extension: &str) -> io::Result<()> {
        let part = self.part(extension);
        File::open(&part)?.sync_all()?;
        fs::rename(part, &self.path)
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn builder<'a>() -> Builder<'a, 'a> {
    let mut builder = Builder::new();
    builder.prefix(".koyu-").suffix(".part");
    // An exported file is for others too: the process's umask decides, not the private default.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unfinished_file_is_never_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut output = Output::create(&path).unwrap();
        output.write_all(b"a").unwrap();
        assert!(!path.exists());
        drop(output);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_finished_file_replaces_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        let mut output = Output::create(&path).unwrap();
        output.write_all(b"new").unwrap();
        output.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}
