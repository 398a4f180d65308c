//! A building (棟). One building may house several facilities, and a facility may use several buildings.

use serde::{Deserialize, Serialize};

use crate::calendar::EraDate;
use crate::record::{AreaM2, Code, Datum, Kind, Notes, Position, Provenance, Record, Yen};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Building {
    /// The source's own number (棟番号, with the property's number where the source has one).
    pub number: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Key in structures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structure: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floors_above: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floors_below: Option<u16>,
    /// 延床面積 in ㎡.
    pub floor_area_m2: Datum<AreaM2>,
    pub built: Datum<EraDate>,
    /// 建築確認: decides between old and new seismic code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<EraDate>,
    /// Key in seismic_classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seismic: Option<Code>,
    /// Is値 in hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_value_hundredths: Option<u16>,
    /// 法定耐用年数 in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statutory_life_years: Option<u16>,
    /// 目標使用年数 in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_life_years: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquisition_cost_yen: Option<Yen>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accumulated_depreciation_yen: Option<Yen>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement_cost_yen: Option<Yen>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    pub provenance: Provenance,
    #[serde(skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
}

impl Record for Building {
    const KIND: Kind = Kind::Building;

    fn key(&self) -> Option<String> {
        (!self.number.is_empty()).then(|| self.number.clone())
    }

    fn label(&self) -> &str {
        &self.name
    }

    fn search_texts(&self) -> Vec<&str> {
        vec![&self.name, &self.number]
    }
}
