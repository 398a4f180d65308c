//! The kinds of record.

use serde::{Deserialize, Serialize};

/// A kind of record: names its table, its event rows and the prefix of its ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Facility,
    Building,
    Parcel,
    Lot,
    Link,
    UsageYear,
    FinanceYear,
    Condition,
    Works,
    LedgerAsset,
    Ward,
    Population,
    MeshCell,
    Layer,
    LayerFeature,
    Vacancy,
    SurveyRound,
    WantedSpace,
    Attachment,
}

impl Kind {
    pub const ALL: [Kind; 19] = [
        Kind::Facility,
        Kind::Building,
        Kind::Parcel,
        Kind::Lot,
        Kind::Link,
        Kind::UsageYear,
        Kind::FinanceYear,
        Kind::Condition,
        Kind::Works,
        Kind::LedgerAsset,
        Kind::Ward,
        Kind::Population,
        Kind::MeshCell,
        Kind::Layer,
        Kind::LayerFeature,
        Kind::Vacancy,
        Kind::SurveyRound,
        Kind::WantedSpace,
        Kind::Attachment,
    ];

    /// The table in the store, which is also the collection's name on the wire.
    pub fn table(self) -> &'static str {
        match self {
            Kind::Facility => "facilities",
            Kind::Building => "buildings",
            Kind::Parcel => "parcels",
            Kind::Lot => "lots",
            Kind::Link => "links",
            Kind::UsageYear => "usage_years",
            Kind::FinanceYear => "finance_years",
            Kind::Condition => "conditions",
            Kind::Works => "works",
            Kind::LedgerAsset => "ledger_assets",
            Kind::Ward => "wards",
            Kind::Population => "populations",
            Kind::MeshCell => "mesh_cells",
            Kind::Layer => "layers",
            Kind::LayerFeature => "layer_features",
            Kind::Vacancy => "vacancies",
            Kind::SurveyRound => "survey_rounds",
            Kind::WantedSpace => "wanted_spaces",
            Kind::Attachment => "attachments",
        }
    }

    /// The letters that an id of this kind begins with.
    pub fn prefix(self) -> &'static str {
        match self {
            Kind::Facility => "F",
            Kind::Building => "B",
            Kind::Parcel => "P",
            Kind::Lot => "L",
            Kind::Link => "K",
            Kind::UsageYear => "U",
            Kind::FinanceYear => "N",
            Kind::Condition => "C",
            Kind::Works => "W",
            Kind::LedgerAsset => "A",
            Kind::Ward => "D",
            Kind::Population => "Q",
            Kind::MeshCell => "M",
            Kind::Layer => "Y",
            Kind::LayerFeature => "X",
            Kind::Vacancy => "V",
            Kind::SurveyRound => "R",
            Kind::WantedSpace => "S",
            Kind::Attachment => "T",
        }
    }

    /// Whether records of this kind may carry a shape.
    pub fn has_shape(self) -> bool {
        matches!(
            self,
            Kind::Facility
                | Kind::Building
                | Kind::Parcel
                | Kind::Lot
                | Kind::Ward
                | Kind::MeshCell
                | Kind::LayerFeature
                | Kind::WantedSpace
        )
    }

    pub fn from_table(table: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.table() == table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_table_and_a_prefix_of_its_own() {
        let mut tables: Vec<_> = Kind::ALL.iter().map(|kind| kind.table()).collect();
        let mut prefixes: Vec<_> = Kind::ALL.iter().map(|kind| kind.prefix()).collect();
        tables.sort_unstable();
        tables.dedup();
        prefixes.sort_unstable();
        prefixes.dedup();
        assert_eq!((tables.len(), prefixes.len()), (Kind::ALL.len(), Kind::ALL.len()));
    }
}
