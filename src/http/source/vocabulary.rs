//! The code lists, from data/vocabularies.

use crate::http::api::vocabulary::{CodeItem, CodeList, CodeListSource, CodeListSummary};
use crate::http::state::{Label, Vocabulary};
use crate::vocabulary::Vocabularies;

/// A facility class is written `major.minor`; the lists know the minor class by its own key.
fn own_key(key: &str) -> &str {
    key.rsplit_once('.').map_or(key, |(_, minor)| minor)
}

impl Vocabulary for Vocabularies {
    fn label(&self, list: &str, key: &str) -> Option<Label<'_>> {
        let code = Vocabularies::list(self, list)?.by_key(own_key(key))?;
        Some(Label {
            ja: &code.ja,
            en: &code.en,
        })
    }

    fn h26_of(&self, class: &str) -> Option<&str> {
        Vocabularies::h26_of(self, own_key(class)).map(|code| code.key.as_str())
    }

    fn mic_of(&self, class: &str) -> Option<&str> {
        Vocabularies::mic_of(self, own_key(class)).map(|code| code.key.as_str())
    }

    fn lists(&self) -> Vec<CodeListSummary> {
        let summary = |list: &crate::vocabulary::CodeList| CodeListSummary {
            id: list.id.clone(),
            version: list.version.clone(),
            title_ja: list.title_ja.clone(),
            title_en: list.title_en.clone(),
            count: list.codes.len(),
        };
        Vocabularies::lists(self).map(summary).collect()
    }

    fn list(&self, id: &str) -> Option<CodeList> {
        let list = Vocabularies::list(self, id)?;
        let source = |source: &crate::vocabulary::Source| CodeListSource {
            document: source.document.clone(),
            address: source.address.clone(),
        };
        let item = |code: &crate::vocabulary::Code| CodeItem {
            key: code.key.clone(),
            ja: code.ja.clone(),
            en: code.en.clone(),
            parent: code.parent.clone(),
            note: code.note.clone(),
        };
        Some(CodeList {
            id: list.id.clone(),
            version: list.version.clone(),
            title_ja: list.title_ja.clone(),
            title_en: list.title_en.clone(),
            note: Some(list.note.clone()).filter(|note| !note.is_empty()),
            sources: list.source.iter().map(source).collect(),
            items: list.codes.iter().map(item).collect(),
        })
    }
}
