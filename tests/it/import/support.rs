//! What the import tests share: the vocabularies as files, a portfolio to import into, and rows in files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use koyu::import::{Import, ImportRequest, Vocabulary, run};
use koyu::snapshot::{Snapshot, Stamp};
use uuid::Uuid;

/// The vocabularies of the repository.
pub struct Lists;

impl Vocabulary for Lists {
    fn spellings(&self, list: &str) -> Vec<(String, String)> {
        let mut spellings = Vec::new();
        for code in codes(list) {
            let key = text(&code, "key");
            let aliases = code
                .get("aliases")
                .and_then(toml::Value::as_array)
                .cloned()
                .unwrap_or_default();
            let names = [text(&code, "ja"), key.clone()].into_iter();
            let all = names.chain(aliases.iter().filter_map(toml::Value::as_str).map(str::to_owned));
            spellings.extend(all.map(|name| (name, key.clone())));
        }
        spellings
    }

    fn ja_of(&self, list: &str, key: &str) -> Option<String> {
        codes(list)
            .into_iter()
            .find(|code| text(code, "key") == key)
            .map(|code| text(&code, "ja"))
    }

    fn attribute_of(&self, list: &str, key: &str, attribute: &str) -> Option<String> {
        let code = codes(list).into_iter().find(|code| text(code, "key") == key)?;
        code.get(attribute).and_then(toml::Value::as_str).map(str::to_owned)
    }
}

fn text(code: &toml::Table, field: &str) -> String {
    code.get(field)
        .and_then(toml::Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn codes(list: &str) -> Vec<toml::Table> {
    use std::cell::RefCell;
    use std::collections::HashMap;
    thread_local! {
        static READ: RefCell<HashMap<String, Vec<toml::Table>>> = RefCell::default();
    }
    READ.with_borrow_mut(|read| {
        let load = || {
            let folder = std::env::var("KOYU_VOCABULARIES").unwrap_or_else(|_| "data/vocabularies".to_owned());
            let text = std::fs::read_to_string(format!("{folder}/{list}.toml")).unwrap_or_default();
            let table: toml::Table = text.parse().expect("a vocabulary is TOML");
            let codes = table
                .get("code")
                .and_then(toml::Value::as_array)
                .cloned()
                .unwrap_or_default();
            codes.into_iter().filter_map(|code| code.as_table().cloned()).collect()
        };
        read.entry(list.to_owned()).or_insert_with(load).clone()
    })
}

/// A portfolio and a folder for files.
pub struct Desk {
    pub snapshot: Snapshot,
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            snapshot: Snapshot::default(),
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }

    /// Checks a file without taking it.
    pub fn check(&self, kind: &str, path: &Path) -> Import {
        let request = ImportRequest::new(kind.parse().expect("a kind"), path);
        self.check_as(&request)
    }

    pub fn check_as(&self, request: &ImportRequest) -> Import {
        run(request, &self.snapshot, &Lists).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Takes a checked import as one commit.
    pub fn commit(&mut self, import: Import) {
        if import.plan.changes_nothing() {
            return;
        }
        let version = self.snapshot.version().next().0;
        let stamp = Stamp {
            id: Uuid::from_u128(u128::from(version)),
            actor: Arc::from("test"),
            time: jiff::Timestamp::UNIX_EPOCH,
        };
        let commit = self
            .snapshot
            .derive(import.plan.into_draft("取込み", None), stamp)
            .expect("a valid draft");
        self.snapshot = self.snapshot.apply(&commit).expect("the next version");
    }

    pub fn import(&mut self, kind: &str, path: &Path) -> Import {
        let import = self.check(kind, path);
        let again = self.check(kind, path);
        self.commit(again);
        import
    }
}
