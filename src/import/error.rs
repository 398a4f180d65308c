//! Why a file cannot be imported at all. What is wrong with single rows is a finding, not an error.

use std::fmt;

use super::ProfileError;
use crate::codec::ReadError;
use crate::geometry::ProjectError;
use crate::text::Message;
use crate::workbook::{STAMP_SHEET, StampError};

#[derive(Debug)]
pub enum ImportError {
    Read(ReadError),
    Profile(ProfileError),
    UnknownProfile {
        name: String,
        known: Vec<String>,
    },
    WrongKind {
        profile: String,
        holds: String,
        wanted: String,
    },
    NoProfileFits {
        file: String,
        header: Vec<String>,
        known: Vec<String>,
    },
    /// The file is no workbook that Koyu made.
    NotAWorkbook {
        file: String,
    },
    Workbook(StampError),
    Crs {
        crs: String,
        source: ProjectError,
    },
    /// Somebody stopped it.
    Cancelled,
}

impl ImportError {
    pub fn message(&self) -> Message {
        match self {
            Self::Read(error) => error.message(),
            Self::Profile(error) => error.message(),
            Self::UnknownProfile { name, known } => Message::new(
                format!(
                    "プロファイル「{name}」はありません。次のいずれかを指定してください: {}",
                    known.join("、")
                ),
                format!("there is no profile {name:?}; name one of: {}", known.join(", ")),
            ),
            Self::WrongKind { profile, holds, wanted } => Message::new(
                format!("プロファイル「{profile}」は {holds} 用です。{wanted} の取込みには使えません。"),
                format!("the profile {profile:?} is for {holds}; it cannot import {wanted}"),
            ),
            Self::NoProfileFits { file, header, known } => {
                let header = header.join("、");
                Message::new(
                    format!(
                        "{file}: 見出しに合うプロファイルがありません。--profile で指定してください（{}）。見出し: {header}",
                        known.join("、")
                    ),
                    format!(
                        "{file}: no profile fits the header; name one with --profile ({}). Header: {header}",
                        known.join(", ")
                    ),
                )
            }
            Self::NotAWorkbook { file } => Message::new(
                format!(
                    "{file}: Koyuの調査票ではありません（隠しシート「{STAMP_SHEET}」がありません）。koyu workbooks で作ったファイルか、usage など種類を指定してください。"
                ),
                format!(
                    "{file}: this is no workbook of Koyu (the hidden sheet {STAMP_SHEET:?} is missing); use a file that `koyu workbooks` made, or name a kind such as usage"
                ),
            ),
            Self::Workbook(error) => error.message(),
            Self::Crs { crs, source } => Message::new(
                format!("座標系 {crs} を変換できません（{source}）。--crs EPSG:番号 で指定してください。"),
                format!("the coordinate system {crs} cannot be converted ({source}); name it with --crs EPSG:N"),
            ),
            Self::Cancelled => Message::new("検査を取り消しました。", "the check was cancelled"),
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for ImportError {}

impl From<ReadError> for ImportError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<ProfileError> for ImportError {
    fn from(error: ProfileError) -> Self {
        Self::Profile(error)
    }
}
