//! A facility (施設): a service at a place, run by a bureau. It is neither the building nor the land.

use serde::{Deserialize, Serialize};

use crate::calendar::EraDate;
use crate::record::{Address, AreaM2, Code, Datum, Flag, Kind, Notes, Position, Provenance, Record};

/// Who runs a facility, in the source's own words, with the bureau as a code where it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Key in data/vocabularies/bureaus.toml.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bureau: Option<Code>,
    /// 局・区 as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bureau_text: Option<String>,
    /// 部・課 as written, from the larger to the smaller.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub divisions: Vec<String>,
}

/// A facility of the register. Optional fields are absent where no source speaks of them;
/// [`Datum`] fields always say why they are empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facility {
    /// The source's own number.
    pub number: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kana: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// 用途: key in facility_classes (施設情報一覧's own classes).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Code>,
    /// Key in facility_classes_h26 where somebody assigned one; the crosswalk answers otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_h26: Option<Code>,
    /// Key in mic_cost_classes where somebody assigned one; the crosswalk answers otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_mic: Option<Code>,
    /// 一般施設: decided, never guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub general: Option<Flag>,
    /// 評価対象: decided, never guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluated: Option<Flag>,
    pub organisation: Organisation,
    pub address: Address,
    /// Key in facility_statuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Code>,
    /// Key in tenures (所有 / 賃借 …).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenure: Option<Code>,
    /// Key in operations (直営 / 指定管理 …).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<Code>,
    /// Key in fee_systems.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_system: Option<Code>,
    /// Key in area_scopes (広域 … コミュニティ).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_scope: Option<Code>,
    /// When built, with the source's own words.
    pub built: Datum<EraDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<EraDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<EraDate>,
    /// 延床面積 in ㎡.
    pub floor_area_m2: Datum<AreaM2>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How the shape was obtained; says `none` where there is no shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    pub provenance: Provenance,
    #[serde(skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
}

impl Facility {
    /// Key of the 大分類 that もと施設 (former facilities) carry.
    pub const FORMER: &str = "former";

    /// もと施設 are candidates for vacant facilities (空き施設).
    pub fn is_vacancy_candidate(&self) -> bool {
        self.class_major() == Some(Self::FORMER)
    }

    /// Key of the 大分類: class keys are written `major.minor`.
    pub fn class_major(&self) -> Option<&str> {
        let class = self.class.as_ref()?.as_str();
        Some(class.split_once('.').map_or(class, |(major, _)| major))
    }

    pub fn is_evaluated(&self) -> bool {
        self.evaluated.as_ref().is_some_and(|flag| flag.value)
    }

    /// The fiscal year in which it was built, where known.
    pub fn built_fy(&self) -> Option<i16> {
        self.built.known()?.fiscal_year().map(|year| year.number())
    }
}

impl Record for Facility {
    const KIND: Kind = Kind::Facility;

    fn key(&self) -> Option<String> {
        (!self.number.is_empty()).then(|| self.number.clone())
    }

    fn label(&self) -> &str {
        &self.name
    }

    fn search_texts(&self) -> Vec<&str> {
        let mut texts = vec![self.name.as_str()];
        texts.extend(self.kana.as_deref());
        texts.extend(self.alias.as_deref());
        texts.extend(self.address.text.as_deref());
        texts.push(&self.number);
        texts
    }
}
