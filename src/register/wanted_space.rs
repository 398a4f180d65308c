//! A wanted space (求めるスペース): what a bureau seeks, so that vacancies can be matched to demand.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Organisation;
use crate::record::{AreaM2, Code, EntityId, Fid, Kind, MunicipalityCode, Provenance, Record};

/// Whether it is still sought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WantedStatus {
    #[default]
    Open,
    /// 充足
    Met,
    /// 取下げ
    Withdrawn,
}

impl WantedStatus {
    pub const ALL: [WantedStatus; 3] = [WantedStatus::Open, WantedStatus::Met, WantedStatus::Withdrawn];

    /// The key in data/vocabularies/wanted_statuses.toml and on the wire.
    pub fn key(self) -> &'static str {
        match self {
            WantedStatus::Open => "open",
            WantedStatus::Met => "met",
            WantedStatus::Withdrawn => "withdrawn",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }
}

/// What a bureau seeks. Its shape, where it has one, is the point around which it is sought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WantedSpace {
    pub title: String,
    pub organisation: Organisation,
    pub purpose: String,
    /// The use: key in facility_classes, `major.minor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_from_m2: Option<AreaM2>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_to_m2: Option<AreaM2>,
    /// Any of these wards; empty for anywhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wards: Vec<MunicipalityCode>,
    /// How far from the point, in metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_m: Option<u32>,
    /// From when it is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirements: Option<String>,
    pub status: WantedStatus,
    /// The vacancy that met it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met_by: Option<Fid>,
    pub provenance: Provenance,
}

impl Record for WantedSpace {
    const KIND: Kind = Kind::WantedSpace;

    fn key(&self) -> Option<String> {
        None
    }

    fn refers_to(&self) -> Vec<EntityId> {
        self.met_by
            .map(|fid| EntityId::new(Kind::Vacancy, fid))
            .into_iter()
            .collect()
    }

    fn label(&self) -> &str {
        &self.title
    }
}
