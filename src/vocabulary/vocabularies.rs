//! All code lists together: those embedded in the program, or with a city's own files in their place.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use serde::Serialize;

use super::code::Code;
use super::crosswalk::Crosswalk;
use super::embedded::{CROSSWALK, LISTS};
use super::error::{Reason, VocabularyError, VocabularyErrors};
use super::list::CodeList;
use super::parse::{Parsed, VocabularyFile};
use super::validate::faults_between;

/// Every code list and the crosswalk, checked against each other.
#[derive(Clone, Debug, Serialize)]
pub struct Vocabularies {
    lists: BTreeMap<String, CodeList>,
    crosswalk: Crosswalk,
}

impl Vocabularies {
    /// The lists that come with the program. Read once per process.
    pub fn embedded() -> Arc<Self> {
        static EMBEDDED: LazyLock<Arc<Vocabularies>> = LazyLock::new(|| {
            let read = Vocabularies::read(&BTreeMap::new());
            Arc::new(read.expect("the embedded vocabularies are checked by a test"))
        });
        Arc::clone(&EMBEDDED)
    }

    /// The lists of the program, with the files of a folder in the place of those of the same name.
    pub fn with_folder(folder: &Path) -> Result<Self, VocabularyErrors> {
        let mut own = BTreeMap::new();
        let mut errors = Vec::new();
        let unreadable = |file: String, why: std::io::Error| VocabularyError {
            file,
            line: None,
            reason: Reason::Unreadable(why.to_string()),
        };
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = entries.map_err(|why| VocabularyErrors(vec![unreadable(folder.display().to_string(), why)]))?;
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.ends_with(".toml") {
                continue;
            }
            if name != CROSSWALK.0 && LISTS.iter().all(|(known, _)| name != *known) {
                errors.push(VocabularyError {
                    file: name,
                    line: None,
                    reason: Reason::UnknownList,
                });
                continue;
            }
            match std::fs::read_to_string(entry.path()) {
                Ok(text) => {
                    own.insert(name, text);
                }
                Err(why) => errors.push(unreadable(name, why)),
            }
        }
        // All faults at once: those of names and those within.
        match Self::read(&own) {
            Ok(vocabularies) if errors.is_empty() => Ok(vocabularies),
            Ok(_) => Err(VocabularyErrors(errors)),
            Err(VocabularyErrors(more)) => Err(VocabularyErrors(errors.into_iter().chain(more).collect())),
        }
    }

    fn read(own: &BTreeMap<String, String>) -> Result<Self, VocabularyErrors> {
        let text_of =
            |name: &str, embedded: &'static str| own.get(name).cloned().unwrap_or_else(|| embedded.to_owned());
        let (mut lists, mut errors) = (BTreeMap::new(), Vec::new());
        for (name, embedded) in LISTS {
            match (VocabularyFile {
                name,
                text: &text_of(name, embedded),
            })
            .parse_list()
            {
                Ok(parsed) => {
                    lists.insert(parsed.value.id.clone(), parsed);
                }
                Err(faults) => errors.extend(faults),
            }
        }
        let (name, embedded) = CROSSWALK;
        match (VocabularyFile {
            name,
            text: &text_of(name, embedded),
        })
        .parse_crosswalk()
        {
            Ok(crosswalk) if errors.is_empty() => {
                errors = faults_between(&lists, &crosswalk);
                if errors.is_empty() {
                    let lists = lists
                        .into_iter()
                        .map(|(id, Parsed { value, .. })| (id, value))
                        .collect();
                    return Ok(Self {
                        lists,
                        crosswalk: crosswalk.value,
                    });
                }
            }
            Ok(_) => {}
            Err(faults) => errors.extend(faults),
        }
        Err(VocabularyErrors(errors))
    }

    /// The list by its id: the file's name without `.toml`.
    pub fn list(&self, id: &str) -> Option<&CodeList> {
        self.lists.get(id)
    }

    /// All lists, by id.
    pub fn lists(&self) -> impl Iterator<Item = &CodeList> {
        self.lists.values()
    }

    pub fn crosswalk(&self) -> &Crosswalk {
        &self.crosswalk
    }

    /// The H26.4 class of a class of the facility list.
    pub fn h26_of(&self, class: &str) -> Option<&Code> {
        self.list("facility_classes_h26")?
            .by_key(self.crosswalk.mapping(class)?.h26.key()?)
    }

    /// The ministry's cost class of a class of the facility list.
    pub fn mic_of(&self, class: &str) -> Option<&Code> {
        self.list("mic_cost_classes")?
            .by_key(self.crosswalk.mapping(class)?.mic.key()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lists_are_without_fault() {
        if let Err(errors) = Vocabularies::read(&BTreeMap::new()) {
            panic!("{errors}");
        }
    }

    #[test]
    fn every_list_names_a_source_and_a_version() {
        for list in Vocabularies::embedded().lists() {
            assert!(!list.source.is_empty() && !list.version.is_empty(), "{}", list.id);
            assert!(!list.title_ja.is_empty() && !list.title_en.is_empty(), "{}", list.id);
        }
    }

    #[test]
    fn a_citys_own_file_takes_the_place_of_the_embedded_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let tenures = "id = 'tenures'\nversion = 'city-1'\ntitle_ja = '所有'\ntitle_en = 'Tenures'\n\
                       source = [{ document = '市の例規' }]\n[[code]]\nkey = 'owned'\nja = '市有'\nen = 'Owned'\n";
        std::fs::write(folder.path().join("tenures.toml"), tenures).expect("written");
        std::fs::write(folder.path().join("README.md"), "not a list").expect("written");
        let vocabularies = Vocabularies::with_folder(folder.path()).expect("a good folder");
        let list = vocabularies.list("tenures").expect("tenures");
        assert_eq!((list.version.as_str(), list.codes.len()), ("city-1", 1));
        assert!(vocabularies.list("wards").expect("the others stay").codes.len() == 24);
    }

    #[test]
    fn a_folder_with_faults_is_refused_with_all_of_them() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("tenure.toml"), "").expect("written");
        std::fs::write(folder.path().join("tenures.toml"), "id = ").expect("written");
        let errors = Vocabularies::with_folder(folder.path()).expect_err("faults").0;
        let found: Vec<_> = errors.iter().map(|error| (error.file.as_str(), error.line)).collect();
        assert_eq!(found, [("tenure.toml", None), ("tenures.toml", Some(1))]);
    }

    #[test]
    fn a_class_that_is_mapped_twice_is_refused_at_the_second_row() {
        let twice = "\n[[map]]\nclass = \"kindergarten\"\nh26_reason = \"x\"\nmic_reason = \"x\"\n";
        let own = BTreeMap::from([(CROSSWALK.0.to_owned(), format!("{}{twice}", CROSSWALK.1))]);
        let [error] = &Vocabularies::read(&own).expect_err("a fault").0[..] else {
            panic!("one fault")
        };
        let class = "kindergarten".to_owned();
        assert_eq!(error.reason, Reason::DuplicateRow { class });
        assert_eq!(error.line, Some(CROSSWALK.1.lines().count() + 2));
    }

    #[test]
    fn a_criterion_that_is_not_listed_is_refused_where_it_is_used() {
        let policies = LISTS
            .iter()
            .find(|(name, _)| *name == "land_policies.toml")
            .expect("embedded")
            .1;
        let own = BTreeMap::from([("land_policies.toml".to_owned(), policies.replace("\"c3\"", "\"c33\""))]);
        let [error] = &Vocabularies::read(&own).expect_err("a fault").0[..] else {
            panic!("one fault")
        };
        assert_eq!(
            error.reason,
            Reason::UnknownCode {
                list: "land_criteria".into(),
                key: "c33".into()
            }
        );
        assert!(error.line.is_some());
    }
}
