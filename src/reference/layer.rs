//! A reference layer and its features.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::record::{EntityId, Fid, Kind, Provenance, Record};

/// The name of a layer: the collection's id in addresses. Letters, digits, `_` and `-`, at most 64, not a name of Koyu's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LayerName(String);

/// Why a text is no layer name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayerNameError {
    #[error("{0:?} must be 1 to 64 letters a-z, digits, _ or -, beginning with a letter")]
    Spelling(String),
    #[error("{0:?} is a collection of Koyu's own")]
    Reserved(String),
}

impl LayerName {
    pub fn parse(text: &str) -> Result<Self, LayerNameError> {
        let fits = (1..=64).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        if !fits {
            return Err(LayerNameError::Spelling(text.to_owned()));
        }
        if Kind::from_table(&text.to_ascii_lowercase()).is_some() || matches!(text, "wards_label" | "vacancies") {
            return Err(LayerNameError::Reserved(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LayerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for LayerName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for LayerName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// What a column of a layer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    Integer,
    Number,
    Bool,
    Date,
    Json,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerField {
    pub name: String,
    pub kind: FieldKind,
}

/// A reference layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    pub name: LayerName,
    pub title: String,
    /// Seen by those signed in only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
    pub fields: Vec<LayerField>,
    /// The file it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default)]
    pub provenance: Provenance,
}

impl Record for Layer {
    const KIND: Kind = Kind::Layer;

    fn key(&self) -> Option<String> {
        Some(self.name.to_string())
    }

    fn label(&self) -> &str {
        &self.title
    }

    fn search_texts(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// A feature of a reference layer, with the attributes of its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerFeature {
    pub layer: Fid,
    /// Its number in the file.
    pub ordinal: u32,
    pub properties: BTreeMap<String, Value>,
}

impl Record for LayerFeature {
    const KIND: Kind = Kind::LayerFeature;

    fn key(&self) -> Option<String> {
        Some(format!("{}/{}", self.layer, self.ordinal))
    }

    fn refers_to(&self) -> Vec<EntityId> {
        vec![EntityId::new(Kind::Layer, self.layer)]
    }

    fn label(&self) -> &str {
        ""
    }

    fn search_texts(&self) -> Vec<&str> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_cannot_take_the_name_of_a_register() {
        assert_eq!(
            LayerName::parse("parcels"),
            Err(LayerNameError::Reserved("parcels".into()))
        );
        assert!(LayerName::parse("land_price_2019").is_ok());
        for text in ["", "9a", "地価", "a b", "../x"] {
            assert!(LayerName::parse(text).is_err(), "{text}");
        }
    }
}
