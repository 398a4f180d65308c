//! A code list: its codes in their order, and the ways to find one.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::code::Code;
use super::fold::fold;

/// Marks between the values of a cell that holds several: 「空地／通路」, 「駐車場、物置」.
const SEPARATORS: [&str; 4] = ["/", "・", "、", "及び"];

/// Where a list comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub document: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A spelling that stands for several codes and that cannot be split at separators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Composite {
    pub text: String,
    pub codes: Vec<String>,
}

/// A versioned list of codes.
#[derive(Clone, Debug, Serialize)]
pub struct CodeList {
    pub id: String,
    pub version: String,
    pub title_ja: String,
    pub title_en: String,
    pub source: Vec<Source>,
    pub note: String,
    pub codes: Vec<Code>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub composites: Vec<Composite>,
    #[serde(skip)]
    pub(super) index: Index,
}

/// Positions in `codes`, by key and by folded spelling.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    by_key: HashMap<String, usize>,
    by_spelling: HashMap<String, Vec<usize>>,
}

impl Index {
    pub(super) fn of(codes: &[Code]) -> Self {
        let mut index = Self::default();
        for (at, code) in codes.iter().enumerate() {
            index.by_key.insert(code.key.clone(), at);
            for spelling in code.spellings() {
                let found = index.by_spelling.entry(fold(spelling)).or_default();
                if found.last() != Some(&at) {
                    found.push(at);
                }
            }
        }
        index
    }
}

impl CodeList {
    pub fn by_key(&self, key: &str) -> Option<&Code> {
        self.index.by_key.get(key).map(|at| &self.codes[*at])
    }

    /// The one code that the text stands for. A top-level code goes before its namesakes below;
    /// a text that means several codes of the same depth finds none: ask `within` their parent.
    pub fn by_ja_or_alias(&self, text: &str) -> Option<&Code> {
        let mut roots = self.spelled(text).filter(|code| code.parent.is_none());
        match (roots.next(), roots.next()) {
            (Some(root), None) => Some(root),
            (Some(_), Some(_)) => None,
            (None, _) => only(self.spelled(text)),
        }
    }

    /// The child of `parent` that the text stands for.
    pub fn within(&self, parent: &str, text: &str) -> Option<&Code> {
        only(self.spelled(text).filter(|code| code.parent.as_deref() == Some(parent)))
    }

    /// All codes that a cell stands for: one value, a known composite, or values between separators.
    /// None where any part is unknown, so that nothing is dropped in silence.
    pub fn all_by_text(&self, text: &str) -> Option<Vec<&Code>> {
        if let Some(code) = self.by_ja_or_alias(text) {
            return Some(vec![code]);
        }
        let folded = fold(text);
        if let Some(composite) = self.composites.iter().find(|composite| fold(&composite.text) == folded) {
            return composite.codes.iter().map(|key| self.by_key(key)).collect();
        }
        let separated = SEPARATORS
            .iter()
            .fold(folded, |text, separator| text.replace(separator, "\n"));
        let mut found: Vec<&Code> = Vec::new();
        for part in separated.split('\n') {
            let code = self.by_ja_or_alias(part)?;
            if !found.iter().any(|known| known.key == code.key) {
                found.push(code);
            }
        }
        Some(found)
    }

    pub fn parent(&self, code: &Code) -> Option<&Code> {
        self.by_key(code.parent.as_deref()?)
    }

    /// The code above which there is none: the major class of a minor one.
    pub fn root<'a>(&'a self, code: &'a Code) -> &'a Code {
        std::iter::successors(Some(code), |below| self.parent(below))
            .last()
            .unwrap_or(code)
    }

    pub fn children<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Code> {
        self.codes
            .iter()
            .filter(move |code| code.parent.as_deref() == Some(key))
    }

    pub fn roots(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(|code| code.parent.is_none())
    }

    /// Codes without children: what a record may hold where a list has levels.
    pub fn leaves(&self) -> impl Iterator<Item = &Code> {
        self.codes
            .iter()
            .filter(|code| self.children(&code.key).next().is_none())
    }

    /// The codes in force on the day.
    pub fn valid_on(&self, day: Date) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(move |code| code.valid_on(day))
    }

    fn spelled(&self, text: &str) -> impl Iterator<Item = &Code> {
        let found = self.index.by_spelling.get(&fold(text));
        found.into_iter().flatten().map(|at| &self.codes[*at])
    }
}

fn only<'a>(mut codes: impl Iterator<Item = &'a Code>) -> Option<&'a Code> {
    let code = codes.next()?;
    codes.next().is_none().then_some(code)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::vocabulary::Vocabularies;

    #[test]
    fn a_value_is_found_by_key_by_official_spelling_and_by_alias() {
        let vocabularies = Vocabularies::embedded();
        let bureaus = vocabularies.list("bureaus").expect("bureaus");
        assert_eq!(bureaus.by_key("education").expect("a key").ja, "教育委員会事務局");
        for text in ["教育委員会", "教育委員会事務局", " 教育委員会　"] {
            assert_eq!(bureaus.by_ja_or_alias(text).expect("a spelling").key, "education");
        }
        let section = bureaus
            .by_ja_or_alias("都市整備局(区画整理)")
            .expect("half-width brackets");
        assert_eq!(bureaus.parent(section).expect("a bureau").ja, "都市整備局");
        assert!(bureaus.by_ja_or_alias("存在しない局").is_none());
    }

    #[test]
    fn a_name_that_two_classes_share_needs_its_major_class() {
        let vocabularies = Vocabularies::embedded();
        let classes = vocabularies.list("facility_classes").expect("classes");
        assert!(classes.by_ja_or_alias("国際施設").is_none());
        assert_eq!(
            classes.within("education", "国際施設").expect("one").key,
            "international_facility"
        );
        assert_eq!(
            classes.within("industry", "国際施設").expect("one").key,
            "trade_international"
        );
        assert_eq!(
            classes.by_ja_or_alias("一般会計その他施設").expect("the major").key,
            "general_other"
        );
    }

    #[test]
    fn a_cell_with_several_uses_gives_several_codes() {
        let vocabularies = Vocabularies::embedded();
        let uses = vocabularies.list("current_uses").expect("uses");
        let keys = |text: &str| {
            let codes = uses.all_by_text(text)?;
            Some(codes.iter().map(|code| code.key.clone()).collect::<Vec<_>>())
        };
        assert_eq!(keys("空地／通路"), Some(vec!["vacant".into(), "passage".into()]));
        assert_eq!(keys("空地及び通路"), Some(vec!["vacant".into(), "passage".into()]));
        assert_eq!(
            keys("空地（残地物あり）"),
            Some(vec!["vacant".into(), "remaining_objects".into()])
        );
        assert_eq!(keys("空地／見知らぬ使い方"), None);
    }

    #[test]
    fn a_bureau_is_listed_while_it_exists() {
        let vocabularies = Vocabularies::embedded();
        let bureaus = vocabularies.list("bureaus").expect("bureaus");
        let on = |day| {
            bureaus
                .valid_on(day)
                .map(|bureau| bureau.key.as_str())
                .collect::<Vec<_>>()
        };
        let (before, after) = (on(date(2018, 3, 31)), on(date(2021, 4, 1)));
        assert!(before.contains(&"transport_former") && !before.contains(&"port"));
        assert!(after.contains(&"port") && !after.contains(&"transport_former"));
    }
}
