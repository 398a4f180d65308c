//! A year of use of a facility (利用実績).

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::calendar::FiscalYear;
use crate::record::{Code, Datum, EntityId, Fid, Kind, Provenance, Record};

/// What was counted in one fiscal year: key in usage_metrics (visitors, open_days, slots_used …) → value in the metric's unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsageYear {
    pub facility: Fid,
    pub fiscal_year: FiscalYear,
    pub metrics: BTreeMap<Code, Datum<Decimal>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
    #[serde(default)]
    pub provenance: Provenance,
}

impl Record for UsageYear {
    const KIND: Kind = Kind::UsageYear;

    fn key(&self) -> Option<String> {
        Some(format!("{}/{}", self.facility, self.fiscal_year.number()))
    }

    fn refers_to(&self) -> Vec<EntityId> {
        vec![EntityId::new(Kind::Facility, self.facility)]
    }

    fn label(&self) -> &str {
        "利用実績"
    }
}
