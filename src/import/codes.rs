//! Texts to codes: the vocabularies as an import asks them.

use crate::record::Code;
use crate::vocabulary::{self, CodeList, Vocabularies};

/// The list of facility classes; 小分類 are unique below their 大分類 only.
const CLASSES: &str = "facility_classes";

pub(super) struct Codes<'a> {
    vocabularies: &'a Vocabularies,
}

impl<'a> Codes<'a> {
    pub fn new(vocabularies: &'a Vocabularies) -> Self {
        Self { vocabularies }
    }

    pub fn list(&self, list: &str) -> Option<&'a CodeList> {
        self.vocabularies.list(list)
    }

    /// The code that a text stands for, by its official value, an alias or the key itself.
    pub fn find(&self, list: &str, text: &str) -> Option<&'a vocabulary::Code> {
        let list = self.list(list)?;
        list.by_ja_or_alias(text).or_else(|| list.by_key(text))
    }

    pub fn key_of(&self, list: &str, text: &str) -> Option<Code> {
        self.find(list, text).map(key)
    }

    /// Every code that a text lists; nothing where a part of it is unknown.
    pub fn keys_of(&self, list: &str, text: &str) -> Option<Vec<Code>> {
        let found = self.list(list)?.all_by_text(text)?;
        Some(found.into_iter().map(key).collect())
    }

    pub fn ja_of(&self, list: &str, code: &Code) -> Option<&'a str> {
        Some(self.list(list)?.by_key(code.as_str())?.ja.as_str())
    }

    /// The code of the longest name that the text begins with, and the text after it.
    pub fn before<'t>(&self, list: &str, text: &'t str) -> Option<(Code, &'t str)> {
        let names = self
            .list(list)?
            .codes
            .iter()
            .flat_map(|code| code.spellings().map(move |name| (code, name)));
        let heads = names.filter_map(|(code, name)| Some((code, text.strip_prefix(name)?)));
        heads
            .min_by_key(|(_, rest)| rest.len())
            .map(|(code, rest)| (key(code), rest))
    }

    /// The class of a 大分類 and a 小分類, written `major.minor`; the 大分類 alone where the other is unknown.
    pub fn class(&self, major: &str, minor: &str) -> Option<Code> {
        let list = self.list(CLASSES)?;
        let major = list.by_ja_or_alias(major).filter(|code| code.parent.is_none())?;
        let own = || {
            minor
                .strip_prefix(&major.key)?
                .strip_prefix('.')
                .and_then(|key| list.by_key(key))
        };
        let found = list.within(&major.key, minor).or_else(own);
        Some(found.map_or_else(|| key(major), |minor| joined(list, minor)))
    }

    /// The class of a cell that runs the levels together.
    pub fn glued_class(&self, text: &str) -> Option<Code> {
        let list = self.list(CLASSES)?;
        list.by_compound(text).map(|code| joined(list, code))
    }
}

fn key(code: &vocabulary::Code) -> Code {
    Code::new(code.key.clone())
}

fn joined(list: &CodeList, code: &vocabulary::Code) -> Code {
    match &code.parent {
        Some(_) => Code::new(format!("{}.{}", list.root(code).key, code.key)),
        None => key(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minor_class_is_found_below_its_major_one() {
        let vocabularies = Vocabularies::embedded();
        let codes = Codes::new(&vocabularies);
        let class = |major: &str, minor: &str| codes.class(major, minor).map(|code| code.0);
        let [education, industry] = ["教育・文化・スポーツ施設", "流通産業施設"].map(|major| class(major, "国際施設"));
        assert!(education != industry && education.is_some_and(|code| code.starts_with("education.")));
        assert!(class("もと施設", "もと施設").is_some_and(|code| code.starts_with("former.")));
        assert_eq!(
            class("教育・文化・スポーツ施設", "潜水艦").as_deref(),
            Some("education")
        );
        assert_eq!(class("海洋施設", "潜水艦"), None);
    }

    #[test]
    fn the_longest_name_at_the_head_wins() {
        let vocabularies = Vocabularies::embedded();
        let codes = Codes::new(&vocabularies);
        let (_, rest) = codes.before("bureaus", "教育委員会事務局生涯学習部").expect("a bureau");
        assert_eq!(rest, "生涯学習部");
    }
}
