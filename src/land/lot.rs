//! A registered lot (筆).

use serde::{Deserialize, Serialize};

use crate::record::{Address, AreaM2, Code, Kind, Notes, Position, Provenance, Record};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lot {
    /// 地番
    pub number: String,
    pub address: Address,
    /// Key in land_categories (地目)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Code>,
    /// 地積 in ㎡
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_area_m2: Option<AreaM2>,
    /// 不動産番号13桁 + "-0000"
    #[serde(skip_serializing_if = "Option::is_none")]
    pub real_estate_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    pub provenance: Provenance,
    #[serde(skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
}

impl Record for Lot {
    const KIND: Kind = Kind::Lot;

    /// A lot number is unique within its town only.
    fn key(&self) -> Option<String> {
        let place = self
            .address
            .municipality
            .map(|code| code.to_string())
            .unwrap_or_default();
        let town = self.address.town.as_deref().unwrap_or_default();
        let key = format!(
            "{place}/{}/{}",
            crate::text::match_key(town),
            crate::text::match_key(&self.number)
        );
        (!self.number.is_empty()).then_some(key)
    }

    fn label(&self) -> &str {
        &self.number
    }

    fn search_texts(&self) -> Vec<&str> {
        let mut texts = vec![self.number.as_str()];
        texts.extend(self.address.town.as_deref());
        texts
    }
}
