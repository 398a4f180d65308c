//! A file that belongs to a record (写真・図面・契約書): what is known of it. Its content is kept beside the store.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::record::{EntityId, Kind, Provenance, Record};

/// What the file is to the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    Photo,
    Drawing,
    Contract,
    Document,
}

impl AttachmentKind {
    pub const ALL: [AttachmentKind; 4] = [
        AttachmentKind::Photo,
        AttachmentKind::Drawing,
        AttachmentKind::Contract,
        AttachmentKind::Document,
    ];

    /// The key in data/vocabularies/attachment_kinds.toml and on the wire.
    pub fn key(self) -> &'static str {
        match self {
            AttachmentKind::Photo => "photo",
            AttachmentKind::Drawing => "drawing",
            AttachmentKind::Contract => "contract",
            AttachmentKind::Document => "document",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// The types that are taken. What a file is, its bytes say, never its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaType {
    Jpeg,
    Png,
    Webp,
    Pdf,
    Xlsx,
    Docx,
    Dxf,
    Text,
}

impl MediaType {
    pub const ALL: [MediaType; 8] = [
        MediaType::Jpeg,
        MediaType::Png,
        MediaType::Webp,
        MediaType::Pdf,
        MediaType::Xlsx,
        MediaType::Docx,
        MediaType::Dxf,
        MediaType::Text,
    ];

    pub fn is_image(self) -> bool {
        matches!(self, MediaType::Jpeg | MediaType::Png | MediaType::Webp)
    }

    /// The `Content-Type` with which it is served.
    pub fn content_type(self) -> &'static str {
        match self {
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
            MediaType::Webp => "image/webp",
            MediaType::Pdf => "application/pdf",
            MediaType::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            MediaType::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            MediaType::Dxf => "image/vnd.dxf",
            MediaType::Text => "text/plain",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            MediaType::Jpeg => "JPEG",
            MediaType::Png => "PNG",
            MediaType::Webp => "WebP",
            MediaType::Pdf => "PDF",
            MediaType::Xlsx => "XLSX",
            MediaType::Docx => "DOCX",
            MediaType::Dxf => "DXF",
            MediaType::Text => "TXT/CSV",
        }
    }
}

/// SHA-256 of a file's content: under which it is kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash([u8; 32]);

/// The text is no hash.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a SHA-256 in 64 lower-case hexadecimal digits")]
pub struct ContentHashError(String);

impl ContentHash {
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl FromStr for ContentHash {
    type Err = ContentHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        let decoded = hex::decode_to_slice(text, &mut bytes);
        // One spelling per content: the text is a file's name.
        match decoded {
            Ok(()) if hex::encode(bytes) == text => Ok(Self(bytes)),
            _ => Err(ContentHashError(text.chars().take(80).collect())),
        }
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A small JPEG of an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thumbnail {
    pub sha256: ContentHash,
    pub width_px: u32,
    pub height_px: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The record that it belongs to.
    pub of: EntityId,
    pub kind: AttachmentKind,
    pub title: String,
    /// As it was called where it came from, without folders.
    pub file_name: String,
    pub media_type: MediaType,
    pub bytes: u64,
    pub sha256: ContentHash,
    /// Of photos that could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<Thumbnail>,
    /// When the photo was taken, the drawing drawn, the contract signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Date>,
    /// Whether everybody may see it, where the record is one that everybody sees.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub released: bool,
    #[serde(default)]
    pub provenance: Provenance,
}

impl Attachment {
    /// The contents that it needs: its own and the thumbnail's.
    pub fn contents(&self) -> impl Iterator<Item = ContentHash> {
        [Some(self.sha256), self.thumbnail.as_ref().map(|small| small.sha256)]
            .into_iter()
            .flatten()
    }
}

impl Record for Attachment {
    const KIND: Kind = Kind::Attachment;

    fn key(&self) -> Option<String> {
        None
    }

    fn refers_to(&self) -> Vec<EntityId> {
        vec![self.of]
    }

    fn label(&self) -> &str {
        &self.title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_has_one_name() {
        let text = "ab".repeat(32);
        assert_eq!(
            text.parse::<ContentHash>().map(|hash| hash.to_string()),
            Ok(text.clone())
        );
        for wrong in [
            "",
            "../../etc/passwd",
            &text.to_uppercase(),
            &text[..62],
            &format!("{text}00"),
        ] {
            assert!(wrong.parse::<ContentHash>().is_err(), "{wrong}");
        }
    }
}
