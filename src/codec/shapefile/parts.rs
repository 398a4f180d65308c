//! The files of a set: found beside the .shp whatever the case of their names, or taken out of a zip.

use std::fs::{self, File};
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::codec::limits::Limits;
use crate::codec::{OpenOptions, Place, ReadCode, ReadError, zip_guard};

pub(super) struct Parts {
    shp: PathBuf,
    /// Names that a zip offered to choose from.
    pub(super) tables: Vec<String>,
    pub(super) table: Option<String>,
    /// Holds what was taken out of a zip, until the reader is dropped.
    pub(super) folder: Option<TempDir>,
}

impl Parts {
    pub(super) fn find(path: &Path, options: &OpenOptions) -> Result<Self, ReadError> {
        let mut file = File::open(path).map_err(|error| ReadError::io(&error))?;
        let mut magic = [0; 2];
        if file.read_exact(&mut magic).is_ok() && &magic == b"PK" {
            file.rewind().map_err(|error| ReadError::io(&error))?;
            return unzip(file, options);
        }
        Ok(Self {
            shp: path.to_owned(),
            tables: Vec::new(),
            table: None,
            folder: None,
        })
    }

    pub(super) fn shp(&self) -> Result<BufReader<File>, ReadError> {
        File::open(&self.shp)
            .map(BufReader::new)
            .map_err(|error| ReadError::io(&error))
    }

    /// The file of the set with this extension.
    pub(super) fn beside(&self, extension: &str) -> Option<PathBuf> {
        let stem = self.shp.file_stem()?;
        let folder = match self.shp.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::read_dir(folder)
            .ok()?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| {
                path.file_stem() == Some(stem)
                    && path
                        .extension()
                        .is_some_and(|found| found.eq_ignore_ascii_case(extension))
            })
    }

    /// The text of a small companion, such as the .prj or .cpg.
    pub(super) fn text(&self, extension: &str) -> Option<String> {
        const COMPANION_BYTES: u64 = 64 * 1024;
        let mut bytes = Vec::new();
        File::open(self.beside(extension)?)
            .ok()?
            .take(COMPANION_BYTES)
            .read_to_end(&mut bytes)
            .ok()?;
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
        (!text.is_empty()).then(|| text.to_owned())
    }
}

const WANTED: [&str; 6] = ["shp", "shx", "dbf", "cpg", "prj", "qpj"];

/// Takes one set out of a zip, under names of our own: those in the archive are not trusted.
fn unzip(file: File, options: &OpenOptions) -> Result<Parts, ReadError> {
    let limits: &Limits = &options.limits;
    let mut archive = zip_guard::open(file, limits)?;
    let names: Vec<String> = (0..archive.len())
        .filter_map(|index| Some(archive.by_index_raw(index).ok()?.name().ok()?.into_owned()))
        .collect();
    let tables: Vec<String> = names
        .iter()
        .filter_map(|name| stem_with(name, "shp"))
        .filter(|name| !name.starts_with("__MACOSX"))
        .map(str::to_owned)
        .collect();
    let table = match (&options.table, tables.as_slice()) {
        (Some(wanted), _) if tables.contains(wanted) => wanted.clone(),
        (Some(wanted), _) => return Err(ReadError::table_not_found(wanted, &tables)),
        (None, [only]) => only.clone(),
        (None, []) => return Err(no_shapefile()),
        (None, _) => return Err(ReadError::ambiguous_table(&tables)),
    };
    let folder = TempDir::new().map_err(|error| ReadError::io(&error))?;
    let mut open: Option<(String, File)> = None;
    zip_guard::check(&mut archive, limits, |name, piece| {
        let Some(extension) = WANTED
            .into_iter()
            .find(|extension| stem_with(name, extension) == Some(table.as_str()))
        else {
            return Ok(());
        };
        if open.as_ref().is_none_or(|(current, _)| current != name) {
            let path = folder.path().join("part").with_extension(extension);
            let file = File::create(path).map_err(|error| ReadError::io(&error))?;
            open = Some((name.to_owned(), file));
        }
        let (_, file) = open.as_mut().expect("opened just above");
        std::io::Write::write_all(file, piece).map_err(|error| ReadError::io(&error))
    })?;
    Ok(Parts {
        shp: folder.path().join("part.shp"),
        tables,
        table: Some(table),
        folder: Some(folder),
    })
}

/// The name without its extension, if it has this one.
fn stem_with<'a>(name: &'a str, extension: &str) -> Option<&'a str> {
    let (stem, found) = name.rsplit_once('.')?;
    found.eq_ignore_ascii_case(extension).then_some(stem)
}

fn no_shapefile() -> ReadError {
    ReadError::new(
        ReadCode::Unsupported,
        Place::File,
        "zip の中に .shp がありません。シェープファイル一式を入れるか、中のファイルを取り出して指定してください。",
        "There is no .shp in the zip. Put a whole shapefile in it, or unpack it and name a file.",
    )
}
