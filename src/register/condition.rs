//! The condition of a building's component (劣化度): a grade at an inspection.

use serde::{Deserialize, Serialize};

use crate::calendar::EraDate;
use crate::record::{Code, EntityId, Kind, Provenance, Record};

/// 文部科学省's grades: A 概ね良好, B 部分的に劣化, C 広範囲に劣化, D 早急に対応.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Grade {
    A,
    B,
    C,
    D,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The building, or the facility where the source does not tell its buildings apart.
    pub of: EntityId,
    /// Key in components.
    pub component: Code,
    pub grade: Grade,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspected: Option<EraDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspector: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
    #[serde(default)]
    pub provenance: Provenance,
}

impl Record for Condition {
    const KIND: Kind = Kind::Condition;

    fn key(&self) -> Option<String> {
        let day = self.inspected.as_ref().map_or("", |date| date.text());
        Some(format!("{}/{}/{day}", self.of, self.component))
    }

    fn refers_to(&self) -> Vec<EntityId> {
        vec![self.of]
    }

    fn label(&self) -> &str {
        "劣化度"
    }
}
