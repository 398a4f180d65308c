//! What a person says about a file, and the request that it becomes.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{IntakeError, IntakeLimits};
use crate::codec::Charset;
use crate::geometry::Crs;
use crate::import::{ColumnChoices, ColumnUse, ImportKind, ImportRequest, builtin_profiles};
use crate::text::Message;

/// What a person knows better than the file. What is absent is found out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// `facilities`, `layer:parks` …
    pub kind: Option<String>,
    /// The id of a built-in profile.
    pub profile: Option<String>,
    pub encoding: Option<String>,
    pub crs: Option<String>,
    /// The sheet, layer or table.
    pub table: Option<String>,
    /// The line of the header, from 1; 0 where there is none.
    pub header_row: Option<u64>,
    /// The day or year that population figures describe.
    pub as_of: Option<String>,
    /// A reference layer for those signed in only.
    pub internal: bool,
    /// Columns mapped by hand.
    pub columns: ColumnChoices,
}

/// No option is longer; a header may be.
const MOST_CHARS: usize = 200;
const MOST_COLUMNS: usize = 2_000;

impl Options {
    /// The kind, where one is named.
    pub fn kind(&self) -> Result<Option<ImportKind>, IntakeError> {
        let kind = self.kind.as_deref().map(str::parse::<ImportKind>).transpose();
        kind.map_err(|error| {
            let message = Message::new(
                format!("種類「{}」は取り込めません。", cut(&error.0)),
                format!(
                    "{:?} cannot be imported; name one of: {}",
                    cut(&error.0),
                    ImportKind::NAMES
                ),
            );
            IntakeError::option("kind", message)
        })
    }

    /// Whether every option can be read.
    pub fn check(&self) -> Result<(), IntakeError> {
        self.request(ImportKind::Facilities, PathBuf::new(), "", &IntakeLimits::default())
            .map(|_| ())
    }

    /// The request for a file of this kind.
    pub(super) fn request(
        &self,
        kind: ImportKind,
        path: PathBuf,
        file_name: &str,
        limits: &IntakeLimits,
    ) -> Result<ImportRequest, IntakeError> {
        self.kind()?;
        let texts = [
            ("profile", &self.profile),
            ("encoding", &self.encoding),
            ("crs", &self.crs),
            ("table", &self.table),
            ("as_of", &self.as_of),
        ];
        for (field, text) in texts {
            let text = text.as_deref().unwrap_or_default();
            if text.chars().count() > MOST_CHARS {
                let message = Message::new(
                    format!("{field} は{MOST_CHARS}文字までです。"),
                    format!("{field} may have {MOST_CHARS} characters."),
                );
                return Err(IntakeError::option(field, message));
            }
        }
        let mut request = ImportRequest::new(kind, path);
        request.file_name = Some(file_name.to_owned());
        request.profile = self.known_profile()?;
        request.encoding = self.encoding.as_deref().map(encoding).transpose()?;
        request.crs = self.crs.as_deref().map(crs).transpose()?;
        request.table.clone_from(&self.table);
        request.header_row = self.header_row;
        request.as_of.clone_from(&self.as_of);
        request.internal = self.internal;
        request.columns = self.chosen_columns()?;
        request.limits.rows = request.limits.rows.min(limits.rows);
        Ok(request)
    }

    /// A profile by its id only: the path of a file is for the command line.
    fn known_profile(&self) -> Result<Option<String>, IntakeError> {
        let Some(asked) = &self.profile else { return Ok(None) };
        if builtin_profiles().iter().any(|profile| profile.id == *asked) {
            return Ok(Some(asked.clone()));
        }
        let message = Message::new(
            format!("プロファイル「{}」はありません。", cut(asked)),
            format!("There is no profile {:?}.", cut(asked)),
        );
        Err(IntakeError::option("profile", message))
    }

    fn chosen_columns(&self) -> Result<ColumnChoices, IntakeError> {
        if self.columns.len() > MOST_COLUMNS {
            let message = Message::new(
                format!("列は{MOST_COLUMNS}までです。"),
                format!("There may be {MOST_COLUMNS} columns."),
            );
            return Err(IntakeError::option("columns", message));
        }
        let chosen = self.columns.iter().filter(|(_, chosen)| **chosen != ColumnUse::Unknown);
        Ok(chosen.map(|(name, chosen)| (name.clone(), chosen.clone())).collect())
    }
}

fn encoding(text: &str) -> Result<Charset, IntakeError> {
    text.parse().map_err(|_| {
        let message = Message::new(
            format!(
                "文字コード「{}」は使えません。utf-8、cp932、euc-jp、utf-16le、utf-16be のどれかです。",
                cut(text)
            ),
            format!(
                "{:?} is no encoding; name one of utf-8, cp932, euc-jp, utf-16le, utf-16be.",
                cut(text)
            ),
        );
        IntakeError::option("encoding", message)
    })
}

fn crs(text: &str) -> Result<Crs, IntakeError> {
    Crs::parse(text).map_err(|_| {
        let message = Message::new(
            format!(
                "座標系「{}」は使えません。EPSG:6668、EPSG:6674 のように指定してください。",
                cut(text)
            ),
            format!(
                "The coordinate system {:?} cannot be used; write it like EPSG:6668 or EPSG:6674.",
                cut(text)
            ),
        );
        IntakeError::option("crs", message)
    })
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_option_is_named() {
        let wrong = |options: Options| match options.check().expect_err("refused").reason {
            super::super::Reason::WrongOption { field } => field,
            other => panic!("{other:?}"),
        };
        let some = |text: &str| Some(text.to_owned());
        let none = Options::default;
        assert_eq!(
            wrong(Options {
                kind: some("trees"),
                ..none()
            }),
            "kind"
        );
        assert_eq!(
            wrong(Options {
                encoding: some("latin-9"),
                ..none()
            }),
            "encoding"
        );
        assert_eq!(
            wrong(Options {
                crs: some("+proj=pipeline"),
                ..none()
            }),
            "crs"
        );
        assert_eq!(
            wrong(Options {
                table: some(&"x".repeat(300)),
                ..none()
            }),
            "table"
        );
        // A file of the server is nobody's profile.
        assert_eq!(
            wrong(Options {
                profile: some("../secret.toml"),
                ..none()
            }),
            "profile"
        );
        assert!(none().check().is_ok());
    }
}
