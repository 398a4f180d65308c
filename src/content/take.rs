//! A file on its way in: its type is told by its bytes, a photo loses what it says beside the picture, its hash is taken.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::{SmallPicture, sniff, strip, thumbnail};
use crate::register::{ContentHash, MediaType};
use crate::store::hash_of;
use crate::text::Message;

/// A file as it is to be kept.
#[derive(Clone, Debug)]
pub struct Taken {
    pub media_type: MediaType,
    pub bytes: u64,
    pub sha256: ContentHash,
    pub thumbnail: Option<SmallPicture>,
}

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    #[error("the type is not one that is taken")]
    Type,
    #[error("the picture is damaged")]
    Damaged(MediaType),
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl ContentError {
    pub fn message(&self) -> Message {
        let names = MediaType::ALL.map(MediaType::name).join("、");
        match self {
            ContentError::Type => Message::new(
                format!("この形式のファイルは添付できません。添付できるもの: {names}（マクロのないもの）"),
                format!(
                    "Files of this type cannot be attached. Those that can: {} (without macros).",
                    MediaType::ALL.map(MediaType::name).join(", ")
                ),
            ),
            ContentError::Damaged(media_type) => Message::new(
                format!(
                    "{}の画像が壊れています。位置情報を取り除けないため添付できません。保存し直してください。",
                    media_type.name()
                ),
                format!(
                    "The {} is damaged, so what it says of its place cannot be taken out. Save it again.",
                    media_type.name()
                ),
            ),
            ContentError::Io(_) => Message::new("ファイルを保存できませんでした。", "The file could not be kept."),
        }
    }
}

/// Reads a file and rewrites it where it says more than a picture.
pub fn take(file: &mut File) -> Result<Taken, ContentError> {
    let media_type = sniff(file)?.ok_or(ContentError::Type)?;
    let mut small = None;
    if media_type.is_image() {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let picture = strip(media_type, bytes.into()).ok_or(ContentError::Damaged(media_type))?;
        small = thumbnail(media_type, &picture.bytes, picture.orientation);
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&picture.bytes)?;
    }
    let (sha256, bytes) = hash_of(file)?;
    Ok(Taken {
        media_type,
        bytes,
        sha256,
        thumbnail: small,
    })
}
