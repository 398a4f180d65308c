//! The code lists of data/vocabularies, as an import asks them.

use super::codes::Vocabulary;
use crate::vocabulary::Vocabularies;

impl Vocabulary for Vocabularies {
    fn spellings(&self, list: &str) -> Vec<(String, String)> {
        let codes = self.list(list).map(|list| list.codes.as_slice()).unwrap_or_default();
        let spelled = |code: &crate::vocabulary::Code| -> Vec<(String, String)> {
            let names = code.spellings().chain(std::iter::once(code.key.as_str()));
            names.map(|name| (name.to_owned(), code.key.clone())).collect()
        };
        codes.iter().flat_map(spelled).collect()
    }

    fn ja_of(&self, list: &str, key: &str) -> Option<String> {
        Some(self.list(list)?.by_key(key)?.ja.clone())
    }

    fn attribute_of(&self, list: &str, key: &str, attribute: &str) -> Option<String> {
        let code = self.list(list)?.by_key(key)?;
        match attribute {
            "parent" => code.parent.clone(),
            other => code.text(other).map(str::to_owned),
        }
    }
}
