//! Works on a building (工事・修繕履歴).

use serde::{Deserialize, Serialize};

use crate::calendar::EraDate;
use crate::record::{Code, EntityId, Kind, Provenance, Record, Yen};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Works {
    /// The source's own number.
    pub number: String,
    /// The building, or the facility where the source does not tell its buildings apart.
    pub of: EntityId,
    pub title: String,
    /// Key in components.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<Code>,
    /// Key in work_kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Code>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed: Option<EraDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_yen: Option<Yen>,
    #[serde(default)]
    pub provenance: Provenance,
}

impl Record for Works {
    const KIND: Kind = Kind::Works;

    fn key(&self) -> Option<String> {
        (!self.number.is_empty()).then(|| self.number.clone())
    }

    fn refers_to(&self) -> Vec<EntityId> {
        vec![self.of]
    }

    fn label(&self) -> &str {
        &self.title
    }
}
