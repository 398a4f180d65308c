//! How much of a facility stands empty.

use serde::{Deserialize, Serialize};

use crate::record::Kind;

/// What is vacant of the record that a vacancy belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// 施設全体
    Facility,
    /// 棟
    Building,
    /// 階
    Floor,
    /// 室
    Room,
    /// 土地
    Land,
}

impl Extent {
    pub const ALL: [Extent; 5] = [
        Extent::Facility,
        Extent::Building,
        Extent::Floor,
        Extent::Room,
        Extent::Land,
    ];

    /// The key in data/vocabularies/vacancy_extents.toml and on the wire.
    pub fn key(self) -> &'static str {
        match self {
            Extent::Facility => "facility",
            Extent::Building => "building",
            Extent::Floor => "floor",
            Extent::Room => "room",
            Extent::Land => "land",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|extent| extent.key() == key)
    }

    /// Whether a record of the kind can have that much of it vacant. A register that does not tell buildings apart names
    /// the facility for a building, a floor or a room as well.
    pub fn fits(self, kind: Kind) -> bool {
        match kind {
            Kind::Facility => true,
            Kind::Building => matches!(self, Extent::Building | Extent::Floor | Extent::Room),
            Kind::Parcel => self == Extent::Land,
            _ => false,
        }
    }
}
