//! The rules that an import checks: stable ids, listed in docs/import.md.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Severity;

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident, $id:literal, $severity:ident;)*) => {
        /// What a finding is about. The id is stable: reports, tests and people refer to it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[$doc])* $rule,)*
        }

        impl Rule {
            pub const ALL: &[Rule] = &[$(Rule::$rule,)*];

            pub fn id(self) -> &'static str {
                match self { $(Rule::$rule => $id,)* }
            }

            /// Only errors refuse a row.
            pub fn severity(self) -> Severity {
                match self { $(Rule::$rule => Severity::$severity,)* }
            }
        }
    };
}

rules! {
    AmbiguousMatch, "ambiguous-match", Error;
    AsOfAssumed, "as-of-assumed", Notice;
    /// The record has changed since the workbook was made that would change it.
    ChangedSinceWritten, "changed-since-written", Error;
    CoordinatesSwapped, "coordinates-swapped", Warning;
    CoordinatesUnscaled, "coordinates-unscaled", Warning;
    CoordinatesUnusable, "coordinates-unusable", Warning;
    CriterionContradictsPolicy, "criterion-contradicts-policy", Error;
    CrsAssumed, "crs-assumed", Notice;
    DatumShift, "datum-shift", Notice;
    DuplicateKey, "duplicate-key", Error;
    DuplicateName, "duplicate-name", Notice;
    ExcelDateInLotNumber, "excel-date-in-lot-number", Warning;
    /// A floor of a parcel, land of a building.
    ExtentDoesNotFit, "extent-does-not-fit", Error;
    FileNote, "file-note", Notice;
    InvalidGeometry, "invalid-geometry", Error;
    InvalidPolygonRepaired, "invalid-polygon-repaired", Warning;
    IrregularRow, "irregular-row", Warning;
    /// The number belongs to a record of another name in another place.
    KeyNamesAnother, "key-names-another", Error;
    LeadingZeroLost, "leading-zero-lost", Notice;
    MaskedAddress, "masked-address", Notice;
    MissingPosition, "missing-position", Warning;
    OutlookMissing, "outlook-missing", Warning;
    OutlookNotAllowed, "outlook-not-allowed", Error;
    OutsideCity, "outside-city", Notice;
    OutsideMunicipality, "outside-municipality", Warning;
    OutsideWard, "outside-ward", Warning;
    /// The row is about another bureau or another year than its workbook.
    OutsideWorkbook, "outside-workbook", Error;
    PositionContradictsMunicipality, "position-contradicts-municipality", Warning;
    ReferenceAmbiguous, "reference-ambiguous", Error;
    ReferenceNotFound, "reference-not-found", Error;
    RequiredMissing, "required-missing", Error;
    SentinelValue, "sentinel-value", Notice;
    SharedPosition, "shared-position", Notice;
    UnknownColumn, "unknown-column", Notice;
    UnmappedBureau, "unmapped-bureau", Warning;
    UnmappedClass, "unmapped-class", Warning;
    UnmappedCode, "unmapped-code", Warning;
    UnmappedMunicipality, "unmapped-municipality", Notice;
    UnreadableCode, "unreadable-code", Error;
    UnreadableDate, "unreadable-date", Error;
    UnreadableGeometry, "unreadable-geometry", Warning;
    UnreadableNumber, "unreadable-number", Error;
    WardNameDisagreesWithCode, "ward-name-disagrees-with-code", Warning;
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let known = Rule::ALL.iter().copied().find(|rule| rule.id() == id);
        known.ok_or_else(|| serde::de::Error::custom(format!("there is no rule {id:?}")))
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_an_id_of_its_own_in_kebab_case_and_stands_in_the_docs() {
        let docs = include_str!("../../docs/import.md");
        let mut ids: Vec<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        assert!(
            ids.iter()
                .all(|id| id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
        );
        for rule in Rule::ALL {
            let line = docs
                .lines()
                .find(|line| line.starts_with(&format!("| `{}` |", rule.id())));
            let line = line.unwrap_or_else(|| panic!("docs/import.md does not list {}", rule.id()));
            assert!(
                line.contains(rule.severity().key()),
                "docs/import.md gives {} another severity",
                rule.id()
            );
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Rule::ALL.len());
    }
}
