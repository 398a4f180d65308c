//! What the import tests share: a portfolio to import into, and rows in files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use koyu::history::Draft;
use koyu::import::{Import, ImportError, ImportRequest, run};
use koyu::snapshot::{Snapshot, Stamp};
use koyu::vocabulary::Vocabularies;
use uuid::Uuid;

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
        run(request, &self.snapshot, &Vocabularies::embedded()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Why a file cannot be imported at all.
    pub fn refuse(&self, request: &ImportRequest) -> ImportError {
        run(request, &self.snapshot, &Vocabularies::embedded()).expect_err("refused")
    }

    /// Takes a checked import as one commit.
    pub fn commit(&mut self, import: Import) {
        if import.plan.changes_nothing() {
            return;
        }
        self.draft(import.plan.into_draft("取込み", None));
    }

    /// Takes any draft as one commit.
    pub fn draft(&mut self, draft: Draft) {
        let version = self.snapshot.version().next().0;
        let stamp = Stamp {
            id: Uuid::from_u128(u128::from(version)),
            actor: Arc::from("test"),
            time: jiff::Timestamp::UNIX_EPOCH,
        };
        let commit = self.snapshot.derive(draft, stamp).expect("a valid draft");
        self.snapshot = self.snapshot.apply(&commit).expect("the next version");
    }

    pub fn import(&mut self, kind: &str, path: &Path) -> Import {
        let import = self.check(kind, path);
        let again = self.check(kind, path);
        self.commit(again);
        import
    }
}
