//! The population of a ward at a date.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::record::{Kind, MunicipalityCode, Notes, Provenance, Record};

/// Ages from `from` to `to`, both included; open at the top where `to` is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AgeBand {
    pub from: u8,
    pub to: Option<u8>,
}

impl fmt::Display for AgeBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => write!(f, "{}-{to}", self.from),
            None => write!(f, "{}-", self.from),
        }
    }
}

impl std::str::FromStr for AgeBand {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refuse = || format!("{text:?} is not an age band such as 0-14 or 65-");
        let (from, to) = text.split_once('-').ok_or_else(refuse)?;
        let from = from.parse().map_err(|_| refuse())?;
        let to = if to.is_empty() {
            None
        } else {
            Some(to.parse().map_err(|_| refuse())?)
        };
        if to.is_some_and(|to| to < from) {
            Err(refuse())
        } else {
            Ok(Self { from, to })
        }
    }
}

impl Serialize for AgeBand {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AgeBand {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// The ward or municipality.
    pub area: MunicipalityCode,
    pub name: String,
    /// The day or the year that the figures describe: `2020`, `2021-06`, `2021-06-01`.
    pub as_of: String,
    /// 総数
    pub total: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub male: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub female: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub households: Option<u64>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub by_age: BTreeMap<AgeBand, u64>,
    #[serde(default)]
    pub provenance: Provenance,
    #[serde(default, skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
}

impl Record for Population {
    const KIND: Kind = Kind::Population;

    fn key(&self) -> Option<String> {
        Some(format!("{}/{}", self.area, self.as_of))
    }

    fn label(&self) -> &str {
        &self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_bands_read_back_and_must_not_run_backwards() {
        for text in ["0-14", "65-", "0-0"] {
            assert_eq!(
                text.parse::<AgeBand>().map(|band| band.to_string()),
                Ok(text.to_owned())
            );
        }
        for text in ["14-0", "", "-", "65", "a-b"] {
            assert!(text.parse::<AgeBand>().is_err(), "{text}");
        }
    }
}
