//! A ward (行政区) with its boundary.

use serde::{Deserialize, Serialize};

use crate::record::{Kind, MunicipalityCode, Notes, Provenance, Record};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ward {
    pub code: MunicipalityCode,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// 模式図: the outline is a schematic and proves nothing about where a point lies.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub schematic: bool,
    /// The boundary file and its credit, named in findings that it led to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary_source: Option<String>,
    /// Who is to be credited for the outline, in the words that they ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary_credit: Option<String>,
    #[serde(default)]
    pub provenance: Provenance,
    #[serde(default, skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
}

impl Record for Ward {
    const KIND: Kind = Kind::Ward;

    fn key(&self) -> Option<String> {
        Some(self.code.to_string())
    }

    fn label(&self) -> &str {
        &self.name
    }

    fn search_texts(&self) -> Vec<&str> {
        let mut texts = vec![self.name.as_str()];
        texts.extend(self.name_en.as_deref());
        texts
    }
}
