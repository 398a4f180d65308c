//! What the source said beyond the typed fields. Nothing of an imported row is lost.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The source's own words where a typed field does not hold them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// Field → the text it was read from, kept only where the field's own rendering differs from it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub original: BTreeMap<String, String>,
    /// Columns that a standard names and Koyu does not model (対応言語, 利用可能曜日 …). Public.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// Columns that no profile knows. Internal: nobody has said that they may be published.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unknown: BTreeMap<String, String>,
}

impl Notes {
    pub fn is_empty(&self) -> bool {
        self.original.is_empty() && self.attributes.is_empty() && self.unknown.is_empty()
    }
}
