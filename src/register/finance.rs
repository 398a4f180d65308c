//! A year of income and expenses of a facility (収支).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::FiscalYear;
use crate::record::{Code, Datum, EntityId, Fid, Kind, Provenance, Record, Yen};

/// Income and expenses of one fiscal year: key in finance_items → whole yen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FinanceYear {
    pub facility: Fid,
    pub fiscal_year: FiscalYear,
    pub items: BTreeMap<Code, Datum<Yen>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
    #[serde(default)]
    pub provenance: Provenance,
}

impl Record for FinanceYear {
    const KIND: Kind = Kind::FinanceYear;

    fn key(&self) -> Option<String> {
        Some(format!("{}/{}", self.facility, self.fiscal_year.number()))
    }

    fn refers_to(&self) -> Vec<EntityId> {
        vec![EntityId::new(Kind::Facility, self.facility)]
    }

    fn label(&self) -> &str {
        "収支"
    }
}
