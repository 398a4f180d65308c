//! Character encodings of text files: their names, and strict decoding.

mod detect;
mod geta;
mod source;

use std::fmt;
use std::io::Read;
use std::str::FromStr;

use encoding_rs::{Decoder, EUC_JP, Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use self::detect::Evidence;
use super::ReadError;

pub(super) use self::geta::encode_cp932_with_geta;
pub(super) use self::source::TextSource;

/// A character encoding that Japanese public bodies use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Charset {
    Utf8,
    /// Shift_JIS with Microsoft's additions, such as ① and 髙.
    Cp932,
    EucJp,
    Utf16Le,
    Utf16Be,
}

impl Charset {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Cp932 => "CP932",
            Self::EucJp => "EUC-JP",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Cp932 => SHIFT_JIS,
            Self::EucJp => EUC_JP,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
        }
    }

    /// A decoder that reports malformed bytes instead of replacing them.
    pub(super) fn decoder(self) -> Decoder {
        self.encoding().new_decoder_with_bom_removal()
    }

    /// The text of `bytes`, or nothing where they do not fit the encoding.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<String> {
        self.encoding()
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(std::borrow::Cow::into_owned)
    }

    /// The text of `bytes`; what does not fit becomes U+FFFD.
    pub(super) fn decode_lossy(self, bytes: &[u8]) -> String {
        self.encoding().decode_without_bom_handling(bytes).0.into_owned()
    }

    /// The encoding of everything that `source` gives.
    pub(super) fn detect(source: &mut dyn Read) -> Result<Self, ReadError> {
        let mut buffer = vec![0; CHUNK_BYTES];
        let mut evidence = Evidence::new();
        loop {
            let read = source.read(&mut buffer).map_err(|e| ReadError::io(&e))?;
            if evidence.is_settled() || read == 0 {
                return evidence.verdict();
            }
            evidence.add(&buffer[..read]);
        }
    }

    /// The encoding of a short text, such as the attributes of a few records.
    pub(super) fn of_sample(bytes: &[u8]) -> Self {
        let mut evidence = Evidence::new();
        evidence.add(bytes);
        evidence.verdict().unwrap_or(Self::Cp932)
    }
}

const CHUNK_BYTES: usize = 64 * 1024;

impl fmt::Display for Charset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Charset {
    type Err = UnknownCharset;

    fn from_str(label: &str) -> Result<Self, UnknownCharset> {
        let plain: String = label
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0')
            .to_ascii_lowercase()
            .replace(['_', '-', ' '], "");
        Ok(match plain.as_str() {
            "utf8" | "65001" | "cp65001" => Self::Utf8,
            "cp932" | "932" | "sjis" | "shiftjis" | "mskanji" | "windows31j" | "ms932" | "ansi932" => Self::Cp932,
            "eucjp" | "ujis" | "20932" | "51932" => Self::EucJp,
            "utf16" | "utf16le" | "unicode" => Self::Utf16Le,
            "utf16be" => Self::Utf16Be,
            _ => return Err(UnknownCharset(label.to_owned())),
        })
    }
}

/// An encoding name that Koyu does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown encoding {0:?}: UTF-8, CP932, EUC-JP, UTF-16LE or UTF-16BE")]
pub struct UnknownCharset(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_cpg_files_are_known() {
        for label in ["SJIS", "Shift_JIS", "CP932", "932", "ANSI 932", "\u{feff}cp932\n"] {
            assert_eq!(label.parse(), Ok(Charset::Cp932), "{label}");
        }
        assert!("EBCDIC".parse::<Charset>().is_err());
    }
}
