//! PROJ's database travels with the binary: packed into it by build.rs, written to a cache folder on first use.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/proj.db.zst"));
const LENGTH: &str = env!("KOYU_PROJ_DB_LEN");

/// The folder that holds `proj.db`, written now if it is not there. The first answer holds for the process.
pub(super) fn search_path() -> Result<&'static Path, &'static io::Error> {
    static FOLDER: OnceLock<Result<PathBuf, io::Error>> = OnceLock::new();
    FOLDER.get_or_init(unpack).as_deref()
}

fn unpack() -> io::Result<PathBuf> {
    let length: u64 = LENGTH.parse().expect("build.rs writes a number");
    let name = format!("proj-{:016x}", xxhash_rust::xxh3::xxh3_64(PACKED));
    let mut last = io::Error::new(io::ErrorKind::NotFound, "no folder for PROJ's database");
    for parent in parents() {
        let folder = parent.join(&name);
        match write_once(&folder, length) {
            Ok(()) => return Ok(folder),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Where the database may be kept, best first.
fn parents() -> Vec<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let mut folders = Vec::new();
    folders.extend(variable("KOYU_PROJ_DIR"));
    folders.extend(variable("XDG_CACHE_HOME").map(|cache| cache.join("koyu")));
    folders.extend(variable("HOME").map(|home| home.join(".cache/koyu")));
    folders.push(std::env::temp_dir().join("koyu"));
    folders
}

/// Writes beside the final name and renames: two processes that start at once write the same file twice, never half.
fn write_once(folder: &Path, length: u64) -> io::Result<()> {
    let target = folder.join("proj.db");
    if fs::metadata(&target).is_ok_and(|file| file.len() == length) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    zstd::stream::copy_decode(PACKED, &mut file)?;
    file.flush()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_database_is_written_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let length = LENGTH.parse().expect("a number");
        fs::write(folder.path().join("proj.db"), b"half").expect("written");
        write_once(folder.path(), length).expect("written again");
        assert_eq!(
            fs::metadata(folder.path().join("proj.db")).expect("there").len(),
            length
        );
    }
}
