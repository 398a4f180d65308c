//! Ids that people can say and links can keep: a letter for the kind and a number that is never used twice.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Kind;

/// The number of a record within its kind: from 1, in order of creation, never used again after a deletion.
/// It is the feature id in tiles and the `fid` in the GeoPackage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fid(pub u32);

impl fmt::Display for Fid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Names one record of the portfolio: `F000123` is the facility with fid 123.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId {
    pub kind: Kind,
    pub fid: Fid,
}

impl EntityId {
    pub fn new(kind: Kind, fid: Fid) -> Self {
        Self { kind, fid }
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:06}", self.kind.prefix(), self.fid.0)
    }
}

/// The text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an id such as F000123")]
pub struct ParseIdError(String);

impl FromStr for EntityId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ParseIdError(text.to_owned());
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| text.starts_with(kind.prefix()))
            .ok_or_else(refuse)?;
        let digits = &text[kind.prefix().len()..];
        if digits.len() < 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refuse());
        }
        let fid: u32 = digits.parse().map_err(|_| refuse())?;
        let id = EntityId::new(kind, Fid(fid));
        // One spelling per id: F0000123 and F000000 name nothing.
        if fid == 0 || id.to_string() != text {
            Err(refuse())
        } else {
            Ok(id)
        }
    }
}

impl Serialize for EntityId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntityId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        for fid in [1, 123, 999_999, 1_000_000, u32::MAX] {
            let id = EntityId::new(Kind::Parcel, Fid(fid));
            assert_eq!(id.to_string().parse(), Ok(id));
        }
    }

    #[test]
    fn an_id_has_one_spelling() {
        for text in [
            "F0000123", "F000000", "F12", "f000123", "000123", "F00012a", "Z000001", "F", "",
        ] {
            assert!(text.parse::<EntityId>().is_err(), "{text}");
        }
    }
}
