//! Texts to codes: the vocabularies as an import asks them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::record::Code;
use crate::text::match_key;

/// The code lists of data/vocabularies, as far as an import needs them.
pub trait Vocabulary {
    /// Every spelling of a list with its key: Japanese names, aliases and the keys themselves. Empty for an unknown list.
    fn spellings(&self, list: &str) -> Vec<(String, String)>;

    /// The Japanese name of a key.
    fn ja_of(&self, list: &str, key: &str) -> Option<String>;

    /// A field of a code beyond its names (`code6` of a ward, `parent` of a class).
    fn attribute_of(&self, list: &str, key: &str, attribute: &str) -> Option<String>;
}

/// The spellings of one list, folded for matching.
#[derive(Default)]
struct List {
    keys: HashMap<String, Vec<String>>,
    /// Names as written with their keys, longest first, for texts that begin with one.
    names: Vec<(String, String)>,
}

/// Looks texts up, each list indexed at its first use.
pub(super) struct Codes<'a> {
    vocabulary: &'a dyn Vocabulary,
    lists: RefCell<HashMap<String, Rc<List>>>,
}

impl<'a> Codes<'a> {
    pub fn new(vocabulary: &'a dyn Vocabulary) -> Self {
        Self {
            vocabulary,
            lists: RefCell::default(),
        }
    }

    /// The key of a text, where exactly one has it.
    pub fn key_of(&self, list: &str, text: &str) -> Option<String> {
        match self.list(list).keys.get(&fold(text)).map(Vec::as_slice) {
            Some([key]) => Some(key.clone()),
            _ => None,
        }
    }

    /// Every key that has the text as its name.
    pub fn keys_of(&self, list: &str, text: &str) -> Vec<String> {
        self.list(list).keys.get(&fold(text)).cloned().unwrap_or_default()
    }

    /// The key of a text below a parent.
    pub fn key_within(&self, list: &str, parent: &str, text: &str) -> Option<String> {
        let index = self.list(list);
        let keys = index.keys.get(&fold(text))?;
        keys.iter()
            .find(|key| self.attribute_of(list, key, "parent").as_deref() == Some(parent))
            .cloned()
    }

    /// The key of the longest name that the text begins with, and the text after it.
    pub fn key_before<'t>(&self, list: &str, text: &'t str) -> Option<(String, &'t str)> {
        let index = self.list(list);
        index.names.iter().find_map(|(name, key)| {
            // Names are compared unfolded, so that the rest can be cut from the text itself.
            text.strip_prefix(name.as_str()).map(|rest| (key.clone(), rest))
        })
    }

    pub fn ja_of(&self, list: &str, code: &Code) -> Option<String> {
        self.vocabulary.ja_of(list, code.as_str())
    }

    pub fn attribute_of(&self, list: &str, key: &str, attribute: &str) -> Option<String> {
        self.vocabulary.attribute_of(list, key, attribute)
    }

    pub fn spellings(&self, list: &str) -> Vec<(String, String)> {
        self.vocabulary.spellings(list)
    }

    fn list(&self, list: &str) -> Rc<List> {
        if let Some(known) = self.lists.borrow().get(list) {
            return Rc::clone(known);
        }
        let mut index = List::default();
        for (spelling, key) in self.vocabulary.spellings(list) {
            let keys = index.keys.entry(fold(&spelling)).or_default();
            if !keys.contains(&key) {
                keys.push(key.clone());
            }
            index.names.push((spelling, key));
        }
        index
            .names
            .sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
        let index = Rc::new(index);
        self.lists.borrow_mut().insert(list.to_owned(), Rc::clone(&index));
        index
    }
}

/// Widths, hyphens and spaces do not tell codes apart.
fn fold(text: &str) -> String {
    match_key(text).replace(' ', "")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A few codes of each list, as tests need them.
    pub struct Sample;

    /// List, key, name, alias, code6 or parent.
    const CODES: [(&str, &str, &str, &str, &str); 30] = [
        ("wards", "kita", "北区", "", "271276"),
        ("wards", "chuo", "中央区", "", "271284"),
        ("wards", "nishi", "西区", "", "271063"),
        ("wards", "minato", "港区", "", "271071"),
        ("municipalities", "osaka_prefecture", "大阪府", "", "270008"),
        ("municipalities", "tokyo", "東京都", "", "130001"),
        ("municipalities", "osaka", "大阪市", "大阪府大阪市", "271004"),
        ("municipalities", "izumi", "和泉市", "", "272191"),
        ("facility_classes", "education", "教育・文化・スポーツ施設", "", ""),
        ("facility_classes", "industry", "流通産業施設", "", ""),
        ("facility_classes", "former", "もと施設", "", ""),
        ("facility_classes", "former_facility", "もと施設", "", "former"),
        (
            "facility_classes",
            "learning_centre",
            "生涯学習センター",
            "",
            "education",
        ),
        ("facility_classes", "international", "国際施設", "", "education"),
        ("facility_classes", "trade", "国際施設", "", "industry"),
        ("bureaus", "construction", "建設局", "", ""),
        ("bureaus", "education", "教育委員会事務局", "教育委員会", ""),
        ("bureaus", "urban", "都市整備局", "", ""),
        (
            "operations",
            "designated_manager",
            "指定管理",
            "指定管理（利用料金施設）",
            "",
        ),
        (
            "fee_systems",
            "retained_fee",
            "利用料金",
            "指定管理（利用料金施設）",
            "",
        ),
        ("tenures", "rented", "賃借", "", ""),
        ("current_uses", "vacant", "空地", "", ""),
        ("current_uses", "parking", "駐車場", "", ""),
        ("land_policies", "disposal", "処分検討地", "", ""),
        ("land_policies", "project", "事業予定地", "", ""),
        ("land_criteria", "c2", "基準２", "2", ""),
        ("land_criteria", "c9", "基準９", "9", ""),
        ("lending_statuses", "in_use", "活用中", "", ""),
        ("disposal_outlooks", "a", "A", "", ""),
        ("position_accuracies", "block", "街区", "街区番号", ""),
    ];

    impl Vocabulary for Sample {
        fn spellings(&self, list: &str) -> Vec<(String, String)> {
            let codes = CODES.iter().filter(|code| code.0 == list);
            let names = codes.flat_map(|(_, key, ja, alias, _)| [ja, alias, key].map(|name| (*name, *key)));
            names
                .filter(|(name, _)| !name.is_empty())
                .map(|(name, key)| (name.to_owned(), key.to_owned()))
                .collect()
        }

        fn ja_of(&self, list: &str, key: &str) -> Option<String> {
            CODES
                .iter()
                .find(|code| code.0 == list && code.1 == key)
                .map(|code| code.2.to_owned())
        }

        fn attribute_of(&self, list: &str, key: &str, _attribute: &str) -> Option<String> {
            CODES
                .iter()
                .find(|code| code.0 == list && code.1 == key && !code.4.is_empty())
                .map(|code| code.4.to_owned())
        }
    }

    #[test]
    fn a_name_that_two_codes_share_needs_its_parent() {
        let codes = Codes::new(&Sample);
        assert_eq!(codes.key_of("facility_classes", "国際施設"), None);
        assert_eq!(
            codes.key_within("facility_classes", "industry", "国際施設").as_deref(),
            Some("trade")
        );
        assert_eq!(codes.key_of("bureaus", "教育委員会").as_deref(), Some("education"));
    }

    #[test]
    fn the_longest_name_at_the_head_wins() {
        let codes = Codes::new(&Sample);
        let (key, rest) = codes
            .key_before("bureaus", "教育委員会事務局生涯学習部")
            .expect("a bureau");
        assert_eq!((key.as_str(), rest), ("education", "生涯学習部"));
    }
}
