//! A row of the fixed asset ledger (固定資産台帳). One building has many: its body, its fittings, each work.

use serde::{Deserialize, Serialize};

use crate::calendar::EraDate;
use crate::record::{AreaM2, EntityId, Kind, Notes, Provenance, Record, Yen};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LedgerAsset {
    /// 財産番号, with 枝番 after a hyphen where there is one.
    pub number: String,
    /// 件名
    pub name: String,
    /// 勘定科目
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// 用途
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// 主管箇所
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The facility, building or parcel that the row belongs to, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<EntityId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquired: Option<EraDate>,
    /// 取得額・取得額相当額
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquisition_cost_yen: Option<Yen>,
    /// 増減異動後簿価
    #[serde(skip_serializing_if = "Option::is_none")]
    pub book_value_yen: Option<Yen>,
    /// 減価償却累計額
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accumulated_depreciation_yen: Option<Yen>,
    /// 耐用年数
    #[serde(skip_serializing_if = "Option::is_none")]
    pub life_years: Option<u16>,
    /// 数量（延べ床面積） in ㎡.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_m2: Option<AreaM2>,
    /// 売却可能区分
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saleable: Option<String>,
    pub provenance: Provenance,
    #[serde(skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
}

impl Record for LedgerAsset {
    const KIND: Kind = Kind::LedgerAsset;

    fn key(&self) -> Option<String> {
        (!self.number.is_empty()).then(|| self.number.clone())
    }

    fn refers_to(&self) -> Vec<EntityId> {
        self.of.into_iter().collect()
    }

    fn label(&self) -> &str {
        &self.name
    }
}
