//! A parcel of unused land (未利用地): one item of the list, which is neither a site nor a registered lot.

use serde::{Deserialize, Serialize};

use super::{Criterion, Lending, ParcelNumber, Policy};
use crate::calendar::FiscalYear;
use crate::record::{Address, AreaM2, Code, Datum, Kind, Notes, Position, Provenance, Record, Yen};
use crate::register::Organisation;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// 番号
    pub number: ParcelNumber,
    /// 未利用地登録年度
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<FiscalYear>,
    /// 財産名称
    pub name: String,
    /// 所在（区）, 町丁目, 住居表示
    #[serde(default)]
    pub address: Address,
    /// 地番, with its suffixes 内・外・内外
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot_text: Option<String>,
    /// 街区番号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block_text: Option<String>,
    /// 面積 in ㎡
    #[serde(default)]
    pub area_m2: Datum<AreaM2>,
    /// Key in area_bases (公簿・実測・概算)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_basis: Option<Code>,
    /// 土地所管局
    #[serde(default)]
    pub organisation: Organisation,
    /// 現状 as written
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_use: Option<String>,
    /// 現状 as codes of current_uses
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub current_use_codes: Vec<Code>,
    /// 活用方針; absent means 未分類
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// 分類基準
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<Criterion>,
    /// 処分目途: a label of the list, whose meaning was never published
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlook: Option<String>,
    /// 貸付等の活用状況
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lending: Option<Lending>,
    /// 備考, published
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
    /// 備考, internal
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks_internal: Option<String>,
    /// マップナビおおさかへのリンク
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapnavi_url: Option<String>,
    /// 処分年度, internal
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disposal_year: Option<FiscalYear>,
    /// Keys in zoning (用途地域)
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zoning: Vec<Code>,
    /// 台帳価格, internal
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub book_value_yen: Option<Yen>,
    /// 公有財産台帳番号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger_number: Option<String>,
    /// Whether it lies inside the city. Parcels outside have rules and totals of their own.
    pub in_city: bool,
    /// How the shape was obtained; says `none` where there is no shape.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    #[serde(default)]
    pub provenance: Provenance,
    #[serde(default, skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
}

impl Parcel {
    /// A parcel of which only its number and name are known.
    pub fn new(number: ParcelNumber, name: impl Into<String>) -> Self {
        Self {
            number,
            registered: None,
            name: name.into(),
            address: Address::default(),
            lot_text: None,
            block_text: None,
            area_m2: Datum::default(),
            area_basis: None,
            organisation: Organisation::default(),
            current_use: None,
            current_use_codes: Vec::new(),
            policy: None,
            criterion: None,
            outlook: None,
            lending: None,
            remarks: None,
            remarks_internal: None,
            mapnavi_url: None,
            disposal_year: None,
            zoning: Vec::new(),
            book_value_yen: None,
            ledger_number: None,
            in_city: true,
            position: None,
            provenance: Provenance::default(),
            notes: Notes::default(),
        }
    }

    /// Whether the criterion and the outlook go with the policy.
    pub fn is_classified_consistently(&self) -> bool {
        match self.policy {
            None => self.criterion.is_none() && self.outlook.is_none(),
            Some(policy) => {
                self.criterion.is_none_or(|criterion| policy.allows(criterion))
                    && policy.has_outlook() == self.outlook.is_some()
            }
        }
    }
}

impl Record for Parcel {
    const KIND: Kind = Kind::Parcel;

    fn key(&self) -> Option<String> {
        Some(self.number.canonical())
    }

    fn label(&self) -> &str {
        &self.name
    }

    fn search_texts(&self) -> Vec<&str> {
        let mut texts = vec![self.name.as_str(), self.number.text()];
        texts.extend(self.address.town.as_deref());
        texts.extend(self.lot_text.as_deref());
        texts.extend(self.address.text.as_deref());
        texts
    }
}
