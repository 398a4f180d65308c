//! Who gets a workbook: the bureaus that run facilities.

use std::collections::BTreeMap;

use crate::register::Organisation;
use crate::snapshot::Snapshot;
use crate::vocabulary::Vocabularies;

/// A bureau as the recipient of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bureau {
    /// Key in bureaus; the source's own words where no code has them; [`Bureau::NONE`] where nothing is said.
    pub key: String,
    pub name: String,
}

impl Bureau {
    /// Facilities of which nobody says who runs them.
    pub const NONE: &str = "unknown";

    /// The bureau above a section: a section fills in no workbook of its own.
    pub fn of(organisation: &Organisation, vocabularies: &Vocabularies) -> Self {
        let list = vocabularies.list("bureaus");
        let coded = organisation.bureau.as_ref().and_then(|code| {
            let list = list?;
            let root = list.root(list.by_key(code.as_str())?);
            Some(Self {
                key: root.key.clone(),
                name: root.ja.clone(),
            })
        });
        let written = || {
            let text = organisation
                .bureau_text
                .clone()
                .or_else(|| organisation.bureau.as_ref().map(|code| code.to_string()));
            text.map(|text| Self {
                key: text.clone(),
                name: text,
            })
        };
        coded.or_else(written).unwrap_or_else(|| Self {
            key: Self::NONE.to_owned(),
            name: "所管不明".to_owned(),
        })
    }

    /// A name that every file system takes: `koyu-2024-education-教育委員会事務局.xlsx`.
    pub fn file_name(&self, fiscal_year: i16) -> String {
        let parts = if self.key == self.name {
            vec![self.name.as_str()]
        } else {
            vec![self.key.as_str(), self.name.as_str()]
        };
        let safe = |ch: char| {
            if ch.is_control() || ch.is_whitespace() || "/\\:*?\"<>|.".contains(ch) {
                '_'
            } else {
                ch
            }
        };
        // File systems count bytes, and most allow 255 of them.
        let name: String = parts.join("-").chars().map(safe).take(60).collect();
        format!("koyu-{fiscal_year}-{name}.xlsx")
    }
}

/// Every bureau that runs a facility, in order of key.
pub fn bureaus(snapshot: &Snapshot, vocabularies: &Vocabularies) -> Vec<Bureau> {
    let found = snapshot
        .facilities
        .iter()
        .map(|item| Bureau::of(&item.body.organisation, vocabularies));
    let by_key: BTreeMap<String, Bureau> = found.map(|bureau| (bureau.key.clone(), bureau)).collect();
    by_key.into_values().collect()
}

/// The bureau that a person names: by key, official name or alias.
pub fn find_bureau(text: &str, snapshot: &Snapshot, vocabularies: &Vocabularies) -> Option<Bureau> {
    let list = vocabularies.list("bureaus");
    let listed = list.and_then(|list| {
        let code = list.by_key(text).or_else(|| list.by_ja_or_alias(text))?;
        Some(list.root(code).key.clone())
    });
    let all = bureaus(snapshot, vocabularies);
    all.into_iter()
        .find(|bureau| listed.as_ref() == Some(&bureau.key) || bureau.key == text || bureau.name == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Code;

    #[test]
    fn a_section_belongs_to_its_bureau_and_unknown_words_stand_for_themselves() {
        let vocabularies = Vocabularies::embedded();
        let of = |code: Option<&str>, text: Option<&str>| {
            let organisation = Organisation {
                bureau: code.map(Code::new),
                bureau_text: text.map(str::to_owned),
                divisions: Vec::new(),
            };
            Bureau::of(&organisation, &vocabularies)
        };
        assert_eq!(of(Some("education"), None).name, "教育委員会事務局");
        assert_eq!(of(None, Some("架空局")).key, "架空局");
        assert_eq!(of(None, None).key, Bureau::NONE);
    }

    #[test]
    fn a_file_name_holds_nothing_that_a_file_system_refuses() {
        let bureau = Bureau {
            key: "a/b".into(),
            name: "..\\局 <1>".into(),
        };
        assert_eq!(bureau.file_name(2024), "koyu-2024-a_b-___局__1_.xlsx");
    }
}
