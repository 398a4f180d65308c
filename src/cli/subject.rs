//! The KIND of `import` and `export` on the command line.

use crate::export::Subject;
use crate::record::Kind;
use crate::reference::LayerName;

/// Reads a KIND: `facilities`, `usage`, `layer:NAME` …
pub(super) fn parse(text: &str) -> anyhow::Result<Subject> {
    if let Some(name) = text.strip_prefix("layer:") {
        return Ok(Subject::Layer(LayerName::parse(name)?));
    }
    let kind = match text {
        "facilities" => Kind::Facility,
        "buildings" => Kind::Building,
        "usage" => Kind::UsageYear,
        "finance" => Kind::FinanceYear,
        "condition" => Kind::Condition,
        "works" => Kind::Works,
        "ledger" => Kind::LedgerAsset,
        "parcels" => Kind::Parcel,
        "lots" => Kind::Lot,
        "wards" => Kind::Ward,
        "population" => Kind::Population,
        "mesh" => Kind::MeshCell,
        "vacancies" => Kind::Vacancy,
        _ => anyhow::bail!(
            "{text:?} という種類はありません / is no kind: facilities, buildings, usage, finance, condition, works, ledger, parcels, lots, wards, population, mesh, vacancies, layer:NAME"
        ),
    };
    Ok(Subject::Records(kind))
}
