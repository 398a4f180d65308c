//! The SHA-256 of a file's bytes: which file a commit came from.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

/// Hexadecimal. A shapefile is three files or more; those that carry data are hashed one after the other.
pub(super) fn sha256(path: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    feed(&mut hasher, path)?;
    if path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("shp"))
    {
        for extension in ["dbf", "prj", "cpg"] {
            let part = path.with_extension(extension);
            if part.is_file() {
                feed(&mut hasher, &part)?;
            }
        }
    }
    Ok(hex::encode(hasher.finalize()))
}

fn feed(hasher: &mut Sha256, path: &Path) -> io::Result<()> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match reader.read(&mut buffer)? {
            0 => return Ok(()),
            read => hasher.update(&buffer[..read]),
        }
    }
}
