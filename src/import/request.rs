//! What is to be imported, and what the person knows better than the file.

use std::path::PathBuf;

use super::ImportKind;
use super::profile::ColumnChoices;
use crate::codec::{Charset, Limits};
use crate::geometry::Crs;
use crate::record::MunicipalityCode;

#[derive(Clone, Debug)]
pub struct ImportRequest {
    pub kind: ImportKind,
    pub path: PathBuf,
    /// What people call the file, where the path is a temporary one.
    pub file_name: Option<String>,
    /// A profile's id, or the path of a profile file (`*.toml`); detected from the header when absent.
    pub profile: Option<String>,
    pub encoding: Option<Charset>,
    pub crs: Option<Crs>,
    /// The sheet, layer or table to read.
    pub table: Option<String>,
    /// Columns that a person maps by hand, over what the profile says of them.
    pub columns: ColumnChoices,
    /// The line of the header, from 1; found when absent.
    pub header_row: Option<u64>,
    /// A reference layer for those signed in only.
    pub internal: bool,
    /// The day or year that population figures describe (`2021-06`), where the file does not say.
    pub as_of: Option<String>,
    /// The municipality whose portfolio this is.
    pub city: MunicipalityCode,
    pub limits: Limits,
}

impl ImportRequest {
    /// Osaka City, for which Koyu was made first.
    const OSAKA: u32 = 27_100;

    pub fn new(kind: ImportKind, path: impl Into<PathBuf>) -> Self {
        Self {
            kind,
            path: path.into(),
            file_name: None,
            profile: None,
            encoding: None,
            crs: None,
            table: None,
            columns: ColumnChoices::new(),
            header_row: None,
            internal: false,
            as_of: None,
            city: MunicipalityCode::from_five(Self::OSAKA).expect("27100 is Osaka City"),
            limits: Limits::default(),
        }
    }

    /// The file's name without its folder.
    pub fn display_name(&self) -> String {
        let given = self.file_name.clone();
        given.unwrap_or_else(|| self.path.file_name().unwrap_or_default().to_string_lossy().into_owned())
    }
}
