//! From the facility list's own classes to the H26.4 classes and to the ministry's cost classes.

use serde::{Deserialize, Serialize};

use super::error::Reason;
use super::list::Source;

/// Whether a row of the crosswalk follows from a document or is a proposal to be judged by the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    Sourced,
    Proposed,
}

/// The class on the other side, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counterpart {
    Mapped { key: String, basis: Basis },
    Unmapped { reason: String },
}

impl Counterpart {
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Mapped { key, .. } => Some(key),
            Self::Unmapped { .. } => None,
        }
    }

    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Mapped { .. } => None,
            Self::Unmapped { reason } => Some(reason),
        }
    }
}

/// One class of the facility list with its counterparts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mapping {
    /// Key in facility_classes.
    pub class: String,
    /// Key in facility_classes_h26.
    pub h26: Counterpart,
    /// Key in mic_cost_classes.
    pub mic: Counterpart,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The editable table of data/vocabularies/crosswalk.toml.
#[derive(Clone, Debug, Serialize)]
pub struct Crosswalk {
    pub version: String,
    pub title_ja: String,
    pub title_en: String,
    pub source: Vec<Source>,
    pub note: String,
    pub mappings: Vec<Mapping>,
}

impl Crosswalk {
    pub fn mapping(&self, class: &str) -> Option<&Mapping> {
        self.mappings.iter().find(|mapping| mapping.class == class)
    }

    /// The classes that lack a counterpart on either side, for the report.
    pub fn unmapped(&self) -> impl Iterator<Item = &Mapping> {
        self.mappings
            .iter()
            .filter(|mapping| mapping.h26.key().is_none() || mapping.mic.key().is_none())
    }
}

/// A `[[map]]` as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub class: String,
    h26: Option<String>,
    h26_basis: Option<Basis>,
    h26_reason: Option<String>,
    mic: Option<String>,
    mic_basis: Option<Basis>,
    mic_reason: Option<String>,
    note: Option<String>,
}

impl Row {
    pub(super) fn into_mapping(self) -> Result<Mapping, Reason> {
        let refuse = |column| Reason::NoReason {
            class: self.class.clone(),
            column,
        };
        let h26 = counterpart(self.h26, self.h26_basis, self.h26_reason).ok_or_else(|| refuse("h26"))?;
        let mic = counterpart(self.mic, self.mic_basis, self.mic_reason).ok_or_else(|| refuse("mic"))?;
        Ok(Mapping {
            class: self.class,
            h26,
            mic,
            note: self.note,
        })
    }
}

/// A key with its basis, or a reason; anything between is a slip of the editor.
fn counterpart(key: Option<String>, basis: Option<Basis>, reason: Option<String>) -> Option<Counterpart> {
    match (key, basis, reason) {
        (Some(key), Some(basis), None) => Some(Counterpart::Mapped { key, basis }),
        (None, None, Some(reason)) => Some(Counterpart::Unmapped { reason }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabularies;

    #[test]
    fn a_library_is_a_library_everywhere() {
        let vocabularies = Vocabularies::embedded();
        assert_eq!(
            vocabularies.h26_of("branch_library").expect("mapped").text("code"),
            Some("G1-02")
        );
        let cost_class = vocabularies.mic_of("branch_library").expect("mapped");
        assert_eq!(cost_class.key, "social_education");
        assert_eq!(cost_class.integer("rebuild_yen_per_m2"), Some(400_000));
    }

    #[test]
    fn what_does_not_map_says_why() {
        let vocabularies = Vocabularies::embedded();
        assert!(vocabularies.h26_of("former_facility").is_none());
        let mapping = vocabularies.crosswalk().mapping("former_facility").expect("a row");
        assert!(mapping.h26.reason().is_some_and(|reason| !reason.is_empty()));
        assert!(
            vocabularies
                .crosswalk()
                .unmapped()
                .any(|mapping| mapping.class == "former_facility")
        );
    }

    #[test]
    fn a_row_needs_a_basis_or_a_reason() {
        let row = |text: &str| toml::from_str::<Row>(text).expect("a row").into_mapping();
        assert!(row("class = 'a'\nh26 = 'b'\nh26_basis = 'sourced'\nmic_reason = 'c'").is_ok());
        for wrong in ["class = 'a'", "class = 'a'\nh26 = 'b'\nmic_reason = 'c'"] {
            assert_eq!(
                row(wrong),
                Err(Reason::NoReason {
                    class: "a".into(),
                    column: "h26"
                })
            );
        }
    }
}
