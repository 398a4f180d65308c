//! Who stands where: facility, building, parcel and lot are separate and belong together many to many.

use serde::{Deserialize, Serialize};

use crate::record::{AreaM2, EntityId, Kind, Provenance, Record, Share};

/// What a link joins, and so what its area means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkRole {
    /// A facility uses floor area of a building.
    FacilityBuilding,
    /// A facility stands on a parcel.
    FacilityParcel,
    /// A building stands on a parcel.
    BuildingParcel,
    /// A parcel consists of a lot or a part of it (筆の全部・一部).
    ParcelLot,
}

impl LinkRole {
    pub const ALL: [LinkRole; 4] = [
        LinkRole::FacilityBuilding,
        LinkRole::FacilityParcel,
        LinkRole::BuildingParcel,
        LinkRole::ParcelLot,
    ];

    /// The name in the store and on the wire.
    pub fn key(self) -> &'static str {
        match self {
            LinkRole::FacilityBuilding => "facility_building",
            LinkRole::FacilityParcel => "facility_parcel",
            LinkRole::BuildingParcel => "building_parcel",
            LinkRole::ParcelLot => "parcel_lot",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// The kinds at the two ends.
    pub fn ends(self) -> (Kind, Kind) {
        match self {
            LinkRole::FacilityBuilding => (Kind::Facility, Kind::Building),
            LinkRole::FacilityParcel => (Kind::Facility, Kind::Parcel),
            LinkRole::BuildingParcel => (Kind::Building, Kind::Parcel),
            LinkRole::ParcelLot => (Kind::Parcel, Kind::Lot),
        }
    }
}

/// A link with its share of area. Where both are given, the area is the register's word and the share is derived from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub role: LinkRole,
    pub from: EntityId,
    pub to: EntityId,
    /// 専有面積 in ㎡ (of a facility in a building), or the part of the lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_m2: Option<AreaM2>,
    /// 共用面積 allotted, in ㎡.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_area_m2: Option<AreaM2>,
    /// The part of `to` that `from` holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    #[serde(default)]
    pub provenance: Provenance,
}

impl Link {
    /// Whether the ends are of the kinds that the role joins.
    pub fn fits(&self) -> bool {
        self.role.ends() == (self.from.kind, self.to.kind)
    }
}

impl Record for Link {
    const KIND: Kind = Kind::Link;

    fn key(&self) -> Option<String> {
        Some(format!("{}-{}", self.from, self.to))
    }

    fn refers_to(&self) -> Vec<EntityId> {
        vec![self.from, self.to]
    }

    fn label(&self) -> &str {
        match self.role {
            LinkRole::FacilityBuilding => "施設と棟",
            LinkRole::FacilityParcel => "施設と土地",
            LinkRole::BuildingParcel => "棟と土地",
            LinkRole::ParcelLot => "土地と筆",
        }
    }
}
