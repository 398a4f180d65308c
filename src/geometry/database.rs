//! PROJ's database travels with the binary: packed into it by build.rs, written to a cache folder on first use.

use std::ffi::{CString, c_char};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/proj.db.zst"));
const LENGTH: &str = env!("KOYU_PROJ_DB_LEN");

/// Makes PROJ read this database and no other, for every transformation of the process; the first answer holds.
///
/// Left to itself PROJ prefers the user's own folder, `PROJ_DATA` and the folder it was built in. On a machine with
/// QGIS or GDAL those hold the database of another version, with which no coordinate system can be made.
pub(super) fn prepare() -> Result<&'static Path, &'static io::Error> {
    static FOLDER: OnceLock<Result<PathBuf, io::Error>> = OnceLock::new();
    let prepared = FOLDER.get_or_init(|| unpack().and_then(|folder| point_proj_to(&folder).map(|()| folder)));
    prepared.as_deref()
}

/// Grid files that an administrator puts into `KOYU_PROJ_DIR` (tky2jgd.gsb for the old Tokyo datum) are found as well.
#[expect(
    unsafe_code,
    reason = "the proj crate can only add a folder behind those that PROJ would read first"
)]
fn point_proj_to(folder: &Path) -> io::Result<()> {
    let mut paths = vec![path_for_c(folder)?];
    if let Some(grids) = variable("KOYU_PROJ_DIR") {
        paths.push(path_for_c(&grids)?);
    }
    let pointers: Vec<*const c_char> = paths.iter().map(|path| path.as_ptr()).collect();
    let count = pointers.len().try_into().expect("two paths at most");
    // SAFETY: the pointers are to strings that outlive the call, and PROJ copies them. Null means the default context,
    // from which later contexts inherit; `OnceLock` lets one thread in, before Koyu has made any other context.
    unsafe {
        proj_sys::proj_context_set_search_paths(std::ptr::null_mut(), count, pointers.as_ptr());
        // What PROJ has to say comes back as an error; by itself it would print to the console.
        proj_sys::proj_log_level(std::ptr::null_mut(), proj_sys::PJ_LOG_LEVEL_PJ_LOG_NONE);
    }
    Ok(())
}

fn path_for_c(path: &Path) -> io::Result<CString> {
    let text = path
        .to_str()
        .ok_or_else(|| io::Error::other("the path of PROJ's folder is not UTF-8"))?;
    CString::new(text).map_err(io::Error::other)
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
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

    #[test]
    fn processes_that_start_at_once_all_find_a_whole_database() {
        let folder = tempfile::tempdir().expect("a folder");
        let length = LENGTH.parse().expect("a number");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    write_once(folder.path(), length).expect("written");
                    assert_eq!(
                        fs::metadata(folder.path().join("proj.db")).expect("there").len(),
                        length
                    );
                });
            }
        });
        assert_eq!(
            fs::read_dir(folder.path()).expect("a folder").count(),
            1,
            "no temporary file stays"
        );
    }

    /// The environment of this process cannot be changed safely, so the test starts itself once more.
    #[test]
    fn another_programs_database_does_not_disturb() {
        let foreign = tempfile::tempdir().expect("a folder");
        fs::write(foreign.path().join("proj.db"), b"the database of another PROJ").expect("written");
        let cache = tempfile::tempdir().expect("a folder");
        let output = std::process::Command::new(std::env::current_exe().expect("the test binary"))
            .args([
                "--exact",
                "geometry::project::tests::zone_six_has_its_origin_at_36_north_136_east",
            ])
            .env("PROJ_DATA", foreign.path())
            .env("KOYU_PROJ_DIR", cache.path())
            .output()
            .expect("the test binary starts");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
    }
}
