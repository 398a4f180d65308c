//! The names under which kinds are imported (`koyu import KIND FILE`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::record::Kind;
use crate::reference::LayerName;

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ImportKind {
    Facilities,
    Buildings,
    Usage,
    Finance,
    Condition,
    Works,
    Ledger,
    Parcels,
    Lots,
    Wards,
    Population,
    Mesh,
    Vacancies,
    /// A yearly workbook, all its sheets at once.
    Workbook,
    /// A reference layer of the given name.
    Layer(LayerName),
}

/// The text names no kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("「{0}」は取り込めません。次のいずれかを指定してください: {names} / {0:?} cannot be imported; name one of: {names}", names = ImportKind::NAMES)]
pub struct UnknownKind(pub String);

impl ImportKind {
    pub const NAMES: &str = "facilities, buildings, usage, finance, condition, works, ledger, parcels, lots, wards, \
                             population, mesh, vacancies, workbook, layer:NAME";

    const TABLE: [(&str, ImportKind, Kind); 13] = [
        ("facilities", ImportKind::Facilities, Kind::Facility),
        ("buildings", ImportKind::Buildings, Kind::Building),
        ("usage", ImportKind::Usage, Kind::UsageYear),
        ("finance", ImportKind::Finance, Kind::FinanceYear),
        ("condition", ImportKind::Condition, Kind::Condition),
        ("works", ImportKind::Works, Kind::Works),
        ("ledger", ImportKind::Ledger, Kind::LedgerAsset),
        ("parcels", ImportKind::Parcels, Kind::Parcel),
        ("lots", ImportKind::Lots, Kind::Lot),
        ("wards", ImportKind::Wards, Kind::Ward),
        ("population", ImportKind::Population, Kind::Population),
        ("mesh", ImportKind::Mesh, Kind::MeshCell),
        ("vacancies", ImportKind::Vacancies, Kind::Vacancy),
    ];

    /// The kind of record that the rows become.
    /// None where they become records of several kinds.
    pub fn record_kind(&self) -> Option<Kind> {
        match self {
            ImportKind::Workbook => None,
            ImportKind::Layer(_) => Some(Kind::LayerFeature),
            other => {
                let known = Self::TABLE.iter().find(|(_, kind, _)| kind == other);
                known.map(|(_, _, record)| *record)
            }
        }
    }
}

impl fmt::Display for ImportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, Self::TABLE.iter().find(|(_, kind, _)| kind == self)) {
            (_, Some((name, ..))) => f.write_str(name),
            (ImportKind::Layer(name), None) => write!(f, "layer:{name}"),
            (ImportKind::Workbook, None) => f.write_str("workbook"),
            (_, None) => unreachable!("every other kind stands in the table"),
        }
    }
}

impl FromStr for ImportKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || UnknownKind(text.to_owned());
        if let Some(name) = text.strip_prefix("layer:") {
            return LayerName::parse(name).map(ImportKind::Layer).map_err(|_| refuse());
        }
        if text == "workbook" {
            return Ok(ImportKind::Workbook);
        }
        let known = Self::TABLE.into_iter().find(|(name, ..)| *name == text);
        known.map(|(_, kind, _)| kind).ok_or_else(refuse)
    }
}

impl Serialize for ImportKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ImportKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for name in ImportKind::NAMES
            .split(", ")
            .map(|name| name.replace("NAME", "land_price"))
        {
            assert_eq!(name.parse::<ImportKind>().map(|kind| kind.to_string()), Ok(name));
        }
        for name in ["", "facility", "layer:", "layer:parcels", "Facilities"] {
            assert!(name.parse::<ImportKind>().is_err(), "{name}");
        }
    }
}
